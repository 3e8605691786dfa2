/* envelope: bytes of strangers, whole identities, replies that fit a frame. */
#include "proto/envelope.h"

#include <stdlib.h>
#include <string.h>

#include "proto/calendar.h"
#include "tests/harness/unit.h"
#include "tests/proto/sample.h"

/* A message that contained itself could be nested until the stack ends: protobuf-c does not count. */
static bool
reaches_itself(const ProtobufCMessageDescriptor *type, const ProtobufCMessageDescriptor **path, size_t depth)
{
    for (size_t i = 0; i < depth; i++)
        if (path[i] == type)
            return true;
    if (depth == 16)
        return true;
    path[depth] = type;
    for (unsigned i = 0; i < type->n_fields; i++)
        if (type->fields[i].type == PROTOBUF_C_TYPE_MESSAGE &&
            reaches_itself(type->fields[i].descriptor, path, depth + 1))
            return true;
    return false;
}

static void
test_no_recursion(void)
{
    static const ProtobufCMessageDescriptor *const roots[] = {
        &daybook__v1__request__descriptor, &daybook__v1__reply__descriptor, &daybook__v1__record__descriptor,
        &daybook__v1__form__descriptor,
    };
    const ProtobufCMessageDescriptor *path[16];

    for (size_t i = 0; i < ARRAY_LEN(roots); i++)
        CHECK_INT(roots[i]->name, reaches_itself(roots[i], path, 0), 0);
}

/* ---------------------------------------------------------------- there and back */

static void
test_request(void)
{
    dbk_request request;
    uint8_t sealed[] = { 1, 0, 2 };
    dbk_arena arena;
    dbk_err err = { 0 };
    size_t size;

    daybook__v1__request__init(&request);
    request.has_request_id = request.has_protocol = request.has_attempt = true;
    request.request_id = UINT64_MAX;
    request.protocol = DBK_PROTOCOL_VERSION;
    request.attempt = 2;
    request.what_case = DAYBOOK__V1__REQUEST__WHAT_SEALED;
    request.sealed = (ProtobufCBinaryData){ sizeof sealed, sealed };
    uint8_t *bytes = dbk_request_pack(&request, &size);

    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    dbk_request *back = dbk_request_unpack(&arena, bytes, size, &err);

    CHECK_STR("unpacked", err.text, "");
    memset(bytes, 0xFF, size);                                 /* it must not point into the frame */
    CHECK_TRUE("all of it", back != NULL && back->request_id == UINT64_MAX && back->attempt == 2);
    CHECK_TRUE("nothing else", back != NULL && !back->has_client_now_ms);
    CHECK_TRUE("the bytes, NUL and all", back != NULL && back->what_case == DAYBOOK__V1__REQUEST__WHAT_SEALED &&
               back->sealed.len == 3 && memcmp(back->sealed.data, sealed, 3) == 0);
    dbk_arena_fini(&arena);
    free(bytes);
}

static void
test_frame_sizes(void)
{
    static const uint8_t zeros[DBK_FRAME_MAX_BYTES + 1];
    static const struct { const char *name; size_t size; const char *request, *reply; } cases[] = {
        { "empty",        0,                       "request.empty: ",      "reply.empty: " },
        { "zeros",        DBK_FRAME_MAX_BYTES,     "request.unreadable: ", "reply.unreadable: " },
        { "a byte more",  DBK_FRAME_MAX_BYTES + 1, "request.oversize: ",   "reply.oversize: " },
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        dbk_arena arena;
        dbk_err err = { 0 };

        dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
        CHECK_TRUE(cases[i].name, dbk_request_unpack(&arena, zeros, cases[i].size, &err) == NULL);
        CHECK_INT(cases[i].name, err.code, DBK_E_MALFORMED);
        CHECK_INT(cases[i].name, strncmp(err.text, cases[i].request, strlen(cases[i].request)), 0);
        CHECK_TRUE(cases[i].name, dbk_reply_unpack(&arena, zeros, cases[i].size, &err) == NULL);
        CHECK_INT(cases[i].name, strncmp(err.text, cases[i].reply, strlen(cases[i].reply)), 0);
        dbk_arena_fini(&arena);
    }
}

static void
test_reply_needs_a_status(void)
{
    dbk_reply reply = DAYBOOK__V1__REPLY__INIT;
    dbk_arena arena;
    size_t size;

    reply.has_request_id = true;
    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    uint8_t *bytes = dbk_reply_pack(&reply, &size);

    CHECK_TRUE("without", dbk_reply_unpack(&arena, bytes, size, NULL) == NULL);
    free(bytes);
    reply.has_status = true;
    reply.status = DBK_BUSY;
    bytes = dbk_reply_pack(&reply, &size);
    const dbk_reply *back = dbk_reply_unpack(&arena, bytes, size, NULL);

    CHECK_TRUE("with", back != NULL && back->status == DBK_BUSY);
    free(bytes);
    dbk_arena_fini(&arena);
}

