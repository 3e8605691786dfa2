/* map against a plain array: the same adds, removes and finds must give the same answers. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/map.h"
#include "tests/harness/unit.h"

#define KEYS 500

static void
agrees_with_an_array(void)
{
    dbk_map *map = dbk_map_new(sizeof(int32_t), sizeof(int64_t));
    int64_t plain[KEYS] = { 0 };
    size_t count = 0, wrong = 0;

    srand(7);
    for (int i = 0; i < 20000; i++) {
        const int32_t key = rand() % KEYS;

        if (rand() % 3 > 0) {
            int64_t *value = dbk_map_add(map, &key);

            wrong += (*value != plain[key]);
            count += plain[key] == 0;
            *value = plain[key] = i + 1;
        } else {
            wrong += dbk_map_remove(map, &key) != (plain[key] != 0);
            count -= plain[key] != 0;
            plain[key] = 0;
        }
        wrong += dbk_map_count(map) != count;
    }
    for (int32_t key = 0; key < KEYS; key++) {
        const int64_t *value = dbk_map_find(map, &key);

        wrong += (value ? *value : 0) != plain[key];
    }
    CHECK_INT("disagreements", wrong, 0);
    dbk_map_clear(map);
    CHECK_INT("cleared", dbk_map_count(map), 0);
    CHECK_TRUE("cleared", dbk_map_find(map, &(int32_t){ 3 }) == NULL);
    dbk_map_free(&map);
    CHECK_TRUE("freed", map == NULL);
    dbk_map_free(&map);
}

static bool
odd(const void *value, const void *hint)
{
    return *(const int64_t *)value % *(const int64_t *)hint == 1;
}

static void
a_sweep_takes_what_is_spent(void)
{
    dbk_map *map = dbk_map_new(sizeof(int32_t), sizeof(int64_t));
    size_t wrong = 0;

    for (int32_t key = 0; key < KEYS; key++)
        *(int64_t *)dbk_map_add(map, &key) = key;
    dbk_map_sweep(map, odd, &(int64_t){ 2 });
    CHECK_INT("half is left", dbk_map_count(map), KEYS / 2);
    for (int32_t key = 0; key < KEYS; key++) {
        const int64_t *value = dbk_map_find(map, &key);

        wrong += key % 2 ? value != NULL : value == NULL || *value != key;
    }
    CHECK_INT("disagreements", wrong, 0);
    dbk_map_free(&map);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "agrees with an array", agrees_with_an_array },
        { "a sweep takes what is spent", a_sweep_takes_what_is_spent },
    };

    return unit_main("map", tests, ARRAY_LEN(tests), 60);
}
