/*
 * Sealing: what may stand beside what, and ids whose order is the order of sealing.
 */
#include "clients/secretary/seal.h"

#include "clients/words.h"
#include "proto/calendar.h"
#include "tests/clients/secretary/sample.h"

static const uint8_t key[DBK_KEY_BYTES] = { 7 };

typedef struct { unsigned number, corrects; item_box box; item_event last; } laid;

/* An outbox in which these lie, all of one committee and night. */
static dbk_outbox *
outbox_with(const laid *items, size_t n, int *home)
{
    char path[256];
    dbk_outbox *box;

    *home = sample_home(path);
    box = dbk_outbox_open(*home, NULL);
    assert(box != NULL && dbk_outbox_lock(box, 0, NULL) == 0);
    for (size_t i = 0; i < n && items[i].number != 0; i++) {
        uint8_t id[DBK_ID_BYTES];
        size_t size;
        uint8_t *sealed = sample_sealed(items[i].number, SAMPLE_COMMITTEE, SAMPLE_NIGHT, items[i].corrects, id, &size);
        dbk_items out;

        assert(dbk_outbox_add(box, key, sealed, size, NULL) == 0);
        free(sealed);
        assert(dbk_outbox_list(box, BOX_OUT, &out, NULL) == 0);
        out.row[out.n - 1].note.last = items[i].last;
        if (items[i].box == BOX_OUT)
            assert(dbk_outbox_mark(box, &out.row[out.n - 1], NULL) == 0);
        else
            assert(dbk_outbox_file(box, &out.row[out.n - 1], items[i].box, NULL) == 0);
        dbk_items_fini(&out);
    }
    return box;
}

static void
allowed(void)
{
    static const struct {
        const char *name;
        laid        there[3];
        int         committee;    /* below 0: of another kind */
        unsigned    corrects;
        const char *refusal;      /* NULL: allowed */
        unsigned    names;        /* the id that the refusal names ends in this */
    } rows[] = {
        { "the first",                    { { 0 } },                                            12, 0, NULL, 0 },
        { "another committee",            { { 1, 0, BOX_DONE, EV_RECEIPT } },                   13, 0, NULL, 0 },
        { "delivered already",            { { 1, 0, BOX_DONE, EV_RECEIPT } },                   12, 0,
          "delivered already", 1 },
        { "waiting already",              { { 1, 0, BOX_OUT, EV_NONE } },                       12, 0,
          "waits in the outbox already", 1 },
        { "held already",                 { { 1, 0, BOX_OUT, EV_STANDING } },                   12, 0,
          "waits in the outbox already", 1 },
        { "a refused one is no report",   { { 1, 0, BOX_REFUSED, EV_REJECTED } },               12, 0, NULL, 0 },
        { "a correction",                 { { 1, 0, BOX_DONE, EV_RECEIPT } },                   12, 1, NULL, 0 },
        { "of one that waits",            { { 1, 0, BOX_OUT, EV_NONE } },                       12, 1, NULL, 0 },
        { "of one that is not the newest", { { 1, 0, BOX_DONE, EV_RECEIPT }, { 2, 1, BOX_OUT, EV_NONE } }, 12, 1,
          "waits in the outbox", 2 },
        { "of the newest",                { { 1, 0, BOX_DONE, EV_RECEIPT }, { 2, 1, BOX_OUT, EV_NONE } }, 12, 2, NULL,
          0 },
        { "of another laptop's",          { { 1, 0, BOX_DONE, EV_RECEIPT } },                   12, 99, NULL, 0 },
        { "beside one in conflict",       { { 1, 0, BOX_OUT, EV_CONFLICT } },                   12, 0,
          "waits for your choice", 1 },
        { "another kind of record",       { { 1, 0, BOX_DONE, EV_RECEIPT } },                   -12, 0, NULL, 0 },
        { "the choice itself",            { { 1, 0, BOX_OUT, EV_CONFLICT } },                   12, 99, NULL, 0 },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        int home;
        dbk_outbox *box = outbox_with(rows[i].there, ARRAY_LEN(rows[i].there), &home);
        uint8_t base[DBK_ID_BYTES] = { 0x01, 0x70, 0, 0, 0, 0, 0x70, 0, 0x80 };
        dbk_record record;
        dbk_err err = { 0 };
        char tail[8];

        daybook__v1__record__init(&record);
        record.kind = rows[i].committee > 0 ? DBK_NIGHTLY_REPORT : DBK_ROLL_CALL;
        record.committee_id = (uint32_t)abs(rows[i].committee);
        record.report_date = SAMPLE_NIGHT;
        record.has_corrects = rows[i].corrects != 0;
        base[15] = (uint8_t)rows[i].corrects;
        record.corrects = (ProtobufCBinaryData){ sizeof base, base };
        CHECK_INT(rows[i].name, dbk_seal_allowed(box, &record, &err), rows[i].refusal ? -1 : 0);
        CHECK_INT(rows[i].name, err.code, rows[i].refusal ? DBK_E_CONFLICT : DBK_OK);
        if (rows[i].refusal) {
            snprintf(tail, sizeof tail, "00%02x", rows[i].names);
            CHECK_HAS(rows[i].name, err.text, rows[i].refusal);
            CHECK_HAS(rows[i].name, err.text, tail);
        }
        dbk_outbox_close(&box);
        close(home);
    }
}

/* Also when the laptop's clock is set back between two sealings. */
static void
later_is_greater(void)
{
    static const int64_t clocks_ms[] = { 1582034400000, 1582034400000, 1582034400001, 1500000000000, 1582034400002 };
    char path[256];
    const int home = sample_home(path);
    dbk_outbox *box = dbk_outbox_open(home, NULL);
    uint8_t before[DBK_ID_BYTES] = { 0 };

    for (size_t i = 0; i < ARRAY_LEN(clocks_ms); i++) {
        dbk_record record;
        dbk_nightly_report report;
        uint8_t id[DBK_ID_BYTES];
        size_t size = 0;
        uint8_t *sealed;

        daybook__v1__record__init(&record);
        daybook__v1__nightly_report__init(&report);
        record.has_committee_id = record.has_kind = record.has_report_date = true;
        record.committee_id = (uint32_t)i + 1;
        record.kind = DBK_NIGHTLY_REPORT;
        record.report_date = SAMPLE_NIGHT;
        record.nightly_report = &report;
        sealed = dbk_seal(box, &record, clocks_ms[i], id, &size, NULL);
        CHECK_TRUE("sealed", sealed != NULL && size > 0);
        CHECK_INT("the claim is the clock's", record.sealed_at_ms, clocks_ms[i]);
        CHECK_TRUE("later than the one before", memcmp(id, before, sizeof id) > 0);
        CHECK_INT("kept", dbk_outbox_add(box, key, sealed, size, NULL), 0);
        memcpy(before, id, sizeof id);
        free(sealed);
    }
    dbk_outbox_close(&box);
    close(home);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "allowed", allowed },
        { "later is greater", later_is_greater },
    };

    dbk_words_init("daybook", "en");
    return unit_main("seal", tests, ARRAY_LEN(tests), 20);
}
