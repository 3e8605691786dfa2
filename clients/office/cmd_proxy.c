/*
 * proxy — a committee's report, dictated over the telephone and entered here: asked field by field, or from a file.
 *
 * Promise: a report is called entered only after the database has committed it; until then nothing of it is anywhere.
 * Not here: what a field may say (proxy.c), the questions (proxy_ask.c).
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "clients/office/call.h"
#include "clients/office/proxy_ask.h"
#include "clients/office/proxy_file.h"
#include "clients/words.h"
#include "proto/ident.h"
#include "proto/text.h"
#include "sql/queries.h"

static const dbk_column entered_columns[] = {
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "committee", .head = N_("committee"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1 },
    { .key = "report_date", .head = N_("date"), .where = DBK_EVERYWHERE },
    { .key = "revision", .head = N_("revision"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "record_id", .head = N_("record"), .where = DBK_IN_FILES },
    { .key = "received_at", .head = N_("entered"), .shape = DBK_INSTANT, .where = DBK_EVERYWHERE },
    { .key = "timeliness", .head = N_("timeliness"), .shape = DBK_CODE, .where = DBK_EVERYWHERE, .list = "timeliness" },
    { .key = "code", .head = N_("telephone code"), .shape = DBK_RECEIPT, .where = DBK_EVERYWHERE },
};

static const dbk_column entry_columns[] = {
    { .key = "report_date", .head = N_("date"), .where = DBK_EVERYWHERE },
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "committee", .head = N_("committee"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2 },
    { .key = "subdistrict", .head = N_("subdistrict"), .where = DBK_IN_FILES },
    { .key = "branch", .head = N_("branch"), .where = DBK_IN_FILES },
    { .key = "revision", .head = N_("revision"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "record_id", .head = N_("record"), .where = DBK_IN_FILES },
    { .key = "state", .head = N_("original"), .shape = DBK_CODE, .where = DBK_EVERYWHERE, .list = "proxy" },
    { .key = "original_at", .head = N_("since"), .shape = DBK_INSTANT, .where = DBK_EVERYWHERE },
    { .key = "original_revision", .head = N_("original's revision"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "entered_at", .head = N_("entered"), .shape = DBK_INSTANT, .where = DBK_EVERYWHERE },
    { .key = "entered_by", .head = N_("by"), .where = DBK_EVERYWHERE },
    { .key = "timeliness", .head = N_("timeliness"), .shape = DBK_CODE, .where = DBK_IN_FILES, .list = "timeliness" },
    { .key = "person_code", .head = N_("person's code"), .where = DBK_IN_FILES },
    { .key = "dictated_by", .head = N_("dictated by"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1 },
    { .key = "telephone", .head = N_("telephone"), .where = DBK_EVERYWHERE },
    { .key = "code", .head = N_("telephone code"), .shape = DBK_RECEIPT, .where = DBK_IN_FILES },
};

/* In a file the heads are the keys, whatever the language: it comes back. */
static const dbk_column sheet_columns[] = {
    { .key = "field", .where = DBK_IN_FILES },
    { .key = "value", .where = DBK_IN_FILES },
    { .key = "label", .where = DBK_IN_FILES },
    { .key = "unit", .where = DBK_IN_FILES },
    { .key = "least", .where = DBK_IN_FILES, .shape = DBK_NUMBER },
    { .key = "most", .where = DBK_IN_FILES, .shape = DBK_NUMBER },
    { .key = "required", .where = DBK_IN_FILES },
    { .key = "last", .where = DBK_IN_FILES, .shape = DBK_NUMBER },
    { .key = "place", .where = DBK_IN_FILES, .shape = DBK_NUMBER },
};

