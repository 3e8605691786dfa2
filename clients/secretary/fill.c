#include "clients/secretary/fill.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/words.h"
#include "proto/calendar.h"
#include "proto/text.h"

#define NUMBER_DIGITS_MAX 10
#define BAND_LEAST 20                    /* a band is never narrower to either side: small counts jump */

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

/* ------------------------------------------------------------------ earlier nights */

void
dbk_fill_add_night(dbk_fill *fill, const dbk_record *record)
{
    const dbk_nightly_report *report = record->nightly_report;
    int32_t tonight, day;

    if (report == NULL || fill->n_nights == DBK_FILL_NIGHTS_MAX)
        return;
    if (fill->n_nights == 0)
        fill->yesterday = dbk_day_from_ymd(fill->sheet.report_date, &tonight) &&
                          dbk_day_from_ymd(record->report_date, &day) && day + 1 == tonight;
    int64_t *night = fill->night[fill->n_nights++];

    for (size_t i = 0; i <= DBK_INDICATOR_MAX; i++)
        night[i] = -1;
    for (size_t i = 0; i < report->n_figures; i++)
        if (report->figures[i]->has_value && report->figures[i]->indicator <= DBK_INDICATOR_MAX)
            night[report->figures[i]->indicator] = report->figures[i]->value;
}

bool
dbk_fill_last(const dbk_fill *fill, size_t i, int64_t *value)
{
    const uint32_t indicator = fill->sheet.field[i].indicator;

    if (indicator == 0 || fill->n_nights == 0 || fill->night[0][indicator] < 0)
        return false;
    *value = fill->night[0][indicator];
    return true;
}

