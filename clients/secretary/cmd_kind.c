/* cmd_kind — rollcall, health, supply, minutes: the kinds of record that have no form, each by its verb. */
#include "clients/secretary/cmd.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "clients/secretary/compose.h"
#include "clients/secretary/editor.h"
#include "clients/secretary/handin.h"
#include "clients/secretary/kind_file.h"
#include "clients/secretary/night.h"
#include "clients/secretary/scalar.h"
#include "clients/secretary/sys.h"
#include "clients/secretary/which.h"
#include "clients/words.h"
#include "proto/calendar.h"
#include "proto/ident.h"
#include "proto/kind.h"

#define SCOPE_TIMEOUT_MS 3000

static const dbk_option options[] = {
    { "part",    "N",  N_("which one of that day; of a roll call the shift, 1 to 3") },
    { "offline", NULL, N_("check, seal and keep only; daybook flush sends it") },
    { NULL, NULL, NULL },
};

typedef struct { dbk_which which; uint32_t part; bool offline; } wishes;

/* A roster that a person was added to this morning: the server is asked, for a moment. */
static int
take_wishes(dbk_desk *desk, int argc, char **argv, wishes *w, dbk_err *err)
{
    dbk_args args = { argc, 1, argv };
    const char *name, *value;
    int rest;

    while ((name = dbk_args_next(&args, options, &value, &rest, err)) != NULL) {
        const dbk_yaml node = { .kind = DBK_YAML_TEXT, .text = value ? value : "", .key = name };
        dbk_complaints found = { 0 };
        int64_t part = 0;

        if (value == NULL)
            w->offline = true;
        else if (!dbk_scalar_count(&node, &found, &part) || part > INT16_MAX)
            return dbk_err_set(err, DBK_E_USAGE, "--%s", found.n > 0 ? found.row[0].text : name);
        w->part = value != NULL ? (uint32_t)part : w->part;
    }
    if (rest < 0)
        return -1;
    if (!w->offline)
        (void)dbk_desk_refresh_scope(desk, SCOPE_TIMEOUT_MS, NULL);
    return dbk_which_take(desk, argc, argv, rest, &w->which, err);
}

/* The first that nothing of ours has: the person may say another. */
static uint32_t
next_part(dbk_desk *desk, dbk_kind kind, const dbk_which *which)
{
    uint32_t part = dbk_kind_find(kind)->part_least;
    dbk_items items;

    for (item_box where = BOX_OUT; part > 0 && where <= BOX_DONE; where++) {
        if (dbk_desk_outbox(desk, NULL) == NULL || dbk_outbox_list(desk->outbox, where, &items, NULL) != 0)
            break;
        for (size_t i = 0; i < items.n; i++)
            if (items.row[i].kind == kind && items.row[i].committee_id == which->committee_id &&
                items.row[i].report_date == which->report_date && items.row[i].part >= part)
                part = items.row[i].part + 1;
        dbk_items_fini(&items);
    }
    return part <= dbk_kind_find(kind)->part_most ? part : 0;
}

#define ANSWERS_NAME_BYTES 32

static const char *
answers_name(const dbk_kind_shape *shape, char name[ANSWERS_NAME_BYTES])
{
    snprintf(name, ANSWERS_NAME_BYTES, "answers-%s.yaml", shape->verb);
    return name;
}

static void
deliver(dbk_desk *desk, const dbk_kind_shape *shape, dbk_handin *handin, bool offline)
{
    char id[DBK_ID_TEXT_BYTES];

    printf(_("%s: sealed and saved (%s)\n"), _(shape->title), dbk_id_text(handin->id, id));
    if (offline)
        printf("%s", _("not sent: daybook flush sends it when you are online\n"));
    else
        dbk_handin_deliver(desk, handin, 1);
}

/* What was answered goes the way of a file, called `path`. 0: it is kept, and *code says whether it was delivered. */
static int
hand_in_once(dbk_desk *desk, const dbk_kind_shape *shape, const char *text, const char *path, bool offline,
             dbk_code *code, dbk_err *err)
{
    dbk_complaints *found = calloc(1, sizeof *found);
    dbk_handin handin = { .path = path };
    int rc = -1;

    assert(found != NULL);
    handin.file = dbk_report_file_parse(text, path, found, err);
    if (handin.file)
        rc = dbk_handin_keep(desk, &handin, found, err);
    if (rc != 0 && found->n > 0)
        dbk_complaints_print(found, path, stderr);
    if (rc == 0) {
        deliver(desk, shape, &handin, offline);
        *code = handin.code;
    }
    dbk_report_file_close(&handin.file);
    free(found);
    return rc;
}

/* It is left where it can be put right. */
static void
leave_answers(dbk_desk *desk, const dbk_kind_shape *shape, const char *text)
{
    char name[ANSWERS_NAME_BYTES];

    if (dbk_file_keep(desk->home, answers_name(shape, name), text, strlen(text), NULL) == 0)
        fprintf(stderr, _("nothing was sent; your answers are in that file: put these lines right, then "
                          "daybook %s submit %s/%s\n"), shape->verb, desk->settings.home, name);
}

