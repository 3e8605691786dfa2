/*
 * fill_ask — the draft is saved, and one line is asked for at the bottom of the screen.
 */
#include "clients/secretary/fill_parts.h"

#include <assert.h>
#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* The question, the answer so far, and where its cursor is: as many lines as both take. */
static void
draw_question(dbk_filling *s, const char *question, const char *hint, const dbk_edit *answer)
{
    const size_t columns = (size_t)COLS - 4;
    size_t line, column;
    dbk_edit end = { .size = answer->size, .at = answer->size };

    memcpy(end.text, answer->text, answer->size + 1);
    dbk_edit_place(&end, columns, &line, &column);
    const int rows = (int)line + 1, head = dbk_screen_count(question) + (hint[0] ? 1 : 0);

    if (!dbk_filling_draw_above(s, head + rows + 2)) {
        refresh();
        return;
    }
    int y = LINES - head - rows - 1;

    dbk_screen_look(LOOK_WARN);
    y += dbk_screen_lines(y, LINES, question);
    dbk_screen_look(LOOK_DIM);
    y += hint[0] ? dbk_screen_lines(y, 1, hint) : 0;
    dbk_screen_look(LOOK_PLAIN);
    dbk_screen_put(y, 1, "> ", 2);
    dbk_screen_wrapped(y, 3, columns, 0, (size_t)rows, answer->text);
    dbk_screen_keys(_("Enter done  Esc skip"));
    dbk_edit_place(answer, columns, &line, &column);
    move(y + (int)line, 3 + (int)column);
    refresh();
}

bool
dbk_filling_ask_line(dbk_filling *s, const char *question, int64_t least, int64_t most, dbk_edit *answer)
{
    char typed[8], hint[200] = "";
    bool fits = true;

    for (;;) {
        if (most > 0)
            dbk_filling_length(answer, least, most, hint, &fits);
        draw_question(s, question, hint, answer);
        switch (dbk_key_next(typed)) {
        case ACT_ENTER:
            return true;
        case ACT_CANCEL:
        case ACT_LEAVE:
            return false;
        case ACT_RUBOUT:
            dbk_edit_erase(answer, true);
            break;
        case ACT_DELETE:
            dbk_edit_erase(answer, false);
            break;
        case ACT_LEFT:
            dbk_edit_go(answer, EDIT_LEFT, (size_t)COLS);
            break;
        case ACT_RIGHT:
            dbk_edit_go(answer, EDIT_RIGHT, (size_t)COLS);
            break;
        case ACT_HOME:
            dbk_edit_go(answer, EDIT_START, (size_t)COLS);
            break;
        case ACT_END:
            dbk_edit_go(answer, EDIT_FINISH, (size_t)COLS);
            break;
        case ACT_TYPE:
            dbk_edit_insert(answer, typed[0] == '\n' ? " " : typed);
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
    char question[DBK_FINDING_BYTES + 400];
    size_t n = 0;
    bool answered;

    assert(answer != NULL);
    dbk_edit_begin(answer, dbk_sheet_explanation(&s->fill->sheet, s->fill->asking));
    snprintf(question, sizeof question, _("%s - please explain in one sentence:"), why);
    do {
        answered = dbk_filling_ask_line(s, question, DBK_EXPLANATION_MIN, DBK_EXPLANATION_MAX, answer);
        n = dbk_text_chars(answer->text, answer->size);
    } while (answered && n > 0 && (n < DBK_EXPLANATION_MIN || n > DBK_EXPLANATION_MAX));
    dbk_fill_answer(s->fill, answered && n > 0 ? answer->text : "");
    free(answer);
    dbk_filling_save(s);
}

void
dbk_filling_after(dbk_filling *s)
{
    dbk_filling_save(s);
    if (s->fill->asking[0]) {
        char why[sizeof s->fill->notice];

        snprintf(why, sizeof why, "%s", s->fill->notice);
        dbk_filling_ask_sentence(s, why);
    }
}
