# views: what the office sees of rows that we know (rows.sql), and that its sums cannot hide anyone. Read as the office.

sql 'CREATE ROLE clerk LOGIN IN ROLE daybook_office'
ask "$url" -f "$here/rows.sql" >/dev/null
see() { as clerk "SET TimeZone = 'UTC'; $1"; }

is 'the night' "$(see "SELECT expected, reported, on_time, on_time_outage, late, held, missing, unexpected
    FROM office.night WHERE report_date = '2020-02-20'")" '5|3|1|1|1|1|2|1'
is 'a night without reports' "$(see "SELECT expected, reported, missing, unexpected FROM office.night
    WHERE report_date = '2020-02-22'")" '4|0|4|0'
is 'who is expected depends on the date' "$(see "
    SELECT report_date, string_agg(committee_id::text, ' ' ORDER BY committee_id) FROM office.expected
     WHERE report_date IN ('2020-02-20', '2020-02-21', '2020-02-25') GROUP BY 1 ORDER BY 1")" \
   $'2020-02-20|1 2 3 5 6\n2020-02-21|1 2 3 6\n2020-02-25|1 4'
is 'the states' "$(see "SELECT committee_id, state, revision, timeliness, sender, code FROM office.committee_night
    WHERE report_date = '2020-02-20' ORDER BY 1")" "$(cat <<'ROWS'
1|ACCEPTED|2|ON_TIME|样例书记|CCCCCC12
2|ACCEPTED|1|LATE|样例甲|CCCCCC21
3|HELD||||
5|NOT_SEEN||||
6|ACCEPTED|1|ON_TIME_OUTAGE|样例己|CCCCCC61
ROWS
)"
is 'what is held beside it: the last word' "$(see "SELECT committee_id, held_status, held_reason, held_since
    FROM office.committee_night
    WHERE report_date = '2020-02-20' AND held_status IS NOT NULL ORDER BY 1")" \
   $'1|CONFLICT|reason|2020-02-20 13:00:00+00\n3|CLOSED|reason|2020-02-20 13:00:00+00'
is 'whom to call: the secretary, else the first by code' "$(see "SELECT committee_id, contact, contact_telephone,
    contact_secretary
    FROM office.committee_night WHERE report_date = '2020-02-20' ORDER BY 1")" "$(cat <<'ROWS'
1|样例书记|100-0001|样例书记
2|样例书记|100-0001|样例书记
3|样例丁|100-0006|
5|样例己|100-0066|
6|样例己|100-0066|
ROWS
)"
is 'the missing, by name' "$(see "SELECT committee, state FROM office.missing
    WHERE report_date = '2020-02-20' ORDER BY committee_id")" \
   $'样例三居委会|HELD\n样例五居委会|NOT_SEEN'
is 'held rows whose record is in do not show' "$(see 'SELECT committee_id, status FROM office.held
    ORDER BY committee_id, record_id')" \
   $'1|CONFLICT\n3|FORBIDDEN\n3|CLOSED\n5|FAULT'

# Sums: over every night, not only the one above.
is 'every night adds up' "$(see 'SELECT count(*) FROM office.night WHERE expected <> reported + missing
    OR reported <> on_time + on_time_outage + late OR held > missing')" 0
is 'expected is the roster of that date, counted the slow way' "$(sql 'SELECT count(*) FROM office.night n
    WHERE n.expected <>
    (SELECT count(DISTINCT committee_id) FROM daybook.posting WHERE n.report_date BETWEEN valid_from AND valid_to)')" 0
is 'each expected committee has one row' "$(see 'SELECT count(*) FROM (SELECT report_date, committee_id
    FROM office.committee_night
    GROUP BY 1, 2 HAVING count(*) <> 1) r')" 0
for by in subdistrict branch; do
    is "divided by $by it is the same" "$(see "SELECT report_date FROM office.night LEFT
    JOIN (SELECT report_date, sum(expected) AS e,
        sum(reported) AS r, sum(late) AS l, sum(missing) AS m, sum(held) AS h FROM office.night_by_$by
        GROUP BY 1) b USING (report_date)
        WHERE (expected, reported, late, missing, held) IS DISTINCT FROM (e, r, l, m, h)")" ''
done
is 'by subdistrict' "$(see "SELECT subdistrict, expected, reported, missing, held FROM office.night_by_subdistrict
    WHERE report_date = '2020-02-20' ORDER BY subdistrict_id")" $'样例甲街道|2|2|0|0\n样例乙街道|3|1|2|1'