/* What is confidential is put right at once, in the editor, or is gone; true: *text is another one, try that. */
static bool
put_right(char **text)
{
    char *edited;
    dbk_err why = { 0 };

    if (!dbk_compose_ask(_("Put it right in your editor now? Otherwise nothing of it is kept. [Y/n]"), true)) {
        fprintf(stderr, "%s", _("nothing was sent, and nothing of it is kept here: it is confidential\n"));
        return false;
    }
    edited = dbk_editor_run(*text, ".yaml", &why);
    if (edited == NULL) {
        fprintf(stderr, "%s\n", why.text);
        return put_right(text);
    }
    free(*text);
    *text = edited;
    return true;
}

/* `text` is taken. */
static int
hand_in(dbk_desk *desk, const dbk_kind_shape *shape, char *text, bool offline, dbk_err *err)
{
    char name[ANSWERS_NAME_BYTES], path[4096 + ANSWERS_NAME_BYTES];
    const bool confidential = dbk_kind_find(shape->kind)->confidential;
    dbk_code code = DBK_OK;
    int rc;

    snprintf(path, sizeof path, "%s/%s", desk->settings.home, answers_name(shape, name));
    do
        rc = hand_in_once(desk, shape, text, confidential ? _(shape->title) : path, offline, &code, err);
    while (rc != 0 && err->text[0] == '\0' && confidential && put_right(&text));
    if (rc == 0)
        (void)dbk_file_remove(desk->home, name, NULL);
    else if (err->text[0] == '\0' && !confidential)
        leave_answers(desk, shape, text);
    free(text);
    return rc == 0 ? dbk_cmd_told(err, code) : -1;
}

static int
ask(dbk_desk *desk, const dbk_kind_shape *shape, const wishes *w, dbk_err *err)
{
    char *text = NULL, night[DBK_NIGHT_BYTES], committee[DBK_COMMITTEE_BYTES];
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    bool whole;

    assert(to != NULL);
    printf("%s: %s, %s\n", _(shape->title), dbk_committee_words(dbk_desk_scope(desk), w->which.committee_id, committee),
           dbk_date_words(w->which.report_date, night));
    whole = dbk_kind_ask(shape, dbk_desk_scope(desk), &w->which, w->part, stdin, stdout, to);
    fclose(to);
    if (whole)
        return hand_in(desk, shape, text, w->offline, err);
    free(text);
    return dbk_err_set(err, DBK_E_INPUT, "%s", _("the answers ended before the questions did: nothing was saved"));
}

static int
run_kind(dbk_desk *desk, int argc, char **argv, dbk_err *err)
{
    const dbk_kind_shape *shape = dbk_kind_shape_named(argv[0]);
    const bool template = argc > 1 && strcmp(argv[1], "template") == 0;
    wishes w = { .part = 0 };

    if (argc > 1 && strcmp(argv[1], "submit") == 0)
        return dbk_verb_submit.run(desk, argc - 1, argv + 1, err);
    if (template || shape->asked == NULL) {
        argc -= template;
        argv += template;
    }
    if (dbk_desk_key(desk, err) == NULL || take_wishes(desk, argc, argv, &w, err) != 0)
        return -1;
    if (w.part == 0)
        w.part = next_part(desk, shape->kind, &w.which);
    if (!template && shape->asked != NULL)
        return ask(desk, shape, &w, err);
    dbk_kind_template(shape, dbk_desk_scope(desk), &w.which, w.part, stdout);
    return 0;
}

#define USAGE "[template] [--part N] [COMMITTEE] [DATE] | submit FILE..."
#define ABOUT N_("Without a word it asks line by line. template prints a file with\n" \
                 "everybody on the roster; submit takes it.\n")

const dbk_verb dbk_verb_rollcall = {
    "rollcall", run_kind, true, USAGE, N_("say who is on post, nobody left out"), ABOUT, options,
    "daybook rollcall template 12 > morning.yaml\ndaybook rollcall submit morning.yaml",
};
const dbk_verb dbk_verb_health = {
    "health", run_kind, true, USAGE, N_("report everybody's health in the evening"), ABOUT, options,
    "daybook health 12",
};
const dbk_verb dbk_verb_supply = {
    "supply", run_kind, true, USAGE, N_("say what is needed, what came and what went"), ABOUT, options,
    "daybook supply template 12 > supplies.yaml\ndaybook supply submit supplies.yaml",
};
const dbk_verb dbk_verb_minutes = {
    "minutes", run_kind, true, "[template] [--part N] [COMMITTEE] [DATE] | submit FILE...",
    N_("hand in the minutes of a meeting of the branch"),
    N_("Minutes are long: this prints a file to fill in with an editor, submit takes it.\n"), options,
    "daybook minutes 12 > minutes.yaml\ndaybook minutes submit minutes.yaml",
};
