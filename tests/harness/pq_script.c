#include "tests/harness/pq_script.h"

#include <arpa/inet.h>
#include <assert.h>
#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/link.h"
#include "daemon/pq.h"
#include "proto/calendar.h"

#define KEYS_MAX 16
#define NAME_BYTES 40

/* A row's key as a statement's arrays name it. */
typedef struct { int32_t committee, person; uint8_t id[DBK_ID_BYTES], hash[DBK_HASH_BYTES]; char code[DBK_CODE_CHARS]; } row_key;

typedef struct {
    char    name[NAME_BYTES];      /* "P" prepare, "Q text" plain, "E name" prepared, "S" sync */
    row_key key[KEYS_MAX];
    int     n;
    char    said[256];             /* of one with values in text form */
} asked;

/* What PQconnectStart gives; libpq's own type is never looked into. */
typedef struct {
    pq_database     *database;
    bool             broken, mourned, silent, half_flushed, in_transaction, failed, skips, wrote, writes_look;
    int              polls;
    PQnoticeReceiver receiver;
    void            *receiver_arg;
    asked           *queue;                     /* room for queue_room */
    int              queued, queue_room, run;
    PGresult       **result;                    /* room for result_room; NULL ends a statement's results */
    int              head, tail, result_room;
    pq_row          *staged[PQ_ROWS_MAX];
    int              n_staged;
} connection;

static pq_database *databases;
static int          n_databases;

static connection *
of(PGconn *pg)
{
    return (connection *)pg;
}

static const connection *
of_const(const PGconn *pg)
{
    return (const connection *)pg;
}

/* The array with room for one more behind the n that it holds; most connections of a test ask a few statements. */
static void *
roomier(void *array, size_t size, int n, int *room)
{
    if (n < *room)
        return array;
    *room = *room == 0 ? 16 : 2 * *room;
    array = realloc(array, (size_t)*room * size);
    assert(array != NULL);
    return array;
}

pq_row *
pq_script_row(pq_database *database, int32_t committee, const uint8_t id[DBK_ID_BYTES])
{
    for (int i = 0; i < database->n; i++)
        if (database->row[i].committee == committee && memcmp(database->row[i].id, id, DBK_ID_BYTES) == 0)
            return &database->row[i];
    assert(database->n < PQ_ROWS_MAX);
    pq_row *row = &database->row[database->n++];
    *row = (pq_row){ .committee = committee };
    memcpy(row->id, id, DBK_ID_BYTES);
    return row;
}

/* ---------------------------------------------------------------- faults */

static bool
strikes(pq_database *d, pq_fault fault, int count)
{
    if (d->fault != fault || d->at == 0 || count < d->at || d->had >= (d->times > 0 ? d->times : 1))
        return false;
    d->had++;
    return true;
}

/* Every call of the table that may fail goes through here; true: it fails now, or the connection is gone already. */
static bool
breaks(connection *c, bool *after)
{
    pq_database *d = c->database;

    d->calls++;
    *after = strikes(d, PQ_BREAK_AFTER, d->calls);
    if (*after || strikes(d, PQ_BREAK_BEFORE, d->calls))
        c->broken = true;
    return c->broken;
}

/* ---------------------------------------------------------------- results: tag and SQLSTATE stand where a column's name would */

static void
push(connection *c, PGresult *r)
{
    c->result = roomier(c->result, sizeof *c->result, c->tail, &c->result_room);
    c->result[c->tail++] = r;
}

static PGresult *
named(ExecStatusType status, const char *name)
{
    PGresult *r = PQmakeEmptyPGresult(NULL, status);
    char text[NAME_BYTES];
    PGresAttDesc column = { .name = text, .typlen = -1, .atttypmod = -1 };

    assert(r != NULL);
    snprintf(text, sizeof text, "%s", name);
    PQsetResultAttrs(r, 1, &column);
    return r;
}

static PGresult *
rows_of(int n)
{
    static char name[] = "column";
    PGresAttDesc columns[12];
    PGresult *r = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);

    assert(r != NULL && n <= 12);
    for (int i = 0; i < n; i++)
        columns[i] = (PGresAttDesc){ .name = name, .format = 1, .typlen = -1, .atttypmod = -1 };
    PQsetResultAttrs(r, n, columns);
    return r;
}

