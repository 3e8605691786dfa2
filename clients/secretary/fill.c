#include "clients/secretary/fill.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "clients/words.h"
#include "proto/text.h"

#define NUMBER_DIGITS_MAX 10

void
dbk_fill_init(dbk_fill *fill, const dbk_form *form, uint32_t committee, uint32_t date)
{
    memset(fill, 0, sizeof *fill);
    dbk_sheet_init(&fill->sheet, form, committee, date);
}

void
dbk_fill_fini(dbk_fill *fill)
{
    dbk_sheet_fini(&fill->sheet);
}

/* ------------------------------------------------------------------ what helps with a figure */

/* As they stand, and the one under the cursor as far as it is typed. */
static void
figures_now(const dbk_fill *fill, dbk_figures *figures)
{
    const dbk_sheet_field *field = &fill->sheet.field[fill->at];

    dbk_sheet_figures(&fill->sheet, figures);
    if (field->indicator == 0)
        return;
    dbk_sheet_field now = *field;

    now.text = (char *)(uintptr_t)fill->edit.text;
    figures->value[field->indicator] = DBK_FIGURE_NONE;
    (void)dbk_sheet_field_number(&now, &figures->value[field->indicator]);
}

bool
dbk_fill_suggest(const dbk_fill *fill, size_t i, int64_t *value)
{
    const uint32_t indicator = fill->sheet.field[i].indicator;
    const dbk_rule *rule;
    dbk_figures figures;
    size_t at = 0;

    figures_now(fill, &figures);
    while ((rule = dbk_rule_next_sum(fill->sheet.form, indicator, &at)) != NULL)
        if (dbk_rule_solve(fill->sheet.form, rule, &figures, indicator, value))
            return true;
    return false;
}

const char *
dbk_fill_sums(const dbk_fill *fill, size_t i, char *room, size_t room_bytes)
{
    const uint32_t indicator = fill->sheet.field[i].indicator;
    const dbk_rule *rule;
    dbk_figures figures;
    size_t at = 0, used = 0;

    room[0] = '\0';
    figures_now(fill, &figures);
    while ((rule = dbk_rule_next_sum(fill->sheet.form, indicator, &at)) != NULL && used + 2 < room_bytes) {
        used += (size_t)snprintf(room + used, room_bytes - used, "%s", used > 0 ? "\n" : "");
        used += strlen(dbk_rule_words(fill->sheet.form, rule, &figures, room + used, room_bytes - used));
    }
    return room;
}

const char *
dbk_fill_advice(const dbk_fill *fill, size_t i, char *room, size_t room_bytes)
{
    const dbk_sheet_field *field = &fill->sheet.field[i];
    int64_t value;

    room[0] = '\0';
    if (dbk_sheet_field_number(field, &value))
        dbk_nights_advice(&fill->nights, field->indicator, field->key, value, room, room_bytes);
    return room;
}

/* ------------------------------------------------------------------ the cursor */

static void
enter(dbk_fill *fill, size_t i)
{
    fill->at = i;
    fill->fresh = true;
    fill->spelt = 0;
    fill->taken_back = false;
    dbk_edit_begin(&fill->edit, fill->sheet.field[i].text);
    memcpy(fill->was, fill->edit.text, fill->edit.size + 1);
}

static bool
wants_filling(const dbk_sheet_field *field)
{
    return field->required && field->text[0] == '\0';
}

/* There is no case yet, and nobody has said that there was none. */
static bool
wants_case(const dbk_fill *fill)
{
    const size_t at = dbk_sheet_find(&fill->sheet, "no_case");

    return fill->sheet.entries[LIST_CASES] == 0 &&
           (at == DBK_SHEET_NONE || strcmp(fill->sheet.field[at].text, "yes") != 0);
}

/* Explanations are asked for where the warning arises, open items are the program's to name: the cursor passes both. */
static bool
is_passed_by(const dbk_sheet_field *field)
{
    return (field->list == LIST_EXPLANATIONS && strcmp(field->key, "rule") == 0) ||
           (field->list == LIST_ANSWERS && strcmp(field->key, "item") == 0);
}

/* The first field from `i` on where the cursor may stand. */
static size_t
past_names(const dbk_fill *fill, size_t i)
{
    while (i + 1 < fill->sheet.n && is_passed_by(&fill->sheet.field[i]))
        i++;
    return i;
}

void
dbk_fill_begin(dbk_fill *fill)
{
    size_t i = 0;

    while (i < fill->sheet.n && !wants_filling(&fill->sheet.field[i]))
        i++;
    dbk_findings_look(&fill->found, &fill->sheet);
    enter(fill, i < fill->sheet.n ? i : past_names(fill, 0));
}

