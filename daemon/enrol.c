#include "daemon/enrol.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/link.h"
#include "daemon/log.h"
#include "daemon/map.h"
#include "daemon/stamp.h"
#include "proto/calendar.h"
#include "proto/envelope.h"
#include "proto/ident.h"
#include "proto/invitation.h"
#include "sql/queries.h"

#define WAITING_MOST 64
#define WAITING_A_KEY 4                    /* the rest is for others */
#define BURST 16                           /* letters a turn: reports come first */
#define SERVERS_MOST 8
#define UNPACK_MOST 8192                   /* an Enrol is 40 bytes */
#define RETRY_AFTER_MS 5000
#define WAIT_MOST_MS 5000                  /* for a connection that is being made */
/* So many failures from one address in this time; then nobody there is heard until it is over. */
#define FAILURES_MOST 10
#define FAILURES_MS 60000
#define ADDRESSES_MOST 4096
#define ADDRESS_BYTES 16                   /* of its hash */

static const dbk_statement statements[] = {
    { "enrol_redeem", DBK_SQL_ENROL_REDEEM },
    { "enrol_servers", DBK_SQL_ENROL_SERVERS },
    { "enrol_change_key", DBK_SQL_ENROL_CHANGE_KEY },
};

typedef enum { REDEEM, ADD_KEY, RETIRE_KEY } errand_kind;

typedef struct {
    errand_kind        kind;
    dbk_front         *front;
    dbk_return_address to;
    uint64_t           request_id;
    uint8_t            key[DBK_KEY_BYTES];
    uint8_t            subject[DBK_HASH_BYTES];     /* the code's hash, or the other key */
    uint8_t            address[ADDRESS_BYTES];      /* REDEEM: whence it came */
    int64_t            since_ms;                    /* tick */
} errand;

typedef struct { int64_t since_ms; int failures; } address_record;

/* What the database said to the errand under way. */
typedef struct {
    char    verdict[24];
    int64_t since_ms;                               /* 0: it did not say */
    int32_t person;
    size_t  n;
    struct { char endpoint[256]; uint8_t key[DBK_KEY_BYTES]; } server[SERVERS_MOST];
} finding;

struct dbk_enrol {
    dbk_side  *side;
    dbk_front *front;                               /* NULL: no port */
    dbk_link  *link;
    char       name[81], endpoint[256];
    errand     waiting[WAITING_MOST];               /* a ring; the first one is under way when `running` */
    size_t     first, n;
    bool       running;
    bool       lost;                                /* the connection was up, and is not */
    finding    found;
    dbk_map   *addresses;
    dbk_brake  brake;
};

/* ---------------------------------------------------------------- answers */

static void
answer(dbk_enrol *enrol, dbk_front *front, const dbk_return_address *to, const uint64_t *request_id, dbk_reply *reply)
{
    dbk_stamp(reply, dbk_side_directory(enrol->side), request_id);
    (void)dbk_front_send(front, to, reply);         /* who does not hear it asks again */
}

static void
answer_busy(dbk_enrol *enrol, dbk_front *front, const dbk_return_address *to, uint64_t request_id, const char *reason,
            int retry_ms)
{
    dbk_reply reply = DAYBOOK__V1__REPLY__INIT;

    dbk_stamp_busy(&reply, reason, (uint32_t)retry_ms);
    answer(enrol, front, to, &request_id, &reply);
}

static void
answer_reason(dbk_enrol *enrol, const dbk_return_address *to, const uint64_t *request_id, dbk_status status,
              const char *reason)
{
    dbk_reply reply = DAYBOOK__V1__REPLY__INIT;
    uint32_t served[] = { DBK_PROTOCOL_VERSION };

    reply.status = status;
    reply.reason = (char *)reason;
    if (status == DBK_UNSUPPORTED) {
        reply.n_protocols = 1;
        reply.protocols = served;
    }
    answer(enrol, enrol->front, to, request_id, &reply);
}

static void
answer_enrolled(dbk_enrol *enrol, const errand *e)
{
    const dbk_directory *directory = dbk_side_directory(enrol->side);
    dbk_reply reply = DAYBOOK__V1__REPLY__INIT;
    dbk_server servers[SERVERS_MOST], *row[SERVERS_MOST];
    dbk_arena arena;

    for (size_t i = 0; i < enrol->found.n; i++) {
        daybook__v1__server__init(&servers[i]);
        servers[i].endpoint = enrol->found.server[i].endpoint;
        servers[i].has_key = true;
        servers[i].key = (ProtobufCBinaryData){ DBK_KEY_BYTES, enrol->found.server[i].key };
        row[i] = &servers[i];
    }
    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    reply.status = DBK_ANSWER;
    reply.servers = row;
    reply.n_servers = enrol->found.n;
    reply.scope = dbk_directory_scope(directory, &arena, enrol->found.person, dbk_business_day(dbk_now_ms()));
    answer(enrol, e->front, &e->to, &e->request_id, &reply);
    dbk_arena_fini(&arena);
}

