#include "clients/secretary/dialogue.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clients/secretary/ask.h"
#include "clients/secretary/ask_words.h"
#include "clients/secretary/cmd.h"
#include "clients/secretary/compose.h"
#include "clients/secretary/handin.h"
#include "clients/secretary/kind_file.h"
#include "clients/secretary/members.h"
#include "clients/secretary/night.h"
#include "clients/secretary/sender.h"
#include "clients/secretary/slot.h"
#include "clients/secretary/tell.h"
#include "clients/words.h"
#include "proto/calendar.h"
#include "proto/envelope.h"
#include "proto/ident.h"
#include "proto/kind.h"

#define STEM_BYTES 40
#define WORDS_BYTES (DBK_SENTENCE_BYTES + 64)

/* One dialogue under way. */
typedef struct {
    dbk_dialogue  *d;
    dbk_evening    evening;
    dbk_slot_state slot;
    dbk_answers    answers, before;
    bool           has_before, chosen;    /* chosen: from a list that showed what is there */
    dbk_draft     *draft;                 /* NULL: nobody types, so nothing is kept */
} session;

static bool
is_terminal(void)
{
    return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

static const dbk_scope *
scope_of(const session *s)
{
    return dbk_desk_scope(s->d->desk);
}

static const char *
place_words(const session *s, char *room, size_t room_bytes)
{
    char night[DBK_NIGHT_BYTES], committee[DBK_COMMITTEE_BYTES];

    snprintf(room, room_bytes, "%s, %s", dbk_committee_words(scope_of(s), s->d->which.committee_id, committee),
             dbk_date_words(s->d->which.report_date, night));
    return room;
}

/* ------------------------------------------------------------------ which one of that day */

static int
look(session *s, uint32_t part, dbk_slot_state *state, dbk_err *err)
{
    const dbk_slot at = { s->d->which.committee_id, s->d->which.report_date, s->d->shape->kind, part };

    return dbk_slot_look(state, s->d->desk, &s->evening, &at, err);
}

/* The shifts with what is there of each; *any: something is. */
static int
list_shifts(session *s, bool say, bool *any, dbk_err *err)
{
    const dbk_kind_rules *rules = dbk_kind_find(s->d->shape->kind);
    char words[WORDS_BYTES], name[DBK_PART_BYTES];

    for (uint32_t part = rules->part_least; part <= rules->part_most; part++) {
        dbk_slot_state state;
        const int rc = look(s, part, &state, err);

        *any |= rc == 0 && dbk_slot_taken(&state);
        if (say && dbk_slot_taken(&state))
            printf(_("  %u  correct %s\n       %s\n"), part, dbk_kind_part_words(s->d->shape->kind, part, name),
                   dbk_slot_words(&state, words, sizeof words));
        else if (say)
            printf(_("  %u  %s, not there yet\n"), part, dbk_kind_part_words(s->d->shape->kind, part, name));
        dbk_slot_fini(&state);
        if (rc != 0)
            return -1;
    }
    return 0;
}

/* Where something of that day is there already, a person says which shift is meant; choosing one that is there is to
 * correct it. */
static int
choose_shift(session *s, dbk_err *err)
{
    const dbk_kind_rules *rules = dbk_kind_find(s->d->shape->kind);
    char answer[DBK_ASK_LINE_BYTES], place[DBK_COMMITTEE_BYTES + DBK_NIGHT_BYTES];
    bool any = false;
    size_t number;

    s->d->part = rules->part_least;
    if (list_shifts(s, false, &any, err) != 0)
        return -1;
    if (!any)
        return 0;
    printf(_("%s: %s\nA roll call of that day is there already:\n"), _(s->d->shape->title),
           place_words(s, place, sizeof place));
    if (list_shifts(s, true, &any, err) != 0)
        return -1;
    for (;;) {
        printf(_("Which (Enter: none, leave)? "));
        fflush(stdout);
        if (!dbk_ask_line(stdin, answer) || answer[0] == '\0')
            return dbk_err_set(err, DBK_E_INPUT, "%s", _("no shift was chosen: nothing was sealed"));
        if (dbk_ask_number(answer, rules->part_most, &number) && number >= rules->part_least)
            break;
        printf(_("  ! a number from %u to %u, please\n"), rules->part_least, rules->part_most);
    }
    s->d->part = (uint32_t)number;
    s->chosen = true;
    return 0;
}

/* The first that is not there, or that waits to be put right. */
static int
choose_next(session *s, dbk_err *err)
{
    const dbk_kind_rules *rules = dbk_kind_find(s->d->shape->kind);
    char title[DBK_TITLE_BYTES], words[WORDS_BYTES];

    for (s->d->part = rules->part_least; s->d->part <= rules->part_most; s->d->part++) {
        dbk_slot_state state;
        const int rc = look(s, s->d->part, &state, err);
        const item_state lies = state.item ? dbk_item_state(state.item) : ITEM_NONE;
        const bool stays = rc != 0 || !dbk_slot_taken(&state) || lies == ITEM_REFUSED || lies == ITEM_ASKING;

        if (!stays && s->d->shape->asked)
            printf(_("%s:\n  %s\n  to correct it: daybook %s --part %u --correct %u\n"),
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

static int
choose_part(session *s, dbk_err *err)
{
    if (s->d->part != 0 || s->d->shape->part == NULL)
        return 0;
    if (s->d->correct && !s->d->shape->part_list)
        return dbk_err_set(err, DBK_E_USAGE, _("say which one of that day: --part N; %s"), _(s->d->shape->part));
    return s->d->shape->part_list && s->d->shape->asked ? choose_shift(s, err) : choose_next(s, err);
}

/* ------------------------------------------------------------------ what is there already */

static void
copy_base(session *s)
{
    dbk_answers_init(&s->before, s->d->shape, s->d->which.committee_id, s->d->which.report_date, s->d->part);
    s->has_before = dbk_slot_base(&s->slot, &s->before) && s->before.is_correction;
}

static int
no_base(const session *s, dbk_err *err)
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
choose_of_two(session *s, dbk_err *err)
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
            printf("%s", _("the other one stands; yours lies in refused/ and is not sent any more\n"));
            return 0;
        }
        if (strcmp(answer, "2") == 0)
            return 1;
    }
}

/* Mine as answers, theirs as what they change. */
static int
take_conflict(session *s, dbk_err *err)
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
agree_to_correct(session *s, dbk_err *err)
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
    if (!is_terminal())
        return dbk_err_set(err, DBK_E_CONFLICT, _("%s: %s; to correct it: daybook %s --correct %s%u"), title, words,
                           shape->verb, part, s->d->which.committee_id);
    snprintf(question, sizeof question, _("%s:\n  %s\nCorrect that one? [y/N]"), title, words);
    return dbk_compose_ask(question, false);
}