static bool
was_found(const dbk_findings *found, const dbk_finding *it)
{
    for (size_t i = 0; i < found->n; i++)
        if (strcmp(found->row[i].path, it->path) == 0 && strcmp(found->row[i].code, it->code) == 0)
            return true;
    return false;
}

bool
dbk_fill_concerns(const dbk_fill *fill, const dbk_finding *it, size_t i)
{
    const dbk_sheet_field *field = &fill->sheet.field[i];
    const dbk_rule *rule = field->indicator != 0 ? dbk_rule_named(fill->sheet.form, it->code) : NULL;

    for (size_t t = 0; rule && t < rule->n_terms; t++)
        if (rule->terms[t]->indicator == field->indicator)
            return true;
    return strcmp(it->path, field->path) == 0;
}

/* What leaving a field has brought up. That a field is still empty is no news: its person is on the way to it. */
static void
take_notice(dbk_fill *fill, const dbk_findings *before)
{
    fill->notice[0] = fill->asking[0] = '\0';
    for (size_t i = 0; i < fill->found.n; i++) {
        const dbk_finding *it = &fill->found.row[i];
        const size_t at = dbk_sheet_find(&fill->sheet, it->path);

        if (at == DBK_SHEET_NONE || fill->sheet.field[at].text[0] == '\0' ||
            (!dbk_fill_concerns(fill, it, fill->at) && was_found(before, it)))
            continue;
        snprintf(fill->notice, sizeof fill->notice, "%s: %s", fill->sheet.field[at].label, it->text);
        if (it->severity == DBK_WARNING)
            snprintf(fill->asking, sizeof fill->asking, "%s", it->code);
        return;
    }
}

void
dbk_fill_leave(dbk_fill *fill)
{
    dbk_findings *before;
    const dbk_sheet_field *field = &fill->sheet.field[fill->at];
    char *text = dbk_text_nfc(fill->edit.text, fill->edit.size, NULL);

    fill->notice[0] = fill->asking[0] = '\0';
    if (text == NULL || (strcmp(text, field->text) == 0 && !fill->unchecked)) {
        free(text);
        return;
    }
    before = malloc(sizeof *before);
    assert(before != NULL);
    *before = fill->found;
    if (strcmp(text, fill->was) != 0) {
        snprintf(fill->undo_path, sizeof fill->undo_path, "%s", field->path);
        memcpy(fill->undo_text, fill->was, sizeof fill->was);
    }
    dbk_sheet_set(&fill->sheet, fill->at, text);
    fill->changed = true;
    fill->unchecked = false;
    dbk_findings_look(&fill->found, &fill->sheet);
    take_notice(fill, before);
    enter(fill, fill->at);
    free(before);
    free(text);
}

void
dbk_fill_confirm(dbk_fill *fill)
{
    dbk_sheet_field *field = &fill->sheet.field[fill->at];

    fill->changed |= field->prefilled;
    field->prefilled = false;
}

void
dbk_fill_keep(dbk_fill *fill)
{
    if (strcmp(fill->edit.text, fill->sheet.field[fill->at].text) == 0)
        return;
    dbk_sheet_set(&fill->sheet, fill->at, fill->edit.text);
    fill->changed = fill->unchecked = true;
}

void
dbk_fill_go(dbk_fill *fill, size_t to)
{
    dbk_fill_leave(fill);
    if (to < fill->sheet.n)
        enter(fill, to);
}

void
dbk_fill_step(dbk_fill *fill, int by)
{
    size_t to = fill->at;

    for (; by != 0; by += by > 0 ? -1 : 1) {
        size_t next = to;

        do {
            if ((by > 0 && next + 1 >= fill->sheet.n) || (by < 0 && next == 0)) {
                next = to;
                break;
            }
            next += by > 0 ? 1 : (size_t)-1;
        } while (is_passed_by(&fill->sheet.field[next]));
        to = next;
    }
    dbk_fill_go(fill, to);
}

void
dbk_fill_next_empty(dbk_fill *fill)
{
    const size_t n = fill->sheet.n;

    dbk_fill_leave(fill);
    for (size_t i = 1; i <= n; i++)
        if (wants_filling(&fill->sheet.field[(fill->at + i) % n])) {
            enter(fill, (fill->at + i) % n);
            return;
        }
    if (wants_case(fill))
        enter(fill, dbk_sheet_find(&fill->sheet, "no_case"));
}

bool
dbk_fill_undo(dbk_fill *fill)
{
    const size_t at = dbk_sheet_find(&fill->sheet, fill->undo_path);
    char typed[sizeof fill->was];

    if (strcmp(fill->edit.text, fill->was) == 0) {
        if (at == DBK_SHEET_NONE)
            return false;
        enter(fill, at);
        memcpy(fill->was, fill->undo_text, sizeof fill->was);
    }
    memcpy(typed, fill->edit.text, fill->edit.size + 1);
    dbk_edit_begin(&fill->edit, fill->was);
    memcpy(fill->was, typed, strlen(typed) + 1);
    fill->fresh = true;
    fill->spelt = 0;
    fill->taken_back = !fill->taken_back;
    return true;
}

