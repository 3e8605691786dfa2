#include "clients/secretary/fill_screen.h"

#include <assert.h>
#include <curses.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "clients/secretary/editor.h"
#include "clients/secretary/wrap.h"
#include "clients/words.h"
#include "proto/calendar.h"
#include "proto/text.h"

#define IDLE_MS 2000                 /* a pause that long, and what is typed so far is saved */
#define ESCAPE_MS 50
#define LEAST_LINES 16
#define LEAST_COLUMNS 60

#define HEAD_LINES 2                 /* title, what is left */
#define FOOT_LINES 5                 /* a rule, three lines that help, the keys */
#define AHEAD_LINES 2                /* of the page are always seen behind the cursor */
#define REQUIRED_AT 1
#define LABEL_AT 3
#define VALUE_AT 36
#define FIGURE_COLUMNS 8
#define UNIT_AT (VALUE_AT + FIGURE_COLUMNS + 1)
#define LAST_AT 56
#define BAND_AT 67

enum { LOOK_PLAIN, LOOK_GOOD, LOOK_WARN, LOOK_BAD, LOOK_DIM, LOOK_STRONG, LOOK_N };

typedef struct {
    dbk_fill   *fill;
    dbk_draft  *draft;
    const char *title;
    const dbk_fill_watcher *watcher;     /* NULL: nobody looks on */
    dbk_err    *err;
    size_t      top;                 /* the first line of the page that is shown */
    char        flash[200];          /* said once, until the next key */
    char        saved[DBK_INSTANT_TEXT_BYTES];   /* when the draft was last saved */
    bool        failed;              /* the disk refused */
} screen;

/* ------------------------------------------------------------------ keys */

typedef enum {
    ACT_NONE, ACT_IDLE, ACT_TYPE, ACT_NEXT, ACT_BACK, ACT_SECTION, ACT_SECTION_BACK, ACT_LEFT, ACT_RIGHT, ACT_HOME,
    ACT_END, ACT_RUBOUT, ACT_DELETE, ACT_ENTER, ACT_LONG, ACT_ADD, ACT_REMOVE, ACT_REVIEW, ACT_LEAVE, ACT_HELP,
    ACT_EDITOR, ACT_LAST, ACT_CANCEL, ACT_TAB,
} act;

#define CONTROL(letter) ((letter) & 0x1F)

/* Every function key has a control key beside it: some terminals keep the function keys for themselves. */
static const struct { wint_t key; bool special; act does; } keys[] = {
    { KEY_DOWN, true, ACT_NEXT },         { KEY_UP, true, ACT_BACK },              { KEY_NPAGE, true, ACT_SECTION },
    { KEY_PPAGE, true, ACT_SECTION_BACK }, { KEY_LEFT, true, ACT_LEFT },           { KEY_RIGHT, true, ACT_RIGHT },
    { KEY_HOME, true, ACT_HOME },         { KEY_END, true, ACT_END },              { KEY_BACKSPACE, true, ACT_RUBOUT },
    { 0x7F, false, ACT_RUBOUT },          { CONTROL('H'), false, ACT_RUBOUT },     { KEY_DC, true, ACT_DELETE },
    { KEY_ENTER, true, ACT_ENTER },       { '\r', false, ACT_ENTER },              { '\n', false, ACT_ENTER },
    { '\t', false, ACT_TAB },             { KEY_BTAB, true, ACT_BACK },            { KEY_F(1), true, ACT_HELP },
    { CONTROL('G'), false, ACT_HELP },    { KEY_F(2), true, ACT_LONG },            { CONTROL('T'), false, ACT_LONG },
    { KEY_F(3), true, ACT_ADD },          { CONTROL('A'), false, ACT_ADD },        { KEY_F(4), true, ACT_REMOVE },
    { CONTROL('D'), false, ACT_REMOVE },  { KEY_F(5), true, ACT_REVIEW },          { CONTROL('R'), false, ACT_REVIEW },
    { KEY_F(10), true, ACT_LEAVE },       { CONTROL('X'), false, ACT_LEAVE },      { CONTROL('C'), false, ACT_LEAVE },
    { CONTROL('Q'), false, ACT_LEAVE },   { CONTROL('E'), false, ACT_EDITOR },     { CONTROL('Y'), false, ACT_LAST },
    { 0x1B, false, ACT_CANCEL },          { KEY_RESIZE, true, ACT_NONE },
};

