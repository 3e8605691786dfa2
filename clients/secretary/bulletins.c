#include "clients/secretary/bulletins.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clients/secretary/seal.h"
#include "clients/secretary/sys.h"
#include "clients/words.h"
#include "clients/wrap.h"
#include "proto/calendar.h"
#include "proto/envelope.h"
#include "proto/ident.h"

#define FOLDER "bulletins"
#define AT "at"
#define AT_HEAD_BYTES (DBK_ID_BYTES + DBK_HASH_BYTES)
#define AT_BYTES (AT_HEAD_BYTES + 8)
#define READ_SUFFIX ".read"
#define SAID_SUFFIX ".said"
#define NAME_BYTES 32
#define GREET_TIMEOUT_MS 3000

static const char *
name_of(uint32_t number, const char *suffix, char room[NAME_BYTES])
{
    snprintf(room, NAME_BYTES, "%u%s", number, suffix);
    return room;
}

static int
open_folder(dbk_desk *desk, dbk_err *err)
{
    return dbk_desk_home(desk, err) == 0 ? dbk_folder_inside(desk->home, FOLDER, err) : -1;
}

static bool
is_read(int folder, uint32_t number)
{
    char name[NAME_BYTES];

    return faccessat(folder, name_of(number, READ_SUFFIX, name), F_OK, 0) == 0;
}

/* ------------------------------------------------------------------ up to where */

/* The committees of this key on the server's day: a bulletin is sent to who is posted where it is for. */
static void
hash_committees(const dbk_scope *scope, const dbk_reply *reply, uint8_t hash[DBK_HASH_BYTES])
{
    const uint32_t today = dbk_day_ymd(dbk_business_day(reply->server_now_ms));
    const size_t n = scope ? scope->n_postings : 0;
    uint32_t *committee = calloc(n + 1, sizeof *committee);
    size_t n_today = 0;

    assert(committee != NULL);
    for (size_t i = 0; i < n; i++)
        if (scope->postings[i]->valid_from <= today && today <= scope->postings[i]->valid_to)
            committee[n_today++] = scope->postings[i]->committee_id;
    dbk_hash(committee, n_today * sizeof *committee, hash);
    free(committee);
}

/* What the serial is true of. */
static void
write_head(dbk_desk *desk, const dbk_reply *reply, uint8_t head[AT_HEAD_BYTES])
{
    memset(head, 0, DBK_ID_BYTES);
    if (reply->epoch.len == DBK_ID_BYTES)
        memcpy(head, reply->epoch.data, DBK_ID_BYTES);
    hash_committees(dbk_desk_scope(desk), reply, head + DBK_ID_BYTES);
}

/* Of another epoch it is nothing: a restored server counts from an older number. Nor is it of other committees: what
 * was published for these before they were this key's has not come. */
static uint64_t
read_at(dbk_desk *desk, int folder, const dbk_reply *reply)
{
    size_t size = 0;
    uint8_t *bytes = dbk_file_read(folder, AT, AT_BYTES, &size, NULL), head[AT_HEAD_BYTES];
    uint64_t serial = 0;

    write_head(desk, reply, head);
    if (bytes && size == AT_BYTES && memcmp(bytes, head, AT_HEAD_BYTES) == 0)
        for (int i = 0; i < 8; i++)
            serial = serial << 8 | bytes[AT_HEAD_BYTES + i];
    free(bytes);
    return serial;
}

static int
keep_at(dbk_desk *desk, int folder, const dbk_reply *reply, uint64_t serial, dbk_err *err)
{
    uint8_t bytes[AT_BYTES];

    write_head(desk, reply, bytes);
    for (int i = 0; i < 8; i++)
        bytes[AT_HEAD_BYTES + i] = (uint8_t)(serial >> (8 * (7 - i)));
    return dbk_file_keep(folder, AT, bytes, sizeof bytes, err);
}

/* ------------------------------------------------------------------ fetching */

static const dbk_reply *
ask(dbk_desk *desk, uint64_t after, int timeout_ms, dbk_arena *arena, dbk_err *err)
{
    Daybook__V1__BulletinQuery asked;
    dbk_query query;

    daybook__v1__bulletin_query__init(&asked);
    daybook__v1__query__init(&query);
    asked.has_after = after != 0;
    asked.after = after;
    query.what_case = DAYBOOK__V1__QUERY__WHAT_BULLETINS;
    query.bulletins = &asked;
    return dbk_courier_query(desk->courier, &query, timeout_ms, arena, err);
}

