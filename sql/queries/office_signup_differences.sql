-- office_signup_differences: persons of whom sign-up and roster say different things.
SELECT code, name, what, signup_says, roster_says
  FROM office.signup_differences
 ORDER BY what, code
