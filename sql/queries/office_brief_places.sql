-- office_brief_places: how many have reported, by subdistrict and by branch.
--   $1 brief
SELECT p.level, p.name, count(*) AS expected, count(*) FILTER (WHERE status = 'REPORTED') AS reported,
       count(*) FILTER (WHERE status = 'REPORTED') || '/' || count(*) AS share,
       count(*) FILTER (WHERE timeliness = 'LATE') AS late, count(*) FILTER (WHERE status = 'MISSING') AS missing,
       count(*) FILTER (WHERE status = 'EXCUSED') AS excused
  FROM (SELECT 'SUBDISTRICT' AS level, subdistrict AS name, status, timeliness, committee_id
          FROM office.brief_committees WHERE brief_id = $1::int4
         UNION ALL
        SELECT 'BRANCH', branch, status, timeliness, committee_id FROM office.brief_committees WHERE brief_id = $1::int4) p
 WHERE p.status IN ('REPORTED', 'MISSING', 'EXCUSED')
 GROUP BY p.level, p.name
 ORDER BY p.level DESC, min(p.committee_id)
