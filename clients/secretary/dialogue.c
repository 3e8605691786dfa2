#include "clients/secretary/dialogue.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clients/secretary/ask.h"
#include "clients/secretary/ask_words.h"
#include "clients/secretary/choice.h"
#include "clients/secretary/cmd.h"
#include "clients/secretary/compose.h"
#include "clients/secretary/handin.h"
#include "clients/secretary/kind_file.h"
#include "clients/secretary/members.h"
#include "clients/secretary/night.h"
#include "clients/words.h"
#include "clients/wrap.h"
#include "proto/calendar.h"
#include "proto/ident.h"
#include "proto/kind.h"

#define STEM_BYTES 40

/* What was answered about people's health and never sent is nobody's business when it cannot be sent any more. */
#define CONFIDENTIAL_STEM "health-"
#define CONFIDENTIAL_DAYS 7

/* One dialogue under way. */
typedef struct {
    dbk_dialogue *d;
    dbk_choice    c;
    dbk_answers   answers;
    dbk_draft    *draft;                  /* NULL: nobody types, so nothing is kept */
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

/* ------------------------------------------------------------------ what was kept */

/* 1: something was kept and is gone on with; 0: begin; -1: err. */
static int
take_kept(session *s, dbk_err *err)
{
    char stem[STEM_BYTES], at[DBK_NIGHT_BYTES];
    dbk_report_file *file;
    size_t done, all;
    int32_t day;
    int rc;

    if (!is_terminal())
        return 0;
    if (dbk_day_from_ymd(s->d->which.report_date, &day))
        (void)dbk_draft_forget(s->d->desk->home, CONFIDENTIAL_STEM, dbk_day_ymd(day - CONFIDENTIAL_DAYS), NULL);
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
    dbk_wrap_say(stdout, _("kept from %s: %zu of %zu answered\n"),
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

/* Its texts are the other's from now on. */
static void
move_row(dbk_answer_row *to, dbk_answer_row *from)
{
    *to = *from;
    *from = (dbk_answer_row){ .text = { NULL } };
}

/* Everybody who is posted there, in the order of the roster, with what was said of them. */
static void
lay_posted(session *s, dbk_answers *laid)
{
    const dbk_member_message *person;
    char number[16], words[DBK_MEMBER_BYTES];

    for (size_t i = 0; (person = dbk_member_at(scope_of(s), laid->committee_id, laid->report_date, i)) != NULL; i++) {
        dbk_answer_row *row = dbk_answers_add(laid, 0), *known = row_of_person(&s->answers, person->person);

        if (known) {
            move_row(row, known);
            continue;
        }
        snprintf(number, sizeof number, "%u", person->person);
        dbk_answers_set(&row->text[0], number);
        if (s->answers.list[0].n > 0)
            dbk_wrap_say(stdout, _("new on the roster: %s\n"), dbk_member_words(person, words));
    }
}

/* A secretary may stand on the list or not; whoever is not on the roster any more is gone from it, and that is said. */
static void
lay_others(session *s, dbk_answers *laid)
{
    for (size_t i = 0; i < s->answers.list[0].n; i++) {
        const uint32_t person = dbk_answers_person(&s->answers, i);
        dbk_answer_row *row = person ? row_of_person(&s->answers, person) : NULL;

        if (row && dbk_member_numbered(scope_of(s), laid->committee_id, laid->report_date, person))
            move_row(dbk_answers_add(laid, 0), row);
        else if (row)
            dbk_wrap_say(stdout, _("not on the roster any more: number %u\n"), person);
    }
}

static void
lay_roster(session *s)
{
    dbk_answers laid;

    dbk_answers_init(&laid, s->d->shape, s->d->which.committee_id, s->d->which.report_date, s->d->part);
    lay_posted(s, &laid);
    lay_others(s, &laid);
    for (size_t k = 1; k < DBK_ANSWER_LISTS_MAX; k++) {
        laid.list[k] = s->answers.list[k];
        s->answers.list[k].row = NULL;
        s->answers.list[k].n = 0;
    }
    move_row(&laid.top, &s->answers.top);
    laid.is_correction = s->answers.is_correction;
    memcpy(laid.corrects, s->answers.corrects, DBK_ID_BYTES);
    dbk_answers_fini(&s->answers);
    s->answers = laid;
}

/* From what was kept, from what is corrected, or empty. */
static int
begin(session *s, dbk_err *err)
{
    const dbk_answers *base = s->c.answers.shape ? &s->c.answers : &s->c.before;     /* of neither: empty */
    const int kept = take_kept(s, err);

    if (kept < 0)
        return -1;
    if (s->answers.shape == NULL)
        dbk_answers_init(&s->answers, s->d->shape, s->d->which.committee_id, s->d->which.report_date, s->d->part);
    if (kept == 0 && base->shape)
        dbk_answers_copy(&s->answers, base);
    s->answers.is_correction = base->is_correction;
    memcpy(s->answers.corrects, base->corrects, DBK_ID_BYTES);
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

    dbk_wrap_say(stdout, _("%s: sealed and saved (%s)\n"), handin->path, dbk_id_text(handin->id, id));
    if (s->draft)
        (void)dbk_draft_remove(s->draft, NULL);
    if (s->d->offline)
        dbk_wrap_say(stdout, "%s", _("not sent: daybook flush sends it when you are online\n"));
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
    char title[DBK_TITLE_BYTES], place[DBK_PLACE_BYTES];

    dbk_wrap_say(stdout, _("%s: %s\n"), dbk_kind_title(s->d->shape, s->d->part, title), dbk_choice_place(&s->c, place));
    printf("%s", dbk_night_closed_words(scope_of(s), s->d->which.report_date));
    if (!s->d->desk->reached && !s->d->offline)
        dbk_wrap_say(stdout, "%s", _("! The server does not answer: the roster is as it was heard last; what you "
                                     "seal waits here until it can be sent.\n"));
    if (s->draft)
        dbk_wrap_say(stdout, "%s",
                     _("Every answer is kept as it is given. < goes back; Ctrl-D leaves it for later.\n"));
}

static int
ask(session *s, dbk_err *err)
{
    dbk_ask it = { .answers = &s->answers, .from = stdin, .say = stdout, .terminal = is_terminal() };

    if (begin(s, err) != 0)
        return -1;
    it.before = s->c.has_before ? &s->c.before : NULL;
    it.scope = scope_of(s);
    it.draft = s->draft;
    say_title(s);
    if (!dbk_ask_run(&it)) {
        putchar('\n');
        return left(s, err);
    }
    if (it.before && dbk_ask_say_changes(&it, NULL) == 0) {
        dbk_wrap_say(stdout, "%s", _("nothing is different: no correction was sealed\n"));
        return s->draft ? dbk_draft_remove(s->draft, err) : 0;
    }
    return hand_in(s, err);
}

/* A list of everybody needs to know who they are. */
static int
know_roster(const session *s, dbk_err *err)
{
    char place[DBK_PLACE_BYTES];

    if (s->d->shape->roster == NULL ||
        dbk_member_at(scope_of(s), s->d->which.committee_id, s->d->which.report_date, 0) != NULL)
        return 0;
    return dbk_err_set(err, DBK_E_CONFIG,
                       _("who is posted at %s is not known here: go online once (daybook status), or ask the office to "
                         "put its roster right"), dbk_choice_place(&s->c, place));
}

static int
open_session(session *s, dbk_dialogue *d, dbk_err *err)
{
    *s = (session){ .d = d, .c = { .d = d } };
    if (dbk_desk_outbox(d->desk, err) == NULL ||
        dbk_evening_read(&s->c.evening, d->desk, d->which.report_date, err) != 0)
        return -1;
    return 0;
}

static void
close_session(session *s)
{
    dbk_answers_fini(&s->answers);
    dbk_answers_fini(&s->c.answers);
    dbk_answers_fini(&s->c.before);
    dbk_draft_close(&s->draft);
    dbk_slot_fini(&s->c.slot);
    dbk_evening_fini(&s->c.evening);
}

int
dbk_dialogue_run(dbk_dialogue *d, dbk_err *err)
{
    session s;
    int rc = -1;

    if (open_session(&s, d, err) == 0 && know_roster(&s, err) == 0 && dbk_choice_part(&s.c, err) == 0) {
        rc = dbk_choice_take(&s.c, err);
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

    if (open_session(&s, d, err) == 0 && dbk_choice_part(&s.c, err) == 0) {
        rc = d->correct ? dbk_choice_look(&s.c, d->part, &s.c.slot, err) : 0;
        if (rc == 0 && d->correct && !dbk_slot_taken(&s.c.slot))
            rc = dbk_choice_none(&s.c, err);
        else if (rc == 0 && d->correct)
            dbk_choice_base(&s.c);
        if (rc == 0)
            dbk_kind_template(d->shape, dbk_desk_scope(d->desk), &d->which, d->part, d->correct ? &s.c.before : NULL,
                              to);
    }
    close_session(&s);
    return rc;
}
