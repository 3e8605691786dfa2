-- roles: who exists in this cluster. Run by migrate.sh before the migrations, safe to repeat.
--
--   daybook_owner    owns the tables; migrations run as it; nobody logs in as it
--   daybook_daemon   daybookd logs in as it: what ingest needs and nothing else
--   daybook_office   a group: reads schema office and calls its functions. Each person of the office has a login of
--                    their own that is a member (CREATE ROLE zhang LOGIN IN ROLE daybook_office), so that the audit
--                    knows who
--   daybook_health   a group: the only one that will see a person's health rows
DO $$
DECLARE
    role text;
BEGIN
    FOREACH role IN ARRAY ARRAY['daybook_owner', 'daybook_office', 'daybook_health'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', role);
        END IF;
    END LOOP;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'daybook_daemon') THEN
        CREATE ROLE daybook_daemon LOGIN;
    END IF;
END
$$;

-- Time-outs and durability belong to the role: they hold in whatever session the daemon opens, also where a session's
-- SET would stay behind. The daemon reads them back at every connect and says so when they differ.
ALTER ROLE daybook_daemon SET synchronous_commit = 'on';
ALTER ROLE daybook_daemon SET lock_timeout = '5s';
ALTER ROLE daybook_daemon SET statement_timeout = '12s';
ALTER ROLE daybook_daemon SET idle_in_transaction_session_timeout = '20s';
ALTER ROLE daybook_daemon SET client_connection_check_interval = '5s';
ALTER ROLE daybook_daemon SET search_path = 'pg_catalog';
ALTER ROLE daybook_daemon SET TimeZone = 'UTC';

-- The daemon's connections that write records do not check foreign keys again: queries/ingest_session.sql says why, and
-- what proves them. orphans.sql counts what would break one.
GRANT SET ON PARAMETER session_replication_role TO daybook_daemon;
