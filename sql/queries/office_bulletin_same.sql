-- office_bulletin_same: others in force under the same title.
--   $1 number of a bulletin
SELECT o.number
  FROM office.bulletins b
  JOIN office.bulletins o ON o.title = b.title AND o.number <> b.number AND o.state = 'IN_FORCE'
 WHERE b.number = $1::int4
 ORDER BY o.number
