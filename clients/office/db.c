#include "clients/office/db.h"

#include <assert.h>
#include <errno.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/fullwidth.h"
#include "clients/words.h"
#include "sql/queries.h"

#define CONNECT_TIMEOUT_S "10"

struct dbk_db {
    PGconn *pg;
    char   *refusal;
    char    warning[200];                  /* what the server warned of in this statement; "": nothing */
};

/* ---------------------------------------------------------------- refusals */

#define SCHEMA_DIFFERS N_("the schema is older or newer than this program (see migrate.sh --status)")

/* By SQLSTATE. Behind the text stands the server's message, or the role's name. */
static const struct { const char *state; dbk_code code; bool names_role; const char *text; } refusals[] = {
    { "42501", DBK_E_FORBIDDEN, true,
      N_("this role may not do that; a login of the office is a member of daybook_office") },
    { "3F000", DBK_E_CONFIG, false, N_("this is no daybook database, or not migrated yet (run migrate.sh)") },
    { "42P01", DBK_E_CONFIG, false, SCHEMA_DIFFERS },
    { "42703", DBK_E_CONFIG, false, SCHEMA_DIFFERS },
    { "42704", DBK_E_CONFIG, false, SCHEMA_DIFFERS },
    { "42883", DBK_E_CONFIG, false, SCHEMA_DIFFERS },
    { "22007", DBK_E_INPUT, false, N_("that is no date or time; write it as 2020-02-18 21:30") },
    { "22008", DBK_E_INPUT, false, N_("that is no date or time; write it as 2020-02-18 21:30") },
    { "22P02", DBK_E_INPUT, false, N_("that is no number") },
    { "22003", DBK_E_INPUT, false, N_("that number is too large") },
    { "25006", DBK_E_STORE, false,
      N_("this server only reads (connect with target_session_attrs=read-write)") },
};

static const char *
field(const PGresult *result, int which)
{
    const char *text = PQresultErrorField(result, which);

    return text ? text : "";
}

/* An office function refused: its message is English, its detail Chinese. */
static int
office_refused(dbk_db *db, const PGresult *result, dbk_err *err)
{
    const char *zh = field(result, PG_DIAG_MESSAGE_DETAIL);
    const char *en = field(result, PG_DIAG_MESSAGE_PRIMARY);

    free(db->refusal);
    db->refusal = dbk_words_zh() && zh[0] ? dbk_fullwidth(zh) : strdup(en);
    assert(db->refusal);
    return dbk_err_set(err, DBK_E_INPUT, "%s", db->refusal);
}

/* What libpq says ends in a newline, which reads badly in the middle of our sentence. */
static int
connection_failed(const PGconn *pg, const char *what, dbk_err *err)
{
    const char *said = PQerrorMessage(pg);
    size_t n = strlen(said);

    while (n > 0 && said[n - 1] == '\n')
        n--;
    return dbk_err_set(err, DBK_E_STORE, _("%s: %.*s"), what, (int)n, said);
}

/* Of what a person typed the server's message quotes what it cannot take, in English; nothing else of it is for them. */
static int
not_taken(const char *text, const char *message, dbk_err *err)
{
    const char *from = strchr(message, '"'), *until = from ? strrchr(message, '"') : NULL;

    if (until == from)
        return dbk_err_set(err, DBK_E_INPUT, "%s", text);
    return dbk_err_set(err, DBK_E_INPUT, _("%s: %.*s"), text, (int)(until + 1 - from), from);
}

static int
refused(dbk_db *db, const PGresult *result, dbk_err *err)
{
    const char *state = field(result, PG_DIAG_SQLSTATE);
    const char *message = field(result, PG_DIAG_MESSAGE_PRIMARY);

    if (strncmp(state, "DB", 2) == 0)
        return office_refused(db, result, err);
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++)
        if (strcmp(refusals[i].state, state) == 0)
            return refusals[i].code == DBK_E_INPUT ? not_taken(_(refusals[i].text), message, err)
                : dbk_err_set(err, refusals[i].code, _("%s: %s"), _(refusals[i].text),
                              refusals[i].names_role ? PQuser(db->pg) : message);
    if (PQstatus(db->pg) != CONNECTION_OK)
        return connection_failed(db->pg, _("the connection was lost; look whether it was done before you repeat it"),
                                 err);
    return dbk_err_set(err, DBK_E_STORE, _("the database refused: %s (SQLSTATE %s)"), message, state);
}

/* ---------------------------------------------------------------- the connection */

static PGconn *
connect_to(const char *conninfo)
{
    /* A later entry beats an earlier one: the person may name another application, not another encoding. */
    const char *const names[] = { "fallback_application_name", "dbname", "client_encoding", NULL };
    const char *const values[] = { "daybook-office", conninfo, "UTF8", NULL };

    setenv("PGCONNECT_TIMEOUT", CONNECT_TIMEOUT_S, 0);
    return PQconnectdbParams(names, values, 1);
}

