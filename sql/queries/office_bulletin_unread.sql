-- office_bulletin_unread: who has not read what must be read, and whom to ring up; what waits longest first.
--   $1 number, or NULL: all
SELECT number, kind, title, u.committee_id, u.committee, u.subdistrict, u.branch, contact, contact_telephone,
       to_char(u.published_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS published_at, floor(extract(epoch FROM waiting) / 3600) AS hours,
       overdue
  FROM office.bulletin_unread u
  JOIN office.committees c ON c.committee_id = u.committee_id
 WHERE $1::int4 IS NULL OR number = $1::int4
 ORDER BY u.published_at, number, c.branch_id, u.committee_id
