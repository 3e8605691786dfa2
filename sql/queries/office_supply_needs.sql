-- office_supply_needs: supply needs of a night's reports, what cannot wait first.
--   $1 date
SELECT report_date, committee_id, committee, subdistrict, branch, item, item_zh, item_en, quantity, unit, on_hand,
       daily_use, days_left, needed_by, urgency, reason
  FROM office.supply_needs
 WHERE report_date = $1::date
 ORDER BY urgency DESC, needed_by, committee_id, position
