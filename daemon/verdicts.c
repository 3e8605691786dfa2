#include "daemon/verdicts.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/log.h"
#include "daemon/map.h"
#include "proto/codes.h"
#include "proto/ident.h"

#define MINUTE_MS 60000
#define PAIRS_MOST 65536

typedef struct { uint8_t key[DBK_KEY_BYTES]; int32_t status; } pair;
typedef struct { uint32_t lines, over; } count;            /* over: its place among those, and one; 0: none */
typedef struct { pair of; uint64_t left_out; } excess;

struct dbk_verdicts {
    dbk_map *lines;                        /* pair -> count, in this minute */
    excess  *over;                         /* pairs with lines left out */
    uint32_t n, room;
    int64_t  minute_ms;                    /* when it began */
};

dbk_verdicts *
dbk_verdicts_new(void)
{
    dbk_verdicts *verdicts = calloc(1, sizeof *verdicts);

    assert(verdicts != NULL);
    verdicts->lines = dbk_map_new(sizeof(pair), sizeof(count));
    return verdicts;
}

static void
say(dbk_verdicts *verdicts)
{
    char fingerprint[DBK_FINGERPRINT_BYTES];

    for (const excess *e = verdicts->over; e < verdicts->over + verdicts->n; e++)
        dbk_log(LOG_NOTICE, "verdicts_left_out status=%s fingerprint=\"%s\" lines=%llu",
                dbk_list_find(DBK_LIST_STATUS, e->of.status)->name, dbk_fingerprint(e->of.key, fingerprint),
                (unsigned long long)e->left_out);
    verdicts->n = 0;
    dbk_map_clear(verdicts->lines);
}

void
dbk_verdicts_free(dbk_verdicts **verdicts)
{
    if (*verdicts != NULL) {
        say(*verdicts);
        dbk_map_free(&(*verdicts)->lines);
        free((*verdicts)->over);
    }
    free(*verdicts);
    *verdicts = NULL;
}

static uint32_t
new_excess(dbk_verdicts *verdicts, const pair *of)
{
    if (verdicts->n == verdicts->room) {
        verdicts->room = verdicts->room ? 2 * verdicts->room : 16;
        verdicts->over = realloc(verdicts->over, verdicts->room * sizeof *verdicts->over);
        assert(verdicts->over != NULL);
    }
    verdicts->over[verdicts->n++] = (excess){ .of = *of };
    return verdicts->n;
}

bool
dbk_verdicts_may(dbk_verdicts *verdicts, const uint8_t key[DBK_KEY_BYTES], dbk_status status, int64_t tick_ms)
{
    pair of = { .status = (int32_t)status };
    count *known;

    dbk_verdicts_tick(verdicts, tick_ms);
    memcpy(of.key, key, DBK_KEY_BYTES);
    known = dbk_map_find(verdicts->lines, &of);
    if (known == NULL && dbk_map_count(verdicts->lines) >= PAIRS_MOST)
        return true;
    if (known == NULL)
        known = dbk_map_add(verdicts->lines, &of);
    if (known->lines < DBK_VERDICT_LINES_A_MINUTE) {
        known->lines++;
        return true;
    }
    if (known->over == 0)
        known->over = new_excess(verdicts, &of);
    verdicts->over[known->over - 1].left_out++;
    return false;
}

void
dbk_verdicts_tick(dbk_verdicts *verdicts, int64_t tick_ms)
{
    if (tick_ms - verdicts->minute_ms < MINUTE_MS)
        return;
    say(verdicts);
    verdicts->minute_ms = tick_ms;
}
