-- record_correct: keep corrections. Each names the record it corrects ($14); it must be there, for the same night, kind and part,
-- and be the newest: the next revision is one more, and the key on (committee, date, kind, part, revision) refuses a second one.
-- Timeliness is that of the corrected record: it was decided at the first acceptance ($6 is not used, the arrays are the
-- same as record_keep's).
--   rows: committee_id, id, revision, timeliness of what is kept now, in any order
INSERT INTO daybook.record (committee_id, id, kind, report_date, revision, corrects, form_version, timeliness, received_at,
                            sealed_at, person_id, code, hash, sealed, part)
SELECT b.committee_id, a.id, a.kind, a.report_date, b.revision + 1, b.id, a.form_version, b.timeliness, a.received_at,
       a.sealed_at, a.person_id, a.code, a.hash, a.sealed, a.part
  FROM unnest($1::int4[], $2::uuid[], $3::int2[], $4::date[], $5::int4[], $6::int2[], $7::timestamptz[], $8::timestamptz[],
              $9::int4[], $10::text[], $11::bytea[], $12::bytea[], $13::int2[], $14::uuid[])
       AS a (committee_id, id, kind, report_date, form_version, timeliness, received_at, sealed_at, person_id, code, hash,
             sealed, part, corrects)
  JOIN daybook.record b ON b.committee_id = a.committee_id AND b.id = a.corrects
                       AND b.report_date = a.report_date AND b.kind = a.kind AND b.part = a.part
 WHERE b.committee_id = ANY ($1)
 ORDER BY a.committee_id, a.report_date, a.kind, a.part
    ON CONFLICT DO NOTHING
RETURNING committee_id, id, revision, timeliness