static void
to_utf8(wint_t point, char text[8])
{
    const uint32_t p = (uint32_t)point;
    size_t n = 0;

    if (p < 0x80)
        text[n++] = (char)p;
    else if (p < 0x800) {
        text[n++] = (char)(0xC0 | p >> 6);
        text[n++] = (char)(0x80 | (p & 0x3F));
    } else if (p < 0x10000) {
        text[n++] = (char)(0xE0 | p >> 12);
        text[n++] = (char)(0x80 | (p >> 6 & 0x3F));
        text[n++] = (char)(0x80 | (p & 0x3F));
    } else {
        text[n++] = (char)(0xF0 | p >> 18);
        text[n++] = (char)(0x80 | (p >> 12 & 0x3F));
        text[n++] = (char)(0x80 | (p >> 6 & 0x3F));
        text[n++] = (char)(0x80 | (p & 0x3F));
    }
    text[n] = '\0';
}

/* The next key; ACT_TYPE with its character in `typed`. */
static act
next_act(char typed[8])
{
    wint_t key = 0;
    const int got = get_wch(&key);

    typed[0] = '\0';
    if (got == ERR)
        return ACT_IDLE;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (keys[i].key == key && keys[i].special == (got == KEY_CODE_YES))
            return keys[i].does;
    if (got == KEY_CODE_YES || key < ' ')
        return ACT_NONE;
    to_utf8(key, typed);
    return ACT_TYPE;
}

/* ------------------------------------------------------------------ drawing */

static void
look(int how)
{
    static const int plain[LOOK_N] = {
        [LOOK_WARN] = (int)A_BOLD, [LOOK_BAD] = (int)A_BOLD, [LOOK_DIM] = (int)A_DIM, [LOOK_STRONG] = (int)A_BOLD,
    };

    attrset(plain[how]);
    if (has_colors() && how >= LOOK_GOOD && how <= LOOK_BAD)
        attron(COLOR_PAIR(how));
}

/* As much of `text` as stands in `columns`, made safe to show. Returns the columns it took. */
static size_t
put(int y, int x, const char *text, size_t columns)
{
    char safe[DBK_EDIT_MAX_BYTES + 1];
    size_t n = 0, used = 0;

    dbk_text_shown(text, strlen(text), safe, sizeof safe);
    while (safe[n] && used + dbk_char_columns(safe + n) <= columns) {
        used += dbk_char_columns(safe + n);
        n += dbk_char_bytes(safe + n);
    }
    mvaddnstr(y, x, safe, (int)n);
    return used;
}

/* `text` in at most `lines` lines from `y` on; returns how many it took. */
static int
put_lines(int y, int lines, const char *text)
{
    int n = 0;

    for (size_t skip; *text && n < lines; n++) {
        const size_t bytes = dbk_wrap(text, (size_t)COLS - 2, &skip);
        char line[1024];

        snprintf(line, sizeof line, "%.*s", (int)bytes, text);
        put(y + n, 1, line, (size_t)COLS - 1);
        text += bytes + skip;
    }
    return n;
}

static void
draw_title(const screen *s)
{
    size_t figures, left;
    char line[200];

    dbk_fill_count(s->fill, &figures, &left);
    attrset(A_REVERSE);
    mvhline(0, 0, ' ', COLS);
    put(0, 1, s->title, (size_t)COLS - 2);
    look(LOOK_PLAIN);
    snprintf(line, sizeof line, _("%zu figures tonight; still to be filled: %zu"), figures, left);
    look(left > 0 ? LOOK_WARN : LOOK_GOOD);
    put(1, 1, line, (size_t)COLS / 2 + 6);
    look(LOOK_DIM);
    snprintf(line, sizeof line, _("saved here %.8s"), s->saved + 11);
    if (s->saved[0])
        put(1, COLS - (int)dbk_text_width(line, strlen(line)) - 1, line, (size_t)COLS);
    look(LOOK_PLAIN);
}

