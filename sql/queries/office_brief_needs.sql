-- office_brief_needs: the same, committee by committee.
--   $1 brief
SELECT n.code, t.label_zh, t.label_en, t.unit_zh, t.unit_en, n.committee_id, n.committee, n.report_date, n.revision,
       n.receipt, coalesce(sum(n.value) FILTER (WHERE n.subject = 'supply.on_hand'), 0) AS on_hand,
       coalesce(sum(n.value) FILTER (WHERE n.subject = 'supply.daily_use'), 0) AS daily_use,
       coalesce(sum(n.value) FILTER (WHERE n.subject = 'supply.wanted'), 0) AS wanted,
       coalesce(sum(n.value) FILTER (WHERE n.subject = 'supply.promised'), 0) AS promised,
       coalesce(sum(n.value) FILTER (WHERE n.subject = 'supply.on_the_way'), 0) AS on_the_way,
       coalesce(sum(n.value) FILTER (WHERE n.subject = 'supply.received'), 0) AS received,
       coalesce(sum(n.value) FILTER (WHERE n.subject = 'supply.gap'), 0) AS gap,
       coalesce(sum(n.value) FILTER (WHERE n.subject = 'supply.urgent'), 0) > 0 AS urgent,
       n.entered_by_proxy
  FROM office.brief_numbers n
  JOIN office.brief_totals t ON t.brief_id = n.brief_id AND t.subject = 'supply.wanted' AND t.code = n.code
 WHERE n.brief_id = $1::int4 AND n.subject LIKE 'supply.%'
 GROUP BY n.code, t.label_zh, t.label_en, t.unit_zh, t.unit_en, n.committee_id, n.committee, n.report_date, n.revision,
          n.receipt, n.entered_by_proxy
 ORDER BY n.code, n.committee_id
