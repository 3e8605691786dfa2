/*
 * act — the office's acts on keys and nights: a table of functions and what they take.
 *
 * Each is one call in one transaction; the database keeps who did it and why.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/office/call.h"
#include "clients/words.h"
#include "proto/text.h"
#include "sql/queries.h"

#define VALUES_MAX 5

typedef enum { TAKES_NOTHING = 0, TAKES_KEY, TAKES_COMMITTEE, TAKES_DATE, TAKES_PERSON, TAKES_REASON, TAKES_WORD,
               TAKES_ITEM, TAKES_BEFORE, MAY_COMMITTEE, MAY_WORD } taken;

enum { SHOWS_KEYS = -1, SHOWS_ACT = -2 };             /* instead of a night */

/* `done` stands before the first value; `date` is the index of the date among the values of an act on a night,
 * or says what else is shown when it is done. */
static const struct {
    const char *verb, *call, *done;
    struct { taken what; int word; } value[VALUES_MAX];
    int date;
} acts[] = {
    { "key approve", "SELECT office.approve_key($1, $2, $3)", N_("key approved"),
      { { TAKES_KEY, 0 }, { TAKES_PERSON, 0 }, { TAKES_REASON, 0 } }, -1 },
    { "key revoke", "SELECT office.revoke_key($1, $2)", N_("key revoked and cut off"),
      { { TAKES_KEY, 0 }, { TAKES_REASON, 0 } }, -1 },
    { "close", "SELECT office.close_night($1::date, $2)", N_("night closed"),
      { { TAKES_DATE, 0 }, { TAKES_REASON, 0 } }, 0 },
    { "reopen", "SELECT office.reopen($1::int4, $2::date, $3)", N_("open again for committee"),
      { { TAKES_COMMITTEE, 0 }, { TAKES_DATE, 1 }, { TAKES_REASON, 0 } }, 1 },
    { "return", "SELECT office.return_report($1::int4, $2::date, $3)", N_("returned to committee"),
      { { TAKES_COMMITTEE, 0 }, { TAKES_DATE, 1 }, { TAKES_REASON, 0 } }, 1 },
    { "excuse", "SELECT office.excuse($1::int4, $2::date, $3)", N_("excused: committee"),
      { { TAKES_COMMITTEE, 0 }, { TAKES_DATE, 1 }, { TAKES_REASON, 0 } }, 1 },
    { "excuse withdraw", "SELECT office.withdraw_excuse($1::int4, $2::date, $3)", N_("excused no longer: committee"),
      { { TAKES_COMMITTEE, 0 }, { TAKES_DATE, 1 }, { TAKES_REASON, 0 } }, 1 },
    { "risk close", "SELECT office.close_risk($1::int4, $2, $3)", N_("risk point closed, of committee"),
      { { TAKES_COMMITTEE, 0 }, { TAKES_WORD, 1 }, { TAKES_REASON, 0 } }, SHOWS_ACT },
    { "risk assign", "SELECT office.assign_risk($1::int4, $2, $3, $4)", N_("risk point assigned, of committee"),
      { { TAKES_COMMITTEE, 0 }, { TAKES_WORD, 1 }, { TAKES_WORD, 2 }, { TAKES_REASON, 0 } }, SHOWS_ACT },
    { "remark", "SELECT office.make_remark($1::int4, $2)", N_("remark made, to committee"),
      { { TAKES_COMMITTEE, 0 }, { TAKES_WORD, 1 } }, SHOWS_ACT },
    { "remark withdraw", "SELECT office.withdraw_remark($1::int4, $2, $3)", N_("remark withdrawn, to committee"),
      { { TAKES_COMMITTEE, 0 }, { TAKES_WORD, 1 }, { TAKES_REASON, 0 } }, SHOWS_ACT },
    { "outage", "SELECT office.enter_outage($1::timestamptz, $2::timestamptz, $4, $3::int4)",
      N_("outage entered, from"),
      { { TAKES_WORD, 0 }, { TAKES_WORD, 1 }, { MAY_COMMITTEE, 2 }, { TAKES_REASON, 0 } }, SHOWS_ACT },
    { "redact", "SELECT office.redact($1::int4, $2::date, $3, $4)", N_("text removed, of committee"),
      { { TAKES_COMMITTEE, 0 }, { TAKES_DATE, 1 }, { TAKES_WORD, 2 }, { TAKES_REASON, 0 } }, SHOWS_ACT },
    { "purge", "SELECT office.purge($1::date, $2)", N_("texts removed before"),
      { { TAKES_BEFORE, 0 }, { TAKES_REASON, 0 } }, SHOWS_ACT },
    { "supply promise", "SELECT office.move_supply($1::int4, $2, 'PROMISED', $3::int4, $4, $5)",
      N_("promised to committee"),
      { { TAKES_COMMITTEE, 0 }, { TAKES_ITEM, 1 }, { TAKES_WORD, 2 }, { TAKES_REASON, 0 }, { MAY_WORD, 3 } },
      SHOWS_ACT },
    { "supply send", "SELECT office.move_supply($1::int4, $2, 'SENT', $3::int4, $4, $5)", N_("sent to committee"),
      { { TAKES_COMMITTEE, 0 }, { TAKES_ITEM, 1 }, { TAKES_WORD, 2 }, { TAKES_REASON, 0 }, { MAY_WORD, 3 } },
      SHOWS_ACT },
    { "supply receive", "SELECT office.move_supply($1::int4, $2, 'RECEIVED', $3::int4, $4, $5)",
      N_("received by committee"),
      { { TAKES_COMMITTEE, 0 }, { TAKES_ITEM, 1 }, { TAKES_WORD, 2 }, { TAKES_REASON, 0 }, { MAY_WORD, 3 } },
      SHOWS_ACT },
    { "supply close", "SELECT office.move_supply($1::int4, $2, 'CLOSED', 0, $3, $4)", N_("settled, of committee"),
      { { TAKES_COMMITTEE, 0 }, { TAKES_ITEM, 1 }, { TAKES_REASON, 0 }, { MAY_WORD, 2 } }, SHOWS_ACT },
    { "bulletin revoke", "SELECT office.revoke_bulletin($1::int4, $2)", N_("bulletin revoked"),
      { { TAKES_WORD, 0 }, { TAKES_REASON, 0 } }, SHOWS_ACT },
    { "backup note", "SELECT office.note_backup($1)", N_("backup noted"), { { TAKES_REASON, 0 } }, SHOWS_ACT },
};

