-- office_trend: one figure, night after night, with its hole.
--   $1 code of the figure  $2 level and $3 key of a place alone, each NULL for all
SELECT night AS name, total, label_zh, label_en, unit_zh, unit_en, reported, expected, reported || '/' || expected AS share,
       estimate, missing_names, missing = 0 AND not_filled = 0 AS filled_all, carried, not_carried,
       CASE WHEN missing > 0 THEN carried || '/' || missing END AS carried_share, missing,
       to_char(CASE WHEN last_night > current_date - 3 THEN office.due_at(last_night) END,
               'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS due_at
  FROM (SELECT t.*, t.key AS night
          FROM office.total('night', NULL, NULL, $1) t
         WHERE $2::text IS NULL
         UNION ALL
        SELECT t.*, n.report_date::text
          FROM (SELECT report_date FROM office.night WHERE report_date <= office.business_date() OFFSET 0) n
         CROSS JOIN LATERAL office.total($2, n.report_date, n.report_date, $1) t
         WHERE $2::text IS NOT NULL AND t.key = $3) figure
 ORDER BY night
