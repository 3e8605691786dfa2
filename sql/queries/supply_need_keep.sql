-- supply_need_keep: the supply needs of the records that stand.
--   $1 committee  $2 id  $3 hash  $4 position  $5 item  $6 unit  $7 on_hand  $8 daily_use  $9 quantity  $10 needed_by
--   $11 urgency  $12 reason
INSERT INTO daybook.supply_need (committee_id, record_id, position, item, unit, on_hand, daily_use, quantity, needed_by, urgency,
                                 reason)
SELECT r.committee_id, r.id, a.position, a.item, a.unit, a.on_hand, a.daily_use, a.quantity, a.needed_by, a.urgency, a.reason
  FROM unnest($1::int4[], $2::uuid[], $3::bytea[], $4::int2[], $5::int2[], $6::text[], $7::int4[], $8::int4[], $9::int4[],
              $10::date[], $11::int2[], $12::text[])
       AS a (committee_id, id, hash, position, item, unit, on_hand, daily_use, quantity, needed_by, urgency, reason)
  JOIN daybook.record r ON r.committee_id = a.committee_id AND r.id = a.id AND r.hash = a.hash
 WHERE r.committee_id = ANY ($1)
    ON CONFLICT DO NOTHING
