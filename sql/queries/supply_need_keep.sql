-- supply_need_keep: the supply needs of new records.
--   $1 committee  $2 id  $3 position  $4 item  $5 unit  $6 on_hand  $7 daily_use  $8 quantity  $9 needed_by
--   $10 urgency  $11 reason
INSERT INTO daybook.supply_need (committee_id, record_id, position, item, unit, on_hand, daily_use, quantity, needed_by, urgency,
                                 reason)
SELECT a.committee_id, a.id, a.position, a.item, a.unit, a.on_hand, a.daily_use, a.quantity, a.needed_by, a.urgency, a.reason
  FROM unnest($1::int4[], $2::uuid[], $3::int2[], $4::int2[], $5::text[], $6::int4[], $7::int4[], $8::int4[],
              $9::date[], $10::int2[], $11::text[])
       AS a (committee_id, id, position, item, unit, on_hand, daily_use, quantity, needed_by, urgency, reason)
