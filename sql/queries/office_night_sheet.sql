-- office_night_sheet: a night as one flat sheet: the whole, each subdistrict, each branch, each missing committee.
--   $1 date;  levels NIGHT, SUBDISTRICT, BRANCH, COMMITTEE: sum within a level, never over several
SELECT report_date, level, name, expected, reported, missing, held, late, excused, state, held_reason, contact, contact_telephone
  FROM (SELECT 1 AS part, 0 AS number, 'NIGHT' AS level, report_date, report_date::text AS name, expected, reported,
               missing, held, late, excused, NULL AS state, NULL AS held_reason, NULL AS contact,
               NULL AS contact_telephone
          FROM office.night
         UNION ALL
        SELECT 2, subdistrict_id, 'SUBDISTRICT', report_date, subdistrict, expected, reported, missing, held, late, excused,
               NULL, NULL, NULL, NULL
          FROM office.night_by_subdistrict
         UNION ALL
        SELECT 3, branch_id, 'BRANCH', report_date, branch, expected, reported, missing, held, late, excused,
               NULL, NULL, NULL, NULL
          FROM office.night_by_branch
         UNION ALL
        SELECT 4, committee_id, 'COMMITTEE', report_date, committee, 1, 0, 1, CASE state WHEN 'HELD' THEN 1 ELSE 0 END,
               0, 0, state, held_reason, contact, contact_telephone
          FROM office.missing) sheet
 WHERE report_date = $1::date
 ORDER BY part, number