is 'the newest report' "$(see "SELECT revision, record_id, sender, timeliness, received_at, situation FROM office.report
    WHERE committee_id = 1")" \
       '2|00000000-0000-7000-8000-000000000012|样例书记|ON_TIME|2020-02-20 13:12:00+00|今夜平稳,门岗与楼道都已巡查。'
is 'all revisions' "$(see 'SELECT revision, corrects, received_at FROM office.revisions
    WHERE committee_id = 1 ORDER BY 1')" \
   $'1||2020-02-20 13:11:00+00\n2|00000000-0000-7000-8000-000000000011|2020-02-20 13:12:00+00'
is 'figures: a number, 0, not filled' "$(see "SELECT code, coalesce(value::text, 'not filled'), asked
    FROM office.report_figure
    WHERE committee_id = 1 AND position BETWEEN 4 AND 8 ORDER BY position")" \
   $'sick_count|0|t\nunaccounted_count|0|t\nduty_hours|not filled|t\ngate_post_count|3|t\ntemp_check_count|not filled|t'
is 'every figure that the form asks for' "$(see "SELECT count(*), count(value) FROM office.report_figure
    WHERE committee_id = 1")" \
   '40|6'
is 'and the ones that it does not' "$(see "SELECT position, code, label_zh, group_zh, value, asked
    FROM office.report_figure
    WHERE committee_id = 4 AND report_date = '2020-02-25' AND NOT asked")" '1050|figure_50|指标 50|表单以外|7|f'
is 'outside the form: above the most, and unknown' "$(see 'SELECT committee_id, code, value, least, most, asked
    FROM office.outside_form
    ORDER BY value DESC')" $'4|assigned_count|61|0|60|t\n4|figure_50|7|||f'
is 'cases of the newest revision' "$(see 'SELECT title, category, category_zh, category_en, may_publish
    FROM office.cases')" \
   '现行的案例|DISINFECT|楼道消毒|disinfection|t'
is 'observations' "$(see 'SELECT position, kind_zh, category_en, severity, needs_office
    FROM office.observations ORDER BY position')" \
   $'1|风险点|quarantine support|3|t\n2|感谢|other||f'
is 'supply needs, and how long they last' "$(see 'SELECT item_zh, unit, days_left, quantity
    FROM office.supply_needs ORDER BY position')" \
   $'防护服|套|1.5|20\n消毒液|桶||5'
is 'explanations, with the sentence of the rule' "$(see 'SELECT rule, rule_zh, text FROM office.explanations
    ORDER BY position')" \
   $'W_HALF|实到不足应到的一半,请说明|两人临时支援邻近小区\ntext.personal||号码为公开的值班电话'
is 'outages' "$(see 'SELECT begins, lasted, note FROM office.outages')" \
   '2020-02-20 13:50:00+00|00:30:00|no daemon accepted'
is 'daemons' "$(see 'SELECT name, accepting, left(server_key, 8) FROM office.daemons')" 'd1|t|e3b0c442'
is 'the roster' "$(see 'SELECT committee, subdistrict, branch FROM office.committees WHERE committee_id = 4')" \
   '样例四居委会|样例丙街道|样例二支部'
is 'the postings' "$(see "SELECT committee_id, person, secretary, batch FROM office.postings
    WHERE valid_from = '2020-02-24' ORDER BY 1")" \
   $'1|样例庚|f|第2批\n4|样例辛|f|第2批'

# Chinese text as text: letters for regular expressions, characters for lengths, order that does not change.
is 'Chinese is letters' "$(see "SELECT '居委会' ~ '^[[:alpha:]]{3}\$', length('居委会'), upper('é')")" 't|3|É'
is 'search in it' "$(see "SELECT count(*) FROM office.observations WHERE text LIKE '%照明不足%' OR text ~ '热饮\$'")" 2

# The 04:00 rule, at any hour: the zone is laid so that it is 03:59:30 there, then 04:00:30.
date_at() {
    see "SELECT set_config('daybook.zone', 'X' || date_trunc('second', (now() AT TIME ZONE 'UTC')::time - time '$1'),
    false) <> '';
         SELECT (now() AT TIME ZONE current_setting('daybook.zone'))::date - office.business_date()"
}
is 'until 04:00 it is the day before' "$(date_at 03:59:30)" $'t\n1'
is 'from 04:00 on it is today' "$(date_at 04:00:30)" $'t\n0'
is 'in the zone of the nights' "$(see 'SELECT office.business_date()')" "$(TZ=Asia/Shanghai date -d '4 hours ago' +%F)"
