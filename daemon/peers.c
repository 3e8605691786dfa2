#include "daemon/peers.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/map.h"

#define PEER_KEY_BYTES 16
#define CLAIMS_MOST 65536
#define CLAIM_KEPT_MS (INT64_C(48) * 3600 * 1000)

struct dbk_peers {
    dbk_map *in_flight;                   /* routing id -> int64_t */
    int64_t  most;
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
dbk_peers_new(int64_t most_in_flight)
{
    dbk_peers *peers = calloc(1, sizeof *peers);

    assert(peers != NULL);
    peers->in_flight = dbk_map_new(PEER_KEY_BYTES, sizeof(int64_t));
    peers->most = most_in_flight;
    return peers;
}

void
dbk_peers_free(dbk_peers **peers)
{
    if (*peers != NULL)
        dbk_map_free(&(*peers)->in_flight);
    free(*peers);
    *peers = NULL;
}

bool
dbk_peers_enter(dbk_peers *peers, const dbk_return_address *from)
{
    uint8_t key[PEER_KEY_BYTES];

    peer_key(from, key);
    int64_t *count = dbk_map_add(peers->in_flight, key);
    if (*count >= peers->most)
        return false;
    ++*count;
    return true;
}

void
dbk_peers_leave(dbk_peers *peers, const dbk_return_address *from)
{
    uint8_t key[PEER_KEY_BYTES];

    peer_key(from, key);
    int64_t *count = dbk_map_find(peers->in_flight, key);
    assert(count != NULL && *count > 0);
    if (--*count == 0)
        dbk_map_remove(peers->in_flight, key);
}

/* ---------------------------------------------------------------- claims */

typedef struct { uint8_t hash[DBK_HASH_BYTES]; int64_t at_ms; } claim;

/* A ring in order of arrival, and a map to the moment: the oldest goes first, whatever else happens. */
struct dbk_claims {
    dbk_map *at;                          /* hash -> int64_t ms */
    claim   *ring;
    size_t   first, n;
};

dbk_claims *
dbk_claims_new(void)
{
    dbk_claims *claims = calloc(1, sizeof *claims);

    assert(claims != NULL);
    claims->at = dbk_map_new(DBK_HASH_BYTES, sizeof(int64_t));
    claims->ring = calloc(CLAIMS_MOST, sizeof *claims->ring);
    assert(claims->ring != NULL);
    return claims;
}

void
dbk_claims_free(dbk_claims **claims)
{
    if (*claims != NULL) {
        dbk_map_free(&(*claims)->at);
        free((*claims)->ring);
    }
    free(*claims);
    *claims = NULL;
}

/* A settled claim may have been made anew since: only the entry that still says this moment is removed. */
static void
forget_oldest(dbk_claims *claims)
{
    const claim *oldest = &claims->ring[claims->first];
    const int64_t *at = dbk_map_find(claims->at, oldest->hash);

    if (at != NULL && *at == oldest->at_ms)
        dbk_map_remove(claims->at, oldest->hash);
    claims->first = (claims->first + 1) % CLAIMS_MOST;
    claims->n--;
}

void
dbk_claims_note(dbk_claims *claims, const uint8_t hash[DBK_HASH_BYTES], int64_t now_ms)
{
    while (claims->n > 0 && (claims->n == CLAIMS_MOST || claims->ring[claims->first].at_ms < now_ms - CLAIM_KEPT_MS))
        forget_oldest(claims);

    int64_t *at = dbk_map_add(claims->at, hash);
    if (*at != 0)
        return;
    *at = now_ms;
    claim *entry = &claims->ring[(claims->first + claims->n++) % CLAIMS_MOST];
    memcpy(entry->hash, hash, DBK_HASH_BYTES);
    entry->at_ms = now_ms;
}

int64_t
dbk_claims_first_ms(const dbk_claims *claims, const uint8_t hash[DBK_HASH_BYTES])
{
    const int64_t *at = dbk_map_find(claims->at, hash);

    return at ? *at : 0;
}

void
dbk_claims_settle(dbk_claims *claims, const uint8_t hash[DBK_HASH_BYTES])
{
    dbk_map_remove(claims->at, hash);
}
