-- office_volunteers: everybody who signed up.
SELECT code, name, telephone, unit, party_member, to_char(signed_up_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS signed_up_at,
       batch, branch, withdrawn_on, valid_from, valid_to, places, state
  FROM office.volunteers
 ORDER BY volunteers.signed_up_at, code
