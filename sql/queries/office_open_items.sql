-- office_open_items: what is open, what waits for the office first, then the oldest.
--   $1 committee, or NULL: all
SELECT committee_id, committee, subdistrict, branch, item, kind, escalated, overdue, extract(day FROM age)::int AS age_days,
       night, last_night, to_char(raised_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS raised_at, severity, supply, supply_zh,
       supply_en, unit, quantity, place, text,
       coalesce(supply_zh || ' ' || quantity || unit || CASE WHEN text = '' THEN '' ELSE ': ' || text END, text) AS what_zh,
       coalesce(supply_en || ' ' || quantity || unit || CASE WHEN text = '' THEN '' ELSE ': ' || text END, text) AS what_en,
       said, said_zh, said_en, said_night, said_by, said_text
  FROM office.open_items
 WHERE $1::int4 IS NULL OR committee_id = $1::int4
 ORDER BY escalated DESC, raised_at, committee_id, item