/* What stands before a field: wrong, explain, written by the program. */
static void
draw_mark(const screen *s, int y, const dbk_sheet_field *field)
{
    const dbk_finding *it = field->text[0] ? dbk_findings_of(&s->fill->found, field->path) : NULL;

    look(it == NULL ? LOOK_DIM : it->severity == DBK_WARNING ? LOOK_WARN : LOOK_BAD);
    put(y, 0, it == NULL ? (field->prefilled ? "~" : " ") : it->severity == DBK_WARNING ? "!" : "x", 1);
    look(LOOK_PLAIN);
}

static void
draw_figure(const screen *s, int y, size_t i, const char *text, bool here)
{
    const size_t width = dbk_text_width(text, strlen(text));
    const int room = FIGURE_COLUMNS > (int)width ? FIGURE_COLUMNS - (int)width : 0;
    int64_t least, most;
    char line[64];

    attrset(here ? A_REVERSE : A_UNDERLINE);
    mvhline(y, VALUE_AT, ' ', FIGURE_COLUMNS);
    put(y, VALUE_AT + room, text, FIGURE_COLUMNS);
    look(LOOK_PLAIN);
    put(y, UNIT_AT, s->fill->sheet.field[i].unit, LAST_AT - UNIT_AT - 1);
    look(LOOK_DIM);
    if (dbk_fill_last(s->fill, i, &least)) {
        snprintf(line, sizeof line, _("before %lld"), (long long)least);
        put(y, LAST_AT, line, BAND_AT - LAST_AT - 1);
    }
    if (dbk_fill_band(s->fill, i, &least, &most)) {
        snprintf(line, sizeof line, _("usual %lld-%lld"), (long long)least, (long long)most);
        put(y, BAND_AT, line, (size_t)COLS - BAND_AT);
    }
    look(LOOK_PLAIN);
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
    put(y, VALUE_AT, text, room);
    look(LOOK_PLAIN);
}

static void
draw_field(const screen *s, int y, size_t i)
{
    const dbk_sheet_field *field = &s->fill->sheet.field[i];
    const bool here = i == s->fill->at;
    dbk_sheet_field now = *field;
    char value[DBK_EDIT_MAX_BYTES + 1];

    if (here)
        now.text = s->fill->edit.text;
    dbk_sheet_shown(&now, value, sizeof value);
    draw_mark(s, y, field);
    look(here ? LOOK_STRONG : LOOK_PLAIN);
    put(y, REQUIRED_AT, field->required ? "*" : "", 1);
    put(y, LABEL_AT, field->label, VALUE_AT - LABEL_AT - 1);
    if (field->indicator != 0)
        draw_figure(s, y, i, value, here);
    else
        draw_text(y, value[0] || here ? value : "…", here);
}

static bool
opens_section(const dbk_sheet *sheet, size_t i)
{
    return i == 0 || strcmp(sheet->field[i].section, sheet->field[i - 1].section) != 0 ||
           sheet->field[i].entry != sheet->field[i - 1].entry || sheet->field[i].list != sheet->field[i - 1].list;
}

static void
draw_heading(int y, const dbk_sheet_field *field)
{
    char line[200];

    snprintf(line, sizeof line, field->entry > 0 ? "-- %s %zu" : "-- %s", field->section, field->entry);
    look(LOOK_STRONG);
    put(y, 0, line, (size_t)COLS);
    look(LOOK_PLAIN);
}

