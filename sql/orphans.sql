-- orphans: rows whose foreign key points nowhere, for every key of schema daybook. Nothing printed: there are none.
--   psql -X -q -At -f sql/orphans.sql 'dbname=daybook'       a line for each broken key: its name, and how many rows break it
SELECT format('SELECT %L, count(*) FROM %s a WHERE NOT (%s) AND NOT EXISTS (SELECT FROM %s b WHERE %s) HAVING count(*) > 0',
              c.conname, c.conrelid::regclass,
              string_agg(format('a.%I IS NULL', f.attname), ' OR ' ORDER BY k.n), c.confrelid::regclass,
              string_agg(format('a.%I = b.%I', f.attname, t.attname), ' AND ' ORDER BY k.n))
  FROM pg_constraint c
 CROSS JOIN LATERAL unnest(c.conkey, c.confkey) WITH ORDINALITY AS k (from_number, to_number, n)
  JOIN pg_attribute f ON f.attrelid = c.conrelid AND f.attnum = k.from_number
  JOIN pg_attribute t ON t.attrelid = c.confrelid AND t.attnum = k.to_number
 WHERE c.contype = 'f' AND c.connamespace = 'daybook'::regnamespace
 GROUP BY c.oid, c.conname, c.conrelid, c.confrelid
 ORDER BY c.conname
\gexec
