-- office_by_subdistrict: one night by subdistrict.  $1 zh or en (not used)  $2 date
SELECT subdistrict, expected, reported, missing, held, late
  FROM office.night_by_subdistrict
 WHERE report_date = $2::date AND $1::text IS NOT NULL
 ORDER BY subdistrict_id
