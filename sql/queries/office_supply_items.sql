-- office_supply_items: what is lacking, item by item, over all committees.
--   $1 item, or NULL: all
SELECT item, item_zh, item_en, unit, committees, on_hand, daily_use, days_left, wanted, promised, on_the_way, received, gap,
       urgent, needed_by, stalled
  FROM office.supply_gap
 WHERE $1::text IS NULL OR item = $1
 ORDER BY urgent DESC, needed_by, item
