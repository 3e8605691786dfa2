-- office_doctor: what ought to be right, and is or is not.
SELECT "check", state, text_zh, text_en FROM office.doctor ORDER BY position
