/* batch: what may go together, what joins, what waits, and how a batch is cut. */
#include <stdlib.h>
#include <string.h>

#include "daemon/batch.h"
#include "tests/harness/unit.h"

#define MOST 8

/* A record as short as a word: committee, day, id and bytes as one letter each, person, admissible or only looked up. */
typedef struct { char committee, day, id, bytes, person; bool admissible; } word;

typedef struct { dbk_submission s; dbk_record record; uint8_t id[DBK_ID_BYTES]; char name; } made;

static void
make(made *m, const word *w, char name)
{
    memset(m, 0, sizeof *m);
    daybook__v1__record__init(&m->record);
    memset(m->id, w->id, sizeof m->id);
    m->record.committee_id = (uint32_t)w->committee;
    m->record.id = (ProtobufCBinaryData){ DBK_ID_BYTES, m->id };
    m->record.kind = DBK_NIGHTLY_REPORT;
    m->s.record = &m->record;
    m->s.day = w->day;
    m->s.person = w->person;
    m->s.admissible = w->admissible;
    memset(m->s.hash, w->bytes, sizeof m->s.hash);
    m->name = name;
}

/* "ab(c)|d": a and b go, c joins b, d stays. */
static void
describe(const dbk_batch *batch, const dbk_line *left, char *text)
{
    for (const dbk_submission *s = batch ? batch->line.first : NULL; s != NULL; s = s->next) {
        *text++ = ((const made *)s)->name;
        for (const dbk_submission *copy = s->copies; copy != NULL; copy = copy->copies) {
            *text++ = '(';
            *text++ = ((const made *)copy)->name;
            *text++ = ')';
        }
    }
    *text++ = '|';
    for (const dbk_submission *s = left->first; s != NULL; s = s->next)
        *text++ = ((const made *)s)->name;
    *text = '\0';
}

static const struct { const char *name; size_t most; word in[MOST]; const char *out; } gatherings[] = {
    { "different nights", 9, { { 'A', 1, 1, 1, 1, true }, { 'A', 2, 2, 2, 1, true }, { 'B', 1, 3, 3, 2, true } }, "abc|" },
    { "cut at the most", 2, { { 'A', 1, 1, 1, 1, true }, { 'B', 1, 2, 2, 1, true }, { 'C', 1, 3, 3, 2, true } }, "ab|c" },
    { "a correction waits for its first", 9, { { 'A', 1, 1, 1, 1, true }, { 'A', 1, 2, 2, 1, true }, { 'B', 1, 3, 3, 2, true } }, "ac|b" },
    { "the same again joins", 9, { { 'A', 1, 1, 1, 1, true }, { 'A', 1, 1, 1, 1, true }, { 'B', 1, 3, 3, 2, true } }, "a(b)c|" },
    { "another person's copy waits", 9, { { 'A', 1, 1, 1, 1, true }, { 'A', 1, 1, 1, 2, true } }, "a|b" },
    { "the same id with other bytes waits", 9, { { 'A', 1, 1, 1, 1, true }, { 'A', 1, 1, 2, 1, true } }, "a|b" },
    { "only looked up: its night is free", 9, { { 'A', 1, 1, 1, 1, false }, { 'A', 1, 2, 2, 1, true }, { 'A', 1, 3, 3, 1, true } }, "ab|c" },
    { "the same id of another committee", 9, { { 'A', 1, 1, 1, 1, true }, { 'B', 1, 1, 1, 1, true } }, "ab|" },
};

static void
gathers(void)
{
    for (size_t i = 0; i < ARRAY_LEN(gatherings); i++) {
        made m[MOST];
        dbk_queue pending;
        dbk_batch *batch;
        char text[64];

        dbk_queue_init(&pending);
        for (int k = 0; k < MOST && gatherings[i].in[k].committee; k++) {
            make(&m[k], &gatherings[i].in[k], (char)('a' + k));
            dbk_queue_add(&pending, &m[k].s);
        }
        batch = dbk_batch_gather(&pending, NULL, gatherings[i].most);
        describe(batch, &pending.line, text);
        CHECK_STR(gatherings[i].name, text, gatherings[i].out);
        dbk_batch_empty(batch);
        dbk_batch_free(&batch);
        dbk_queue_fini(&pending);
    }
}

