-- office_bulletins: bulletins, the newest first.
--   $1 number, or NULL: all
SELECT number, kind, kind_zh, kind_en, title, body, source, source_url, effective_from, supersedes, superseded_by, state,
       audience, audience_id, must_ack, to_char(published_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS published_at, published_by,
       to_char(revoked_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS revoked_at, revoked_by, concerned, has_read,
       format('%s/%s', has_read, concerned) AS share, coalesce(w.name, audience) AS whom
  FROM office.bulletins
  LEFT JOIN (SELECT 'subdistrict' AS is_a, subdistrict_id AS id, subdistrict AS name FROM office.committees
              UNION SELECT 'branch', branch_id, branch FROM office.committees
              UNION SELECT 'committee', committee_id, committee FROM office.committees) w
    ON w.is_a = audience AND w.id = audience_id
 WHERE $1::int4 IS NULL OR number = $1::int4
 ORDER BY number DESC
