-- office_brief_totals: every number of a brief with its hole; in this order they are numbered.
--   $1 brief
SELECT subject, code, group_zh, group_en, label_zh, label_en, total, unit_zh, unit_en, reported, expected,
       reported || '/' || expected AS share, not_filled, not_asked, carried, estimate, committees, names, missing_names,
       not_filled_names, not_carried, not_carried_names, by_proxy, proxy_names,
       CASE WHEN coalesce(carried, 0) + not_carried > 0 THEN coalesce(carried, 0) || '/' || coalesce(carried, 0) + not_carried END
           AS carried_share
  FROM office.brief_totals
 WHERE brief_id = $1::int4
 ORDER BY array_position(ARRAY['count', 'figure', 'ledger.before', 'health', 'supply.on_hand', 'supply.daily_use',
                               'supply.wanted', 'supply.promised', 'supply.on_the_way', 'supply.received',
                               'supply.gap', 'supply.urgent'],
                         subject), brief_totals.position, code