static void
each_part_of_a_kind_goes_by_itself(void)
{
    static const struct { const char *name; dbk_kind kind; uint32_t part; const char *out; } seconds[] = {
        { "the same kind and part waits", DBK_ROLL_CALL, 1, "a|b" },
        { "another part of it goes", DBK_ROLL_CALL, 2, "ab|" },
        { "another kind goes", DBK_HEALTH_REPORT, 1, "ab|" },
    };
    static const word words[] = { { 'A', 1, 1, 1, 1, true }, { 'A', 1, 2, 2, 1, true } };
    made m[2];
    dbk_queue pending;
    char text[64];

    for (size_t i = 0; i < ARRAY_LEN(seconds); i++) {
        dbk_queue_init(&pending);
        for (int k = 0; k < 2; k++) {
            make(&m[k], &words[k], (char)('a' + k));
            m[k].record.kind = k == 0 ? DBK_ROLL_CALL : seconds[i].kind;
            m[k].record.part = k == 0 ? 1 : seconds[i].part;
            dbk_queue_add(&pending, &m[k].s);
        }
        dbk_batch *batch = dbk_batch_gather(&pending, NULL, 9);

        describe(batch, &pending.line, text);
        CHECK_STR(seconds[i].name, text, seconds[i].out);
        dbk_batch_empty(batch);
        dbk_batch_free(&batch);
        dbk_queue_fini(&pending);
    }
}

static void
nothing_overtakes_a_batch_that_waits(void)
{
    static const word words[] = { { 'A', 1, 1, 1, 1, true }, { 'A', 2, 2, 2, 1, true }, { 'B', 1, 3, 3, 1, true } };
    made m[3];
    dbk_queue pending;
    char text[64];

    for (int i = 0; i < 3; i++)
        make(&m[i], &words[i], (char)('a' + i));
    dbk_queue_init(&pending);
    dbk_queue_add(&pending, &m[0].s);
    dbk_batch *waiting = dbk_batch_gather(&pending, NULL, 9);
    dbk_queue_add(&pending, &m[1].s);
    dbk_queue_add(&pending, &m[2].s);
    dbk_batch *batch = dbk_batch_gather(&pending, waiting, 9);
    describe(batch, &pending.line, text);
    CHECK_STR("committee A waits", text, "c|b");
    dbk_batch *none = dbk_batch_gather(&pending, waiting, 9);
    CHECK_TRUE("nothing may go", none == NULL);
    CHECK_INT("nothing is lost", pending.line.n, 1);
    dbk_batch_empty(batch);
    dbk_batch_empty(waiting);
    dbk_batch_free(&batch);
    dbk_batch_free(&waiting);
    dbk_queue_fini(&pending);
}

static void
is_cut(void)
{
    static const word words[] = { { 'A', 1, 1, 1, 1, true }, { 'B', 1, 2, 2, 1, true }, { 'A', 2, 3, 3, 1, true },
                                  { 'C', 1, 4, 4, 1, true }, { 'B', 3, 5, 5, 1, true } };
    made m[5];

    for (int by_committee = 0; by_committee < 2; by_committee++) {
        dbk_queue pending;
        size_t parts = 0, records = 0, mixed = 0;

        dbk_queue_init(&pending);
        for (int i = 0; i < 5; i++) {
            make(&m[i], &words[i], (char)('a' + i));
            dbk_queue_add(&pending, &m[i].s);
        }
        dbk_batch *batch = dbk_batch_gather(&pending, NULL, 9);
        batch->in_doubt = true;
        batch->tries = 2;
        batch->not_before_ms = 4711;
        dbk_batch *part = by_committee ? dbk_batch_split_by_committee(&batch) : dbk_batch_halve(&batch);
        CHECK_TRUE("taken", batch == NULL);
        while (part != NULL) {
            dbk_batch *next = part->next;

            parts++;
            records += part->line.n;
            for (const dbk_submission *s = part->line.first; s != NULL; s = s->next) {
                mixed += s->record->committee_id != part->line.first->record->committee_id;
                CHECK_TRUE("found by its key", dbk_batch_find(part, (int32_t)s->record->committee_id, s->record->id.data) == s);
            }
            CHECK_TRUE("doubt is inherited, and its pause", part->in_doubt && part->tries == 2 && part->not_before_ms == 4711);
            dbk_batch_empty(part);
            dbk_batch_free(&part);
            part = next;
        }
        dbk_queue_fini(&pending);
        CHECK_INT("parts", parts, by_committee ? 3 : 2);
        CHECK_INT("records", records, 5);
        CHECK_INT("mixed", by_committee ? mixed : 0, 0);
    }
}

