/*
 * map — keys of one fixed size to values of one fixed size: open addressing, linear probing, no tombstones.
 *
 * Keys are bytes without padding. A stranger chooses some of them, so the hash is keyed (SipHash).
 */
#ifndef DBK_DAEMON_MAP_H
#define DBK_DAEMON_MAP_H

#include <stdbool.h>
#include <stddef.h>

typedef struct dbk_map dbk_map;

dbk_map *dbk_map_new(size_t key_bytes, size_t value_bytes);      /* never NULL: asserts memory */
void     dbk_map_free(dbk_map **map);
size_t   dbk_map_count(const dbk_map *map);

/* The value's place, or NULL. It stays good until the next add, remove or clear. */
void *dbk_map_find(const dbk_map *map, const void *key);
/* The value's place, added and zeroed when it was not there. */
void *dbk_map_add(dbk_map *map, const void *key);
bool  dbk_map_remove(dbk_map *map, const void *key);
/* Removes every entry of which `spent` says so. Costs a copy of the map: for now and then. */
void  dbk_map_sweep(dbk_map *map, bool (*spent)(const void *value, const void *hint), const void *hint);
void  dbk_map_clear(dbk_map *map);

#endif