/* ---------------------------------------------------------------- identity */

static const struct { const char *name, *edits, *says; } identities[] = {
    { "whole",                "",                               NULL },
    { "no id",                "id = -",                         "an id" },
    { "id of 15",             "id = 123456789012345",           "an id" },
    { "id of 17",             "id = 12345678901234567",         "an id" },
    { "no committee",         "committee_id = -",               "a committee" },
    { "committee 0",          "committee_id = 0",               "a committee" },
    { "committee 2^31",       "committee_id = 2147483648",      "a committee" },
    { "committee 2^31 - 1",   "committee_id = 2147483647",      NULL },
    { "no kind",              "kind = -",                       "a known kind" },
    { "kind 2",               "kind = 2",                       "the body of its kind" },
    { "kind 200",             "kind = 200",                     "a known kind" },
    { "kind -1",              "kind = 4294967295",              "a known kind" },
    { "no date",              "report_date = -",                "a report date" },
    { "a date that is none",  "report_date = 20200230",         NULL },
    { "corrects 16",          "corrects = 1234567890123456",    NULL },
    { "corrects 15",          "corrects = 123456789012345",     "`corrects`" },
    { "no form version",      "form_version = -",               NULL },
    { "an unknown category",  "cases[1].category = 77",         NULL },
};

static void
test_identity(void)
{
    for (size_t i = 0; i < ARRAY_LEN(identities); i++) {
        sample s;
        size_t size;
        dbk_arena arena;
        dbk_err err = { 0 };

        sample_open(&s);
        sample_edit(&s, identities[i].edits);
        uint8_t *sealed = dbk_record_pack(&s.record, &size);

        dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
        const dbk_record *back = dbk_record_unpack(&arena, sealed, size, &err);

        CHECK_INT(identities[i].name, back != NULL, identities[i].says == NULL);
        if (identities[i].says != NULL) {
            CHECK_INT(identities[i].name, strncmp(err.text, "record.identity: it lacks ", 26), 0);
            CHECK_HAS(identities[i].name, err.text, identities[i].says);
            CHECK_INT(identities[i].name, err.code, DBK_E_MALFORMED);
        }
        dbk_arena_fini(&arena);
        free(sealed);
        sample_close(&s);
    }
}

static void
test_body(void)
{
    sample s;
    size_t size;
    dbk_arena arena;
    dbk_err err = { 0 };

    sample_open(&s);
    s.record.nightly_report = NULL;
    uint8_t *sealed = dbk_record_pack(&s.record, &size);

    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    CHECK_TRUE("no body", dbk_record_unpack(&arena, sealed, size, &err) == NULL);
    CHECK_HAS("no body", err.text, "record.identity: it lacks the body");
    CHECK_TRUE("nothing at all", dbk_record_unpack(&arena, sealed, 0, &err) == NULL);
    CHECK_TRUE("a byte less", dbk_record_unpack(&arena, sealed, size - 1, &err) == NULL);
    CHECK_HAS("a byte less", err.text, "record.unreadable: ");
    dbk_arena_fini(&arena);
    free(sealed);
    sample_close(&s);
}

/* A legal record at its greatest stays far under the cap: the cap refuses nobody. */
static void
test_greatest_record(void)
{
    sample s;
    size_t size;
    dbk_arena arena;
    dbk_err err = { 0 };

    sample_open(&s);
    sample_edit(&s, "situation = *1000; cases[1].story = *1500; cases[1].title = *40; cases[1].result = *300; "
                    "cases = *10;"
                    "observations = *20; supply_needs[1].reason = *200; supply_needs = *10;"
                    "explanations[1].rule = W_HOURS; explanations[1].text = *4; explanations = *32");
    for (unsigned number = 11; s.report.n_figures < DBK_FIGURES_MAX; number++) {
        char edit[40];

        snprintf(edit, sizeof edit, "figures.%u = 1000000000", number);
        sample_edit(&s, edit);
    }
    while (daybook__v1__record__get_packed_size(&s.record) > DBK_SEALED_MAX_BYTES)
        s.report.n_cases--;
    uint8_t *sealed = dbk_record_pack(&s.record, &size);

    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    CHECK_TRUE("nearly 60 KiB", size > DBK_SEALED_MAX_BYTES - 6000);
    CHECK_TRUE("unpacked", dbk_record_unpack(&arena, sealed, size, &err) != NULL);
    CHECK_TRUE("as limits.h says: under 200 KiB", arena.used < 200 * 1024);
    dbk_arena_fini(&arena);
    free(sealed);
    sample_close(&s);
}

