-- office_brief_ledger: where tonight's opening is not the closing of the night before.
--   $1 brief
SELECT o.committee_id, o.committee, o.value AS opening, b.value AS closing_before, o.value - b.value AS off,
       b.report_date AS before_date, b.revision AS before_revision, b.receipt AS before_receipt, o.revision, o.receipt,
       b.entered_by_proxy AS before_by_proxy, o.entered_by_proxy
  FROM office.brief_numbers o
  JOIN office.brief_numbers b ON b.brief_id = o.brief_id AND b.committee_id = o.committee_id AND b.code = o.code
                             AND b.subject = 'ledger.before'
 WHERE o.brief_id = $1::int4 AND o.subject = 'figure' AND o.code = 'hq_open_count' AND o.value <> b.value
 ORDER BY o.committee_id
