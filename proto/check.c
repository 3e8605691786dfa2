/*
 * check — a whole record, from its date to its last explanation.
 *
 * Promise: pure, without allocation, without the locale, in time linear in the record; a list that is too long is
 * looked at only as far as it may go. A field's path is written only when there is something to say about it.
 * Not here: figures (check_figures.c), the codes and their sentences (violations.c).
 */
#include "proto/check.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "proto/calendar.h"
#include "proto/check_parts.h"
#include "proto/codes.h"
#include "proto/text.h"

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

/* Under this many characters the situation is accepted only with a sentence. */
#define SITUATION_BRIEF_CHARS 20

/* ---------------------------------------------------------------- where we are */

/* A field and the entry it belongs to: list NULL is the report itself. */
typedef struct {
    const char *list;
    size_t      position;                    /* from 1 */
    const char *name;
} place;

static const char *
path_of(place at, char field[DBK_FIELD_BYTES])
{
    if (at.list == NULL)
        snprintf(field, DBK_FIELD_BYTES, "%s", at.name);
    else
        snprintf(field, DBK_FIELD_BYTES, "%s[%zu].%s", at.list, at.position, at.name);
    return field;
}

static void
say(const dbk_checking *check, const char *code, place at, const char *limit, const void *value, size_t value_bytes)
{
    char field[DBK_FIELD_BYTES];

    dbk_check_say(check, code, path_of(at, field), limit, value, value_bytes);
}

static void
say_number(const dbk_checking *check, const char *code, place at, const char *limit, int64_t value)
{
    char field[DBK_FIELD_BYTES];

    dbk_check_say_number(check, code, path_of(at, field), limit, value);
}

static void
say_outside(const dbk_checking *check, const char *code, place at, size_t least, size_t most, size_t value)
{
    char field[DBK_FIELD_BYTES];

    dbk_check_say_outside(check, code, path_of(at, field), (int64_t)least, (int64_t)most, (int64_t)value);
}

/* ---------------------------------------------------------------- texts and choices, by table */

typedef enum { LINE, NARRATIVE, CHOICE } field_shape;

/* One field of a message of the report. least and most count characters; least 0: it may be left out. */
typedef struct {
    const char *name;
    size_t      offset;                      /* of a ProtobufCBinaryData, or of an enum for a CHOICE */
    field_shape shape;
    size_t      least, most;
    dbk_list    list;                        /* CHOICE only */
} field_rule;

static const field_rule situation_field =
    { "situation", offsetof(dbk_nightly_report, situation), NARRATIVE, DBK_SITUATION_MIN, DBK_SITUATION_MAX, 0 };

static const field_rule case_fields[] = {
    { "title",    offsetof(dbk_case, title),    LINE,      DBK_CASE_TITLE_MIN, DBK_CASE_TITLE_MAX,  0 },
    { "category", offsetof(dbk_case, category), CHOICE,    0,                  0, DBK_LIST_WORK_KIND },
    { "place",    offsetof(dbk_case, place),    LINE,      0,                  DBK_PLACE_MAX,       0 },
    { "story",    offsetof(dbk_case, story),    NARRATIVE, DBK_CASE_STORY_MIN, DBK_CASE_STORY_MAX,  0 },
    { "result",   offsetof(dbk_case, result),   NARRATIVE, 0,                  DBK_CASE_RESULT_MAX, 0 },
};

static const field_rule observation_fields[] = {
    { "kind",     offsetof(dbk_observation, kind),     CHOICE,    0,                   0, DBK_LIST_OBSERVATION_KIND },
    { "category", offsetof(dbk_observation, category), CHOICE,    0,                   0, DBK_LIST_WORK_KIND },
    { "place",    offsetof(dbk_observation, place),    LINE,      0,                   DBK_PLACE_MAX,       0 },
    { "text",     offsetof(dbk_observation, text),     NARRATIVE, DBK_OBSERVATION_MIN, DBK_OBSERVATION_MAX, 0 },
};

