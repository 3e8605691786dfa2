-- daemon_schema: which migration this database stands at, and whether its text is UTF-8.
SELECT max(number), pg_encoding_to_char((SELECT encoding FROM pg_database WHERE datname = current_database()))
  FROM daybook.schema_migration
