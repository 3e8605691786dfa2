#include "clients/secretary/item_file.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "proto/ident.h"

#define MAGIC_BYTES 8
#define VERSION 1u
#define AT_VERSION 8
#define AT_LENGTH 12
#define AT_HASH 16
#define AT_KEY (AT_HASH + DBK_HASH_BYTES)

_Static_assert(AT_KEY + DBK_KEY_BYTES == ITEM_FILE_HEAD_BYTES, "the head is what item_file.h says");

static const char magics[][MAGIC_BYTES + 1] = {
    [ITEM_FILE_SEALED] = "dbkitem\n",
    [ITEM_FILE_NOTE] = "dbknote\n",
};

static uint8_t *
put_number(uint8_t *to, uint64_t value, size_t bytes)
{
    for (size_t i = bytes; i-- > 0; value >>= 8)
        to[i] = (uint8_t)value;
    return to + bytes;
}

static uint64_t
get_number(const uint8_t **from, size_t bytes)
{
    uint64_t value = 0;

    for (size_t i = 0; i < bytes; i++)
        value = value << 8 | *(*from)++;
    return value;
}

uint8_t *
dbk_item_file_pack(item_file_kind kind, const uint8_t key[DBK_KEY_BYTES], const void *body, size_t body_size,
                   size_t *size)
{
    uint8_t *bytes = malloc(ITEM_FILE_HEAD_BYTES + body_size);

    assert(bytes != NULL);
    memcpy(bytes, magics[kind], MAGIC_BYTES);
    put_number(bytes + AT_VERSION, VERSION, 4);
    put_number(bytes + AT_LENGTH, body_size, 4);
    memcpy(bytes + AT_KEY, key, DBK_KEY_BYTES);
    memcpy(bytes + ITEM_FILE_HEAD_BYTES, body, body_size);
    dbk_hash(bytes + AT_KEY, DBK_KEY_BYTES + body_size, bytes + AT_HASH);
    *size = ITEM_FILE_HEAD_BYTES + body_size;
    return bytes;
}

const uint8_t *
dbk_item_file_open(item_file_kind kind, const void *file, size_t size, uint8_t key[DBK_KEY_BYTES], size_t *body_size)
{
    const uint8_t *bytes = file;
    const uint8_t *number = bytes + AT_VERSION;
    uint8_t hash[DBK_HASH_BYTES];

    if (size < ITEM_FILE_HEAD_BYTES || memcmp(bytes, magics[kind], MAGIC_BYTES) != 0)
        return NULL;
    if (get_number(&number, 4) != VERSION || get_number(&number, 4) != size - ITEM_FILE_HEAD_BYTES)
        return NULL;
    dbk_hash(bytes + AT_KEY, size - AT_KEY, hash);
    if (memcmp(hash, bytes + AT_HASH, sizeof hash) != 0)
        return NULL;
    memcpy(key, bytes + AT_KEY, DBK_KEY_BYTES);
    *body_size = size - ITEM_FILE_HEAD_BYTES;
    return bytes + ITEM_FILE_HEAD_BYTES;
}

#define NOTE_FIXED_BYTES (3 * 4 + 3 * 8)

uint8_t *
dbk_note_pack(const dbk_note *note, size_t *size)
{
    uint8_t *body = malloc(NOTE_FIXED_BYTES + note->reply_size);
    uint8_t *to = body;

    assert(body != NULL);
    to = put_number(to, note->tries, 4);
    to = put_number(to, note->last, 4);
    to = put_number(to, note->line, 4);
    to = put_number(to, (uint64_t)note->first_try_ms, 8);
    to = put_number(to, (uint64_t)note->last_try_ms, 8);
    to = put_number(to, (uint64_t)note->next_try_ms, 8);
    if (note->reply_size > 0)
        memcpy(to, note->reply, note->reply_size);
    *size = NOTE_FIXED_BYTES + note->reply_size;
    return body;
}

bool
dbk_note_unpack(const void *body, size_t size, dbk_note *note)
{
    const uint8_t *from = body;
    uint64_t last, line;

    memset(note, 0, sizeof *note);
    if (size < NOTE_FIXED_BYTES)
        return false;
    note->tries = (uint32_t)get_number(&from, 4);
    last = get_number(&from, 4);
    line = get_number(&from, 4);
    if (last >= EV_N || line >= LINE_N)
        return false;
    note->last = (item_event)last;
    note->line = (dbk_line)line;
    note->first_try_ms = (int64_t)get_number(&from, 8);
    note->last_try_ms = (int64_t)get_number(&from, 8);
    note->next_try_ms = (int64_t)get_number(&from, 8);
    dbk_note_set_reply(note, from, size - NOTE_FIXED_BYTES);
    return true;
}

void
dbk_note_set_reply(dbk_note *note, const void *reply, size_t size)
{
    uint8_t *copy = NULL;

    if (size > 0) {
        copy = malloc(size);
        assert(copy != NULL);
        memcpy(copy, reply, size);
    }
    free(note->reply);
    note->reply = copy;
    note->reply_size = size;
}

void
dbk_note_fini(dbk_note *note)
{
    free(note->reply);
    memset(note, 0, sizeof *note);
}