static bool
same_section(const dbk_sheet_field *a, const dbk_sheet_field *b)
{
    return a->list == b->list && (a->entry == b->entry || a->list == LIST_ANSWERS) &&
           strcmp(a->section, b->section) == 0;
}

void
dbk_fill_section(dbk_fill *fill, int by)
{
    const dbk_sheet_field *field = fill->sheet.field;
    size_t to = fill->at;

    if (by > 0) {
        while (to + 1 < fill->sheet.n && same_section(&field[to], &field[fill->at]))
            to++;
    } else {
        while (to > 0 && same_section(&field[to - 1], &field[fill->at]))
            to--;
        if (to == fill->at && to > 0)
            for (to--; to > 0 && same_section(&field[to - 1], &field[to]); to--)
                ;
    }
    dbk_fill_go(fill, past_names(fill, to));
}

/* ------------------------------------------------------------------ typing */

/* '0' to '9' from either width, or 0. */
static char
digit_of(const char *character)
{
    const unsigned char *c = (const unsigned char *)character;

    if (c[0] >= '0' && c[0] <= '9')
        return (char)c[0];
    if (c[0] == 0xEF && c[1] == 0xBC && c[2] >= 0x90 && c[2] <= 0x99)
        return (char)('0' + (c[2] - 0x90));
    return 0;
}

static bool
type_number(dbk_fill *fill, const char *character, const char *others)
{
    char text[2] = { digit_of(character), '\0' };

    if (text[0] == 0 && character[0] && strchr(others, character[0]))
        text[0] = character[0];
    if (text[0] == 0)
        return false;
    if (fill->fresh)
        dbk_edit_begin(&fill->edit, "");
    fill->fresh = false;
    return fill->edit.size < NUMBER_DIGITS_MAX && dbk_edit_insert(&fill->edit, text);
}

static bool
type_bool(dbk_fill *fill, const char *character)
{
    static const struct { const char *typed, *means; } answers[] = {
        { "y", "yes" }, { "Y", "yes" }, { "1", "yes" }, { "是", "yes" }, { "有", "yes" },
        { "n", "no" },  { "N", "no" },  { "0", "no" },  { "否", "no" },  { "无", "no" },
    };

    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++)
        if (strcmp(answers[i].typed, character) == 0) {
            dbk_edit_begin(&fill->edit, answers[i].means);
            return true;
        }
    if (strcmp(character, " ") != 0)
        return false;
    dbk_fill_choose(fill, 1);
    return true;
}

/* The first word of a list that begins with the `n` bytes at `start`, in the reader's language; NULL: none. */
static const dbk_code_row *
begun_with(dbk_list list, const char *start, size_t n)
{
    size_t rows = 0;
    const dbk_code_row *row = dbk_list_rows(list, &rows);

    for (const dbk_code_row *end = row + rows; row < end; row++)
        if (strncasecmp(dbk_words_pick(row->zh, row->en), start, n) == 0)
            return row;
    return NULL;
}

/* The word that is spelt out, as an input method sends it: what is spelt so far and one character more. false: none
 * goes on so, nor begins with it. */
static bool
spell_choice(dbk_fill *fill, const char *character)
{
    const dbk_list list = fill->sheet.field[fill->at].choices;
    const dbk_code_row *now = fill->spelt > 0 ? dbk_list_named(list, fill->edit.text) : NULL;
    char start[DBK_EDIT_MAX_BYTES + 1];
    const int n = snprintf(start, sizeof start, "%.*s%s", (int)fill->spelt,
                           now ? dbk_words_pick(now->zh, now->en) : "", character);
    const dbk_code_row *row = begun_with(list, start, (size_t)n);

    fill->spelt = (size_t)n;
    if (!row) {
        row = begun_with(list, character, strlen(character));
        fill->spelt = row ? strlen(character) : 0;
    }
    if (row)
        dbk_edit_begin(&fill->edit, row->name);
    return row != NULL;
}

/* A digit chooses that word of the list, a blank the next one, and a word spelt out itself. */
static bool
type_choice(dbk_fill *fill, const char *character)
{
    const int digit = digit_of(character) ? digit_of(character) - '0' : 0;
    size_t n = 0;
    const dbk_code_row *rows = dbk_list_rows(fill->sheet.field[fill->at].choices, &n);

    if (fill->spelt > 0 && spell_choice(fill, character))
        return true;
    fill->spelt = 0;
    if (strcmp(character, " ") == 0)
        dbk_fill_choose(fill, 1);
    else if (digit >= 1 && (size_t)digit <= n)
        dbk_edit_begin(&fill->edit, rows[digit - 1].name);
    else
        return spell_choice(fill, character);
    return true;
}

