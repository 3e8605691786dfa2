-- meeting_keep: the meetings of new minutes.
--   $1 committee  $2 id  $3 kind  $4 mode  $5 started_at  $6 ended_at  $7 chair  $8 recorder
--    $9 expected  $10 present  $11 agenda  $12 studied  $13 next_date or NULL
INSERT INTO daybook.meeting (committee_id, record_id, kind, mode, started_at, ended_at, chair, recorder,
                             expected, present, agenda, studied, next_date)
SELECT a.committee_id, a.id, a.kind, a.mode, a.started_at, a.ended_at, a.chair, a.recorder, a.expected,
       a.present, a.agenda, a.studied, a.next_date
  FROM unnest($1::int4[], $2::uuid[], $3::int2[], $4::int2[], $5::int2[], $6::int2[], $7::text[],
              $8::text[], $9::int2[], $10::int2[], $11::text[], $12::text[], $13::date[])
       AS a (committee_id, id, kind, mode, started_at, ended_at, chair, recorder, expected, present,
             agenda, studied, next_date)
