/* proof: it holds for exactly what the receipt said, under exactly this key; one bit of anything else and it does not. */
#include "daemon/proof.h"

#include <string.h>

#include "proto/ident.h"
#include "tests/harness/unit.h"

static const uint8_t secret[DBK_KEY_BYTES] = { 7, 1, 4, 1, 1 };

/* One receipt and all that stands behind it, so that a test can spoil any of it. */
typedef struct {
    uint8_t     secret[DBK_KEY_BYTES], id[DBK_ID_BYTES], hash[DBK_HASH_BYTES], proof[DBK_PROOF_BYTES];
    dbk_record  record;
    dbk_receipt receipt;
} scene;

static void
make_scene(scene *s)
{
    dbk_prover prover;

    memset(s, 0, sizeof *s);
    memcpy(s->secret, secret, sizeof secret);
    dbk_id_make(s->id, 1582041600000);
    dbk_hash("some sealed bytes", 17, s->hash);
    daybook__v1__record__init(&s->record);
    s->record.id = (ProtobufCBinaryData){ DBK_ID_BYTES, s->id };
    s->record.committee_id = 12;
    s->record.kind = DAYBOOK__V1__KIND__ROLL_CALL;
    s->record.part = 2;
    s->record.report_date = 20200218;
    daybook__v1__receipt__init(&s->receipt);
    s->receipt.received_at_ms = 1582045200123;
    s->receipt.timeliness = DAYBOOK__V1__TIMELINESS__ON_TIME;
    dbk_prover_make(&prover, s->secret);
    dbk_proof_make(&prover, &s->record, s->hash, s->receipt.received_at_ms, s->receipt.timeliness, s->proof);
    s->receipt.has_proof = true;
    s->receipt.proof = (ProtobufCBinaryData){ DBK_PROOF_BYTES, s->proof };
}

static bool
holds(const scene *s)
{
    dbk_prover prover;

    dbk_prover_make(&prover, s->secret);
    return dbk_proof_holds(&prover, &s->record, s->hash, &s->receipt);
}

static void
holds_for_what_was_said(void)
{
    scene s;

    make_scene(&s);
    CHECK_TRUE("as given", holds(&s));
    s.receipt.revision = 7;
    s.receipt.committee_id = 99;
    s.receipt.report_date = 20200301;
    CHECK_TRUE("the rest of the receipt is not asked, the record is", holds(&s));
    s.record.has_corrects = true;
    CHECK_TRUE("nor is anything of the bytes but their hash", holds(&s));
}

/* Every bit of everything that is proven. */
static void
one_bit_is_enough(void)
{
    scene s;

    make_scene(&s);
    const struct { const char *name; void *at; size_t bytes; } parts[] = {
        { "the server's key", s.secret, sizeof s.secret },
        { "committee", &s.record.committee_id, sizeof s.record.committee_id },
        { "id", s.id, sizeof s.id },
        { "hash", s.hash, sizeof s.hash },
        { "kind", &s.record.kind, sizeof s.record.kind },
        { "part", &s.record.part, sizeof s.record.part },
        { "date", &s.record.report_date, sizeof s.record.report_date },
        { "received at", &s.receipt.received_at_ms, sizeof s.receipt.received_at_ms },
        { "timeliness", &s.receipt.timeliness, sizeof s.receipt.timeliness },
        { "the proof", s.proof, sizeof s.proof },
    };

    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        unsigned refused = 0;

        for (size_t bit = 0; bit < 8 * parts[i].bytes; bit++) {
            uint8_t *byte = (uint8_t *)parts[i].at + bit / 8;

            *byte ^= (uint8_t)(1u << bit % 8);
            refused += !holds(&s);
            *byte ^= (uint8_t)(1u << bit % 8);
        }
        CHECK_INT(parts[i].name, refused, 8 * parts[i].bytes);
        CHECK_TRUE("put right", holds(&s));
    }
}

static void
neither_short_nor_long(void)
{
    uint8_t longer[DBK_PROOF_BYTES + 1] = { 0 };
    scene s;

    make_scene(&s);
    s.receipt.proof.len = DBK_PROOF_BYTES - 1;
    CHECK_TRUE("one byte less", !holds(&s));
    s.receipt.proof = (ProtobufCBinaryData){ 0, NULL };
    CHECK_TRUE("none", !holds(&s));
    memcpy(longer, s.proof, sizeof s.proof);
    s.receipt.proof = (ProtobufCBinaryData){ sizeof longer, longer };
    CHECK_TRUE("one byte more", !holds(&s));
}

/* Computed by another program: hashlib.blake2b(key=blake2b("daybook receipt 1", key=secret), ...) over the big-endian layout. A
 * change of it would make every receipt of the last 30 days worthless at the next restore. */
static void
known_answer(void)
{
    char text[2 * DBK_PROOF_BYTES + 1];
    scene s;
    dbk_prover prover;
    uint8_t proof[DBK_PROOF_BYTES];

    make_scene(&s);
    for (uint8_t i = 0; i < DBK_ID_BYTES; i++)
        s.id[i] = i;
    dbk_prover_make(&prover, s.secret);
    dbk_proof_make(&prover, &s.record, s.hash, s.receipt.received_at_ms, s.receipt.timeliness, proof);
    CHECK_STR("proof", dbk_hex(proof, sizeof proof, text), "37aa515cbce9876f8a294555623e4acec6c70e238f784e7dc62231c6055a65a2");
    dbk_prover_wipe(&prover);
    CHECK_TRUE("wiped", memcmp(&prover, &(dbk_prover){ { 0 } }, sizeof prover) == 0);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "holds for what was said", holds_for_what_was_said },
        { "one bit is enough", one_bit_is_enough },
        { "neither short nor long", neither_short_nor_long },
        { "known answer", known_answer },
    };

    return unit_main("proof", tests, ARRAY_LEN(tests), 60);
}
