#include "clients/secretary/conflict.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clients/secretary/screen_text.h"
#include "clients/secretary/sender.h"
#include "clients/secretary/sheet_diff.h"
#include "clients/secretary/tell.h"
#include "clients/secretary/typed_line.h"
#include "clients/words.h"
#include "clients/wrap.h"

/* The report in the way: what the server has just shown, else what it said when it refused ours. */
typedef struct {
    uint8_t        id[DBK_ID_BYTES];
    const uint8_t *sealed;               /* NULL: only its id is known */
    size_t         size;
} other;

/* ------------------------------------------------------------------ which one it is */

static bool
find_other(const dbk_compose *c, const dbk_stands *stands, other *found)
{
    const dbk_item *item;

    *found = (other){ .sealed = stands->sealed, .size = stands->sealed_size };
    if (stands->there)
        memcpy(found->id, stands->id, DBK_ID_BYTES);
    else if (!dbk_tell_standing(c->newest, found->id))
        return false;
    item = stands->there ? NULL : dbk_evening_item(&c->evening, found->id);
    if (item) {                                        /* sent from this computer, and so still here */
        found->sealed = item->sealed;
        found->size = item->sealed_size;
    }
    return true;
}

/* ------------------------------------------------------------------ the difference */

static int
no_text(const dbk_stands *stands, const dbk_err *why, dbk_err *err)
{
    if (stands->there)
        return dbk_err_set(err, DBK_E_NO_INPUT, "%s",
                           _("the office has removed the texts of the other report: there is nothing to compare"));
    if (why->text[0] == '\0')
        return dbk_err_set(err, DBK_E_NO_INPUT, "%s", _("no report stands for that night"));
    return dbk_err_set(err, DBK_E_NO_INPUT, _("the other report cannot be shown: %s"), why->text);
}

static void
print_changes(const dbk_sheet *theirs, const dbk_sheet *mine, bool one_form, FILE *to)
{
    dbk_change *list = NULL;
    const size_t n = dbk_sheet_diff(theirs, mine, &list);

    if (n == 0)
        fputs(one_form ? _("Nothing is different: both say the same.\n")
                       : _("Nothing is different in what your form asks; the other was filled in with another version of the "
                           "form, which may have asked for more.\n"), to);
    else
        dbk_wrap_say(to, _("What stands there -> what you have sealed (%zu):\n"), n);
    for (size_t i = 0; i < n; i++)
        dbk_change_print(&list[i], DBK_CHANGE_CONFLICT, to);
    free(list);
}

/* Both as sheets of this form; to be dropped, whatever is returned. */
static int
take_both(dbk_compose *c, const other *it, dbk_sheet *theirs, dbk_sheet *mine, dbk_err *err)
{
    dbk_sheet_init(theirs, c->form, c->which.committee_id, c->which.report_date);
    dbk_sheet_init(mine, c->form, c->which.committee_id, c->which.report_date);
    if (dbk_compose_take_sealed(theirs, it->sealed, it->size, err) != 0)
        return -1;
    return dbk_compose_take_item(mine, c->newest, err);
}

int
dbk_conflict_difference(dbk_compose *c, const dbk_stands *stands, const dbk_err *why, FILE *to, dbk_err *err)
{
    char words[DBK_SENTENCE_BYTES];
    dbk_sheet theirs, mine;
    other it;
    int rc;

    if (c->newest == NULL)
        return dbk_err_set(err, DBK_E_NO_INPUT, "%s", _("nothing is sealed here that could be compared"));
    if (!find_other(c, stands, &it) || it.sealed == NULL)
        return no_text(stands, why, err);
    rc = take_both(c, &it, &theirs, &mine, err);
    if (rc == 0) {
        fprintf(to, "%s\n\n", stands->there ? dbk_stands_words(stands, words, sizeof words)
                                            : dbk_tell_why(c->newest, words, sizeof words));
        print_changes(&theirs, &mine, !stands->there || stands->form_version == dbk_form_version(c->form), to);
    }
    dbk_sheet_fini(&theirs);
    dbk_sheet_fini(&mine);
    return rc;
}