static const field_rule supply_fields[] = {
    { "item",   offsetof(dbk_supply_need, item),   CHOICE,    0,                   0, DBK_LIST_SUPPLY_ITEM },
    { "unit",   offsetof(dbk_supply_need, unit),   LINE,      DBK_SUPPLY_UNIT_MIN, DBK_SUPPLY_UNIT_MAX,   0 },
    { "reason", offsetof(dbk_supply_need, reason), NARRATIVE, 0,                   DBK_SUPPLY_REASON_MAX, 0 },
};

static const field_rule explanation_fields[] = {
    { "rule", offsetof(dbk_explanation, rule), LINE,      1,                   DBK_RULE_CODE_MAX,   0 },
    { "text", offsetof(dbk_explanation, text), NARRATIVE, DBK_EXPLANATION_MIN, DBK_EXPLANATION_MAX, 0 },
};

static const char *const fault_codes[] = {
    [DBK_TEXT_NOT_UTF8] = "text.utf8",
    [DBK_TEXT_CONTROL]  = "text.control",
    [DBK_TEXT_BIDI]     = "text.bidi",
};

/* A long text is shown from a little before its fault, beginning with a whole character. */
static void
say_fault(const dbk_checking *check, dbk_text_fault fault, place at, const ProtobufCBinaryData *text, size_t fault_at)
{
    size_t from = fault_at > 30 ? fault_at - 30 : 0;

    while (from < fault_at && (text->data[from] & 0xC0) == 0x80)
        from++;
    say(check, fault_codes[fault], at, NULL, text->data + from, text->len - from);
}

/* The least counts what a reader sees, the most what the database stores: spaces at the ends fill no form and fit no
 * column. Returns the first. */
static size_t
check_length(const dbk_checking *check, const field_rule *rule, place at, const ProtobufCBinaryData *text)
{
    const size_t seen = dbk_text_chars(text->data, text->len);
    const size_t all = dbk_text_points(text->data, text->len);

    if (seen == 0 && rule->least > 0)
        say(check, "text.missing", at, NULL, NULL, 0);
    else if (seen < rule->least)
        say_outside(check, "text.short", at, rule->least, rule->most, seen);
    else if (all > rule->most)
        say_outside(check, "text.long", at, rule->least, rule->most, all);
    return seen;
}

/* Returns the characters that a reader sees; 0 also when it is no text at all. */
static size_t
check_text(const dbk_checking *check, const field_rule *rule, place at, const ProtobufCBinaryData *text)
{
    const dbk_text_shape as = rule->shape == LINE ? DBK_TEXT_LINE : DBK_TEXT_NARRATIVE;
    size_t fault_at = 0;
    const dbk_text_fault fault = dbk_text_check(text->data, text->len, as, &fault_at);

    if (fault != DBK_TEXT_OK) {
        say_fault(check, fault, at, text, fault_at);
        return 0;
    }
    if (dbk_text_has_personal_number(text->data, text->len))
        say(check, "text.personal", at, NULL, text->data, text->len);
    return check_length(check, rule, at, text);
}

/* Not chosen is 0, which is a number of no list. */
static void
check_choice(const dbk_checking *check, const field_rule *rule, place at, int number)
{
    char field[DBK_FIELD_BYTES];
    size_t n;

    if (dbk_list_find(rule->list, number) != NULL)
        return;
    dbk_list_rows(rule->list, &n);
    dbk_check_say_outside(check, "enum.unknown", path_of(at, field), 1, (int64_t)n, number);
}

static void
check_fields(const dbk_checking *check, place at, const void *message, const field_rule *rules, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const void *field = (const char *)message + rules[i].offset;
        int number;

        at.name = rules[i].name;
        if (rules[i].shape != CHOICE) {
            check_text(check, &rules[i], at, field);
            continue;
        }
        memcpy(&number, field, sizeof number);
        check_choice(check, &rules[i], at, number);
    }
}

/* How many entries of a list are looked at; says so when there are more than may be. */
static size_t
bounded(const dbk_checking *check, const char *list, size_t n, size_t most)
{
    if (n <= most)
        return n;
    dbk_check_say_outside(check, "list.long", list, 0, (int64_t)most, (int64_t)n);
    return most;
}

/* ---------------------------------------------------------------- the parts of a report */

