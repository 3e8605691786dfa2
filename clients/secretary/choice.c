#include "clients/secretary/choice.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clients/secretary/ask.h"
#include "clients/secretary/ask_words.h"
#include "clients/secretary/compose.h"
#include "clients/secretary/night.h"
#include "clients/secretary/sender.h"
#include "clients/secretary/tell.h"
#include "clients/words.h"
#include "clients/wrap.h"
#include "proto/calendar.h"
#include "proto/envelope.h"
#include "proto/kind.h"

#define WORDS_BYTES (DBK_SENTENCE_BYTES + 64)

const char *
dbk_choice_place(const dbk_choice *s, char room[DBK_PLACE_BYTES])
{
    char night[DBK_NIGHT_BYTES], committee[DBK_COMMITTEE_BYTES];

    snprintf(room, DBK_PLACE_BYTES, "%s, %s",
             dbk_committee_words(dbk_desk_scope(s->d->desk), s->d->which.committee_id, committee),
             dbk_date_words(s->d->which.report_date, night));
    return room;
}

/* ------------------------------------------------------------------ which one of that day */

int
dbk_choice_look(dbk_choice *s, uint32_t part, dbk_slot_state *state, dbk_err *err)
{
    const dbk_slot at = { s->d->which.committee_id, s->d->which.report_date, s->d->shape->kind, part };

    return dbk_slot_look(state, s->d->desk, &s->evening, &at, err);
}

/* The shifts with what is there of each; *any: something is. */
static int
list_shifts(dbk_choice *s, bool say, bool *any, dbk_err *err)
{
    const dbk_kind_rules *rules = dbk_kind_find(s->d->shape->kind);
    char words[WORDS_BYTES], name[DBK_PART_BYTES];

    for (uint32_t part = rules->part_least; part <= rules->part_most; part++) {
        dbk_slot_state state;
        const int rc = dbk_choice_look(s, part, &state, err);

        *any |= rc == 0 && dbk_slot_taken(&state);
        if (say && dbk_slot_taken(&state))
            dbk_wrap_say(stdout, _("  %u  correct %s\n       %s\n"), part,
                         dbk_kind_part_words(s->d->shape->kind, part, name),
                         dbk_slot_words(&state, words, sizeof words));
        else if (say)
            dbk_wrap_say(stdout, _("  %u  %s, not there yet\n"), part,
                         dbk_kind_part_words(s->d->shape->kind, part, name));
        dbk_slot_fini(&state);
        if (rc != 0)
            return -1;
    }
    return 0;
}

/* Where something of that day is there already, a person says which shift is meant; choosing one that is there is to
 * correct it. */
static int
choose_shift(dbk_choice *s, dbk_err *err)
{
    const dbk_kind_rules *rules = dbk_kind_find(s->d->shape->kind);
    char answer[DBK_ASK_LINE_BYTES], place[DBK_PLACE_BYTES];
    bool any = false;
    size_t number;

    s->d->part = rules->part_least;
    if (list_shifts(s, false, &any, err) != 0)
        return -1;
    if (!any)
        return 0;
    dbk_wrap_say(stdout, _("%s: %s\nA roll call of that day is there already:\n"), _(s->d->shape->title),
                 dbk_choice_place(s, place));
    if (list_shifts(s, true, &any, err) != 0)
        return -1;
    for (;;) {
        printf(_("Which (Enter: none, leave)? "));
        fflush(stdout);
        if (!dbk_ask_line(stdin, answer) || answer[0] == '\0')
            return dbk_err_set(err, DBK_E_INPUT, "%s", _("no shift was chosen: nothing was sealed"));
        if (dbk_ask_number(answer, rules->part_most, &number) && number >= rules->part_least)
            break;
        dbk_wrap_say(stdout, _("  ! a number from %u to %u, please\n"), rules->part_least, rules->part_most);
    }
    s->d->part = (uint32_t)number;
    s->chosen = true;
    return 0;
}

/* The first that is not there, or that waits to be put right. */
static int
choose_next(dbk_choice *s, dbk_err *err)
{
    const dbk_kind_rules *rules = dbk_kind_find(s->d->shape->kind);
    char title[DBK_TITLE_BYTES], words[WORDS_BYTES];

    for (s->d->part = rules->part_least; s->d->part <= rules->part_most; s->d->part++) {
        dbk_slot_state state;
        const int rc = dbk_choice_look(s, s->d->part, &state, err);
        const item_state lies = state.item ? dbk_item_state(state.item) : ITEM_NONE;
        const bool stays = rc != 0 || !dbk_slot_taken(&state) || lies == ITEM_REFUSED || lies == ITEM_ASKING;

        if (!stays && s->d->shape->asked)
            dbk_wrap_say(stdout, _("%s:\n  %s\n  to correct it: daybook %s --part %u --correct %u\n"),
                         dbk_kind_title(s->d->shape, s->d->part, title), dbk_slot_words(&state, words, sizeof words),
                         s->d->shape->verb, s->d->part, s->d->which.committee_id);
        dbk_slot_fini(&state);
        if (stays)
            return rc;
    }
    return dbk_err_set(err, DBK_E_USAGE,
                       _("there are %u of that day already: correct one of them with --part and --correct"),
                       rules->part_most);
}

int
dbk_choice_part(dbk_choice *s, dbk_err *err)
{
    if (s->d->part != 0 || s->d->shape->part == NULL)
        return 0;
    if (s->d->correct && !s->d->shape->part_list)
        return dbk_err_set(err, DBK_E_USAGE, _("say which one of that day: --part N; %s"), _(s->d->shape->part));
    return s->d->shape->part_list && s->d->shape->asked ? choose_shift(s, err) : choose_next(s, err);
}

