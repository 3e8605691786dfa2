/*
 * The way of a stranger's bytes: envelope, unpack, check, reply.
 *
 * The first byte says what the rest is: a Request (whose sealed record goes on as the daemon would take it), a Record,
 * a Reply or a Form.
 */
#include <string.h>

#include "clients/secretary/stands.h"
#include "proto/check.h"
#include "proto/envelope.h"
#include "proto/ident.h"
#include "proto/kind.h"
#include "tests/fuzz/fuzz.h"
#include "tests/proto/sample.h"

#define PACKED_MOST (1u << 20)     /* an enum of one byte may be packed into ten */

static dbk_form *form;
static dbk_arena arena, another;
static dbk_violations found, found_again;

static size_t
pack(const ProtobufCMessage *message, uint8_t room[PACKED_MOST])
{
    const size_t size = protobuf_c_message_get_packed_size(message);

    PROVE(size <= PACKED_MOST && protobuf_c_message_pack(message, room) == size);
    return size;
}

/* protobuf-c reads the field number 0, which no message has, when it is written in two bytes, and refuses it in one. */
static void
drop_field_0(ProtobufCMessage *message)
{
    unsigned kept = 0;

    for (unsigned i = 0; i < message->n_unknown_fields; i++)
        if (message->unknown_fields[i].tag != 0)
            message->unknown_fields[kept++] = message->unknown_fields[i];
    message->n_unknown_fields = kept;
}

static void
drop_field_0_below(ProtobufCMessage *message)
{
    drop_field_0(message);
    for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
        const char *at = (const char *)message + field->offset;
        const char *quantifier = (const char *)message + field->quantifier_offset;

        if (field->type != PROTOBUF_C_TYPE_MESSAGE)
            continue;
        if (field->label == PROTOBUF_C_LABEL_REPEATED) {
            for (size_t n = *(const size_t *)quantifier; n-- > 0;)
                drop_field_0_below((*(ProtobufCMessage *const *const *)at)[n]);
        } else if ((field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) == 0 || *(const uint32_t *)quantifier == field->id) {
            if (*(ProtobufCMessage *const *)at != NULL)
                drop_field_0_below(*(ProtobufCMessage *const *)at);
        }
    }
}

/* What was understood can be said again: packed, unpacked and packed once more, it is the same bytes.
 * Returns the second reading, which lives in `another`. */
static const ProtobufCMessage *
prove_stable(ProtobufCMessage *message)
{
    static uint8_t first[PACKED_MOST], second[PACKED_MOST];

    drop_field_0_below(message);
    const size_t size = pack(message, first);

    dbk_arena_clear(&another);
    const ProtobufCMessage *again = protobuf_c_message_unpack(message->descriptor, &another.allocator, size, first);

    PROVE(again != NULL && pack(again, second) == size && memcmp(first, second, size) == 0);
    PROVE(arena.used <= arena.most && another.used <= another.most);
    return again;
}

static void
prove_said_well(const dbk_violation *row)
{
    PROVE(strnlen(row->field, sizeof row->field) < sizeof row->field && fuzz_is_text(row->field, false));
    PROVE(strnlen(row->limit, sizeof row->limit) < sizeof row->limit && fuzz_is_text(row->limit, false));
    PROVE(strnlen(row->value, sizeof row->value) < sizeof row->value && fuzz_is_text(row->value, false));
    PROVE(row->field[0] != '\0' && row->code[0] != '\0' && row->text_zh[0] != '\0' && row->text_en[0] != '\0');
    PROVE(row->severity == DBK_ERROR || row->severity == DBK_WARNING);
}

static bool
same_row(const dbk_violation *a, const dbk_violation *b)
{
    return strcmp(a->field, b->field) == 0 && a->code == b->code && a->severity == b->severity &&
           a->text_zh == b->text_zh && strcmp(a->limit, b->limit) == 0 && strcmp(a->value, b->value) == 0;
}

/* All that was found reaches the client in one frame, or is counted. */
static void
prove_told(void)
{
    static uint8_t packed[PACKED_MOST];
    dbk_reply reply;

    dbk_arena_clear(&another);
    daybook__v1__reply__init(&reply);
    reply.has_status = true;
    reply.status = DBK_REJECTED;
    PROVE(dbk_reply_add_violations(&another, &reply, &found) == 0);
    const size_t size = pack(&reply.base, packed);

    PROVE(size <= DBK_FRAME_MAX_BYTES);
    dbk_arena_clear(&arena);
    const dbk_reply *heard = dbk_reply_unpack(&arena, packed, size, NULL);

    PROVE(heard != NULL && heard->n_violations + heard->violations_more == found.n + found.more);
    for (size_t i = 0; i < heard->n_violations; i++)
        PROVE(strcmp(heard->violations[i]->field, found.row[i].field) == 0);
}

