#include "clients/secretary/cmd.h"

#include <stdio.h>
#include <string.h>

#include "clients/json.h"
#include "clients/secretary/bulletins.h"
#include "clients/secretary/draft.h"
#include "clients/secretary/evening.h"
#include "clients/secretary/keyring.h"
#include "clients/secretary/night.h"
#include "clients/secretary/open_items.h"
#include "clients/secretary/remedy.h"
#include "clients/secretary/scope.h"
#include "clients/secretary/sys.h"
#include "clients/secretary/tell.h"
#include "clients/secretary/watch.h"
#include "clients/secretary/which.h"
#include "clients/words.h"
#include "clients/wrap.h"
#include "proto/calendar.h"
#include "proto/ident.h"
#include "proto/text.h"

/* A person who asks how things stand does not wait long for a server that is away. */
#define SCOPE_TIMEOUT_MS 3000
#define DONE_SHOWN 10

/* `text` and blanks up to `columns` on the screen; Chinese takes two a character. */
static void
print_padded(const char *text, size_t columns)
{
    const size_t width = dbk_text_width(text, strlen(text));

    printf("%s%*s", text, (int)(width < columns ? columns - width : 1), "");
}

static const char *
date_text(uint32_t ymd, char text[DBK_DAY_TEXT_BYTES])
{
    int32_t day;

    return dbk_day_from_ymd(ymd, &day) ? dbk_day_text(day, text) : "?";
}

/* ------------------------------------------------------------------ the key */

static void
show_key(dbk_desk *desk)
{
    dbk_err err = { 0 };
    const dbk_keypair *key = dbk_desk_key(desk, &err);
    char hex[2 * DBK_KEY_BYTES + 1], fingerprint[DBK_FINGERPRINT_BYTES];

    if (key == NULL) {
        dbk_wrap_say(stdout, _("key: %s\n"), err.text);
        return;
    }
    dbk_wrap_say(stdout, _("key: %s\n"), dbk_hex(key->open, DBK_KEY_BYTES, hex));
    dbk_wrap_say(stdout, _("fingerprint: %s\n"), dbk_fingerprint(key->open, fingerprint));
}

/* ------------------------------------------------------------------ the outbox */

static const struct { item_box box; item_state state; const char *heading; } groups[] = {
    { BOX_OUT,     ITEM_WAITING, N_("waiting to be sent: %zu\n") },
    { BOX_OUT,     ITEM_HELD,    N_("held, tried again now and then: %zu\n") },
    { BOX_OUT,     ITEM_ASKING,  N_("waiting for your choice: %zu\n") },
    { BOX_REFUSED, ITEM_REFUSED, N_("refused, not sent any more: %zu\n") },
    { BOX_DONE,    ITEM_DONE,    N_("delivered: %zu\n") },
};

/* Whose it is that another key than the one in use has sealed. */
static void
show_sealer(const dbk_desk *desk, const dbk_item *item)
{
    const dbk_keyring ring = { desk->home, desk->settings.home };
    char owner[128];

    dbk_keyring_owner(&ring, item->key, owner, sizeof owner);
    if (item->box == BOX_OUT && dbk_keyring_holds(&ring, item->key))
        dbk_wrap_say(stdout, _("    sealed by an earlier key of this laptop, of %s, and sent with that key\n"),
                     owner[0] ? owner : _("nobody known"));
    else if (owner[0])
        dbk_wrap_say(stdout, _("    of %s\n"), owner);
}

