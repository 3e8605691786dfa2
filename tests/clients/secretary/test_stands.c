/* stands: what a server shows is believed only when it proves itself; what it refuses is said truthfully. */
#include "clients/secretary/stands.h"

#include "clients/words.h"
#include "tests/clients/secretary/sample.h"

static const dbk_slot slot = { SAMPLE_COMMITTEE, SAMPLE_NIGHT, DBK_NIGHTLY_REPORT, 0 };

/* An answer that is right, for a test to spoil. */
typedef struct {
    dbk_reply    reply;
    dbk_standing standing;
    uint8_t      id[DBK_ID_BYTES], hash[DBK_HASH_BYTES], *sealed;
    size_t       sealed_size;
    char         code[DBK_CODE_CHARS + 1];
} answer;

static void
make(answer *a, uint32_t committee, uint32_t date, dbk_kind kind, uint32_t part)
{
    dbk_record record = DAYBOOK__V1__RECORD__INIT;
    dbk_nightly_report report = DAYBOOK__V1__NIGHTLY_REPORT__INIT;
    dbk_roll_call roll_call = DAYBOOK__V1__ROLL_CALL__INIT;

    memset(a, 0, sizeof *a);
    memset(a->id, 7, sizeof a->id);
    record.has_id = record.has_committee_id = record.has_kind = record.has_report_date = record.has_form_version = true;
    record.id = (ProtobufCBinaryData){ sizeof a->id, a->id };
    record.committee_id = committee;
    record.kind = kind;
    record.report_date = date;
    record.form_version = 4;
    record.has_part = part > 0;
    record.part = part;
    record.nightly_report = &report;
    record.roll_call = &roll_call;
    a->sealed = dbk_record_pack(&record, &a->sealed_size);
    dbk_hash(a->sealed, a->sealed_size, a->hash);
    dbk_code_make(a->id, a->hash, a->code);
    daybook__v1__reply__init(&a->reply);
    daybook__v1__standing__init(&a->standing);
    a->reply.has_status = true;
    a->reply.status = DBK_ANSWER;
    a->reply.standing = &a->standing;
    a->standing.has_record_id = a->standing.has_revision = a->standing.has_received_at_ms = true;
    a->standing.has_hash = a->standing.has_sealed = a->standing.has_sender = true;
    a->standing.record_id = (ProtobufCBinaryData){ sizeof a->id, a->id };
    a->standing.revision = 3;
    a->standing.received_at_ms = INT64_C(1582034400000);
    a->standing.sender = sample_text("样例\x1b[2J甲");
    a->standing.code = a->code;
    a->standing.hash = (ProtobufCBinaryData){ sizeof a->hash, a->hash };
    a->standing.sealed = (ProtobufCBinaryData){ a->sealed_size, a->sealed };
}

static void
believed(void)
{
    dbk_stands stands;
    char words[512];
    answer a;

    make(&a, SAMPLE_COMMITTEE, SAMPLE_NIGHT, DBK_NIGHTLY_REPORT, 0);
    CHECK_INT("whole", dbk_stands_take(&stands, &a.reply, &slot, NULL), 0);
    CHECK_TRUE("whole", stands.there && stands.sealed_size == a.sealed_size &&
                        memcmp(stands.sealed, a.sealed, a.sealed_size) == 0);
    CHECK_INT("whole", stands.form_version, 4);
    CHECK_STR("whole", stands.code, a.code);
    CHECK_TRUE("no escape reaches the terminal", strchr(stands.sender, '\x1b') == NULL);
    CHECK_HAS("who and when", dbk_stands_words(&stands, words, sizeof words), "revision 3, sent by 样例");
    dbk_stands_fini(&stands);
    a.standing.has_sealed = false;
    CHECK_INT("texts removed", dbk_stands_take(&stands, &a.reply, &slot, NULL), 0);
    CHECK_TRUE("texts removed", stands.there && stands.sealed == NULL);
    dbk_stands_fini(&stands);
    a.reply.standing = NULL;
    CHECK_INT("nothing stands", dbk_stands_take(&stands, &a.reply, &slot, NULL), 0);
    CHECK_TRUE("nothing stands", !stands.there);
    dbk_stands_fini(&stands);
    free(a.sealed);
}

static void spoil_text(answer *a) { a->sealed[a->sealed_size - 1] ^= 1; }
static void spoil_hash(answer *a) { a->hash[3] ^= 1; }
static void spoil_code(answer *a) { a->code[0] = a->code[0] == '0' ? '1' : '0'; }
static void spoil_id(answer *a) { a->id[0] ^= 1; }
static void short_id(answer *a) { a->standing.record_id.len = 15; }
static void short_hash(answer *a) { a->standing.hash.len = 31; }
static void no_code(answer *a) { a->standing.code = NULL; }
static void no_revision(answer *a) { a->standing.has_revision = false; }

