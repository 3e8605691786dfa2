-- office_signup: who signed up, how many of them were chosen and sent out, on one line.
SELECT count(*) AS signed_up, count(*) FILTER (WHERE state = 'WITHDRAWN') AS withdrawn,
       count(*) FILTER (WHERE batch IS NOT NULL) AS selected, count(*) FILTER (WHERE valid_from IS NOT NULL) AS dispatched,
       count(*) FILTER (WHERE state = 'ACTIVE') AS active, count(*) FILTER (WHERE party_member) AS party_members,
       to_char(min(signed_up_at), 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS first_at,
       to_char(max(signed_up_at), 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS last_at,
       count(*) FILTER (WHERE signed_up_at < (SELECT min(signed_up_at) FROM office.volunteers) + interval '24 hours')
           AS in_first_24_hours
  FROM office.volunteers
