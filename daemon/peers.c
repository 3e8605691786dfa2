#include "daemon/peers.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/map.h"

#define PEER_KEY_BYTES 16
#define KEYS_MOST 65536
#define SWEEP_MS 1000
#define CLAIMS_MOST 65536
#define CLAIM_KEPT_MS (INT64_C(48) * 3600 * 1000)
#define US_A_SECOND INT64_C(1000000)

/* The bucket is one moment: when it will be full again. Each request puts that off by 1/rate; it may lie burst/rate
 * ahead. */
typedef struct { int64_t full_us, in_flight, refused_s, refused; } key_state;       /* refused: in second refused_s */

struct dbk_peers {
    dbk_map *connections;                 /* routing id -> int64_t in flight */
    dbk_map *keys;                        /* public key -> key_state */
    int64_t  per_connection, per_key;
    int64_t  each_us, ahead_us;           /* 1/rate, and (burst - 1)/rate */
    int64_t  swept_ms;
};

/* libzmq's own routing ids have 5 bytes; one that a client chose may be longer and is hashed. */
static void
peer_key(const dbk_return_address *from, uint8_t key[PEER_KEY_BYTES])
{
    memset(key, 0, PEER_KEY_BYTES);
    if (from->size < PEER_KEY_BYTES) {
        key[0] = from->size;
        memcpy(key + 1, from->routing, from->size);
    } else {
        crypto_generichash(key, PEER_KEY_BYTES, from->routing, from->size, NULL, 0);
    }
}

dbk_peers *
dbk_peers_new(const dbk_config *config)
{
    dbk_peers *peers = calloc(1, sizeof *peers);

    assert(peers != NULL);
    peers->connections = dbk_map_new(PEER_KEY_BYTES, sizeof(int64_t));
    peers->keys = dbk_map_new(DBK_KEY_BYTES, sizeof(key_state));
    peers->per_connection = config->intake_per_client;
    peers->per_key = config->intake_per_key;
    peers->each_us = US_A_SECOND / config->intake_key_rate;
    peers->ahead_us = (config->intake_key_burst - 1) * peers->each_us;
    return peers;
}

void
dbk_peers_free(dbk_peers **peers)
{
    if (*peers != NULL) {
        dbk_map_free(&(*peers)->connections);
        dbk_map_free(&(*peers)->keys);
    }
    free(*peers);
    *peers = NULL;
}

static bool
rests(const void *value, const void *now_us)
{
    const key_state *state = value;

    return state->in_flight == 0 && state->full_us <= *(const int64_t *)now_us;
}

/* NULL: more keys than we keep count of are active at this moment. */
static key_state *
state_of(dbk_peers *peers, const uint8_t key[DBK_KEY_BYTES], int64_t tick_ms)
{
    key_state *state = dbk_map_find(peers->keys, key);

    if (state != NULL)
        return state;
    if (dbk_map_count(peers->keys) >= KEYS_MOST && tick_ms - peers->swept_ms >= SWEEP_MS) {
        peers->swept_ms = tick_ms;
        dbk_map_sweep(peers->keys, rests, &(int64_t){ tick_ms * 1000 });
    }
    return dbk_map_count(peers->keys) < KEYS_MOST ? dbk_map_add(peers->keys, key) : NULL;
}

dbk_entry
dbk_peers_enter(dbk_peers *peers, const dbk_return_address *from, const uint8_t key[DBK_KEY_BYTES], int64_t tick_ms,
                int64_t *retry_after_ms)
{
    const int64_t now_us = tick_ms * 1000;
    key_state *state = state_of(peers, key, tick_ms);
    uint8_t connection[PEER_KEY_BYTES];

    if (state == NULL || state->in_flight >= peers->per_key)
        return DBK_KEY_FULL;
    if (state->full_us - now_us > peers->ahead_us) {
        *retry_after_ms = (state->full_us - now_us - peers->ahead_us + 999) / 1000;
        return DBK_KEY_FAST;
    }
    peer_key(from, connection);
    int64_t *count = dbk_map_add(peers->connections, connection);
    if (*count >= peers->per_connection)
        return DBK_CONNECTION_FULL;
    ++*count;
    state->in_flight++;
    state->full_us = (state->full_us > now_us ? state->full_us : now_us) + peers->each_us;
    return DBK_ENTERS;
}

bool
dbk_peers_refuse(dbk_peers *peers, const uint8_t key[DBK_KEY_BYTES], int64_t tick_ms)
{
    key_state *state = state_of(peers, key, tick_ms);

    if (state == NULL)
        return false;
    if (state->refused_s != tick_ms / 1000) {
        state->refused_s = tick_ms / 1000;
        state->refused = 0;
    }
    return ++state->refused > DBK_REFUSALS_A_SECOND;
}

