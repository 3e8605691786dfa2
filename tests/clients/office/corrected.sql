-- A correction of the sheet of committee 2 (samples): boxes of masks first, suits last, and masks by the piece no more.
INSERT INTO daybook.record (committee_id, id, kind, report_date, revision, corrects, form_version, timeliness, received_at,
                            person_id, code, hash, sealed, part)
SELECT committee_id, '00000000-0000-7000-8000-666666666699', kind, report_date, 2, id, form_version, timeliness,
       received_at + interval '1 hour', person_id, 'SAMPLE00', sha256('99'), 'bytes', part
  FROM daybook.record WHERE committee_id = 2 AND kind = 4;
INSERT INTO daybook.supply_need VALUES
    (2, '00000000-0000-7000-8000-666666666699', 1, 2, '盒', 0, 1, 6, '2020-02-22', 1, ''),
    (2, '00000000-0000-7000-8000-666666666699', 2, 1, '套', 3, 2, 20, '2020-02-22', 2, '');
INSERT INTO daybook.supply_movement
SELECT committee_id, '00000000-0000-7000-8000-666666666699', position, source, item, unit, quantity, party, signed_by, reason
  FROM daybook.supply_movement WHERE committee_id = 2;
