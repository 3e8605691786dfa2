-- office_brief_committees: where each committee stood that the night expected, or that reported.
--   $1 brief
--   carried_*: of the report that the estimate has in the place of one that is missing
SELECT c.committee_id, c.committee, c.subdistrict, c.branch, c.status, c.state,
       to_char(c.state_since, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS state_since, c.percent, c.held_reason, c.reason,
       c.contact, c.contact_telephone, c.record_id, c.revision, c.form_version, c.timeliness,
       to_char(c.received_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS received_at,
       extract(epoch FROM c.received_at)::int8 AS received_s, c.sender, c.code, c.entered_by_proxy, k.report_date AS carried_date,
       k.revision AS carried_revision, k.receipt AS carried_code,
       k.by_proxy AS carried_by_proxy
  FROM office.brief_committees c
  LEFT JOIN (SELECT committee_id, min(report_date) AS report_date, min(revision) AS revision, min(receipt) AS receipt,
                    bool_or(entered_by_proxy) AS by_proxy
               FROM office.brief_numbers WHERE brief_id = $1::int4 AND subject = 'figure.carried' GROUP BY committee_id) k
    ON k.committee_id = c.committee_id
 WHERE c.brief_id = $1::int4 AND c.status <> 'NOT_EXPECTED'
 ORDER BY c.committee_id
