# orphans: on the connections that write records, foreign keys are not checked again. They are for everybody else, and
# sql/orphans.sql finds what breaks one.

orphan="INSERT INTO daybook.explanation VALUES (1, '00000000-0000-7000-8000-00000000dead', 1, 'rule', 'some text')"
orphans() { ask "$url" -f sql/orphans.sql; }

is 'no orphans before' "$(orphans)" ''
has 'the daemon, as it logs in' "$(as daybook_daemon "$orphan")" 'ERROR:  23503'
has 'the superuser'             "$(sql "$orphan")"               'ERROR:  23503'
has 'the office may not set it' "$(as clerk "SET session_replication_role = replica")" 'ERROR:  42501'
is 'an ingest connection takes it' \
   "$(ask "$url user=daybook_daemon" -f sql/queries/ingest_session.sql -c "$orphan")" 'replica'
is 'and it is found' "$(orphans)" 'explanation_record_fkey|1'
sql "DELETE FROM daybook.explanation WHERE record_id = '00000000-0000-7000-8000-00000000dead'"
is 'no orphans after' "$(orphans)" ''
is 'a table that ingest fills refers to record alone' "$(sql "SELECT string_agg(c.conname, ' ') FROM pg_constraint c
   WHERE c.contype = 'f' AND c.confrelid <> 'daybook.record'::regclass AND c.conrelid IN
         (SELECT a.conrelid FROM pg_constraint a WHERE a.contype = 'f' AND a.confrelid = 'daybook.record'::regclass
             AND has_table_privilege('daybook_daemon', a.conrelid, 'INSERT'))")" ''
is 'no statement of a projection looks for its record' "$(grep -l 'JOIN daybook.record ' sql/queries/*_keep.sql)" ''
