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

static void
a_connection_has_its_cap(void)
{
    dbk_peers *peers = dbk_peers_new(2);
    const dbk_return_address a = address(5, 1), b = address(5, 2), shorter = address(4, 1), longer = address(200, 1);

    CHECK_TRUE("first", dbk_peers_enter(peers, &a));
    CHECK_TRUE("second", dbk_peers_enter(peers, &a));
    CHECK_TRUE("third is too many", !dbk_peers_enter(peers, &a));
    CHECK_TRUE("another connection", dbk_peers_enter(peers, &b));
    CHECK_TRUE("a shorter id is another", dbk_peers_enter(peers, &shorter));
    CHECK_TRUE("a long id", dbk_peers_enter(peers, &longer));
    dbk_peers_leave(peers, &a);
    CHECK_TRUE("room again", dbk_peers_enter(peers, &a));
    dbk_peers_leave(peers, &a);
    dbk_peers_leave(peers, &a);
    CHECK_TRUE("all gone, a fresh start", dbk_peers_enter(peers, &a) && dbk_peers_enter(peers, &a) && !dbk_peers_enter(peers, &a));
    dbk_peers_free(&peers);
}

static void
a_claim_is_the_first_time(void)
{
    dbk_claims *claims = dbk_claims_new();
    uint8_t hash[DBK_HASH_BYTES] = { 1 };

    CHECK_INT("never", dbk_claims_first_ms(claims, hash), 0);
    dbk_claims_note(claims, hash, 1000);
    dbk_claims_note(claims, hash, 2000);
    CHECK_INT("the first counts", dbk_claims_first_ms(claims, hash), 1000);
    dbk_claims_settle(claims, hash);
    CHECK_INT("settled", dbk_claims_first_ms(claims, hash), 0);
    dbk_claims_note(claims, hash, 3000);
    for (uint32_t i = 0; i < 65536; i++) {
        uint8_t other[DBK_HASH_BYTES] = { 2 };

        memcpy(other + 1, &i, sizeof i);
        dbk_claims_note(claims, other, 4000);
    }
    CHECK_INT("the oldest of too many is forgotten", dbk_claims_first_ms(claims, hash), 0);
    dbk_claims_note(claims, hash, 5000);
    dbk_claims_note(claims, (const uint8_t[DBK_HASH_BYTES]){ 3 }, 5000 + INT64_C(49) * 3600 * 1000);
    CHECK_INT("two days later it is forgotten", dbk_claims_first_ms(claims, hash), 0);
    dbk_claims_free(&claims);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "a connection has its cap", a_connection_has_its_cap },
        { "a claim is the first time", a_claim_is_the_first_time },
    };

    return unit_main("peers", tests, ARRAY_LEN(tests), 60);
}
