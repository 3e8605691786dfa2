-- supply_movement_keep: what came and went on the sheets that stand.
--   $1 committee  $2 id  $3 hash  $4 position  $5 source  $6 item  $7 unit  $8 quantity  $9 party
--    $10 signed_by  $11 reason
INSERT INTO daybook.supply_movement (committee_id, record_id, position, source, item, unit, quantity, party,
                                     signed_by, reason)
SELECT r.committee_id, r.id, a.position, a.source, a.item, a.unit, a.quantity, a.party, a.signed_by, a.reason
  FROM unnest($1::int4[], $2::uuid[], $3::bytea[], $4::int2[], $5::int2[], $6::int2[], $7::text[], $8::int4[],
              $9::text[], $10::text[], $11::text[])
       AS a (committee_id, id, hash, position, source, item, unit, quantity, party, signed_by, reason)
  JOIN daybook.record r ON r.committee_id = a.committee_id AND r.id = a.id AND r.hash = a.hash
 WHERE r.committee_id = ANY ($1)
    ON CONFLICT DO NOTHING