/* On a page of its own; below the question where the terminal has no pages. */
static void
show_difference(dbk_compose *c, const dbk_stands *stands, const dbk_err *why)
{
    char title[256], *text = NULL;
    dbk_err err = { 0 };
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    int rc;

    assert(to != NULL);
    rc = dbk_conflict_difference(c, stands, why, to, &err);
    fclose(to);
    if (rc != 0)
        dbk_wrap_say(stdout, "%s\n", err.text);
    else if (dbk_screen_read(dbk_compose_title(c, title, sizeof title), text, NULL) != 0)
        fputs(text, stdout);
    free(text);
}

/* ------------------------------------------------------------------ the choice */

static int
let_theirs_stand(dbk_compose *c, dbk_err *err)
{
    if (dbk_sender_drop(c->desk->outbox, c->newest->id, c->desk->settings.timeout_ms, err) != 0)
        return -1;
    dbk_wrap_say(stdout, "%s", _("the other one stands; yours lies in refused/ and is not sent any more\n"));
    return 0;
}

/* What mine changes of the other one is shown, and what it empties is asked, before anything is sealed. */
static int
agree_to_replace(dbk_compose *c, const other *it, dbk_err *err)
{
    dbk_sheet theirs, mine;
    dbk_change *list = NULL;
    int rc;

    if (it->sealed == NULL)
        return dbk_compose_ask(_("The other report cannot be shown here: what it says and yours does not would be gone. "
                                 "Send yours all the same? [y/N]"), false) ? 0
               : dbk_err_set(err, DBK_E_INPUT, "%s", _("nothing was sealed"));
    rc = take_both(c, it, &theirs, &mine, err);
    if (rc == 0) {
        const size_t n = dbk_sheet_diff(&theirs, &mine, &list);

        rc = dbk_compose_agree(list, n, false, err);
    }
    free(list);
    dbk_sheet_fini(&theirs);
    dbk_sheet_fini(&mine);
    return rc;
}

static int
send_mine(dbk_compose *c, const uint8_t theirs[DBK_ID_BYTES], bool offline, dbk_err *err)
{
    if (dbk_compose_take_item(&c->fill.sheet, c->newest, err) != 0)
        return -1;
    c->fill.sheet.is_correction = true;
    memcpy(c->fill.sheet.corrects, theirs, DBK_ID_BYTES);
    return dbk_compose_hand_in(c, &c->fill.sheet, offline, err);
}

int
dbk_conflict_choose(dbk_compose *c, const dbk_stands *stands, const dbk_err *why, bool offline, dbk_err *err)
{
    char words[DBK_SENTENCE_BYTES], line[16];
    other it;

    if (!stands->there && why->text[0] == '\0')
        return dbk_err_set(err, DBK_E_CONFLICT, "%s",
                           _("no report stands for that night any more: daybook flush --conflicts sends yours"));
    dbk_wrap_say(stdout, "%s\n", stands->there ? dbk_stands_words(stands, words, sizeof words)
                                               : dbk_tell_why(c->newest, words, sizeof words));
    if (!find_other(c, stands, &it))
        return dbk_err_set(err, DBK_E_CONFLICT, "%s",
                           _("the server has not said which report stands: daybook flush --conflicts asks again"));
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return dbk_err_set(err, DBK_E_CONFLICT, "%s",
                           _("choose on a terminal, or by hand: daybook flush --drop ID, or submit with corrects: ID; "
                             "daybook correct --difference compares the two"));
    for (;;) {
        printf("%s", _("  1  let the other one stand; mine is set aside\n"
                       "  2  send mine as a correction of it\n"
                       "  3  show the difference\n"
                       "Which (Enter: decide later)? "));
        fflush(stdout);
        if (!dbk_typed_line(stdin, line, sizeof line) || line[0] == '\0')
            return 0;
        if (strcmp(line, "1") == 0)
            return let_theirs_stand(c, err);
        if (strcmp(line, "2") == 0) {
            if (agree_to_replace(c, &it, err) == 0)
                return send_mine(c, it.id, offline, err);
            dbk_wrap_say(stdout, "%s\n", err->text);
        }
        if (strcmp(line, "3") == 0)
            show_difference(c, stands, why);
    }
}
