# catalogue: what keeps the tables fit to be spread over servers by committee, and the views readable. Asked of the
# catalogue.

# The tables of one committee; all others are small and the same everywhere.
campaign="'record', 'nightly_report', 'typical_case', 'observation', 'supply_need', 'explanation', 'held', 'posting',
    'reopening', 'presence', 'roll_call_entry', 'health_entry', 'supply_movement', 'supply_step', 'meeting',
    'meeting_absence', 'meeting_practice', 'meeting_decision', 'meeting_settled', 'bulletin_read', 'report_return', 'excuse', 'line_failure', 'risk_follow_up',
    'redaction', 'answered_item', 'remark', 'proxy_entry', 'brief_committee', 'brief_number', 'brief_item'"
tables="pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'daybook'"

is 'the campaign tables are there' "$(sql "SELECT count(*) FROM $tables WHERE c.relkind = 'r'
    AND c.relname IN ($campaign)")" 31
is 'every table with a committee is one of them, or the list of committees' "$(sql "
    SELECT string_agg(c.relname, ',') FROM $tables JOIN pg_attribute a ON a.attrelid = c.oid
    AND a.attname = 'committee_id'
     WHERE c.relkind = 'r' AND c.relname NOT IN ($campaign, 'committee')")" ''
is 'every table has a primary key' "$(sql "SELECT string_agg(c.relname, ',') FROM $tables WHERE c.relkind = 'r'
    AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p')")" ''
is 'committee_id leads every primary and unique key' "$(sql "
    SELECT string_agg(i.indexrelid::regclass::text, ',') FROM $tables JOIN pg_index i ON i.indrelid = c.oid
    AND i.indisunique
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
     WHERE c.relname IN ($campaign) AND a.attname <> 'committee_id'")" ''
is 'foreign keys between campaign tables lead with committee_id on both sides' "$(sql "
    SELECT string_agg(k.conname, ',') FROM pg_constraint k JOIN $tables ON c.oid = k.conrelid
    JOIN pg_class f ON f.oid = k.confrelid
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
      JOIN pg_attribute b ON b.attrelid = f.oid AND b.attnum = k.confkey[1]
     WHERE k.contype = 'f' AND c.relname IN ($campaign) AND f.relname IN ($campaign)
       AND (a.attname, b.attname) <> ('committee_id', 'committee_id')")" ''
is 'no foreign key cascades' "$(sql "SELECT string_agg(conname, ',') FROM pg_constraint
    WHERE connamespace = 'daybook'::regnamespace
    AND contype = 'f' AND (confupdtype <> 'a' OR confdeltype <> 'a')")" ''
is 'every foreign key is named in the migrations' "$(sql "SELECT conname FROM pg_constraint
    WHERE connamespace = 'daybook'::regnamespace AND contype = 'f' ORDER BY conname COLLATE \"C\"")" \
   "$(sed -n 's/^ *CONSTRAINT \([a-z_]*\) FOREIGN KEY .*/\1/p;
       s/.* ADD CONSTRAINT \([a-z_]*\) FOREIGN KEY .*/\1/p' sql/migrations/*.sql | LC_ALL=C sort)"
is 'no trigger but those of foreign keys' "$(sql "SELECT count(*) FROM pg_trigger t JOIN $tables ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal")" 0
is 'one type of committee_id' "$(sql "SELECT string_agg(DISTINCT format_type(atttypid, atttypmod), ',') FROM $tables
    JOIN pg_attribute a ON a.attrelid = c.oid WHERE a.attname = 'committee_id'")" integer
is 'no migration ends its own transaction' \
   "$(grep -nE '^ *(BEGIN|COMMIT|ROLLBACK|START TRANSACTION) *;' sql/migrations/*.sql)" \
   ''
is 'no column is added with its constraint' \
   "$(grep -niE 'ADD COLUMN.*(PRIMARY|UNIQUE|REFERENCES|CHECK)' sql/migrations/*.sql)" \
   ''

views="pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'office' WHERE c.relkind = 'v'"
is 'no view has a shape that a distributed server refuses' "$(sql "SELECT string_agg(c.relname, ',') FROM $views
    AND pg_get_viewdef(c.oid) ~ '\y(ROLLUP|CUBE|GROUPING SETS|LATERAL|RECURSIVE|EXISTS)\y'")" ''
is 'every view is explained in both languages' "$(sql "SELECT string_agg(c.relname, ',') FROM $views
    AND coalesce(obj_description(c.oid), '') !~ '[一-龥].* \| [a-z]'")" ''
is 'and README.md lists it' "$(for view in $(sql "SELECT c.relname FROM $views");
    do grep -q "\`$view\`" sql/README.md || echo "$view"; done)" \
   ''
acts="pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname IN ('daybook', 'office')"
is 'every act is explained in both languages' "$(sql "SELECT string_agg(p.proname, ',') FROM $acts
    AND n.nspname = 'office'
    AND coalesce(obj_description(p.oid), '') !~ '[一-龥].* \| [a-z]'")" ''
is 'and README.md lists it' "$(for act in $(sql "SELECT p.proname FROM $acts AND n.nspname = 'office'");
    do grep -q "\`$act(" sql/README.md || echo "$act"; done)" \
   ''
is 'every function pins its search_path, pg_temp last' "$(sql "SELECT string_agg(p.proname, ',') FROM $acts
    AND NOT coalesce('search_path=pg_catalog, pg_temp' = ANY (p.proconfig), false)")" ''
is 'every act runs as its owner' "$(sql "SELECT string_agg(p.proname, ',') FROM $acts AND n.nspname = 'office'
    AND NOT p.prosecdef AND p.provolatile = 'v'")" ''
is 'everything is the owner'\''s' "$(sql "
    SELECT string_agg(name, ',') FROM (
        SELECT relname::text AS name, relowner AS owner FROM pg_class
        WHERE relnamespace IN ('daybook'::regnamespace, 'office'::regnamespace)
         UNION ALL SELECT proname, proowner FROM pg_proc
         WHERE pronamespace IN ('daybook'::regnamespace, 'office'::regnamespace)
         UNION ALL SELECT nspname, nspowner FROM pg_namespace WHERE nspname IN ('daybook', 'office')) o
     WHERE owner <> 'daybook_owner'::regrole")" ''
