/*
 * fill_help — what helps with the field under the cursor: a word of ours, what is wrong, how long a text is so far,
 * what looks odd, the sums, what an open item was about, what may be chosen. The most important first.
 *
 * What was said about a field holds until something else is typed there: then it is not said any more.
 */
#include "clients/secretary/fill_parts.h"

#include <curses.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "clients/words.h"
#include "proto/text.h"

static void add(dbk_filling_help *help, dbk_look look, const char *fmt, ...) DBK_PRINTF(3, 4);

static void
add(dbk_filling_help *help, dbk_look look, const char *fmt, ...)
{
    va_list args;

    if (help->n == sizeof help->row / sizeof help->row[0])
        return;
    help->row[help->n].look = look;
    va_start(args, fmt);
    vsnprintf(help->row[help->n++].text, sizeof help->row[0].text, fmt, args);
    va_end(args);
}

/* ------------------------------------------------------------------ what is wrong */

static bool
is_typing(const dbk_fill *fill)
{
    return strcmp(fill->edit.text, fill->sheet.field[fill->at].text) != 0;
}

/* What is wrong with the field, or with a rule that it takes part in. */
static const dbk_finding *
finding_here(const dbk_fill *fill)
{
    const dbk_sheet_field *field = &fill->sheet.field[fill->at];
    for (size_t i = 0; field->text[0] && i < fill->found.n; i++)       /* that it is still empty is no news */
        if (dbk_fill_concerns(fill, &fill->found.row[i], fill->at))
            return &fill->found.row[i];
    return NULL;
}

static void
add_wrong(const dbk_filling *s, dbk_filling_help *help)
{
    const dbk_fill *fill = s->fill;
    const dbk_finding *it = finding_here(fill);

    if (s->flash[0])
        add(help, LOOK_BAD, "%s", s->flash);
    else if (is_typing(fill))
        return;
    else if (fill->notice[0])
        add(help, fill->asking[0] ? LOOK_WARN : LOOK_BAD, "%s", fill->notice);
    else if (it)
        add(help, it->severity == DBK_WARNING ? LOOK_WARN : LOOK_BAD, "%s", it->text);
    if (s->flash[0])
        return;
    if (fill->asking[0] && fill->sheet.field[fill->at].indicator != 0)
        add(help, LOOK_STRONG, "%s", _("it wants a sentence: write it now, figures go on to their fields; or F7, or at F5"));
    else if (fill->asking[0] || (it && it->severity == DBK_WARNING))
        add(help, LOOK_STRONG, "%s", _("it wants a sentence: F7 to write it now, or at F5"));
}

/* ------------------------------------------------------------------ texts */

const char *
dbk_filling_length(const dbk_edit *edit, int64_t least, int64_t most, char room[200], bool *fits)
{
    const long long n = (long long)dbk_text_chars(edit->text, edit->size);

    *fits = least <= n && n <= most;
    if (n > 0 && n < least)
        snprintf(room, 200, _("characters: %lld (%lld to %lld), %lld more"), n, (long long)least, (long long)most,
                 (long long)least - n);
    else if (n > most)
        snprintf(room, 200, _("characters: %lld (%lld to %lld), %lld too many"), n, (long long)least, (long long)most,
                 n - (long long)most);
    else
        snprintf(room, 200, _("characters: %lld (%lld to %lld)"), n, (long long)least, (long long)most);
    return room;
}

static void
add_length(const dbk_fill *fill, dbk_filling_help *help)
{
    const dbk_sheet_field *field = &fill->sheet.field[fill->at];
    char line[200];
    bool fits;

    if (field->kind != FIELD_TEXT && field->kind != FIELD_NARRATIVE)
        return;
    if (fill->edit.size == 0 && !field->required)
        add(help, LOOK_PLAIN, _("may stay empty; up to %lld characters"), (long long)field->most);
    else {
        dbk_filling_length(&fill->edit, field->least, field->most, line, &fits);
        add(help, fits || fill->edit.size == 0 ? LOOK_PLAIN : LOOK_WARN, "%s", line);
    }
}