/* ---------------------------------------------------------------- who comes with codes that are none */

static void
hash_address(zmq_msg_t *body, uint8_t address[ADDRESS_BYTES])
{
    const char *text = zmq_msg_gets(body, "Peer-Address");
    uint8_t hash[DBK_HASH_BYTES];

    dbk_hash(text ? text : "", text ? strlen(text) : 0, hash);
    memcpy(address, hash, ADDRESS_BYTES);
}

static bool
is_slowed(const dbk_enrol *enrol, const uint8_t address[ADDRESS_BYTES])
{
    const address_record *known = dbk_map_find(enrol->addresses, address);

    return known != NULL && known->failures >= FAILURES_MOST && dbk_tick_ms() - known->since_ms < FAILURES_MS;
}

static void
note_failure(dbk_enrol *enrol, const uint8_t address[ADDRESS_BYTES])
{
    address_record *known;

    if (dbk_map_count(enrol->addresses) >= ADDRESSES_MOST)
        dbk_map_clear(enrol->addresses);
    known = dbk_map_add(enrol->addresses, address);
    if (known->failures == 0 || dbk_tick_ms() - known->since_ms >= FAILURES_MS)
        *known = (address_record){ dbk_tick_ms(), 0 };
    known->failures++;
}

/* ---------------------------------------------------------------- one errand after another */

static void
pump(dbk_enrol *enrol)
{
    const errand *e = &enrol->waiting[enrol->first];
    char key[DBK_KEY_HEX_CHARS + 1], subject[2 * DBK_HASH_BYTES + 1];

    if (enrol->n == 0 || enrol->running || !dbk_link_ready(enrol->link))
        return;
    dbk_hex(e->key, DBK_KEY_BYTES, key);
    dbk_hex(e->subject, sizeof e->subject, subject);
    enrol->running = true;
    memset(&enrol->found, 0, sizeof enrol->found);
    dbk_link_begin(enrol->link);
    dbk_link_plain(enrol->link, "BEGIN");
    if (e->kind == REDEEM) {
        dbk_link_prepared(enrol->link, "enrol_redeem", 2, (const char *[]){ subject, key }, NULL, NULL, 0);
        dbk_link_prepared(enrol->link, "enrol_servers", 1, (const char *[]){ enrol->name }, NULL, NULL, 0);
    } else {
        const char *values[] = { key, e->kind == ADD_KEY ? subject : NULL, e->kind == RETIRE_KEY ? subject : NULL };

        dbk_link_prepared(enrol->link, "enrol_change_key", 3, values, NULL, NULL, 0);
    }
    dbk_link_plain(enrol->link, "COMMIT");
    dbk_link_end(enrol->link, true);
}

static void
take_verdict(finding *found, const PGresult *r)
{
    if (PQntuples(r) != 1)
        return;
    snprintf(found->verdict, sizeof found->verdict, "%s", PQgetvalue(r, 0, 0));
    if (PQnfields(r) == 3) {
        found->since_ms = strtoll(PQgetvalue(r, 0, 1), NULL, 10);
        found->person = (int32_t)strtol(PQgetvalue(r, 0, 2), NULL, 10);
    }
}

static void
take_servers(finding *found, const PGresult *r)
{
    for (int i = 0; i < PQntuples(r) && found->n < SERVERS_MOST; i++)
        if (dbk_hex_parse(PQgetvalue(r, i, 1), found->server[found->n].key, DBK_KEY_BYTES))
            snprintf(found->server[found->n++].endpoint, sizeof found->server[0].endpoint, "%s", PQgetvalue(r, i, 0));
}

static void
on_result(void *owner, int step, const PGresult *r)
{
    dbk_enrol *enrol = owner;

    if (step == 1)
        take_verdict(&enrol->found, r);
    else if (step == 2 && enrol->waiting[enrol->first].kind == REDEEM)
        take_servers(&enrol->found, r);
}

static void
log_verdict(dbk_enrol *enrol, const errand *e, bool good)
{
    static const char *const names[] = { [REDEEM] = "enrol", [ADD_KEY] = "add_key", [RETIRE_KEY] = "retire_key" };
    char fingerprint[DBK_FINGERPRINT_BYTES];
    unsigned left_out = 0;

    if (good || dbk_brake_free(&enrol->brake, dbk_tick_ms(), 1000, &left_out))
        dbk_log(good ? LOG_NOTICE : LOG_WARNING, "%s verdict=%s fingerprint=\"%s\" left_out=%u", names[e->kind],
                enrol->found.verdict, dbk_fingerprint(e->key, fingerprint), left_out);
}