static const struct { const char *name; void (*spoil)(answer *a); const char *says; } spoils[] = {
    { "another text", spoil_text, "not what was sealed" },       { "another hash", spoil_hash, "telephone code" },
    { "another code", spoil_code, "telephone code" },            { "another id", spoil_id, "telephone code" },
    { "a short id", short_id, "missing" },                       { "a short hash", short_hash, "missing" },
    { "no code", no_code, "missing" },                           { "no revision", no_revision, "missing" },
};

static void
not_believed(void)
{
    for (size_t i = 0; i < ARRAY_LEN(spoils); i++) {
        dbk_err err = { 0 };
        dbk_stands stands;
        answer a;

        make(&a, SAMPLE_COMMITTEE, SAMPLE_NIGHT, DBK_NIGHTLY_REPORT, 0);
        spoils[i].spoil(&a);
        CHECK_INT(spoils[i].name, dbk_stands_take(&stands, &a.reply, &slot, &err), -1);
        CHECK_INT(spoils[i].name, err.code, DBK_E_MALFORMED);
        CHECK_HAS(spoils[i].name, err.text, spoils[i].says);
        CHECK_TRUE(spoils[i].name, !stands.there && stands.sealed == NULL);
        dbk_stands_fini(&stands);
        free(a.sealed);
    }
}

static const struct { const char *name; uint32_t committee, date; dbk_kind kind; uint32_t part; } others[] = {
    { "another committee", SAMPLE_COMMITTEE + 1, SAMPLE_NIGHT, DBK_NIGHTLY_REPORT, 0 },
    { "another night", SAMPLE_COMMITTEE, SAMPLE_NIGHT + 1, DBK_NIGHTLY_REPORT, 0 },
    { "another kind", SAMPLE_COMMITTEE, SAMPLE_NIGHT, DBK_ROLL_CALL, 0 },
    { "another part", SAMPLE_COMMITTEE, SAMPLE_NIGHT, DBK_NIGHTLY_REPORT, 2 },
};

static void
another_record(void)
{
    for (size_t i = 0; i < ARRAY_LEN(others); i++) {
        dbk_err err = { 0 };
        dbk_stands stands;
        answer a;

        make(&a, others[i].committee, others[i].date, others[i].kind, others[i].part);
        CHECK_INT(others[i].name, dbk_stands_take(&stands, &a.reply, &slot, &err), -1);
        CHECK_HAS(others[i].name, err.text, "another record");
        dbk_stands_fini(&stands);
        free(a.sealed);
    }
}

static const struct {
    const char *name;
    dbk_status  status;
    const char *reason;
    dbk_code    code;
    const char *says;
} refused[] = {
    { "an old server", DBK_MALFORMED, "request.what", DBK_E_BUSY, "older than this program" },
    { "no posting", DBK_FORBIDDEN, "scope.none", DBK_E_FORBIDDEN, "no posting" },
    { "no secretary", DBK_FORBIDDEN, "scope.secretary", DBK_E_FORBIDDEN, "only a secretary" },
    { "confidential", DBK_FORBIDDEN, "record.confidential", DBK_E_FORBIDDEN, "only the person who sent it" },
    { "revoked", DBK_FORBIDDEN, "key.revoked", DBK_E_FORBIDDEN, "withdrawn your key" },
    { "busy", DBK_BUSY, "store.away", DBK_E_BUSY, "busy" },
    { "a newer server", (dbk_status)77, NULL, DBK_E_BUSY, "update daybook" },
};

static void
told_why_not(void)
{
    for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
        dbk_reply reply = DAYBOOK__V1__REPLY__INIT;
        dbk_err err = { 0 };
        dbk_stands stands;

        reply.has_status = true;
        reply.status = refused[i].status;
        reply.reason = (char *)(uintptr_t)refused[i].reason;
        CHECK_INT(refused[i].name, dbk_stands_take(&stands, &reply, &slot, &err), -1);
        CHECK_INT(refused[i].name, err.code, refused[i].code);
        CHECK_HAS(refused[i].name, err.text, refused[i].says);
    }
}

int
main(void)
{
    static const unit_test tests[] = {
        { "believed", believed },
        { "not believed", not_believed },
        { "another record", another_record },
        { "told why not", told_why_not },
    };

    dbk_words_init("daybook", "en");
    return unit_main("stands", tests, ARRAY_LEN(tests), 30);
}
