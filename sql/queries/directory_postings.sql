-- directory_postings: person_id, committee_id, first and last day (days since 1970), secretary
SELECT person_id, committee_id, valid_from - date '1970-01-01', valid_to - date '1970-01-01', secretary
  FROM daybook.posting