static void
check_situation(const dbk_checking *check)
{
    const place at = { NULL, 0, "situation" };
    const size_t seen = check_text(check, &situation_field, at, &check->report->situation);

    if (seen >= DBK_SITUATION_MIN && seen < SITUATION_BRIEF_CHARS)
        say_outside(check, "situation.brief", at, SITUATION_BRIEF_CHARS, DBK_SITUATION_MAX, seen);
}

static void
check_cases(const dbk_checking *check)
{
    const dbk_nightly_report *report = check->report;
    const size_t n = bounded(check, "cases", report->n_cases, DBK_CASES_MAX);

    if (n == 0 && !report->no_case)
        dbk_check_say(check, "case.none", "cases", NULL, NULL, 0);
    if (n > 0 && report->no_case)
        dbk_check_say(check, "case.both", "no_case", NULL, NULL, 0);
    for (size_t i = 0; i < n; i++)
        check_fields(check, (place){ "cases", i + 1, NULL }, report->cases[i], case_fields, ARRAY_LEN(case_fields));
}

/* A kind that is not known has been spoken of; what its severity should be is then anybody's guess. */
static void
check_severity(const dbk_checking *check, place at, const dbk_observation *it)
{
    at.name = "severity";
    if (it->kind == DAYBOOK__V1__OBSERVATION_KIND__RISK) {
        if (!it->has_severity)
            say(check, "severity.range", at, NULL, NULL, 0);
        else if (it->severity < 1 || it->severity > 3)
            say_outside(check, "severity.range", at, 1, 3, it->severity);
    } else if (it->has_severity && dbk_list_find(DBK_LIST_OBSERVATION_KIND, (int)it->kind) != NULL)
        say_number(check, "severity.misplaced", at, NULL, it->severity);
}

static void
check_observations(const dbk_checking *check)
{
    const dbk_nightly_report *report = check->report;
    const size_t n = bounded(check, "observations", report->n_observations, DBK_OBSERVATIONS_MAX);

    for (size_t i = 0; i < n; i++) {
        const place at = { "observations", i + 1, NULL };

        check_fields(check, at, report->observations[i], observation_fields, ARRAY_LEN(observation_fields));
        check_severity(check, at, report->observations[i]);
    }
}

static void
check_quantity(const dbk_checking *check, place at, bool given, uint32_t quantity, uint32_t least)
{
    if (!given)
        say(check, "supply.quantity", at, NULL, NULL, 0);
    else if (quantity < least || quantity > DBK_SUPPLY_QUANTITY_MAX)
        say_outside(check, "supply.quantity", at, least, DBK_SUPPLY_QUANTITY_MAX, quantity);
}

/* `night` is NULL when the report's own date is no day. */
static void
check_needed_by(const dbk_checking *check, size_t position, const dbk_supply_need *it, const int32_t *night)
{
    const place at = { "supply_needs", position, "needed_by" };
    char limit[DBK_LIMIT_BYTES] = "", day[DBK_DAY_TEXT_BYTES];
    int32_t needed;

    if (dbk_day_from_ymd(it->needed_by, &needed) && (night == NULL || needed >= *night))
        return;
    if (night != NULL)
        snprintf(limit, sizeof limit, "≥ %s", dbk_day_text(*night, day));
    if (it->has_needed_by)
        say_number(check, "supply.needed_by", at, limit, it->needed_by);
    else
        say(check, "supply.needed_by", at, limit, NULL, 0);
}

static void
check_supply_needs(const dbk_checking *check, const int32_t *night)
{
    const dbk_nightly_report *report = check->report;
    const size_t n = bounded(check, "supply_needs", report->n_supply_needs, DBK_SUPPLY_NEEDS_MAX);

    for (size_t i = 0; i < n; i++) {
        const dbk_supply_need *it = report->supply_needs[i];
        const char *const list = "supply_needs";

        check_fields(check, (place){ list, i + 1, NULL }, it, supply_fields, ARRAY_LEN(supply_fields));
        check_quantity(check, (place){ list, i + 1, "on_hand" }, it->has_on_hand, it->on_hand, 0);
        check_quantity(check, (place){ list, i + 1, "daily_use" }, it->has_daily_use, it->daily_use, 0);
        check_quantity(check, (place){ list, i + 1, "quantity" }, it->has_quantity, it->quantity, 1);
        check_needed_by(check, i + 1, it, night);
        if (it->urgency < 1 || it->urgency > 3)
            say_outside(check, "supply.urgency", (place){ list, i + 1, "urgency" }, 1, 3, it->urgency);
    }
}