/* Sections and fields are lines of one long page; it is moved so that the cursor and its heading are seen. */
static void
draw_page(screen *s)
{
    const dbk_sheet *sheet = &s->fill->sheet;
    const size_t room = (size_t)(LINES - HEAD_LINES - FOOT_LINES);
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
                draw_heading(HEAD_LINES + (int)(line - s->top), &sheet->field[i]);
            line++;
        }
        if (line >= s->top && line < s->top + room)
            draw_field(s, HEAD_LINES + (int)(line - s->top), i);
        line++;
    }
}

/* What helps with this field: a word of ours, what is wrong, what looks odd, the sums. */
static void
draw_help(const screen *s)
{
    const dbk_fill *fill = s->fill;
    const dbk_sheet_field *field = &fill->sheet.field[fill->at];
    const dbk_finding *it = field->text[0] ? dbk_findings_of(&fill->found, field->path) : NULL;
    const int y = LINES - FOOT_LINES;
    char line[1024];
    int64_t value;
    int used = 0;

    look(LOOK_DIM);
    mvhline(y, 0, ACS_HLINE, COLS);
    look(LOOK_BAD);
    if (s->flash[0])
        used += put_lines(y + 1, 1, s->flash);
    else if (fill->notice[0])
        used += put_lines(y + 1, 2, fill->notice);
    else if (it)
        used += put_lines(y + 1, 2, it->text);
    look(LOOK_WARN);
    if (used < 3 && dbk_fill_advice(fill, fill->at, line, sizeof line)[0])
        used += put_lines(y + 1 + used, 1, line);
    look(LOOK_GOOD);
    if (used < 3 && fill->edit.size == 0 && dbk_fill_suggest(fill, fill->at, &value)) {
        snprintf(line, sizeof line, _("by the sum it would be %lld; = takes it"), (long long)value);
        used += put_lines(y + 1 + used, 1, line);
    }
    look(LOOK_PLAIN);
    if (used < 3 && dbk_fill_sums(fill, fill->at, line, sizeof line)[0])
        put_lines(y + 1 + used, 3 - used, line);
}

static void
draw_keys(const char *words)
{
    attrset(A_REVERSE);
    mvhline(LINES - 1, 0, ' ', COLS);
    put(LINES - 1, 1, words, (size_t)COLS - 2);
    look(LOOK_PLAIN);
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
place_cursor(const screen *s)
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
    move(HEAD_LINES + (int)(line - 1 - s->top), x < COLS - 1 ? x : COLS - 1);
}

static void
draw(screen *s)
{
    erase();
    if (LINES < LEAST_LINES || COLS < LEAST_COLUMNS)
        put(0, 0, _("make this window larger: 80 columns, 24 lines"), (size_t)COLS);
    else {
        draw_title(s);
        draw_page(s);
        draw_help(s);
        draw_keys(keys_for(&s->fill->sheet.field[s->fill->at]));
        place_cursor(s);
    }
    refresh();
}

/* ------------------------------------------------------------------ saving */

static void
let_look(const screen *s)
{
    if (s->watcher)
        s->watcher->look(s->watcher->ctx, s->fill);
}

static void
save(screen *s)
{
    if (!s->fill->changed || s->failed)
        return;
    if (dbk_draft_save(s->draft, &s->fill->sheet, s->err) != 0) {
        s->failed = true;
        return;
    }
    let_look(s);                             /* while it can be told that something has changed */
    s->fill->changed = false;
    dbk_instant_text(dbk_now_ms(), s->saved);
}

static void
save_while_idle(screen *s)
{
    dbk_fill_keep(s->fill);
    save(s);
    let_look(s);
}

/* ------------------------------------------------------------------ a line at the bottom */