/* What may be chosen, each with the digit that chooses it. */
static void
add_choices(const dbk_fill *fill, dbk_filling_help *help)
{
    const dbk_sheet_field *field = &fill->sheet.field[fill->at];
    size_t n = 0, used = 0;
    const dbk_code_row *row = field->kind == FIELD_CODE ? dbk_list_rows(field->choices, &n) : NULL;
    char line[DBK_FINDING_BYTES] = "";

    for (size_t i = 0; i < n && used < sizeof line; i++) {
        char digit[8] = "";

        if (i < 9)
            snprintf(digit, sizeof digit, "%zu ", i + 1);
        used += (size_t)snprintf(line + used, sizeof line - used, "%s%s%s", used > 0 ? "  " : "", digit,
                                 dbk_words_pick(row[i].zh, row[i].en));
    }
    if (n > 0)
        add(help, LOOK_PLAIN, "%s", line);
    else if (field->kind == FIELD_BOOL)
        add(help, LOOK_PLAIN, "%s", _("y yes, n no"));
}

/* The whole of the open item that the field answers. */
static void
add_about(const dbk_fill *fill, dbk_filling_help *help)
{
    const dbk_sheet_field *field = fill->sheet.field;
    size_t i = fill->at;

    while (i > 0 && field[i].list == LIST_ANSWERS && field[i].about == NULL)
        i--;
    if (field[i].list == LIST_ANSWERS && field[i].about)
        add(help, LOOK_PLAIN, "%s", field[i].about);
}

/* ------------------------------------------------------------------ figures */

static void
add_nights(const dbk_fill *fill, dbk_filling_help *help)
{
    const uint32_t indicator = fill->sheet.field[fill->at].indicator;
    char line[DBK_FINDING_BYTES];
    int64_t last, least, most;

    if (dbk_fill_advice(fill, fill->at, line, sizeof line)[0] && !is_typing(fill))
        add(help, LOOK_WARN, "%s", line);
    if (COLS >= 80 || !dbk_nights_last(&fill->nights, indicator, &last))
        return;                                        /* it stands beside the figure */
    if (dbk_nights_range(&fill->nights, indicator, &least, &most) && least < most)
        add(help, LOOK_DIM, _("last time %lld; in %zu nights %lld to %lld"), (long long)last, fill->nights.n,
            (long long)least, (long long)most);
    else
        add(help, LOOK_DIM, _("last time %lld"), (long long)last);
}

static void
add_sums(const dbk_fill *fill, dbk_filling_help *help)
{
    char line[DBK_FINDING_BYTES];
    int64_t value;

    if (fill->edit.size == 0 && dbk_fill_suggest(fill, fill->at, &value))
        add(help, LOOK_GOOD, _("by the sum it would be %lld; = takes it"), (long long)value);
    if (dbk_fill_sums(fill, fill->at, line, sizeof line)[0])
        add(help, LOOK_PLAIN, "%s", line);
}

void
dbk_filling_help_make(const dbk_filling *s, dbk_filling_help *help)
{
    help->n = 0;
    add_wrong(s, help);
    if (s->fill->sheet.field[s->fill->at].indicator != 0) {
        add_nights(s->fill, help);
        add_sums(s->fill, help);
        if (help->n == 0 && !s->fill->sheet.field[s->fill->at].required && s->fill->edit.size == 0)
            add(help, LOOK_DIM, "%s", _("may stay empty when nobody counted it; 0 says that there were none"));
    } else {
        add_length(s->fill, help);
        add_about(s->fill, help);
        add_choices(s->fill, help);
    }
}

/* ------------------------------------------------------------------ the keys */

const char *
dbk_filling_keys(const dbk_sheet_field *field)
{
    if (field->kind == FIELD_NARRATIVE)
        return _("Enter write  Tab next  F5 review, seal  F10 leave  F1 help  F3 add  F4 remove");
    if (field->kind == FIELD_CODE || field->kind == FIELD_BOOL)
        return _("Space choose  Enter next  F5 review, seal  F10 leave  F1 help  F3 add  F4 remove");
    if (field->indicator != 0)
        return _("Enter next  F6 next to fill  F5 review, seal  F10 leave  F1 help  F3 add  ^Y as before");
    return _("Enter next  F5 review, seal  F10 leave  F1 help  F3 add  F4 remove  ^Z undo");
}
