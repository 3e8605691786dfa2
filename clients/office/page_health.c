/*
 * health — everybody's health of an evening: counts and who is missing for the office, the persons for the health
 * officer.
 *
 * What a login may see is the database's to say (schema health); the program only asks which of the two it is.
 */
#include <stdio.h>
#include <string.h>

#include "clients/office/due.h"
#include "clients/office/lines.h"
#include "clients/office/moment.h"
#include "clients/office/page.h"
#include "clients/words.h"
#include "sql/queries.h"

#define COUNT_COLUMNS(where_some) \
    { .key = "well", .head = N_("well"), .shape = DBK_NUMBER, .where = (where_some) }, \
    { .key = "watched", .head = N_("watched"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }, \
    { .key = "resting", .head = N_("resting"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }, \
    { .key = "in_hospital", .head = N_("in hospital"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }, \
    { .key = "with_symptoms", .head = N_("symptoms"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }, \
    { .key = "fever", .head = N_("fever"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }, \
    { .key = "contact", .head = N_("met a case"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }, \
    { .key = "alarms", .head = N_("alarms"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }

static const dbk_column head_columns[] = {
    { .key = "report_date", .head = N_("date"), .where = DBK_EVERYWHERE },
    { .key = "expected", .head = N_("expected"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "reported", .head = N_("reported"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "posted", .head = N_("persons"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "named", .head = N_("of these reported"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "unreported", .head = N_("not reported"), .early = N_("not reported yet"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    COUNT_COLUMNS(DBK_EVERYWHERE),
};
static const dbk_columns head = DBK_COLUMNS(head_columns);

static const dbk_column unreported_columns[] = {
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "committee", .head = N_("committee"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 3 },
    { .key = "subdistrict", .head = N_("subdistrict"), .where = DBK_IN_FILES },
    { .key = "branch", .head = N_("branch"), .where = DBK_IN_FILES },
    { .key = "reported", .head = N_("a report came"), .shape = DBK_BOOLEAN, .where = DBK_EVERYWHERE },
    { .key = "posted", .head = N_("persons"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "unreported", .head = N_("not reported"), .early = N_("not reported yet"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "contact_person", .head = N_("contact"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2 },
    { .key = "contact_telephone", .head = N_("telephone"), .where = DBK_EVERYWHERE },
};
static const dbk_columns unreported = DBK_COLUMNS(unreported_columns);

static const dbk_column committee_columns[] = {
    { .key = "report_date", .head = N_("date"), .where = DBK_IN_CSV },
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "committee", .head = N_("committee"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1 },
    { .key = "subdistrict", .head = N_("subdistrict"), .where = DBK_IN_FILES },
    { .key = "branch", .head = N_("branch"), .where = DBK_IN_FILES },
    { .key = "reported", .head = N_("a report came"), .shape = DBK_BOOLEAN, .where = DBK_IN_FILES },
    { .key = "received_at", .head = N_("received"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
    { .key = "posted", .head = N_("persons"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "unreported", .head = N_("not reported"), .early = N_("not reported yet"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "persons", .head = N_("named"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    COUNT_COLUMNS(DBK_EVERYWHERE),
    { .key = "contact_person", .head = N_("contact"), .where = DBK_IN_FILES },
    { .key = "contact_telephone", .head = N_("telephone"), .where = DBK_IN_FILES },
};
static const dbk_columns committees = DBK_COLUMNS(committee_columns);

static const dbk_column entry_columns[] = {
    { .key = "report_date", .head = N_("date"), .where = DBK_IN_CSV },
    { .key = "alarm", .head = N_("alarm"), .shape = DBK_BOOLEAN, .where = DBK_EVERYWHERE },
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "committee", .head = N_("committee"), .where = DBK_IN_FILES },
    { .key = "branch", .head = N_("branch"), .where = DBK_IN_FILES },
    { .key = "position", .head = N_("entry"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "person_code", .head = N_("code"), .where = DBK_IN_FILES },
    { .key = "person", .head = N_("person"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 3 },
    { .key = "telephone", .head = N_("telephone"), .where = DBK_EVERYWHERE },
    { .key = "state", .head = N_("state"), .shape = DBK_WORD, .where = DBK_EVERYWHERE },
    { .key = "degrees", .head = N_("degrees"), .where = DBK_IN_TABLE },
    { .key = "morning", .head = N_("morning"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "evening", .head = N_("evening"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "complaint", .head = N_("symptoms"), .shape = DBK_LABEL, .where = DBK_IN_TABLE | DBK_IN_CSV,
      .fit = DBK_WRAP, .share = 3 },
    { .key = "symptoms", .where = DBK_IN_JSON, .shape = DBK_NUMBER },
    { .key = "household_symptom", .head = N_("symptoms at home"), .shape = DBK_BOOLEAN, .where = DBK_IN_FILES },
    { .key = "contact_confirmed", .head = N_("met a case"), .shape = DBK_BOOLEAN, .where = DBK_IN_FILES },
    { .key = "contact_key_area", .head = N_("met somebody from a key area"), .shape = DBK_BOOLEAN,
      .where = DBK_IN_FILES },
    { .key = "seen_doctor", .head = N_("has seen a doctor"), .shape = DBK_BOOLEAN, .where = DBK_IN_FILES },
    { .key = "by_proxy", .head = N_("told by another"), .shape = DBK_BOOLEAN, .where = DBK_IN_FILES },
    { .key = "note", .head = N_("note"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 3 },
};
static const dbk_columns entries = DBK_COLUMNS(entry_columns);

static const dbk_column missing_columns[] = {
    { .key = "person_code", .head = N_("code"), .where = DBK_EVERYWHERE },
    { .key = "person", .head = N_("person"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2 },
    { .key = "telephone", .head = N_("telephone"), .where = DBK_EVERYWHERE },
    { .key = "committee", .head = N_("committee"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2 },
    { .key = "branch", .head = N_("branch"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2 },
};
static const dbk_columns missing = DBK_COLUMNS(missing_columns);

static void
print_night(const dbk_rows *night)
{
    const char *due_at = dbk_due_at(night), *date = dbk_rows_get(night, 0, "report_date");
    const char *reported = dbk_rows_get(night, 0, "reported"), *expected = dbk_rows_get(night, 0, "expected");
    const char *posted = dbk_rows_get(night, 0, "posted"), *named = dbk_rows_get(night, 0, "named");
    const char *nobody = dbk_rows_get(night, 0, "unreported");
    char hour[DBK_MOMENT_SAID_BYTES];

    if (nobody == NULL) {
        dbk_lines_say(_("%s: health reports of %s of %s committees; what they said of persons was purged\n"), date,
                      reported, expected);
        return;
    }
    if (due_at)
        dbk_lines_say(_("%s: health reports of %s of %s committees; persons posted %s, of these reported %s, "
                        "not yet %s; not due before %s\n"), date, reported, expected, posted, named, nobody,
                      dbk_moment_said(due_at, hour));
    else
        dbk_lines_say(_("%s: health reports of %s of %s committees; persons posted %s, of these reported %s, "
                        "not reported %s\n"), date, reported, expected, posted, named, nobody);
    dbk_lines_say(_("well %s, watched %s, resting %s, in hospital %s; symptoms %s, fever %s, met a case %s; "
                    "alarms %s\n"),
                  dbk_rows_get(night, 0, "well"), dbk_rows_get(night, 0, "watched"),
                  dbk_rows_get(night, 0, "resting"), dbk_rows_get(night, 0, "in_hospital"),
                  dbk_rows_get(night, 0, "with_symptoms"), dbk_rows_get(night, 0, "fever"),
                  dbk_rows_get(night, 0, "contact"), dbk_rows_get(night, 0, "alarms"));
}

#define NO_NIGHT N_("there is no such night: no posting of the roster covers it")
#define ALL_REPORTED N_("everybody who is posted is in a health report\n")

const dbk_page dbk_page_health = {
    .print = print_night, .no_head = NO_NIGHT, .n = 3, .csv = 2,
    .part = {
        { NULL, DBK_SQL_OFFICE_HEALTH_NIGHT, 2, &head, NULL, NULL, NULL },
        { "not_reported", DBK_SQL_OFFICE_HEALTH_UNREPORTED, 1, &unreported, N_("committees with somebody not reported"),
          ALL_REPORTED, N_("committees with somebody not reported yet") },
        { "committees", DBK_SQL_OFFICE_HEALTH_COMMITTEES, 1, &committees, N_("by committee, alarms first"), NULL, NULL },
    },
};

static const dbk_page of_officer = {
    .print = print_night, .no_head = NO_NIGHT, .n = 3, .csv = 1,
    .part = {
        { NULL, DBK_SQL_HEALTH_NIGHT, 1, &head, NULL, NULL, NULL },
        { "persons", DBK_SQL_HEALTH_ENTRIES, 1, &entries, N_("persons, alarms first"),
          N_("nobody is in a health report\n"), NULL },
        { "not_reported", DBK_SQL_HEALTH_MISSING, 1, &missing, N_("not reported"), ALL_REPORTED, N_("not reported yet") },
    },
};

int
dbk_cmd_health(dbk_call *call, dbk_err *err)
{
    char date[DBK_DAY_TEXT_BYTES];
    const char *values[] = { NULL };                /* the business date, which each of the two asks for itself */

    if (call->n > 0) {
        if (dbk_call_date(call, 0, date, err) != 0)
            return -1;
        values[0] = date;
    }
    dbk_rows *role = dbk_db_query(call->db, DBK_SQL_OFFICE_HEALTH_ROLE, NULL, 0, err);

    if (role == NULL)
        return -1;
    const bool persons = dbk_rows_get(role, 0, "persons")[0] == 't';

    dbk_rows_free(&role);
    return dbk_page_show(call, persons ? &of_officer : &dbk_page_health, values, err);
}