/* On paper there is room for a pen. The number is the one that daybook show --dictate reads out. */
static const dbk_column paper_columns[] = {
    { .key = "place", .head = N_("no."), .where = DBK_IN_TABLE, .shape = DBK_NUMBER },
    { .key = "label", .head = N_("field"), .where = DBK_IN_TABLE, .fit = DBK_WRAP, .share = 1 },
    { .key = "least", .head = N_("least"), .where = DBK_IN_TABLE, .shape = DBK_NUMBER },
    { .key = "most", .head = N_("most"), .where = DBK_IN_TABLE, .shape = DBK_NUMBER },
    { .key = "unit", .head = N_("unit"), .where = DBK_IN_TABLE },
    { .key = "required", .head = N_("must be filled"), .where = DBK_IN_TABLE },
    { .key = "last", .head = N_("last report"), .where = DBK_IN_TABLE, .shape = DBK_NUMBER },
    { .key = "value", .head = N_("tonight"), .where = DBK_IN_TABLE },
};

const dbk_columns dbk_proxy_columns = DBK_COLUMNS(entry_columns);
static const dbk_columns entered = DBK_COLUMNS(entered_columns), sheet = DBK_COLUMNS(sheet_columns),
                         paper = DBK_COLUMNS(paper_columns);

/* All that a dictation stands on. */
typedef struct {
    char      number[DBK_NUMBER_TEXT_BYTES], date[DBK_DAY_TEXT_BYTES];
    dbk_form *form;
    dbk_rows *head, *posted, *last;
} ground;

/* ---------------------------------------------------------------- the ground */

static void
leave(ground *g)
{
    dbk_form_close(&g->form);
    dbk_rows_free(&g->head);
    dbk_rows_free(&g->posted);
    dbk_rows_free(&g->last);
}

static dbk_form *
open_form(const dbk_rows *row, const char *date, dbk_err *err)
{
    const char *hex = dbk_rows_get(row, 0, "message");
    const size_t size = hex ? strlen(hex) / 2 : 0;
    uint8_t *bytes = malloc(size + 1);
    dbk_form *form = NULL;

    if (hex != NULL && bytes != NULL && dbk_hex_parse(hex, bytes, size))
        form = dbk_form_open(bytes, size, err);
    else
        dbk_err_set(err, DBK_E_INPUT, _("no form is in force on %s"), date);
    free(bytes);
    return form;
}

static int
stand_on(const dbk_call *call, ground *g, dbk_err *err)
{
    if (dbk_call_date(call, 1, g->date, err) != 0 || dbk_call_committee(call, 0, g->number, err) != 0)
        return -1;
    const char *values[] = { g->number, g->date };

    g->head = dbk_db_query(call->db, DBK_SQL_OFFICE_PROXY_FORM, values, 2, err);
    g->form = g->head ? open_form(g->head, g->date, err) : NULL;
    g->posted = g->form ? dbk_db_query(call->db, DBK_SQL_OFFICE_PROXY_POSTED, values, 2, err) : NULL;
    g->last = g->posted ? dbk_db_query(call->db, DBK_SQL_OFFICE_PROXY_LAST, values, 2, err) : NULL;
    return g->last ? 0 : -1;
}

/* ---------------------------------------------------------------- the act */

static const char *
telephone_of(const ground *g, const char *person)
{
    for (size_t i = 0; i < g->posted->n; i++)
        if (strcmp(dbk_rows_get(g->posted, i, "person_code"), person) == 0)
            return dbk_rows_get(g->posted, i, "telephone");
    return NULL;
}

/* May this person dictate that night, before anything is dictated? To correct an entry, what it says is taken over. */
static int
may_begin(const dbk_call *call, const ground *g, const char *person, dbk_proxy *proxy, dbk_err *err)
{
    const char *values[] = { g->number, g->date, person, call->correct ? "t" : "f" };
    dbk_rows *rows = dbk_db_query(call->db, "SELECT office.check_proxy($1::int4, $2::date, $3, $4::boolean) AS entry",
                                  values, 4, err);
    uint8_t base[DBK_ID_BYTES];
    int rc = rows ? 0 : -1;

    if (rc == 0 && call->correct && dbk_id_parse(dbk_rows_get(rows, 0, "entry"), base)) {
        dbk_rows *said = dbk_db_query(call->db, DBK_SQL_OFFICE_PROXY_ENTRY, values, 2, err);

        rc = said ? 0 : -1;
        for (size_t i = 0; said && i < said->n; i++)
            (void)dbk_proxy_set(proxy, dbk_rows_get(said, i, "code"), dbk_rows_get(said, i, "value"), NULL);
        dbk_rows_free(&said);
        dbk_proxy_correct(proxy, base);
    }
    dbk_rows_free(&rows);
    return rc;
}

