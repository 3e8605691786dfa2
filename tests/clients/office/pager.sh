# shellcheck shell=bash
# needs: roster
# pager: pages go through one on a terminal only; and what the shell completes.

on_terminal() { script -qec "env COLUMNS=80 PAGER='$1' '$program' -d '$url user=office_sample' ${*:2}" /dev/null 2>&1; }
has 'on a terminal through PAGER' "$(on_terminal 'sed s/^/paged:/' night 2020-02-18)" 'paged:'
lacks 'PAGER=cat is none' "$(on_terminal cat night 2020-02-18)" 'paged:'
lacks 'nor where it is not read' "$(on_terminal 'sed s/^/paged:/' night 2020-02-18 --format json)" 'paged:'
lacks 'nor into a pipe' "$(PAGER='sed s/^/paged:/' office night 2020-02-18)" 'paged:'
has 'an error is not paged away' "$(on_terminal 'sed s/^/paged:/' night 2031-01-01)" 'daybook-office: there is no night'

complete_words() { # WORD...: what bash offers for the last one
    # shellcheck source=/dev/null
    ( . "$root/clients/office/daybook-office.bash"; COMP_WORDS=("$program" "$@"); COMP_CWORD=$#; _daybook_office
      echo "${COMPREPLY[*]}" )
}
is 'completion of a verb' "$(complete_words rece)" receipt
is 'completion of a second word' "$(complete_words export '')" 'night campaign'
is 'completion of a format' "$(complete_words night --format x)" xlsx
