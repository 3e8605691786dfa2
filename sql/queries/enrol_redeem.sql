-- enrol_redeem: an invitation is redeemed for a key.
--   $1 hash of the code in hexadecimal  $2 public key in hexadecimal
--   row: verdict, since ms or NULL, person
SELECT verdict, (extract(epoch FROM since) * 1000)::int8, person
  FROM daybook.redeem(decode($1, 'hex'), decode($2, 'hex'))
