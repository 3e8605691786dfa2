-- office_ledger_notices: where the ledger does not follow from the night before.
SELECT report_date, committee_id, committee, subdistrict, branch, should_be, "is", off, cause_night, cause_revision
  FROM office.ledger_notice
 ORDER BY report_date, committee_id
