-- directory_form_groups: version, code, label_zh, label_en
SELECT version, code, label_zh, label_en FROM daybook.form_group ORDER BY version, position