static int
enter(const dbk_call *call, dbk_proxy *proxy, const char *person, const char *telephone, dbk_err *err)
{
    uint8_t id[DBK_ID_BYTES], hash[DBK_HASH_BYTES];
    size_t size;
    uint8_t *sealed = dbk_proxy_seal(proxy, dbk_now_ms(), id, &size);
    char *hex = malloc(2 * size + 1), hash_hex[2 * DBK_HASH_BYTES + 1], code[DBK_CODE_CHARS + 1];
    dbk_rows *rows = NULL;
    int rc = -1;

    if (hex == NULL) {
        dbk_err_sys(err, "%zu bytes", size);
        goto out;
    }
    dbk_hash(sealed, size, hash);
    dbk_code_make(id, hash, code);
    const char *values[] = { dbk_hex(sealed, size, hex), dbk_hex(hash, sizeof hash, hash_hex), code, person, telephone,
                             call->reason ? call->reason : "" };

    rows = dbk_db_query(call->db, DBK_SQL_OFFICE_PROXY_ENTER, values, sizeof values / sizeof values[0], err);
    if (rows == NULL)
        goto out;
    rc = dbk_call_show(call, "entered", "", &entered, rows, err);
    if (call->format == DBK_FORMAT_TABLE)
        printf("%s", _("Entered. Tell them the telephone code. Their laptop keeps its own report:\n"
                       "when it comes, it corrects this one, and history shows what differed.\n"));
out:
    dbk_rows_free(&rows);
    free(hex);
    free(sealed);
    return rc;
}

/* ---------------------------------------------------------------- by questions, and from a file */

static void
put_head(const dbk_proxy_talk *talk, const ground *g)
{
    const char *name = dbk_rows_get(g->head, 0, "committee");
    char shown[128];
    int32_t day = 0;

    dbk_day_parse(g->date, &day);
    fprintf(talk->out, _("%s %s, %s %s: form version %u with %zu figures\n"), g->number,
            dbk_text_shown(name, strlen(name), shown, sizeof shown), g->date,
            dbk_words_weekday(dbk_day_weekday(day)), dbk_form_version(g->form),
            dbk_form_message_of(g->form)->n_indicators);
}

static int
by_questions(const dbk_call *call, const ground *g, dbk_proxy *proxy, dbk_err *err)
{
    const dbk_proxy_talk talk = { stdin, call->format == DBK_FORMAT_TABLE ? stdout : stderr, proxy, g->form, g->last,
                                  call->correct };
    const char *person = call->person;
    char *telephone = NULL;
    int row, rc = -1;

    put_head(&talk, g);
    if (person == NULL && g->posted->n == 0)
        return dbk_err_set(err, DBK_E_INPUT, _("nobody is posted at committee %s on %s"), g->number, g->date);
    if (person == NULL) {
        if ((row = dbk_proxy_ask_person(&talk, g->posted, err)) < 0)
            return -1;
        person = dbk_rows_get(g->posted, (size_t)row, "person_code");
    }
    if (may_begin(call, g, person, proxy, err) != 0)
        return -1;
    const char *of_roster = telephone_of(g, person);

    if (call->telephone == NULL)
        telephone = dbk_proxy_ask_telephone(&talk, of_roster ? of_roster : "", err);
    if (call->telephone == NULL && telephone == NULL)
        return -1;
    if (dbk_proxy_ask(&talk, err) == 0)
        rc = enter(call, proxy, person, call->telephone ? call->telephone : telephone, err);
    free(telephone);
    return rc;
}

static int
from_file(const dbk_call *call, const ground *g, dbk_proxy *proxy, dbk_err *err)
{
    const char *telephone = call->telephone;

    if (call->person == NULL)
        return dbk_err_set(err, DBK_E_USAGE, "%s", _("with --file say who dictated: --person CODE"));
    if (telephone == NULL)
        telephone = telephone_of(g, call->person);
    if (may_begin(call, g, call->person, proxy, err) != 0 || dbk_proxy_file_read(proxy, call->file, err) != 0)
        return -1;
    return enter(call, proxy, call->person, telephone ? telephone : "", err);
}

