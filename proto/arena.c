/*
 * arena — a bump allocator with a cap.
 *
 * Blocks form a list, the newest first; the oldest is the one that clear keeps. A piece is given back only with all
 * the others, which is what a message wants: it lives as one thing and dies as one thing.
 */
#include "proto/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>

#define ALIGNMENT alignof(max_align_t)

/* A plain report needs 4 to 8 KiB of structs and texts: one block, kept for the next one. */
#define FIRST_BLOCK_BYTES (8u * 1024u)
#define LATER_BLOCK_BYTES (64u * 1024u)

struct dbk_arena_block {
    dbk_arena_block *older;
    size_t           size, used;             /* bytes of `room` */
    alignas(max_align_t) unsigned char room[];
};

static void *
take_for_message(void *arena, size_t bytes)
{
    return dbk_arena_take(arena, bytes);
}

static void
keep_until_clear(void *arena, void *piece)
{
    (void)arena, (void)piece;
}

void
dbk_arena_init(dbk_arena *arena, size_t most)
{
    *arena = (dbk_arena){
        .allocator = { .alloc = take_for_message, .free = keep_until_clear, .allocator_data = arena },
        .most = most,
    };
}

static dbk_arena_block *
add_block(dbk_arena *arena, size_t bytes)
{
    const size_t usual = arena->first == NULL ? FIRST_BLOCK_BYTES : LATER_BLOCK_BYTES;
    const size_t size = bytes > usual ? bytes : usual;
    dbk_arena_block *block = malloc(sizeof *block + size);

    if (block == NULL)
        return NULL;
    *block = (dbk_arena_block){ .older = arena->first, .size = size };
    arena->first = block;
    return block;
}

void *
dbk_arena_take(dbk_arena *arena, size_t bytes)
{
    dbk_arena_block *block = arena->first;
    void *piece;

    if (bytes > arena->most)                           /* also keeps the rounding below from wrapping */
        return NULL;
    bytes = bytes == 0 ? ALIGNMENT : (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (bytes > arena->most - arena->used)
        return NULL;
    if (block == NULL || bytes > block->size - block->used)
        block = add_block(arena, bytes);
    if (block == NULL)
        return NULL;
    piece = block->room + block->used;
    block->used += bytes;
    arena->used += bytes;
    return piece;
}

/* Frees every block that is newer than `kept`; NULL: every block. */
static void
free_blocks(dbk_arena *arena, const dbk_arena_block *kept)
{
    while (arena->first != kept) {
        dbk_arena_block *older = arena->first->older;

        free(arena->first);
        arena->first = older;
    }
    arena->used = 0;
}

void
dbk_arena_clear(dbk_arena *arena)
{
    dbk_arena_block *oldest = arena->first;

    while (oldest != NULL && oldest->older != NULL)
        oldest = oldest->older;
    if (oldest != NULL && oldest->size > FIRST_BLOCK_BYTES)
        oldest = NULL;                                 /* a giant is not kept: pools of arenas would fill with them */
    free_blocks(arena, oldest);
    if (oldest != NULL)
        oldest->used = 0;
}

size_t
dbk_arena_bytes(const dbk_arena *arena)
{
    size_t bytes = 0;

    for (const dbk_arena_block *block = arena->first; block != NULL; block = block->older)
        bytes += sizeof *block + block->size;
    return bytes;
}

void
dbk_arena_fini(dbk_arena *arena)
{
    free_blocks(arena, NULL);
}
