-- directory_form_indicators: version, number, code, label_zh, label_en, group, unit_zh, unit_en, least, most, required, alarm
SELECT f.version, f.number, i.code, f.label_zh, f.label_en, f.group_code, f.unit_zh, f.unit_en, f.least, f.most, f.required, f.alarm
  FROM daybook.form_indicator f
  JOIN daybook.indicator i ON i.number = f.number
 ORDER BY f.version, f.position
