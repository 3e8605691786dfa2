-- enrol_change_key: a key adds or retires another one of the same person.
--   $1 asking key  $2 key to add or NULL  $3 key to retire or NULL, in hexadecimal;  row: verdict
SELECT daybook.change_key(decode($1, 'hex'), decode($2, 'hex'), decode($3, 'hex'))
