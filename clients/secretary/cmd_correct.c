/*
 * cmd_correct — a new record that names the one it corrects: opened from what was sealed last, its difference shown,
 * whatever is emptied confirmed field by field. On a conflict a person chooses between the two reports.
 */
#include "clients/secretary/cmd.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clients/secretary/compose.h"
#include "clients/secretary/editor.h"
#include "clients/secretary/fill_screen.h"
#include "clients/secretary/findings.h"
#include "clients/secretary/night.h"
#include "clients/secretary/sender.h"
#include "clients/secretary/sheet_diff.h"
#include "clients/secretary/tell.h"
#include "clients/secretary/text_file.h"
#include "clients/secretary/which.h"
#include "clients/words.h"
#include "proto/envelope.h"
#include "proto/ident.h"
#include "proto/text.h"

#define PATIENCE_MS 1500

typedef struct {
    bool        editor, clear, offline;
    const char *file;
    dbk_which   which;
} wishes;

/* ------------------------------------------------------------------ the difference */

static bool
is_terminal(void)
{
    return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

/* Everything that is emptied must be meant: one question a field, or --confirm-clear. */
static int
confirm_cleared(const dbk_change *list, size_t n, const wishes *w, dbk_err *err)
{
    size_t cleared = 0;

    for (size_t i = 0; i < n; i++) {
        const dbk_sheet_field *field = list[i].before;
        char question[400], value[160];

        if (!dbk_change_clears(&list[i]))
            continue;
        cleared++;
        if (w->clear)
            continue;
        snprintf(question, sizeof question, _("%s: \"%s\" stood there, now nothing does. Meant so? [y/N]"),
                 field->label, dbk_sheet_shown(field, value, sizeof value));
        if (!is_terminal())
            fprintf(stderr, _("emptied: %s\n"), field->label);
        else if (!dbk_compose_ask(question, false))
            return dbk_err_set(err, DBK_E_INPUT, _("nothing was sealed: fill %s in again"), field->label);
    }
    if (cleared > 0 && !w->clear && !is_terminal())
        return dbk_err_set(err, DBK_E_INPUT, "%s",
                           _("nothing was sealed: fields were emptied; if that is meant, add --confirm-clear"));
    return 0;
}

/* 1: go on; 0: there is nothing to correct; -1: err. */
static int
agree(const dbk_sheet *before, const dbk_sheet *after, const wishes *w, dbk_err *err)
{
    dbk_change *list;
    const size_t n = dbk_sheet_diff(before, after, &list);
    int rc = 0;

    if (n == 0)
        printf("%s", _("nothing is different: no correction was sealed\n"));
    else {
        printf(_("What the correction changes (%zu):\n"), n);
        for (size_t i = 0; i < n; i++)
            dbk_change_print(&list[i], stdout);
        rc = confirm_cleared(list, n, w, err);
        if (rc == 0 && is_terminal() && !dbk_compose_ask(_("Seal the correction and send it? [Y/n]"), true))
            rc = dbk_err_set(err, DBK_E_INPUT, "%s", _("nothing was sealed; what was typed is kept"));
        rc = rc == 0 ? 1 : -1;
    }
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

        fprintf(stderr, "%s: %s [%s]\n", at == DBK_SHEET_NONE ? found->row[i].path : sheet->field[at].label,
                found->row[i].text, found->row[i].code);
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

static int
by_editor(dbk_compose *c, dbk_sheet *sheet, dbk_err *err)
{
    char *text = dbk_sheet_yaml(sheet, true), *edited;

    while ((edited = dbk_editor_run(text, ".yaml", err)) != NULL) {
        free(text);
        text = edited;
        err->text[0] = '\0';
        if (read_text(c, text, _("correction"), sheet, err) == 0 && is_sound(sheet))
            break;
        if (!dbk_compose_ask(_("Open the editor again? [Y/n]"), true)) {
            free(text);
            return dbk_err_set(err, DBK_E_INPUT, "%s", _("nothing was sealed"));
        }
    }
    free(text);
    return edited ? 0 : -1;
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
    switch (dbk_fill_screen(&c->fill, c->draft, whole, NULL, err)) {
    case FILL_SEAL:
        return 1;
    case FILL_LEFT:
        printf(_("%s: not sealed yet. What was typed is kept; go on with the same command\n"), whole);
        return 0;
    case FILL_FAILED:
        break;
    }
    return -1;
}

/* ------------------------------------------------------------------ one correction */

static int
correct_it(dbk_compose *c, const dbk_item *base, const uint8_t *names, const wishes *w, dbk_err *err)
{
    dbk_sheet before;
    int rc, loaded = 0;

    dbk_sheet_init(&before, c->form, c->which.committee_id, c->which.report_date);
    rc = base ? dbk_compose_take_item(&before, base, err) : 0;
    if (rc == 0 && w->file == NULL && !w->editor)
        loaded = dbk_draft_load(c->draft, &c->fill.sheet, err);
    if (rc == 0 && loaded == 0 && base)
        rc = dbk_compose_take_item(&c->fill.sheet, base, err);
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
        memcpy(c->fill.sheet.corrects, names, DBK_ID_BYTES);
        rc = agree(&before, &c->fill.sheet, w, err);
    }
    if (rc == 1)
        rc = dbk_compose_hand_in(c, &c->fill.sheet, w->offline, err);
    dbk_sheet_fini(&before);
    return rc;
}

/* ------------------------------------------------------------------ a conflict: three choices */

/* The report that stands in the way, as far as the server has told; false: not at all. */
static bool
standing_of(const dbk_item *item, uint8_t id[DBK_ID_BYTES])
{
    dbk_arena arena;
    const dbk_reply *reply;
    bool told;

    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    reply = dbk_reply_unpack(&arena, item->note.reply, item->note.reply_size, NULL);
    told = reply && reply->standing && reply->standing->record_id.len == DBK_ID_BYTES;
    if (told)
        memcpy(id, reply->standing->record_id.data, DBK_ID_BYTES);
    dbk_arena_fini(&arena);
    return told;
}

static int
show_difference(dbk_compose *c, const dbk_item *theirs, dbk_err *err)
{
    dbk_sheet other, mine;
    dbk_change *list = NULL;
    size_t n = 0;
    int rc;

    if (theirs == NULL) {
        printf("%s", _("The other report is not on this computer: the office can read it to you, by its id.\n"));
        return 0;
    }
    dbk_sheet_init(&other, c->form, c->which.committee_id, c->which.report_date);
    dbk_sheet_init(&mine, c->form, c->which.committee_id, c->which.report_date);
    rc = dbk_compose_take_item(&other, theirs, err) != 0 || dbk_compose_take_item(&mine, c->newest, err) != 0 ? -1 : 0;
    if (rc == 0)
        n = dbk_sheet_diff(&other, &mine, &list);
    for (size_t i = 0; i < n; i++)
        dbk_change_print(&list[i], stdout);
    free(list);
    dbk_sheet_fini(&other);
    dbk_sheet_fini(&mine);
    return rc;
}

static int
send_mine(dbk_compose *c, const uint8_t *theirs, const wishes *w, dbk_err *err)
{
    if (dbk_compose_take_item(&c->fill.sheet, c->newest, err) != 0)
        return -1;
    c->fill.sheet.is_correction = true;
    memcpy(c->fill.sheet.corrects, theirs, DBK_ID_BYTES);
    return dbk_compose_hand_in(c, &c->fill.sheet, w->offline, err);
}

static int
choose(dbk_compose *c, const wishes *w, dbk_err *err)
{
    char why[DBK_SENTENCE_BYTES], line[16];
    uint8_t theirs[DBK_ID_BYTES];

    printf("%s\n", dbk_tell_why(c->newest, why, sizeof why));
    if (!standing_of(c->newest, theirs))
        return dbk_err_set(err, DBK_E_CONFLICT, "%s",
                           _("the server has not said which report stands: daybook flush --conflicts asks again"));
    if (!is_terminal())
        return dbk_err_set(err, DBK_E_CONFLICT, "%s",
                           _("choose on a terminal, or by hand: daybook flush --drop ID, or submit with corrects: ID"));
    for (;;) {
        printf("%s", _("  1  let the other one stand; mine is set aside\n"
                       "  2  send mine as a correction of it\n"
                       "  3  show the difference\n"
                       "Which (Enter: decide later)? "));
        fflush(stdout);
        if (fgets(line, sizeof line, stdin) == NULL || line[0] == '\n')
            return 0;
        if (line[0] == '1') {
            if (dbk_sender_drop(c->desk->outbox, c->newest->id, c->desk->settings.timeout_ms, err) != 0)
                return -1;
            printf("%s", _("the other one stands; yours lies in refused/ and is not sent any more\n"));
            return 0;
        }
        if (line[0] == '2')
            return send_mine(c, theirs, w, err);
        if (line[0] == '3' && show_difference(c, dbk_evening_item(&c->evening, theirs), err) != 0)
            return -1;
    }
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
        printf(_("returned by the office: %s\n"),
               dbk_text_shown(returned->reason.data, returned->reason.len, reason, sizeof reason));
}

static int
correct_what(dbk_compose *c, const wishes *w, dbk_err *err)
{
    const dbk_returned *returned = returned_of(c);
    const item_state state = c->newest ? dbk_item_state(c->newest) : ITEM_NONE;
    char title[256];

    tell_returned(returned);
    switch (state) {
    case ITEM_ASKING:
        return choose(c, w, err);
    case ITEM_REFUSED:
        return dbk_err_set(err, DBK_E_USAGE, _("%s was refused: put it right with daybook fill %u"),
                           dbk_compose_title(c, title, sizeof title), c->which.committee_id);
    case ITEM_NONE:
        if (returned && returned->record_id.len == DBK_ID_BYTES && w->file)
            return correct_it(c, NULL, returned->record_id.data, w, err);
        return dbk_err_set(err, DBK_E_NO_INPUT, returned
                               ? _("%s was sealed on another computer: correct it there, or from a file with --file")
                               : _("%s has not been sealed here: there is nothing to correct"),
                           dbk_compose_title(c, title, sizeof title));
    default:
        return correct_it(c, c->newest, c->newest->id, w, err);
    }
}

static const dbk_option options[] = {
    { "editor",        NULL,   N_("as a file in your own editor ($EDITOR)") },
    { "file",          "FILE", N_("from a file that you have changed yourself") },
    { "confirm-clear", NULL,   N_("fields that were emptied are meant to be") },
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
        w->offline |= strcmp(name, "offline") == 0;
    }
    if (rest < 0)
        return -1;
    if (!w->file && !is_terminal())
        return dbk_err_set(err, DBK_E_USAGE, "%s", _("correcting needs a terminal, or --file FILE"));
    if (!w->offline && dbk_desk_key(desk, err))
        (void)dbk_desk_refresh_scope(desk, PATIENCE_MS, NULL);
    return dbk_which_take(desk, argc, argv, rest, &w->which, err);
}