bool
dbk_fill_type(dbk_fill *fill, const char *character)
{
    const dbk_field_kind kind = fill->sheet.field[fill->at].kind;
    const bool newline = strcmp(character, "\n") == 0;

    fill->taken_back = false;
    switch (kind) {
    case FIELD_COUNT:
        return type_number(fill, character, "");
    case FIELD_DATE:
        return type_number(fill, character, "-");
    case FIELD_BOOL:
        return type_bool(fill, character);
    case FIELD_CODE:
        return type_choice(fill, character);
    case FIELD_TEXT:
    case FIELD_NARRATIVE:
    case FIELD_ID:
    case FIELD_TENTHS:
    case FIELD_TIME:
    case FIELD_SET:
    case FIELD_PERSON:
    case FIELD_INSTANT:
    case FIELD_ELSEWHERE:
        break;
    }
    if (newline ? kind != FIELD_NARRATIVE
                : dbk_text_check(character, strlen(character), DBK_TEXT_LINE, NULL) != DBK_TEXT_OK)
        return false;
    fill->fresh = false;
    return dbk_edit_insert(&fill->edit, character);
}

bool
dbk_fill_erase(dbk_fill *fill, bool backward)
{
    const dbk_field_kind kind = fill->sheet.field[fill->at].kind;

    fill->fresh = fill->taken_back = false;
    fill->spelt = 0;
    if (kind == FIELD_BOOL || kind == FIELD_CODE) {
        const bool had = fill->edit.size > 0;

        dbk_edit_begin(&fill->edit, "");
        return had;
    }
    return dbk_edit_erase(&fill->edit, backward);
}

void
dbk_fill_choose(dbk_fill *fill, int by)
{
    const dbk_sheet_field *field = &fill->sheet.field[fill->at];
    const dbk_code_row *row = field->kind == FIELD_CODE ? dbk_list_named(field->choices, fill->edit.text) : NULL;
    size_t n = 0;

    if (field->kind == FIELD_BOOL) {
        dbk_edit_begin(&fill->edit, strcmp(fill->edit.text, "yes") == 0 ? "no" : "yes");
        return;
    }
    if (field->kind != FIELD_CODE)
        return;
    const dbk_code_row *rows = dbk_list_rows(field->choices, &n);
    const int now = row ? (int)(row - rows) : by > 0 ? -1 : 0;

    dbk_edit_begin(&fill->edit, rows[(now + by + (int)n) % (int)n].name);
}

/* ------------------------------------------------------------------ entries */

bool
dbk_fill_add(dbk_fill *fill, dbk_report_list list)
{
    dbk_fill_leave(fill);

    const size_t at = dbk_sheet_add(&fill->sheet, list);

    if (at == DBK_SHEET_NONE)
        return false;
    fill->changed = true;
    dbk_findings_look(&fill->found, &fill->sheet);
    enter(fill, at);
    return true;
}

bool
dbk_fill_remove(dbk_fill *fill)
{
    const dbk_sheet_field *field = &fill->sheet.field[fill->at];
    size_t first = fill->at;

    if (field->list == DBK_SHEET_NO_LIST || field->list == LIST_ANSWERS)
        return false;
    while (first > 0 && same_section(&fill->sheet.field[first - 1], field))
        first--;
    dbk_sheet_remove(&fill->sheet, (dbk_report_list)field->list, field->entry);
    fill->changed = true;
    dbk_findings_look(&fill->found, &fill->sheet);
    enter(fill, first < fill->sheet.n ? first : fill->sheet.n - 1);
    return true;
}

void
dbk_fill_answer(dbk_fill *fill, const char *sentence)
{
    char path[DBK_FIELD_BYTES];

    snprintf(path, sizeof path, "%s", fill->sheet.field[fill->at].path);
    if (sentence[0] && fill->asking[0]) {
        dbk_sheet_explain(&fill->sheet, fill->asking, sentence);
        fill->changed = true;
        fill->notice[0] = '\0';
        dbk_findings_look(&fill->found, &fill->sheet);
        enter(fill, dbk_sheet_find(&fill->sheet, path));
    }
    fill->asking[0] = '\0';
}

/* ------------------------------------------------------------------ what is left */

void
dbk_fill_count(const dbk_fill *fill, size_t *items, size_t *left)
{
    *items = 1;                                        /* a case, or that there was none */
    *left = wants_case(fill);
    for (size_t i = 0; i < fill->sheet.n; i++) {
        const dbk_sheet_field *field = &fill->sheet.field[i];

        *items += field->indicator != 0 ||
                  (field->required && field->list != LIST_EXPLANATIONS && !is_passed_by(field));
        *left += wants_filling(field);
    }
}