static void
try_record(const uint8_t *bytes, size_t size)
{
    dbk_record *record = dbk_record_unpack(&arena, bytes, size, NULL);

    if (record == NULL)
        return;
    PROVE(record->id.len == DBK_ID_BYTES && record->committee_id > 0);
    PROVE(dbk_kind_body(dbk_kind_find(record->kind), record) != NULL);
    const dbk_form *named = record->form_version == dbk_form_version(form) ? form : NULL;
    const dbk_record *again = (const dbk_record *)prove_stable(&record->base);

    dbk_check(named, record, size, &found);
    dbk_check(named, again, size, &found_again);
    PROVE(found.n <= DBK_VIOLATIONS_MAX && (found.more == 0 || found.n == DBK_VIOLATIONS_MAX));
    PROVE(found.n == found_again.n && found.more == found_again.more);
    for (size_t i = 0; i < found.n; i++) {
        prove_said_well(&found.row[i]);
        PROVE(same_row(&found.row[i], &found_again.row[i]));
    }
    if (found.n > 0)
        prove_told();
}

static void
try_request(const uint8_t *bytes, size_t size)
{
    dbk_err err = { DBK_OK, "" };
    dbk_request *request = dbk_request_unpack(&arena, bytes, size, &err);

    if (request == NULL) {
        PROVE(err.code == DBK_E_MALFORMED && strncmp(err.text, "request.", 8) == 0);
        return;
    }
    prove_stable(&request->base);
    if (request->what_case == DAYBOOK__V1__REQUEST__WHAT_SEALED)
        try_record(request->sealed.data, request->sealed.len);
}

/* What a client believes to stand is what it asked for, and can be opened. */
static void
prove_stands(const dbk_reply *reply)
{
    static const dbk_slot slot = { 7, 20200218, DBK_ROLL_CALL, 2 };
    dbk_stands stands;
    dbk_err err = { DBK_OK, "" };

    if (dbk_stands_take(&stands, reply, &slot, &err) != 0) {
        PROVE(!stands.there && err.code != DBK_OK && fuzz_is_text(err.text, false));
    } else if (stands.sealed != NULL) {
        const dbk_record *record = dbk_record_unpack(&another, stands.sealed, stands.sealed_size, NULL);

        PROVE(record != NULL && record->committee_id == 7 && record->report_date == 20200218 && record->part == 2);
        PROVE(memcmp(record->id.data, stands.id, DBK_ID_BYTES) == 0 && fuzz_is_text(stands.sender, false));
    }
    dbk_stands_fini(&stands);
}

static void
try_reply(const uint8_t *bytes, size_t size)
{
    dbk_reply *reply = dbk_reply_unpack(&arena, bytes, size, NULL);

    if (reply == NULL)
        return;
    prove_stable(&reply->base);
    dbk_arena_clear(&another);
    prove_stands(reply);
}

/* A form that opens can be opened again from the bytes it gives, and asks what it says it asks. */
static void
try_form(const uint8_t *bytes, size_t size)
{
    dbk_err err = { DBK_OK, "" };
    dbk_form *opened = dbk_form_open(bytes, size, &err);

    if (opened == NULL) {
        PROVE(err.code != DBK_OK && fuzz_is_text(err.text, false));
        return;
    }
    size_t kept_size;
    const void *kept = dbk_form_bytes(opened, &kept_size);
    const dbk_form_message *m = dbk_form_message_of(opened);

    PROVE(kept_size == size && memcmp(kept, bytes, size) == 0);
    for (size_t i = 0; i < m->n_indicators; i++)
        PROVE(dbk_form_number(opened, m->indicators[i]->number) == m->indicators[i] &&
              dbk_form_named(opened, m->indicators[i]->code) == m->indicators[i]);
    for (size_t i = 0; i < m->n_rules; i++)
        PROVE(strlen((const char *)m->rules[i]->text_zh.data) == m->rules[i]->text_zh.len);
    dbk_form_close(&opened);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static void (*const kinds[])(const uint8_t *, size_t) = { try_request, try_record, try_reply, try_form };

    if (form == NULL) {
        form = sample_form_new();
        dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
        dbk_arena_init(&another, DBK_UNPACK_MAX_BYTES);
    }
    dbk_arena_clear(&arena);
    if (size > 0)
        kinds[bytes[0] % 4](bytes + 1, size - 1);
    return 0;
}