static void
show_item(const dbk_remedy_view *view, const dbk_item *item)
{
    const dbk_desk *desk = view->desk;
    char night[64], id[DBK_ID_TEXT_BYTES], why[DBK_SENTENCE_BYTES], remedy[DBK_SENTENCE_BYTES];
    char at[DBK_INSTANT_TEXT_BYTES];

    printf("  ");
    print_padded(dbk_tell_night(item, night, sizeof night), 26);
    printf("%s\n", dbk_id_text(item->id, id));
    dbk_wrap_say(stdout, "    %s\n", dbk_tell_why(item, why, sizeof why));
    if (item->box == BOX_DONE)
        dbk_tell_telephone_code(item, "    ", stdout);
    if (item->box == BOX_OUT && item->note.tries > 0 && dbk_item_state(item) != ITEM_ASKING)
        dbk_wrap_say(stdout, _("    tries: %u, the last %s\n"), item->note.tries,
                     dbk_instant_text(item->note.last_try_ms, at));
    if (dbk_remedy(view, item, remedy, sizeof remedy)[0])
        dbk_wrap_say(stdout, "    %s\n", remedy);
    if (desk->key && memcmp(desk->key->open, item->key, DBK_KEY_BYTES) != 0)
        show_sealer(desk, item);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void
show_heading(const char *format, size_t n)
{
    printf(format, n);
}
#pragma GCC diagnostic pop

static void
show_group(const dbk_remedy_view *view, size_t which)
{
    const dbk_items *items = &view->box[groups[which].box];
    size_t n = 0, skip;

    for (size_t i = 0; i < items->n; i++)
        n += dbk_item_state(&items->row[i]) == groups[which].state;
    if (n == 0)
        return;
    show_heading(_(groups[which].heading), n);
    skip = groups[which].box == BOX_DONE && n > DONE_SHOWN ? n - DONE_SHOWN : 0;
    if (skip > 0)
        dbk_wrap_say(stdout, _("  (the last %d)\n"), DONE_SHOWN);
    for (size_t i = 0; i < items->n; i++)
        if (dbk_item_state(&items->row[i]) == groups[which].state && (skip == 0 || skip-- == 0))
            show_item(view, &items->row[i]);
}

static int
show_outbox(dbk_desk *desk, dbk_err *err)
{
    dbk_outbox *box = dbk_desk_outbox(desk, err);
    dbk_items items[BOX_N] = { { 0 } };
    size_t n = 0, damaged = 0;
    int rc = box ? 0 : -1;

    for (item_box where = BOX_OUT; rc == 0 && where < BOX_N; where++) {
        rc = dbk_outbox_list(box, where, &items[where], err);
        n += items[where].n;
        damaged += items[where].damaged;
    }
    if (rc == 0 && n == 0)
        dbk_wrap_say(stdout, "%s", _("the outbox is empty\n"));
    const dbk_remedy_view view = { desk, items, rc == 0 && dbk_watch_runs(desk->home), dbk_now_ms() };

    for (size_t i = 0; rc == 0 && i < sizeof groups / sizeof groups[0]; i++)
        show_group(&view, i);
    if (damaged > 0)
        dbk_wrap_say(stdout, _("damaged files, set aside in %s/damaged: %zu\n"), desk->settings.home, damaged);
    for (item_box where = BOX_OUT; where < BOX_N; where++)
        dbk_items_fini(&items[where]);
    return rc;
}

/* ------------------------------------------------------------------ drafts */

/* Those of a person who had this laptop before: named by the key that was theirs. */
static int
show_aside(void *ctx, const char *name, dbk_err *err)
{
    const dbk_desk *desk = ctx;
    const dbk_keyring ring = { desk->home, desk->settings.home };
    char owner[128];

    (void)err;
    dbk_keyring_owner_named(&ring, name, owner, sizeof owner);
    dbk_wrap_say(stdout, _("drafts of %s, laid aside: %zu, in %s/%s\n"),
                 owner[0] ? owner : _("somebody who had this laptop before"), dbk_draft_count(desk->home, name),
                 desk->settings.home, name);
    return 0;
}

static void
show_drafts(dbk_desk *desk)
{
    const size_t n = dbk_draft_count(desk->home, "drafts");

    if (n > 0)
        dbk_wrap_say(stdout, _("your drafts, not sealed yet: %zu, in %s/drafts\n"), n, desk->settings.home);
    (void)dbk_folder_each(desk->home, DBK_DRAFTS_ASIDE, show_aside, desk, NULL);
}

/* ------------------------------------------------------------------ the server */

/* Never a reason to fail: how things stand here is true without the server too. */
static void
ask_scope(dbk_desk *desk, dbk_err *why)
{
    if (dbk_desk_refresh_scope(desk, SCOPE_TIMEOUT_MS, why) != 0 && why->text[0] == '\0')
        dbk_err_set(why, DBK_E_BUSY, "%s", _("it does not tell your committees just now"));
    if (desk->reached)
        dbk_open_fetch_all(desk, dbk_which_night(desk), SCOPE_TIMEOUT_MS);
}

/* ------------------------------------------------------------------ for a program */

static void
json_rows(dbk_json *json, dbk_desk *desk, const dbk_evening *evening)
{
    dbk_json_open(json, "reports", '[');
    for (size_t i = 0; i < evening->n; i++) {
        const dbk_evening_row *row = &evening->row[i];
        char name[DBK_COMMITTEE_BYTES], day[DBK_DAY_TEXT_BYTES], id[DBK_ID_TEXT_BYTES];

        dbk_json_open(json, NULL, '{');
        dbk_json_number(json, "committee", row->committee_id);
        dbk_json_text(json, "name", dbk_committee_words(dbk_desk_scope(desk), row->committee_id, name));
        dbk_json_text(json, "date", date_text(row->report_date, day));
        dbk_json_text(json, "state", dbk_evening_name(row->state));
        dbk_json_text(json, "id", row->item ? dbk_id_text(row->item->id, id) : NULL);
        dbk_json_instant(json, "draft_saved_ms", row->draft_ms);
        dbk_json_bool(json, "draft_is_correction", row->correcting);
        dbk_json_close(json, '}');
    }
    dbk_json_close(json, ']');
}

static void
json_outbox(dbk_json *json, const dbk_evening *evening)
{
    dbk_json_open(json, "outbox", '[');
    for (item_box where = BOX_OUT; where < BOX_N; where++)
        for (size_t i = 0; i < evening->box[where].n; i++)
            dbk_tell_json(&evening->box[where].row[i], json);
    dbk_json_close(json, ']');
}

static int
show_json(dbk_desk *desk, const dbk_err *why, dbk_err *err)
{
    const dbk_keypair *key = dbk_desk_key(desk, NULL);
    dbk_handed_list handed;
    char hex[2 * DBK_KEY_BYTES + 1], day[DBK_DAY_TEXT_BYTES];
    dbk_json json = { .to = stdout };
    dbk_evening evening;

    if (dbk_evening_read(&evening, desk, dbk_which_night(desk), err) != 0)
        return -1;
    dbk_handed_open(&handed, desk, evening.date, desk->reached ? SCOPE_TIMEOUT_MS : 0);
    dbk_evening_heed(&evening, &handed);
    dbk_json_open(&json, NULL, '{');
    dbk_json_text(&json, "home", desk->settings.home);
    dbk_json_text(&json, "key", key ? dbk_hex(key->open, DBK_KEY_BYTES, hex) : NULL);
    dbk_json_text(&json, "night", date_text(evening.date, day));
    dbk_json_bool(&json, "server_reached", desk->reached);
    dbk_json_text(&json, "server_error", why->text[0] ? why->text : NULL);
    if (desk->reached)
        dbk_json_number(&json, "clock_skew_ms", dbk_courier_skew_ms(desk->courier));
    else
        dbk_json_null(&json, "clock_skew_ms");
    dbk_json_bool(&json, "delivers_in_background", dbk_watch_runs(desk->home));
    json_rows(&json, desk, &evening);
    json_outbox(&json, &evening);
    dbk_json_close(&json, '}');
    dbk_evening_fini(&evening);
    dbk_handed_fini(&handed);
    return 0;
}

/* ------------------------------------------------------------------ the verb */

static const dbk_option options[] = {
    { "offline", NULL, N_("do not ask the server") },
    { "json",    NULL, N_("for programs") },
    { NULL, NULL, NULL },
};

static int
status(dbk_desk *desk, int argc, char **argv, dbk_err *err)
{
    dbk_args args = { argc, 1, argv };
    const char *name, *value;
    bool offline = false, json = false;
    dbk_err why = { 0 };
    int rest;

    while ((name = dbk_args_next(&args, options, &value, &rest, err)) != NULL) {
        offline |= strcmp(name, "offline") == 0;
        json |= strcmp(name, "json") == 0;
    }
    if (dbk_args_end(argc, argv, rest, err) != 0)
        return -1;
    if (json) {
        if (!offline)
            ask_scope(desk, &why);
        return show_json(desk, &why, err);
    }
    show_key(desk);
    if (show_outbox(desk, err) != 0)
        return -1;
    show_drafts(desk);
    if (offline)
        return 0;
    ask_scope(desk, &why);
    if (why.text[0])
        dbk_wrap_say(stdout, _("server: %s\n"), why.text);
    else {
        dbk_scope_show(dbk_desk_scope(desk), stdout);
        dbk_scope_show_returned(dbk_desk_scope(desk), stdout);
    }
    if (desk->reached)
        dbk_tell_skew(dbk_courier_skew_ms(desk->courier), stdout);
    dbk_bulletins_greet(desk);
    return 0;
}

const dbk_verb dbk_verb_status = {
    "status", status, true, "[--offline] [--json]", N_("your key, the outbox, your committees"), "", options,
    "daybook status",
};
