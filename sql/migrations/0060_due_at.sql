-- 0060 due at: until when the records of a night may still come. Before that hour nothing of it is missing, only not due yet.

-- A night that was closed waits for nobody.
CREATE FUNCTION office.due_at(day date) RETURNS timestamptz
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    RETURN (SELECT n.deadline FROM daybook.night n WHERE n.report_date = day AND n.deadline > now() AND n.closed_at IS NULL);
COMMENT ON FUNCTION office.due_at(date) IS
    '还没到时限的夜:何时到;已到、已关闭或没有这一夜为空 | until when the records of a night are not due yet; NULL when they are, when the night is closed or there is none';
GRANT EXECUTE ON FUNCTION office.due_at(date) TO daybook_office;

CREATE FUNCTION health.due_at(day date) RETURNS timestamptz
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    RETURN office.due_at(day);
COMMENT ON FUNCTION health.due_at(date) IS
    '还没到时限的夜:何时到 | until when the health reports of a night are not due yet';
GRANT EXECUTE ON FUNCTION health.due_at(date) TO daybook_health;

-- Health of some committees alone, on one line: as office.health_night, where somebody who is posted at two of them is one
-- too.
CREATE FUNCTION office.health_night_of(day date, committees int4[])
    RETURNS TABLE (report_date date, expected int8, reported int8, well numeric, watched numeric, resting numeric,
                   in_hospital numeric, with_symptoms numeric, fever numeric, contact numeric, alarms numeric,
                   posted int8, named int8, unreported int8)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT day, c.expected, c.reported, c.well + c.known, c.watched + c.known, c.resting + c.known,
           c.in_hospital + c.known, c.with_symptoms + c.known, c.fever + c.known, c.contact + c.known, c.alarms + c.known,
           p.posted, CASE WHEN p.known THEN p.posted - p.unreported END, CASE WHEN p.known THEN p.unreported END
      FROM (SELECT count(*) AS expected, count(*) FILTER (WHERE h.reported) AS reported, sum(h.well) AS well,
                   sum(h.watched) AS watched, sum(h.resting) AS resting, sum(h.in_hospital) AS in_hospital,
                   sum(h.with_symptoms) AS with_symptoms, sum(h.fever) AS fever, sum(h.contact) AS contact,
                   sum(h.alarms) AS alarms,
                   CASE WHEN bool_or(h.reported AND h.persons IS NULL) THEN NULL ELSE 0 END AS known      -- purged
              FROM office.health h
             WHERE h.report_date = day AND h.committee_id = ANY (committees)) c
     CROSS JOIN (SELECT count(DISTINCT d.person_id) AS posted,
                        count(DISTINCT d.person_id) FILTER (WHERE NOT d.named) AS unreported,
                        coalesce(bool_and(d.named IS NOT NULL), true) AS known
                   FROM daybook.health_due d
                  WHERE d.report_date = day AND d.committee_id = ANY (committees)) p;
END;
COMMENT ON FUNCTION office.health_night_of(date, int4[]) IS
    '某晚部分居委会的健康汇总 | health of a night at some committees, counts alone';
REVOKE ALL ON FUNCTION office.health_night_of(date, int4[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION office.health_night_of(date, int4[]) TO daybook_office;