static void
put(PGresult *r, int row, int column, const void *bytes, int size)
{
    char room[64];

    assert(size <= (int)sizeof room);
    memcpy(room, bytes, (size_t)size);
    PQsetvalue(r, row, column, room, size);
}

static void put_int4(PGresult *r, int row, int column, int32_t v) { put(r, row, column, &(uint32_t){ htonl((uint32_t)v) }, 4); }
static void put_int2(PGresult *r, int row, int column, int v) { put(r, row, column, &(uint16_t){ htons((uint16_t)v) }, 2); }
static void put_int8(PGresult *r, int row, int column, int64_t v) { put(r, row, column, &(uint64_t){ htobe64((uint64_t)v) }, 8); }
static void put_text(PGresult *r, int row, int column, const char *text) { put(r, row, column, text, (int)strlen(text)); }

/* ---------------------------------------------------------------- the server */

/* The daemon's look for receipts writes, so that its COMMIT waits: seen in the statement's own text. */
static bool
says_message(const char *sql)
{
    return strstr(sql, "pg_logical_emit_message(true") != NULL;
}

static void
session(connection *c)
{
    PGresult *r = rows_of(PQ_SESSION_COLUMNS);
    char number[12], minutes[12];
    const char *const right[PQ_SESSION_COLUMNS] = { number, "UTF8", "on", "5s", "12s", "here", minutes };

    snprintf(minutes, sizeof minutes, "%d", dbk_zone_minutes(dbk_now_ms()));
    snprintf(number, sizeof number, "%d", DBK_SCHEMA_MOST);
    for (int i = 0; i < PQ_SESSION_COLUMNS; i++)
        put_text(r, 0, i, c->database->session[i] ? c->database->session[i] : right[i]);
    push(c, r);
}

/* What the transaction did so far is undone. A COMMIT that fails ends it all the same. */
static void
refuse(connection *c, const char *sqlstate, bool ends)
{
    push(c, named(PGRES_FATAL_ERROR, sqlstate));
    c->failed = c->in_transaction = !ends;
    c->wrote = false;
    c->n_staged = 0;
}

static void
keep(connection *c, const asked *a)
{
    PGresult *r = rows_of(4);

    for (int i = 0, rows = 0; i < a->n; i++) {
        pq_row *row = pq_script_row(c->database, a->key[i].committee, a->key[i].id);

        if (row->seen)
            continue;
        if (row->poison != NULL) {
            PQclear(r);
            refuse(c, row->poison, false);
            return;
        }
        memcpy(row->hash, a->key[i].hash, sizeof row->hash);
        memcpy(row->code, a->key[i].code, sizeof row->code);
        row->person = a->key[i].person;
        c->staged[c->n_staged++] = row;
        c->wrote = true;
        put_int4(r, rows, 0, row->committee);
        put(r, rows, 1, row->id, DBK_ID_BYTES);
        put_int4(r, rows, 2, 1);
        put_int2(r, rows++, 3, 1);
    }
    push(c, r);
}

static void
by_id(connection *c, const asked *a)
{
    PGresult *r = rows_of(9);

    for (int i = 0, rows = 0; i < a->n; i++) {
        const pq_row *row = pq_script_row(c->database, a->key[i].committee, a->key[i].id);
        const bool same = memcmp(row->hash, a->key[i].hash, sizeof row->hash) == 0;

        if (!row->seen)
            continue;
        c->wrote = c->wrote || (same && c->writes_look);
        put_int4(r, rows, 0, row->committee);
        put(r, rows, 1, row->id, DBK_ID_BYTES);
        put(r, rows, 2, &same, 1);
        put_int4(r, rows, 3, row->person);
        put_int4(r, rows, 4, 20200221);
        put_int4(r, rows, 5, 1);
        put_int8(r, rows, 6, 1582300000000);
        put_int2(r, rows, 7, 1);
        put(r, rows++, 8, row->code, DBK_CODE_CHARS);
    }
    push(c, r);
}