/* ---------------------------------------------------------------- hostile bytes */

/* Whatever they are: an answer soon, no more memory than the cap. dbk_check() gets what is let through. */
static int
throw_in(const uint8_t *bytes, size_t size, const dbk_form *form)
{
    static dbk_violations found;
    dbk_arena arena;
    int taken = 0;

    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    taken += dbk_request_unpack(&arena, bytes, size, NULL) != NULL;
    dbk_arena_clear(&arena);
    taken += dbk_reply_unpack(&arena, bytes, size, NULL) != NULL;
    dbk_arena_clear(&arena);
    const dbk_record *record = dbk_record_unpack(&arena, bytes, size, NULL);

    if (record != NULL) {
        taken++;
        dbk_check(record->form_version == dbk_form_version(form) ? form : NULL, record, size, &found);
    }
    CHECK_TRUE("under the cap", arena.used <= DBK_UNPACK_MAX_BYTES);
    dbk_arena_fini(&arena);
    return taken;
}

static void
test_random_bytes(void)
{
    dbk_form *form = sample_form_new();
    uint8_t bytes[2048];

    srand(3);
    for (int round = 0; round < 2000; round++) {
        const size_t size = (size_t)rand() % sizeof bytes;

        for (size_t i = 0; i < size; i++)
            bytes[i] = (uint8_t)(round % 2 ? rand() : rand() % 32);    /* small numbers look like tags and lengths */
        throw_in(bytes, size, form);
    }
    dbk_form_close(&form);
}

/* A good record with one byte changed, or cut anywhere: mostly still readable, so check sees the strangest values. */
static void
test_damaged_record(void)
{
    dbk_form *form = sample_form_new();
    sample s;
    size_t size;
    int taken = 0;

    sample_open(&s);
    sample_edit(&s, "explanations[1].rule = W_HOURS; explanations[1].text = *4");
    uint8_t *sealed = dbk_record_pack(&s.record, &size);
    uint8_t *copy = malloc(size);

    srand(4);
    for (size_t cut = 0; cut < size; cut++)
        throw_in(sealed, cut, form);
    for (int round = 0; round < 5000; round++) {
        memcpy(copy, sealed, size);
        for (int flips = 1 + round % 3; flips > 0; flips--)
            copy[(size_t)rand() % size] = (uint8_t)rand();
        taken += throw_in(copy, size, form);
    }
    CHECK_TRUE("many were let through to check", taken > 500);
    free(copy);
    free(sealed);
    sample_close(&s);
    dbk_form_close(&form);
}

static size_t
repeat(uint8_t *frame, const char *piece, size_t piece_bytes)
{
    size_t used = 0;

    while (used + piece_bytes <= DBK_FRAME_MAX_BYTES) {
        memcpy(frame + used, piece, piece_bytes);
        used += piece_bytes;
    }
    return used;
}

/* A frame full of the same small piece: what asks protobuf-c for most memory, and for quadratic time. */
static void
test_bombs(void)
{
    static const struct { const char *name, *piece; size_t bytes; } bombs[] = {
        { "empty figures, merged", "\x82\x01\x02\x0A\x00", 5 },        /* nightly_report { figures {} } */
        { "empty report, merged",  "\x82\x01\x00",         3 },
        { "empty violations",      "\x32\x00",             2 },
        { "a receipt, merged",     "\x2A\x02\x10\x01",     4 },
        { "unknown fields",        "\xF8\x07\x01",         3 },
    };
    dbk_form *form = sample_form_new();
    uint8_t *frame = malloc(DBK_FRAME_MAX_BYTES);

    for (size_t i = 0; i < ARRAY_LEN(bombs); i++) {
        const size_t size = repeat(frame, bombs[i].piece, bombs[i].bytes);
        const int64_t began = dbk_tick_ms();

        throw_in(frame, size, form);
        CHECK_TRUE(bombs[i].name, dbk_tick_ms() - began < 2000);       /* some ms; valgrind takes its time */
    }
    free(frame);
    dbk_form_close(&form);
}

/* ---------------------------------------------------------------- violations in a reply */

