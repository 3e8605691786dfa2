-- office_proxy_enter: the act, and its receipt.
--   $1 sealed bytes  $2 their hash, both in hexadecimal  $3 telephone code  $4 person  $5 telephone  $6 reason
SELECT e.committee_id, c.committee, to_char(e.report_date, 'YYYY-MM-DD') AS report_date, e.revision, e.record_id,
       to_char(e.received_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS received_at, e.timeliness, e.receipt AS code
  FROM office.enter_by_proxy(decode($1, 'hex'), decode($2, 'hex'), $3, $4, $5, $6) e
  JOIN office.committees c ON c.committee_id = e.committee_id
