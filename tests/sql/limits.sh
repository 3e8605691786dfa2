# limits: at each edge of proto/limits.h the schema takes the value, one step beyond it does not. The numbers are read
# from
# the header, so that neither side can move alone.

limit() {
    local n
    n="$(awk -v n="DBK_$1" '$2 == n { sub(/u$/, "", $3); print $3 }' proto/limits.h)"
    if [ -z "$n" ]; then bad "limits.h has DBK_$1" nothing 'a number'; n=0; fi
    echo "$n"
}

# A record to hang the rows on, then one statement; all of it is rolled back.
record="INSERT INTO daybook.subdistrict VALUES (1, '样例街道'); INSERT INTO daybook.branch VALUES (1, '样例支部');
    INSERT INTO daybook.committee VALUES (1, '样例居委会', 1, 1, NULL);
    INSERT INTO daybook.record (committee_id, id, kind, report_date, revision, form_version, timeliness, received_at,
    person_id, code,
                                hash, sealed)
    VALUES (1, '00000000-0000-7000-8000-000000000001', 1, '2020-02-17', 1, 1, 1, now(), 1, 'ABCDEFGH', sha256(''), '')"
try() { sql "BEGIN; $record; ${1//\{n\}/$2}; ROLLBACK"; }

# name, value, statement with {n}: allowed at `value`, refused by a CHECK one above (most) or one below (least)
most() {
    is "$1: $2" "$(try "$3" "$2")" ''
    has "$1: not $(($2 + 1))" "$(try "$3" $(($2 + 1)))" '23514: '
}
least() {
    is "$1: $2" "$(try "$3" "$2")" ''
    has "$1: not $(($2 - 1))" "$(try "$3" $(($2 - 1)))" '23514: '
}

id="1, '00000000-0000-7000-8000-000000000001'"
text="repeat('汉', {n})"
report="INSERT INTO daybook.nightly_report VALUES ($id, "
most  'situation' "$(limit SITUATION_MAX)" "$report '{}', $text, false, false)"
least 'situation' "$(limit SITUATION_MIN)" "$report '{}', $text, false, false)"
most  'a figure' "$(limit FIGURE_MAX)" "$report ARRAY[NULL, {n}], repeat('汉', 10), false, false)"
least 'a figure' 0 "$report ARRAY[{n}, NULL], repeat('汉', 10), false, false)"
most  'figures' "$(limit INDICATOR_MAX)" "$report array_fill(1, ARRAY[{n}]), repeat('汉', 10), false, false)"
has 'figures start at 1' "$(try "$report '[0:1]={1,2}', repeat('汉', 10), false, false)" 0)" '23514: '
has 'figures are one row' "$(try "$report '{{1,2},{3,4}}', repeat('汉', 10), false, false)" 0)" '23514: '

case_() { echo "INSERT INTO daybook.typical_case VALUES ($id, $1, $2, 1, $3, $4, $5, false)"; }
most  'cases' "$(limit CASES_MAX)" "$(case_ '{n}' "repeat('汉', 4)" "''" "repeat('汉', 30)" "''")"
least 'cases' 1 "$(case_ '{n}' "repeat('汉', 4)" "''" "repeat('汉', 30)" "''")"
most  'case title' "$(limit CASE_TITLE_MAX)" "$(case_ 1 "$text" "''" "repeat('汉', 30)" "''")"
least 'case title' "$(limit CASE_TITLE_MIN)" "$(case_ 1 "$text" "''" "repeat('汉', 30)" "''")"
most  'case place' "$(limit PLACE_MAX)" "$(case_ 1 "repeat('汉', 4)" "$text" "repeat('汉', 30)" "''")"
most  'case story' "$(limit CASE_STORY_MAX)" "$(case_ 1 "repeat('汉', 4)" "''" "$text" "''")"
least 'case story' "$(limit CASE_STORY_MIN)" "$(case_ 1 "repeat('汉', 4)" "''" "$text" "''")"
most  'case result' "$(limit CASE_RESULT_MAX)" "$(case_ 1 "repeat('汉', 4)" "''" "repeat('汉', 30)" "$text")"

observation() { echo "INSERT INTO daybook.observation VALUES ($id, $1, $2, 1, $3, $4, $5, false)"; }
most  'observations' "$(limit OBSERVATIONS_MAX)" "$(observation '{n}' 2 NULL "''" "repeat('汉', 5)")"
most  'observation' "$(limit OBSERVATION_MAX)" "$(observation 1 2 NULL "''" "$text")"
least 'observation' "$(limit OBSERVATION_MIN)" "$(observation 1 2 NULL "''" "$text")"
most  'observation place' "$(limit PLACE_MAX)" "$(observation 1 2 NULL "$text" "repeat('汉', 5)")"
most  'severity' 3 "$(observation 1 1 '{n}' "''" "repeat('汉', 5)")"
least 'severity' 1 "$(observation 1 1 '{n}' "''" "repeat('汉', 5)")"
has 'a risk without severity' "$(try "$(observation 1 1 NULL "''" "repeat('汉', 5)")" 0)" '23514: '
has 'thanks with severity' "$(try "$(observation 1 4 1 "''" "repeat('汉', 5)")" 0)" '23514: '

