-- office_search: cases, observations and situations in which the words stand, the newest first.
--   $1 words
SELECT report_date, committee_id, committee, subdistrict, branch, part, position, category_zh, category_en, title, place,
       said, may_publish
  FROM office.search($1)
