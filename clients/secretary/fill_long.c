/*
 * fill_long — a long text on a screen of its own, or in the person's own editor.
 */
#include "clients/secretary/fill_parts.h"

#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/secretary/editor.h"
#include "clients/secretary/wrap.h"
#include "clients/words.h"
#include "proto/text.h"

static void
draw_long(const dbk_filling *s, size_t *top)
{
    const dbk_sheet_field *field = &s->fill->sheet.field[s->fill->at];
    const dbk_edit *edit = &s->fill->edit;
    const size_t columns = (size_t)COLS - 2, room = (size_t)LINES - 3;
    size_t line, column, number = 0, skip;
    char head[200];

    dbk_edit_place(edit, columns, &line, &column);
    if (line < *top)
        *top = line;
    if (line >= *top + room)
        *top = line - room + 1;
    erase();
    attrset(A_REVERSE);
    mvhline(0, 0, ' ', COLS);
    snprintf(head, sizeof head, _("%s: %zu characters, %lld to %lld are wanted"), field->label,
             dbk_text_chars(edit->text, edit->size), (long long)field->least, (long long)field->most);
    dbk_screen_put(0, 1, head, columns);
    dbk_screen_look(LOOK_PLAIN);
    for (const char *text = edit->text; ; number++) {
        const size_t n = dbk_wrap(text, columns, &skip);
        char row[1024];

        snprintf(row, sizeof row, "%.*s", (int)n, text);
        if (number >= *top && number < *top + room)
            dbk_screen_put(1 + (int)(number - *top), 1, row, columns + 1);
        text += n + skip;
        if (*text == '\0' && skip == 0)
            break;
    }
    dbk_screen_keys(_("F2 or Esc done  Enter new line  ^E your editor ($EDITOR)"));
    move(1 + (int)(line - *top), 1 + (int)(column < columns ? column : columns));
    refresh();
}

/* The text in the person's own editor, and back. */
static void
use_editor(dbk_filling *s)
{
    dbk_edit *edit = &s->fill->edit;
    dbk_err why = { 0 };
    char *text;

    dbk_filling_save_idle(s);
    def_prog_mode();
    endwin();
    text = dbk_editor_run(edit->text, ".txt", &why);
    reset_prog_mode();
    refresh();
    if (text == NULL)
        dbk_text_shown(why.text, strlen(why.text), s->flash, sizeof s->flash);
    else if (strlen(text) > DBK_EDIT_MAX_BYTES ||
             dbk_text_check(text, strlen(text), DBK_TEXT_NARRATIVE, NULL) == DBK_TEXT_NOT_UTF8)
        snprintf(s->flash, sizeof s->flash, "%s", _("the editor's text is too long or not UTF-8: it was not taken"));
    else
        dbk_edit_begin(edit, text);
    free(text);
}

void
dbk_filling_write(dbk_filling *s)
{
    dbk_edit *edit = &s->fill->edit;
    const size_t columns = (size_t)COLS - 2;
    static const struct { dbk_act act; dbk_edit_move move; } moves[] = {
        { ACT_LEFT, EDIT_LEFT }, { ACT_RIGHT, EDIT_RIGHT }, { ACT_SECTION_BACK, EDIT_START },
        { ACT_BACK, EDIT_UP },   { ACT_NEXT, EDIT_DOWN },   { ACT_SECTION, EDIT_FINISH },
        { ACT_HOME, EDIT_HOME }, { ACT_END, EDIT_END },
    };
    size_t top = 0;
    char typed[8];

    for (;;) {
        draw_long(s, &top);
        const dbk_act does = dbk_key_next(typed);

        for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++)
            if (moves[i].act == does)
                dbk_edit_go(edit, moves[i].move, columns);
        if (does == ACT_IDLE)
            dbk_filling_save_idle(s);
        else if (does == ACT_TYPE)
            dbk_fill_type(s->fill, typed);
        else if (does == ACT_ENTER)
            dbk_fill_type(s->fill, "\n");
        else if (does == ACT_RUBOUT || does == ACT_DELETE)
            dbk_edit_erase(edit, does == ACT_RUBOUT);
        else if (does == ACT_EDITOR)
            use_editor(s);
        else if (does == ACT_CANCEL || does == ACT_LONG || does == ACT_TAB || does == ACT_LEAVE || does == ACT_REVIEW)
            break;
    }
    dbk_fill_leave(s->fill);
    dbk_filling_after(s);
}