need() { echo "INSERT INTO daybook.supply_need VALUES ($id, $1, 1, $2, $3, $3, $4, '2020-02-18', $5, $6)"; }
most  'supply needs' "$(limit SUPPLY_NEEDS_MAX)" "$(need '{n}' "'套'" 0 1 1 "''")"
most  'supply unit' "$(limit SUPPLY_UNIT_MAX)" "$(need 1 "$text" 0 1 1 "''")"
least 'supply unit' "$(limit SUPPLY_UNIT_MIN)" "$(need 1 "$text" 0 1 1 "''")"
most  'supply on hand and a day' "$(limit SUPPLY_QUANTITY_MAX)" "$(need 1 "'套'" '{n}' 1 1 "''")"
most  'supply quantity' "$(limit SUPPLY_QUANTITY_MAX)" "$(need 1 "'套'" 0 '{n}' 1 "''")"
least 'supply quantity' 1 "$(need 1 "'套'" 0 '{n}' 1 "''")"
most  'supply urgency' 3 "$(need 1 "'套'" 0 1 '{n}' "''")"
most  'supply reason' "$(limit SUPPLY_REASON_MAX)" "$(need 1 "'套'" 0 1 1 "$text")"

answered() { echo "INSERT INTO daybook.answered_item VALUES ($id, $1, $2, 1, $3)"; }
most  'answers' "$(limit ITEMS_MAX)" "$(answered '{n}' "'r0a9f3c21'" "''")"
most  'sentence beside an answer' "$(limit ITEM_TEXT_MAX)" "$(answered 1 "'r0a9f3c21'" "$text")"
most  'name of an item' "$(limit ITEM_CHARS)" "$(answered 1 "rpad('r', {n}, '0')" "''")"
least 'name of an item' "$(limit ITEM_CHARS)" "$(answered 1 "rpad('r', {n}, '0')" "''")"

explanation() { echo "INSERT INTO daybook.explanation VALUES ($id, $1, $2, $3)"; }
most  'explanations' "$(limit EXPLANATIONS_MAX)" "$(explanation '{n}' "'E02'" "repeat('汉', 4)")"
most  'explanation' "$(limit EXPLANATION_MAX)" "$(explanation 1 "'E02'" "$text")"
least 'explanation' "$(limit EXPLANATION_MIN)" "$(explanation 1 "'E02'" "$text")"
most  'rule code' "$(limit RULE_CODE_MAX)" "$(explanation 1 "repeat('E', {n})" "repeat('汉', 4)")"

called() { echo "INSERT INTO daybook.roll_call_entry VALUES ($id, $1, 1, $2, $3, NULL, $4, NULL, $5, $6)"; }
most  'persons called' "$(limit PERSONS_MAX)" "$(called '{n}' 3 NULL NULL NULL "''")"
most  'temperature at the roll call' "$(limit TEMPERATURE_MAX_TENTHS)" "$(called 1 4 NULL '{n}' NULL "''")"
least 'temperature at the roll call' "$(limit TEMPERATURE_MIN_TENTHS)" "$(called 1 4 NULL '{n}' NULL "''")"
most  'temperature on post' $(($(limit FEVER_TENTHS) - 1)) "$(called 1 1 740 '{n}' NULL "''")"
most  'note of the roll call' "$(limit NOTE_MAX)" "$(called 1 3 NULL NULL NULL "$text")"
most  'time of arrival' 2359 "$(called 1 1 '{n}' NULL NULL "''")"
least 'time of arrival' 0 "$(called 1 1 '{n}' NULL NULL "''")"
has 'the 60th minute' "$(try "$(called 1 1 760 NULL NULL "''")" 0)" '23514: '
has 'on post at no time' "$(try "$(called 1 1 NULL NULL NULL "''")" 0)" '23514: '
has 'a swap with nobody' "$(try "$(called 1 5 NULL NULL NULL "''")" 0)" '23514: '

