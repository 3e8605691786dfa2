-- office_batch_forming: batches and their branches; the whole batch first.
SELECT batch, f.branch, selected, party_members, dispatched, off
  FROM office.batch_forming f
  LEFT JOIN (SELECT branch, min(branch_id) AS branch_id FROM office.committees GROUP BY branch) b ON b.branch = f.branch
 WHERE f.branch IS NOT NULL OR off IS NOT NULL
 ORDER BY batch, off IS NULL, b.branch_id, f.branch