/* ---------------------------------------------------------------- taking out */

static bool is_of_b(dbk_submission *s) { return s->record->committee_id == 'B'; }
static bool is_nobody(dbk_submission *s) { (void)s; return false; }

static void
some_are_taken_out(void)
{
    static const word words[] = { { 'A', 1, 1, 1, 1, true }, { 'B', 1, 2, 2, 1, true }, { 'C', 1, 3, 3, 1, true },
                                  { 'B', 2, 4, 4, 1, true } };
    made m[sizeof words / sizeof words[0]];
    dbk_queue pending;

    dbk_queue_init(&pending);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        make(&m[i], &words[i], (char)('a' + i));
        dbk_queue_add(&pending, &m[i].s);
    }
    dbk_batch *batch = dbk_batch_gather(&pending, NULL, 9), *out;
    char text[MOST * 3 + 2];

    batch->in_doubt = true;
    batch->tries = 2;
    CHECK_TRUE("nobody goes", dbk_batch_take_out(batch, is_nobody) == NULL);
    describe(batch, &pending.line, text);
    CHECK_STR("all stay", text, "abcd|");
    out = dbk_batch_take_out(batch, is_of_b);
    describe(batch, &pending.line, text);
    CHECK_STR("the others stay", text, "ac|");
    describe(out, &pending.line, text);
    CHECK_STR("these go, in their order", text, "bd|");
    CHECK_TRUE("doubt is inherited", out->in_doubt && out->tries == 2);
    CHECK_TRUE("found where it is", dbk_batch_find(out, 'B', m[1].id) == &m[1].s);
    CHECK_TRUE("not where it was", dbk_batch_find(batch, 'B', m[1].id) == NULL);
    dbk_batch_empty(batch);
    dbk_batch_empty(out);
    dbk_batch_free(&batch);
    dbk_batch_free(&out);
    dbk_queue_fini(&pending);
}

/* Large records fill a batch before there are many of them. */
static void
is_cut_at_its_bytes(void)
{
    enum { RECORDS = 400 };
    static made m[RECORDS];
    dbk_queue pending;
    size_t n = 0;

    dbk_queue_init(&pending);
    for (int i = 0; i < RECORDS; i++) {
        const word w = { (char)(1 + i % 100), (char)(1 + i / 100), (char)(1 + i / 100), 1, 1, true };

        make(&m[i], &w, 'a');
        m[i].s.sealed_bytes = DBK_SEALED_MAX_BYTES;
        dbk_queue_add(&pending, &m[i].s);
    }
    for (dbk_batch *batch; (batch = dbk_batch_gather(&pending, NULL, RECORDS)) != NULL; dbk_batch_free(&batch)) {
        CHECK_TRUE("16 MiB and the record that reached them", batch->line.n <= (16u << 20) / DBK_SEALED_MAX_BYTES + 1);
        n += batch->line.n;
        dbk_batch_empty(batch);
    }
    dbk_queue_fini(&pending);
    CHECK_INT("none is left behind", n, RECORDS);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "gathers", gathers },
        { "each part of a kind goes by itself", each_part_of_a_kind_goes_by_itself },
        { "nothing overtakes a batch that waits", nothing_overtakes_a_batch_that_waits },
        { "is cut", is_cut },
        { "some are taken out", some_are_taken_out },
        { "is cut at its bytes", is_cut_at_its_bytes },
    };

    return unit_main("batch", tests, ARRAY_LEN(tests), 60);
}
