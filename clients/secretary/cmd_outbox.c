#include "clients/secretary/cmd.h"

#include <stdio.h>
#include <string.h>

#include "clients/json.h"
#include "clients/secretary/night.h"
#include "clients/secretary/remedy.h"
#include "clients/secretary/tell.h"
#include "clients/secretary/watch.h"
#include "clients/words.h"
#include "clients/wrap.h"
#include "proto/calendar.h"
#include "proto/ident.h"

static const struct { item_box box; const char *folder; } boxes[BOX_N] = {
    { BOX_OUT, "out" }, { BOX_DONE, "done" }, { BOX_REFUSED, "refused" },
};

static const char *const states[ITEM_N] = {
    [ITEM_WAITING] = N_("waiting"), [ITEM_SENT] = N_("waiting"), [ITEM_HELD] = N_("held"),
    [ITEM_ASKING] = N_("waiting for your choice"), [ITEM_DONE] = N_("delivered"), [ITEM_REFUSED] = N_("refused"),
};

static void
print_item(const dbk_remedy_view *view, const dbk_item *item, const char *folder)
{
    char id[DBK_ID_TEXT_BYTES], night[2 * DBK_NIGHT_BYTES], at[DBK_NIGHT_BYTES], remedy[DBK_SENTENCE_BYTES];
    char why[DBK_SENTENCE_BYTES];

    printf("%s/%s.item\n", folder, dbk_id_text(item->id, id));
    dbk_wrap_say(stdout, _("  %s: %s\n"), dbk_tell_night(item, night, sizeof night), _(states[dbk_item_state(item)]));
    dbk_wrap_say(stdout, "  %s\n", dbk_tell_why(item, why, sizeof why));
    if (item->note.tries > 0 && item->box == BOX_OUT)
        dbk_wrap_say(stdout, _("  tries: %u, the last %s\n"), item->note.tries,
                     dbk_time_words(item->note.last_try_ms, view->now_ms, at));
    if (dbk_remedy(view, item, remedy, sizeof remedy)[0])
        dbk_wrap_say(stdout, "  %s\n", remedy);
}

static int
print_text(dbk_desk *desk, const dbk_items items[BOX_N], size_t damaged)
{
    const dbk_remedy_view view = { desk, items, dbk_watch_runs(desk->home), dbk_now_ms() };
    size_t n = 0;

    (void)dbk_desk_key(desk, NULL);
    for (item_box where = BOX_OUT; where < BOX_N; where++)
        for (size_t i = 0; i < items[where].n; i++, n++)
            print_item(&view, &items[where].row[i], boxes[where].folder);
    if (n == 0)
        dbk_wrap_say(stdout, "%s", _("the outbox is empty\n"));
    if (damaged > 0)
        dbk_wrap_say(stdout, _("damaged files, set aside in %s/damaged: %zu\n"), desk->settings.home, damaged);
    return 0;
}

static int
print_json(const dbk_items items[BOX_N], size_t damaged)
{
    dbk_json json = { .to = stdout };

    dbk_json_open(&json, NULL, '{');
    for (item_box where = BOX_OUT; where < BOX_N; where++) {
        dbk_json_open(&json, boxes[where].folder, '[');
        for (size_t i = 0; i < items[where].n; i++)
            dbk_tell_json(&items[where].row[i], &json);
        dbk_json_close(&json, ']');
    }
    dbk_json_number(&json, "set_aside", (int64_t)damaged);
    dbk_json_close(&json, '}');
    return 0;
}

static const dbk_option options[] = {
    { "json", NULL, N_("for programs") },
    { NULL, NULL, NULL },
};

static int
outbox(dbk_desk *desk, int argc, char **argv, dbk_err *err)
{
    dbk_args args = { argc, 1, argv };
    dbk_items items[BOX_N] = { { 0 } };
    const char *value;
    size_t damaged = 0;
    bool json = false;
    dbk_outbox *box;
    int rest, rc = 0;

    while (dbk_args_next(&args, options, &value, &rest, err))
        json = true;
    if (dbk_args_end(argc, argv, rest, err) != 0 || (box = dbk_desk_outbox(desk, err)) == NULL)
        return -1;
    for (item_box where = BOX_OUT; rc == 0 && where < BOX_N; where++) {
        rc = dbk_outbox_list(box, where, &items[where], err);
        damaged += items[where].damaged;
    }
    if (rc == 0)
        rc = json ? print_json(items, damaged) : print_text(desk, items, damaged);
    for (item_box where = BOX_OUT; where < BOX_N; where++)
        dbk_items_fini(&items[where]);
    return rc;
}

const dbk_verb dbk_verb_outbox = {
    "outbox", outbox, true, "[--json]", N_("every report file here: its state, last reason, next try"),
    N_("A report is one file: out/ waits, done/ has its receipt, refused/ never will. A\n"
       "file that does not pass its check is set aside in damaged/ and never deleted.\n"), options,
    "daybook outbox",
};
