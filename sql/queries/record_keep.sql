-- record_keep: keep first records. What the keys refuse is left out, not an error.
--   $1 committee  $2 id  $3 kind  $4 report_date  $5 form_version  $6 timeliness  $7 received_at  $8 sealed_at
--   $9 person  $10 code  $11 hash  $12 sealed  $13 part: arrays of one length; batch.c sees that a (committee, date, kind,
--   part) is there once
--   rows: committee_id, id, revision, timeliness of what is kept now, in any order
INSERT INTO daybook.record (committee_id, id, kind, report_date, revision, form_version, timeliness, received_at, sealed_at,
                            person_id, code, hash, sealed, part)
SELECT committee_id, id, kind, report_date, 1, form_version, timeliness, received_at, sealed_at, person_id, code, hash, sealed,
       part
  FROM unnest($1::int4[], $2::uuid[], $3::int2[], $4::date[], $5::int4[], $6::int2[], $7::timestamptz[], $8::timestamptz[],
              $9::int4[], $10::text[], $11::bytea[], $12::bytea[], $13::int2[])
       AS a (committee_id, id, kind, report_date, form_version, timeliness, received_at, sealed_at, person_id, code, hash, sealed,
             part)
 ORDER BY committee_id, report_date, kind, part
    ON CONFLICT DO NOTHING
RETURNING committee_id, id, revision, timeliness
