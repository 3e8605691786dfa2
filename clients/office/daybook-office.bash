# Completion of daybook-office in bash. The verbs are those that the program's own help lists, so that none is missing.
_daybook_office()
{
    local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD - 1]}" verbs
    case "$before" in
        --format) mapfile -t COMPREPLY < <(compgen -W 'table csv json xlsx html pdf' -- "$word"); return ;;
        --lang)   mapfile -t COMPREPLY < <(compgen -W 'zh en' -- "$word"); return ;;
    esac
    if [[ ${COMP_WORDS[1]} == brief && $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W '--as-of --night --errata --format --lang' -- "$word")
        return
    fi
    verbs="$("${COMP_WORDS[0]}" --lang en help 2>/dev/null | sed -nE 's/^  ([a-z]+( [a-z]+)?)( .*)?$/\1/p')"
    if [ "$COMP_CWORD" -eq 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W "$(cut -d ' ' -f 1 <<<"$verbs" | uniq) --database --format --lang" -- "$word")
    elif [ "$COMP_CWORD" -eq 2 ] && grep -q "^$before " <<<"$verbs"; then
        mapfile -t COMPREPLY < <(compgen -W "$(sed -n "s/^$before //p" <<<"$verbs")" -- "$word")
    fi
}
complete -o default -F _daybook_office daybook-office
