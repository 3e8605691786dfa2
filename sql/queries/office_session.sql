-- office_session: how this session shows times, and whether it may change anything.
--   $1 'on': it only reads
SELECT set_config('TimeZone', coalesce(nullif(current_setting('daybook.zone', true), ''), 'Asia/Shanghai'), false),
       set_config('DateStyle', 'ISO, YMD', false),
       set_config('search_path', 'pg_catalog', false),
       set_config('default_transaction_read_only',
                  CASE WHEN $1 = 'on' THEN 'on' ELSE current_setting('default_transaction_read_only') END, false)
