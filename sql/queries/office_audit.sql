-- office_audit: acts of the office, the newest first, and what each was done to, in words.
--   $1 since this date, NULL: the last 30 days  $2 NULL: all; else only so many, of this login
SELECT to_char(a.at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS at, a.who, a.act, a.subject,
       coalesce(w.zh, a.subject) AS subject_zh, coalesce(w.en, a.subject) AS subject_en, a.reason, a.detail::text AS detail
  FROM office.audit a
  LEFT JOIN office.committees c
    ON (a.subject ~ '^[0-9]{1,9} ' OR (a.act = 'enter_outage' AND a.subject ~ '^[0-9]{1,9}$'))
   AND c.committee_id = substring(a.subject FROM '^[0-9]{1,9}')::int8
  CROSS JOIN LATERAL (SELECT substring(a.subject FROM '^[0-9]+(.*)$') AS rest) r
  LEFT JOIN LATERAL (SELECT DISTINCT s.item_zh, s.item_en FROM office.supply_needs s
                      WHERE a.act = 'move_need' AND s.item = split_part(a.subject, '/', 3)) i ON true
  LEFT JOIN LATERAL (SELECT min(p.person) AS person FROM office.postings p WHERE p.person_code = a.subject) o ON true
  CROSS JOIN LATERAL (SELECT
       CASE WHEN a.act = 'move_need' AND c.committee IS NOT NULL AND i.item_zh IS NOT NULL
                 THEN format('%s %s%s %s', c.committee_id, c.committee, split_part(r.rest, '/', 1), i.item_zh)
            WHEN c.committee IS NOT NULL THEN format('%s %s%s', c.committee_id, c.committee, r.rest)
            WHEN o.person IS NOT NULL THEN format('%s %s', a.subject, o.person)
            WHEN a.act = 'enter_outage' THEN '全部居委会'
            WHEN a.act = 'note_backup' THEN '数据库'
            WHEN a.act = 'purge' THEN replace(a.subject, 'before ', '') || ' 以前'
            WHEN a.act = 'load_form' THEN format('第 %s 版,自 %s 起', split_part(a.subject, ' ', 2), split_part(a.subject, ' ', 4)) END AS zh,
       CASE WHEN a.act = 'move_need' AND c.committee IS NOT NULL AND i.item_en IS NOT NULL
                 THEN format('%s %s%s %s', c.committee_id, c.committee, split_part(r.rest, '/', 1), i.item_en)
            WHEN c.committee IS NOT NULL THEN format('%s %s%s', c.committee_id, c.committee, r.rest)
            WHEN o.person IS NOT NULL THEN format('%s %s', a.subject, o.person)
            WHEN a.act = 'enter_outage' THEN 'all committees' END AS en) w
 WHERE CASE WHEN $2::int4 IS NULL THEN a.at >= coalesce($1::date, now() - interval '30 days')
            ELSE a.who = session_user END
 ORDER BY a.at DESC
 LIMIT $2::int4