/* A statement that this server knows nothing of: what was laid ready for it. */
static void
answer(connection *c, const asked *a)
{
    pq_database *d = c->database;
    const pq_answer *ready = NULL;
    PGresult *r;

    if (d->n_said < PQ_SAID_MAX)
        snprintf(d->said[d->n_said], sizeof d->said[0], "%s", a->said);
    d->n_said++;
    for (int i = 0; i < d->n_answers; i++)
        if (strcmp(d->answer[i].statement, a->name + 2) == 0)
            ready = &d->answer[i];
    r = rows_of(ready ? ready->columns : 1);
    for (int i = 0; ready && i < ready->rows * ready->columns; i++)
        PQsetvalue(r, i / ready->columns, i % ready->columns, (char *)(uintptr_t)ready->cells[i],
                   (int)strlen(ready->cells[i]));
    push(c, r);
}

/* The end of a transaction. What is committed with a log record of its own, and without a warning, takes along to the standby
 * everything before it. */
static void
commit(connection *c)
{
    pq_database *d = c->database;
    const int number = ++d->commits;
    const bool undone = c->failed || strikes(d, PQ_COMMIT_ROLLBACK, number);
    const bool warning = strikes(d, PQ_COMMIT_WARNING, number), error = strikes(d, PQ_COMMIT_ERROR, number);

    for (int i = 0; i < c->n_staged && !undone; i++) {
        c->staged[i]->seen = true;
        c->staged[i]->times++;
    }
    for (int i = 0; i < d->n && c->wrote && !undone && !warning && !error; i++)
        d->row[i].safe = d->row[i].seen;
    if (warning) {
        PGresult *notice = named(PGRES_NONFATAL_ERROR, "01000");

        c->receiver(c->receiver_arg, notice);
        PQclear(notice);
    }
    push(c, error ? named(PGRES_FATAL_ERROR, "57P01") : named(PGRES_COMMAND_OK, undone ? "ROLLBACK" : "COMMIT"));
    c->in_transaction = c->failed = c->wrote = false;
    c->n_staged = 0;
}

static void
rollback(connection *c)
{
    push(c, named(PGRES_COMMAND_OK, "ROLLBACK"));
    c->in_transaction = c->failed = c->wrote = false;
    c->n_staged = 0;
}

static bool
is(const asked *a, const char *name)
{
    return strcmp(a->name, name) == 0;
}

static void
obey(connection *c, const asked *a)
{
    pq_database *d = c->database;
    const bool begins = strncmp(a->name, "Q ", 2) == 0 || strncmp(a->name, "E ", 2) == 0;

    if (is(a, "S")) {
        PGresult *r = PQmakeEmptyPGresult(NULL, PGRES_PIPELINE_SYNC);

        assert(r != NULL);
        push(c, r);
        c->skips = false;
        return;
    }
    if (strncmp(a->name, "P ", 2) == 0 && !c->skips && strikes(d, PQ_REFUSE_PREPARE, ++d->prepares)) {
        push(c, named(PGRES_FATAL_ERROR, d->sqlstate));
        c->skips = true;                             /* there was no BEGIN: the error ends with the Sync */
    } else if (begins && !c->failed && !is(a, "Q session") && strikes(d, PQ_REFUSE, ++d->statements)) {
        refuse(c, d->sqlstate, is(a, "Q COMMIT"));
    } else if (is(a, "Q ROLLBACK")) {
        rollback(c);
    } else if (c->failed || c->skips) {
        push(c, PQmakeEmptyPGresult(NULL, PGRES_PIPELINE_ABORTED));
    } else if (is(a, "Q session")) {
        session(c);
    } else if (is(a, "Q COMMIT")) {
        commit(c);
    } else if (is(a, "E record_keep")) {
        keep(c, a);
    } else if (is(a, "E record_by_id")) {
        by_id(c, a);
    } else if (is(a, "E record_by_night")) {
        push(c, rows_of(9));
    } else if (a->said[0] != '\0') {
        answer(c, a);
    } else {
        c->in_transaction = c->in_transaction || is(a, "Q BEGIN");
        push(c, named(PGRES_COMMAND_OK, a->name));
    }
    push(c, NULL);
}

/* ---------------------------------------------------------------- the table */

