-- office_branches: every branch, for a word that names one.
SELECT DISTINCT branch_id, branch FROM office.committees ORDER BY branch_id
