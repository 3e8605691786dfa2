-- answered_item_keep: what new records answer to open items.
--   $1 committee  $2 id  $3 position  $4 item  $5 answer  $6 text
INSERT INTO daybook.answered_item (committee_id, record_id, position, item, answer, text)
SELECT a.committee_id, a.id, a.position, a.item, a.answer, a.text
  FROM unnest($1::int4[], $2::uuid[], $3::int2[], $4::text[], $5::int2[], $6::text[])
       AS a (committee_id, id, position, item, answer, text)