static int
keep_one(int folder, const dbk_bulletin *said, size_t *fresh, dbk_err *err)
{
    const size_t size = daybook__v1__bulletin__get_packed_size(said);
    uint8_t *bytes = malloc(size + 1);
    char name[NAME_BYTES];
    const bool is_new = faccessat(folder, name_of(said->number, SAID_SUFFIX, name), F_OK, 0) != 0;
    int rc;

    assert(bytes != NULL);
    daybook__v1__bulletin__pack(said, bytes);
    rc = dbk_file_keep(folder, name, bytes, size, err);
    *fresh += rc == 0 && is_new && !said->revoked && said->superseded_by == 0;
    free(bytes);
    return rc;
}

/* One answer. *after moves on; *more: there may be others behind it. */
static int
take_page(dbk_desk *desk, int folder, const dbk_reply *reply, uint64_t *after, size_t *fresh, bool *more, dbk_err *err)
{
    *more = reply->n_bulletins > 0;
    for (size_t i = 0; i < reply->n_bulletins; i++) {
        const dbk_bulletin *said = reply->bulletins[i];

        if (said->number == 0 || said->number > DBK_BULLETIN_MAX || said->serial <= *after)
            return dbk_err_set(err, DBK_E_MALFORMED, "%s", _("the server's bulletins are not in order"));
        if (keep_one(folder, said, fresh, err) != 0 || keep_at(desk, folder, reply, said->serial, err) != 0)
            return -1;
        *after = said->serial;
    }
    if (!*more && reply->bulletin_serial > *after)
        return keep_at(desk, folder, reply, reply->bulletin_serial, err);
    return 0;
}

/* Does the last answer say that something has changed since *after? False, too, when there is none. */
static bool
has_changed(dbk_desk *desk, int folder, uint64_t *after, dbk_arena *arena)
{
    size_t size = 0;
    const void *bytes = dbk_courier_last_bytes(desk->courier, &size);
    const dbk_reply *last = bytes && size > 0 ? dbk_reply_unpack(arena, bytes, size, NULL) : NULL;
    bool changed = false;

    if (last) {
        *after = read_at(desk, folder, last);
        changed = last->bulletin_serial > *after;
    }
    dbk_arena_clear(arena);
    return changed;
}

int
dbk_bulletins_fetch(dbk_desk *desk, int timeout_ms, size_t *fresh, dbk_err *err)
{
    const int folder = open_folder(desk, err);
    dbk_arena arena;
    uint64_t after = 0;
    bool more;
    int rc = -1;

    *fresh = 0;
    if (folder < 0)
        return -1;
    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    more = has_changed(desk, folder, &after, &arena);
    rc = 0;
    while (rc == 0 && more) {
        const dbk_reply *reply = ask(desk, after, timeout_ms, &arena, err);

        rc = reply && reply->status == DBK_ANSWER ? take_page(desk, folder, reply, &after, fresh, &more, err) : -1;
        dbk_arena_clear(&arena);
    }
    dbk_arena_fini(&arena);
    close(folder);
    return rc;
}

void
dbk_bulletins_greet(dbk_desk *desk)
{
    dbk_err err = { 0 };
    size_t fresh;

    if (desk->courier == NULL || dbk_courier_line(desk->courier) != LINE_REACHED)
        return;
    (void)dbk_bulletins_fetch(desk, GREET_TIMEOUT_MS, &fresh, &err);
    if (fresh > 0)
        dbk_wrap_say(stdout, _("new bulletins of the office: %zu; daybook bulletins shows them\n"), fresh);
}

/* ------------------------------------------------------------------ what is here */

typedef struct { int folder; dbk_arena *arena; dbk_bulletin_kept *row; size_t n, room; } listing;

static int
see(void *ctx, const char *name, dbk_err *err)
{
    listing *l = ctx;
    size_t size = 0;
    uint8_t *bytes = dbk_file_read(l->folder, name, DBK_FRAME_MAX_BYTES, &size, err);
    dbk_bulletin *said = NULL;

    if (bytes == NULL)
        return -1;
    said = (dbk_bulletin *)protobuf_c_message_unpack(&daybook__v1__bulletin__descriptor, &l->arena->allocator, size,
                                                     bytes);
    free(bytes);
    if (said == NULL || said->number == 0)
        return 0;                              /* a damaged file: the next change of it brings another */
    if (l->n == l->room) {
        dbk_bulletin_kept *more = dbk_arena_take(l->arena, (l->room = l->room ? 2 * l->room : 64) * sizeof *more);

        if (more == NULL)
            return dbk_err_set(err, DBK_E_INPUT, "%s", _("there are too many bulletins here"));
        if (l->n > 0)
            memcpy(more, l->row, l->n * sizeof *more);
        l->row = more;
    }
    l->row[l->n++] = (dbk_bulletin_kept){ said, is_read(l->folder, said->number) };
    return 0;
}

