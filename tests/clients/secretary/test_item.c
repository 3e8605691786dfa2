/*
 * The life of an item: every cell of the table, and how long it waits.
 */
#include "clients/secretary/item.h"

#include <stdio.h>

#include "tests/harness/unit.h"

/* All cells that mean something, said a second time and independently of the code. */
static const struct { item_state state; item_event event; item_state next; item_deed deed; } cells[] = {
    { ITEM_WAITING, EV_DUE,      ITEM_SENT,    DO_SEND },
    { ITEM_WAITING, EV_AGAIN,    ITEM_SENT,    DO_SEND },
    { ITEM_SENT,    EV_RECEIPT,  ITEM_DONE,    DO_FILE_DONE },
    { ITEM_SENT,    EV_REJECTED, ITEM_REFUSED, DO_FILE_REFUSED },
    { ITEM_SENT,    EV_STANDING, ITEM_HELD,    DO_HOLD },
    { ITEM_SENT,    EV_CONFLICT, ITEM_ASKING,  DO_ASK },
    { ITEM_SENT,    EV_BUSY,     ITEM_WAITING, DO_WAIT_LONGER },
    { ITEM_SENT,    EV_SILENCE,  ITEM_WAITING, DO_WAIT_LONGER },
    { ITEM_HELD,    EV_DUE,      ITEM_SENT,    DO_SEND },
    { ITEM_HELD,    EV_AGAIN,    ITEM_SENT,    DO_SEND },
    { ITEM_HELD,    EV_DROPPED,  ITEM_REFUSED, DO_FILE_REFUSED },
    { ITEM_ASKING,  EV_AGAIN,    ITEM_SENT,    DO_SEND },
    { ITEM_ASKING,  EV_DROPPED,  ITEM_REFUSED, DO_FILE_REFUSED },
    { ITEM_DONE,    EV_AGAIN,    ITEM_WAITING, DO_RETURN },
    { ITEM_DONE,    EV_RESTORED, ITEM_WAITING, DO_RETURN },
};

static item_step
wanted(item_state state, item_event event)
{
    for (size_t i = 0; i < ARRAY_LEN(cells); i++)
        if (cells[i].state == state && cells[i].event == event)
            return (item_step){ cells[i].next, cells[i].deed };
    return (item_step){ ITEM_NONE, DO_NOTHING };
}

static void
every_cell(void)
{
    char name[64];

    for (item_state state = ITEM_NONE; state < ITEM_N; state++)
        for (item_event event = EV_NONE; event < EV_N; event++) {
            const item_step found = dbk_item_step(state, event), want = wanted(state, event);

            snprintf(name, sizeof name, "state %d event %d", state, event);
            CHECK_INT(name, found.next, want.next);
            CHECK_INT(name, found.deed, want.deed);
        }
}

static void
nothing_leaves_the_end_but_by_will(void)
{
    for (item_event event = EV_NONE; event < EV_N; event++) {
        CHECK_INT("refused is final", dbk_item_step(ITEM_REFUSED, event).next, ITEM_NONE);
        if (event != EV_AGAIN && event != EV_RESTORED)
            CHECK_INT("done stays done", dbk_item_step(ITEM_DONE, event).next, ITEM_NONE);
    }
}

/* Filing by a deed, then reading the state off the files, gives the state that the table says. */
static void
state_is_what_the_files_say(void)
{
    static const item_box box_of[] = {
        [DO_FILE_DONE] = BOX_DONE,  [DO_FILE_REFUSED] = BOX_REFUSED, [DO_WAIT_LONGER] = BOX_OUT,
        [DO_HOLD] = BOX_OUT,        [DO_ASK] = BOX_OUT,
    };

    for (item_event event = EV_RECEIPT; event < EV_N; event++) {
        const item_step step = dbk_item_step(ITEM_SENT, event);

        CHECK_INT("state", dbk_item_state_of(box_of[step.deed], event), step.next);
    }
    CHECK_INT("a new one waits", dbk_item_state_of(BOX_OUT, EV_NONE), ITEM_WAITING);
    CHECK_INT("one that came back waits", dbk_item_state_of(BOX_OUT, EV_RECEIPT), ITEM_WAITING);
}

static void
statuses(void)
{
    static const struct { const char *name; int status; item_event event; } rows[] = {
        { "accepted", DBK_ACCEPTED, EV_RECEIPT },      { "duplicate", DBK_DUPLICATE, EV_RECEIPT },
        { "rejected", DBK_REJECTED, EV_REJECTED },     { "malformed", DBK_MALFORMED, EV_REJECTED },
        { "forbidden", DBK_FORBIDDEN, EV_STANDING },   { "closed", DBK_CLOSED, EV_STANDING },
        { "unsupported", DBK_UNSUPPORTED, EV_STANDING }, { "fault", DBK_FAULT, EV_STANDING },
        { "conflict", DBK_CONFLICT, EV_CONFLICT },     { "busy", DBK_BUSY, EV_BUSY },
        { "an answer to something else", DBK_ANSWER, EV_SILENCE }, { "no status", 0, EV_SILENCE },
        { "of a newer server", 77, EV_STANDING },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        CHECK_INT(rows[i].name, dbk_item_event_of((dbk_status)rows[i].status), rows[i].event);
}

static void
waits(void)
{
    static const struct { const char *name; item_event event; uint32_t tries, asked, random; int64_t ms; } rows[] = {
        { "held: a quarter of an hour",   EV_STANDING, 1, 0,        7,          900000 },
        { "busy: what the server asked",  EV_BUSY,     9, 1500,     0,          1500 },
        { "busy: and a little more",      EV_BUSY,     9, 1500,     375,        1875 },
        { "busy: but not for ever",       EV_BUSY,     1, 99999999, 7,          900000 },
        { "busy: nothing asked",          EV_BUSY,     1, 0,        0,          2500 },
        { "silence, least",               EV_SILENCE,  1, 0,        0,          2500 },
        { "silence, most",                EV_SILENCE,  1, 0,        2500,       5000 },
        { "second time longer",           EV_SILENCE,  2, 0,        0,          5000 },
        { "never over a quarter",         EV_SILENCE,  4000000000u, 0, 450000,  900000 },
        { "never tried",                  EV_SILENCE,  0, 0,        0,          2500 },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        CHECK_INT(rows[i].name, dbk_item_wait_ms(rows[i].event, rows[i].tries, rows[i].asked, rows[i].random),
                  rows[i].ms);
}

static void
left(void)
{
    static const struct { const char *name; int64_t next_ms, now_ms, left_ms; } rows[] = {
        { "in a second",           1000, 0,       1000 },
        { "now",                   1000, 1000,    0 },
        { "long ago",              1000, 9000000, 0 },
        { "the longest wait",      DBK_HELD_RETRY_MS, 0, DBK_HELD_RETRY_MS },
        { "the clock was set back", 2 * 3600 * 1000, 0, 0 },
        { "never tried",           0,    0,       0 },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        CHECK_INT(rows[i].name, dbk_item_left_ms(rows[i].next_ms, rows[i].now_ms), rows[i].left_ms);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "every cell", every_cell },
        { "nothing leaves the end but by a will", nothing_leaves_the_end_but_by_will },
        { "the state is what the files say", state_is_what_the_files_say },
        { "how long until the next try", left },
        { "statuses", statuses },
        { "waits", waits },
    };

    return unit_main("item", tests, ARRAY_LEN(tests), 20);
}
