-- office_supply_places: what each committee last said it needs, and how far that is; what is lacking first.
--   $1 item, or NULL: all
SELECT committee_id, committee, subdistrict, branch, report_date, item, item_zh, item_en, unit, on_hand, daily_use, days_left,
       wanted, promised, sent, received, gap, state, to_char(state_since, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS state_since,
       stalled, needed_by, urgency, reason, format('%s(%s)', item_zh, unit) AS what_zh, format('%s (%s)', item_en, unit) AS what_en
  FROM office.supply_places
 WHERE ($1::text IS NULL OR item = $1) AND NOT settled AND (gap > 0 OR state IN ('PROMISED', 'SENT'))
 ORDER BY gap = 0, urgency DESC, needed_by, committee_id, item
