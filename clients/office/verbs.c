#include "clients/office/verbs.h"

#include <stdio.h>
#include <string.h>

#include "clients/office/words.h"
#include "proto/calendar.h"
#include "sql/queries.h"

static const dbk_verb verbs[] = {
    { "night", 0, 1, dbk_cmd_night, "night [DATE]", N_("the night: who reported, who is missing, whom to call"), "night 2020-02-18" },
    { "missing", 0, 1, dbk_cmd_list, "missing [DATE]", N_("who is missing, and why"), "missing --format csv > missing.csv" },
    { "report", 1, 2, dbk_cmd_report, "report COMMITTEE DATE", N_("one report, whole"), "report 12 2020-02-18" },
    { "cases", 0, 1, dbk_cmd_list, "cases [DATE]", N_("typical cases of a night"), "cases 2020-02-18" },
    { "observations", 0, 1, dbk_cmd_list, "observations [DATE]", N_("what was observed and learned"), "observations --format json" },
    { "close", 1, 1, dbk_cmd_act, "close DATE [--reason R]", N_("close a night: what comes later is held"), "close 2020-02-18" },
    { "reopen", 2, 2, dbk_cmd_act, "reopen COMMITTEE DATE --reason R", N_("let one committee into a closed night"), "reopen 33 2020-02-18 --reason \"line was dead\"" },
    { "key approve", 1, 1, dbk_cmd_act, "key approve HEX --person CODE [--reason R]", N_("let a person's key in"), "key approve 3f...a9 --person P201" },
    { "key revoke", 1, 1, dbk_cmd_act, "key revoke HEX --reason R", N_("cut a key at once"), "key revoke 3f...a9 --reason \"laptop lost\"" },
    { "key list", 0, 0, dbk_cmd_list, "key list", N_("keys, whose they are, since when"), "key list" },
    { "roster import", 1, 1, dbk_cmd_roster, "roster import FILE.csv", N_("committees, persons, postings; all or nothing"), "roster import roster.csv" },
};

const dbk_verb *
dbk_verbs(size_t *n)
{
    *n = sizeof verbs / sizeof verbs[0];
    return verbs;
}

int
dbk_ask_date(const dbk_call *call, const char *said, char room[11], dbk_err *err)
{
    int32_t day;

    if (said != NULL) {
        if (!dbk_day_parse(said, &day))
            return dbk_err_set(err, DBK_E_USAGE, _("%s: not a date; write it as 2020-02-18"), said);
        dbk_day_text(day, room);
        return 0;
    }
    dbk_rows *rows = dbk_db_ask(call->db, false, "SELECT office.business_date() AS report_date", 0, NULL, err);
    if (rows == NULL)
        return -1;
    snprintf(room, 11, "%s", dbk_rows_text(rows, 0, "report_date"));
    dbk_rows_free(&rows);
    return 0;
}

int
dbk_ask_committee(const dbk_call *call, const char *said, char room[12], dbk_err *err)
{
    dbk_rows *rows = dbk_db_ask(call->db, false, DBK_SQL_OFFICE_COMMITTEE, 1, &said, err);
    int rc = 0;

    if (rows == NULL)
        return -1;
    if (dbk_rows_count(rows) == 1) {
        snprintf(room, 12, "%s", dbk_rows_text(rows, 0, "committee_id"));
    } else if (dbk_rows_count(rows) == 0) {
        rc = dbk_err_set(err, DBK_E_USAGE, _("%s: no committee has this number or name"), said);
    } else {
        rc = dbk_err_set(err, DBK_E_USAGE, _("%s: several have this name: no. %s in %s, no. %s in %s; give the number"), said,
                         dbk_rows_text(rows, 0, "committee_id"), dbk_rows_text(rows, 0, "subdistrict"),
                         dbk_rows_text(rows, 1, "committee_id"), dbk_rows_text(rows, 1, "subdistrict"));
    }
    dbk_rows_free(&rows);
    return rc;
}
