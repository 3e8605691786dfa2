#include "clients/secretary/cmd.h"

#include "clients/secretary/bulletins.h"

#include <stdio.h>
#include <string.h>

#include "clients/secretary/keyring.h"
#include "clients/secretary/progress.h"
#include "clients/secretary/rounds.h"
#include "clients/secretary/tell.h"
#include "clients/secretary/watching.h"
#include "clients/words.h"
#include "clients/wrap.h"
#include "proto/calendar.h"
#include "proto/ident.h"

static const dbk_option options[] = {
    { "watch",     NULL, N_("go on delivering in the background until it is ended") },
    { "conflicts", NULL, N_("send also what waits for your choice") },
    { "again",     "ID", N_("send this one again, delivered or not: the same bytes") },
    { "drop",      "ID", N_("give up one that is held or in conflict") },
    { NULL, NULL, NULL },
};

typedef struct {
    bool     watch, conflicts, has_again, has_drop;
    uint8_t  again[DBK_ID_BYTES], drop[DBK_ID_BYTES];
} wishes;

static int
take_id(const char *text, uint8_t id[DBK_ID_BYTES], bool *has, dbk_err *err)
{
    *has = dbk_id_parse(text, id);
    return *has ? 0 : dbk_err_set(err, DBK_E_USAGE, _("'%.40s' is no id of a report; see daybook status"), text);
}

static int
take_wishes(int argc, char **argv, wishes *w, dbk_err *err)
{
    dbk_args args = { argc, 1, argv };
    const char *name, *value;
    int rest, rc = 0;

    while (rc == 0 && (name = dbk_args_next(&args, options, &value, &rest, err)) != NULL) {
        if (strcmp(name, "again") == 0)
            rc = take_id(value, w->again, &w->has_again, err);
        else if (strcmp(name, "drop") == 0)
            rc = take_id(value, w->drop, &w->has_drop, err);
        else
            *(strcmp(name, "watch") == 0 ? &w->watch : &w->conflicts) = true;
    }
    if (rc != 0 || rest < 0)
        return -1;
    if (rest < argc)
        return dbk_err_set(err, DBK_E_USAGE, "%s: %s", argv[rest], _("flush takes no files; submit does"));
    return 0;
}

/* all: what waited at the beginning, for the progress bar; 0: there is none. */
typedef struct { const dbk_form *form; dbk_code first_bad; size_t heard, all; bool silence; } tally;

static void
hear(void *ctx, const dbk_news *news)
{
    tally *t = ctx;
    dbk_complaints found = { 0 };
    const dbk_code code = dbk_tell_code(news);

    if (t->all > 1)
        dbk_progress_hide();
    dbk_tell_news(news, code == DBK_OK ? stdout : stderr);
    if (news->event == EV_REJECTED && news->reply) {
        dbk_tell_refusal(news->reply, news->item, NULL, t->form, &found);
        dbk_complaints_print(&found, " ", stderr);
    }
    if (t->first_bad == DBK_OK)
        t->first_bad = code;
    t->heard++;
    if (t->heard <= t->all)
        dbk_progress_show(t->heard, t->all);
    t->silence = news->event == EV_SILENCE;
}

/* What this run did not touch: another key's, or waiting for a person. */
static int
tell_rest(dbk_desk *desk, const uint8_t *key, size_t *left, dbk_err *err)
{
    const dbk_keyring ring = { desk->home, desk->settings.home };
    dbk_items out;
    size_t others = 0, asking = 0;

    if (dbk_outbox_list(dbk_desk_outbox(desk, err), BOX_OUT, &out, err) != 0)
        return -1;
    for (size_t i = 0; i < out.n; i++) {
        others += memcmp(out.row[i].key, key, DBK_KEY_BYTES) != 0 && !dbk_keyring_holds(&ring, out.row[i].key);
        asking += dbk_item_state(&out.row[i]) == ITEM_ASKING;
    }
    *left = out.n;
    dbk_items_fini(&out);
    if (others > 0)
        dbk_wrap_say(stderr, _("sealed by another key, and waiting for it: %zu\n"), others);
    if (asking > 0)
        dbk_wrap_say(stderr, _("waiting for your choice: %zu; see daybook status\n"), asking);
    return 0;
}

static int
count_waiting(dbk_outbox *box, size_t *n, dbk_err *err)
{
    dbk_items out;

    if (dbk_outbox_list(box, BOX_OUT, &out, err) != 0)
        return -1;
    *n = out.n;
    dbk_items_fini(&out);
    return 0;
}

static int
watch(dbk_desk *desk, dbk_err *err)
{
    tally t = { dbk_desk_form(desk), DBK_OK, 0, 0, false };
    const dbk_errand errand = { .timeout_ms = desk->settings.timeout_ms, .tell = hear, .ctx = &t };

    return dbk_watching_run(desk, &errand, err);
}

static int
send_all(dbk_desk *desk, const wishes *w, dbk_err *err)
{
    tally t = { dbk_desk_form(desk), DBK_OK, 0, 0, false };
    dbk_outbox *box = dbk_desk_outbox(desk, err);
    const dbk_keypair *key = dbk_desk_key(desk, err);
    dbk_courier *courier = key ? dbk_desk_courier(desk, err) : NULL;
    const dbk_errand errand = {
        .at_once = true, .greets = true, .conflicts = w->conflicts, .again = w->has_again ? w->again : NULL,
        .timeout_ms = desk->settings.timeout_ms, .tell = hear, .ctx = &t,
    };
    size_t left = 0;

    if (box == NULL || courier == NULL || count_waiting(box, &t.all, err) != 0)
        return -1;
    dbk_progress_show(0, t.all);
    if (dbk_rounds_run(desk, &errand, err) != 0)
        return t.silence ? dbk_cmd_told(err, t.first_bad) : -1;
    dbk_tell_skew(dbk_courier_skew_ms(desk->courier), stderr);
    dbk_bulletins_greet(desk);
    if (tell_rest(desk, desk->key->open, &left, err) != 0 || dbk_outbox_clean(box, dbk_now_ms(), err) != 0)
        return -1;
    if (left == 0)
        printf("%s", t.heard == 0 ? _("the outbox is empty: nothing waits\n") : _("nothing waits any more\n"));
    if (t.first_bad == DBK_OK && left > 0)
        t.first_bad = DBK_E_BUSY;
    return dbk_cmd_told(err, t.first_bad);
}

static int
flush(dbk_desk *desk, int argc, char **argv, dbk_err *err)
{
    wishes w = { 0 };
    dbk_outbox *box;

    if (take_wishes(argc, argv, &w, err) != 0 || (box = dbk_desk_outbox(desk, err)) == NULL)
        return -1;
    if (w.has_drop) {
        char id[DBK_ID_TEXT_BYTES];

        if (dbk_sender_drop(box, w.drop, desk->settings.timeout_ms, err) != 0)
            return -1;
        dbk_wrap_say(stdout, _("set aside: %s is in refused/ now and is not sent any more\n"), dbk_id_text(w.drop, id));
        return 0;
    }
    return w.watch ? watch(desk, err) : send_all(desk, &w, err);
}

const dbk_verb dbk_verb_flush = {
    "flush", flush, true, "[OPTION]", N_("deliver what waits"),
    N_("What was saved and not delivered yet is sent at once; what cannot be is told\n"
       "with its reason.\n"), options,
    "daybook flush",
};
