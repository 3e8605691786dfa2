-- office_receipt: the records that a telephone code means.
--   $1 the code: 8 characters
SELECT code, committee_id, committee, kind, kind_zh, kind_en, report_date, revision, timeliness,
       to_char(received_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS received_at, sender, record_id, hash, sealed_bytes, standing
  FROM office.receipts_of($1)
 ORDER BY received_at