static void
test_violations(void)
{
    static dbk_violations found;
    dbk_reply reply = DAYBOOK__V1__REPLY__INIT;
    dbk_arena arena;
    size_t size;

    found.n = found.more = 0;
    dbk_violations_add(&found, "figure.range", "figures.on_duty_count", "0..60", "70", 2);
    dbk_violations_add(&found, "case.none", "cases", NULL, NULL, 0);
    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    CHECK_INT("added", dbk_reply_add_violations(&arena, &reply, &found), 0);
    memset(&found, 0, sizeof found);                           /* the reply holds copies */
    reply.has_status = true;
    reply.status = DBK_REJECTED;
    uint8_t *bytes = dbk_reply_pack(&reply, &size);
    const dbk_reply *back = dbk_reply_unpack(&arena, bytes, size, NULL);

    CHECK_INT("two", back->n_violations, 2);
    CHECK_INT("no more", back->has_violations_more, 0);
    CHECK_STR("field", back->violations[0]->field, "figures.on_duty_count");
    CHECK_STR("code", back->violations[0]->code, "figure.range");
    CHECK_INT("limit", memcmp(back->violations[0]->limit.data, "0..60", 5), 0);
    CHECK_INT("value", memcmp(back->violations[0]->value.data, "70", 2), 0);
    CHECK_INT("severity", back->violations[0]->severity, DBK_ERROR);
    CHECK_TRUE("two languages", back->violations[0]->text_zh.len > 0 && back->violations[0]->text_en.len > 0);
    CHECK_TRUE("nothing is not \"\"", !back->violations[1]->has_limit && !back->violations[1]->has_value);
    free(bytes);
    dbk_arena_fini(&arena);
}

/* An arena that is full at any moment: no reply is better than half of one. */
static void
test_violations_without_room(void)
{
    static dbk_violations found;
    size_t most = 0;
    int rc;

    found.n = found.more = 0;
    dbk_violations_add(&found, "figure.range", "figures.on_duty_count", "0..60", "70", 2);
    do {
        dbk_reply reply = DAYBOOK__V1__REPLY__INIT;
        dbk_arena arena;

        dbk_arena_init(&arena, most);
        rc = dbk_reply_add_violations(&arena, &reply, &found);
        CHECK_INT("all or nothing", reply.n_violations, rc == 0);
        dbk_arena_fini(&arena);
        most += 16;
    } while (rc != 0 && most < 4096);
    CHECK_TRUE("at last there is room", rc == 0 && most > 16);
}

/* Sentences of a form can be long: what does not fit the frame is counted, and the reply stays whole. */
static void
test_violations_fit(void)
{
    static dbk_violations found;
    char sentence[1200 + 1], epoch[16] = "";
    dbk_arena arena;

    memset(sentence, 'x', sizeof sentence - 1);
    sentence[sizeof sentence - 1] = '\0';
    found.n = found.more = 0;
    for (int i = 0; i < DBK_VIOLATIONS_MAX + 5; i++)
        dbk_violations_add(&found, "text.long", "situation", "10..1000", sentence, 40);
    for (size_t length = 0; length <= 1200; length++) {
        dbk_reply reply = DAYBOOK__V1__REPLY__INIT;
        size_t size;

        for (size_t i = 0; i < found.n; i++)
            found.row[i].text_zh = found.row[i].text_en = sentence + 1200 - length;
        reply.has_status = true;
        dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
        CHECK_INT("added", dbk_reply_add_violations(&arena, &reply, &found), 0);
        reply.has_epoch = reply.has_request_id = reply.has_server_now_ms = reply.has_bulletin_serial = true;
        reply.epoch = (ProtobufCBinaryData){ sizeof epoch, (uint8_t *)epoch };
        reply.request_id = reply.bulletin_serial = UINT64_MAX;
        reply.server_now_ms = INT64_MAX;
        uint8_t *bytes = dbk_reply_pack(&reply, &size);

        CHECK_TRUE("fits", size <= DBK_FRAME_MAX_BYTES);
        CHECK_INT("none is forgotten", reply.n_violations + reply.violations_more, DBK_VIOLATIONS_MAX + 5);
        CHECK_TRUE("as many as fit", reply.n_violations == DBK_VIOLATIONS_MAX || size > DBK_FRAME_MAX_BYTES - 3000);
        free(bytes);
        dbk_arena_fini(&arena);
    }
    dbk_reply reply = DAYBOOK__V1__REPLY__INIT;

    dbk_arena_init(&arena, 1000);
    CHECK_INT("no room in the arena", dbk_reply_add_violations(&arena, &reply, &found), -1);
    dbk_arena_fini(&arena);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "no recursive message",     test_no_recursion },
        { "request",                  test_request },
        { "sizes of a frame",         test_frame_sizes },
        { "reply needs a status",     test_reply_needs_a_status },
        { "identity",                 test_identity },
        { "body",                     test_body },
        { "the greatest record",      test_greatest_record },
        { "random bytes",             test_random_bytes },
        { "a damaged record",         test_damaged_record },
        { "bombs",                    test_bombs },
        { "violations",               test_violations },
        { "violations without room",  test_violations_without_room },
        { "violations fit a frame",   test_violations_fit },
    };

    return unit_main("proto/envelope", tests, ARRAY_LEN(tests), 120);
}