/* One line of text below a question; false: the person pressed escape. */
static bool
ask_line(screen *s, const char *question, dbk_edit *answer)
{
    char typed[8];

    for (;;) {
        draw(s);
        for (int y = LINES - FOOT_LINES + 1; y < LINES; y++) {
            move(y, 0);
            clrtoeol();
        }
        look(LOOK_WARN);
        const int lines = put_lines(LINES - FOOT_LINES + 1, 2, question);

        look(LOOK_PLAIN);
        put(LINES - FOOT_LINES + 1 + lines, 1, "> ", 2);
        put(LINES - FOOT_LINES + 1 + lines, 3, answer->text, (size_t)COLS - 4);
        draw_keys(_("Enter done  Esc skip"));
        move(LINES - FOOT_LINES + 1 + lines, 3 + (int)dbk_text_width(answer->text, answer->at));
        refresh();
        switch (next_act(typed)) {
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

/* A warning is not accepted without a sentence: asked for where it arises, and again at the review. */
static void
ask_sentence(screen *s, const char *why)
{
    dbk_edit *answer = malloc(sizeof *answer);
    char question[DBK_FINDING_BYTES + 100];

    assert(answer != NULL);
    dbk_edit_begin(answer, dbk_sheet_explanation(&s->fill->sheet, s->fill->asking));
    snprintf(question, sizeof question, _("%s - please explain in one sentence:"), why);
    for (;;) {
        if (!ask_line(s, question, answer)) {
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
    save(s);
}

static void
after_leaving(screen *s)
{
    save(s);
    if (s->fill->asking[0]) {
        char why[DBK_FINDING_BYTES];

        snprintf(why, sizeof why, "%s", s->fill->notice);
        ask_sentence(s, why);
    }
}

/* ------------------------------------------------------------------ a long text */

static void
draw_long(const screen *s, size_t *top)
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
    put(0, 1, head, columns);
    look(LOOK_PLAIN);
    for (const char *text = edit->text; ; number++) {
        const size_t n = dbk_wrap(text, columns, &skip);
        char row[1024];

        snprintf(row, sizeof row, "%.*s", (int)n, text);
        if (number >= *top && number < *top + room)
            put(1 + (int)(number - *top), 1, row, columns + 1);
        text += n + skip;
        if (*text == '\0' && skip == 0)
            break;
    }
    draw_keys(_("F2 or Esc done  Enter new line  ^E your editor ($EDITOR)"));
    move(1 + (int)(line - *top), 1 + (int)(column < columns ? column : columns));
    refresh();
}

/* The text in the person's own editor, and back. */
static void
use_editor(screen *s)
{
    dbk_edit *edit = &s->fill->edit;
    dbk_err why = { 0 };
    char *text;

    save_while_idle(s);
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

static void
write_long(screen *s)
{
    dbk_edit *edit = &s->fill->edit;
    const size_t columns = (size_t)COLS - 2;
    static const struct { act act; dbk_edit_move move; } moves[] = {
        { ACT_LEFT, EDIT_LEFT }, { ACT_RIGHT, EDIT_RIGHT }, { ACT_SECTION_BACK, EDIT_START },
        { ACT_BACK, EDIT_UP },   { ACT_NEXT, EDIT_DOWN },   { ACT_SECTION, EDIT_FINISH },
        { ACT_HOME, EDIT_HOME }, { ACT_END, EDIT_END },
    };
    size_t top = 0;
    char typed[8];

    for (;;) {
        draw_long(s, &top);
        const act does = next_act(typed);

        for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++)
            if (moves[i].act == does)
                dbk_edit_go(edit, moves[i].move, columns);
        if (does == ACT_IDLE)
            save_while_idle(s);
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
    after_leaving(s);
}

/* ------------------------------------------------------------------ the review */

static const char *
label_of(const dbk_fill *fill, const dbk_finding *it, char room[200])
{
    const size_t at = dbk_sheet_find(&fill->sheet, it->path);

    if (at == DBK_SHEET_NONE && strncmp(it->path, "cases", 5) == 0)
        snprintf(room, 200, "%s: ", _("typical case"));
    else if (at == DBK_SHEET_NONE)
        room[0] = '\0';
    else if (fill->sheet.field[at].entry > 0)
        snprintf(room, 200, "%s %zu, %s: ", fill->sheet.field[at].section, fill->sheet.field[at].entry,
                 fill->sheet.field[at].label);
    else
        snprintf(room, 200, "%s: ", fill->sheet.field[at].label);
    return room;
}

static void
draw_review(const screen *s, size_t chosen)
{
    const dbk_findings *found = &s->fill->found;
    char line[DBK_FINDING_BYTES + 200], label[200];
    int y = HEAD_LINES + 1;

    erase();
    draw_title(s);
    if (found->n == 0) {
        look(LOOK_GOOD);
        put(y++, 1, _("Nothing is wrong with it."), (size_t)COLS - 2);
        look(LOOK_PLAIN);
        snprintf(line, sizeof line,
                 _("It measures %zu of at most %u bytes. After sealing it cannot be changed, only corrected."),
                 found->sealed_bytes, DBK_SEALED_MAX_BYTES);
        y += put_lines(y, 2, line);
        snprintf(line, sizeof line, _("Seal the report of %s and send it?"), s->title);
        look(LOOK_STRONG);
        put_lines(y + 1, 3, line);
        draw_keys(_("F5 or Enter seal and send  Esc back to the form"));
        refresh();
        return;
    }
    snprintf(line, sizeof line, _("To be put right: %zu; to be explained: %zu"), dbk_findings_count(found, DBK_ERROR),
             dbk_findings_count(found, DBK_WARNING));
    look(LOOK_STRONG);
    put(y++, 1, line, (size_t)COLS - 2);
    const size_t from = chosen > 5 ? chosen - 5 : 0;

    for (size_t i = from; i < found->n && y < LINES - 2; i++) {
        look(found->row[i].severity == DBK_WARNING ? LOOK_WARN : LOOK_BAD);
        snprintf(line, sizeof line, "%s%s%s", i == chosen ? "> " : "  ", label_of(s->fill, &found->row[i], label),
                 found->row[i].text);
        y += put_lines(y, LINES - 2 - y < 3 ? LINES - 2 - y : 3, line);
    }
    look(LOOK_PLAIN);
    draw_keys(_("arrows choose  Enter go there  Esc back to the form"));
    refresh();
}

/* Goes to what is chosen; a warning asks for its sentence at once. */
static void
go_to_finding(screen *s, const dbk_finding *it)
{
    char why[DBK_FINDING_BYTES];
    const size_t at = dbk_sheet_find(&s->fill->sheet, it->path);

    snprintf(why, sizeof why, "%s", it->text);
    if (it->severity == DBK_WARNING) {
        snprintf(s->fill->asking, sizeof s->fill->asking, "%s", it->code);
        ask_sentence(s, why);
        return;
    }
    dbk_fill_go(s->fill, at != DBK_SHEET_NONE ? at : dbk_sheet_find(&s->fill->sheet, "no_case"));
    snprintf(s->flash, sizeof s->flash, "%.190s", why);
}

/* true: seal it. */
static bool
review(screen *s)
{
    size_t chosen = 0;
    char typed[8];

    dbk_fill_leave(s->fill);
    after_leaving(s);
    for (;;) {
        const dbk_findings *found = &s->fill->found;

        chosen = chosen < found->n ? chosen : found->n > 0 ? found->n - 1 : 0;
        draw_review(s, chosen);
        switch (next_act(typed)) {
        case ACT_NEXT:
        case ACT_TAB:
            chosen += chosen + 1 < found->n;
            break;
        case ACT_BACK:
            chosen -= chosen > 0;
            break;
        case ACT_ENTER:
        case ACT_REVIEW:
            if (found->n == 0)
                return true;
            if (found->row[chosen].severity != DBK_WARNING) {
                go_to_finding(s, &found->row[chosen]);
                return false;
            }
            go_to_finding(s, &found->row[chosen]);
            break;
        case ACT_CANCEL:
        case ACT_LEAVE:
            return false;
        default:
            break;
        }
    }
}

/* ------------------------------------------------------------------ smaller things */

static void
add_entry(screen *s)
{
    static const dbk_report_list lists[] = { LIST_CASES, LIST_OBSERVATIONS, LIST_SUPPLY_NEEDS };
    dbk_edit *answer = malloc(sizeof *answer);
    const char *refused = _("that list is full");
    const char *what = _("Add what? 1 typical case, 2 observation (risk, suggestion, thanks ...), 3 supplies needed");

    assert(answer != NULL);
    dbk_fill_leave(s->fill);
    after_leaving(s);
    dbk_edit_begin(answer, "");
    if (ask_line(s, what, answer) && answer->text[0] >= '1' && answer->text[0] <= '3' &&
        !dbk_fill_add(s->fill, lists[answer->text[0] - '1']))
        snprintf(s->flash, sizeof s->flash, "%s", refused);
    free(answer);
    save(s);
}

static void
remove_entry(screen *s)
{
    const dbk_sheet_field *field = &s->fill->sheet.field[s->fill->at];
    dbk_edit *answer = malloc(sizeof *answer);
    char question[200];

    assert(answer != NULL);
    dbk_edit_begin(answer, "");
    if (field->list == DBK_SHEET_NO_LIST)
        snprintf(s->flash, sizeof s->flash, "%s", _("only a case, an observation or a need can be removed"));
    else {
        snprintf(question, sizeof question, _("Remove %s %zu? y or n"), field->section, field->entry);
        if (ask_line(s, question, answer) && (answer->text[0] == 'y' || answer->text[0] == 'Y' ||
                                              strcmp(answer->text, "是") == 0))
            dbk_fill_remove(s->fill);
    }
    free(answer);
    save(s);
}

static void
take_last(screen *s)
{
    int64_t value;
    char text[32];

    if (!dbk_fill_last(s->fill, s->fill->at, &value)) {
        snprintf(s->flash, sizeof s->flash, "%s", _("there is no earlier night here"));
        return;
    }
    snprintf(text, sizeof text, "%lld", (long long)value);
    dbk_edit_begin(&s->fill->edit, text);
    s->fill->fresh = true;
}

static void
take_suggestion(screen *s)
{
    int64_t value;
    char text[32];

    if (!dbk_fill_suggest(s->fill, s->fill->at, &value))
        return;
    snprintf(text, sizeof text, "%lld", (long long)value);
    dbk_edit_begin(&s->fill->edit, text);
    s->fill->fresh = true;
}

static void
show_help(void)
{
    char typed[8];

    do {
        erase();
        look(LOOK_PLAIN);
        put_lines(1, LINES - 3, _("Enter, Tab, arrows   the next or last field; PgDn, PgUp the next or last section\n"
                                  "F2  ^T    write a long text; in there ^E opens your own editor\n"
                                  "F3  ^A    add a typical case, an observation, a need for supplies\n"
                                  "F4  ^D    remove the one under the cursor\n"
                                  "^Y        the same number as the evening before\n"
                                  "=         the number that makes the sum come out\n"
                                  "F5  ^R    look it through, then seal and send\n"
                                  "F10 ^X    leave; all that was typed is kept, and daybook fill goes on there\n\n"
                                  "* must be filled     ~ filled in for you: please check     x wrong     ! explain"));
        draw_keys(_("any key: back to the form"));
        refresh();
    } while (next_act(typed) == ACT_IDLE);
}

/* ------------------------------------------------------------------ the loop */

static void
type(screen *s, const char *typed)
{
    const dbk_sheet_field *field = &s->fill->sheet.field[s->fill->at];

    if (field->indicator != 0 && strcmp(typed, "=") == 0)
        take_suggestion(s);
    else if (!dbk_fill_type(s->fill, typed))
        snprintf(s->flash, sizeof s->flash, "%s", field->kind == FIELD_COUNT ? _("only digits stand here")
                                                  : field->kind == FIELD_DATE ? _("a day is written 2020-02-18")
                                                  : field->kind == FIELD_BOOL ? _("y for yes, n for no")
                                                                              : _("this character cannot stand here"));
    if (field->kind == FIELD_NARRATIVE)
        write_long(s);
}

static void
go_sideways(screen *s, bool right)
{
    const dbk_field_kind kind = s->fill->sheet.field[s->fill->at].kind;

    if (kind == FIELD_CODE || kind == FIELD_BOOL)
        dbk_fill_choose(s->fill, right ? 1 : -1);
    else
        dbk_edit_go(&s->fill->edit, right ? EDIT_RIGHT : EDIT_LEFT, (size_t)COLS);
    s->fill->fresh = false;
}

/* false: the person is done with the form, and *end says how. */
static bool
obey(screen *s, act does, const char *typed, dbk_fill_end *end)
{
    const bool narrative = s->fill->sheet.field[s->fill->at].kind == FIELD_NARRATIVE;

    switch (does) {
    case ACT_TYPE:         type(s, typed);                                   return true;
    case ACT_RUBOUT:       dbk_fill_erase(s->fill, true);                    return true;
    case ACT_DELETE:       dbk_fill_erase(s->fill, false);                   return true;
    case ACT_LEFT:         go_sideways(s, false);                            return true;
    case ACT_RIGHT:        go_sideways(s, true);                             return true;
    case ACT_HOME:         dbk_edit_go(&s->fill->edit, EDIT_START, 0);       return true;
    case ACT_END:          dbk_edit_go(&s->fill->edit, EDIT_FINISH, 0);      return true;
    case ACT_LAST:         take_last(s);                                     return true;
    case ACT_IDLE:         save_while_idle(s);                               return true;
    case ACT_HELP:         show_help();                                      return true;
    case ACT_ADD:          add_entry(s);                                     return true;
    case ACT_REMOVE:       remove_entry(s);                                  return true;
    case ACT_NEXT:
    case ACT_TAB:          dbk_fill_step(s->fill, 1);                        break;
    case ACT_BACK:         dbk_fill_step(s->fill, -1);                       break;
    case ACT_SECTION:      dbk_fill_section(s->fill, 1);                     break;
    case ACT_SECTION_BACK: dbk_fill_section(s->fill, -1);                    break;
    case ACT_ENTER:
        if (narrative)
            write_long(s);
        else
            dbk_fill_step(s->fill, 1);
        break;
    case ACT_LONG:
    case ACT_EDITOR:
        if (narrative)
            write_long(s);
        break;
    case ACT_REVIEW:
        *end = FILL_SEAL;
        return !review(s);
    case ACT_LEAVE:
        *end = FILL_LEFT;
        dbk_fill_leave(s->fill);
        save(s);
        return false;
    case ACT_CANCEL:
    case ACT_NONE:
        return true;
    }
    after_leaving(s);
    return true;
}

static void
set_up(void)
{
    const char *no = getenv("NO_COLOR");

    raw();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    set_escdelay(ESCAPE_MS);
    timeout(IDLE_MS);
    if (has_colors() && (no == NULL || no[0] == '\0')) {
        start_color();
        use_default_colors();
        init_pair(LOOK_GOOD, COLOR_GREEN, -1);
        init_pair(LOOK_WARN, COLOR_YELLOW, -1);
        init_pair(LOOK_BAD, COLOR_RED, -1);
    }
}

dbk_fill_end
dbk_fill_screen(dbk_fill *fill, dbk_draft *draft, const char *title, const dbk_fill_watcher *watcher, dbk_err *err)
{
    screen s = { .fill = fill, .draft = draft, .title = title, .watcher = watcher, .err = err };
    dbk_fill_end end = FILL_LEFT;
    SCREEN *terminal = newterm(NULL, stdout, stdin);
    char typed[8];

    if (terminal == NULL) {
        dbk_err_set(err, DBK_E_USAGE, "%s",
                    _("this terminal cannot show a form: use daybook template and daybook submit"));
        return FILL_FAILED;
    }
    set_up();
    dbk_fill_begin(fill);
    save(&s);
    do {
        draw(&s);
        let_look(&s);
        const act does = next_act(typed);

        if (does != ACT_IDLE)
            s.flash[0] = '\0';
        if (!obey(&s, does, typed, &end))
            break;
    } while (!s.failed);
    endwin();
    delscreen(terminal);
    return s.failed ? FILL_FAILED : end;
}
