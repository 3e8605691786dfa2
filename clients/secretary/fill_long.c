/*
 * fill_long — a long text on a screen of its own, or in the person's own editor.
 *
 * While another editor has it, it lies in a file beside the draft: killed there, all that was saved is taken back.
 */
#include "clients/secretary/fill_parts.h"

#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/secretary/editor.h"
#include "clients/secretary/sys.h"
#include "clients/secretary/text_file.h"
#include "clients/words.h"
#include "proto/text.h"

static void
draw_long(const dbk_filling *s, size_t *top)
{
    const dbk_sheet_field *field = &s->fill->sheet.field[s->fill->at];
    const dbk_edit *edit = &s->fill->edit;
    const size_t columns = (size_t)COLS - 2, room = (size_t)LINES - 2;
    size_t line, column;
    char head[500], length[200];
    bool fits;

    if (dbk_key_waits())
        return;
    dbk_edit_place(edit, columns, &line, &column);
    if (line < *top)
        *top = line;
    if (line >= *top + room)
        *top = line - room + 1;
    erase();
    attrset(A_REVERSE);
    mvhline(0, 0, ' ', COLS);
    snprintf(head, sizeof head, "%s: %s", field->label,
             dbk_filling_length(edit, field->least, field->most, length, &fits));
    dbk_screen_put(0, 1, head, columns);
    dbk_screen_look(LOOK_PLAIN);
    dbk_screen_wrapped(1, 1, columns, *top, room, edit->text);
    dbk_screen_look(LOOK_BAD);
    if (s->flash[0])
        dbk_screen_lines(LINES - dbk_screen_count(s->flash), LINES, s->flash);
    else
        dbk_screen_keys(_("F2 or Esc done  Enter new line  ^Z undo  ^E your editor ($EDITOR)"));
    move(1 + (int)(line - *top), 1 + (int)(column < columns ? column : columns));
    refresh();
}

/* ------------------------------------------------------------------ the person's own editor */

/* May it stand in a field at all? How long it should be is the checker's to say. */
static bool
is_takeable(const char *text)
{
    return strlen(text) <= DBK_EDIT_MAX_BYTES &&
           dbk_text_check(text, strlen(text), DBK_TEXT_NARRATIVE, NULL) != DBK_TEXT_NOT_UTF8;
}

static void
say_not_taken(dbk_filling *s, const char *name)
{
    snprintf(s->flash, sizeof s->flash, _("the editor's text is too long or not UTF-8: it was not taken, and lies in "
                                          "drafts/%s"), name);
}

static void
use_editor(dbk_filling *s)
{
    const dbk_sheet_field *field = &s->fill->sheet.field[s->fill->at];
    const int folder = dbk_draft_folder(s->draft);
    char name[DBK_DRAFT_PART_BYTES], *text;
    dbk_err why = { 0 };

    dbk_filling_save_idle(s);
    if (s->failed)
        return;
    dbk_screen_leave();
    text = dbk_editor_keep(folder, dbk_draft_part(s->draft, field->path, ".txt", name), s->fill->edit.text, &why);
    dbk_screen_return();
    if (text == NULL)
        dbk_text_shown(why.text, strlen(why.text), s->flash, sizeof s->flash);
    else if (!is_takeable(text))
        say_not_taken(s, name);
    else {
        dbk_edit_begin(&s->fill->edit, text);
        dbk_filling_save_idle(s);
        if (!s->failed)
            dbk_editor_done(folder, name);
    }
    free(text);
}

/* What was still in an editor when this program was killed: true when it was taken. */
static bool
take_back(dbk_filling *s, size_t i)
{
    const int folder = dbk_draft_folder(s->draft);
    const dbk_sheet_field *field = &s->fill->sheet.field[i];
    char name[DBK_DRAFT_PART_BYTES];
    size_t size = 0;
    char *text;
    bool taken = false;

    dbk_draft_part(s->draft, field->path, ".txt", name);
    text = (char *)dbk_file_read(folder, name, DBK_TEXT_FILE_MAX_BYTES, &size, NULL);
    if (text && !is_takeable(text))
        say_not_taken(s, name);
    else if (text) {
        dbk_fill_go(s->fill, i);
        dbk_edit_begin(&s->fill->edit, text);
        dbk_fill_leave(s->fill);
        taken = s->fill->changed;
        dbk_filling_save(s);
        if (!s->failed)
            dbk_editor_done(folder, name);
    }
    free(text);
    return taken;
}

void
dbk_filling_take_back(dbk_filling *s)
{
    const dbk_sheet *sheet = &s->fill->sheet;

    for (size_t i = 0; i < sheet->n && !s->failed; i++)
        if (sheet->field[i].kind == FIELD_NARRATIVE && take_back(s, i))
            snprintf(s->flash, sizeof s->flash, _("taken back, as your editor had saved it: %s"),
                     sheet->field[i].label);
}

/* ------------------------------------------------------------------ on a screen of its own */

/* One key that moves the cursor; false: it moves nothing. */
static bool
travel(dbk_edit *edit, dbk_act does)
{
    static const struct { dbk_act act; dbk_edit_move move; bool page; } moves[] = {
        { ACT_LEFT, EDIT_LEFT, false },       { ACT_RIGHT, EDIT_RIGHT, false },  { ACT_BACK, EDIT_UP, false },
        { ACT_NEXT, EDIT_DOWN, false },       { ACT_HOME, EDIT_HOME, false },    { ACT_END, EDIT_END, false },
        { ACT_SECTION_BACK, EDIT_UP, true },  { ACT_SECTION, EDIT_DOWN, true },
    };

    for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++) {
        if (moves[i].act != does)
            continue;
        for (int n = moves[i].page ? LINES - 3 : 1; n > 0; n--)
            dbk_edit_go(edit, moves[i].move, (size_t)COLS - 2);
        return true;
    }
    return false;
}

static void
change(dbk_filling *s, dbk_act does, const char *typed)
{
    const char *text = does == ACT_ENTER ? "\n" : typed;

    if (does == ACT_RUBOUT || does == ACT_DELETE)
        dbk_edit_erase(&s->fill->edit, does == ACT_RUBOUT);
    else if (does == ACT_UNDO)
        dbk_fill_undo(s->fill);
    else if ((does == ACT_TYPE || does == ACT_ENTER) && !dbk_fill_type(s->fill, text))
        snprintf(s->flash, sizeof s->flash, "%s", _("this character cannot stand here, or the text is full"));
}

dbk_act
dbk_filling_write(dbk_filling *s)
{
    size_t top = 0;
    char typed[8];

    for (;;) {
        draw_long(s, &top);
        const dbk_act does = dbk_key_next(typed);

        if (does != ACT_IDLE && does != ACT_NONE)
            s->flash[0] = '\0';
        if (does == ACT_IDLE || does == ACT_SAVE)
            dbk_filling_save_idle(s);
        else if (does == ACT_EDITOR)
            use_editor(s);
        else if (does == ACT_CANCEL || does == ACT_LONG || does == ACT_TAB || does == ACT_LEAVE || does == ACT_REVIEW ||
                 does == ACT_EMPTY)
            return does == ACT_CANCEL || does == ACT_LONG ? ACT_TAB : does;
        else if (!travel(&s->fill->edit, does))
            change(s, does, typed);
        if (s->failed && s->flash[0] == '\0')
            snprintf(s->flash, sizeof s->flash, _("NOT saved: %.150s"), s->err->text);
    }
}
