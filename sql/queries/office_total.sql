-- office_total: totals with their hole.
--   $1 level  $2 first and $3 last night, $4 code of a figure, each NULL for all
SELECT key, name, CASE key WHEN 'campaign' THEN '全程' ELSE name END AS name_zh, name AS name_en, first_night, last_night,
       code, label_zh, label_en, unit_zh, unit_en, total, reported, expected,
       reported || '/' || expected AS share, missing, excused, not_filled, not_asked, missing_names, not_filled_names,
       carried, estimate, stock, not_carried, not_carried_names,
       CASE WHEN missing > 0 THEN carried || '/' || missing END AS carried_share,
       to_char(CASE WHEN last_night > current_date - 3 THEN office.due_at(last_night) END,
               'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS due_at
  FROM office.total($1, $2::date, $3::date, $4)
