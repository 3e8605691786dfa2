/*
 * remedy: for every kind and state what is offered exists and is of use there: a verb, with options that it has.
 */
#include "clients/secretary/remedy.h"

#include "clients/secretary/verbs.h"
#include "proto/kind.h"
#include "tests/clients/secretary/sample.h"

static dbk_item
item_of(dbk_kind kind, item_box box, item_event last)
{
    dbk_item item = { .box = box, .kind = kind, .committee_id = 12, .report_date = SAMPLE_NIGHT, .id = { 1 },
                      .key = { 7 }, .note = { .last = last, .tries = 1 } };

    item.part = dbk_kind_find(kind)->part_least;
    return item;
}

static const char *
said(const dbk_item *item, const dbk_items box[BOX_N], bool watched, char room[512])
{
    static dbk_keypair own = { .open = { 7 } };
    static char home[256];
    dbk_desk desk;

    dbk_desk_init(&desk);
    desk.home = sample_home(home);
    desk.key = &own;
    const dbk_remedy_view view = { &desk, box, watched, 1000 };

    dbk_remedy(&view, item, room, 512);
    close(desk.home);
    return room;
}

static const struct { const char *name; dbk_kind kind; item_box box; item_event last; const char *words; } rows[] = {
    { "a conflict of the report", DBK_NIGHTLY_REPORT, BOX_OUT, EV_CONFLICT, "to choose: daybook correct 12 2020-02-18" },
    { "of a roll call", DBK_ROLL_CALL, BOX_OUT, EV_CONFLICT, "to choose: daybook rollcall --part 1 12 2020-02-18" },
    { "of health", DBK_HEALTH_REPORT, BOX_OUT, EV_CONFLICT, "to choose: daybook health 12 2020-02-18" },
    { "of minutes", DBK_MINUTES, BOX_OUT, EV_CONFLICT,
      "to send yours as a correction of it: daybook minutes --correct --part 1 12 2020-02-18" },
    { "a refused report", DBK_NIGHTLY_REPORT, BOX_REFUSED, EV_REJECTED, "to put it right: daybook fill 12 2020-02-18" },
    { "a refused sheet", DBK_SUPPLY_SHEET, BOX_REFUSED, EV_REJECTED,
      "to put it right: daybook supply --part 1 12 2020-02-18" },
    { "refused minutes", DBK_MINUTES, BOX_REFUSED, EV_REJECTED,
      "what was wrong: daybook show --kind minutes --part 1 12 2020-02-18" },
    { "given up", DBK_NIGHTLY_REPORT, BOX_REFUSED, EV_DROPPED, "" },
    { "held", DBK_ROLL_CALL, BOX_OUT, EV_STANDING, "once that is settled: daybook flush" },
    { "waiting", DBK_ROLL_CALL, BOX_OUT, EV_SILENCE, "daybook flush sends it" },
    { "delivered", DBK_ROLL_CALL, BOX_DONE, EV_RECEIPT, "" },
};

static void
each_state(void)
{
    const dbk_items none[BOX_N] = { { 0 } };
    char room[512];

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        dbk_item item = item_of(rows[i].kind, rows[i].box, rows[i].last);

        CHECK_STR(rows[i].name, said(&item, none, false, room), rows[i].words);
    }
}

static void
who_can_send_it(void)
{
    const dbk_items none[BOX_N] = { { 0 } };
    dbk_item item = item_of(DBK_ROLL_CALL, BOX_OUT, EV_SILENCE);
    char room[512];

    item.key[0] = 9;
    CHECK_HAS("not this laptop", said(&item, none, false, room), "only that key can send it");
}

static void
what_came_after(void)
{
    dbk_item refused = item_of(DBK_ROLL_CALL, BOX_REFUSED, EV_REJECTED);
    dbk_item later = item_of(DBK_ROLL_CALL, BOX_DONE, EV_RECEIPT);
    dbk_items box[BOX_N] = { [BOX_DONE] = { .n = 1, .row = &later } };
    char room[512];

    later.id[0] = 2;
    CHECK_STR("replaced", said(&refused, box, false, room), "another one has taken its place since");
    later.part = 2;
    CHECK_HAS("another shift", said(&refused, box, false, room), "to put it right");
}

static bool
has_option(const dbk_verb *verb, const char *word)
{
    for (const dbk_option *it = verb->options; it && it->name; it++)
        if (strcmp(it->name, word + 2) == 0)
            return true;
    return false;
}

/* Whatever is offered for any kind can be typed. */
static void
commands_exist(void)
{
    static const struct { item_box box; item_event last; } states[] = {
        { BOX_OUT, EV_CONFLICT }, { BOX_REFUSED, EV_REJECTED },
    };
    size_t n;
    const dbk_kind_rules *const *kinds = dbk_kind_list(&n);

    for (size_t i = 0; i < 2 * n; i++) {
        dbk_item item = item_of(kinds[i / 2]->kind, states[i % 2].box, states[i % 2].last);
        char command[128];
        const dbk_verb *verb;

        if (dbk_remedy_command(&item, command, sizeof command)[0] == '\0')
            continue;
        char *word = strtok(command, " ");

        verb = dbk_verb_named(word);
        CHECK_TRUE(word, verb != NULL);
        for (word = strtok(NULL, " "); verb && word; word = strtok(NULL, " "))
            if (word[0] == '-')
                CHECK_TRUE(word, has_option(verb, word));
    }
}

int
main(void)
{
    static const unit_test tests[] = {
        { "each state", each_state },
        { "who can send it", who_can_send_it },
        { "what came after", what_came_after },
        { "commands exist", commands_exist },
    };

    return unit_main("remedy", tests, ARRAY_LEN(tests), 20);
}
