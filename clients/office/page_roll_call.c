/*
 * The roll calls of a night: which committees have none, whom nobody reached, and the states by committee.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/office/due.h"
#include "clients/office/lines.h"
#include "clients/office/moment.h"
#include "clients/office/page.h"
#include "clients/words.h"
#include "sql/queries.h"

#define STATE_COLUMNS(where_some) \
    { .key = "people", .head = N_("people"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }, \
    { .key = "present", .head = N_("on post"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }, \
    { .key = "late", .head = N_("late on post"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }, \
    { .key = "on_leave", .head = N_("leave"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }, \
    { .key = "sick", .head = N_("sick"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }, \
    { .key = "swapped", .head = N_("swapped"), .shape = DBK_NUMBER, .where = (where_some) }, \
    { .key = "transferred", .head = N_("transferred"), .shape = DBK_NUMBER, .where = (where_some) }, \
    { .key = "off_duty", .head = N_("off duty"), .shape = DBK_NUMBER, .where = (where_some) }, \
    { .key = "unreached", .head = N_("not reached"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }, \
    { .key = "not_asked", .head = N_("not called"), .early = N_("not called yet"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }

static const dbk_column head_columns[] = {
    { .key = "report_date", .head = N_("date"), .where = DBK_EVERYWHERE },
    { .key = "expected", .head = N_("expected"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "called", .head = N_("with a roll call"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "without", .head = N_("without a roll call"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "nobody", .head = N_("nobody to call"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    STATE_COLUMNS(DBK_EVERYWHERE),
};
static const dbk_columns head = DBK_COLUMNS(head_columns);

static const dbk_column without_columns[] = {
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "committee", .head = N_("committee"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 3 },
    { .key = "subdistrict", .head = N_("subdistrict"), .where = DBK_IN_FILES },
    { .key = "branch", .head = N_("branch"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2 },
    { .key = "people", .head = N_("people"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "contact", .head = N_("contact"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2 },
    { .key = "contact_telephone", .head = N_("telephone"), .where = DBK_EVERYWHERE },
};
static const dbk_columns without = DBK_COLUMNS(without_columns);

static const dbk_column to_call_columns[] = {
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE, .once = true },
    { .key = "committee", .head = N_("committee"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 3, .once = true },
    { .key = "branch", .head = N_("branch"), .where = DBK_IN_FILES },
    { .key = "person_code", .head = N_("code"), .where = DBK_IN_FILES },
    { .key = "person", .head = N_("person"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2 },
    { .key = "telephone", .head = N_("telephone"), .where = DBK_EVERYWHERE },
    { .key = "state", .head = N_("state"), .shape = DBK_WORD, .where = DBK_EVERYWHERE },
    { .key = "note", .head = N_("note"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 3 },
};
static const dbk_columns to_call = DBK_COLUMNS(to_call_columns);

static const dbk_column committee_columns[] = {
    { .key = "report_date", .head = N_("date"), .where = DBK_IN_CSV },
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "committee", .head = N_("committee"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1 },
    { .key = "subdistrict", .head = N_("subdistrict"), .where = DBK_IN_FILES },
    { .key = "branch", .head = N_("branch"), .where = DBK_IN_FILES },
    { .key = "roll_calls", .head = N_("lists"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    STATE_COLUMNS(DBK_IN_FILES),
    { .key = "received_at", .head = N_("received"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
    { .key = "contact", .head = N_("contact"), .where = DBK_IN_FILES },
    { .key = "contact_telephone", .head = N_("telephone"), .where = DBK_IN_FILES },
};
static const dbk_columns committees = DBK_COLUMNS(committee_columns);

static const dbk_column person_columns[] = {
    { .key = "report_date", .head = N_("date"), .where = DBK_IN_CSV },
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE, .once = true },
    { .key = "committee", .head = N_("committee"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 3, .once = true },
    { .key = "subdistrict", .head = N_("subdistrict"), .where = DBK_IN_FILES },
    { .key = "branch", .head = N_("branch"), .where = DBK_IN_FILES },
    { .key = "person_code", .head = N_("code"), .where = DBK_IN_FILES },
    { .key = "person", .head = N_("person"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2 },
    { .key = "telephone", .head = N_("telephone"), .where = DBK_EVERYWHERE },
    { .key = "shift", .head = N_("shift"), .shape = DBK_WORD, .where = DBK_EVERYWHERE },
    { .key = "state", .head = N_("state"), .shape = DBK_WORD, .where = DBK_EVERYWHERE },
    { .key = "arrived_at", .head = N_("arrived"), .where = DBK_EVERYWHERE },
    { .key = "note", .head = N_("note"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2 },
};
static const dbk_columns persons = DBK_COLUMNS(person_columns);

/* One state a line would be a page; those that nobody is in are left out. */
static void
print_states(const dbk_rows *night)
{
    const char *between = "";
    char *line = NULL;
    size_t line_bytes = 0;
    FILE *to = open_memstream(&line, &line_bytes);

    assert(to);
    for (size_t i = 6; i < head.n; i++) {
        const char *count = dbk_rows_get(night, 0, head_columns[i].key);

        if (strcmp(count, "0") == 0)
            continue;
        fprintf(to, "%s%s %s", between, dbk_output_head(&head_columns[i], night), count);
        between = ", ";
    }
    fclose(to);
    assert(line);
    if (between[0])
        dbk_lines_say("%s\n", line);
    free(line);
}

static void
print_night(const dbk_rows *night)
{
    const char *due_at = dbk_due_at(night);
    char hour[DBK_MOMENT_SAID_BYTES];

    const char *date = dbk_rows_get(night, 0, "report_date"), *called = dbk_rows_get(night, 0, "called");
    const char *expected = dbk_rows_get(night, 0, "expected"), *none = dbk_rows_get(night, 0, "without");
    const char *nobody = dbk_rows_get(night, 0, "nobody");

    if (due_at)
        dbk_lines_say(_("%s: roll calls of %s of %s committees; without one yet %s, with nobody to call %s; not due "
                        "before %s\n"), date, called, expected, none, nobody, dbk_moment_said(due_at, hour));
    else
        dbk_lines_say(_("%s: roll calls of %s of %s committees; without one %s, with nobody to call %s\n"), date, called,
                      expected, none, nobody);
    printf(_("people to be called: %s\n"), dbk_rows_get(night, 0, "people"));
    print_states(night);
}

const dbk_page dbk_page_roll_call = {
    .print = print_night, .no_head = N_("there is no such night: no posting of the roster covers it"), .n = 4, .csv = 3,
    .part = {
        { NULL, DBK_SQL_OFFICE_ROLL_CALL_NIGHT, 2, &head, NULL, NULL, NULL },
        { "without_roll_call", DBK_SQL_OFFICE_ROLL_CALL_WITHOUT, 1, &without, N_("without a roll call"),
          N_("every committee has called its roll\n"), N_("without a roll call yet") },
        { "to_call", DBK_SQL_OFFICE_ROLL_CALL_TO_CALL, 1, &to_call, N_("not reached or not called"),
          N_("the roll calls that came leave nobody out\n"), N_("not reached, or not called yet") },
        { "committees", DBK_SQL_OFFICE_ROLL_CALL_COMMITTEES, 1, &committees, N_("by committee"), NULL, NULL },
    },
};

const dbk_page dbk_page_roll_call_persons = {
    .n = 1, .part = { { "persons", DBK_SQL_OFFICE_ROLL_CALL_PERSONS, 1, &persons, NULL,
                        N_("nobody is posted on that date\n"), NULL } },
};