int
dbk_cmd_proxy(dbk_call *call, dbk_err *err)
{
    ground g = { .form = NULL };
    dbk_proxy *proxy = NULL;
    int32_t day;
    int rc = -1;

    if (stand_on(call, &g, err) == 0 && dbk_day_parse(g.date, &day)) {
        proxy = dbk_proxy_new(g.form, (uint32_t)strtoul(g.number, NULL, 10), dbk_day_ymd(day));
        rc = call->file ? from_file(call, &g, proxy, err) : by_questions(call, &g, proxy, err);
    }
    dbk_proxy_free(&proxy);
    leave(&g);
    return rc;
}

/* ---------------------------------------------------------------- proxy sheet, proxy list */

static const char *
last_of(const ground *g, const char *code)
{
    for (size_t i = 0; i < g->last->n; i++)
        if (strcmp(dbk_rows_get(g->last, i, "code"), code) == 0)
            return dbk_rows_get(g->last, i, "value");
    return NULL;
}

static dbk_rows *
sheet_of(const ground *g)
{
    const char *names[sizeof sheet_columns / sizeof sheet_columns[0]];
    const dbk_form_message *form = dbk_form_message_of(g->form);
    dbk_proxy *proxy = dbk_proxy_new(g->form, 1, 0);

    for (size_t i = 0; i < sheet.n; i++)
        names[i] = sheet_columns[i].key;
    dbk_rows *rows = dbk_rows_new(names, sheet.n);

    for (size_t i = 0; i < form->n_indicators; i++) {
        const Daybook__V1__Indicator *f = form->indicators[i];
        char least[24], most[24], place[24];

        snprintf(place, sizeof place, "%zu", i + 1);
        snprintf(least, sizeof least, "%" PRId64, f->least);
        snprintf(most, sizeof most, "%" PRId64, f->most);
        dbk_rows_add(rows, (const char *[]){ f->code, "",
                     dbk_words_pick((const char *)f->label_zh.data, (const char *)f->label_en.data),
                     dbk_words_pick((const char *)f->unit_zh.data, (const char *)f->unit_en.data), least, most,
                     f->required ? _("yes") : "", last_of(g, f->code), place });
    }
    for (size_t i = 0; dbk_proxy_text_path(i) != NULL; i++) {
        char label[128];

        dbk_rows_add(rows, (const char *[]){ dbk_proxy_text_path(i), "",
                     dbk_proxy_label(proxy, dbk_proxy_text_path(i), label, sizeof label), "", NULL, NULL, "", NULL, NULL });
    }
    dbk_proxy_free(&proxy);
    return rows;
}

int
dbk_cmd_proxy_sheet(dbk_call *call, dbk_err *err)
{
    ground g = { .form = NULL };
    dbk_rows *rows = NULL;
    int rc = -1;

    if (stand_on(call, &g, err) == 0) {
        rows = sheet_of(&g);
        rc = dbk_call_show(call, "fields", "", call->format == DBK_FORMAT_TABLE ? &paper : &sheet, rows, err);
    }
    dbk_rows_free(&rows);
    leave(&g);
    return rc;
}

int
dbk_cmd_proxy_list(dbk_call *call, dbk_err *err)
{
    char date[DBK_DAY_TEXT_BYTES];
    const char *values[] = { call->n > 0 ? date : NULL };
    dbk_rows *rows = NULL;
    int rc = -1;

    if (call->n > 0 && dbk_call_date(call, 0, date, err) != 0)
        return -1;
    rows = dbk_db_query(call->db, DBK_SQL_OFFICE_PROXY_LIST, values, 1, err);
    if (rows != NULL)
        rc = dbk_call_show(call, "entries", N_("nothing was entered by telephone\n"), &dbk_proxy_columns, rows, err);
    dbk_rows_free(&rows);
    return rc;
}
