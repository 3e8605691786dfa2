-- open_items: what is open at a committee, the oldest ones first; at most 100, and how many there are.
--   $1 committee  $2 the night that is filled in
--   row: item, night, last night, place, text, severity, supply, unit, quantity, last answer, its night, how many
SELECT item, to_char(night, 'YYYYMMDD'), to_char(last_night, 'YYYYMMDD'), place,
       CASE WHEN length(text) > 100 THEN left(text, 100) || '…' ELSE text END, coalesce(severity, 0), coalesce(supply, 0),
       coalesce(unit, ''), coalesce(quantity, 0), coalesce(answer, 0), coalesce(to_char(answered, 'YYYYMMDD'), '0'),
       count(*) OVER ()
  FROM daybook.open_item
 WHERE committee_id = $1::int4 AND night <= $2::date
 ORDER BY night, item
 LIMIT 100
