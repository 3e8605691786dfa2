/* arena: alignment, cap, pieces that do not touch, and the block that is kept. */
#include "proto/arena.h"

#include <stdint.h>
#include <string.h>

#include "tests/harness/unit.h"

static void
test_pieces(void)
{
    dbk_arena arena;
    unsigned char *piece[200];

    dbk_arena_init(&arena, 1 << 20);
    CHECK_TRUE("no memory before the first piece", arena.first == NULL && arena.used == 0);
    for (size_t i = 0; i < ARRAY_LEN(piece); i++) {
        piece[i] = dbk_arena_take(&arena, i * 7);
        CHECK_INT("aligned", (uintptr_t)piece[i] % 16, 0);
        memset(piece[i], (int)i, i * 7);
    }
    for (size_t i = 1; i < ARRAY_LEN(piece); i++)
        CHECK_INT("untouched by the others", piece[i][0] == i && piece[i][i * 7 - 1] == i, 1);
    CHECK_TRUE("nothing has a place of its own", piece[0] != NULL && piece[0] != piece[1]);
    dbk_arena_fini(&arena);
    CHECK_TRUE("empty again", arena.first == NULL && arena.used == 0);
}

static void
test_cap(void)
{
    static const struct { const char *name; size_t most, bytes; int fits; } cases[] = {
        { "exactly",      64,      64,           1 },
        { "a byte more",  64,      65,           0 },
        { "rounded up",   64,      49,           1 },
        { "no room",      0,       1,            0 },
        { "not even 0",   0,       0,            0 },
        { "SIZE_MAX",     1 << 20, SIZE_MAX,     0 },
        { "SIZE_MAX - 8", 1 << 20, SIZE_MAX - 8, 0 },
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        dbk_arena arena;

        dbk_arena_init(&arena, cases[i].most);
        CHECK_INT(cases[i].name, dbk_arena_take(&arena, cases[i].bytes) != NULL, cases[i].fits);
        dbk_arena_fini(&arena);
    }
}

static void
test_cap_is_a_sum(void)
{
    dbk_arena arena;
    int n = 0;

    dbk_arena_init(&arena, 100 * 1024);
    while (dbk_arena_take(&arena, 1000) != NULL)                /* rounded to 1008 */
        n++;
    CHECK_INT("pieces under the cap", n, 100 * 1024 / 1008);
    dbk_arena_clear(&arena);
    CHECK_TRUE("room again after clear", dbk_arena_take(&arena, 100 * 1024) != NULL);
    dbk_arena_fini(&arena);
}

static void
test_clear_keeps_a_block(void)
{
    dbk_arena arena;

    dbk_arena_init(&arena, 1 << 20);
    dbk_arena_clear(&arena);
    CHECK_TRUE("an unused one stays empty", arena.first == NULL);
    void *const first = dbk_arena_take(&arena, 100);

    dbk_arena_take(&arena, 200000);
    dbk_arena_take(&arena, 30000);
    dbk_arena_clear(&arena);
    CHECK_INT("nothing used", arena.used, 0);
    CHECK_TRUE("the same block", dbk_arena_take(&arena, 100) == first);
    dbk_arena_fini(&arena);
    dbk_arena_fini(&arena);
    CHECK_TRUE("fini twice", arena.first == NULL);
}

static void
test_giant_is_not_kept(void)
{
    dbk_arena arena;

    dbk_arena_init(&arena, 1 << 20);
    CHECK_TRUE("more than a first block has", dbk_arena_take(&arena, 100000) != NULL);
    dbk_arena_clear(&arena);
    CHECK_TRUE("given back", arena.first == NULL);
    CHECK_TRUE("and goes on", dbk_arena_take(&arena, 100) != NULL);
    dbk_arena_fini(&arena);
}

static void
test_as_allocator(void)
{
    dbk_arena arena;

    dbk_arena_init(&arena, 4096);
    unsigned char *const piece = arena.allocator.alloc(arena.allocator.allocator_data, 10);

    memset(piece, 7, 10);
    arena.allocator.free(arena.allocator.allocator_data, piece);
    CHECK_INT("free is a no-op", piece[9], 7);
    CHECK_TRUE("the cap holds", arena.allocator.alloc(arena.allocator.allocator_data, 5000) == NULL);
    dbk_arena_fini(&arena);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "pieces",             test_pieces },
        { "cap",                test_cap },
        { "the cap is a sum",   test_cap_is_a_sum },
        { "clear keeps a block", test_clear_keeps_a_block },
        { "a giant is not kept", test_giant_is_not_kept },
        { "as an allocator",    test_as_allocator },
    };

    return unit_main("proto/arena", tests, ARRAY_LEN(tests), 30);
}
