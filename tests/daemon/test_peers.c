#include <string.h>

#include "daemon/peers.h"
#include "tests/harness/unit.h"

static dbk_return_address
address(uint8_t size, uint8_t fill)
{
    dbk_return_address a = { .size = size };

    memset(a.routing, fill, size);
    return a;
}

static dbk_peers *
peers_of(int64_t per_client, int64_t per_key, int64_t rate, int64_t burst)
{
    dbk_config config;

    dbk_config_default(&config);
    config.intake_per_client = per_client;
    config.intake_per_key = per_key;
    config.intake_key_rate = rate;
    config.intake_key_burst = burst;
    return dbk_peers_new(&config);
}

static const uint8_t mei[DBK_KEY_BYTES] = { 1 }, lan[DBK_KEY_BYTES] = { 2 };

static dbk_entry
enter(dbk_peers *peers, const dbk_return_address *from, const uint8_t key[DBK_KEY_BYTES], int64_t tick_ms)
{
    int64_t retry_after_ms;

    return dbk_peers_enter(peers, from, key, tick_ms, &retry_after_ms);
}

static void
a_connection_has_its_cap(void)
{
    dbk_peers *peers = peers_of(2, 100, 1000000, 1000000);
    const dbk_return_address a = address(5, 1), b = address(5, 2), shorter = address(4, 1), longer = address(200, 1);

    CHECK_INT("first", enter(peers, &a, mei, 0), DBK_ENTERS);
    CHECK_INT("second", enter(peers, &a, mei, 0), DBK_ENTERS);
    CHECK_INT("third is too many", enter(peers, &a, mei, 0), DBK_CONNECTION_FULL);
    CHECK_INT("another connection", enter(peers, &b, mei, 0), DBK_ENTERS);
    CHECK_INT("a shorter id is another", enter(peers, &shorter, mei, 0), DBK_ENTERS);
    CHECK_INT("a long id", enter(peers, &longer, mei, 0), DBK_ENTERS);
    dbk_peers_leave(peers, &a, mei);
    CHECK_INT("room again", enter(peers, &a, mei, 0), DBK_ENTERS);
    dbk_peers_leave(peers, &a, mei);
    dbk_peers_leave(peers, &a, mei);
    CHECK_INT("all gone, a fresh start", enter(peers, &a, mei, 0), DBK_ENTERS);
    CHECK_INT("all gone, a fresh start", enter(peers, &a, mei, 0), DBK_ENTERS);
    CHECK_INT("all gone, a fresh start", enter(peers, &a, mei, 0), DBK_CONNECTION_FULL);
    dbk_peers_free(&peers);
}

static void
a_key_has_its_cap_over_all_its_connections(void)
{
    dbk_peers *peers = peers_of(2, 3, 1000000, 1000000);
    const dbk_return_address a = address(5, 1), b = address(5, 2), c = address(5, 3);

    CHECK_INT("one", enter(peers, &a, mei, 0), DBK_ENTERS);
    CHECK_INT("two", enter(peers, &a, mei, 0), DBK_ENTERS);
    CHECK_INT("three", enter(peers, &b, mei, 0), DBK_ENTERS);
    CHECK_INT("four, on a connection with room", enter(peers, &c, mei, 0), DBK_KEY_FULL);
    CHECK_INT("another key", enter(peers, &c, lan, 0), DBK_ENTERS);
    dbk_peers_leave(peers, &a, mei);
    CHECK_INT("room again", enter(peers, &c, mei, 0), DBK_ENTERS);
    dbk_peers_free(&peers);
}