well() { echo "INSERT INTO daybook.health_entry VALUES ($id, $1, 1, $2, $3, NULL, $4, false, $5, false, false, false, $6)"; }
most  'persons of a health report' "$(limit PERSONS_MAX)" "$(well '{n}' 1 365 0 false "''")"
most  'temperature in the morning' "$(limit TEMPERATURE_MAX_TENTHS)" "$(well 1 2 '{n}' 0 false "''")"
least 'temperature in the morning' "$(limit TEMPERATURE_MIN_TENTHS)" "$(well 1 2 '{n}' 0 false "''")"
most  'temperature of one who is well' $(($(limit FEVER_TENTHS) - 1)) "$(well 1 1 '{n}' 0 false "''")"
most  'symptoms' 63 "$(well 1 2 365 '{n}' false "''")"
most  'note on health' "$(limit NOTE_MAX)" "$(well 1 2 365 0 false "$text")"
has 'well after a contact' "$(try "$(well 1 1 365 0 true "''")" 0)" '23514: '
has 'not measured' "$(try "$(well 1 1 NULL 0 false "''")" 0)" '23514: '

moved() { echo "INSERT INTO daybook.supply_movement VALUES ($id, $1, $2, 1, $3, $4, $5, $6, $7)"; }
most  'movements' "$(limit SUPPLY_MOVEMENTS_MAX)" "$(moved '{n}' 1 "'套'" 5 "''" "'样例'" "''")"
most  'unit of a movement' "$(limit SUPPLY_UNIT_MAX)" "$(moved 1 1 "$text" 5 "''" "'样例'" "''")"
most  'quantity of a movement' "$(limit SUPPLY_QUANTITY_MAX)" "$(moved 1 1 "'套'" '{n}' "''" "'样例'" "''")"
least 'quantity of a movement' 1 "$(moved 1 1 "'套'" '{n}' "''" "'样例'" "''")"
most  'party of a movement' "$(limit PLACE_MAX)" "$(moved 1 2 "'套'" 5 "$text" "'样例'" "''")"
most  'who signed' "$(limit NAME_MAX)" "$(moved 1 1 "'套'" 5 "''" "$text" "''")"
least 'who signed' 1 "$(moved 1 1 "'套'" 5 "''" "$text" "''")"
most  'reason of a movement' "$(limit SUPPLY_REASON_MAX)" "$(moved 1 6 "'套'" 5 "''" "'样例'" "$text")"
has 'a gift of nobody' "$(try "$(moved 1 2 "'套'" 5 "''" "'样例'" "''")" 0)" '23514: '
has 'counted without a reason' "$(try "$(moved 1 7 "'套'" 5 "''" "'样例'" "''")" 0)" '23514: '

met() { echo "INSERT INTO daybook.meeting VALUES ($id, 1, 1, $1, $2, $3, '记录', $4, $5, $6, $7, NULL)"; }
agenda="'四个汉字'"
most  'minutes of a meeting' 1459 "$(met 859 '{n}' "'主持'" 9 9 "$agenda" "''")"
has 'six hours and a minute' "$(try "$(met 858 1459 "'主持'" 9 9 "$agenda" "''")" 0)" '23514: '
has 'no time at all' "$(try "$(met 900 900 "'主持'" 9 9 "$agenda" "''")" 0)" '23514: '
most  'chair' "$(limit NAME_MAX)" "$(met 900 1000 "$text" 9 9 "$agenda" "''")"
most  'people at a meeting' "$(limit MEETING_PEOPLE_MAX)" "$(met 900 1000 "'主持'" '{n}' 450 "$agenda" "''")"
most  'agenda' "$(limit AGENDA_MAX)" "$(met 900 1000 "'主持'" 9 9 "$text" "''")"
least 'agenda' "$(limit AGENDA_MIN)" "$(met 900 1000 "'主持'" 9 9 "$text" "''")"
most  'studied' "$(limit PRACTICE_MAX)" "$(met 900 1000 "'主持'" 9 9 "$agenda" "$text")"
absent() { echo "INSERT INTO daybook.meeting_absence VALUES ($id, $1, $2, $3)"; }
most  'absences' "$(limit ABSENCES_MAX)" "$(absent '{n}' "'样例'" "'值班'")"
most  'name of the absent' "$(limit NAME_MAX)" "$(absent 1 "$text" "'值班'")"
most  'reason of an absence' "$(limit NOTE_MAX)" "$(absent 1 "'样例'" "$text")"
told() { echo "INSERT INTO daybook.meeting_practice VALUES ($id, $1, $2, $3, $4, $5)"; }
most  'practices' "$(limit PRACTICES_MAX)" "$(told '{n}' "''" "repeat('汉', 5)" "''" "''")"
most  'place of a practice' "$(limit PLACE_MAX)" "$(told 1 "$text" "repeat('汉', 5)" "''" "''")"
most  'practice' "$(limit PRACTICE_MAX)" "$(told 1 "''" "$text" "''" "''")"
least 'practice' "$(limit PRACTICE_MIN)" "$(told 1 "''" "$text" "''" "''")"
most  'effect' "$(limit EFFECT_MAX)" "$(told 1 "''" "repeat('汉', 5)" "$text" "''")"
most  'to be copied by' "$(limit PLACE_MAX)" "$(told 1 "''" "repeat('汉', 5)" "''" "$text")"
decided() { echo "INSERT INTO daybook.meeting_decision VALUES ($id, $1, $2, $3, '2020-02-20')"; }
most  'decisions' "$(limit DECISIONS_MAX)" "$(decided '{n}' "$agenda" "'样例'")"
most  'decision' "$(limit DECISION_MAX)" "$(decided 1 "$text" "'样例'")"
least 'decision' "$(limit DECISION_MIN)" "$(decided 1 "$text" "'样例'")"
most  'owner of a decision' "$(limit NAME_MAX)" "$(decided 1 "$agenda" "$text")"
settled() { echo "INSERT INTO daybook.meeting_settled VALUES ($id, $1, 1, '2020-02-11', $2, $3, $4)"; }
most  'settled decisions' "$(limit DECISIONS_MAX)" "$(settled '{n}' 1 1 "$agenda")"
most  'meeting of a settled one' "$(limit MEETINGS_MAX)" "$(settled 1 '{n}' 1 "$agenda")"
most  'number of a settled one' "$(limit DECISIONS_MAX)" "$(settled 1 1 '{n}' "$agenda")"
most  'how it was settled' "$(limit DECISION_MAX)" "$(settled 1 1 1 "$text")"

