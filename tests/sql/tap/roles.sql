-- Every view and function there is, by the catalogue, as every role: who may not, is refused; and no text that is handed to any
-- function becomes SQL. A view or function that is added is in here without a line more.
BEGIN;
SELECT no_plan();
CREATE ROLE caller LOGIN;
CREATE TEMP TABLE who (login name, home name);
INSERT INTO who VALUES ('clerk', 'office'), ('nurse', 'health'), ('daybook_daemon', NULL), ('caller', NULL);

-- What happens when that role asks: the SQLSTATE, 00000 when it is answered.
CREATE FUNCTION pg_temp.as_role(login name, query text) RETURNS text LANGUAGE plpgsql AS
$$
DECLARE
    state text := '00000';
BEGIN
    PERFORM set_config('role', login, true);
    BEGIN
        EXECUTE query;
    EXCEPTION WHEN OTHERS THEN
        state := SQLSTATE;
    END;
    PERFORM set_config('role', 'none', true);
    RETURN state;
END
$$;

-- ---------------------------------------------------------------- views
SELECT cmp_ok((SELECT count(*)::int FROM pg_class WHERE relkind = 'v' AND relnamespace = 'office'::regnamespace), '>', 75,
              'the views of the office are found');
SELECT is(pg_temp.as_role(w.login, format('SELECT FROM %s LIMIT 0', c.oid::regclass)),
          CASE WHEN n.nspname = w.home THEN '00000' ELSE '42501' END, format('%s reads %s', w.login, c.oid::regclass))
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname IN ('office', 'health')
 CROSS JOIN who w
 WHERE c.relkind IN ('v', 'r', 'm', 'p', 'f')
 ORDER BY c.relname, w.login;
SELECT is(pg_temp.as_role(w.login, format('DELETE FROM %s', c.oid::regclass)), '42501', format('%s deletes nothing of %s', w.login,
                                                                                              c.oid::regclass))
  FROM pg_class c
 CROSS JOIN who w
 WHERE c.relkind = 'v' AND c.relnamespace IN ('office'::regnamespace, 'health'::regnamespace)
   AND pg_relation_is_updatable(c.oid, true) & 16 > 0
 ORDER BY c.relname, w.login;
-- The tables: nobody but the daemon, who has what rights.sh lists, and the views of schema daybook are nobody's.
SELECT is(pg_temp.as_role(w.login, format('SELECT FROM %s LIMIT 0', c.oid::regclass)), '42501',
          format('%s does not read %s', w.login, c.oid::regclass))
  FROM pg_class c
 CROSS JOIN who w
 WHERE c.relnamespace = 'daybook'::regnamespace AND c.relkind IN ('r', 'v') AND w.login <> 'daybook_daemon'
 ORDER BY c.relname, w.login;

-- ---------------------------------------------------------------- functions
SELECT is((SELECT string_agg(format('%s %s', w.login, p.oid::regprocedure), ', ') FROM pg_proc p CROSS JOIN who w
            WHERE p.pronamespace = 'office'::regnamespace
              AND (w.home IS NOT DISTINCT FROM 'office') <> (has_function_privilege(w.login, p.oid, 'EXECUTE')
                                                              AND has_schema_privilege(w.login, 'office', 'USAGE'))), NULL,
          'the office calls every function of its schema, nobody else any');
SELECT is((SELECT string_agg(format('%s %s', w.login, p.oid::regprocedure), ', ') FROM pg_proc p CROSS JOIN who w
            WHERE p.pronamespace = 'health'::regnamespace
              AND (w.home IS NOT DISTINCT FROM 'health') <> (has_function_privilege(w.login, p.oid, 'EXECUTE')
                                                              AND has_schema_privilege(w.login, 'health', 'USAGE'))), NULL,
          'the health officer those of schema health, nobody else any');
SELECT is((SELECT string_agg(format('%s %s', w.login, p.oid::regprocedure), ', ' ORDER BY p.oid::regprocedure::text)
             FROM pg_proc p CROSS JOIN who w
            WHERE p.pronamespace = 'daybook'::regnamespace AND has_schema_privilege(w.login, 'daybook', 'USAGE')
              AND has_function_privilege(w.login, p.oid, 'EXECUTE')),
          'daybook_daemon daybook.change_key(bytea,bytea,bytea), daybook_daemon daybook.redeem(bytea,bytea)',
          'of schema daybook the daemon calls two');

-- Each function with a text in every place that takes one, and something that fits in all others. What comes back is an
-- answer or a refusal of ours; an error of the parser or of a look-up would say that the text was taken for SQL.
CREATE FUNCTION pg_temp.evil(type regtype) RETURNS text LANGUAGE sql AS
$evil$
SELECT CASE type::text
       WHEN 'text' THEN quote_literal($q$x'); DROP TABLE daybook.record; --%s %I $1 \$q$)
       WHEN 'jsonb' THEN quote_literal($q$[{"code": "x'); DROP TABLE daybook.record; --", "row": "'", "line": "'"}]$q$) || '::jsonb'
       WHEN 'date' THEN $q$date '2020-02-20'$q$ WHEN 'timestamp with time zone' THEN $q$timestamptz '2020-02-20 14:30Z'$q$
       WHEN 'interval' THEN $q$interval '16 hours'$q$ WHEN 'time without time zone' THEN $q$time '16:00'$q$
       WHEN 'bytea' THEN $q$'\x00'::bytea$q$ WHEN 'boolean' THEN 'false'
       WHEN 'integer[]' THEN $q$'{1,2}'::int4[]$q$ WHEN 'integer' THEN '1' WHEN 'smallint' THEN '1' WHEN 'bigint' THEN '1' END
$evil$;
SELECT is((SELECT string_agg(DISTINCT t::regtype::text, ' ') FROM pg_proc p CROSS JOIN unnest(p.proargtypes) t
            WHERE p.pronamespace = 'office'::regnamespace AND pg_temp.evil(t) IS NULL), NULL, 'a value for every type there is');
CREATE TEMP TABLE tried AS
SELECT p.oid::regprocedure::text AS called,
       pg_temp.as_role('clerk', format('SELECT * FROM %s(%s)', p.oid::regproc, (
           SELECT string_agg(pg_temp.evil(t), ', ' ORDER BY n) FROM unnest(p.proargtypes) WITH ORDINALITY AS a (t, n)))) AS state
  FROM pg_proc p WHERE p.pronamespace = 'office'::regnamespace;
SELECT cmp_ok(count(*)::int, '>', 35, 'functions were called') FROM tried;
SELECT ok(state = '00000' OR state ~ '^DB', format('%s takes a text for a text: %s', called, state)) FROM tried ORDER BY called;
SELECT ok(to_regclass('daybook.record') IS NOT NULL AND (SELECT count(*) > 0 FROM daybook.record), 'and nothing is dropped');
SELECT * FROM finish();
ROLLBACK;
