-- meeting_keep: the meetings whose minutes stand.
--   $1 committee  $2 id  $3 hash  $4 kind  $5 mode  $6 started_at  $7 ended_at  $8 chair  $9 recorder
--    $10 expected  $11 present  $12 agenda  $13 studied  $14 next_date or NULL
INSERT INTO daybook.meeting (committee_id, record_id, kind, mode, started_at, ended_at, chair, recorder,
                             expected, present, agenda, studied, next_date)
SELECT r.committee_id, r.id, a.kind, a.mode, a.started_at, a.ended_at, a.chair, a.recorder, a.expected,
       a.present, a.agenda, a.studied, a.next_date
  FROM unnest($1::int4[], $2::uuid[], $3::bytea[], $4::int2[], $5::int2[], $6::int2[], $7::int2[], $8::text[],
              $9::text[], $10::int2[], $11::int2[], $12::text[], $13::text[], $14::date[])
       AS a (committee_id, id, hash, kind, mode, started_at, ended_at, chair, recorder, expected, present,
             agenda, studied, next_date)
  JOIN daybook.record r ON r.committee_id = a.committee_id AND r.id = a.id AND r.hash = a.hash
 WHERE r.committee_id = ANY ($1)
    ON CONFLICT DO NOTHING
