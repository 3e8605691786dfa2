-- directory_form_rules: a row a term, the first term of a rule marked: version, first, rule code, severity,
--   relation (1 equal, 2 at most, 3 at least), bound, text_zh, text_en, number, coefficient
SELECT r.version, t.number = min(t.number) OVER (PARTITION BY r.version, r.code), r.code, r.severity,
       CASE r.relation WHEN '=' THEN 1 WHEN '<=' THEN 2 ELSE 3 END, r.bound, r.text_zh, r.text_en, t.number, t.coefficient
  FROM daybook.form_rule r
  JOIN daybook.form_rule_term t ON t.version = r.version AND t.rule_code = r.code
 ORDER BY r.version, r.position, t.number
