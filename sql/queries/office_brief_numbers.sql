-- office_brief_numbers: what each number is the sum of, a cell a committee, in the order of office_brief_totals.
--   $1 brief
SELECT n.subject, n.code, n.committee_id, n.committee, n.value, n.state, n.record_id, n.report_date, n.revision, n.receipt,
       n.entered_by_proxy
  FROM office.brief_numbers n
  LEFT JOIN office.brief_totals t ON t.brief_id = n.brief_id AND t.subject = n.subject AND t.code = n.code
 WHERE n.brief_id = $1::int4
 ORDER BY array_position(ARRAY['count', 'figure', 'figure.carried', 'ledger.before', 'health', 'supply.on_hand',
                               'supply.daily_use', 'supply.wanted', 'supply.promised', 'supply.on_the_way', 'supply.received',
                               'supply.gap',
                               'supply.urgent'], n.subject), t.position, n.code, n.committee_id
