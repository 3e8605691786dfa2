-- office_report_figures: the figures of a report in the order of its form.
--   $1 committee  $2 date
-- state: NUMBER; NOT_FILLED; NOT_ASKED (the form of this report has no such figure, another report of that night was
-- asked for it); NOT_ON_FORM (sent although the form does not ask)
SELECT position, group_zh, group_en, code, label_zh, label_en, unit_zh, unit_en, value,
       CASE WHEN NOT asked THEN 'NOT_ON_FORM' WHEN value IS NULL THEN 'NOT_FILLED' ELSE 'NUMBER' END AS state
  FROM office.report_figure
 WHERE committee_id = $1::int4 AND report_date = $2::date
 UNION ALL
SELECT 2000 + min(o.position), min(o.group_zh), min(o.group_en), o.code, min(o.label_zh), min(o.label_en),
       min(o.unit_zh), min(o.unit_en), NULL, 'NOT_ASKED'
  FROM office.report_figure o
  JOIN office.report r ON r.committee_id = $1::int4 AND r.report_date = $2::date
  LEFT JOIN office.report_figure mine
    ON mine.committee_id = $1::int4 AND mine.report_date = $2::date AND mine.code = o.code
 WHERE o.report_date = $2::date AND o.asked AND mine.code IS NULL
 GROUP BY o.code
 ORDER BY position, code
