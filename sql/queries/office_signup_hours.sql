-- office_signup_hours: sign-ups by the hour.
SELECT to_char(hour, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS hour, signed_up, so_far, of_24_hours
  FROM office.signup_hours
 ORDER BY signup_hours.hour
