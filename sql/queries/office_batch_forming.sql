-- office_batch_forming: batches and their branches; the whole batch first.
SELECT batch, branch, selected, party_members, dispatched, off
  FROM office.batch_forming
 WHERE branch IS NOT NULL OR off IS NOT NULL
 ORDER BY batch, off IS NULL, branch
