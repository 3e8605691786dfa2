-- office_trend: one figure, night after night, with its hole.
--   $1 code of the figure
SELECT name, total, label_zh, label_en, unit_zh, unit_en, reported, expected, reported || '/' || expected AS share,
       estimate, missing_names, missing = 0 AND not_filled = 0 AS filled_all
  FROM office.total('night', NULL, NULL, $1)
