# codes: the code lists are the enums of daybook.proto, and the default form is within the limits of limits.h.

enum() {
    awk -v e="$1" '$0 ~ "^enum " e " " { on = 1; next } on && /^}/ { exit }
        on && $2 == "=" && $3 + 0 > 0 { sub(/;.*/, "", $3); print $3 "|" $1 }' proto/daybook.proto
}
pairs='Kind:kind Timeliness:timeliness Severity:severity WorkKind:work_kind
    ObservationKind:observation_kind SupplyItem:supply_item
    Shift:shift RollCallState:roll_call_state HealthState:health_state Symptom:symptom
    SupplySource:supply_source MeetingKind:meeting_kind MeetingMode:meeting_mode
    BulletinKind:bulletin_kind ItemAnswer:item_answer'
for pair in $pairs; do
    is "code list ${pair#*:}" "$(sql "SELECT number, name FROM daybook.code_list WHERE list = '${pair#*:}'
    ORDER BY number")" \
       "$(enum "${pair%:*}")"
done
is 'no other code list' "$(sql 'SELECT count(DISTINCT list) FROM daybook.code_list')" "$(echo "$pairs" | wc -w)"
# codes.c is the program's copy: every row of the code lists stands there with the same words.
rows() { sed -nE 's/^ *\{ [A-Z0-9_]+, *("[A-Z0-9_]+"), *("[^"]*"), *("[^"]*") *\},?$/\1 \2 \3/p' proto/codes.c | sort; }
is 'the words of codes.c' "$(sql "SELECT format('\"%s\" \"%s\" \"%s\"', name, label_zh, label_en)
    FROM daybook.code_list" |
    sort | comm -23 - <(rows))" ''

is 'the form: figures, groups, rules' "$(sql 'SELECT (SELECT count(*) FROM daybook.form_indicator),
    (SELECT count(*) FROM daybook.form_group), (SELECT count(*) FROM daybook.form_rule)')" '40|8|21'
is 'required' "$(sql "SELECT string_agg(number::text, ' ' ORDER BY number) FROM daybook.form_indicator
    WHERE required")" \
   '1 2 3 4 5 8 9 20 21 22 23 24'
is 'alarm' "$(sql "SELECT string_agg(number::text, ' ' ORDER BY number) FROM daybook.form_indicator WHERE alarm")" \
   '5 9 23 27'
is 'every rule has terms' "$(sql 'SELECT string_agg(code, NULL) FROM daybook.form_rule r
    WHERE NOT EXISTS (SELECT FROM daybook.form_rule_term t WHERE (t.version, t.rule_code) = (r.version, r.code))')" ''

# A rule as one line, to be read beside the list in the domain: its sum over the codes, relation, bound.
rule() {
    sql "SELECT string_agg(format('%s %s', t.coefficient, i.code), ' + ' ORDER BY t.coefficient DESC, i.number) || ' '
             || r.relation || ' ' || r.bound || ' ' || r.severity
           FROM daybook.form_rule r JOIN daybook.form_rule_term t ON (t.version, t.rule_code) = (r.version, r.code)
           JOIN daybook.indicator i ON i.number = t.number
          WHERE r.code = '$1' GROUP BY r.relation, r.bound, r.severity"
}
is E03 "$(rule E03)" '1 on_duty_count + 1 leave_count + 1 sick_count + 1 unaccounted_count + -1 assigned_count = 0 1'
is E06 "$(rule E06)" \
   '1 hq_released_count + 1 hq_transferred_count + 1 hq_current_count + -1 hq_open_count + -1 hq_new_count = 0 1'
is E07B "$(rule E07B)" '1 hq_current_count + -5000 hq_household_count <= 0 1'
is W_HALF "$(rule W_HALF)" '2 on_duty_count + -1 assigned_count >= 0 2'
is W_MASKS "$(rule W_MASKS)" '1 mask_distributed_count + -5 mask_booking_count <= 0 2'
is 'no 5000 smaller than what it must exceed' "$(sql 'SELECT string_agg(t.rule_code, NULL) FROM daybook.form_rule_term t
    JOIN daybook.form_rule_term o ON (o.version, o.rule_code) = (t.version, t.rule_code) AND o.coefficient = -5000
    JOIN daybook.form_indicator f ON (f.version, f.number) = (t.version, t.number)
   WHERE t.coefficient = 1 AND f.most > 5000')" ''
