/*
 * call — what the person asked for: the words after the verb, the options, and the database to ask.
 *
 * The verbs are here too, one a file but for those that are only a query (cmd_list.c) or only an act (cmd_act.c). Each
 * returns 0, or -1 with a code that becomes the exit status.
 */
#ifndef DBK_OFFICE_CALL_H
#define DBK_OFFICE_CALL_H

#include <stdbool.h>

#include "clients/office/db.h"
#include "clients/office/output.h"
#include "proto/calendar.h"
#include "proto/err.h"

/* The part of the city that --in names (place.h). */
typedef struct {
    const char *level;      /* "subdistrict", "branch", "committee"; NULL: everywhere, nothing was asked */
    char       *name, *key; /* of it */
    char       *ids;        /* its committees, "12,13" */
    size_t      n;
} dbk_place;

typedef struct {
    const char *verb;                /* "key approve" */
    int         n;                   /* words after the verb */
    char      **word;
    /* NULL: not given */
    const char *person, *reason, *figure, *svg, *in, *before, *as_of, *night, *file, *telephone, *conninfo;
    bool        all, watch, errata, correct;
    dbk_format  format;
    dbk_db     *db;                  /* NULL for a verb that needs none */
} dbk_call;

/* DATE, the word at `at`; the database's business date when there is none.
 *   errors   DBK_E_USAGE: not YYYY-MM-DD, or no such day */
int dbk_call_date(const dbk_call *call, int at, char date[DBK_DAY_TEXT_BYTES], dbk_err *err);

/* TO, the word at `at`, after FROM, the word before it.
 *   errors   DBK_E_USAGE: as above, or it is before FROM */
int dbk_call_until(const dbk_call *call, int at, char date[DBK_DAY_TEXT_BYTES], dbk_err *err);

#define DBK_NUMBER_TEXT_BYTES 12

/* COMMITTEE, the word at `at`: a number, or an exact name.
 *   errors   DBK_E_INPUT: none (names the nearest), or several of that name (lists them) */
int dbk_call_committee(const dbk_call *call, int at, char number[DBK_NUMBER_TEXT_BYTES], dbk_err *err);

/* FIGURE: a code or label, or a part of one that no other has. *code is yours to free.
 *   errors   DBK_E_INPUT: none, or several (lists them) */
int dbk_call_figure(const dbk_call *call, const char *said, char **code, dbk_err *err);

/* PERSON: a code of the roster, or the exact name of one person; *person is their row of office_persons, yours to free.
 *   errors   DBK_E_INPUT: none, or several of that name (tells them apart) */
int dbk_call_person(const dbk_call *call, const char *said, dbk_rows **person, dbk_err *err);

/* ITEM, the word at `at`: a code, or its word in Chinese or English; *code is static.
 *   errors   DBK_E_INPUT: none, and the nearest */
int dbk_call_item(const dbk_call *call, int at, const char **code, dbk_err *err);

/* BRANCH, the word at `at`: a number, or an exact name; *branch lies in *all, which is yours to free.
 *   errors   DBK_E_INPUT: none, and the nearest */
int dbk_call_branch(const dbk_call *call, int at, dbk_rows **all, const char **branch, dbk_err *err);

/* The head of a night's page: one row of office_night. NULL: err; DBK_E_INPUT: there is no such night. */
dbk_rows *dbk_call_night(const dbk_call *call, const char *date, dbk_err *err);

extern const dbk_columns dbk_night_columns;     /* of that row */
extern const dbk_columns dbk_night_sheet_columns;   /* of office_night_sheet */
extern const dbk_columns dbk_place_night_columns;   /* of office_place_night */
extern const dbk_columns dbk_missing_columns;   /* of office_missing */
extern const dbk_columns dbk_case_columns;      /* of office_cases */
extern const dbk_columns dbk_observation_columns;
extern const dbk_columns dbk_key_columns;       /* of office_keys */
extern const dbk_columns dbk_proxy_columns;     /* of office_proxy_list and office_proxy_night */
extern const dbk_columns dbk_audit_columns;     /* of office_audit */
extern const dbk_columns dbk_bulletin_columns;  /* of office_bulletins */

/* The lines above every table about a night: its date and deadline; n of N, what is missing, held and late, of the
 * place alone where `part` is its row of office_place_night; else that is NULL. */
void dbk_night_print(const dbk_rows *night, const dbk_place *place, const dbk_rows *part);
/* n of N alone, and why nobody is missing, of a row of either. */
void dbk_night_counts_print(const dbk_rows *counts);
void dbk_night_nobody_print(const dbk_rows *counts);
void dbk_keys_print(const dbk_rows *keys);

/* The columns that a verb of cmd_query.c prints, and its statement. Asserts that there is such a verb. */
const dbk_columns *dbk_query_columns(const char *verb, const char **statement);

/* Parts as JSON or as a workbook, whichever of the two is asked for. */
int dbk_call_parts(const dbk_call *call, const dbk_part *parts, size_t n, dbk_err *err);

/* Rows in the asked format: `key` names them in JSON, `none` (a msgid) says that there are none. */
int dbk_call_show(const dbk_call *call, const char *key, const char *none, const dbk_columns *columns,
                  const dbk_rows *rows, dbk_err *err);

int dbk_cmd_night(dbk_call *call, dbk_err *err);
int dbk_cmd_list(dbk_call *call, dbk_err *err);
int dbk_cmd_keys(dbk_call *call, dbk_err *err);
int dbk_cmd_report(dbk_call *call, dbk_err *err);
int dbk_cmd_invite(dbk_call *call, dbk_err *err);
int dbk_cmd_invitations(dbk_call *call, dbk_err *err);
int dbk_cmd_withdraw(dbk_call *call, dbk_err *err);
int dbk_cmd_render_list(dbk_call *call, dbk_err *err);
int dbk_cmd_render(dbk_call *call, dbk_err *err);
int dbk_cmd_export_night(dbk_call *call, dbk_err *err);
int dbk_cmd_export_campaign(dbk_call *call, dbk_err *err);
int dbk_cmd_query(dbk_call *call, dbk_err *err);
int dbk_cmd_board(dbk_call *call, dbk_err *err);
int dbk_cmd_trend(dbk_call *call, dbk_err *err);
int dbk_cmd_brief(dbk_call *call, dbk_err *err);
int dbk_cmd_brief_show(dbk_call *call, dbk_err *err);
int dbk_cmd_brief_list(dbk_call *call, dbk_err *err);
int dbk_cmd_form_show(dbk_call *call, dbk_err *err);
int dbk_cmd_form_diff(dbk_call *call, dbk_err *err);
int dbk_cmd_form_load(dbk_call *call, dbk_err *err);
int dbk_cmd_page(dbk_call *call, dbk_err *err);
int dbk_cmd_health(dbk_call *call, dbk_err *err);
int dbk_cmd_bulletin_publish(dbk_call *call, dbk_err *err);
int dbk_cmd_signup_import(dbk_call *call, dbk_err *err);
int dbk_cmd_sql(dbk_call *call, dbk_err *err);
int dbk_cmd_act(dbk_call *call, dbk_err *err);
int dbk_cmd_proxy(dbk_call *call, dbk_err *err);
int dbk_cmd_proxy_sheet(dbk_call *call, dbk_err *err);
int dbk_cmd_proxy_list(dbk_call *call, dbk_err *err);
int dbk_cmd_roster_list(dbk_call *call, dbk_err *err);
int dbk_cmd_roster(dbk_call *call, dbk_err *err);

#endif
