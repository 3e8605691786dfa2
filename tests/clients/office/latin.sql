-- All that people wrote in a campaign, in Latin letters: every other character becomes an x. What must differ is numbered.
-- What the program says itself, labels and code lists in both languages, stays.
UPDATE daybook.subdistrict SET name = 'District ' || subdistrict_id;
UPDATE daybook.branch SET name = 'Branch ' || branch_id;
UPDATE daybook.batch SET name = 'Batch ' || batch_id;
SELECT format(CASE c.udt_name WHEN 'text'
    THEN 'UPDATE daybook.%I SET %2$I = regexp_replace(%2$I, ''[^ -~\n]'', ''x'', ''g'') WHERE %2$I ~ ''[^ -~\n]'''
    ELSE 'UPDATE daybook.%I SET %2$I = regexp_replace(%2$I::text, ''[^ -~\n]'', ''x'', ''g'')::text[] '
         'WHERE %2$I::text ~ ''[^ -~\n]''' END, c.table_name, c.column_name)
  FROM information_schema.columns c
  JOIN information_schema.tables t USING (table_schema, table_name)
 WHERE c.table_schema = 'daybook' AND t.table_type = 'BASE TABLE' AND c.udt_name IN ('text', '_text')
   AND c.column_name !~ '_(zh|en)$' \gexec
