-- office_report_supply_needs: what a committee needs.
--   $1 committee  $2 date
SELECT position, item, item_zh, item_en, unit, on_hand, daily_use, quantity, needed_by, urgency, reason
  FROM office.supply_needs
 WHERE committee_id = $1::int4 AND report_date = $2::date
 ORDER BY position