static PGconn *
connect_start(const char *const *keywords, const char *const *values, int expand)
{
    connection *c = calloc(1, sizeof *c);
    bool after;
    int number = -1;

    (void)expand;
    for (int i = 0; keywords[i] != NULL; i++)
        if (strcmp(keywords[i], "dbname") == 0)
            number = atoi(values[i]);
    assert(c != NULL && number >= 0 && number < n_databases);
    c->database = &databases[number];
    (void)breaks(c, &after);
    return (PGconn *)c;
}

static PostgresPollingStatusType
connect_poll(PGconn *pg)
{
    static const PostgresPollingStatusType course[] = { PGRES_POLLING_WRITING, PGRES_POLLING_READING, PGRES_POLLING_OK };
    bool after;

    return breaks(of(pg), &after) ? PGRES_POLLING_FAILED : course[of(pg)->polls++];
}

/* A connection that goes takes its open transaction along. */
static void
finish(PGconn *pg)
{
    connection *c = of(pg);

    for (; c != NULL && c->head < c->tail; c->head++)
        PQclear(c->result[c->head]);
    if (c != NULL) {
        free(c->queue);
        free(c->result);
    }
    free(c);
}

static ConnStatusType
status(const PGconn *pg)
{
    return of_const(pg)->broken ? CONNECTION_BAD : CONNECTION_OK;
}

static PGTransactionStatusType
transaction_status(const PGconn *pg)
{
    const connection *c = of_const(pg);

    return c->failed ? PQTRANS_INERROR : c->in_transaction ? PQTRANS_INTRANS : PQTRANS_IDLE;
}

static char *
error_message(const PGconn *pg)
{
    static char text[] = "as the script says";

    (void)pg;
    return text;
}

static int socket_of(const PGconn *pg) { (void)pg; return 0; }
static int set_nonblocking(PGconn *pg, int on) { (void)pg, (void)on; return 0; }
static int enter_pipeline_mode(PGconn *pg) { (void)pg; return 1; }

static PQnoticeReceiver
set_notice_receiver(PGconn *pg, PQnoticeReceiver receiver, void *arg)
{
    of(pg)->receiver = receiver;
    of(pg)->receiver_arg = arg;
    return NULL;
}

static asked *
ask(PGconn *pg, const char *kind, const char *name)
{
    connection *c = of(pg);
    bool after;

    if (breaks(c, &after) && !after)
        return NULL;
    if (strikes(c->database, PQ_SEND_FAILS, ++c->database->sends))
        return NULL;
    c->queue = roomier(c->queue, sizeof *c->queue, c->queued, &c->queue_room);
    asked *a = &c->queue[c->queued++];
    memset(a, 0, sizeof *a);
    snprintf(a->name, sizeof a->name, "%s%.36s", kind, name);
    return a;
}

static int
send_prepare(PGconn *pg, const char *name, const char *sql, int n, const Oid *types)
{
    (void)n, (void)types;
    if (strcmp(name, "record_by_id") == 0)
        of(pg)->writes_look = says_message(sql);
    return ask(pg, "P ", name) != NULL;
}

static int
send_params(PGconn *pg, const char *sql, int n, const Oid *types, const char *const *values, const int *lengths, const int *formats,
            int result_format)
{
    (void)n, (void)types, (void)values, (void)lengths, (void)formats, (void)result_format;
    return ask(pg, "Q ", strstr(sql, "schema_migration") || strstr(sql, "set_config") ? "session" : sql) != NULL;
}

/* Element `i` of a binary array: its bytes. */
static const uint8_t *
element(const char *array, int i, uint32_t *size)
{
    const uint8_t *at = (const uint8_t *)array + 20;

    for (;; at += *size) {
        memcpy(size, at, sizeof *size);
        *size = ntohl(*size);
        at += sizeof *size;
        if (i-- == 0)
            return at;
    }
}

static void
copy_element(const char *array, int i, void *room, size_t most)
{
    uint32_t size;
    const uint8_t *at = element(array, i, &size);

    memcpy(room, at, size < most ? size : most);
}

static int
int_element(const char *array, int i)
{
    uint32_t value;

    copy_element(array, i, &value, sizeof value);
    return (int)ntohl(value);
}

static void
note_values(asked *a, const char *name, int n, const char *const *values)
{
    size_t used = (size_t)snprintf(a->said, sizeof a->said, "%s", name);

    for (int i = 0; i < n && used < sizeof a->said; i++)
        used += (size_t)snprintf(a->said + used, sizeof a->said - used, " %s", values[i] ? values[i] : "-");
}

