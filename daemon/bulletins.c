#include "daemon/bulletins.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* A body of 4000 characters is 12,000 bytes; a hundred of them a day would be too many to read. */
#define KEPT_MAX_BYTES (64u * 1024u * 1024u)
/* Of one answer: the rest of the frame is for what stands around them. */
#define ANSWER_MAX_BYTES (48u * 1024u)

enum { NUMBER, SERIAL, KIND, TITLE, BODY, SOURCE, SOURCE_URL, EFFECTIVE, SUPERSEDES, SUPERSEDED, REVOKED, MUST_ACK,
       PUBLISHED, COMMITTEES };

typedef struct { dbk_bulletin said; uint32_t *committees; size_t n; } kept;

struct dbk_bulletins {
    dbk_arena arena;
    kept     *row;
    size_t    n;
};

static ProtobufCBinaryData
copy_text(dbk_arena *arena, const PGresult *r, int row, int column)
{
    const size_t n = (size_t)PQgetlength(r, row, column);
    uint8_t *data = dbk_arena_take(arena, n + 1);

    assert(data != NULL);
    memcpy(data, PQgetvalue(r, row, column), n + 1);
    return (ProtobufCBinaryData){ n, data };
}

static uint32_t
number_at(const PGresult *r, int row, int column)
{
    return (uint32_t)strtoul(PQgetvalue(r, row, column), NULL, 10);
}

/* "{1,2,3}" */
static void
take_committees(dbk_arena *arena, kept *k, const char *text)
{
    size_t commas = 0;

    for (const char *c = text; *c != '\0'; c++)
        commas += *c == ',';
    k->committees = dbk_arena_take(arena, (commas + 1) * sizeof *k->committees);
    assert(k->committees != NULL);
    for (char *at = (char *)text + (*text == '{'); *at >= '0' && *at <= '9'; at += *at == ',')
        k->committees[k->n++] = (uint32_t)strtoul(at, &at, 10);
}

static void
take_row(dbk_bulletins *b, kept *k, const PGresult *r, int row)
{
    dbk_bulletin *said = &k->said;

    memset(k, 0, sizeof *k);
    daybook__v1__bulletin__init(said);
    said->has_number = said->has_serial = said->has_kind = said->has_title = said->has_body = true;
    said->has_published_at_ms = true;
    said->number = number_at(r, row, NUMBER);
    said->serial = strtoull(PQgetvalue(r, row, SERIAL), NULL, 10);
    said->kind = (Daybook__V1__BulletinKind)number_at(r, row, KIND);
    said->title = copy_text(&b->arena, r, row, TITLE);
    said->body = copy_text(&b->arena, r, row, BODY);
    said->source = copy_text(&b->arena, r, row, SOURCE);
    said->has_source = said->source.len > 0;
    said->source_url = copy_text(&b->arena, r, row, SOURCE_URL);
    said->has_source_url = said->source_url.len > 0;
    said->effective_from = number_at(r, row, EFFECTIVE);
    said->has_effective_from = said->effective_from != 0;
    said->supersedes = number_at(r, row, SUPERSEDES);
    said->has_supersedes = said->supersedes != 0;
    said->superseded_by = number_at(r, row, SUPERSEDED);
    said->has_superseded_by = said->superseded_by != 0;
    said->revoked = said->has_revoked = *PQgetvalue(r, row, REVOKED) == 't';
    said->must_ack = said->has_must_ack = *PQgetvalue(r, row, MUST_ACK) == 't';
    said->published_at_ms = strtoll(PQgetvalue(r, row, PUBLISHED), NULL, 10);
    take_committees(&b->arena, k, PQgetvalue(r, row, COMMITTEES));
}

dbk_bulletins *
dbk_bulletins_new(const PGresult *rows)
{
    dbk_bulletins *b = calloc(1, sizeof *b);

    assert(b != NULL);
    dbk_arena_init(&b->arena, KEPT_MAX_BYTES);
    b->n = (size_t)PQntuples(rows);
    b->row = calloc(b->n + 1, sizeof *b->row);
    assert(b->row != NULL);
    for (size_t i = 0; i < b->n; i++)
        take_row(b, &b->row[i], rows, (int)i);
    return b;
}

void
dbk_bulletins_free(dbk_bulletins **bulletins)
{
    if (*bulletins != NULL) {
        dbk_arena_fini(&(*bulletins)->arena);
        free((*bulletins)->row);
    }
    free(*bulletins);
    *bulletins = NULL;
}

uint64_t
dbk_bulletins_serial(const dbk_bulletins *bulletins)
{
    return bulletins != NULL && bulletins->n > 0 ? bulletins->row[bulletins->n - 1].said.serial : 0;
}

/* The bulletin as this person hears it: with their committees of that day. NULL: for none of them, and took no room. */
static dbk_bulletin *
said_to(const kept *k, const dbk_directory *directory, dbk_arena *arena, int32_t person, int32_t today, bool *room)
{
    size_t mine = 0;

    for (size_t i = 0; i < k->n; i++)
        mine += dbk_directory_may(directory, person, (int32_t)k->committees[i], today);
    if (mine == 0)
        return NULL;
    uint32_t *committees = dbk_arena_take(arena, mine * sizeof *committees);
    dbk_bulletin *said = dbk_arena_take(arena, sizeof *said);

    *room = committees != NULL && said != NULL;
    if (!*room)
        return NULL;
    *said = k->said;
    said->committees = committees;
    for (size_t i = 0; i < k->n; i++)
        if (dbk_directory_may(directory, person, (int32_t)k->committees[i], today))
            committees[said->n_committees++] = k->committees[i];
    return said;
}

int
dbk_bulletins_after(const dbk_bulletins *bulletins, const dbk_directory *directory, dbk_arena *arena, int32_t person,
                    int32_t today, uint64_t after, dbk_reply *reply)
{
    size_t bytes = 0;

    reply->bulletins = dbk_arena_take(arena, (bulletins->n + 1) * sizeof *reply->bulletins);
    for (size_t i = 0; reply->bulletins != NULL && i < bulletins->n; i++) {
        bool room = true;
        dbk_bulletin *said = bulletins->row[i].said.serial > after
                           ? said_to(&bulletins->row[i], directory, arena, person, today, &room) : NULL;

        if (!room)
            return -1;
        if (said == NULL)
            continue;
        bytes += daybook__v1__bulletin__get_packed_size(said) + 8;
        if (bytes > ANSWER_MAX_BYTES)
            break;
        reply->bulletins[reply->n_bulletins++] = said;
    }
    return reply->bulletins != NULL ? 0 : -1;
}
