-- office_trend: one figure, night after night, with its hole.
--   $1 code of the figure
SELECT name, total, label_zh, label_en, unit_zh, unit_en, reported, expected, reported || '/' || expected AS share,
       estimate, missing_names, missing = 0 AND not_filled = 0 AS filled_all, carried, not_carried,
       CASE WHEN missing > 0 THEN carried || '/' || missing END AS carried_share
  FROM office.total('night', NULL, NULL, $1)
