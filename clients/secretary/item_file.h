/*
 * item_file — the two files of an outbox item, as bytes: the item, and the note that lies beside it.
 *
 * Both begin with the same head: magic (8), version and length of the body (4 each, big-endian), BLAKE2b-256 of all
 * that follows (32), public key of the sealer (32); then the body. The item's body is the sealed record, for ever the
 * same; the note's is what happened to it last.
 * Not here: where the files lie and when they change (outbox.c).
 */
#ifndef DBK_SECRETARY_ITEM_FILE_H
#define DBK_SECRETARY_ITEM_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clients/secretary/item.h"
#include "clients/secretary/line.h"
#include "proto/err.h"
#include "proto/limits.h"

typedef enum { ITEM_FILE_SEALED, ITEM_FILE_NOTE } item_file_kind;

#define ITEM_FILE_HEAD_BYTES 80
#define ITEM_FILE_MAX_BYTES (ITEM_FILE_HEAD_BYTES + 256 + DBK_FRAME_MAX_BYTES)

/* The bytes of such a file: malloc'd, yours to free; never NULL (asserts memory). */
uint8_t *dbk_item_file_pack(item_file_kind kind, const uint8_t key[DBK_KEY_BYTES], const void *body, size_t body_size,
                            size_t *size);

/* Its body, inside `bytes`, and the sealer's key; NULL when the file is damaged: cut, grown, altered, not ours. */
const uint8_t *dbk_item_file_open(item_file_kind kind, const void *bytes, size_t size, uint8_t key[DBK_KEY_BYTES],
                                  size_t *body_size);

/* What happened to an item last. All zero: nothing yet. */
typedef struct {
    uint32_t   tries;                       /* begun, the last one included; written before the try itself */
    item_event last;
    dbk_line   line;                        /* how the line was found at the last try */
    int64_t    first_try_ms, last_try_ms;   /* milliseconds since 1970; 0: never */
    int64_t    next_try_ms;                 /* 0: at once */
    uint8_t   *reply;                       /* the server's last answer, packed; NULL: none. Owned by the note */
    size_t     reply_size;
} dbk_note;

uint8_t *dbk_note_pack(const dbk_note *note, size_t *size);                    /* the body; malloc'd, yours */
bool     dbk_note_unpack(const void *body, size_t size, dbk_note *note);       /* false: not a note */
void     dbk_note_set_reply(dbk_note *note, const void *reply, size_t size);   /* copies */
void     dbk_note_fini(dbk_note *note);

#endif
