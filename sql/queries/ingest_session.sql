-- ingest_session: on a connection that writes records, foreign keys are not checked again. They are declared, and hold for
-- everybody else and at every restore; but ingest proves them by construction, and their check costs more than all the rest:
-- 45 of 87 microseconds a report at first, 240 of 281 after 24,000 reports, because its plan is made while the tables are
-- empty, and kept. What proves them: a record is taken for a committee of the roster only (the posting's own key, or a look at it),
-- a row beside it is written only for a record that the same transaction has just made (daemon/keep.h), and the daemon may
-- delete neither. sql/orphans.sql counts what breaks a key. Without the right to set it (roles.sql) they are checked.
SELECT set_config('session_replication_role', 'replica', false)
 WHERE has_parameter_privilege('session_replication_role', 'SET')