/* 1: go on, and s->before is what there is; 0: the person leaves it; -1: err. */
static int
take_slot(session *s, dbk_err *err)
{
    char title[DBK_TITLE_BYTES], words[WORDS_BYTES];
    int rc = 1;

    if (look(s, s->d->part, &s->slot, err) != 0)
        return -1;
    if (!dbk_slot_taken(&s->slot))
        return s->d->correct ? no_base(s, err) : 1;
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
        copy_base(s);
    return rc;
}

/* ------------------------------------------------------------------ what was kept */

/* 1: something was kept and is gone on with; 0: begin; -1: err. */
static int
take_kept(session *s, dbk_err *err)
{
    char stem[STEM_BYTES], at[DBK_NIGHT_BYTES];
    dbk_report_file *file;
    size_t done, all;
    int rc;

    if (!is_terminal())
        return 0;
    snprintf(stem, sizeof stem, "%s-%u-%u-%u", s->d->shape->verb, s->d->which.committee_id, s->d->which.report_date,
             s->d->part);
    s->draft = dbk_draft_open_named(s->d->desk->home, stem, err);
    rc = s->draft ? dbk_draft_open_file(s->draft, &file, err) : -1;
    if (rc <= 0)
        return rc;
    dbk_answers_fini(&s->answers);
    dbk_answers_init(&s->answers, s->d->shape, s->d->which.committee_id, s->d->which.report_date, s->d->part);
    dbk_answers_take_tree(&s->answers, dbk_report_file_tree(file));
    dbk_report_file_close(&file);
    dbk_ask_progress(&s->answers, &done, &all);
    printf(_("kept from %s: %zu of %zu answered\n"),
           dbk_time_words(dbk_draft_kept_ms(s->draft), dbk_now_ms(), at), done, all);
    if (dbk_compose_ask(_("Go on from there (n: begin anew)? [Y/n]"), true))
        return 1;
    dbk_answers_fini(&s->answers);
    return 0;
}

static dbk_answer_row *
row_of_person(const dbk_answers *answers, uint32_t person)
{
    for (size_t i = 0; i < answers->list[0].n; i++)
        if (dbk_answers_person(answers, i) == person)
            return &answers->list[0].row[i];
    return NULL;
}