/* ------------------------------------------------------------------ what is there already */

void
dbk_choice_base(dbk_choice *s)
{
    dbk_answers_init(&s->before, s->d->shape, s->d->which.committee_id, s->d->which.report_date, s->d->part);
    s->has_before = dbk_slot_base(&s->slot, &s->before) && s->before.is_correction;
}

int
dbk_choice_none(const dbk_choice *s, dbk_err *err)
{
    if (s->slot.why.text[0])
        return dbk_err_set(err, DBK_E_NO_INPUT,
                           _("there is none here to correct, and the server does not show one: %s"), s->slot.why.text);
    return dbk_err_set(err, DBK_E_NO_INPUT, "%s", _("there is none of that day to correct"));
}

static void
tell_refused(const dbk_item *item)
{
    dbk_arena arena;
    const dbk_reply *reply;
    dbk_complaints *found = calloc(1, sizeof *found);

    assert(found != NULL);
    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    reply = dbk_reply_unpack(&arena, item->note.reply, item->note.reply_size, NULL);
    if (reply)
        dbk_tell_refusal(reply, item, NULL, NULL, found);
    for (size_t i = 0; i < found->n; i++)
        printf("  ! %s\n", found->row[i].text);
    free(found);
    dbk_arena_fini(&arena);
}

/* Ours was refused because somebody else's stands there: one of the two gives way. 1: mine is to correct it. */
static int
choose_of_two(dbk_choice *s, dbk_err *err)
{
    char answer[DBK_ASK_LINE_BYTES];

    for (;;) {
        printf("%s", _("  1  let the other one stand; mine is set aside\n"
                       "  2  send mine as a correction of it\n"
                       "Which (Enter: decide later)? "));
        fflush(stdout);
        if (!dbk_ask_line(stdin, answer) || answer[0] == '\0')
            return 0;
        if (strcmp(answer, "1") == 0) {
            if (dbk_sender_drop(s->d->desk->outbox, s->slot.item->id, s->d->desk->settings.timeout_ms, err) != 0)
                return -1;
            dbk_wrap_say(stdout, "%s", _("the other one stands; yours lies in refused/ and is not sent any more\n"));
            return 0;
        }
        if (strcmp(answer, "2") == 0)
            return 1;
    }
}

/* Mine as answers, theirs as what they change. */
static int
take_conflict(dbk_choice *s, dbk_err *err)
{
    const dbk_item *mine = s->slot.item;
    const int choice = choose_of_two(s, err);
    uint8_t theirs[DBK_ID_BYTES];
    dbk_slot_state other = s->slot;

    if (choice <= 0)
        return choice;
    if (!s->slot.stands.there && !dbk_tell_standing(mine, theirs))
        return dbk_err_set(err, DBK_E_CONFLICT, "%s",
                           _("the server has not said which report stands: daybook flush --conflicts asks again"));
    dbk_answers_init(&s->answers, s->d->shape, s->d->which.committee_id, s->d->which.report_date, s->d->part);
    s->slot.stands.there = false;
    (void)dbk_slot_base(&s->slot, &s->answers);
    s->slot.stands.there = other.stands.there;
    memcpy(s->answers.corrects, other.stands.there ? other.stands.id : theirs, DBK_ID_BYTES);
    other.item = NULL;
    dbk_answers_init(&s->before, s->d->shape, s->d->which.committee_id, s->d->which.report_date, s->d->part);
    s->has_before = other.stands.there && dbk_slot_base(&other, &s->before);
    return 1;
}

/* A record that is there is corrected only when a person says so. 1: go on; 0: leave it; -1: err. */
static int
agree_to_correct(dbk_choice *s, dbk_err *err)
{
    const dbk_kind_shape *shape = s->d->shape;
    char title[DBK_TITLE_BYTES], words[WORDS_BYTES], question[2 * WORDS_BYTES], part[32] = "";

    dbk_kind_title(shape, s->d->part, title);
    dbk_slot_words(&s->slot, words, sizeof words);
    if (s->d->correct || s->chosen) {
        printf("%s:\n  %s\n", title, words);
        return 1;
    }
    if (s->d->part > 0)
        snprintf(part, sizeof part, "--part %u ", s->d->part);
    if (!(isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)))
        return dbk_err_set(err, DBK_E_CONFLICT, _("%s: %s; to correct it: daybook %s --correct %s%u"), title, words,
                           shape->verb, part, s->d->which.committee_id);
    snprintf(question, sizeof question, _("%s:\n  %s\nCorrect that one? [y/N]"), title, words);
    return dbk_compose_ask(question, false);
}

int
dbk_choice_take(dbk_choice *s, dbk_err *err)
{
    char title[DBK_TITLE_BYTES], words[WORDS_BYTES];
    int rc = 1;

    if (dbk_choice_look(s, s->d->part, &s->slot, err) != 0)
        return -1;
    if (!dbk_slot_taken(&s->slot))
        return s->d->correct ? dbk_choice_none(s, err) : 1;
    const item_state lies = s->slot.item ? dbk_item_state(s->slot.item) : ITEM_NONE;

    if (lies == ITEM_ASKING || lies == ITEM_REFUSED)
        printf("%s:\n  %s\n", dbk_kind_title(s->d->shape, s->d->part, title),
               dbk_slot_words(&s->slot, words, sizeof words));
    else
        rc = agree_to_correct(s, err);
    if (lies == ITEM_ASKING)
        return take_conflict(s, err);
    if (lies == ITEM_REFUSED)
        tell_refused(s->slot.item);
    if (rc == 1)
        dbk_choice_base(s);
    return rc;
}
