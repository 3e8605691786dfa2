-- 0051 record by night: one index on record less, and the other where the night is; health over many nights.
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

-- ---------------------------------------------------------------- health

-- As in 0042. Who is due and who is written of are counted in one pass: two lists of counts, joined, were gone through
-- once for each committee and night. A report names somebody: where none is left, it was purged, and its counts are NULL.
CREATE OR REPLACE VIEW office.health AS
SELECT e.report_date, e.committee_id, c.committee, c.subdistrict, c.branch, h.received_at IS NOT NULL AS reported,
       h.received_at, h.persons + h.known AS persons, h.well + h.known AS well, h.watched + h.known AS watched,
       h.resting + h.known AS resting, h.in_hospital + h.known AS in_hospital,
       h.with_symptoms + h.known AS with_symptoms, h.fever + h.known AS fever, h.contact + h.known AS contact,
       h.alarms + h.known AS alarms, h.posted, h.unreported, k.name AS contact_person, k.telephone AS contact_telephone
  FROM office.expected e
  JOIN office.committees c ON c.committee_id = e.committee_id
  JOIN (SELECT report_date, committee_id, max(received_at) AS received_at, count(state) AS persons,
               count(*) FILTER (WHERE state = 1) AS well, count(*) FILTER (WHERE state = 2) AS watched,
               count(*) FILTER (WHERE state = 3) AS resting, count(*) FILTER (WHERE state = 4) AS in_hospital,
               count(*) FILTER (WHERE symptoms > 0) AS with_symptoms, count(*) FILTER (WHERE highest >= 373) AS fever,
               count(*) FILTER (WHERE contact_confirmed) AS contact,
               count(*) FILTER (WHERE contact_confirmed OR highest >= 373) AS alarms,
               count(*) FILTER (WHERE due) AS posted,
               CASE WHEN bool_and(named IS NOT NULL) FILTER (WHERE due) THEN count(*) FILTER (WHERE NOT named) END AS unreported,
               CASE WHEN max(received_at) IS NULL OR count(state) > 0 THEN 0 END AS known
          FROM (SELECT report_date, committee_id, true AS due, named, NULL::timestamptz AS received_at, NULL::int AS state,
                       NULL::int AS symptoms, NULL::int AS highest, NULL::boolean AS contact_confirmed
                  FROM daybook.health_due
                 UNION ALL
                SELECT s.report_date, s.committee_id, false, NULL, s.received_at, e.state, e.symptoms,
                       greatest(e.morning, e.evening), e.contact_confirmed
                  FROM office.standing s
                  LEFT JOIN daybook.health_entry e ON e.committee_id = s.committee_id AND e.record_id = s.record_id
                 WHERE s.kind = 3) line
         GROUP BY report_date, committee_id) h
    ON h.committee_id = e.committee_id AND h.report_date = e.report_date
  LEFT JOIN daybook.person k ON k.code = e.contact_code;

-- ---------------------------------------------------------------- dates in words of the audit

-- What is read again as a date is written as one, however the caller's session writes dates.
ALTER FUNCTION office.purge(date, text) SET datestyle = 'ISO, YMD';
ALTER FUNCTION office.excuse(int, date, text) SET datestyle = 'ISO, YMD';
ALTER FUNCTION office.withdraw_excuse(int, date, text) SET datestyle = 'ISO, YMD';
ALTER FUNCTION office.make_brief(date, timestamptz) SET datestyle = 'ISO, YMD';
ALTER FUNCTION office.brief_changes(int) SET datestyle = 'ISO, YMD';
ALTER FUNCTION office.brief_errata(int) SET datestyle = 'ISO, YMD';