/* Everybody of the roster stands there, in its order; whoever is not on it any more is gone, with what was said. */
static void
lay_roster(session *s)
{
    const dbk_member_message *person;
    dbk_answers laid;
    char number[16], words[DBK_MEMBER_BYTES];

    dbk_answers_init(&laid, s->d->shape, s->d->which.committee_id, s->d->which.report_date, s->d->part);
    for (size_t i = 0; (person = dbk_member_at(scope_of(s), laid.committee_id, laid.report_date, i)) != NULL; i++) {
        dbk_answer_row *row = dbk_answers_add(&laid, 0), *known = row_of_person(&s->answers, person->person);

        if (known) {
            *row = *known;
            *known = (dbk_answer_row){ .text = { NULL } };
            continue;
        }
        snprintf(number, sizeof number, "%u", person->person);
        dbk_answers_set(&row->text[0], number);
        if (s->answers.list[0].n > 0)
            printf(_("new on the roster: %s\n"), dbk_member_words(person, words));
    }
    for (size_t i = 0; i < s->answers.list[0].n; i++) {
        const uint32_t gone = dbk_answers_person(&s->answers, i);

        person = gone ? dbk_member_numbered(scope_of(s), laid.committee_id, laid.report_date, gone) : NULL;
        if (person)                                       /* a secretary, who may stand on it or not */
            *dbk_answers_add(&laid, 0) = s->answers.list[0].row[i];
        else if (gone)
            printf(_("not on the roster any more: number %u\n"), gone);
        if (person)
            s->answers.list[0].row[i] = (dbk_answer_row){ .text = { NULL } };
    }
    for (size_t k = 1; k < DBK_ANSWER_LISTS_MAX; k++) {
        laid.list[k] = s->answers.list[k];
        s->answers.list[k].row = NULL;
        s->answers.list[k].n = 0;
    }
    laid.top = s->answers.top;
    s->answers.top = (dbk_answer_row){ .text = { NULL } };
    laid.is_correction = s->answers.is_correction;
    memcpy(laid.corrects, s->answers.corrects, DBK_ID_BYTES);
    dbk_answers_fini(&s->answers);
    s->answers = laid;
}

/* From what was kept, from what is corrected, or empty. */
static int
begin(session *s, dbk_err *err)
{
    const bool conflict = s->answers.shape != NULL;
    const bool corrects = conflict ? s->answers.is_correction : s->has_before;
    uint8_t id[DBK_ID_BYTES];
    int kept;

    memcpy(id, conflict ? s->answers.corrects : s->before.corrects, DBK_ID_BYTES);
    kept = take_kept(s, err);
    if (kept < 0)
        return -1;
    if (s->answers.shape == NULL)
        dbk_answers_init(&s->answers, s->d->shape, s->d->which.committee_id, s->d->which.report_date, s->d->part);
    if (kept == 0 && !conflict && s->before.shape)
        (void)dbk_slot_base(&s->slot, &s->answers);
    s->answers.is_correction = corrects;
    memcpy(s->answers.corrects, id, DBK_ID_BYTES);
    if (s->d->shape->roster)
        lay_roster(s);
    return 0;
}

/* ------------------------------------------------------------------ sealing it */

static void
say_complaints(dbk_complaints *found, const char *title)
{
    for (size_t i = 0; i < found->n; i++)
        found->row[i].line = 0;                           /* there is no file that a person has seen */
    dbk_complaints_print(found, title, stderr);
}

static void
deliver(session *s, dbk_handin *handin)
{
    char id[DBK_ID_TEXT_BYTES];

    printf(_("%s: sealed and saved (%s)\n"), handin->path, dbk_id_text(handin->id, id));
    if (s->draft)
        (void)dbk_draft_remove(s->draft, NULL);
    if (s->d->offline)
        printf("%s", _("not sent: daybook flush sends it when you are online\n"));
    else
        dbk_handin_deliver(s->d->desk, handin, 1);
}

static int
hand_in(session *s, dbk_err *err)
{
    char *text = dbk_answers_yaml(&s->answers), title[DBK_TITLE_BYTES];
    dbk_complaints *found = calloc(1, sizeof *found);
    dbk_handin handin = { .path = dbk_kind_title(s->d->shape, s->d->part, title), .typed = true };
    int rc = -1;

    assert(found != NULL);
    handin.file = dbk_report_file_parse(text, handin.path, found, err);
    if (handin.file)
        rc = dbk_handin_keep(s->d->desk, &handin, found, err);
    if (rc == 0) {
        deliver(s, &handin);
        rc = dbk_cmd_told(err, handin.code);
    } else if (found->n > 0)
        say_complaints(found, handin.path);
    if (!handin.kept)
        fprintf(stderr, "%s", s->draft ? _("nothing was sealed; what was answered is kept: "
                                           "the same command goes on from there\n")
                                       : _("nothing was sealed, and nothing of it is kept here\n"));
    dbk_report_file_close(&handin.file);
    free(found);
    free(text);
    return rc;
}