/* Burst 4, then 10 a second: one each 100 ms. */
static void
a_key_is_held_to_its_rate(void)
{
    static const struct { const char *name; int64_t tick_ms; dbk_entry entry; int64_t retry_after_ms; } at[] = {
        { "a burst", 5000, DBK_ENTERS, 0 },
        { "a burst", 5000, DBK_ENTERS, 0 },
        { "a burst", 5000, DBK_ENTERS, 0 },
        { "the last of it", 5000, DBK_ENTERS, 0 },
        { "empty", 5000, DBK_KEY_FAST, 100 },
        { "refusals cost nothing", 5001, DBK_KEY_FAST, 99 },
        { "not yet", 5099, DBK_KEY_FAST, 1 },
        { "one has come in", 5100, DBK_ENTERS, 0 },
        { "and is gone", 5100, DBK_KEY_FAST, 100 },
        { "two more", 5300, DBK_ENTERS, 0 },
        { "two more", 5300, DBK_ENTERS, 0 },
        { "no third", 5300, DBK_KEY_FAST, 100 },
        { "full after a rest, and no fuller", 90000, DBK_ENTERS, 0 },
        { "full after a rest, and no fuller", 90000, DBK_ENTERS, 0 },
        { "full after a rest, and no fuller", 90000, DBK_ENTERS, 0 },
        { "full after a rest, and no fuller", 90000, DBK_ENTERS, 0 },
        { "full after a rest, and no fuller", 90000, DBK_KEY_FAST, 100 },
    };
    dbk_peers *peers = peers_of(128, 128, 10, 4);
    const dbk_return_address a = address(5, 1);

    for (size_t i = 0; i < ARRAY_LEN(at); i++) {
        int64_t retry_after_ms = 0;

        CHECK_INT(at[i].name, dbk_peers_enter(peers, &a, mei, at[i].tick_ms, &retry_after_ms), at[i].entry);
        CHECK_INT(at[i].name, retry_after_ms, at[i].retry_after_ms);
        if (at[i].entry == DBK_ENTERS)
            dbk_peers_leave(peers, &a, mei);
    }
    CHECK_INT("another key is not held back", enter(peers, &a, lan, 90000), DBK_ENTERS);
    dbk_peers_free(&peers);
}

static void
a_backlog_passes_by_default(void)
{
    dbk_config config;
    const dbk_return_address a = address(5, 1);

    dbk_config_default(&config);
    dbk_peers *peers = dbk_peers_new(&config);
    for (int i = 0; i < 100; i++)
        CHECK_INT("a hundred reports at once", enter(peers, &a, mei, 1), DBK_ENTERS);
    for (int i = 0; i < 100; i++)
        dbk_peers_leave(peers, &a, mei);
    for (int i = 100; i < 10000; i++) {
        CHECK_INT("ten thousand after each other", enter(peers, &a, mei, 1), DBK_ENTERS);
        dbk_peers_leave(peers, &a, mei);
    }
    CHECK_INT("no more", enter(peers, &a, mei, 1), DBK_KEY_FAST);
    dbk_peers_free(&peers);
}

/* 65,536 keys that are active: no room for another until they rest; those that have something in flight stay. */
static void
keys_are_bounded(void)
{
    dbk_peers *peers = peers_of(128, 128, 1, 1);
    const dbk_return_address a = address(5, 1);

    CHECK_INT("one stays", enter(peers, &a, lan, 0), DBK_ENTERS);
    for (uint32_t i = 1; i < 65536; i++) {
        uint8_t key[DBK_KEY_BYTES] = { 9 };

        memcpy(key + 1, &i, sizeof i);
        CHECK_INT("room for each", enter(peers, &a, key, 2000), DBK_ENTERS);
        dbk_peers_leave(peers, &a, key);
    }
    CHECK_INT("one too many", enter(peers, &a, mei, 2000), DBK_KEY_FULL);
    CHECK_INT("not looked at again so soon", enter(peers, &a, mei, 2999), DBK_KEY_FULL);
    CHECK_INT("they rest", enter(peers, &a, mei, 3001), DBK_ENTERS);
    dbk_peers_leave(peers, &a, lan);
    dbk_peers_free(&peers);
}

static void
who_asks_without_end_is_told(void)
{
    dbk_peers *peers = peers_of(128, 128, 1, 1);

    for (int i = 0; i < DBK_REFUSALS_A_SECOND; i++)
        CHECK_TRUE("a thousand in a second", !dbk_peers_refuse(peers, mei, 5000 + i % 1000));
    CHECK_TRUE("one more", dbk_peers_refuse(peers, mei, 5999));
    CHECK_TRUE("not another key", !dbk_peers_refuse(peers, lan, 5999));
    CHECK_TRUE("nor in the next second", !dbk_peers_refuse(peers, mei, 6000));
    dbk_peers_free(&peers);
}

