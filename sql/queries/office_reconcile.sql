-- office_reconcile: where the roster of a night, its roll calls, health and reports do not agree, by name.
--   $1 date
SELECT committee_id, committee, branch, what, names, people AS roster, said, telephone
  FROM office.reconcile($1::date)
