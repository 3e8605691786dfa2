/*
 * list — the verbs that are one query about one night, and the list of keys: a table of statements and columns.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "clients/office/call.h"
#include "clients/office/lines.h"
#include "clients/office/place.h"
#include "clients/words.h"
#include "sql/queries.h"

#define WATCH_MS 30000                 /* without being told */

static const dbk_column case_columns[] = {
    { .key = "report_date", .head = N_("date"), .where = DBK_IN_CSV },
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "committee", .head = N_("committee"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 5 },
    { .key = "subdistrict", .head = N_("subdistrict"), .where = DBK_IN_FILES },
    { .key = "branch", .head = N_("branch"), .where = DBK_IN_FILES },
    { .key = "position", .head = N_("case"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "title", .head = N_("title"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 5 },
    { .key = "category", .head = N_("category"), .shape = DBK_WORD, .where = DBK_IN_FILES },
    { .key = "category_zh", .where = DBK_IN_JSON },
    { .key = "category_en", .where = DBK_IN_JSON },
    { .key = "place", .head = N_("place"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 3 },
    { .key = "story", .head = N_("story"), .where = DBK_EVERYWHERE, .fit = DBK_CUT, .share = 3 },
    { .key = "result", .head = N_("result"), .where = DBK_IN_FILES },
    { .key = "may_publish", .head = N_("may be published"), .shape = DBK_BOOLEAN, .where = DBK_IN_FILES },
};

static const dbk_column observation_columns[] = {
    { .key = "report_date", .head = N_("date"), .where = DBK_IN_CSV },
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "committee", .head = N_("committee"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 5 },
    { .key = "subdistrict", .head = N_("subdistrict"), .where = DBK_IN_FILES },
    { .key = "branch", .head = N_("branch"), .where = DBK_IN_FILES },
    { .key = "position", .head = N_("observation"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "kind", .head = N_("kind"), .shape = DBK_WORD, .where = DBK_EVERYWHERE },
    { .key = "kind_zh", .where = DBK_IN_JSON },
    { .key = "kind_en", .where = DBK_IN_JSON },
    { .key = "category", .head = N_("category"), .shape = DBK_WORD, .where = DBK_IN_FILES },
    { .key = "category_zh", .where = DBK_IN_JSON },
    { .key = "category_en", .where = DBK_IN_JSON },
    { .key = "severity", .head = N_("severity"), .shape = DBK_LEVEL, .where = DBK_EVERYWHERE, .list = "severity" },
    { .key = "place", .head = N_("place"), .where = DBK_IN_FILES },
    { .key = "text", .head = N_("what was seen"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 8 },
    { .key = "needs_office", .head = N_("needs office"), .shape = DBK_BOOLEAN, .where = DBK_EVERYWHERE },
};

static const dbk_column key_columns[] = {
    { .key = "person_code", .head = N_("code"), .where = DBK_EVERYWHERE },
    { .key = "person", .head = N_("person"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1 },
    { .key = "fingerprint", .head = N_("fingerprint"), .shape = DBK_FINGERPRINT, .where = DBK_EVERYWHERE },
    { .key = "public_key", .head = N_("public key"), .where = DBK_IN_FILES },
    { .key = "approved_at", .head = N_("approved"), .shape = DBK_INSTANT, .where = DBK_EVERYWHERE },
    { .key = "approved_by", .head = N_("approved by"), .where = DBK_IN_FILES },
    { .key = "revoked_at", .head = N_("revoked"), .shape = DBK_INSTANT, .where = DBK_EVERYWHERE },
    { .key = "revoked_by", .head = N_("revoked by"), .where = DBK_IN_FILES },
};

const dbk_columns dbk_case_columns = DBK_COLUMNS(case_columns);
const dbk_columns dbk_observation_columns = DBK_COLUMNS(observation_columns);
const dbk_columns dbk_key_columns = DBK_COLUMNS(key_columns);

/* What is listed comes from n of N committees, and says so; `noun` is NULL where each row is a committee itself. */
static const struct {
    const char *verb, *statement, *key, *noun;
    size_t parameters;
    const dbk_columns *columns;
} lists[] = {
    { "missing", DBK_SQL_OFFICE_MISSING, "missing_committees", NULL, 1, &dbk_missing_columns },
    { "cases", DBK_SQL_OFFICE_CASES, "cases", N_("cases"), 2, &dbk_case_columns },
    { "observations", DBK_SQL_OFFICE_OBSERVATIONS, "observations", N_("observations"), 2, &dbk_observation_columns },
};

/* `part` is NULL, or what of the night is that of the place. */
static void
print_list(size_t which, const dbk_rows *night, const dbk_place *place, const dbk_rows *part, const dbk_rows *rows)
{
    dbk_night_print(night, place, part);
    if (lists[which].noun)
        printf(_("%s: %zu, from %s of %s committees\n"), _(lists[which].noun), rows->n,
               dbk_rows_get(part ? part : night, 0, "reported"), dbk_rows_get(part ? part : night, 0, "expected"));
    else if (rows->n == 0)
        dbk_night_nobody_print(part ? part : night);
    if (rows->n > 0)
        putchar('\n');
    dbk_output_table(stdout, lists[which].columns, rows, dbk_lines_width());
}

static int
show(const dbk_call *call, size_t which, const dbk_rows *night, const dbk_place *place, const dbk_rows *part,
     const dbk_rows *rows, dbk_err *err)
{
    const dbk_part parts[] = {
        { NULL, true, &dbk_night_columns, night },
        { lists[which].key, false, lists[which].columns, rows },
        { "in_place", false, &dbk_place_night_columns, part },
    };
    const size_t n = part && call->format == DBK_FORMAT_JSON ? 3 : 2;

    if (call->format == DBK_FORMAT_JSON || call->format == DBK_FORMAT_XLSX)
        return dbk_call_parts(call, parts, n, err);
    if (call->format == DBK_FORMAT_CSV)
        dbk_output_csv(stdout, lists[which].columns, rows);
    else
        print_list(which, night, place, part, rows);
    return 0;
}

/* The list of that night, of the place alone. */
static int
list_of(dbk_call *call, size_t which, const char *date, const dbk_place *place, dbk_err *err)
{
    const char *values[] = { date, NULL }, *of_place[] = { date, place->ids };
    dbk_rows *night = dbk_call_night(call, date, err), *part = NULL, *rows = NULL;
    int rc = -1;

    if (night == NULL)
        return -1;
    if (place->level && (part = dbk_db_query(call->db, DBK_SQL_OFFICE_PLACE_NIGHT, of_place, 2, err)) == NULL)
        goto out;
    if ((rows = dbk_db_query(call->db, lists[which].statement, values, lists[which].parameters, err)) == NULL)
        goto out;
    dbk_place_keep(place, rows);
    rc = show(call, which, night, place, part, rows, err);
out:
    dbk_rows_free(&night);
    dbk_rows_free(&part);
    dbk_rows_free(&rows);
    return rc;
}

/* Once. */
static int
list(dbk_call *call, dbk_err *err)
{
    char date[DBK_DAY_TEXT_BYTES];
    dbk_place place;
    size_t which = 0;

    while (strcmp(lists[which].verb, call->verb) != 0)
        which++;
    int rc = dbk_place_find(call, &place, err);

    if (rc == 0)
        rc = dbk_call_date(call, 0, date, err);
    if (rc == 0)
        rc = list_of(call, which, date, &place, err);
    dbk_place_fini(&place);
    return rc;
}

static int
listen_to(const dbk_call *call, const char *statement, dbk_err *err)
{
    dbk_rows *rows = dbk_db_query(call->db, statement, NULL, 0, err);
    const int rc = rows ? 0 : -1;

    dbk_rows_free(&rows);
    return rc;
}

/* Nobody is missing any more, in all or in the place. */
static int
is_done(dbk_call *call, bool *done, dbk_err *err)
{
    char date[DBK_DAY_TEXT_BYTES];
    dbk_place place;
    dbk_rows *counts = NULL;

    if (dbk_place_find(call, &place, err) == 0 && dbk_call_date(call, 0, date, err) == 0) {
        const char *values[] = { date, place.ids };

        counts = place.level ? dbk_db_query(call->db, DBK_SQL_OFFICE_PLACE_NIGHT, values, 2, err)
                             : dbk_call_night(call, date, err);
    }
    const int rc = counts ? 0 : -1;

    *done = counts && strcmp(dbk_rows_get(counts, 0, "missing"), "0") == 0;
    dbk_rows_free(&counts);
    dbk_place_fini(&place);
    return rc;
}

/* Again and again, on the terminal's whole page: at every act of the office and whenever a daemon has news, and every half
 * minute for what nobody told. Ends when nobody is missing, or by Ctrl-C. */
static int
watch(dbk_call *call, dbk_err *err)
{
    const bool terminal = isatty(STDOUT_FILENO);
    bool done = false;

    if (listen_to(call, "LISTEN daybook_directory", err) != 0 || listen_to(call, "LISTEN daybook_news", err) != 0)
        return -1;
    for (;;) {
        if (terminal)
            fputs("\033[H\033[2J", stdout);
        if (is_done(call, &done, err) != 0 || list(call, err) != 0 || fflush(stdout) != 0)
            return -1;
        if (done)
            return 0;
        if (dbk_db_wait(call->db, WATCH_MS, err) != 0)
            return -1;
    }
}

int
dbk_cmd_list(dbk_call *call, dbk_err *err)
{
    return call->watch ? watch(call, err) : list(call, err);
}

void
dbk_keys_print(const dbk_rows *keys)
{
    dbk_output_table(stdout, &dbk_key_columns, keys, dbk_lines_width());
}

int
dbk_cmd_keys(dbk_call *call, dbk_err *err)
{
    const char *values[] = { NULL };
    dbk_rows *rows = dbk_db_query(call->db, DBK_SQL_OFFICE_KEYS, values, 1, err);

    if (rows == NULL)
        return -1;
    const int rc = dbk_call_show(call, "keys", N_("no key was approved yet\n"), &dbk_key_columns, rows, err);

    dbk_rows_free(&rows);
    return rc;
}