/* The form that the sealed report names; 0: none is sealed here. */
static uint32_t
version_of_newest(dbk_desk *desk, const dbk_which *which)
{
    dbk_evening evening;
    const dbk_item *item;
    const dbk_record *record = NULL;
    dbk_arena arena;
    uint32_t version = 0;

    if (dbk_evening_read(&evening, desk, which->report_date, NULL) != 0)
        return 0;
    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    item = dbk_evening_newest(evening.box, which->committee_id, which->report_date);
    if (item)
        record = dbk_record_unpack(&arena, item->sealed, item->sealed_size, NULL);
    if (record)
        version = record->form_version;
    dbk_arena_fini(&arena);
    dbk_evening_fini(&evening);
    return version;
}

static int
correct(dbk_desk *desk, int argc, char **argv, dbk_err *err)
{
    wishes w = { 0 };
    dbk_compose compose;
    int rc = -1;

    if (take_wishes(desk, argc, argv, &w, err) != 0)
        return -1;
    if (dbk_compose_open(&compose, desk, &w.which, version_of_newest(desk, &w.which), err) == 0)
        rc = correct_what(&compose, &w, err);
    dbk_compose_close(&compose);
    return rc;
}

const dbk_verb dbk_verb_correct = {
    "correct", correct, true, "[OPTION] [COMMITTEE] [DATE]",
    N_("correct a report that was sealed, or choose on a conflict"),
    N_("It opens as it was sealed last. What was changed is shown before the correction\n"
       "is sealed; what was emptied is asked about. The earlier report is kept as well.\n"), options,
    "daybook correct 12 2020-02-18",
};
