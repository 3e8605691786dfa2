/* submission: a pool that is given back whole, a line that keeps its order, and what is written once more. */
#include <string.h>

#include "daemon/keep.h"
#include "daemon/submission.h"
#include "tests/harness/unit.h"

static void
a_line_keeps_its_order(void)
{
    dbk_submission s[4] = { { .request_id = 0 }, { .request_id = 1 }, { .request_id = 2 }, { .request_id = 3 } };
    dbk_line line, tail;

    dbk_line_init(&line);
    dbk_line_init(&tail);
    CHECK_TRUE("empty", dbk_line_take(&line) == NULL);
    dbk_line_add(&line, &s[0]);
    dbk_line_add(&line, &s[1]);
    dbk_line_add(&tail, &s[2]);
    dbk_line_append(&line, &tail);
    dbk_line_append(&line, &tail);
    dbk_line_add(&line, &s[3]);
    CHECK_INT("count", line.n, 4);
    CHECK_INT("the tail is empty", tail.n, 0);
    for (uint64_t i = 0; i < 4; i++)
        CHECK_INT("in order", dbk_line_take(&line)->request_id, i);
    CHECK_TRUE("empty again", dbk_line_take(&line) == NULL);
    dbk_line_add(&line, &s[0]);
    CHECK_INT("usable after it was emptied", line.n, 1);
}

static void
a_submission_comes_back_clean(void)
{
    dbk_submissions *pool = dbk_submissions_new();
    dbk_submission *s = dbk_submission_take(pool), *again;

    CHECK_INT("one out", dbk_submissions_out(pool), 1);
    s->kept = s->admissible = true;
    s->arena.most += 1000;
    CHECK_TRUE("its memory", dbk_arena_take(&s->arena, 1000) != NULL);
    dbk_submission_give(pool, &s);
    CHECK_TRUE("given", s == NULL);
    CHECK_INT("none out", dbk_submissions_out(pool), 0);
    again = dbk_submission_take(pool);
    CHECK_TRUE("nothing of the last one", !again->kept && !again->admissible && again->record == NULL);
    CHECK_INT("its cap", again->arena.most, DBK_UNPACK_MAX_BYTES);
    CHECK_TRUE("up to the cap", dbk_arena_take(&again->arena, DBK_UNPACK_MAX_BYTES + 1) == NULL);
    dbk_submission_give(pool, &again);
    dbk_submissions_free(&pool);
}

static void
what_they_hold_is_counted(void)
{
    dbk_submissions *pool = dbk_submissions_new();
    dbk_submission *small = dbk_submission_take(pool), *large = dbk_submission_take(pool), *again;

    dbk_arena_take(&small->arena, 100);
    const size_t one = dbk_submission_weigh(pool, small);
    CHECK_TRUE("itself and its memory", one >= sizeof *small + 100 && one < sizeof *small + 10000);
    CHECK_INT("weighed twice is once", dbk_submission_weigh(pool, small), one);
    dbk_arena_take(&large->arena, 300000);
    CHECK_TRUE("both", dbk_submission_weigh(pool, large) >= one + 300000);
    dbk_submission_give(pool, &large);
    CHECK_INT("what was given back counts no more", dbk_submission_weigh(pool, small), one);
    again = dbk_submission_take(pool);
    dbk_submission_give(pool, &again);
    CHECK_INT("nor what was never weighed", dbk_submission_weigh(pool, small), one);
    dbk_submission_give(pool, &small);
    dbk_submissions_free(&pool);
}

/* An original behind the office's entry is written again, and not for ever behind the same one. */
static void
an_original_follows_each_entry_once(void)
{
    dbk_record record = DAYBOOK__V1__RECORD__INIT, correction = DAYBOOK__V1__RECORD__INIT;
    dbk_submission s = { .record = &record, .admissible = true, .by_night = { .by_proxy = true, .id = { 1 } } };

    CHECK_TRUE("behind the entry", dbk_keep_again(&s));
    CHECK_TRUE("it is named", s.after_entry && memcmp(s.entry, s.by_night.id, DBK_ID_BYTES) == 0);
    CHECK_TRUE("the database refused that base", !dbk_keep_again(&s));
    s.by_night.id[0] = 2;
    CHECK_TRUE("an entry that came meanwhile", dbk_keep_again(&s));
    s.by_night = (dbk_found){ .by_proxy = false, .id = { 3 } };
    CHECK_TRUE("a report that came meanwhile", !dbk_keep_again(&s));
    correction.has_corrects = true;
    s = (dbk_submission){ .record = &correction, .admissible = true, .by_night = { .by_proxy = true, .id = { 1 } } };
    CHECK_TRUE("a correction names its base itself", !dbk_keep_again(&s));
}

int
main(void)
{
    static const unit_test tests[] = {
        { "a line keeps its order", a_line_keeps_its_order },
        { "a submission comes back clean", a_submission_comes_back_clean },
        { "what they hold is counted", what_they_hold_is_counted },
        { "an original follows each entry once", an_original_follows_each_entry_once },
    };

    return unit_main("submission", tests, ARRAY_LEN(tests), 60);
}
