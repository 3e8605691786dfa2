-- office_bulletin_unread: who has not read what must be read, and whom to ring up; what waits longest first.
--   $1 number, or NULL: all
SELECT number, kind, title, committee_id, committee, subdistrict, branch, contact, contact_telephone,
       to_char(published_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS published_at, floor(extract(epoch FROM waiting) / 3600) AS hours,
       overdue
  FROM office.bulletin_unread
 WHERE $1::int4 IS NULL OR number = $1::int4
 ORDER BY bulletin_unread.published_at, number, branch, committee_id
