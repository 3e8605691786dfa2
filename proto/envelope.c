/*
 * envelope — the door between bytes and messages.
 *
 * Promise: whatever the bytes, unpacking ends soon, takes no more than the arena's cap, and yields a message whose
 * identity is whole, or NULL with the reason. An err text begins with the reason code of PROTOCOL.md.
 */
#include "proto/envelope.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "proto/kind.h"
#include "proto/limits.h"

/* Tag and length in front of one Violation of a Reply, and the field violations_more. */
#define VIOLATION_HEAD_BYTES 4
#define MORE_BYTES 6
/* What is put on every Reply as it leaves: request_id, server_now_ms, epoch, bulletin_serial. */
#define STAMP_BYTES 64

/* ---------------------------------------------------------------- in */

/*
 * Repeating a singular sub-message makes protobuf-c merge, and copy the lists merged so far, once a repeat. The arena
 * gives nothing back, so every copy counts against its cap: what would be quadratic time ends there too.
 */
static ProtobufCMessage *
unpack(dbk_arena *arena, const ProtobufCMessageDescriptor *type, const void *bytes, size_t size)
{
    return protobuf_c_message_unpack(type, &arena->allocator, size, bytes);
}

static int
check_frame_size(size_t size, const char *what, dbk_err *err)
{
    if (size == 0)
        return dbk_err_set(err, DBK_E_MALFORMED, "%s.empty: nothing in the frame", what);
    if (size > DBK_FRAME_MAX_BYTES)
        return dbk_err_set(err, DBK_E_MALFORMED, "%s.oversize: %zu bytes, at most %u", what, size, DBK_FRAME_MAX_BYTES);
    return 0;
}

dbk_request *
dbk_request_unpack(dbk_arena *arena, const void *bytes, size_t size, dbk_err *err)
{
    if (check_frame_size(size, "request", err) != 0)
        return NULL;
    ProtobufCMessage *message = unpack(arena, &daybook__v1__request__descriptor, bytes, size);

    if (message == NULL)
        dbk_err_set(err, DBK_E_MALFORMED, "request.unreadable: not a Request, or truncated");
    return (dbk_request *)message;
}

dbk_reply *
dbk_reply_unpack(dbk_arena *arena, const void *bytes, size_t size, dbk_err *err)
{
    if (check_frame_size(size, "reply", err) != 0)
        return NULL;
    dbk_reply *reply = (dbk_reply *)unpack(arena, &daybook__v1__reply__descriptor, bytes, size);

    if (reply == NULL || !reply->has_status) {
        dbk_err_set(err, DBK_E_MALFORMED, "reply.unreadable: not a Reply, or truncated");
        return NULL;
    }
    return reply;
}

/* NULL when the record can be told apart from every other one; else what it lacks. */
static const char *
identity_fault(const dbk_record *record)
{
    const dbk_kind_rules *kind = record->has_kind ? dbk_kind_find(record->kind) : NULL;

    if (!record->has_id || record->id.len != DBK_ID_BYTES)
        return "an id of 16 bytes";
    if (!record->has_committee_id || record->committee_id == 0 || record->committee_id > INT32_MAX)
        return "a committee";
    if (kind == NULL)
        return "a known kind";
    if (dbk_kind_body(kind, record) == NULL)
        return "the body of its kind";
    if (!record->has_report_date)
        return "a report date";
    if (record->has_corrects && record->corrects.len != DBK_ID_BYTES)
        return "16 bytes in `corrects`";
    return NULL;
}

dbk_record *
dbk_record_unpack(dbk_arena *arena, const void *sealed, size_t size, dbk_err *err)
{
    dbk_record *record = (dbk_record *)unpack(arena, &daybook__v1__record__descriptor, sealed, size);
    const char *fault;

    if (record == NULL) {
        dbk_err_set(err, DBK_E_MALFORMED, "record.unreadable: not a Record, or truncated");
        return NULL;
    }
    fault = identity_fault(record);
    if (fault != NULL) {
        dbk_err_set(err, DBK_E_MALFORMED, "record.identity: it lacks %s", fault);
        return NULL;
    }
    return record;
}

/* ---------------------------------------------------------------- out */

static uint8_t *
pack(const ProtobufCMessage *message, size_t *size)
{
    const size_t bytes = protobuf_c_message_get_packed_size(message);
    uint8_t *packed = malloc(bytes > 0 ? bytes : 1);

    assert(packed != NULL);
    *size = protobuf_c_message_pack(message, packed);
    assert(*size == bytes);
    return packed;
}

uint8_t *
dbk_request_pack(const dbk_request *request, size_t *size)
{
    return pack(&request->base, size);
}

uint8_t *
dbk_reply_pack(const dbk_reply *reply, size_t *size)
{
    return pack(&reply->base, size);
}

uint8_t *
dbk_record_pack(const dbk_record *record, size_t *size)
{
    return pack(&record->base, size);
}

/* protobuf-c's structs are not const, its pack functions are: nothing is written through this. */
static ProtobufCBinaryData
text_of(const char *text)
{
    return (ProtobufCBinaryData){ .len = strlen(text), .data = (uint8_t *)(uintptr_t)text };
}

static char *
copy_text(dbk_arena *arena, const char *text)
{
    const size_t bytes = strlen(text) + 1;
    char *copy = dbk_arena_take(arena, bytes);

    return copy == NULL ? NULL : memcpy(copy, text, bytes);
}

/* One row as a message. What lies in `row` itself is copied; code and sentences outlive the reply. */
static dbk_violation_message *
make_violation(dbk_arena *arena, const dbk_violation *row)
{
    dbk_violation_message *message = dbk_arena_take(arena, sizeof *message);
    char *field = copy_text(arena, row->field);
    char *limit = copy_text(arena, row->limit);
    char *value = copy_text(arena, row->value);

    if (message == NULL || field == NULL || limit == NULL || value == NULL)
        return NULL;
    daybook__v1__violation__init(message);
    message->field = field;
    message->code = (char *)(uintptr_t)row->code;
    message->has_severity = true;
    message->severity = row->severity;
    message->has_text_zh = true;
    message->text_zh = text_of(row->text_zh);
    message->has_text_en = true;
    message->text_en = text_of(row->text_en);
    message->has_limit = row->limit[0] != '\0';
    message->limit = text_of(limit);
    message->has_value = row->value[0] != '\0';
    message->value = text_of(value);
    return message;
}

int
dbk_reply_add_violations(dbk_arena *arena, dbk_reply *reply, const dbk_violations *found)
{
    size_t bytes = protobuf_c_message_get_packed_size(&reply->base) + MORE_BYTES + STAMP_BYTES;
    size_t n = 0;
    dbk_violation_message **messages = dbk_arena_take(arena, found->n * sizeof *messages);

    if (messages == NULL)
        return -1;
    for (; n < found->n; n++) {
        messages[n] = make_violation(arena, &found->row[n]);
        if (messages[n] == NULL)
            return -1;
        bytes += protobuf_c_message_get_packed_size(&messages[n]->base) + VIOLATION_HEAD_BYTES;
        if (bytes > DBK_FRAME_MAX_BYTES)
            break;
    }
    reply->n_violations = n;
    reply->violations = messages;
    reply->violations_more = (uint32_t)(found->more + found->n - n);
    reply->has_violations_more = reply->violations_more > 0;
    return 0;
}
