-- directory_persons: person_id, code, name
SELECT person_id, code, name FROM daybook.person
