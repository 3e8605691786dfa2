-- office_brief_errata: what has changed of a brief, a sentence each.
--   $1 brief, NULL: the last
SELECT subject, code, committee_id, label_zh, label_en, was, was_reported, was_expected, was_estimate, now, reported,
       expected, estimate, text_zh, text_en
  FROM office.brief_errata($1::int4)
 ORDER BY brief_errata.position
