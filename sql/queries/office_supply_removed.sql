-- office_supply_removed: what the office did about needs that a correction has taken away, until it settles them.
--   $1 item, or NULL: all
SELECT committee_id, committee, subdistrict, branch, report_date, item, item_zh, item_en, unit, promised, sent, received, state,
       to_char(state_since, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS state_since, format('%s(%s)', item_zh, unit) AS what_zh,
       format('%s (%s)', item_en, unit) AS what_en
  FROM office.supply_removed
 WHERE $1::text IS NULL OR item = $1
 ORDER BY report_date DESC, committee_id, item, unit
