-- office_night_sheet: a night as one flat sheet: the whole, each subdistrict, each branch, each missing committee.
--   $1 date  $2 of these committees alone, "12,13", or NULL: then there is no whole
--   levels NIGHT, SUBDISTRICT, BRANCH, COMMITTEE: sum within a level, never over several
WITH here AS (
    SELECT * FROM office.committee_night
     WHERE report_date = $1::date AND ($2::text IS NULL OR committee_id = ANY (string_to_array($2, ',')::int4[]))
), sheet AS (
    SELECT CASE WHEN $2::text IS NULL AND grouping(subdistrict_id, branch_id) = 3 THEN 'NIGHT'
                WHEN grouping(subdistrict_id) = 0 THEN 'SUBDISTRICT' WHEN grouping(branch_id) = 0 THEN 'BRANCH' END AS level,
           coalesce(subdistrict_id, branch_id, 0) AS number, coalesce(subdistrict, branch, $1::date::text) AS name,
           count(*) AS expected, count(*) FILTER (WHERE state IN ('ACCEPTED', 'RETURNED')) AS reported,
           count(*) FILTER (WHERE state NOT IN ('ACCEPTED', 'RETURNED', 'EXCUSED')) AS missing,
           count(*) FILTER (WHERE state = 'HELD') AS held, count(*) FILTER (WHERE timeliness = 'LATE') AS late,
           count(*) FILTER (WHERE state = 'EXCUSED') AS excused,
           NULL AS state, NULL AS held_reason, NULL AS contact, NULL AS contact_telephone
      FROM here
     GROUP BY GROUPING SETS ((), (subdistrict_id, subdistrict), (branch_id, branch))
     UNION ALL
    SELECT 'COMMITTEE', committee_id, committee, 1, 0, 1, CASE state WHEN 'HELD' THEN 1 ELSE 0 END, 0, 0, state, held_reason,
           contact, contact_telephone
      FROM here
     WHERE state NOT IN ('ACCEPTED', 'RETURNED', 'EXCUSED')
)
SELECT $1::date AS report_date, level, name, expected, reported, missing, held, late, excused, state, held_reason, contact,
       contact_telephone, to_char((SELECT office.due_at($1::date)), 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS due_at
  FROM sheet
 WHERE level IS NOT NULL
 ORDER BY array_position(ARRAY['NIGHT', 'SUBDISTRICT', 'BRANCH', 'COMMITTEE'], level), number
