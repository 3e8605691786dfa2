-- daemon_session: first words of every connection: may this daemon work here, and did the role's settings arrive?
--   row: number of the newest migration, encoding, then the settings that roles.sql gives the daemon's role
SELECT (SELECT max(number) FROM daybook.schema_migration),
       current_setting('server_encoding'),
       current_setting('synchronous_commit'),
       current_setting('lock_timeout'),
       current_setting('statement_timeout')
