-- office_supply_movements: stock that came or went, the newest first: from whom, and who signed.
--   $1 item, or NULL: all;  $2 source, or NULL: all
SELECT report_date, committee_id, committee, subdistrict, branch, source, source_zh, source_en, item, item_zh, item_en,
       quantity, unit, format('%s %s', quantity, unit) AS amount, party, signed_by, reason, sender
  FROM office.supply_movements
 WHERE ($1::text IS NULL OR item = $1) AND ($2::text IS NULL OR source = $2)
 ORDER BY report_date DESC, committee_id, part, position
