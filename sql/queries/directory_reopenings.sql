-- directory_reopenings: day (since 1970), committee_id
SELECT report_date - date '1970-01-01', committee_id FROM daybook.reopening
