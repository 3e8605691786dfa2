/*
 * check_nightly_report — the report of a night: its text, cases, observations, supply needs, answers to open items.
 *
 * Not here: figures (check_figures.c), explanations (check.c).
 */
#include <stddef.h>
#include <string.h>

#include "proto/check_parts.h"

/* Under this many characters the situation is accepted only with a sentence. */
#define SITUATION_BRIEF_CHARS 20

static const dbk_field_rule situation_field = {
    "situation", offsetof(dbk_nightly_report, situation), DBK_FIELD_NARRATIVE, DBK_SITUATION_MIN, DBK_SITUATION_MAX, 0
};

static const dbk_field_rule case_fields[] = {
    { "title",    offsetof(dbk_case, title),    DBK_FIELD_LINE,      DBK_CASE_TITLE_MIN, DBK_CASE_TITLE_MAX,  0 },
    { "category", offsetof(dbk_case, category), DBK_FIELD_CHOICE,    0,                  0, DBK_LIST_WORK_KIND },
    { "place",    offsetof(dbk_case, place),    DBK_FIELD_LINE,      0,                  DBK_PLACE_MAX,       0 },
    { "story",    offsetof(dbk_case, story),    DBK_FIELD_NARRATIVE, DBK_CASE_STORY_MIN, DBK_CASE_STORY_MAX,  0 },
    { "result",   offsetof(dbk_case, result),   DBK_FIELD_NARRATIVE, 0,                  DBK_CASE_RESULT_MAX, 0 },
};

static const dbk_field_rule observation_fields[] = {
    { "kind",     offsetof(dbk_observation, kind),     DBK_FIELD_CHOICE, 0, 0, DBK_LIST_OBSERVATION_KIND },
    { "category", offsetof(dbk_observation, category), DBK_FIELD_CHOICE, 0, 0, DBK_LIST_WORK_KIND },
    { "place",    offsetof(dbk_observation, place),    DBK_FIELD_LINE,   0, DBK_PLACE_MAX, 0 },
    { "text",     offsetof(dbk_observation, text),     DBK_FIELD_NARRATIVE, DBK_OBSERVATION_MIN, DBK_OBSERVATION_MAX,
      0 },
};

static const dbk_field_rule answer_fields[] = {
    { "text", offsetof(dbk_answered_item, text), DBK_FIELD_NARRATIVE, 0, DBK_ITEM_TEXT_MAX, 0 },
};

static const dbk_nightly_report *
report_of(const dbk_checking *check)
{
    return check->record->nightly_report;
}

static void
check_situation(const dbk_checking *check)
{
    const dbk_field_place at = { NULL, 0, "situation" };
    const size_t seen = dbk_check_text(check, &situation_field, at, &report_of(check)->situation);

    if (seen >= DBK_SITUATION_MIN && seen < SITUATION_BRIEF_CHARS)
        dbk_place_say_outside(check, "situation.brief", at, SITUATION_BRIEF_CHARS, DBK_SITUATION_MAX,
                              (int64_t)seen);
}

static void
check_cases(const dbk_checking *check)
{
    const dbk_nightly_report *report = report_of(check);
    const size_t n = dbk_check_bounded(check, "cases", report->n_cases, DBK_CASES_MAX);

    if (n == 0 && !report->no_case)
        dbk_check_say(check, "case.none", "cases", NULL, NULL, 0);
    if (n > 0 && report->no_case)
        dbk_check_say(check, "case.both", "no_case", NULL, NULL, 0);
    for (size_t i = 0; i < n; i++)
        dbk_check_fields(check, (dbk_field_place){ "cases", i + 1, NULL }, report->cases[i], case_fields,
                         ARRAY_LEN(case_fields));
}

/* A kind that is not known has been spoken of; what its severity should be is then anybody's guess. */
static void
check_severity(const dbk_checking *check, dbk_field_place at, const dbk_observation *it)
{
    at.name = "severity";
    if (it->kind == DAYBOOK__V1__OBSERVATION_KIND__RISK) {
        if (!it->has_severity)
            dbk_place_say_nothing(check, "severity.range", at);
        else if (it->severity < 1 || it->severity > 3)
            dbk_place_say_outside(check, "severity.range", at, 1, 3, it->severity);
    } else if (it->has_severity && dbk_list_find(DBK_LIST_OBSERVATION_KIND, (int)it->kind) != NULL)
        dbk_place_say_number(check, "severity.misplaced", at, NULL, it->severity);
}

static void
check_observations(const dbk_checking *check)
{
    const dbk_nightly_report *report = report_of(check);
    const size_t n = dbk_check_bounded(check, "observations", report->n_observations, DBK_OBSERVATIONS_MAX);

    for (size_t i = 0; i < n; i++) {
        const dbk_field_place at = { "observations", i + 1, NULL };

        dbk_check_fields(check, at, report->observations[i], observation_fields, ARRAY_LEN(observation_fields));
        check_severity(check, at, report->observations[i]);
    }
}

/* A letter, which says what it is, and eight digits. What a letter stands for is not asked: kinds may be added. */
static bool
is_item_name(const ProtobufCBinaryData *name)
{
    if (name->len != DBK_ITEM_CHARS || name->data[0] < 'a' || name->data[0] > 'z')
        return false;
    for (size_t i = 1; i < name->len; i++)
        if (!((name->data[i] >= '0' && name->data[i] <= '9') || (name->data[i] >= 'a' && name->data[i] <= 'f')))
            return false;
    return true;
}

static bool
is_answered_before(const dbk_nightly_report *report, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (report->answers[k]->item.len == DBK_ITEM_CHARS &&
            memcmp(report->answers[k]->item.data, report->answers[i]->item.data, DBK_ITEM_CHARS) == 0)
            return true;
    return false;
}

/* Whether there is such an item, and whether all are answered, is a matter of other nights: not asked here. */
static void
check_answers(const dbk_checking *check)
{
    const dbk_nightly_report *report = report_of(check);
    const size_t n = dbk_check_bounded(check, "answers", report->n_answers, DBK_ITEMS_MAX);

    for (size_t i = 0; i < n; i++) {
        const dbk_answered_item *it = report->answers[i];
        dbk_field_place at = { "answers", i + 1, "item" };

        if (!is_item_name(&it->item))
            dbk_place_say(check, "item.name", at, NULL, it->item.data, it->item.len);
        else if (is_answered_before(report, i))
            dbk_place_say(check, "item.twice", at, NULL, it->item.data, it->item.len);
        at.name = "answer";
        if (dbk_list_find(DBK_LIST_ITEM_ANSWER, (int)it->answer) == NULL)
            dbk_place_say_nothing(check, "item.answer", at);
        dbk_check_fields(check, at, it, answer_fields, ARRAY_LEN(answer_fields));
    }
}

static void
check_all(const dbk_checking *check)
{
    const dbk_nightly_report *report = report_of(check);

    dbk_check_figures(check);
    check_situation(check);
    check_cases(check);
    check_observations(check);
    dbk_check_supply_needs(check, "supply_needs", report->supply_needs, report->n_supply_needs, DBK_SUPPLY_NEEDS_MAX);
    check_answers(check);
}

const dbk_kind_rules dbk_kind_nightly_report = {
    .kind = DBK_NIGHTLY_REPORT, .has_form = true, .check = check_all, DBK_KIND_BODY(nightly_report),
    DBK_KIND_EXPLANATIONS(dbk_nightly_report),
};
