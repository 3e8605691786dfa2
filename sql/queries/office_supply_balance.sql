-- office_supply_balance: counts that no movement explains.
--   $1 item, or NULL: all
SELECT report_date, committee_id, committee, item, item_zh, item_en, unit, previous_date, previous_on_hand, came, went,
       on_hand, unexplained, format('%s(%s)', item_zh, unit) AS what_zh, format('%s (%s)', item_en, unit) AS what_en
  FROM office.supply_balance
 WHERE ($1::text IS NULL OR item = $1) AND unexplained <> 0
 ORDER BY report_date DESC, committee_id, item
