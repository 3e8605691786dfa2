-- 0051 record by night: one index on record less, and the other where the night is; dates in the audit.
--
-- Telephone codes are random. An index of all of them has each report change another of its pages, and after a
-- checkpoint carry that page into the log; one that begins with the night keeps what is written tonight together, and
-- does what record_report_date did.

CREATE INDEX record_night_code ON daybook.record (report_date, code);
DROP INDEX daybook.record_code;
DROP INDEX daybook.record_report_date;

-- Day by day, so that the index finds it; every day that a record has, not only the nights that are open: a restore may
-- bring reports back before their night. Then the view with both, because it is too wide to be planned round its middle.
CREATE FUNCTION office.receipts_of(wanted text) RETURNS SETOF office.receipts
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    first date := (SELECT min(r.report_date) FROM daybook.record r);
    last date := (SELECT max(r.report_date) FROM daybook.record r);
    night date;
BEGIN
    FOR night IN SELECT DISTINCT r.report_date
                   FROM generate_series(first, last, interval '1 day') day
                   JOIN daybook.record r ON r.report_date = day::date AND r.code = wanted
    LOOP
        RETURN QUERY SELECT t.* FROM office.receipts t WHERE t.report_date = night AND t.code = wanted;
    END LOOP;
END
$$;
COMMENT ON FUNCTION office.receipts_of(text) IS
    '按电话核对码查回执,比按视图查快 | the receipts of a telephone code, sooner than from the view';
REVOKE EXECUTE ON FUNCTION office.receipts_of(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION office.receipts_of(text) TO daybook_office;

-- ---------------------------------------------------------------- dates in words of the audit

-- What is read again as a date is written as one, however the caller's session writes dates.
ALTER FUNCTION office.purge(date, text) SET datestyle = 'ISO, YMD';
ALTER FUNCTION office.excuse(int, date, text) SET datestyle = 'ISO, YMD';
ALTER FUNCTION office.withdraw_excuse(int, date, text) SET datestyle = 'ISO, YMD';
ALTER FUNCTION office.make_brief(date, timestamptz) SET datestyle = 'ISO, YMD';
ALTER FUNCTION office.brief_changes(int) SET datestyle = 'ISO, YMD';
ALTER FUNCTION office.brief_errata(int) SET datestyle = 'ISO, YMD';
