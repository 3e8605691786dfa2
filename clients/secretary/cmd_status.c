#include "clients/secretary/cmd.h"

#include <stdio.h>
#include <string.h>

#include "clients/secretary/tell.h"
#include "clients/words.h"
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
        printf(_("key: %s\n"), err.text);
        return;
    }
    printf(_("key: %s\n"), dbk_hex(key->open, DBK_KEY_BYTES, hex));
    printf(_("fingerprint: %s\n"), dbk_fingerprint(key->open, fingerprint));
}

/* ------------------------------------------------------------------ the outbox */

static const struct { item_box box; item_state state; const char *heading; } groups[] = {
    { BOX_OUT,     ITEM_WAITING, N_("waiting to be sent: %zu\n") },
    { BOX_OUT,     ITEM_HELD,    N_("held, tried again now and then: %zu\n") },
    { BOX_OUT,     ITEM_ASKING,  N_("waiting for your choice: %zu\n") },
    { BOX_REFUSED, ITEM_REFUSED, N_("refused, not sent any more: %zu\n") },
    { BOX_DONE,    ITEM_DONE,    N_("delivered: %zu\n") },
};

static void
show_item(const dbk_item *item, const uint8_t *key)
{
    char night[64], id[DBK_ID_TEXT_BYTES], why[DBK_SENTENCE_BYTES], fingerprint[DBK_FINGERPRINT_BYTES];
    char at[DBK_INSTANT_TEXT_BYTES];

    printf("  ");
    print_padded(dbk_tell_night(item, night, sizeof night), 26);
    printf("%s\n    %s\n", dbk_id_text(item->id, id), dbk_tell_why(item, why, sizeof why));
    if (item->box == BOX_DONE)
        dbk_tell_telephone_code(item, "    ", stdout);
    if (item->box == BOX_OUT && item->note.tries > 0 && dbk_item_state(item) != ITEM_ASKING)
        printf(_("    tries: %u, the last %s; daybook flush sends it at once\n"), item->note.tries,
               dbk_instant_text(item->note.last_try_ms, at));
    if (item->box == BOX_OUT && item->note.next_try_ms > dbk_now_ms())
        printf(_("    any submit sends it after %s\n"), dbk_instant_text(item->note.next_try_ms, at));
    if (key && memcmp(key, item->key, DBK_KEY_BYTES) != 0)
        printf(_("    sealed by another key, fingerprint %s: only that key can send it\n"),
               dbk_fingerprint(item->key, fingerprint));
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
show_group(const dbk_items *items, size_t which, const uint8_t *key)
{
    size_t n = 0, skip;

    for (size_t i = 0; i < items->n; i++)
        n += dbk_item_state(&items->row[i]) == groups[which].state;
    if (n == 0)
        return;
    show_heading(_(groups[which].heading), n);
    skip = groups[which].box == BOX_DONE && n > DONE_SHOWN ? n - DONE_SHOWN : 0;
    if (skip > 0)
        printf(_("  (the last %d)\n"), DONE_SHOWN);
    for (size_t i = 0; i < items->n; i++)
        if (dbk_item_state(&items->row[i]) == groups[which].state && (skip == 0 || skip-- == 0))
            show_item(&items->row[i], key);
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
        printf("%s", _("the outbox is empty\n"));
    for (size_t i = 0; rc == 0 && i < sizeof groups / sizeof groups[0]; i++)
        show_group(&items[groups[i].box], i, desk->key ? desk->key->open : NULL);
    if (damaged > 0)
        printf(_("damaged files, set aside in %s/damaged: %zu\n"), desk->settings.home, damaged);
    for (item_box where = BOX_OUT; where < BOX_N; where++)
        dbk_items_fini(&items[where]);
    return rc;
}

/* ------------------------------------------------------------------ the server */

static void
show_posting(const dbk_posting *posting)
{
    char text[128], from[DBK_DAY_TEXT_BYTES], to[DBK_DAY_TEXT_BYTES];

    printf("  %4u  ", posting->committee_id);
    print_padded(dbk_text_shown(posting->committee.data, posting->committee.len, text, sizeof text), 24);
    print_padded(dbk_text_shown(posting->subdistrict.data, posting->subdistrict.len, text, sizeof text), 14);
    printf(_("%s to %s\n"), date_text(posting->valid_from, from), date_text(posting->valid_to, to));
}

static void
show_scope(const dbk_scope *scope)
{
    char name[128], day[DBK_DAY_TEXT_BYTES];

    printf(_("the office knows this key as: %s\n"),
           dbk_text_shown(scope->person.data, scope->person.len, name, sizeof name));
    printf(_("tonight is %s, form %u\n"), date_text(scope->business_date, day), scope->form_version);
    printf(_("committees it may report for: %zu\n"), scope->n_postings);
    for (size_t i = 0; i < scope->n_postings; i++)
        show_posting(scope->postings[i]);
}

/* Never a reason to fail: how things stand here is true without the server too. */
static void
ask_scope(dbk_desk *desk)
{
    Daybook__V1__ScopeQuery scope;
    dbk_query query;
    dbk_request request;
    dbk_arena arena;
    dbk_err err = { 0 };
    dbk_courier *courier = dbk_desk_courier(desk, &err);
    const dbk_reply *reply = NULL;

    daybook__v1__scope_query__init(&scope);
    daybook__v1__query__init(&query);
    daybook__v1__request__init(&request);
    query.what_case = DAYBOOK__V1__QUERY__WHAT_SCOPE;
    query.scope = &scope;
    request.what_case = DAYBOOK__V1__REQUEST__WHAT_QUERY;
    request.query = &query;
    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    if (courier)
        reply = dbk_courier_ask(courier, &request, SCOPE_TIMEOUT_MS, &arena, &err);
    if (reply && reply->scope)
        show_scope(reply->scope);
    else
        printf(_("server: %s\n"), err.text[0] ? err.text : _("it does not tell your committees just now"));
    if (reply)
        dbk_tell_skew(dbk_courier_skew_ms(courier), stdout);
    dbk_arena_fini(&arena);
}

int
dbk_cmd_status(dbk_desk *desk, int argc, char **argv, dbk_err *err)
{
    static const char *const flags[] = { "offline", NULL }, *const options[] = { NULL };
    dbk_args args = { argc, 1, argv };
    const char *value;
    bool offline = false;
    int rest;

    while (dbk_args_next(&args, flags, options, &value, &rest, err))
        offline = true;
    if (rest < 0)
        return -1;
    if (rest < argc)
        return dbk_err_set(err, DBK_E_USAGE, "%s: %s", argv[rest], _("status takes no arguments"));
    show_key(desk);
    if (show_outbox(desk, err) != 0)
        return -1;
    if (!offline)
        ask_scope(desk);
    return 0;
}
