-- A night whose deadline is still to come is closed for a reason only, whatever program asks. On the roster of roster.sh.
BEGIN;
SELECT no_plan();
INSERT INTO daybook.night VALUES ('2020-03-20', now() - interval '1 hour', date_trunc('minute', now() + interval '2 hours')),
                                 ('2020-03-21', now() - interval '9 hours', now() - interval '1 minute');
CREATE FUNCTION pg_temp.refusal(act text) RETURNS text LANGUAGE plpgsql AS
$$
DECLARE
    zh text;
BEGIN
    EXECUTE act;
    RETURN 'done';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS zh = PG_EXCEPTION_DETAIL;
    RETURN concat_ws(E'\n', SQLSTATE, SQLERRM, zh);
END
$$;
GRANT EXECUTE ON FUNCTION pg_temp.refusal(text) TO PUBLIC;
CREATE FUNCTION pg_temp.ends() RETURNS text LANGUAGE sql AS
$$ SELECT to_char(date_trunc('minute', now() + interval '2 hours') AT TIME ZONE current_setting('daybook.zone'), 'YYYY-MM-DD HH24:MI') $$;
GRANT EXECUTE ON FUNCTION pg_temp.ends() TO PUBLIC;

SET SESSION AUTHORIZATION clerk;
SELECT is(pg_temp.refusal(format('SELECT office.close_night(%s)', words)),
          format(E'DB006\nthe night of 2020-03-20 ends at %1$s, which is still to come, and what comes after it is closed is held: '
                 'is that the night you mean? If so, give a reason of at most 200 characters\n'
                 '2020-03-20 这一晚到 %1$s 才截止,关闭以后送来的都会挂起:是这一晚吗?若是,请写明理由,不超过 200 字', pg_temp.ends()),
          'without a reason: ' || words)
  FROM unnest(ARRAY[$$'2020-03-20'$$, $$'2020-03-20', ''$$, $$'2020-03-20', '  '$$, $$'2020-03-20', NULL$$]) words;
SELECT is(split_part(pg_temp.refusal($$SELECT office.close_night('2020-03-20', repeat('长', 201))$$), E'\n', 1), 'DB006', 'with a long one');
SELECT is((SELECT closed_at FROM office.night WHERE report_date = '2020-03-20'), NULL, 'and it is open');
SELECT is(pg_temp.refusal($$SELECT office.close_night('2020-03-20', '全部核对完毕')$$), 'done', 'with a reason');
SELECT isnt((SELECT closed_at FROM office.night WHERE report_date = '2020-03-20'), NULL, 'it is closed');
SELECT is((SELECT reason FROM office.audit WHERE act = 'close_night' AND subject = '2020-03-20'), '全部核对完毕', 'and the audit says why');
SELECT is(pg_temp.refusal($$SELECT office.close_night('2020-03-21')$$), 'done', 'a deadline that has passed is reason enough');
SELECT is(split_part(pg_temp.refusal($$SELECT office.close_night('2020-03-20')$$), E'\n', 1), 'DB003', 'closed already');
SELECT * FROM finish();
ROLLBACK;
