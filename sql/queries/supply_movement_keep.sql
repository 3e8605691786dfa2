-- supply_movement_keep: what came and went on the new sheets.
--   $1 committee  $2 id  $3 position  $4 source  $5 item  $6 unit  $7 quantity  $8 party
--    $9 signed_by  $10 reason
INSERT INTO daybook.supply_movement (committee_id, record_id, position, source, item, unit, quantity, party,
                                     signed_by, reason)
SELECT a.committee_id, a.id, a.position, a.source, a.item, a.unit, a.quantity, a.party, a.signed_by, a.reason
  FROM unnest($1::int4[], $2::uuid[], $3::int2[], $4::int2[], $5::int2[], $6::text[], $7::int4[],
              $8::text[], $9::text[], $10::text[])
       AS a (committee_id, id, position, source, item, unit, quantity, party, signed_by, reason)
