-- office_completeness: completeness and timeliness by one level.
--   $1 committee, subdistrict, branch or night
SELECT place::text AS key, name, expected, reported, on_time, on_time_outage, late, late_excused, excused, missing, unexpected,
       complete_percent, timely_percent
  FROM (SELECT 'committee' AS level, committee_id AS place, committee AS name, expected, reported, on_time,
               on_time_outage, late, late_excused, excused, missing, unexpected, complete_percent, timely_percent
          FROM office.completeness_by_committee
         UNION ALL
        SELECT 'subdistrict', subdistrict_id, subdistrict, expected, reported, on_time, on_time_outage, late,
               late_excused, excused, missing, unexpected, complete_percent, timely_percent
          FROM office.completeness_by_subdistrict
         UNION ALL
        SELECT 'branch', branch_id, branch, expected, reported, on_time, on_time_outage, late, late_excused, excused,
               missing, unexpected, complete_percent, timely_percent
          FROM office.completeness_by_branch
         UNION ALL
        SELECT 'night', report_date - date '2000-01-01', report_date::text, expected, reported, on_time, on_time_outage,
               late, late_excused, excused, missing, unexpected, complete_percent, timely_percent
          FROM office.completeness_by_night) c
 WHERE level = $1
 ORDER BY place
