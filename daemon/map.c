#include "daemon/map.h"

#include <assert.h>
#include <sodium.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_ROOMS 64

struct dbk_map {
    size_t   key_bytes, value_bytes, stride;
    size_t   count, rooms;                      /* rooms: a power of two, at most two thirds full */
    uint8_t *room;                              /* each: one byte "taken", padding, value, key */
    uint8_t  secret[crypto_shorthash_KEYBYTES];
};

/* The value comes first in a room, on an address that suits any object. */
#define HEAD 16

static uint8_t *
room_at(const dbk_map *map, size_t i)
{
    return map->room + (i & (map->rooms - 1)) * map->stride;
}

static uint8_t *
key_of(const dbk_map *map, uint8_t *room)
{
    return room + HEAD + map->value_bytes;
}

static size_t
home_of(const dbk_map *map, const void *key)
{
    uint8_t out[crypto_shorthash_BYTES];
    uint64_t hash;

    crypto_shorthash(out, key, map->key_bytes, map->secret);
    memcpy(&hash, out, sizeof hash);
    return (size_t)hash & (map->rooms - 1);
}

static void
take_rooms(dbk_map *map, size_t rooms)
{
    map->rooms = rooms;
    map->count = 0;
    map->room = calloc(rooms, map->stride);
    assert(map->room != NULL);
}

dbk_map *
dbk_map_new(size_t key_bytes, size_t value_bytes)
{
    dbk_map *map = calloc(1, sizeof *map);

    assert(map != NULL);
    map->key_bytes = key_bytes;
    map->value_bytes = value_bytes;
    map->stride = (HEAD + value_bytes + key_bytes + 15) & ~(size_t)15;
    randombytes_buf(map->secret, sizeof map->secret);
    take_rooms(map, FIRST_ROOMS);
    return map;
}

void
dbk_map_free(dbk_map **map)
{
    if (*map != NULL)
        free((*map)->room);
    free(*map);
    *map = NULL;
}

size_t
dbk_map_count(const dbk_map *map)
{
    return map->count;
}

/* The room that holds `key`, or the empty one where it would go. */
static size_t
seek(const dbk_map *map, const void *key)
{
    size_t i = home_of(map, key);

    while (*room_at(map, i) && memcmp(key_of(map, room_at(map, i)), key, map->key_bytes) != 0)
        i++;
    return i & (map->rooms - 1);
}

void *
dbk_map_find(const dbk_map *map, const void *key)
{
    uint8_t *room = room_at(map, seek(map, key));

    return *room ? room + HEAD : NULL;
}

static void
move_to(dbk_map *map, size_t rooms, bool (*spent)(const void *value, const void *hint), const void *hint)
{
    uint8_t *old = map->room;
    const size_t old_rooms = map->rooms;

    take_rooms(map, rooms);
    for (size_t i = 0; i < old_rooms; i++) {
        uint8_t *from = old + i * map->stride;

        if (*from && (spent == NULL || !spent(from + HEAD, hint))) {
            memcpy(room_at(map, seek(map, key_of(map, from))), from, map->stride);
            map->count++;
        }
    }
    free(old);
}

void *
dbk_map_add(dbk_map *map, const void *key)
{
    if (3 * (map->count + 1) > 2 * map->rooms)
        move_to(map, map->rooms * 2, NULL, NULL);

    uint8_t *room = room_at(map, seek(map, key));
    if (!*room) {
        memset(room, 0, map->stride);
        *room = 1;
        memcpy(key_of(map, room), key, map->key_bytes);
        map->count++;
    }
    return room + HEAD;
}

/* Closes the gap: whatever probed past it moves back, so that no search ends too early. */
bool
dbk_map_remove(dbk_map *map, const void *key)
{
    size_t gap = seek(map, key);

    if (!*room_at(map, gap))
        return false;
    for (size_t i = gap + 1; *room_at(map, i); i++) {
        uint8_t *room = room_at(map, i);
        const size_t home = home_of(map, key_of(map, room));

        if (((i - home) & (map->rooms - 1)) >= ((i - gap) & (map->rooms - 1))) {
            memcpy(room_at(map, gap), room, map->stride);
            gap = i;
        }
    }
    *room_at(map, gap) = 0;
    map->count--;
    return true;
}

void
dbk_map_sweep(dbk_map *map, bool (*spent)(const void *value, const void *hint), const void *hint)
{
    move_to(map, map->rooms, spent, hint);
}

void
dbk_map_clear(dbk_map *map)
{
    for (size_t i = 0; i < map->rooms; i++)
        *room_at(map, i) = 0;
    map->count = 0;
}
