/*
 * fill_page — the form as one long page: title, sections and fields, what helps with the field under the cursor.
 */
#include "clients/secretary/fill_parts.h"

#include <curses.h>
#include <stdio.h>
#include <string.h>

#include "clients/secretary/wrap.h"
#include "clients/words.h"
#include "proto/text.h"

#define LEAST_LINES 16
#define LEAST_COLUMNS 60

#define AHEAD_LINES 2                /* of the page are always seen behind the cursor */
#define REQUIRED_AT 1
#define LABEL_AT 3
#define VALUE_AT 36
#define FIGURE_COLUMNS 8
#define UNIT_AT (VALUE_AT + FIGURE_COLUMNS + 1)
#define LAST_AT 56
#define BAND_AT 67

void
dbk_filling_draw_title(const dbk_filling *s)
{
    size_t figures, left;
    char line[200];

    dbk_fill_count(s->fill, &figures, &left);
    attrset(A_REVERSE);
    mvhline(0, 0, ' ', COLS);
    dbk_screen_put(0, 1, s->title, (size_t)COLS - 2);
    dbk_screen_look(LOOK_PLAIN);
    snprintf(line, sizeof line, _("%zu figures tonight; still to be filled: %zu"), figures, left);
    dbk_screen_look(left > 0 ? LOOK_WARN : LOOK_GOOD);
    dbk_screen_put(1, 1, line, (size_t)COLS / 2 + 6);
    dbk_screen_look(LOOK_DIM);
    snprintf(line, sizeof line, _("saved here %.8s"), s->saved + 11);
    if (s->saved[0])
        dbk_screen_put(1, COLS - (int)dbk_text_width(line, strlen(line)) - 1, line, (size_t)COLS);
    dbk_screen_look(LOOK_PLAIN);
}

/* What stands before a field: wrong, explain, written by the program. */
static void
draw_mark(const dbk_filling *s, int y, const dbk_sheet_field *field)
{
    const dbk_finding *it = field->text[0] ? dbk_findings_of(&s->fill->found, field->path) : NULL;

    dbk_screen_look(it == NULL ? LOOK_DIM : it->severity == DBK_WARNING ? LOOK_WARN : LOOK_BAD);
    dbk_screen_put(y, 0, it == NULL ? (field->prefilled ? "~" : " ") : it->severity == DBK_WARNING ? "!" : "x", 1);
    dbk_screen_look(LOOK_PLAIN);
}

static void
draw_figure(const dbk_filling *s, int y, size_t i, const char *text, bool here)
{
    const size_t width = dbk_text_width(text, strlen(text));
    const int room = FIGURE_COLUMNS > (int)width ? FIGURE_COLUMNS - (int)width : 0;
    int64_t least, most;
    char line[64];

    attrset(here ? A_REVERSE : A_UNDERLINE);
    mvhline(y, VALUE_AT, ' ', FIGURE_COLUMNS);
    dbk_screen_put(y, VALUE_AT + room, text, FIGURE_COLUMNS);
    dbk_screen_look(LOOK_PLAIN);
    dbk_screen_put(y, UNIT_AT, s->fill->sheet.field[i].unit, LAST_AT - UNIT_AT - 1);
    dbk_screen_look(LOOK_DIM);
    if (dbk_fill_last(s->fill, i, &least)) {
        snprintf(line, sizeof line, _("before %lld"), (long long)least);
        dbk_screen_put(y, LAST_AT, line, BAND_AT - LAST_AT - 1);
    }
    if (dbk_fill_band(s->fill, i, &least, &most)) {
        snprintf(line, sizeof line, _("usual %lld-%lld"), (long long)least, (long long)most);
        dbk_screen_put(y, BAND_AT, line, (size_t)COLS - BAND_AT);
    }
    dbk_screen_look(LOOK_PLAIN);
}

