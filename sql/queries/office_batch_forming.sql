-- office_batch_forming: batches and their branches; the whole batch first.
SELECT batch, branch, selected, party_members, dispatched, off
  FROM office.batch_forming
 ORDER BY batch, off IS NULL, branch