static int
send_prepared(PGconn *pg, const char *name, int n, const char *const *values, const int *lengths, const int *formats, int result_format)
{
    asked *a = ask(pg, "E ", name);
    uint32_t rows;
    const bool keeps = strcmp(name, "record_keep") == 0, looks = strcmp(name, "record_by_id") == 0;

    (void)lengths, (void)result_format;
    if (a == NULL)
        return 0;
    if (formats == NULL)
        note_values(a, name, n, values);
    if (!keeps && !looks)
        return 1;
    memcpy(&rows, values[0] + 12, sizeof rows);
    a->n = (int)ntohl(rows);
    assert(a->n <= KEYS_MAX);
    for (int i = 0; i < a->n; i++) {
        a->key[i].committee = int_element(values[0], i);
        copy_element(values[1], i, a->key[i].id, DBK_ID_BYTES);
        copy_element(values[keeps ? 10 : 2], i, a->key[i].hash, DBK_HASH_BYTES);
        if (keeps) {
            a->key[i].person = int_element(values[8], i);
            copy_element(values[9], i, a->key[i].code, DBK_CODE_CHARS);
        }
    }
    return 1;
}

static int
pipeline_sync(PGconn *pg)
{
    return ask(pg, "S", "") != NULL;
}

/* What was asked up to a Sync is done now, at the second go: the first finds the socket full. */
static int
flush(PGconn *pg)
{
    connection *c = of(pg);
    bool after;
    const bool broken = breaks(c, &after);

    if (broken && !after)
        return -1;
    c->half_flushed = !broken && !c->half_flushed;
    if (c->half_flushed)
        return 1;
    if (strikes(c->database, PQ_SILENCE, ++c->database->flushes))
        c->silent = true;
    while (c->run < c->queued)
        obey(c, &c->queue[c->run++]);
    c->run = c->queued = 0;
    return broken ? -1 : 0;
}

static int
consume_input(PGconn *pg)
{
    bool after;

    return !breaks(of(pg), &after);
}

static int
is_busy(PGconn *pg)
{
    const connection *c = of_const(pg);

    return !c->broken && (c->silent || c->head == c->tail);
}

static PGresult *
get_result(PGconn *pg)
{
    connection *c = of(pg);
    bool after;

    if (breaks(c, &after)) {                             /* libpq says so in a result of its own, once */
        const bool first = !c->mourned;

        c->mourned = true;
        return first ? PQmakeEmptyPGresult(NULL, PGRES_FATAL_ERROR) : NULL;
    }
    if (c->head == c->tail)
        return NULL;
    PGresult *r = c->result[c->head++];
    if (c->head == c->tail)
        c->head = c->tail = 0;
    return r;
}

static PGnotify *notifies(PGconn *pg) { (void)pg; return NULL; }
static char *tag(PGresult *r) { return PQfname(r, 0) ? PQfname(r, 0) : error_message(NULL); }

static char *
error_field(const PGresult *r, int field)
{
    static char warning[] = "WARNING";

    if (PQnfields(r) == 0)                               /* one of libpq's own has no fields */
        return NULL;
    return field == PG_DIAG_SQLSTATE ? PQfname(r, 0) : field == PG_DIAG_SEVERITY_NONLOCALIZED ? warning : error_message(NULL);
}

static const dbk_pq_table script = {
    .connect_start = connect_start, .connect_poll = connect_poll, .finish = finish, .status = status,
    .transaction_status = transaction_status, .error_message = error_message, .socket = socket_of,
    .set_nonblocking = set_nonblocking, .set_notice_receiver = set_notice_receiver, .enter_pipeline_mode = enter_pipeline_mode,
    .send_prepare = send_prepare, .send_params = send_params, .send_prepared = send_prepared, .pipeline_sync = pipeline_sync,
    .flush = flush, .consume_input = consume_input, .is_busy = is_busy, .get_result = get_result, .notifies = notifies,
    .tag = tag, .error_field = error_field,
};

void
pq_script_use(pq_database *all, int n)
{
    databases = all;
    n_databases = n;
    dbk_pq = all != NULL ? &script : &dbk_pq_real;
}