/* The transaction stands, so its verdict is true. */
static void
tell_verdict(dbk_enrol *enrol, const errand *e)
{
    static const char *const good[] = { [REDEEM] = "enrolled", [ADD_KEY] = "added", [RETIRE_KEY] = "retired" };
    const bool is_good = strcmp(enrol->found.verdict, good[e->kind]) == 0;
    dbk_reply reply = DAYBOOK__V1__REPLY__INIT;

    log_verdict(enrol, e, is_good);
    if (is_good)
        dbk_side_refresh(enrol->side);              /* this daemon need not wait for the news to come round */
    else if (e->kind == REDEEM)
        note_failure(enrol, e->address);
    if (is_good && e->kind == REDEEM) {
        answer_enrolled(enrol, e);
        return;
    }
    reply.status = is_good ? DBK_ANSWER : DBK_FORBIDDEN;
    reply.reason = is_good ? NULL : enrol->found.verdict;
    reply.has_since_ms = enrol->found.since_ms != 0;
    reply.since_ms = enrol->found.since_ms;
    answer(enrol, e->front, &e->to, &e->request_id, &reply);
}

static void
finish_first(dbk_enrol *enrol, bool stands)
{
    const errand *e = &enrol->waiting[enrol->first];

    if (stands && enrol->found.verdict[0] != '\0')
        tell_verdict(enrol, e);
    else
        answer_busy(enrol, e->front, &e->to, e->request_id, "store.away", RETRY_AFTER_MS);
    enrol->first = (enrol->first + 1) % WAITING_MOST;
    enrol->n--;
    enrol->running = false;
}

static void
on_ended(void *owner, dbk_run_end end, const char *sqlstate)
{
    (void)sqlstate;                                 /* the link has logged it */
    finish_first(owner, end == DBK_RUN_DONE);
    pump(owner);
}

static void
on_up(void *owner)
{
    ((dbk_enrol *)owner)->lost = false;
    pump(owner);
}

/* Nobody waits for a database that is away. */
static void
on_down(void *owner)
{
    dbk_enrol *enrol = owner;

    enrol->lost = true;
    while (enrol->n > 0)
        finish_first(enrol, false);
}

/* ---------------------------------------------------------------- what is asked */

/* Why there is no place for one more errand; NULL: there is. */
static const char *
no_place(const dbk_enrol *enrol, const errand *e)
{
    int of_key = 0;

    if (enrol->lost)
        return "store.away";
    if (enrol->n == WAITING_MOST)
        return "enrol.slow";
    for (size_t i = 0; i < enrol->n; i++)
        of_key += memcmp(enrol->waiting[(enrol->first + i) % WAITING_MOST].key, e->key, DBK_KEY_BYTES) == 0;
    return of_key >= WAITING_A_KEY ? "key.full" : NULL;
}

static void
add(dbk_enrol *enrol, const errand *e)
{
    const char *reason = no_place(enrol, e);
    errand *place = &enrol->waiting[(enrol->first + enrol->n) % WAITING_MOST];

    if (reason != NULL) {
        answer_busy(enrol, e->front, &e->to, e->request_id, reason, RETRY_AFTER_MS);
        return;
    }
    *place = *e;
    place->since_ms = dbk_tick_ms();
    enrol->n++;
    pump(enrol);
}

void
dbk_enrol_change_key(dbk_enrol *enrol, dbk_front *front, const dbk_return_address *to, uint64_t request_id,
                     const uint8_t key[DBK_KEY_BYTES], const dbk_key_change_message *change)
{
    const bool adds = change->what_case == DAYBOOK__V1__KEY_CHANGE__WHAT_ADD;
    errand e = { .kind = adds ? ADD_KEY : RETIRE_KEY, .front = front, .to = *to, .request_id = request_id };

    memcpy(e.key, key, DBK_KEY_BYTES);
    memcpy(e.subject, adds ? change->add.data : change->retire.data, DBK_KEY_BYTES);
    add(enrol, &e);
}

static void
take_request(dbk_enrol *enrol, dbk_letter *letter, dbk_arena *arena)
{
    const dbk_request *request = dbk_request_unpack(arena, zmq_msg_data(&letter->body), zmq_msg_size(&letter->body),
                                                    NULL);
    errand e = { .kind = REDEEM, .front = enrol->front, .to = letter->from };

    if (request == NULL) {
        answer_reason(enrol, &letter->from, NULL, DBK_MALFORMED, "request.unreadable");
        return;
    }
    if (request->protocol != DBK_PROTOCOL_VERSION) {
        answer_reason(enrol, &letter->from, &request->request_id, DBK_UNSUPPORTED, "protocol");
        return;
    }
    if (request->what_case != DAYBOOK__V1__REQUEST__WHAT_ENROL ||
        request->enrol->code.len != DBK_INVITATION_CODE_BYTES) {
        answer_reason(enrol, &letter->from, &request->request_id, DBK_MALFORMED, "request.what");
        return;
    }
    hash_address(&letter->body, e.address);
    if (is_slowed(enrol, e.address)) {
        answer_busy(enrol, enrol->front, &letter->from, request->request_id, "enrol.slow", FAILURES_MS);
        return;
    }
    e.request_id = request->request_id;
    memcpy(e.key, letter->key, DBK_KEY_BYTES);
    dbk_invitation_hash(request->enrol->code.data, e.subject);
    add(enrol, &e);
}

