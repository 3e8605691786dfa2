/* cmd_kind — rollcall, health, supply, minutes: the kinds of record that have no form, each by its verb. */
#include "clients/secretary/cmd.h"

#include <stdio.h>
#include <string.h>

#include "clients/secretary/dialogue.h"
#include "clients/secretary/kind_file.h"
#include "clients/secretary/scalar.h"
#include "clients/secretary/slot.h"
#include "clients/words.h"
#include "clients/wrap.h"
#include "proto/kind.h"

#define SCOPE_TIMEOUT_MS 3000

static const dbk_option options[] = {
    { "part",    "N",  N_("which one of that day; of a roll call the shift, 1 to 3") },
    { "correct", NULL, N_("correct the one that was sent") },
    { "offline", NULL, N_("check, seal and keep only; daybook flush sends it") },
    { NULL, NULL, NULL },
};

/* A number, or the word for it. */
static int
take_part(const dbk_kind_shape *shape, const char *value, uint32_t *part, dbk_err *err)
{
    const dbk_yaml node = { .kind = DBK_YAML_TEXT, .text = value, .key = "part" };
    const dbk_kind_rules *rules = dbk_kind_find(shape->kind);
    const dbk_code_row *row = shape->part_list ? dbk_list_named(shape->part_list, value) : NULL;
    dbk_complaints found = { 0 };
    int64_t number = row ? row->number : 0;

    if (row == NULL && !dbk_scalar_count(&node, &found, &number))
        return dbk_err_set(err, DBK_E_USAGE, "--%s", found.row[0].text);
    if (number < rules->part_least || number > rules->part_most)
        return rules->part_most == 0
                   ? dbk_err_set(err, DBK_E_USAGE, "%s", _("there is one a day: leave --part out"))
                   : dbk_err_set(err, DBK_E_USAGE, _("--part: %s (%u to %u)"), _(shape->part), rules->part_least,
                                 rules->part_most);
    *part = (uint32_t)number;
    return 0;
}

/* A roster that a person was added to this morning: the server is asked, for a moment. */
static int
take_wishes(dbk_desk *desk, const dbk_kind_shape *shape, int argc, char **argv, dbk_dialogue *d, dbk_err *err)
{
    dbk_args args = { argc, 1, argv };
    const char *name, *value;
    int rest;

    while ((name = dbk_args_next(&args, options, &value, &rest, err)) != NULL) {
        if (value != NULL && take_part(shape, value, &d->part, err) != 0)
            return -1;
        d->offline |= strcmp(name, "offline") == 0;
        d->correct |= strcmp(name, "correct") == 0;
    }
    if (rest < 0)
        return -1;
    if (!d->offline)
        (void)dbk_desk_refresh_scope(desk, SCOPE_TIMEOUT_MS, NULL);
    return dbk_which_take(desk, argc, argv, rest, &d->which, err);
}

static int
run(dbk_desk *desk, int argc, char **argv, dbk_err *err)
{
    const dbk_kind_shape *shape = dbk_kind_shape_named(argv[0]);
    const bool template = argc > 1 && strcmp(argv[1], "template") == 0;
    dbk_dialogue d = { .desk = desk, .shape = shape };

    if (argc > 1 && strcmp(argv[1], "submit") == 0)
        return dbk_verb_submit.run(desk, argc - 1, argv + 1, err);
    if (template || shape->asked == NULL) {
        argc -= template;
        argv += template;
    }
    if (dbk_desk_key(desk, err) == NULL || take_wishes(desk, shape, argc, argv, &d, err) != 0 ||
        dbk_slot_allowed(dbk_desk_scope(desk), desk->reached, shape->kind, &d.which, err) != 0)
        return -1;
    if (!template && shape->asked != NULL)
        return dbk_dialogue_run(&d, err);
    return dbk_dialogue_template(&d, stdout, err);
}

#define USAGE "[template] [--part N] [COMMITTEE] [DATE] | submit FILE..."
#define ABOUT N_("Without a word it asks line by line; every answer is kept as it is given, and\n" \
                 "< goes back to the one before. template prints a file with everybody on the\n" \
                 "roster; submit takes it.\n")

const dbk_verb dbk_verb_rollcall = {
    "rollcall", run, true, USAGE, N_("say who is on post, nobody left out"), ABOUT, options,
    "daybook rollcall 12\ndaybook rollcall --part 2 --correct 12",
};
const dbk_verb dbk_verb_health = {
    "health", run, true, USAGE, N_("report everybody's health in the evening"), ABOUT, options,
    "daybook health 12",
};
const dbk_verb dbk_verb_supply = {
    "supply", run, true, USAGE, N_("say what is needed, what came and what went"), ABOUT, options,
    "daybook supply template 12 > supplies.yaml\ndaybook supply submit supplies.yaml",
};
const dbk_verb dbk_verb_minutes = {
    "minutes", run, true, "[template] [--part N] [COMMITTEE] [DATE] | submit FILE...",
    N_("hand in the minutes of a meeting of the branch"),
    N_("Minutes are long: this prints a file to fill in with an editor, submit takes it.\n"
       "--correct prints the one that was sent, to be changed.\n"), options,
    "daybook minutes 12 > minutes.yaml\ndaybook minutes submit minutes.yaml",
};
