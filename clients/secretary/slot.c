#include "clients/secretary/slot.h"

#include <stdio.h>
#include <string.h>

#include "clients/secretary/members.h"
#include "clients/secretary/night.h"
#include "clients/secretary/tell.h"
#include "clients/words.h"
#include "proto/calendar.h"
#include "proto/envelope.h"
#include "proto/kind.h"

/* ------------------------------------------------------------------ what is there */

static bool
is_at(const dbk_item *item, const dbk_slot *at)
{
    return item->kind == at->kind && item->committee_id == at->committee_id && item->report_date == at->report_date &&
           item->part == at->part;
}

static const dbk_item *
newest_at(const dbk_evening *evening, const dbk_slot *at)
{
    const dbk_item *newest = NULL;

    for (item_box where = BOX_OUT; where < BOX_N; where++)
        for (size_t i = 0; i < evening->box[where].n; i++) {
            const dbk_item *item = &evening->box[where].row[i];
            const bool given_up = where == BOX_REFUSED && item->note.last != EV_REJECTED;

            if (is_at(item, at) && !given_up && (newest == NULL || memcmp(item->id, newest->id, DBK_ID_BYTES) > 0))
                newest = item;
        }
    return newest;
}

int
dbk_slot_look(dbk_slot_state *state, dbk_desk *desk, const dbk_evening *evening, const dbk_slot *at, dbk_err *err)
{
    *state = (dbk_slot_state){ .at = *at, .item = newest_at(evening, at) };
    const item_state lies = state->item ? dbk_item_state(state->item) : ITEM_NONE;

    if (!desk->reached)
        dbk_err_set(&state->why, DBK_E_BUSY, "%s", _("the server was not asked"));
    else if (lies == ITEM_NONE || lies == ITEM_DONE || lies == ITEM_ASKING)
        (void)dbk_stands_fetch(&state->stands, desk, at, desk->settings.timeout_ms, &state->why);
    if (state->why.code == DBK_E_FORBIDDEN && dbk_kind_find(at->kind)->confidential)
        return dbk_err_set(err, DBK_E_FORBIDDEN, _("somebody else has sent it already, and %s"), state->why.text);
    return 0;
}

void
dbk_slot_fini(dbk_slot_state *state)
{
    dbk_stands_fini(&state->stands);
}

bool
dbk_slot_taken(const dbk_slot_state *state)
{
    return state->item != NULL || state->stands.there;
}

/* What stands was not sealed here, or is newer than what was. */
static bool
is_elsewhere(const dbk_slot_state *state)
{
    return state->stands.there && (state->item == NULL || memcmp(state->item->id, state->stands.id, DBK_ID_BYTES) != 0);
}

const char *
dbk_slot_words(const dbk_slot_state *state, char *room, size_t room_bytes)
{
    static const char *const words[ITEM_N] = {
        [ITEM_WAITING] = N_("sealed, not delivered yet"), [ITEM_SENT] = N_("sealed, not delivered yet"),
        [ITEM_HELD] = N_("held"), [ITEM_ASKING] = N_("waiting for your choice"), [ITEM_DONE] = N_("delivered"),
        [ITEM_REFUSED] = N_("refused, not sent any more"),
    };
    char why[DBK_SENTENCE_BYTES], at[DBK_NIGHT_BYTES];
    const item_state lies = state->item ? dbk_item_state(state->item) : ITEM_NONE;

    room[0] = '\0';
    if (is_elsewhere(state) && lies != ITEM_ASKING)
        snprintf(room, room_bytes, _("delivered: revision %u, sent by %s, received %s"), state->stands.revision,
                 state->stands.sender, dbk_time_words(state->stands.received_at_ms, dbk_now_ms(), at));
    else if (state->item)
        snprintf(room, room_bytes, _("%s: %s"), _(words[lies]), dbk_tell_why(state->item, why, sizeof why));
    return room;
}

/* ------------------------------------------------------------------ what a correction opens with */

static bool
take_sealed(dbk_answers *answers, const uint8_t *sealed, size_t size)
{
    dbk_arena arena;
    const dbk_record *record;

    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    record = dbk_record_unpack(&arena, sealed, size, NULL);
    if (record)
        dbk_answers_take_record(answers, record);
    dbk_arena_fini(&arena);
    return record != NULL;
}

bool
dbk_slot_base(const dbk_slot_state *state, dbk_answers *answers)
{
    const dbk_item *item = is_elsewhere(state) ? NULL : state->item;

    answers->is_correction = item == NULL || item->box != BOX_REFUSED;
    memcpy(answers->corrects, item ? item->id : state->stands.id, DBK_ID_BYTES);
    if (item == NULL && state->stands.sealed == NULL)
        return false;
    return item ? take_sealed(answers, item->sealed, item->sealed_size)
                : take_sealed(answers, state->stands.sealed, state->stands.sealed_size);
}

/* ------------------------------------------------------------------ who may */

static int
no_posting(const dbk_scope *scope, const dbk_which *which, dbk_err *err)
{
    char committee[DBK_COMMITTEE_BYTES], night[DBK_NIGHT_BYTES];

    return dbk_err_set(err, DBK_E_FORBIDDEN,
                       _("you are not posted at %s on %s, so the office would not take it; if that is wrong, ask the "
                         "office to put its roster right"),
                       dbk_committee_words(scope, which->committee_id, committee),
                       dbk_date_words(which->report_date, night));
}

/* Who may, by name, so that a person knows whom to turn to. */
static int
no_secretary(const dbk_scope *scope, bool known, dbk_kind kind, const dbk_which *which, dbk_err *err)
{
    const dbk_member_message *who = dbk_member_secretary(scope, which->committee_id, which->report_date);
    char committee[DBK_COMMITTEE_BYTES], words[DBK_MEMBER_BYTES] = "?";

    if (who)
        dbk_member_words(who, words);
    return dbk_err_set(err, DBK_E_FORBIDDEN,
                       known ? _("%s: only the secretary of the branch may send it for %s: %s. By the office's roster "
                                 "you are not; if that is wrong, ask the office")
                             : _("%s: only the secretary of the branch may send it for %s: %s. By the office's roster, "
                                 "as it was heard last, you are not; go online to have it asked again"),
                       _(dbk_kind_shape_of(kind)->title),
                       dbk_committee_words(scope, which->committee_id, committee), words);
}

/* A Scope tells of the postings that ended at most so long ago. */
#define SCOPE_DAYS 7

static bool
is_told_of(const dbk_scope *scope, uint32_t date)
{
    int32_t today, day;

    return scope && dbk_day_from_ymd(scope->business_date, &today) && dbk_day_from_ymd(date, &day) &&
           day >= today - SCOPE_DAYS;
}

int
dbk_slot_allowed(const dbk_scope *scope, bool known, dbk_kind kind, const dbk_which *which, dbk_err *err)
{
    const dbk_posting *posting = dbk_member_posting(scope, which->committee_id, which->report_date);

    if (posting == NULL)
        return known && is_told_of(scope, which->report_date) ? no_posting(scope, which, err) : 0;
    return dbk_kind_find(kind)->secretary && !posting->secretary ? no_secretary(scope, known, kind, which, err) : 0;
}
