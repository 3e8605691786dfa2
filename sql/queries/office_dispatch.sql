-- office_dispatch: how many of each department were sent out, the largest first.
SELECT unit, signed_up, withdrawn, selected, dispatched, active, percent
  FROM office.dispatch
 ORDER BY signed_up DESC, unit
