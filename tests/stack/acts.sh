# shellcheck shell=bash disable=SC2154  # dir, date and the rest are demo.sh's
# acts: the day of the demo, act by act. Sourced by demo.sh, whose head says how.

mapfile -t ALL < <(seq -w 53)
readonly -a SECRETARIES=(01 26 27 40)      # the homes of the four branches' secretaries
readonly -a MISSING=(51 53)                # opened and left; never seen
readonly -a APART=(07 30 41 51 52 53)      # not in the crowd of the evening: each is an act of its own

# ---------------------------------------------------------------- morning

the_morning() {
    act '53 invitations, redeemed on 53 laptops: 53 keys, which never leave them'
    crowd '1,3p;$p' enrol "${ALL[@]}"
    counts 'keys by invitation' 53 "SELECT count(*) FROM daybook.invitation WHERE used_at IS NOT NULL"

    act 'The office publishes a bulletin that must be read'
    see bulletin publish "$(special bulletin.txt)"
    admin_sql 'SELECT max(number) FROM office.bulletins' >bulletin

    act 'Roll call: every committee, nobody left out'
    crowd '1,20p' rollcall "${ALL[@]}"
    counts 'committees that called the roll' 53 \
        "SELECT count(DISTINCT committee_id) FROM office.roll_call WHERE report_date = '$date'"

    act 'The bulletin has come by itself; four secretaries read it, the office knows'
    counts 'laptops that have it' 53 "SELECT $(find homes/*/bulletins -name "$(cat bulletin)*" | wc -l)"
    crowd '1,6p' bulletin "${SECRETARIES[@]}"
    see bulletin list
    counts 'committees that have read it' 53 "SELECT has_read FROM office.bulletins WHERE number = $(cat bulletin)"

    act 'Committee 5 needs protective suits; the minutes of the first branch'
    secretary 0 05 supply submit "$(special supply.yaml)"
    secretary 0 01 minutes submit "$(special minutes.yaml)"
}

# ---------------------------------------------------------------- evening

the_evening() {
    local -a senders=()
    for n in "${ALL[@]}"; do
        [[ " ${APART[*]} " == *" $n "* ]] || senders+=("$n")
    done
    act "Evening: ${#senders[@]} committees send their report, $AT_ONCE at once"
    crowd '1,$p' report "${senders[@]}"

    act 'The same report once more, as after a lost answer: the same receipt'
    secretary 0 05 flush --again "$(id_in "out/report/05.txt")"

    act 'Committee 7 does not add up: every fault at once; then it is put right'
    secretary 65 07 submit "$(special rejected.yaml)"
    secretary 0 07 submit "reports/07.yaml"

    act 'Committee 41 is offline: sealed, kept on its disk, delivered later'
    secretary 0 41 submit --offline "reports/41.yaml"
    secretary 0 41 flush

    act 'The office returns the report of committee 12, which corrects it: revision 2'
    see return 12 "$date" --reason '快递件数请核对'
    until_true 'committee 12 hears of it' hears_returned
    special correction.yaml >/dev/null
    sed -i "s/@ID@/$(id_in "out/report/12.txt")/" "reports/correction.yaml"
    secretary 0 12 correct --file "reports/correction.yaml" 12 "$date"
}

hears_returned() {
    "$bin/daybook" --home "homes/12" status --json | grep -q '"returned"'
}

# ---------------------------------------------------------------- who is where, while it is being written

the_screen() {
    act '30 sent with a key that may not, 51 has the form open, 52 is filling it in'
    secretary 77 29 submit "$(special forbidden.yaml)"
    mkdir "homes/52/drafts"
    sed 's/assigned_count: 15/assigned_count:/' "reports/52.yaml" >"homes/52/drafts/52-${date//-/}.yaml"
    open_form 51
    open_form 52
    until_true 'committee 51 has it open' is_state 51 OPENED
    until_true 'committee 52 has it open' is_state 52 OPENED
    type_in 52 '15\r'
    until_true 'committee 52 is filling it in' is_state 52 FILLING
    see missing "$date"
    type_in 51 '\x18'

    act '52 seals and sends from the screen, 30 reports with its own key'
    type_in 52 '\x12'
    until_true 'committee 52 sees all of it' grep -aq 'seal and send' "out/screen.52"
    type_in 52 '\r'
    until_true 'the report of committee 52 is in' is_state 52 ACCEPTED
    secretary 0 30 submit "reports/30.yaml"
    close_forms
}

earlier_nights() {
    act 'Committee 20 reports for the night before, after its deadline: late'
    secretary 0 20 submit "$(special late.yaml)"

    act "The night of $before_last is closed; 33 is held, until it is opened for 33"
    see close "$before_last"
    secretary 77 33 submit "$(special closed.yaml)"
    see reopen 33 "$before_last" --reason 'sent after the telephone call'
    until_true 'the daemon knows that it is open' "$bin/daybook" --home "homes/33" flush
    cat "out/tried.txt"
    counts 'reports for the closed night' 1 \
        "SELECT count(*) FROM office.report WHERE committee_id = 33 AND report_date = '$before_last'"
}

the_health() {
    act "Before bed: everybody's health; it leaves the laptop with the receipt"
    crowd '1,14p' health "${SECRETARIES[@]}"
    counts 'health reports' 53 "SELECT count(*) FROM office.health WHERE report_date = '$date' AND reported"
}

# ---------------------------------------------------------------- the office

what_the_office_sees() {
    act 'The office: who reported, who is missing and whom to call'
    see night "$date"
    act 'Roll call and health: whom to call; the office is not told who is ill'
    see_first 10 rollcall "$date"
    see_first 9 health "$date"
    counts 'persons not reached' 1 "SELECT count(*) FROM office.posted WHERE report_date = '$date' AND to_call"
    counts 'health alarms' 1 "SELECT sum(alarms) FROM office.health_alarms WHERE report_date = '$date'"
    act 'What is lacking, and what a branch has decided'
    see_first 7 supplies
    see_first 10 minutes
    act 'A total never hides its hole'
    see total campaign "$date" "$date" --figure parcel_delivered_count
    act 'Cases and risk points'
    see_first 9 cases "$date"
    see_first 10 risks
    act 'What a telephone code is the receipt of'
    see receipt "$(grep -oEm1 '[0-9A-HJKMNP-TV-Z]{4} [0-9A-HJKMNP-TV-Z]{4}' "out/report/05.txt")"
    counts 'reports tonight' $((53 - ${#MISSING[@]})) "SELECT reported FROM office.night WHERE report_date = '$date'"
    counts 'committees missing' "${MISSING[*]}" \
        "SELECT string_agg(committee_id::text, ' ' ORDER BY committee_id) FROM office.missing WHERE report_date = '$date'"
}
