/*
 * cmd_correct — a new record that names the one it corrects: opened from what stands, here or on another computer, its
 * difference shown, whatever is emptied confirmed field by field. On a conflict a person chooses (conflict.c).
 */
#include "clients/secretary/cmd.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clients/secretary/compose.h"
#include "clients/secretary/conflict.h"
#include "clients/secretary/editor.h"
#include "clients/secretary/fill_screen.h"
#include "clients/secretary/findings.h"
#include "clients/secretary/night.h"
#include "clients/secretary/sheet_diff.h"
#include "clients/secretary/stands.h"
#include "clients/secretary/sys.h"
#include "clients/secretary/tell.h"
#include "clients/secretary/text_file.h"
#include "clients/secretary/which.h"
#include "clients/words.h"
#include "clients/wrap.h"
#include "proto/calendar.h"
#include "proto/envelope.h"
#include "proto/ident.h"
#include "proto/text.h"

#define PATIENCE_MS 1500

typedef struct {
    bool        editor, clear, offline, difference;
    const char *file;
    dbk_which   which;
    dbk_err     line;                    /* why the server cannot be asked */
} wishes;

/* ------------------------------------------------------------------ the difference */

static bool
is_terminal(void)
{
    return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

/* 1: go on; 0: there is nothing to correct; -1: err. */
static int
agree(const dbk_sheet *before, const dbk_sheet *after, const wishes *w, dbk_err *err)
{
    dbk_change *list;
    const size_t n = dbk_sheet_diff(before, after, &list);
    int rc = 0;

    if (n == 0)
        dbk_wrap_say(stdout, "%s", _("nothing is different: no correction was sealed\n"));
    else
        rc = dbk_compose_agree(list, n, w->clear, err) == 0 ? 1 : -1;
    free(list);
    return rc;
}

/* ------------------------------------------------------------------ three ways to change it */

/* All that is wrong with it; true when nothing is. */
static bool
is_sound(const dbk_sheet *sheet)
{
    dbk_findings *found = malloc(sizeof *found);
    bool sound;

    assert(found != NULL);
    dbk_findings_look(found, sheet);
    for (size_t i = 0; i < found->n; i++) {
        const size_t at = dbk_sheet_find(sheet, found->row[i].path);

        fprintf(stderr, "%s: %s%s%s\n", at == DBK_SHEET_NONE ? found->row[i].path : sheet->field[at].label,
                found->row[i].text, found->row[i].severity == DBK_WARNING ? _("; explain it, rule: ") : "",
                found->row[i].severity == DBK_WARNING ? found->row[i].code : "");
    }
    sound = found->n == 0;
    free(found);
    return sound;
}

/* A sheet of the same report from a text that a person wrote. */
static int
read_text(const dbk_compose *c, const char *text, const char *path, dbk_sheet *sheet, dbk_err *err)
{
    dbk_complaints *found = calloc(1, sizeof *found);
    dbk_report_file *file;
    int rc = -1;

    assert(found != NULL);
    file = dbk_report_file_parse(text, path, found, err);
    if (file) {
        (void)dbk_report_file_record(file, c->form, found);
        if (found->n > 0) {
            dbk_complaints_print(found, path, stderr);
            rc = dbk_cmd_told(err, DBK_E_INPUT);
        } else {
            dbk_sheet_fini(sheet);
            dbk_sheet_init(sheet, c->form, c->which.committee_id, c->which.report_date);
            dbk_sheet_take_tree(sheet, dbk_report_file_tree(file));
            rc = 0;
        }
    }
    dbk_report_file_close(&file);
    free(found);
    return rc;
}

/* What is in the editor lies beside the draft: whatever ends this program, the same command goes on with it. */
static int
by_editor(dbk_compose *c, dbk_sheet *sheet, dbk_err *err)
{
    const int folder = dbk_draft_folder(c->draft);
    char name[DBK_DRAFT_PART_BYTES], *text, *edited;
    size_t size = 0;

    dbk_draft_part(c->draft, "correction", ".yaml", name);
    text = (char *)dbk_file_read(folder, name, DBK_TEXT_FILE_MAX_BYTES, &size, NULL);
    if (text == NULL)
        text = dbk_sheet_yaml(sheet, true);
    while ((edited = dbk_editor_keep(folder, name, text, err)) != NULL) {
        free(text);
        text = edited;
        err->text[0] = '\0';
        if (read_text(c, text, _("correction"), sheet, err) == 0 && is_sound(sheet))
            break;
        if (!dbk_compose_ask(_("Open the editor again? [Y/n]"), true)) {
            free(text);
            return dbk_err_set(err, DBK_E_INPUT, _("nothing was sealed; what you wrote lies in drafts/%s, and the same "
                                                   "command goes on with it"), name);
        }
    }
    free(text);
    if (edited == NULL || dbk_draft_save(c->draft, sheet, err) != 0)
        return -1;
    dbk_editor_done(folder, name);
    return 0;
}

static int
by_file(dbk_compose *c, const char *path, dbk_sheet *sheet, dbk_err *err)
{
    dbk_complaints *found = calloc(1, sizeof *found);
    char *text;
    int rc = -1;

    assert(found != NULL);
    text = dbk_text_file_read(path, found, err);
    if (text && found->n > 0)
        dbk_complaints_print(found, path, stderr);
    if (text && (found->n > 0 || read_text(c, text, path, sheet, err) != 0 || !is_sound(sheet)))
        rc = dbk_cmd_told(err, DBK_E_INPUT);
    else if (text)
        rc = 0;
    free(text);
    free(found);
    return rc;
}

/* 1: it is to be sealed; 0: left for later; -1: err. */
static int
by_screen(dbk_compose *c, dbk_err *err)
{
    char title[256], whole[300];

    snprintf(whole, sizeof whole, _("correction: %s"), dbk_compose_title(c, title, sizeof title));
    c->fill.correcting = true;
    switch (dbk_fill_screen(&c->fill, c->draft, whole, NULL, err)) {
    case FILL_SEAL:
        return 1;
    case FILL_LEFT:
        dbk_wrap_say(stdout, _("%s: not sealed yet. What was typed is kept; go on with the same command\n"), whole);
        return 0;
    case FILL_FAILED:
        break;
    }
    return -1;
}

/* ------------------------------------------------------------------ one correction */

/* What is corrected. */
typedef struct {
    const uint8_t *id;
    const uint8_t *sealed;               /* NULL: it cannot be had, only its id is known */
    size_t         size;
    const char    *notice;               /* what a person should know before they type; NULL: nothing */
} base;

static int
correct_it(dbk_compose *c, const base *b, const wishes *w, dbk_err *err)
{
    dbk_sheet before;
    int rc, loaded = 0;

    dbk_sheet_init(&before, c->form, c->which.committee_id, c->which.report_date);
    rc = b->sealed ? dbk_compose_take_sealed(&before, b->sealed, b->size, err) : 0;
    if (rc == 0 && w->file == NULL)
        loaded = dbk_draft_load(c->draft, &c->fill.sheet, err);
    if (rc == 0 && loaded == 0 && b->sealed)
        rc = dbk_compose_take_sealed(&c->fill.sheet, b->sealed, b->size, err);
    if (rc == 0 && w->file == NULL)
        dbk_compose_lay_open(c);
    if (rc == 0 && b->notice)
        snprintf(c->fill.notice, sizeof c->fill.notice, "%s", b->notice);
    if (rc != 0 || loaded < 0)
        rc = -1;
    else if (w->file)
        rc = by_file(c, w->file, &c->fill.sheet, err) == 0 ? 1 : -1;
    else if (w->editor)
        rc = by_editor(c, &c->fill.sheet, err) == 0 ? 1 : -1;
    else
        rc = by_screen(c, err);
    if (rc == 1) {
        c->fill.sheet.is_correction = true;
        memcpy(c->fill.sheet.corrects, b->id, DBK_ID_BYTES);
        rc = agree(&before, &c->fill.sheet, w, err);
    }
    if (rc == 1)
        rc = dbk_compose_hand_in(c, &c->fill.sheet, w->offline, err);
    dbk_sheet_fini(&before);
    return rc;
}

/* ------------------------------------------------------------------ what stands */

/* What this computer and the server know of that night before anything is opened. */
typedef struct {
    dbk_stands stands;                   /* as the server showed it */
    dbk_err    why;                      /* it did not, and why; empty: it was asked, or need not be */
    bool       elsewhere;                /* it is not the newest one of this computer */
    uint32_t   version;                  /* of the form to open; 0: that of the night */
} outlook;

/* The form that the sealed report names; 0: it cannot be read. */
static uint32_t
version_of(const dbk_item *item)
{
    const dbk_record *record;
    dbk_arena arena;
    uint32_t version;

    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    record = dbk_record_unpack(&arena, item->sealed, item->sealed_size, NULL);
    version = record ? record->form_version : 0;
    dbk_arena_fini(&arena);
    return version;
}

/* Ask the server for what stands, unless what lies here comes first anyway: it is not delivered yet, or refused. */
static void
ask_server(dbk_desk *desk, const dbk_item *newest, const wishes *w, outlook *o)
{
    const item_state state = newest ? dbk_item_state(newest) : ITEM_NONE;
    const dbk_slot slot = { w->which.committee_id, w->which.report_date, DBK_NIGHTLY_REPORT, 0 };

    if (state != ITEM_NONE && state != ITEM_DONE && state != ITEM_ASKING)
        return;
    if (w->offline)
        dbk_err_set(&o->why, DBK_E_BUSY, "%s", _("you asked not to be online"));
    else if (!desk->reached)
        o->why = w->line;
    else
        (void)dbk_stands_fetch(&o->stands, desk, &slot, desk->settings.timeout_ms, &o->why);
    o->elsewhere = o->stands.there && state != ITEM_ASKING &&
                   (newest == NULL || memcmp(newest->id, o->stands.id, DBK_ID_BYTES) != 0);
}

static int
look_out(dbk_desk *desk, const wishes *w, outlook *o, dbk_err *err)
{
    dbk_evening evening;
    const dbk_item *newest;

    if (dbk_evening_read(&evening, desk, w->which.report_date, err) != 0)
        return -1;
    newest = dbk_evening_newest(evening.box, w->which.committee_id, w->which.report_date);
    ask_server(desk, newest, w, o);
    o->version = o->elsewhere ? o->stands.form_version : newest ? version_of(newest) : 0;
    dbk_evening_fini(&evening);
    return 0;
}

/* ------------------------------------------------------------------ the verb */

/* The returned report of that night, when this computer does not have it: its id is known all the same. */
static const dbk_returned *
returned_of(const dbk_compose *c)
{
    for (size_t i = 0; i < c->evening.n; i++) {
        const dbk_evening_row *row = &c->evening.row[i];

        if (row->committee_id == c->which.committee_id && row->report_date == c->which.report_date)
            return row->returned;
    }
    return NULL;
}

static void
tell_returned(const dbk_returned *returned)
{
    char reason[700];

    if (returned)
        dbk_wrap_say(stdout, _("returned by the office: %s\n"),
                     dbk_text_shown(returned->reason.data, returned->reason.len, reason, sizeof reason));
}

/* What stands was sent from another computer, or nothing of it lies here any more. */
static int
correct_elsewhere(dbk_compose *c, const outlook *o, const wishes *w, dbk_err *err)
{
    char words[DBK_SENTENCE_BYTES], at[DBK_INSTANT_TEXT_BYTES];
    const base b = { o->stands.id, o->stands.sealed, o->stands.sealed_size, words };

    snprintf(words, sizeof words, _("as it stands at the server: revision %u, sent by %s, received %s; not sealed on this computer"),
             o->stands.revision, o->stands.sender, dbk_instant_text(o->stands.received_at_ms, at));
    dbk_wrap_say(stdout, "%s\n", words);
    if (b.sealed == NULL && w->file == NULL)
        return dbk_err_set(err, DBK_E_NO_INPUT, "%s",
                           _("the office has removed its texts: correct it from a file with --file"));
    return correct_it(c, &b, w, err);
}

/* Nothing of that night lies here, and the server has not shown anything. */
static int
correct_unseen(dbk_compose *c, const outlook *o, const wishes *w, dbk_err *err)
{
    const dbk_returned *returned = returned_of(c);
    char title[256];

    if (returned && returned->record_id.len == DBK_ID_BYTES && w->file)
        return correct_it(c, &(base){ .id = returned->record_id.data }, w, err);
    dbk_compose_title(c, title, sizeof title);
    if (o->why.text[0] == '\0')
        return dbk_err_set(err, DBK_E_NO_INPUT, _("%s has not been sealed: there is nothing to correct"), title);
    return dbk_err_set(err, DBK_E_NO_INPUT, _("%s has not been sealed here, and the server cannot be asked: %s"), title,
                       o->why.text);
}

/* The newest one of this computer; a later one of another may stand, and nobody can say so now. */
static int
correct_own(dbk_compose *c, const outlook *o, const wishes *w, dbk_err *err)
{
    const dbk_item *own = c->newest;
    char words[DBK_SENTENCE_BYTES + 128] = "";

    if (dbk_item_state(own) == ITEM_DONE && o->why.text[0] != '\0') {
        snprintf(words, sizeof words, _("whether a newer one stands is not known: %s"), o->why.text);
        fprintf(stderr, "%s\n", words);
    }
    return correct_it(c, &(base){ own->id, own->sealed, own->sealed_size, words[0] ? words : NULL }, w, err);
}

static int
correct_what(dbk_compose *c, const outlook *o, const wishes *w, dbk_err *err)
{
    const item_state state = c->newest ? dbk_item_state(c->newest) : ITEM_NONE;
    char title[256];

    if (w->difference)
        return dbk_conflict_difference(c, &o->stands, &o->why, stdout, err);
    tell_returned(returned_of(c));
    if (state == ITEM_ASKING)
        return dbk_conflict_choose(c, &o->stands, &o->why, w->offline, err);
    if (state == ITEM_REFUSED)
        return dbk_err_set(err, DBK_E_USAGE, _("%s was refused: put it right with daybook fill %u"),
                           dbk_compose_title(c, title, sizeof title), c->which.committee_id);
    if (o->elsewhere)
        return correct_elsewhere(c, o, w, err);
    if (state == ITEM_NONE)
        return correct_unseen(c, o, w, err);
    return correct_own(c, o, w, err);
}

static const dbk_option options[] = {
    { "editor",        NULL,   N_("as a file in your own editor ($EDITOR)") },
    { "file",          "FILE", N_("from a file that you have changed yourself") },
    { "confirm-clear", NULL,   N_("fields that were emptied are meant to be") },
    { "difference",    NULL,   N_("only show what differs from the one that stands") },
    { "offline",       NULL,   N_("seal and keep only; daybook flush sends it") },
    { NULL, NULL, NULL },
};

static int
take_wishes(dbk_desk *desk, int argc, char **argv, wishes *w, dbk_err *err)
{
    dbk_args args = { argc, 1, argv };
    const char *name, *value;
    int rest;

    while ((name = dbk_args_next(&args, options, &value, &rest, err)) != NULL) {
        if (value)
            w->file = value;
        w->editor |= strcmp(name, "editor") == 0;
        w->clear |= strcmp(name, "confirm-clear") == 0;
        w->difference |= strcmp(name, "difference") == 0;
        w->offline |= strcmp(name, "offline") == 0;
    }
    if (rest < 0)
        return -1;
    if (!w->file && !w->difference && !is_terminal())
        return dbk_err_set(err, DBK_E_USAGE, "%s", _("correcting needs a terminal, or --file FILE"));
    if (!w->offline && dbk_desk_key(desk, err))
        (void)dbk_desk_refresh_scope(desk, PATIENCE_MS, &w->line);
    return dbk_which_take(desk, argc, argv, rest, &w->which, err);
}

static int
correct(dbk_desk *desk, int argc, char **argv, dbk_err *err)
{
    wishes w = { 0 };
    outlook o = { .elsewhere = false };
    dbk_compose compose;
    int rc = -1;

    if (take_wishes(desk, argc, argv, &w, err) != 0 || look_out(desk, &w, &o, err) != 0)
        return -1;
    if (dbk_compose_open(&compose, desk, &w.which, o.version, err) == 0)
        rc = correct_what(&compose, &o, &w, err);
    dbk_compose_close(&compose);
    dbk_stands_fini(&o.stands);
    return rc;
}

const dbk_verb dbk_verb_correct = {
    "correct", correct, true, "[OPTION] [COMMITTEE] [DATE]",
    N_("correct a report that was sealed, or choose on a conflict"),
    N_("It opens as it stands, also when it was sealed on another computer. What was\n"
       "changed is shown before it is sealed; what was emptied is asked about.\n"
       "The earlier report is kept as well.\n"), options,
    "daybook correct 12 2020-02-18",
};
