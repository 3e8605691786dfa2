/*
 * fill_page — the form as one long page: title, sections and fields, what helps with the field under the cursor.
 */
#include "clients/secretary/fill_parts.h"

#include <curses.h>
#include <stdio.h>
#include <string.h>

#include "clients/wrap.h"
#include "clients/words.h"
#include "proto/text.h"

#define PAGE_LEAST 4                 /* lines of the page that are seen whatever there is to say below it */
#define HELP_LEAST 3                 /* lines below it, so that it seldom moves */
#define AHEAD_LINES 2                /* of the page are always seen behind the cursor */
#define REQUIRED_AT 1
#define LABEL_AT 3
#define FIGURE_COLUMNS 7             /* of a figure; a longer one takes them from its label */
#define UNIT_COLUMNS 10
#define LAST_COLUMNS 6
#define RANGE_COLUMNS 12

/* Where the columns of the page end; 0: there is no room for that one. Labels have what is left. */
typedef struct { int label, value, unit, last, range; } columns_of;

static columns_of
lay_columns(void)
{
    static const int widest = 80;                      /* more only moves the figures away from their labels */
    const int all = COLS < widest ? COLS : widest;
    columns_of c = { 0 };

    c.range = all >= 80 ? all : 0;
    c.last = c.range ? all - RANGE_COLUMNS - 1 : all >= 60 ? all : 0;
    c.unit = c.last ? c.last - LAST_COLUMNS - 1 : all;
    c.value = c.unit - UNIT_COLUMNS - 1;
    c.label = c.value - FIGURE_COLUMNS - 1;
    return c;
}

/* Where texts begin. */
static int
text_at(void)
{
    return COLS >= 80 ? 36 : COLS / 2;
}

void
dbk_filling_draw_title(const dbk_filling *s)
{
    size_t items, left;
    char line[200];

    dbk_fill_count(s->fill, &items, &left);
    attrset(A_REVERSE);
    mvhline(0, 0, ' ', COLS);
    dbk_screen_put(0, 1, s->title, (size_t)COLS - 2);
    dbk_screen_look(LOOK_PLAIN);
    if (s->failed) {
        snprintf(line, sizeof line, _("NOT saved: %.150s"), s->err->text);
        dbk_screen_look(LOOK_BAD);
        dbk_screen_put(1, 1, line, (size_t)COLS - 2);
        dbk_screen_look(LOOK_PLAIN);
        return;
    }
    snprintf(line, sizeof line, _("%zu items tonight; still to be filled: %zu"), items, left);
    dbk_screen_look(left > 0 ? LOOK_WARN : LOOK_GOOD);
    const int used = (int)dbk_screen_put(1, 1, line, (size_t)COLS - 2);

    dbk_screen_look(LOOK_DIM);
    snprintf(line, sizeof line, _("saved here %.8s"), s->saved + 11);
    if (s->saved[0])
        dbk_screen_put_right(1, used + 2, COLS - 1, line);
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
    const columns_of c = lay_columns();
    const dbk_sheet_field *field = &s->fill->sheet.field[i];
    const int width = (int)dbk_text_width(text, strlen(text)), room = width > FIGURE_COLUMNS ? width : FIGURE_COLUMNS;
    const int from = c.value - room;
    int64_t least, most;
    char line[64];

    dbk_screen_look(here ? LOOK_STRONG : LOOK_PLAIN);
    dbk_screen_put(y, LABEL_AT, field->label, (size_t)(from - 1 - LABEL_AT));
    attrset(here ? A_REVERSE : A_UNDERLINE);
    mvhline(y, from, ' ', room);
    dbk_screen_put_right(y, from, c.value, text);
    dbk_screen_look(LOOK_PLAIN);
    dbk_screen_put(y, c.value + 1, field->unit, (size_t)(c.unit - c.value - 1));
    dbk_screen_look(LOOK_DIM);
    if (c.last && dbk_nights_last(&s->fill->nights, field->indicator, &least)) {
        snprintf(line, sizeof line, "%lld", (long long)least);
        dbk_screen_put_right(y, c.unit + 1, c.last, line);
    }
    if (c.range && dbk_nights_range(&s->fill->nights, field->indicator, &least, &most)) {
        snprintf(line, sizeof line, least < most ? "%lld-%lld" : "%lld", (long long)least, (long long)most);
        dbk_screen_put_right(y, c.last + 1, c.range, line);
    }
    dbk_screen_look(LOOK_PLAIN);
}

/* The part of a text in one line that is shown while it is typed: where the cursor is. */
static const char *
window_of(const dbk_edit *edit, size_t room)
{
    size_t from = 0;

    while (from < edit->at && dbk_text_width(edit->text + from, edit->at - from) >= room)
        from += dbk_char_bytes(edit->text + from);
    return edit->text + from;
}

static bool
is_typed_in_line(const dbk_sheet_field *field)
{
    return field->kind == FIELD_TEXT || field->kind == FIELD_DATE || field->kind == FIELD_COUNT;
}

static void
draw_text(const dbk_filling *s, int y, const dbk_sheet_field *field, const char *text, bool here)
{
    const int at = text_at();
    const size_t room = (size_t)(COLS - at - 1);

    dbk_screen_look(here || field->about ? LOOK_STRONG : LOOK_PLAIN);
    dbk_screen_put(y, LABEL_AT, field->label, (size_t)(at - LABEL_AT - 1));
    attrset(here ? A_REVERSE : A_NORMAL);
    if (here)
        mvhline(y, at, ' ', (int)room);
    dbk_screen_put(y, at, here && is_typed_in_line(field) ? window_of(&s->fill->edit, room) : text, room);
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
    dbk_screen_put(y, REQUIRED_AT, field->required && !field->about ? "*" : "", 1);
    if (field->indicator != 0)
        draw_figure(s, y, i, value, here);
    else
        draw_text(s, y, field, value[0] || here ? value : "…", here);
}

