/*
 * The evening, read from the files: what is sealed, what is begun and on which night, and that a correction which was
 * begun is told beside what stands.
 */
#include "clients/secretary/evening.h"

#include "clients/words.h"
#include "tests/clients/secretary/sample.h"

#define BEFORE_S 1577836800                  /* 2020-01-01: before the sample records are sealed */
#define AFTER_S  1582032000                  /* 2020-02-18: after it */

static const uint8_t key[DBK_KEY_BYTES] = { 7 };
static dbk_desk desk;

static void
open_desk(void)
{
    char path[256];

    close(sample_home(path));
    dbk_desk_init(&desk);
    snprintf(desk.settings.home, sizeof desk.settings.home, "%s", path);
    assert(dbk_desk_outbox(&desk, NULL) != NULL && dbk_outbox_lock(desk.outbox, 0, NULL) == 0);
}

static void
lay_draft(const char *name, time_t saved_s)
{
    const struct timespec saved[2] = { { saved_s, 0 }, { saved_s, 0 } };
    char path[sizeof desk.settings.home + 100];

    snprintf(path, sizeof path, "%s/drafts", desk.settings.home);
    (void)mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/drafts/%s", desk.settings.home, name);
    const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    assert(fd >= 0 && futimens(fd, saved) == 0);
    close(fd);
}

/* The report of the sample committee and night, sealed, and what was heard of it last. */
static void
lay_report(item_event last, item_box box)
{
    uint8_t id[DBK_ID_BYTES];
    size_t size;
    uint8_t *sealed = sample_sealed(1, SAMPLE_COMMITTEE, SAMPLE_NIGHT, 0, id, &size);
    dbk_items out;

    assert(dbk_outbox_add(desk.outbox, key, sealed, size, NULL) == 0);
    free(sealed);
    assert(dbk_outbox_list(desk.outbox, BOX_OUT, &out, NULL) == 0 && out.n == 1);
    out.row[0].note.last = last;
    assert(dbk_outbox_mark(desk.outbox, &out.row[0], NULL) == 0);
    assert(box == BOX_OUT || dbk_outbox_file(desk.outbox, &out.row[0], box, NULL) == 0);
    dbk_items_fini(&out);
}

static const dbk_evening_row *
row_of(const dbk_evening *evening, uint32_t committee, uint32_t date)
{
    for (size_t i = 0; i < evening->n; i++)
        if (evening->row[i].committee_id == committee && evening->row[i].report_date == date)
            return &evening->row[i];
    return NULL;
}

static void
corrections(void)
{
    static const struct {
        const char *name; item_event last; item_box box; time_t saved_s; dbk_evening_state state; bool correcting;
    } rows[] = {
        { "waiting, nothing begun",      EV_SILENCE,  BOX_OUT,     0,        EVENING_WAITING, false },
        { "waiting, a correction begun", EV_SILENCE,  BOX_OUT,     AFTER_S,  EVENING_WAITING, true },
        { "waiting, what it was made of", EV_SILENCE, BOX_OUT,     BEFORE_S, EVENING_WAITING, false },
        { "held, a correction begun",    EV_STANDING, BOX_OUT,     AFTER_S,  EVENING_HELD,    true },
        { "delivered, a correction",     EV_RECEIPT,  BOX_DONE,    AFTER_S,  EVENING_DONE,    true },
        { "delivered, left over",        EV_RECEIPT,  BOX_DONE,    BEFORE_S, EVENING_DONE,    false },
        { "refused: it is filled in",    EV_REJECTED, BOX_REFUSED, AFTER_S,  EVENING_REFUSED, false },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        dbk_evening evening;

        open_desk();
        lay_report(rows[i].last, rows[i].box);
        if (rows[i].saved_s != 0)
            lay_draft("12-20200218.yaml", rows[i].saved_s);
        CHECK_INT(rows[i].name, dbk_evening_read(&evening, &desk, SAMPLE_NIGHT, NULL), 0);
        const dbk_evening_row *row = row_of(&evening, SAMPLE_COMMITTEE, SAMPLE_NIGHT);

        CHECK_INT(rows[i].name, row ? row->state : EVENING_N, rows[i].state);
        CHECK_INT(rows[i].name, row && row->correcting, rows[i].correcting);
        CHECK_INT(rows[i].name, row ? row->draft_ms : -1, (int64_t)rows[i].saved_s * 1000);
        dbk_evening_fini(&evening);
        dbk_desk_fini(&desk);
    }
}

static void
what_is_begun(void)
{
    dbk_evening evening;

    open_desk();
    lay_draft("13-20200218.yaml", AFTER_S);
    lay_draft("14-20200214.yaml", AFTER_S);
    lay_draft("15-20200210.yaml", AFTER_S);                    /* more than a week: nobody takes it any more */
    lay_draft("13-20200218.correction.yaml", AFTER_S);         /* what somebody has in an editor */
    lay_draft("rollcall-12-20200218-2.yaml", AFTER_S);
    lay_draft("supply-12-20200209-1.yaml", AFTER_S);
    lay_draft("dinner-12-20200218-1.yaml", AFTER_S);
    lay_draft("rollcall-12.yaml", AFTER_S);
    CHECK_INT("read", dbk_evening_read(&evening, &desk, SAMPLE_NIGHT, NULL), 0);
    CHECK_INT("reports", evening.n, 2);
    for (size_t i = 0; i < evening.n; i++)
        CHECK_TRUE("a draft", evening.row[i].state == EVENING_DRAFT && !evening.row[i].correcting);
    CHECK_TRUE("tonight", row_of(&evening, 13, SAMPLE_NIGHT) != NULL);
    CHECK_TRUE("an earlier night", row_of(&evening, 14, 20200214) != NULL);
    CHECK_INT("others", evening.n_begun, 1);
    if (evening.n_begun == 1) {
        CHECK_INT("its kind", evening.begun[0].kind, DBK_ROLL_CALL);
        CHECK_INT("its committee", evening.begun[0].committee_id, SAMPLE_COMMITTEE);
        CHECK_INT("its date", evening.begun[0].date, SAMPLE_NIGHT);
        CHECK_INT("its part", evening.begun[0].part, 2);
    }
    dbk_evening_fini(&evening);
    dbk_desk_fini(&desk);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "corrections", corrections },
        { "what is begun", what_is_begun },
    };

    dbk_words_init("daybook", "en");
    return unit_main("evening", tests, ARRAY_LEN(tests), 60);
}
