-- office_night_by_subdistrict: $1 date;  a row for each subdistrict that is expected that night
SELECT subdistrict_id, subdistrict, expected, reported, missing, held, late, excused
  FROM office.night_by_subdistrict
 WHERE report_date = $1::date
 ORDER BY subdistrict_id