/* A text in one line; the end of a long one that is being typed is what its person wants to see. */
static void
draw_text(int y, const char *text, bool here)
{
    const size_t room = (size_t)COLS - VALUE_AT - 1;
    size_t width = dbk_text_width(text, strlen(text));

    while (here && width >= room) {
        width -= dbk_char_columns(text);
        text += dbk_char_bytes(text);
    }
    attrset(here ? A_REVERSE : A_NORMAL);
    if (here)
        mvhline(y, VALUE_AT, ' ', (int)room);
    dbk_screen_put(y, VALUE_AT, text, room);
    dbk_screen_look(LOOK_PLAIN);
}

static void
draw_field(const dbk_filling *s, int y, size_t i)
{
    const dbk_sheet_field *field = &s->fill->sheet.field[i];
    const bool here = i == s->fill->at;
    dbk_sheet_field now = *field;
    char value[DBK_EDIT_MAX_BYTES + 1];

    if (here)
        now.text = s->fill->edit.text;
    dbk_sheet_shown(&now, value, sizeof value);
    draw_mark(s, y, field);
    dbk_screen_look(here || field->about ? LOOK_STRONG : LOOK_PLAIN);
    dbk_screen_put(y, REQUIRED_AT, field->required && !field->about ? "*" : "", 1);
    dbk_screen_put(y, LABEL_AT, field->label, VALUE_AT - LABEL_AT - 1);
    if (field->indicator != 0)
        draw_figure(s, y, i, value, here);
    else
        draw_text(y, value[0] || here ? value : "…", here);
}

static bool
opens_section(const dbk_sheet *sheet, size_t i)
{
    return i == 0 || strcmp(sheet->field[i].section, sheet->field[i - 1].section) != 0 ||
           sheet->field[i].list != sheet->field[i - 1].list ||
           (sheet->field[i].entry != sheet->field[i - 1].entry && sheet->field[i].list != LIST_ANSWERS);
}

static void
draw_heading(int y, const dbk_sheet_field *field)
{
    char line[200];

    snprintf(line, sizeof line, field->entry > 0 && field->list != LIST_ANSWERS ? "-- %s %zu" : "-- %s", field->section,
             field->entry);
    dbk_screen_look(LOOK_STRONG);
    dbk_screen_put(y, 0, line, (size_t)COLS);
    dbk_screen_look(LOOK_PLAIN);
}

/* Sections and fields are lines of one long page; it is moved so that the cursor and its heading are seen. */
static void
draw_page(dbk_filling *s)
{
    const dbk_sheet *sheet = &s->fill->sheet;
    const size_t room = (size_t)(LINES - DBK_FILL_HEAD_LINES - DBK_FILL_FOOT_LINES);
    size_t line = 0, here = 0;

    for (size_t i = 0; i <= s->fill->at; i++)
        here += 1 + opens_section(sheet, i);
    here--;
    if (here < s->top + 1)
        s->top = here > 0 ? here - 1 : 0;
    if (here + AHEAD_LINES >= s->top + room)
        s->top = here + AHEAD_LINES - room + 1;
    for (size_t i = 0; i < sheet->n; i++) {
        if (opens_section(sheet, i)) {
            if (line >= s->top && line < s->top + room)
                draw_heading(DBK_FILL_HEAD_LINES + (int)(line - s->top), &sheet->field[i]);
            line++;
        }
        if (line >= s->top && line < s->top + room)
            draw_field(s, DBK_FILL_HEAD_LINES + (int)(line - s->top), i);
        line++;
    }
}

/* The whole of the open item that the field answers; NULL: it answers none. */
static const char *
about_of(const dbk_sheet *sheet, size_t i)
{
    while (i > 0 && sheet->field[i].list == LIST_ANSWERS && sheet->field[i].about == NULL)
        i--;
    return sheet->field[i].list == LIST_ANSWERS ? sheet->field[i].about : NULL;
}

