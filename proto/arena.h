/*
 * arena — memory of one message: asked for in pieces, given back at once, capped.
 *
 * It is also protobuf-c's allocator, and the only one our unpack calls get: 64 KiB of valid-looking bytes can make
 * an uncapped unpack ask for 6 MB.
 */
#ifndef DBK_PROTO_ARENA_H
#define DBK_PROTO_ARENA_H

#include <stddef.h>

#include <protobuf-c/protobuf-c.h>

typedef struct dbk_arena_block dbk_arena_block;

typedef struct {
    ProtobufCAllocator allocator;    /* hand &arena.allocator to an unpack call; free is a no-op */
    dbk_arena_block   *first;        /* the block being filled; older ones behind it */
    size_t             used, most;   /* bytes asked for so far, and allowed */
} dbk_arena;

/* No memory is taken before the first piece. `most` in bytes. */
void dbk_arena_init(dbk_arena *arena, size_t most);
/* Aligned for any object; NULL when the cap or the machine's memory is reached. */
void *dbk_arena_take(dbk_arena *arena, size_t bytes);
/* Everything taken is gone; the first block is kept for the next message. */
void dbk_arena_clear(dbk_arena *arena);
/* Bytes of the machine's memory that it occupies: whole blocks. */
size_t dbk_arena_bytes(const dbk_arena *arena);
void dbk_arena_fini(dbk_arena *arena);

#endif
