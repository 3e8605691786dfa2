-- directory_bulletins: number, serial, kind, title, body, source, source_url, effective_from and supersedes (0: none) and
--   superseded_by (0: none), revoked, must_ack, published ms, committees it is for ('{1,2}'); of the last 30 days, by serial
SELECT b.number, b.serial, b.kind, b.title, b.body, b.source, b.source_url,
       coalesce(to_char(b.effective_from, 'YYYYMMDD'), '0'), coalesce(b.supersedes, 0), coalesce(b.superseded_by, 0),
       b.revoked_at IS NOT NULL, b.must_ack, (extract(epoch FROM b.published_at) * 1000)::int8,
       (SELECT array_agg(c.committee_id ORDER BY c.committee_id) FROM daybook.committee c
         WHERE b.audience = 'all' OR b.audience = 'subdistrict' AND c.subdistrict_id = b.audience_id
            OR b.audience = 'branch' AND c.branch_id = b.audience_id
            OR b.audience = 'committee' AND c.committee_id = b.audience_id)
  FROM daybook.bulletin b
 WHERE greatest(b.published_at, b.revoked_at) > now() - interval '30 days' OR b.superseded_by IN
       (SELECT n.number FROM daybook.bulletin n WHERE n.published_at > now() - interval '30 days')
 ORDER BY b.serial