static int
newest_first(const void *a, const void *b)
{
    const uint32_t x = ((const dbk_bulletin_kept *)a)->said->number, y = ((const dbk_bulletin_kept *)b)->said->number;

    return (x < y) - (x > y);
}

int
dbk_bulletins_list(dbk_desk *desk, dbk_arena *arena, dbk_bulletin_kept **row, size_t *n, dbk_err *err)
{
    listing l = { .folder = open_folder(desk, err), .arena = arena };
    int rc = l.folder < 0 ? -1 : dbk_folder_each(l.folder, SAID_SUFFIX, see, &l, err);

    if (l.folder >= 0)
        close(l.folder);
    if (rc == 0 && l.n > 1)
        qsort(l.row, l.n, sizeof *l.row, newest_first);
    *row = l.row;
    *n = l.n;
    return rc;
}

/* ------------------------------------------------------------------ read */

static int
seal_receipt(dbk_desk *desk, const dbk_keypair *key, const dbk_bulletin *said, uint32_t committee, dbk_err *err)
{
    dbk_record record;
    dbk_bulletin_read body;
    uint8_t id[DBK_ID_BYTES], *sealed;
    dbk_err why = { 0 };
    size_t size;
    int rc;

    daybook__v1__record__init(&record);
    daybook__v1__bulletin_read__init(&body);
    record.has_committee_id = record.has_kind = record.has_report_date = record.has_part = true;
    record.committee_id = committee;
    record.kind = DBK_BULLETIN_READ;
    record.report_date = dbk_day_ymd(dbk_business_day(dbk_desk_now_ms(desk)));
    record.part = said->number;
    record.bulletin_read = &body;
    body.has_read_at_ms = true;
    body.read_at_ms = dbk_now_ms();
    if (dbk_seal_allowed(desk->outbox, &record, &why) != 0)
        return why.code == DBK_E_CONFLICT ? 0 : dbk_err_set(err, why.code, "%s", why.text);  /* there is one already */
    sealed = dbk_seal(desk->outbox, &record, dbk_now_ms(), id, &size, err);
    rc = sealed ? dbk_outbox_add(desk->outbox, key->open, sealed, size, err) : -1;
    free(sealed);
    return rc;
}

/* The receipts first: a mark without them would leave the office waiting for ever. */
int
dbk_bulletins_read(dbk_desk *desk, const dbk_bulletin *said, dbk_err *err)
{
    const dbk_keypair *key = dbk_desk_key(desk, err);
    const int folder = key && dbk_desk_outbox(desk, err) ? open_folder(desk, err) : -1;
    char name[NAME_BYTES];
    int rc = folder < 0 ? -1 : 0;

    for (size_t i = 0; rc == 0 && !is_read(folder, said->number) && i < said->n_committees; i++)
        rc = seal_receipt(desk, key, said, said->committees[i], err);
    if (rc == 0)
        rc = dbk_file_keep(folder, name_of(said->number, READ_SUFFIX, name), "", 0, err);
    if (folder >= 0)
        close(folder);
    return rc;
}

/* ------------------------------------------------------------------ another person's */

static int
remove_file(void *ctx, const char *name, dbk_err *err)
{
    return dbk_file_remove(*(const int *)ctx, name, err);
}

/* `at` first: without it everything that concerns the key is fetched anew, whatever is still here. */
int
dbk_bulletins_forget(dbk_desk *desk, dbk_err *err)
{
    int folder = open_folder(desk, err);
    int rc = folder < 0 ? -1 : dbk_file_remove(folder, AT, err);

    if (rc == 0)
        rc = dbk_folder_each(folder, READ_SUFFIX, remove_file, &folder, err);
    if (rc == 0)
        rc = dbk_folder_each(folder, SAID_SUFFIX, remove_file, &folder, err);
    if (folder >= 0)
        close(folder);
    return rc;
}
