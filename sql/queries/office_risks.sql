-- office_risks: risk points, those that wait for the office, then grave and old ones first.
--   $1 'all', or NULL: those that are neither closed nor solved;  $2 committee, or NULL: all
SELECT committee_id, committee, subdistrict, branch, risk_id, state, severity, category, category_zh, category_en, place,
       text, needs_office, first_night, last_night, nights, owner,
       to_char(raised_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS raised_at, extract(day FROM age)::int AS age_days,
       to_char(closed_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS closed_at, closed_by, answer,
       round(extract(epoch FROM response) / 3600, 1) AS response_hours, said, said_zh, said_en, said_night, said_by,
       said_text
  FROM office.risks
 WHERE ($1::text IS NOT NULL OR state NOT IN ('CLOSED', 'SOLVED')) AND ($2::int4 IS NULL OR committee_id = $2::int4)
 ORDER BY state IN ('CLOSED', 'SOLVED'), state <> 'ESCALATED', severity DESC, raised_at, committee_id