/* ---------------------------------------------------------------- explanations */

static bool
is_sentence(const ProtobufCBinaryData *text)
{
    return dbk_text_check(text->data, text->len, DBK_TEXT_NARRATIVE, NULL) == DBK_TEXT_OK &&
           dbk_text_chars(text->data, text->len) >= DBK_EXPLANATION_MIN &&
           dbk_text_points(text->data, text->len) <= DBK_EXPLANATION_MAX;
}

/* Looked at first, reported last: which explanations are sentences and so can lift a warning. */
static uint32_t
find_explaining(const dbk_nightly_report *report)
{
    uint32_t explaining = 0;

    _Static_assert(DBK_EXPLANATIONS_MAX <= 32, "one bit an explanation");
    for (size_t i = 0; i < report->n_explanations && i < DBK_EXPLANATIONS_MAX; i++)
        if (is_sentence(&report->explanations[i]->text))
            explaining |= UINT32_C(1) << i;
    return explaining;
}

static bool
equals(const ProtobufCBinaryData *text, const char *word)
{
    return text->len == strlen(word) && (text->len == 0 || memcmp(text->data, word, text->len) == 0);
}

static bool
is_known_rule(const dbk_form *form, const ProtobufCBinaryData *code)
{
    const dbk_form_message *m = dbk_form_message_of(form);
    size_t n;
    const dbk_violation_code *ours = dbk_violation_codes(&n);

    for (size_t i = 0; i < m->n_rules; i++)
        if (equals(code, m->rules[i]->code))
            return true;
    for (size_t i = 0; i < n; i++)
        if (equals(code, ours[i].code))
            return true;
    return false;
}

static void
check_explanations(const dbk_checking *check)
{
    const dbk_nightly_report *report = check->report;
    const size_t n = bounded(check, "explanations", report->n_explanations, DBK_EXPLANATIONS_MAX);

    for (size_t i = 0; i < n; i++) {
        const dbk_explanation *it = report->explanations[i];
        const place at = { "explanations", i + 1, "rule" };

        check_fields(check, at, it, explanation_fields, ARRAY_LEN(explanation_fields));
        if (check->form != NULL && it->rule.len > 0 && !is_known_rule(check->form, &it->rule))
            say(check, "explanation.rule", at, NULL, it->rule.data, it->rule.len);
    }
}

/* ---------------------------------------------------------------- the record */

/* Returns where the night's day number stands, or NULL when the date is none. */
static const int32_t *
check_head(const dbk_checking *check, const dbk_record *record, size_t size, int32_t *day)
{
    const int32_t *night = dbk_day_from_ymd(record->report_date, day) ? day : NULL;

    if (size > DBK_SEALED_MAX_BYTES)
        dbk_check_say_outside(check, "record.size", "record", 1, DBK_SEALED_MAX_BYTES, (int64_t)size);
    if (night == NULL)
        dbk_check_say_number(check, "date.real", "report_date", NULL, record->report_date);
    if (check->form == NULL)
        dbk_check_say_number(check, "form.unknown", "form_version", NULL, record->form_version);
    else if (night != NULL && !dbk_form_serves(check->form, *night))
        dbk_check_say_number(check, "form.inactive", "form_version", NULL, record->form_version);
    return night;
}

void
dbk_check(const dbk_form *form, const dbk_record *record, size_t size, dbk_violations *found)
{
    const dbk_nightly_report *report = record->nightly_report;
    int32_t day;

    assert(report != NULL && (form == NULL || dbk_form_version(form) == record->form_version));
    found->n = found->more = 0;            /* the rows are written before they are counted: no need to clear them */

    const dbk_checking check = { form, report, find_explaining(report), found };
    const int32_t *night = check_head(&check, record, size, &day);

    dbk_check_figures(&check);
    check_situation(&check);
    check_cases(&check);
    check_observations(&check);
    check_supply_needs(&check, night);
    check_explanations(&check);
}
