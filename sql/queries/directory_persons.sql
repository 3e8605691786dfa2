-- directory_persons: person_id, name
SELECT person_id, name FROM daybook.person
