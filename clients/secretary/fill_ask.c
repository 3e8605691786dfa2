/*
 * fill_ask — the draft is saved, and one line is asked for at the bottom of the screen.
 */
#include "clients/secretary/fill_parts.h"

#include <assert.h>
#include <curses.h>
#include <stdio.h>
#include <stdlib.h>

#include "clients/words.h"
#include "proto/text.h"

void
dbk_filling_look(const dbk_filling *s)
{
    if (s->watcher)
        s->watcher->look(s->watcher->ctx, s->fill);
}

void
dbk_filling_save(dbk_filling *s)
{
    if (!s->fill->changed || s->failed)
        return;
    if (dbk_draft_save(s->draft, &s->fill->sheet, s->err) != 0) {
        s->failed = true;
        return;
    }
    dbk_filling_look(s);                     /* while it can be told that something has changed */
    s->fill->changed = false;
    dbk_instant_text(dbk_now_ms(), s->saved);
}

void
dbk_filling_save_idle(dbk_filling *s)
{
    dbk_fill_keep(s->fill);
    dbk_filling_save(s);
    dbk_filling_look(s);
}

bool
dbk_filling_ask_line(dbk_filling *s, const char *question, dbk_edit *answer)
{
    char typed[8];

    for (;;) {
        dbk_filling_draw(s);
        for (int y = LINES - DBK_FILL_FOOT_LINES + 1; y < LINES; y++) {
            move(y, 0);
            clrtoeol();
        }
        dbk_screen_look(LOOK_WARN);
        const int lines = dbk_screen_lines(LINES - DBK_FILL_FOOT_LINES + 1, 2, question);

        dbk_screen_look(LOOK_PLAIN);
        dbk_screen_put(LINES - DBK_FILL_FOOT_LINES + 1 + lines, 1, "> ", 2);
        dbk_screen_put(LINES - DBK_FILL_FOOT_LINES + 1 + lines, 3, answer->text, (size_t)COLS - 4);
        dbk_screen_keys(_("Enter done  Esc skip"));
        move(LINES - DBK_FILL_FOOT_LINES + 1 + lines, 3 + (int)dbk_text_width(answer->text, answer->at));
        refresh();
        switch (dbk_key_next(typed)) {
        case ACT_ENTER:
            return true;
        case ACT_CANCEL:
        case ACT_LEAVE:
            return false;
        case ACT_RUBOUT:
            dbk_edit_erase(answer, true);
            break;
        case ACT_LEFT:
            dbk_edit_go(answer, EDIT_LEFT, (size_t)COLS);
            break;
        case ACT_RIGHT:
            dbk_edit_go(answer, EDIT_RIGHT, (size_t)COLS);
            break;
        case ACT_TYPE:
            dbk_edit_insert(answer, typed);
            break;
        default:
            break;
        }
    }
}

void
dbk_filling_ask_sentence(dbk_filling *s, const char *why)
{
    dbk_edit *answer = malloc(sizeof *answer);
    char question[DBK_FINDING_BYTES + 100];

    assert(answer != NULL);
    dbk_edit_begin(answer, dbk_sheet_explanation(&s->fill->sheet, s->fill->asking));
    snprintf(question, sizeof question, _("%s - please explain in one sentence:"), why);
    for (;;) {
        if (!dbk_filling_ask_line(s, question, answer)) {
            dbk_fill_answer(s->fill, "");
            break;
        }
        const size_t n = dbk_text_chars(answer->text, answer->size);

        if (n == 0 || (n >= DBK_EXPLANATION_MIN && n <= DBK_EXPLANATION_MAX)) {
            dbk_fill_answer(s->fill, n > 0 ? answer->text : "");
            break;
        }
        snprintf(question, sizeof question, _("A sentence has %d to %d characters; this one has %zu:"),
                 DBK_EXPLANATION_MIN, DBK_EXPLANATION_MAX, n);
    }
    free(answer);
    dbk_filling_save(s);
}

void
dbk_filling_after(dbk_filling *s)
{
    dbk_filling_save(s);
    if (s->fill->asking[0]) {
        char why[DBK_FINDING_BYTES];

        snprintf(why, sizeof why, "%s", s->fill->notice);
        dbk_filling_ask_sentence(s, why);
    }
}
