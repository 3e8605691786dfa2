# shellcheck shell=bash
# needs: roster
# rights: who may not hears it; a reader changes nothing; a database that is not there and one that is not ours differ.

has 'a stranger is not let in' "$(office_as stranger night)" 'permission denied for database'
sql -c 'GRANT CONNECT ON DATABASE daybook TO stranger'
has 'a stranger' "$(office_as stranger night 2020-02-18)" 'member of daybook_office: stranger'
is 'a stranger: exit status' "$(status_of office_as stranger night 2020-02-18)" 77
has 'the daemon is no office' "$(office_as daybook_daemon close 2020-02-19)" 'member of daybook_office: daybook_daemon'
is 'nothing was closed' "$(sql -c "SELECT closed_at IS NULL FROM daybook.night WHERE report_date = '2020-02-19'")" t

nowhere() { under "$program" -d "host=$state/none dbname=daybook" night 2>&1; }
is 'no server: exit status' "$(status_of nowhere)" 69
has 'no server: what to do' "$(nowhere)" '-d CONNINFO, PGSERVICE or PGHOST say where it is'
has 'no such database' "$(office_as 'office_sample dbname=nowhere' night)" 'cannot connect to the database'
has 'not our database' "$(office_as 'daybook_admin dbname=postgres' night)" 'no daybook database'
is 'not our database: exit status' "$(status_of office_as 'daybook_admin dbname=postgres' night)" 78
sql -c 'ALTER VIEW office.night RENAME TO night_of_tomorrow'
has 'another schema' "$(office night 2020-02-18)" 'schema is older or newer'
sql -c 'ALTER VIEW office.night_of_tomorrow RENAME TO night'
socket="${url#host=}"
environment="$(PGHOST="${socket%% *}" PGDATABASE=daybook PGUSER=office_sample under "$program" missing 2020-02-18)"
has 'where the environment says' "$environment" 'expected 6, reported 3'