/* ------------------------------------------------------------------ all of it */

static int
left(const session *s, dbk_err *err)
{
    size_t done, all;

    if (s->draft == NULL)
        return dbk_err_set(err, DBK_E_INPUT, "%s", _("the answers ended before the questions did: nothing was saved"));
    dbk_ask_progress(&s->answers, &done, &all);
    return dbk_err_set(err, DBK_E_INPUT, _("left: %zu of %zu answered and kept; the same command goes on from there"),
                       done, all);
}

static void
say_title(const session *s)
{
    char title[DBK_TITLE_BYTES], place[DBK_COMMITTEE_BYTES + DBK_NIGHT_BYTES];
    const dbk_scope *scope = scope_of(s);

    printf(_("%s: %s\n"), dbk_kind_title(s->d->shape, s->d->part, title), place_words(s, place, sizeof place));
    for (size_t i = 0; scope && i < scope->n_nights; i++)
        if (scope->nights[i]->date == s->d->which.report_date && scope->nights[i]->closed)
            printf("%s", _("! the office has closed that night: what you send waits until it is reopened\n"));
    if (s->draft)
        printf("%s", _("Every answer is kept as it is given. < goes back; Ctrl-D leaves it for later.\n"));
}

static int
ask(session *s, dbk_err *err)
{
    dbk_ask it = { .answers = &s->answers, .from = stdin, .say = stdout, .terminal = is_terminal() };

    if (begin(s, err) != 0)
        return -1;
    it.before = s->has_before ? &s->before : NULL;
    it.scope = scope_of(s);
    it.draft = s->draft;
    say_title(s);
    if (!dbk_ask_run(&it)) {
        putchar('\n');
        return left(s, err);
    }
    if (it.before && dbk_ask_say_changes(&it, NULL) == 0) {
        printf("%s", _("nothing is different: no correction was sealed\n"));
        return s->draft ? dbk_draft_remove(s->draft, err) : 0;
    }
    return hand_in(s, err);
}

/* A list of everybody needs to know who they are. */
static int
know_roster(const session *s, dbk_err *err)
{
    char place[DBK_COMMITTEE_BYTES + DBK_NIGHT_BYTES];

    if (s->d->shape->roster == NULL ||
        dbk_member_at(scope_of(s), s->d->which.committee_id, s->d->which.report_date, 0) != NULL)
        return 0;
    return dbk_err_set(err, DBK_E_CONFIG,
                       _("who is posted at %s is not known here: go online once (daybook status), or ask the office to "
                         "put its roster right"), place_words(s, place, sizeof place));
}

static int
open_session(session *s, dbk_dialogue *d, dbk_err *err)
{
    *s = (session){ .d = d };
    if (dbk_desk_outbox(d->desk, err) == NULL ||
        dbk_evening_read(&s->evening, d->desk, d->which.report_date, err) != 0)
        return -1;
    return 0;
}

static void
close_session(session *s)
{
    dbk_answers_fini(&s->answers);
    dbk_answers_fini(&s->before);
    dbk_draft_close(&s->draft);
    dbk_slot_fini(&s->slot);
    dbk_evening_fini(&s->evening);
}

int
dbk_dialogue_run(dbk_dialogue *d, dbk_err *err)
{
    session s;
    int rc = -1;

    if (open_session(&s, d, err) == 0 && know_roster(&s, err) == 0 && choose_part(&s, err) == 0) {
        rc = take_slot(&s, err);
        if (rc == 1)
            rc = ask(&s, err);
    }
    close_session(&s);
    return rc;
}

int
dbk_dialogue_template(dbk_dialogue *d, FILE *to, dbk_err *err)
{
    session s;
    int rc = -1;

    if (open_session(&s, d, err) == 0 && choose_part(&s, err) == 0) {
        rc = d->correct ? look(&s, d->part, &s.slot, err) : 0;
        if (rc == 0 && d->correct && !dbk_slot_taken(&s.slot))
            rc = no_base(&s, err);
        else if (rc == 0 && d->correct)
            copy_base(&s);
        if (rc == 0)
            dbk_kind_template(d->shape, dbk_desk_scope(d->desk), &d->which, d->part, d->correct ? &s.before : NULL, to);
    }
    close_session(&s);
    return rc;
}