void
dbk_peers_leave(dbk_peers *peers, const dbk_return_address *from, const uint8_t key[DBK_KEY_BYTES])
{
    uint8_t connection[PEER_KEY_BYTES];
    key_state *state = dbk_map_find(peers->keys, key);

    peer_key(from, connection);
    int64_t *count = dbk_map_find(peers->connections, connection);
    assert(count != NULL && *count > 0 && state != NULL && state->in_flight > 0);
    if (--*count == 0)
        dbk_map_remove(peers->connections, connection);
    state->in_flight--;
}

/* ---------------------------------------------------------------- claims */

#define NO_CLAIM UINT32_MAX

typedef struct {
    uint8_t  hash[DBK_HASH_BYTES], key[DBK_KEY_BYTES];
    int64_t  at_ms;
    uint32_t older, newer;                /* newer: also the next free one */
} claim;

/* One list in order of arrival: a settled claim leaves it at once, so that only what is still owed counts. */
struct dbk_claims {
    dbk_map *by_hash;                     /* hash -> uint32_t, the claim */
    dbk_map *by_key;                      /* public key -> uint32_t, how many */
    claim   *claim;
    uint32_t oldest, newest, spare, used;
};

dbk_claims *
dbk_claims_new(void)
{
    dbk_claims *claims = calloc(1, sizeof *claims);

    assert(claims != NULL);
    claims->by_hash = dbk_map_new(DBK_HASH_BYTES, sizeof(uint32_t));
    claims->by_key = dbk_map_new(DBK_KEY_BYTES, sizeof(uint32_t));
    claims->claim = calloc(CLAIMS_MOST, sizeof *claims->claim);
    assert(claims->claim != NULL);
    claims->oldest = claims->newest = claims->spare = NO_CLAIM;
    return claims;
}

void
dbk_claims_free(dbk_claims **claims)
{
    if (*claims != NULL) {
        dbk_map_free(&(*claims)->by_hash);
        dbk_map_free(&(*claims)->by_key);
        free((*claims)->claim);
    }
    free(*claims);
    *claims = NULL;
}

static void
forget(dbk_claims *claims, uint32_t i)
{
    claim *c = &claims->claim[i];
    uint32_t *count = dbk_map_find(claims->by_key, c->key);

    assert(count != NULL && *count > 0);
    if (--*count == 0)
        dbk_map_remove(claims->by_key, c->key);
    dbk_map_remove(claims->by_hash, c->hash);
    *(c->older == NO_CLAIM ? &claims->oldest : &claims->claim[c->older].newer) = c->newer;
    *(c->newer == NO_CLAIM ? &claims->newest : &claims->claim[c->newer].older) = c->older;
    c->newer = claims->spare;
    claims->spare = i;
}

static uint32_t
take_spare(dbk_claims *claims)
{
    if (claims->spare == NO_CLAIM && claims->used == CLAIMS_MOST)
        forget(claims, claims->oldest);
    if (claims->spare == NO_CLAIM)
        return claims->used++;

    const uint32_t i = claims->spare;
    claims->spare = claims->claim[i].newer;
    return i;
}

void
dbk_claims_note(dbk_claims *claims, const uint8_t hash[DBK_HASH_BYTES], const uint8_t key[DBK_KEY_BYTES],
                int64_t now_ms)
{
    while (claims->oldest != NO_CLAIM && claims->claim[claims->oldest].at_ms < now_ms - CLAIM_KEPT_MS)
        forget(claims, claims->oldest);

    const uint32_t *count = dbk_map_find(claims->by_key, key);
    if (dbk_map_find(claims->by_hash, hash) != NULL || (count != NULL && *count >= DBK_CLAIMS_A_KEY))
        return;

    const uint32_t i = take_spare(claims);
    claim *c = &claims->claim[i];
    memcpy(c->hash, hash, DBK_HASH_BYTES);
    memcpy(c->key, key, DBK_KEY_BYTES);
    c->at_ms = now_ms;
    c->older = claims->newest;
    c->newer = NO_CLAIM;
    *(claims->newest == NO_CLAIM ? &claims->oldest : &claims->claim[claims->newest].newer) = i;
    claims->newest = i;
    *(uint32_t *)dbk_map_add(claims->by_hash, hash) = i;
    ++*(uint32_t *)dbk_map_add(claims->by_key, key);
}

int64_t
dbk_claims_first_ms(const dbk_claims *claims, const uint8_t hash[DBK_HASH_BYTES])
{
    const uint32_t *i = dbk_map_find(claims->by_hash, hash);

    return i ? claims->claim[*i].at_ms : 0;
}

void
dbk_claims_settle(dbk_claims *claims, const uint8_t hash[DBK_HASH_BYTES])
{
    const uint32_t *i = dbk_map_find(claims->by_hash, hash);

    if (i != NULL)
        forget(claims, *i);
}
