-- daemon_session: first words of every connection: may this daemon work here, and did the role's settings arrive?
--   row: number of the newest migration, encoding, then the settings that roles.sql gives the daemon's role, then the zone of
--   the nights and how many minutes it is ahead of UTC now
SELECT (SELECT max(number) FROM daybook.schema_migration),
       current_setting('server_encoding'),
       current_setting('synchronous_commit'),
       current_setting('lock_timeout'),
       current_setting('statement_timeout'),
       zone,
       (extract(epoch FROM (now() AT TIME ZONE zone) - (now() AT TIME ZONE 'UTC')) / 60)::int4
  FROM coalesce(nullif(current_setting('daybook.zone', true), ''), 'Asia/Shanghai') AS zone
