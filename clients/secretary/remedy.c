#include "clients/secretary/remedy.h"

#include <stdio.h>
#include <string.h>

#include "clients/secretary/keyring.h"
#include "clients/secretary/kinds.h"
#include "clients/secretary/night.h"
#include "clients/secretary/tell.h"
#include "clients/words.h"
#include "proto/calendar.h"
#include "proto/ident.h"

/* How a kind is filled in. */
typedef enum { ON_THE_FORM, LINE_BY_LINE, AS_A_FILE, BY_ITSELF } manner;

static manner
manner_of(dbk_kind kind)
{
    const dbk_kind_shape *shape = dbk_kind_shape_of(kind);

    if (kind == DBK_NIGHTLY_REPORT)
        return ON_THE_FORM;
    return shape->verb == NULL ? BY_ITSELF : shape->asked ? LINE_BY_LINE : AS_A_FILE;
}

/* `before`: "%s" is the kind's verb. */
static const struct { item_state state; manner manner; const char *before, *behind, *words; } commands[] = {
    { ITEM_ASKING,  ON_THE_FORM,  "correct", "",            N_("to choose: daybook %s") },
    { ITEM_ASKING,  LINE_BY_LINE, "",        "",            N_("to choose: daybook %s") },
    { ITEM_ASKING,  AS_A_FILE,    "",        " --correct",  N_("to send yours as a correction of it: daybook %s") },
    { ITEM_REFUSED, ON_THE_FORM,  "fill",    "",            N_("to put it right: daybook %s") },
    { ITEM_REFUSED, LINE_BY_LINE, "",        "",            N_("to put it right: daybook %s") },
    { ITEM_REFUSED, AS_A_FILE,    "show --kind ", "",       N_("what was wrong: daybook %s") },
};

#define N_COMMANDS (sizeof commands / sizeof commands[0])

/* N_COMMANDS: none. */
static size_t
find(const dbk_item *item)
{
    const item_state state = dbk_item_state(item);
    size_t i = 0;

    while (i < N_COMMANDS && (commands[i].state != state || commands[i].manner != manner_of(item->kind)))
        i++;
    return state == ITEM_REFUSED && item->note.last != EV_REJECTED ? N_COMMANDS : i;      /* given up by its person */
}

const char *
dbk_remedy_command(const dbk_item *item, char *room, size_t room_bytes)
{
    const size_t at = find(item);
    const dbk_kind_shape *shape = dbk_kind_shape_of(item->kind);
    char day_text[DBK_DAY_TEXT_BYTES] = "", part[24] = "";
    int32_t day;

    room[0] = '\0';
    if (at == N_COMMANDS)
        return room;
    if (dbk_day_from_ymd(item->report_date, &day))
        dbk_day_text(day, day_text);
    if (item->part > 0)
        snprintf(part, sizeof part, " --part %u", item->part);
    snprintf(room, room_bytes, "%s%s%s%s %u %s", commands[at].before, shape->verb ? shape->verb : "",
             commands[at].behind, part, item->committee_id, day_text);
    return room;
}

bool
dbk_remedy_followed(const dbk_items box[BOX_N], const dbk_item *item)
{
    for (item_box where = BOX_OUT; where < BOX_N; where++)
        for (size_t i = 0; i < box[where].n; i++) {
            const dbk_item *other = &box[where].row[i];

            if (other->committee_id == item->committee_id && other->report_date == item->report_date &&
                other->kind == item->kind && other->part == item->part &&
                (where != BOX_REFUSED || other->note.last == EV_REJECTED) &&
                memcmp(other->id, item->id, DBK_ID_BYTES) > 0)
                return true;
        }
    return false;
}

/* ------------------------------------------------------------------ in words */

/* Can it be sent from here at all? */
static bool
has_key(const dbk_remedy_view *view, const dbk_item *item)
{
    const dbk_keyring ring = { view->desk->home, view->desk->settings.home };

    return (view->desk->key && memcmp(view->desk->key->open, item->key, DBK_KEY_BYTES) == 0) ||
           dbk_keyring_holds(&ring, item->key);
}

static void
say_key(const dbk_item *item, char *room, size_t room_bytes)
{
    char fingerprint[DBK_FINGERPRINT_BYTES];

    snprintf(room, room_bytes, _("sealed by another key, fingerprint %s: only that key can send it"),
             dbk_fingerprint(item->key, fingerprint));
}

/* What is held goes in when whoever holds it has let go: to send it before is of no use. */
static void
say_held(const dbk_remedy_view *view, const dbk_item *item, char *room, size_t room_bytes)
{
    char wait[DBK_NIGHT_BYTES];
    const int64_t left_ms = dbk_item_left_ms(item->note.next_try_ms, view->now_ms);

    if (view->watched && left_ms > 0)
        snprintf(room, room_bytes, _("tried again in %s"), dbk_wait_words(left_ms, wait));
    else
        snprintf(room, room_bytes, "%s", _("once that is settled: daybook flush"));
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void
say_command(const dbk_item *item, char *room, size_t room_bytes)
{
    const size_t at = find(item);
    char command[128];

    if (at < N_COMMANDS)
        snprintf(room, room_bytes, _(commands[at].words), dbk_remedy_command(item, command, sizeof command));
}
#pragma GCC diagnostic pop

const char *
dbk_remedy(const dbk_remedy_view *view, const dbk_item *item, char *room, size_t room_bytes)
{
    const item_state state = dbk_item_state(item);

    room[0] = '\0';
    if (state == ITEM_REFUSED && dbk_remedy_followed(view->box, item))
        snprintf(room, room_bytes, "%s", _("another one has taken its place since"));
    else if (state == ITEM_ASKING || state == ITEM_REFUSED)
        say_command(item, room, room_bytes);
    else if (item->box == BOX_OUT && view->desk->key && !has_key(view, item))
        say_key(item, room, room_bytes);
    else if (state == ITEM_HELD)
        say_held(view, item, room, room_bytes);
    else
        dbk_tell_next(item, view->watched, view->now_ms, room, room_bytes);
    return room;
}
