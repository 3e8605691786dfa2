-- office_brief_supplies: what is short, item by item.
--   $1 brief
SELECT code, label_zh, label_en, unit_zh, unit_en, max(committees) FILTER (WHERE subject = 'supply.wanted') AS committees,
       coalesce(sum(total) FILTER (WHERE subject = 'supply.on_hand'), 0) AS on_hand,
       coalesce(sum(total) FILTER (WHERE subject = 'supply.daily_use'), 0) AS daily_use,
       coalesce(sum(total) FILTER (WHERE subject = 'supply.wanted'), 0) AS wanted,
       coalesce(sum(total) FILTER (WHERE subject = 'supply.promised'), 0) AS promised,
       coalesce(sum(total) FILTER (WHERE subject = 'supply.on_the_way'), 0) AS on_the_way,
       coalesce(sum(total) FILTER (WHERE subject = 'supply.received'), 0) AS received,
       coalesce(sum(total) FILTER (WHERE subject = 'supply.gap'), 0) AS gap,
       coalesce(sum(total) FILTER (WHERE subject = 'supply.urgent'), 0) AS urgent
  FROM office.brief_totals
 WHERE brief_id = $1::int4 AND subject LIKE 'supply.%'
 GROUP BY code, label_zh, label_en, unit_zh, unit_en
 ORDER BY sum(total) FILTER (WHERE subject = 'supply.gap') DESC NULLS LAST, code