static void
a_claim_is_the_first_time(void)
{
    dbk_claims *claims = dbk_claims_new();
    uint8_t hash[DBK_HASH_BYTES] = { 1 };

    CHECK_INT("never", dbk_claims_first_ms(claims, hash), 0);
    dbk_claims_note(claims, hash, mei, 1000);
    dbk_claims_note(claims, hash, lan, 2000);
    CHECK_INT("the first counts", dbk_claims_first_ms(claims, hash), 1000);
    dbk_claims_settle(claims, hash);
    CHECK_INT("settled", dbk_claims_first_ms(claims, hash), 0);
    dbk_claims_settle(claims, hash);
    dbk_claims_note(claims, hash, mei, 5000);
    dbk_claims_note(claims, (const uint8_t[DBK_HASH_BYTES]){ 3 }, mei, 5000 + INT64_C(49) * 3600 * 1000);
    CHECK_INT("two days later it is forgotten", dbk_claims_first_ms(claims, hash), 0);
    dbk_claims_free(&claims);
}

static void
note_many(dbk_claims *claims, uint8_t key_number, uint32_t n, int64_t now_ms)
{
    const uint8_t key[DBK_KEY_BYTES] = { 7, key_number };

    for (uint32_t i = 0; i < n; i++) {
        uint8_t hash[DBK_HASH_BYTES] = { 2, key_number };

        memcpy(hash + 2, &i, sizeof i);
        dbk_claims_note(claims, hash, key, now_ms);
    }
}

static void
a_flood_pushes_out_no_claim_of_another(void)
{
    dbk_claims *claims = dbk_claims_new();
    const uint8_t honest[DBK_HASH_BYTES] = { 1 }, first[DBK_HASH_BYTES] = { 2, 0 }, late[DBK_HASH_BYTES] = { 9 };

    dbk_claims_note(claims, honest, mei, 1000);
    note_many(claims, 0, 200000, 2000);
    CHECK_INT("another's stays", dbk_claims_first_ms(claims, honest), 1000);
    CHECK_INT("its own first ones stay", dbk_claims_first_ms(claims, first), 2000);
    dbk_claims_note(claims, late, (const uint8_t[DBK_KEY_BYTES]){ 7, 0 }, 3000);
    CHECK_INT("a key has 1,024", dbk_claims_first_ms(claims, late), 0);
    dbk_claims_settle(claims, first);
    dbk_claims_note(claims, late, (const uint8_t[DBK_KEY_BYTES]){ 7, 0 }, 4000);
    CHECK_INT("one settled makes room for one", dbk_claims_first_ms(claims, late), 4000);

    for (int i = 0; i < 200000; i++) {
        dbk_claims_note(claims, (const uint8_t[DBK_HASH_BYTES]){ 8 }, lan, 5000);
        dbk_claims_settle(claims, (const uint8_t[DBK_HASH_BYTES]){ 8 });
    }
    CHECK_INT("settled ones take no room", dbk_claims_first_ms(claims, honest), 1000);
    for (unsigned k = 1; k <= 63; k++)
        note_many(claims, (uint8_t)k, DBK_CLAIMS_A_KEY, 6000);
    CHECK_INT("of one too many in all the oldest goes", dbk_claims_first_ms(claims, honest), 0);
    CHECK_INT("and only the oldest", dbk_claims_first_ms(claims, late), 4000);
    dbk_claims_free(&claims);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "a connection has its cap", a_connection_has_its_cap },
        { "a key has its cap over all its connections", a_key_has_its_cap_over_all_its_connections },
        { "a key is held to its rate", a_key_is_held_to_its_rate },
        { "a backlog passes by default", a_backlog_passes_by_default },
        { "keys are bounded", keys_are_bounded },
        { "who asks without end is told", who_asks_without_end_is_told },
        { "a claim is the first time", a_claim_is_the_first_time },
        { "a flood pushes out no claim of another", a_flood_pushes_out_no_claim_of_another },
    };

    return unit_main("peers", tests, ARRAY_LEN(tests), 60);
}
