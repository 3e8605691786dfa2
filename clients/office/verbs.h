/*
 * verbs — what daybook-office can be asked to do: a row a verb.
 */
#ifndef DBK_OFFICE_VERBS_H
#define DBK_OFFICE_VERBS_H

#include "clients/office/db.h"
#include "clients/office/output.h"

/* What the command line said, options and words of the verb apart. */
typedef struct {
    dbk_db     *db;
    dbk_format  format;
    const char *verb;
    int         n;                       /* words behind the verb */
    char      **word;
    const char *reason, *person;         /* --reason, --person; NULL: not given */
} dbk_call;

typedef struct {
    const char *name;                    /* "key approve" */
    int         least, most;             /* words behind it */
    int       (*run)(const dbk_call *call, dbk_err *err);
    const char *usage, *meaning, *example;   /* meaning is a msgid */
} dbk_verb;

const dbk_verb *dbk_verbs(size_t *n);

int dbk_cmd_night(const dbk_call *call, dbk_err *err);
int dbk_cmd_report(const dbk_call *call, dbk_err *err);
int dbk_cmd_list(const dbk_call *call, dbk_err *err);        /* missing, cases, observations, key list */
int dbk_cmd_act(const dbk_call *call, dbk_err *err);         /* key approve, key revoke, close, reopen */
int dbk_cmd_roster(const dbk_call *call, dbk_err *err);

/* A date as it was said, or the business date when `said` is NULL: YYYY-MM-DD in `room`. */
int dbk_ask_date(const dbk_call *call, const char *said, char room[11], dbk_err *err);
/* A committee's number, from its number or its exact name. A name that several have is an error that lists them. */
int dbk_ask_committee(const dbk_call *call, const char *said, char room[12], dbk_err *err);

#endif