static int
by_value(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static int64_t
median(int64_t *values, size_t n)
{
    qsort(values, n, sizeof *values, by_value);
    return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

/* Median and median distance from it: one odd night moves neither, as it would a mean. */
static bool
usual(const dbk_fill *fill, uint32_t indicator, int64_t *base, int64_t *reach)
{
    int64_t values[DBK_FILL_NIGHTS_MAX];
    size_t n = 0;

    for (size_t i = 0; i < fill->n_nights && indicator != 0; i++)
        if (fill->night[i][indicator] >= 0)
            values[n++] = fill->night[i][indicator];
    if (n < DBK_FILL_BAND_NIGHTS)
        return false;
    *base = median(values, n);
    for (size_t i = 0; i < n; i++)
        values[i] = llabs(values[i] - *base);
    *reach = 4 * median(values, n);
    *reach = *reach > BAND_LEAST ? *reach : BAND_LEAST;
    return true;
}

bool
dbk_fill_band(const dbk_fill *fill, size_t i, int64_t *least, int64_t *most)
{
    int64_t base, reach;

    if (!usual(fill, fill->sheet.field[i].indicator, &base, &reach))
        return false;
    *least = base > reach ? base - reach : 0;
    *most = base + reach;
    return true;
}

static bool
is_times(int64_t value, int64_t base, int64_t factor)
{
    return base > 0 && llabs(value - factor * base) * 20 <= factor * base;
}

static bool
is_cumulative(const dbk_sheet_field *field)
{
    const size_t n = strlen(field->key);

    return n > 6 && strcmp(field->key + n - 6, "_total") == 0;
}

const char *
dbk_fill_advice(const dbk_fill *fill, size_t i, char *room, size_t room_bytes)
{
    const dbk_sheet_field *field = &fill->sheet.field[i];
    int64_t value, base, reach, last;

    room[0] = '\0';
    if (!dbk_sheet_number(&fill->sheet, field->indicator, &value))
        return room;
    if (is_cumulative(field) && dbk_fill_last(fill, i, &last) && value < last)
        snprintf(room, room_bytes, _("smaller than last night's %lld, and it can only grow: please check"),
                 (long long)last);
    else if (is_cumulative(field) || !usual(fill, field->indicator, &base, &reach))
        return room;
    else if (is_times(value, base, 10) || is_times(value, base, 100))
        snprintf(room, room_bytes, _("usually about %lld: is there one 0 too many?"), (long long)base);
    else if (llabs(value - base) > reach)
        snprintf(room, room_bytes, _("usually about %lld: please check"), (long long)base);
    return room;
}

/* Which figure of tonight begins with which one of the evening before. */
static const struct { const char *tonight, *before; bool only_yesterday; } carried[] = {
    { "hq_open_count",   "hq_current_count", true },
    { "assigned_count",  "assigned_count",   false },
    { "gate_post_count", "gate_post_count",  false },
};

void
dbk_fill_prefill(dbk_fill *fill)
{
    const dbk_form *form = fill->sheet.form;

    for (size_t c = 0; c < sizeof carried / sizeof carried[0] && fill->n_nights > 0; c++) {
        const Daybook__V1__Indicator *to = dbk_form_named(form, carried[c].tonight);
        const Daybook__V1__Indicator *from = dbk_form_named(form, carried[c].before);
        const size_t at = to ? dbk_sheet_figure(&fill->sheet, to->number) : DBK_SHEET_NONE;
        char text[32];

        if (at == DBK_SHEET_NONE || from == NULL || fill->night[0][from->number] < 0 ||
            fill->sheet.field[at].text[0] != '\0' || (carried[c].only_yesterday && !fill->yesterday))
            continue;
        snprintf(text, sizeof text, "%" PRId64, fill->night[0][from->number]);
        dbk_sheet_set(&fill->sheet, at, text);
        fill->sheet.field[at].prefilled = true;
    }
}

/* ------------------------------------------------------------------ the rules, as a help */

static const Daybook__V1__Term *
term_of(const Daybook__V1__Rule *rule, uint32_t indicator)
{
    for (size_t i = 0; i < rule->n_terms; i++)
        if (rule->terms[i]->indicator == indicator)
            return rule->terms[i];
    return NULL;
}

/* The equations that `indicator` takes part in, one a call: *at is where to go on. */
static const Daybook__V1__Rule *
next_equation(const dbk_fill *fill, uint32_t indicator, size_t *at)
{
    const dbk_form_message *form = dbk_form_message_of(fill->sheet.form);

    while (indicator != 0 && *at < form->n_rules) {
        const Daybook__V1__Rule *rule = form->rules[(*at)++];

        if (rule->relation == DAYBOOK__V1__RELATION__EQUAL && term_of(rule, indicator))
            return rule;
    }
    return NULL;
}

bool
dbk_fill_suggest(const dbk_fill *fill, size_t i, int64_t *value)
{
    const dbk_sheet_field *field = &fill->sheet.field[i];
    const Daybook__V1__Rule *rule;
    size_t at = 0;

    while ((rule = next_equation(fill, field->indicator, &at)) != NULL) {
        const int64_t coefficient = term_of(rule, field->indicator)->coefficient;
        int64_t rest = rule->bound, other;
        bool known = true;

        for (size_t t = 0; t < rule->n_terms && known; t++) {
            if (rule->terms[t]->indicator == field->indicator)
                continue;
            known = dbk_sheet_number(&fill->sheet, rule->terms[t]->indicator, &other);
            rest -= known ? rule->terms[t]->coefficient * other : 0;
        }
        if (known && coefficient != 0 && rest % coefficient == 0 && rest / coefficient >= field->least &&
            rest / coefficient <= field->most) {
            *value = rest / coefficient;
            return true;
        }
    }
    return false;
}

/* One side of an equation: "on duty 11 + on leave 1 = 12"; a single term has no sum of its own. */
static size_t
put_side(const dbk_fill *fill, const Daybook__V1__Rule *rule, bool positive, char *room, size_t room_bytes)
{
    int64_t sum = 0, value;
    size_t n = 0, terms = 0;

    for (size_t i = 0; i < rule->n_terms; i++) {
        const size_t at = dbk_sheet_figure(&fill->sheet, rule->terms[i]->indicator);
        const bool known = at != DBK_SHEET_NONE && dbk_sheet_number(&fill->sheet, rule->terms[i]->indicator, &value);

        if ((rule->terms[i]->coefficient > 0) != positive || at == DBK_SHEET_NONE || n >= room_bytes)
            continue;
        sum += known ? llabs(rule->terms[i]->coefficient) * value : 0;
        n += (size_t)snprintf(room + n, room_bytes - n, "%s%s %s", terms++ > 0 ? " + " : "",
                              fill->sheet.field[at].label, known ? fill->sheet.field[at].text : "_");
    }
    if (terms > 1 && n < room_bytes)
        n += (size_t)snprintf(room + n, room_bytes - n, " = %" PRId64, sum);
    return n < room_bytes ? n : room_bytes - 1;
}

const char *
dbk_fill_sums(const dbk_fill *fill, size_t i, char *room, size_t room_bytes)
{
    const Daybook__V1__Rule *rule;
    size_t at = 0, n = 0;

    room[0] = '\0';
    while ((rule = next_equation(fill, fill->sheet.field[i].indicator, &at)) != NULL && n + 8 < room_bytes) {
        n += (size_t)snprintf(room + n, room_bytes - n, "%s", n > 0 ? "\n" : "");
        n += put_side(fill, rule, true, room + n, room_bytes - n);
        n += (size_t)snprintf(room + n, room_bytes - n, " ⇔ ");
        if (n + 8 < room_bytes)
            n += put_side(fill, rule, false, room + n, room_bytes - n);
    }
    return room;
}

/* ------------------------------------------------------------------ the cursor */

static void
enter(dbk_fill *fill, size_t i)
{
    fill->at = i;
    fill->fresh = true;
    dbk_edit_begin(&fill->edit, fill->sheet.field[i].text);
}

static bool
wants_filling(const dbk_sheet_field *field)
{
    return field->required && field->text[0] == '\0';
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

/* What leaving a field has brought up. That a field is still empty is no news: its person is on the way to it. */
static void
take_notice(dbk_fill *fill, const dbk_findings *before, const char *left)
{
    fill->notice[0] = fill->asking[0] = '\0';
    for (size_t i = 0; i < fill->found.n; i++) {
        const dbk_finding *it = &fill->found.row[i];
        const size_t at = dbk_sheet_find(&fill->sheet, it->path);
        const bool here = strcmp(it->path, left) == 0;

        if (at == DBK_SHEET_NONE || fill->sheet.field[at].text[0] == '\0' || (!here && was_found(before, it)))
            continue;
        snprintf(fill->notice, sizeof fill->notice, "%.100s: %.640s", fill->sheet.field[at].label, it->text);
        if (it->severity == DBK_WARNING && !was_found(before, it))
            snprintf(fill->asking, sizeof fill->asking, "%s", it->code);
        return;
    }
}

void
dbk_fill_leave(dbk_fill *fill)
{
    dbk_findings *before;
    dbk_sheet_field *field = &fill->sheet.field[fill->at];
    char left[DBK_FIELD_BYTES], *text = dbk_text_nfc(fill->edit.text, fill->edit.size, NULL);

    fill->notice[0] = fill->asking[0] = '\0';
    if (text == NULL || (strcmp(text, field->text) == 0 && !fill->unchecked)) {
        free(text);
        return;
    }
    before = malloc(sizeof *before);
    assert(before != NULL);
    *before = fill->found;
    snprintf(left, sizeof left, "%s", field->path);
    dbk_sheet_set(&fill->sheet, fill->at, text);
    fill->changed = true;
    fill->unchecked = false;
    dbk_findings_look(&fill->found, &fill->sheet);
    take_notice(fill, before, left);
    enter(fill, fill->at);
    free(before);
    free(text);
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

bool
dbk_fill_type(dbk_fill *fill, const char *character)
{
    const dbk_field_kind kind = fill->sheet.field[fill->at].kind;
    const bool newline = strcmp(character, "\n") == 0;

    switch (kind) {
    case FIELD_COUNT:
        return type_number(fill, character, "");
    case FIELD_DATE:
        return type_number(fill, character, "-");
    case FIELD_BOOL:
        return type_bool(fill, character);
    case FIELD_CODE:
        dbk_fill_choose(fill, 1);
        return true;
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

    fill->fresh = false;
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

static bool
is_declared_caseless(const dbk_fill *fill)
{
    const size_t at = dbk_sheet_find(&fill->sheet, "no_case");

    return at != DBK_SHEET_NONE && strcmp(fill->sheet.field[at].text, "yes") == 0;
}

void
dbk_fill_count(const dbk_fill *fill, size_t *figures, size_t *left)
{
    *figures = *left = 0;
    for (size_t i = 0; i < fill->sheet.n; i++) {
        *figures += fill->sheet.field[i].indicator != 0;
        *left += wants_filling(&fill->sheet.field[i]);
    }
    *left += fill->sheet.entries[LIST_CASES] == 0 && !is_declared_caseless(fill);
}