news() { echo "INSERT INTO daybook.bulletin (number, kind, title, body, source, source_url, audience, must_ack)
    VALUES ($1, 3, $2, $3, '', '', 'all', false)"; }
most  'number of a bulletin' "$(limit BULLETIN_MAX)" "$(news '{n}' "'题'" "'文'")"
most  'title of a bulletin' "$(limit BULLETIN_TITLE_MAX)" "$(news 1 "$text" "'文'")"
most  'body of a bulletin' "$(limit BULLETIN_BODY_MAX)" "$(news 1 "'题'" "$text")"
most  'number of a bulletin that was read' "$(limit BULLETIN_MAX)" \
   "INSERT INTO daybook.bulletin_read VALUES ($id, {n}, NULL)"

change="UPDATE daybook.record SET"
most  'sealed bytes' "$(limit SEALED_MAX_BYTES)" "$change sealed = decode(repeat('00', {n}), 'hex')"
for step in most least; do
    $step 'hash bytes' "$(limit HASH_BYTES)" "$change hash = decode(repeat('00', {n}), 'hex')"
    $step 'telephone code' "$(limit CODE_CHARS)" "$change code = repeat('A', {n})"
    $step 'key bytes' "$(limit KEY_BYTES)" \
       "INSERT INTO daybook.person (code, name) VALUES ('P1', '样例'); INSERT INTO daybook.client_key
        (public_key, person_id) SELECT decode(repeat('00', {n}), 'hex'), person_id FROM daybook.person"
done
has 'a first record corrects nothing' "$(try "$change corrects = id" 0)" '23514: '
has 'a correction names what it corrects' "$(try "$change revision = 2" 0)" '23514: '

most  'indicator number' "$(limit INDICATOR_MAX)" "INSERT INTO daybook.indicator VALUES ({n}, 'another_figure')"
least 'indicator number' 1 "DELETE FROM daybook.form_rule_term; DELETE FROM daybook.form_indicator;
    DELETE FROM daybook.question; DELETE
    FROM daybook.indicator;
    INSERT INTO daybook.indicator VALUES ({n}, 'another_figure')"
most  'most of a figure' "$(limit FIGURE_MAX)" "UPDATE daybook.form_indicator SET most = {n}"
most  'code of a rule' "$(limit RULE_CODE_MAX)" \
   "INSERT INTO daybook.form_rule VALUES (1, repeat('E', {n}), 99, 1, '=', 0, '四个汉字', 'text')"
is 'a form has no more rules than fit' "$(sql "SELECT bool_and(n <= $(limit RULES_MAX))
    FROM (SELECT count(*) AS n FROM daybook.form_rule
    GROUP BY version) r")" t
is 'a rule has no more terms than fit' "$(sql "SELECT bool_and(n <= $(limit RULE_TERMS_MAX)) FROM (SELECT count(*) AS n
    FROM daybook.form_rule_term GROUP BY version, rule_code) r")" t
is 'nothing was left behind' "$(sql 'SELECT count(*) FROM daybook.record')" 0