static int
not_connected(const PGconn *pg, dbk_err *err)
{
    if (PQconnectionNeedsPassword(pg))
        return dbk_err_set(err, DBK_E_CONFIG, "%s",
                           _("the database asks for a password: put it into ~/.pgpass, mode 0600"));
    return connection_failed(pg, _("cannot connect to the database (-d CONNINFO, PGSERVICE or PGHOST say where it is)"),
                             err);
}

/* Zone, date style and search path are ours, whatever the role has set; a reader gets its one snapshot. */
static int
set_session(dbk_db *db, dbk_db_use use, dbk_err *err)
{
    const char *const reads[] = { use == DBK_DB_ACT ? "off" : "on" };
    dbk_rows *rows = dbk_db_query(db, DBK_SQL_OFFICE_SESSION, reads, 1, err);

    if (rows && use == DBK_DB_READ) {
        dbk_rows_free(&rows);
        rows = dbk_db_query(db, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", NULL, 0, err);
    }
    if (rows == NULL)
        return -1;
    dbk_rows_free(&rows);
    return 0;
}

/* A WARNING in an act is one of its COMMIT: it is done here, and the standby server has not confirmed it. */
static void
take_notice(void *arg, const PGresult *notice)
{
    dbk_db *db = arg;

    if (strcmp(field(notice, PG_DIAG_SEVERITY_NONLOCALIZED), "WARNING") == 0)
        snprintf(db->warning, sizeof db->warning, "%s", field(notice, PG_DIAG_MESSAGE_PRIMARY));
}

dbk_db *
dbk_db_open(const char *conninfo, dbk_db_use use, dbk_err *err)
{
    dbk_db *db = calloc(1, sizeof *db);

    assert(db);
    db->pg = connect_to(conninfo);
    if (PQstatus(db->pg) != CONNECTION_OK) {
        not_connected(db->pg, err);
        goto fail;
    }
    if (set_session(db, use, err) != 0)
        goto fail;
    if (use == DBK_DB_ACT)
        PQsetNoticeReceiver(db->pg, take_notice, db);
    return db;
fail:
    dbk_db_close(&db);
    return NULL;
}

void
dbk_db_close(dbk_db **db)
{
    if (*db == NULL)
        return;
    PQfinish((*db)->pg);
    free((*db)->refusal);
    free(*db);
    *db = NULL;
}

/* ---------------------------------------------------------------- statements */

static dbk_rows *
rows_of(const PGresult *result)
{
    const int width = PQnfields(result);
    const char **cells = calloc((size_t)width + 1, sizeof *cells);

    assert(cells);
    for (int i = 0; i < width; i++)
        cells[i] = PQfname(result, i);
    dbk_rows *rows = dbk_rows_new(cells, (size_t)width);

    for (int row = 0; row < PQntuples(result); row++) {
        for (int i = 0; i < width; i++)
            cells[i] = PQgetisnull(result, row, i) ? NULL : PQgetvalue(result, row, i);
        dbk_rows_add(rows, cells);
    }
    free(cells);
    return rows;
}

dbk_rows *
dbk_db_query(dbk_db *db, const char *sql, const char *const *values, size_t n, dbk_err *err)
{
    db->warning[0] = '\0';

    PGresult *result = PQexecParams(db->pg, sql, (int)n, NULL, values, NULL, NULL, 0);
    const ExecStatusType status = PQresultStatus(result);
    dbk_rows *rows = NULL;

    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
        refused(db, result, err);
    else if (db->warning[0] != '\0')
        dbk_err_set(err, DBK_E_STORE,
                    _("the database is not sure of it (%s); look whether it was done before you repeat it"),
                    db->warning);
    else
        rows = rows_of(result);
    PQclear(result);
    return rows;
}

/* What was notified so far, taken off; false: nothing. */
static bool
was_notified(PGconn *pg)
{
    PGnotify *heard;
    bool any = false;

    while ((heard = PQnotifies(pg)) != NULL) {
        any = true;
        PQfreemem(heard);
    }
    return any;
}

int
dbk_db_wait(dbk_db *db, int timeout_ms, dbk_err *err)
{
    struct pollfd on = { .fd = PQsocket(db->pg), .events = POLLIN };

    if (was_notified(db->pg))               /* it came with the answer to the statement before */
        return 0;
    if (poll(&on, 1, timeout_ms) < 0 && errno != EINTR)
        return dbk_err_sys(err, "poll");
    if (!PQconsumeInput(db->pg))
        return connection_failed(db->pg, _("the connection was lost"), err);
    (void)was_notified(db->pg);
    return 0;
}

const char *
dbk_db_refusal(const dbk_db *db)
{
    return db->refusal ? db->refusal : "";
}