static void
admit(dbk_enrol *enrol)
{
    for (int i = 0; i < BURST; i++) {
        dbk_letter letter;
        const dbk_letter_state state = dbk_front_take(enrol->front, &letter);
        dbk_arena arena;

        if (state == DBK_LETTER_NONE)
            return;
        if (state == DBK_LETTER_DROPPED)
            continue;
        dbk_arena_init(&arena, UNPACK_MOST);
        if (state == DBK_LETTER_WRONG)
            answer_reason(enrol, &letter.from, NULL, DBK_MALFORMED, letter.fault);
        else
            take_request(enrol, &letter, &arena);
        dbk_arena_fini(&arena);
        zmq_msg_close(&letter.body);
    }
}

/* ---------------------------------------------------------------- opening, and the loop */

dbk_enrol *
dbk_enrol_open(void *zmq, const dbk_config *config, const dbk_keypair *own, dbk_side *side, dbk_err *err)
{
    dbk_enrol *enrol = calloc(1, sizeof *enrol);
    const dbk_link_user user = { on_up, on_down, on_result, on_ended, NULL, enrol };

    assert(enrol != NULL);
    enrol->side = side;
    enrol->addresses = dbk_map_new(ADDRESS_BYTES, sizeof(address_record));
    memcpy(enrol->name, config->name, sizeof enrol->name);
    if (config->enrol_listen[0] != '\0') {
        enrol->front = dbk_front_open(zmq, &dbk_port_enrolment, config->enrol_listen, own, err);
        if (enrol->front == NULL) {
            dbk_enrol_close(&enrol);
            return NULL;
        }
        snprintf(enrol->endpoint, sizeof enrol->endpoint, "%s",
                 config->enrol_public[0] ? config->enrol_public : dbk_front_endpoint(enrol->front));
        dbk_log(LOG_NOTICE, "enrolling endpoint=%s", dbk_front_endpoint(enrol->front));
    }
    enrol->link = dbk_link_new("enrol", config->database, statements, sizeof statements / sizeof statements[0],
                               config->store_timeout_ms, &user);
    return enrol;
}

void
dbk_enrol_close(dbk_enrol **enrol)
{
    if (*enrol != NULL) {
        dbk_link_free(&(*enrol)->link);
        dbk_front_close(&(*enrol)->front);
        dbk_map_free(&(*enrol)->addresses);
    }
    free(*enrol);
    *enrol = NULL;
}

const char *
dbk_enrol_endpoint(const dbk_enrol *enrol)
{
    return enrol->endpoint;
}

void
dbk_enrol_watch(const dbk_enrol *enrol, zmq_pollitem_t items[DBK_ENROL_ITEMS])
{
    const bool open = enrol->front != NULL;

    items[DBK_ENROL_PORT] = (zmq_pollitem_t){ open ? dbk_front_socket(enrol->front) : NULL, -1, ZMQ_POLLIN, 0 };
    items[DBK_ENROL_MONITOR] = (zmq_pollitem_t){ open ? dbk_front_monitor(enrol->front) : NULL, -1, ZMQ_POLLIN, 0 };
    dbk_link_watch(enrol->link, &items[DBK_ENROL_LINK]);
}

void
dbk_enrol_step(dbk_enrol *enrol, const zmq_pollitem_t items[DBK_ENROL_ITEMS])
{
    dbk_link_step(enrol->link, &items[DBK_ENROL_LINK]);
    if (items[DBK_ENROL_MONITOR].revents)
        dbk_front_watch_port(enrol->front);
    if (items[DBK_ENROL_PORT].revents)
        admit(enrol);
}

void
dbk_enrol_tick(dbk_enrol *enrol, int64_t tick_ms)
{
    dbk_link_tick(enrol->link, tick_ms);
    if (enrol->front != NULL)
        dbk_front_tick(enrol->front, tick_ms);
    pump(enrol);
    while (enrol->n > 0 && !enrol->running && tick_ms - enrol->waiting[enrol->first].since_ms >= WAIT_MOST_MS)
        finish_first(enrol, false);
}
