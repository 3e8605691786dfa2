-- directory_form_versions: version, active_from, active_to (YYYYMMDD, empty: still in force); in order of version, as all of the form's
SELECT version, to_char(active_from, 'YYYYMMDD'), to_char(active_to, 'YYYYMMDD') FROM daybook.form_version ORDER BY version