static bool
opens_section(const dbk_sheet *sheet, size_t i)
{
    return i == 0 || strcmp(sheet->field[i].section, sheet->field[i - 1].section) != 0 ||
           sheet->field[i].list != sheet->field[i - 1].list ||
           (sheet->field[i].entry != sheet->field[i - 1].entry && sheet->field[i].list != LIST_ANSWERS);
}

/* Above figures it says what stands in the columns beside them. */
static void
draw_heading(const dbk_filling *s, int y, const dbk_sheet_field *field)
{
    const columns_of c = lay_columns();
    const dbk_nights *nights = &s->fill->nights;
    char line[300];

    snprintf(line, sizeof line, field->entry > 0 && field->list != LIST_ANSWERS ? "-- %s %zu" : "-- %s", field->section,
             field->entry);
    dbk_screen_look(LOOK_STRONG);
    const int used = (int)dbk_screen_put(y, 0, line, (size_t)COLS);

    dbk_screen_look(LOOK_DIM);
    if (field->indicator != 0 && nights->n > 0 && c.last)
        dbk_screen_put_right(y, used + 1, c.last, nights->yesterday ? _("last night") : _("last time"));
    if (field->indicator != 0 && nights->n > 1 && c.range) {
        snprintf(line, sizeof line, _("in %zu nights"), nights->n);
        dbk_screen_put_right(y, c.last + 1, c.range, line);
    }
    dbk_screen_look(LOOK_PLAIN);
}

/* Sections and fields are lines of one long page; it is moved so that the cursor and its heading are seen. */
static void
draw_page(dbk_filling *s, int foot)
{
    const dbk_sheet *sheet = &s->fill->sheet;
    const size_t room = (size_t)(LINES - DBK_FILL_HEAD_LINES - foot);
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
                draw_heading(s, DBK_FILL_HEAD_LINES + (int)(line - s->top), &sheet->field[i]);
            line++;
        }
        if (line >= s->top && line < s->top + room)
            draw_field(s, DBK_FILL_HEAD_LINES + (int)(line - s->top), i);
        line++;
    }
}

/* The cursor of the terminal is where an input method shows what is being composed. */
static void
place_cursor(const dbk_filling *s)
{
    const dbk_sheet *sheet = &s->fill->sheet;
    const dbk_sheet_field *field = &sheet->field[s->fill->at];
    const dbk_edit *edit = &s->fill->edit;
    size_t line = 0;
    int x = text_at();

    for (size_t i = 0; i <= s->fill->at; i++)
        line += 1 + opens_section(sheet, i);
    if (field->indicator != 0)
        x = lay_columns().value - (int)dbk_text_width(edit->text + edit->at, edit->size - edit->at);
    else if (is_typed_in_line(field)) {
        const char *from = window_of(edit, (size_t)(COLS - x - 1));

        x += (int)dbk_text_width(from, (size_t)(edit->text + edit->at - from));
    }
    move(DBK_FILL_HEAD_LINES + (int)(line - 1 - s->top), x < COLS - 1 ? x : COLS - 1);
}

bool
dbk_filling_is_large(void)
{
    return LINES >= DBK_FILL_LEAST_LINES && COLS >= DBK_FILL_LEAST_COLUMNS;
}

bool
dbk_filling_draw_above(dbk_filling *s, int foot)
{
    char line[200];

    erase();
    if (!dbk_filling_is_large()) {
        dbk_screen_look(LOOK_PLAIN);
        snprintf(line, sizeof line, _("make this window larger: at least %d columns, %d lines"), DBK_FILL_LEAST_COLUMNS,
                 DBK_FILL_LEAST_LINES);
        dbk_screen_lines(0, LINES, line);
        return false;
    }
    dbk_filling_draw_title(s);
    draw_page(s, foot);
    dbk_screen_look(LOOK_DIM);
    mvhline(LINES - foot, 0, ACS_HLINE, COLS);
    dbk_screen_look(LOOK_PLAIN);
    return true;
}

void
dbk_filling_draw(dbk_filling *s)
{
    dbk_filling_help help;
    int lines = 0, most = LINES - DBK_FILL_HEAD_LINES - PAGE_LEAST - 2;

    if (dbk_key_waits())
        return;
    dbk_filling_help_make(s, &help);
    for (size_t i = 0; i < help.n; i++)
        lines += dbk_screen_count(help.row[i].text);
    most = most > 0 ? most : 0;
    lines = lines < HELP_LEAST ? HELP_LEAST : lines;
    lines = lines < most ? lines : most;
    if (dbk_filling_draw_above(s, lines + 2)) {
        int y = LINES - lines - 1;

        for (size_t i = 0; i < help.n && y < LINES - 1; i++) {
            dbk_screen_look(help.row[i].look);
            y += dbk_screen_lines(y, LINES - 1 - y, help.row[i].text);
        }
        dbk_screen_keys(dbk_filling_keys(&s->fill->sheet.field[s->fill->at]));
        place_cursor(s);
    }
    refresh();
}