/* What helps with this field: a word of ours, what is wrong, what looks odd, the sums. */
static void
draw_help(const dbk_filling *s)
{
    const dbk_fill *fill = s->fill;
    const dbk_sheet_field *field = &fill->sheet.field[fill->at];
    const dbk_finding *it = field->text[0] ? dbk_findings_of(&fill->found, field->path) : NULL;
    const int y = LINES - DBK_FILL_FOOT_LINES;
    char line[1024];
    int64_t value;
    int used = 0;

    dbk_screen_look(LOOK_DIM);
    mvhline(y, 0, ACS_HLINE, COLS);
    dbk_screen_look(LOOK_BAD);
    if (s->flash[0])
        used += dbk_screen_lines(y + 1, 1, s->flash);
    else if (fill->notice[0])
        used += dbk_screen_lines(y + 1, 2, fill->notice);
    else if (it)
        used += dbk_screen_lines(y + 1, 2, it->text);
    dbk_screen_look(LOOK_WARN);
    if (used < 3 && dbk_fill_advice(fill, fill->at, line, sizeof line)[0])
        used += dbk_screen_lines(y + 1 + used, 1, line);
    dbk_screen_look(LOOK_GOOD);
    if (used < 3 && fill->edit.size == 0 && dbk_fill_suggest(fill, fill->at, &value)) {
        snprintf(line, sizeof line, _("by the sum it would be %lld; = takes it"), (long long)value);
        used += dbk_screen_lines(y + 1 + used, 1, line);
    }
    dbk_screen_look(LOOK_PLAIN);
    if (used < 3 && dbk_fill_sums(fill, fill->at, line, sizeof line)[0])
        used += dbk_screen_lines(y + 1 + used, 3 - used, line);
    if (used < 3 && about_of(&fill->sheet, fill->at))
        dbk_screen_lines(y + 1 + used, 3 - used, about_of(&fill->sheet, fill->at));
}

static const char *
keys_for(const dbk_sheet_field *field)
{
    if (field->kind == FIELD_NARRATIVE)
        return _("Enter write  Tab next  F3 add  F4 remove  F5 review, seal  F10 leave");
    if (field->kind == FIELD_CODE || field->kind == FIELD_BOOL)
        return _("Space, arrows choose  Tab next  F3 add  F4 remove  F5 review, seal  F10 leave");
    if (field->indicator != 0)
        return _("Enter next  PgDn section  ^Y as before  F3 add  F5 review, seal  F10 leave");
    return _("Enter next  F3 add  F4 remove  F5 review, seal  F1 help  F10 leave");
}

/* The cursor of the terminal is where an input method shows what is being composed. */
static void
place_cursor(const dbk_filling *s)
{
    const dbk_sheet *sheet = &s->fill->sheet;
    const dbk_sheet_field *field = &sheet->field[s->fill->at];
    size_t line = 0;
    int x = VALUE_AT;

    for (size_t i = 0; i <= s->fill->at; i++)
        line += 1 + opens_section(sheet, i);
    if (field->indicator != 0)
        x += FIGURE_COLUMNS - (int)dbk_text_width(s->fill->edit.text + s->fill->edit.at,
                                                  s->fill->edit.size - s->fill->edit.at);
    else if (field->kind == FIELD_TEXT || field->kind == FIELD_DATE || field->kind == FIELD_COUNT)
        x += (int)dbk_text_width(s->fill->edit.text, s->fill->edit.at);
    move(DBK_FILL_HEAD_LINES + (int)(line - 1 - s->top), x < COLS - 1 ? x : COLS - 1);
}

void
dbk_filling_draw(dbk_filling *s)
{
    erase();
    if (LINES < LEAST_LINES || COLS < LEAST_COLUMNS)
        dbk_screen_put(0, 0, _("make this window larger: 80 columns, 24 lines"), (size_t)COLS);
    else {
        dbk_filling_draw_title(s);
        draw_page(s);
        draw_help(s);
        dbk_screen_keys(keys_for(&s->fill->sheet.field[s->fill->at]));
        place_cursor(s);
    }
    refresh();
}