/* What a person typed, in NFC on one line; yours to free. NULL: err. */
static char *
typed(const char *text, dbk_err *err)
{
    char *made = dbk_text_nfc(text ? text : "", text ? strlen(text) : 0, err);

    if (made && dbk_text_check(made, strlen(made), DBK_TEXT_LINE, NULL) != DBK_TEXT_OK) {
        dbk_err_set(err, DBK_E_USAGE, "%s", _("the text on the command line holds a control character"));
        free(made);
        return NULL;
    }
    return made;
}

/* The date of --before. */
static char *
take_before(const dbk_call *call, dbk_err *err)
{
    char date[DBK_DAY_TEXT_BYTES], *word[] = { (char *)call->before };
    dbk_call as_word = *call;

    as_word.word = word;
    as_word.n = 1;
    return dbk_call_date(&as_word, 0, date, err) == 0 ? typed(date, err) : NULL;
}

/* Of --person the code. */
static char *
take_person(const dbk_call *call, dbk_err *err)
{
    dbk_rows *person = NULL;
    char *code = NULL;

    if (dbk_call_person(call, call->person, &person, err) == 0)
        code = typed(dbk_rows_get(person, 0, "person_code"), err);
    dbk_rows_free(&person);
    return code;
}

/* Yours to free; NULL: err. */
static char *
take(const dbk_call *call, taken what, int word, dbk_err *err)
{
    char number[DBK_NUMBER_TEXT_BYTES], date[DBK_DAY_TEXT_BYTES];
    const char *code;

    switch (what) {
    case TAKES_COMMITTEE:
    case MAY_COMMITTEE:
        return dbk_call_committee(call, word, number, err) == 0 ? typed(number, err) : NULL;
    case TAKES_DATE:
        return dbk_call_date(call, word, date, err) == 0 ? typed(date, err) : NULL;
    case TAKES_BEFORE:
        return take_before(call, err);
    case TAKES_ITEM:
        return dbk_call_item(call, word, &code, err) == 0 ? typed(code, err) : NULL;
    case TAKES_PERSON:
        return take_person(call, err);
    case TAKES_REASON:
        return typed(call->reason, err);
    default:
        return typed(call->word[word], err);
    }
}

/* What the audit keeps of it. */
static int
show_act(const dbk_call *call, size_t act, char *const *values, dbk_err *err)
{
    const char *const last_of_mine[] = { NULL, "1" };
    dbk_rows *rows = dbk_db_query(call->db, DBK_SQL_OFFICE_AUDIT, last_of_mine, 2, err);

    if (rows == NULL)
        return -1;
    if (call->format == DBK_FORMAT_TABLE)
        printf(_("%s: %s\n"), _(acts[act].done), values[0]);
    const int rc = dbk_call_show(call, "acts", "", &dbk_audit_columns, rows, err);

    dbk_rows_free(&rows);
    return rc;
}

/* What stands now, as rows of the list that the act belongs to. */
static int
show(const dbk_call *call, size_t act, char *const *values, dbk_err *err)
{
    const bool is_night = acts[act].date >= 0;
    const char *key[] = { values[0] };

    if (acts[act].date == SHOWS_ACT)
        return show_act(call, act, values, err);
    dbk_rows *rows = is_night ? dbk_call_night(call, values[acts[act].date], err)
                              : dbk_db_query(call->db, DBK_SQL_OFFICE_KEYS, key, 1, err);
    const dbk_columns *columns = is_night ? &dbk_night_columns : &dbk_key_columns;
    const dbk_part part = { "keys", is_night, columns, rows };

    if (rows == NULL)
        return -1;
    if (call->format == DBK_FORMAT_JSON) {
        dbk_output_json(stdout, &part, 1);
    } else if (call->format == DBK_FORMAT_CSV) {
        dbk_output_csv(stdout, columns, rows);
    } else {
        printf(_("%s: %s\n"), _(acts[act].done), values[0]);
        if (is_night)
            dbk_night_print(rows, &(dbk_place){ .level = NULL }, NULL);
        else
            dbk_keys_print(rows);
    }
    dbk_rows_free(&rows);
    return 0;
}

int
dbk_cmd_act(dbk_call *call, dbk_err *err)
{
    char *values[VALUES_MAX] = { NULL };
    size_t act = 0, n = 0;
    dbk_rows *done = NULL;
    int rc = -1;

    while (strcmp(acts[act].verb, call->verb) != 0)
        act++;
    for (; n < VALUES_MAX && acts[act].value[n].what != TAKES_NOTHING; n++)
        if (!(acts[act].value[n].what >= MAY_COMMITTEE && acts[act].value[n].word >= call->n) &&
            (values[n] = take(call, acts[act].value[n].what, acts[act].value[n].word, err)) == NULL)
            goto out;
    done = dbk_db_query(call->db, acts[act].call, (const char *const *)values, n, err);
    if (done)
        rc = show(call, act, values, err);
out:
    dbk_rows_free(&done);
    for (size_t i = 0; i < VALUES_MAX; i++)
        free(values[i]);
    return rc;
}
