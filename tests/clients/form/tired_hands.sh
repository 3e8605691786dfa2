# shellcheck shell=bash disable=SC2154  # sourced by run.sh, whose variables these are
# tired_hands: figures that are typed ahead of the screen, a text where a choice is wanted, what nobody has checked yet.

# What is typed at once, before any of it is drawn.
typed_ahead() { # KEYS...
    printf '%s' "$@" >"$dir/typed"
    terminal load-buffer -b typed "$dir/typed"
    terminal paste-buffer -b typed -t evening
}

# What the screens of a language say; read by name.
# shellcheck disable=SC2034
declare -A zh_tired=([wants]='要写一句说明' [box]='请用一句话说明' [digit]='请写 1、2、3 中的一个数字'
    [goes]='您写的会放进新加的那一条里：3号楼漏水' [not]='没有加；您刚才写的是：3号楼漏水' [yn]='请写 y 或 n' [case]='-- 典型案例 1'
    [none]='这里没有要说明的' [unit]='是数目；这里要写单位名称' [need]='物资缺口 1' [unitlabel]='单位' [back]='F10 离开'
    [right]='只能由支部书记上报' [closing]='daybook minutes submit minutes.yaml')
# shellcheck disable=SC2034
declare -A en_tired=([wants]='it wants a sentence' [box]='explain in one sentence' [digit]='One digit please: 1, 2 or 3'
    [goes]='What you typed goes into its text: 3号楼漏水' [not]='what you typed there was: 3号楼漏水' [yn]='y or n, please' [case]='-- typical case 1'
    [none]='nothing here wants a sentence' [unit]='is a number; a word stands here' [need]='-- supplies needed 1' [unitlabel]='unit' [back]='F10 leave'
    [right]='only the secretary of the branch may send it' [closing]='daybook minutes submit minutes.yaml')

ahead() { # LANG
    local -n says="$1_tired"
    local warned

    # Two of the figures want a sentence; each figure stands in its own field all the same.
    fresh "$1"
    press Up
    typed_ahead $'12\r10\r1\r1\r0\r60\r2\r1540\r3\r1\r\r20\r'
    drafted 'typed ahead' 'vehicle_registered_count: 20'
    for warned in 'assigned_count: 12' 'temp_check_count: 1540' 'temp_abnormal_count: 3' 'temp_abnormal_referred_count: 1' \
        'visitor_registered_count:' 'hq_open_count: 13'; do
        has "each in its field: $warned" "$(draft)"$'\n' "  $warned"$'\n'
    done
    lacks 'no sentence was made of figures' "$(draft)" 'explanations'
    press F5; await 'the review asks' "${words[wrong]}"; press Escape
    await 'back' "${says[back]}"

    # Whoever looks writes it at once, although it begins with a digit.
    press Up; press Up; press Up; press Up; number 4
    await 'it wants a sentence' "${says[wants]}"
    compare "$1" wants
    write 3; write '人已由街道转送，一人在家'; await 'the box' "> 3人已由街道转送"
    press Enter
    drafted 'the sentence' '3人已由街道转送，一人在家'
    has 'the digit is not in the next figure' "$(draft)" 'temp_abnormal_referred_count: 1'
    press F7; await 'F7 where it is wanted' "${says[box]}"
    write '半句'; press Escape; await 'left' "${says[back]}"
    press F7; await 'what was typed is there again' '> 半句'
    write '，其余三人自行就医'; press Enter
    drafted 'by F7' '半句，其余三人自行就医'
    press F7; await 'nowhere else' "${says[none]}"
    leave
}

instead_of_a_choice() { # LANG
    local -n says="$1_tired"

    fresh "$1"
    press F3; await 'what to add' "${words[what]}"; write '3号楼漏水'; press Enter
    await 'it is said what is expected' "${says[digit]}"
    await 'and nothing is lost' "${says[goes]}"
    press Escape; await 'not even then' "${says[not]}"
    press F3; await 'what to add' "${words[what]}"; write '3号楼漏水'; press Enter; await 'again' "${says[digit]}"
    write '，已报修'; press Enter; await 'and more of it' '3号楼漏水 ，已报修'
    write '１'; press Enter; await 'a case' "${says[case]}"
    drafted 'with what was typed' '3号楼漏水 ，已报修'
    press F4; await 'remove it?' "${words[remove]}"; write '还没想好'; press Enter; await 'yes or no' "${says[yn]}"
    write n; press Enter; await 'it stays' "${says[case]}"
    press F3; await 'what to add' "${words[what]}"; write 3; press Enter; await 'a need' "${says[need]}"
    go_to "${says[unitlabel]}"; number 100; press Up
    await 'a number is no unit' "${says[unit]}"
    drafted 'and is kept as it was typed' 'unit: "100"'
    leave
}

for lang in zh en; do
    declare -n words="$lang"
    ahead $lang
    instead_of_a_choice $lang
done

# What the program has filled in stays marked until a person says that it is right, also when the form was left.
fresh en
has 'marked' "$(seen)" '~* people assigned'
number 10; leave
open_screen en fill "$COMMITTEE" "$date"; await 'the form' 'F10'
has 'marked still' "$(seen)" '~* people assigned'
press Up; press Up; press Enter; await 'on' 'F10'
lacks 'Enter says that it is right' "$(seen)" '~* people assigned'
leave
open_screen en fill "$COMMITTEE" "$date"; await 'the form' 'F10'
lacks 'right for good' "$(seen)" '~* people assigned'
has 'the others are still to be checked' "$(seen)" '~  gates on guard'
leave

# Who may not send a record hears so before it is sealed.
for lang in zh en; do
    declare -n says="${lang}_tired"
    for kind in MINUTES HEALTH_REPORT; do
        printf 'kind: %s\ncommittee: %s\ndate: %s\n%s' $kind $COMMITTEE "$date" "$([ $kind = HEALTH_REPORT ] || echo 'part: 1')" >"$dir/not-mine.yaml"
        said="$(daybook --lang $lang submit "$dir/not-mine.yaml"; echo "EXIT=$?")"
        has "$kind: not mine" "$said" "${says[right]}"
        has "$kind: not mine" "$said" 'EXIT=77'
        lacks "$kind: not sealed" "$said" 'saved ('
    done
    has 'nothing waits' "$(daybook outbox --json)" '"out": []'
done
