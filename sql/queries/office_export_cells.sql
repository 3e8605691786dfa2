-- office_export_cells: every figure that the form of a night asks for, of every committee expected in it.
--   $1 date;  by group, then committee, then figure: each committee has the same figures
SELECT f."group", g.label_zh AS group_zh, g.label_en AS group_en, c.committee_id, c.committee, c.subdistrict, c.branch,
       c.code, f.label_zh, f.label_en, c.value, c.state,
       to_char((SELECT office.due_at($1::date)), 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS due_at
  FROM office.cell c
  JOIN (SELECT max(version) AS version FROM office.form
         WHERE $1::date BETWEEN active_from AND coalesce(active_to, 'infinity')) v ON true
  JOIN office.form f ON f.version = v.version AND f."row" = 'figure' AND f.code = c.code
  JOIN office.form g ON g.version = v.version AND g."row" = 'group' AND g.code = f."group"
 WHERE c.report_date = $1::date
 ORDER BY g.position, c.committee_id, f.position
