/*
 * form — a packed Form, proved once and then only looked up.
 *
 * Promise: what dbk_form_open() lets in cannot make a checker fail. Numbers index an array, sums of any rule over any
 * figures fit int64, codes are unique, and every text is text and followed by a NUL, so that it is a string too.
 * Not here: a report against a form (check.c, check_figures.c).
 */
#include "proto/form.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "proto/arena.h"
#include "proto/calendar.h"
#include "proto/check.h"
#include "proto/limits.h"
#include "proto/text.h"

/* A Reply must carry it, so it gets the same room as a sealed record. */
#define FORM_MAX_BYTES DBK_SEALED_MAX_BYTES

#define CODE_MAX_CHARS 40
#define LABEL_ZH_MAX 40
#define LABEL_EN_MAX 80
#define UNIT_ZH_MAX 8
#define UNIT_EN_MAX 16
#define RULE_ZH_MAX 200
#define RULE_EN_MAX 300
#define COEFFICIENT_MAX 1000000
#define BOUND_MAX 1000000000000

typedef Daybook__V1__Group     form_group;
typedef Daybook__V1__Indicator form_indicator;
typedef Daybook__V1__Rule      form_rule;
typedef Daybook__V1__Term      form_term;

struct dbk_form {
    dbk_arena             arena;
    dbk_form_message     *message;
    const form_indicator *by_number[DBK_INDICATOR_MAX + 1];
    int32_t               from, to;          /* day numbers; `to` is INT32_MAX while in force */
    size_t                size;
    uint8_t               bytes[];           /* as they came */
};

/* ---------------------------------------------------------------- what a code and a text look like */

static bool
is_name(const char *code)
{
    const size_t n = code == NULL ? 0 : strlen(code);

    return n >= 2 && n <= CODE_MAX_CHARS && code[0] >= 'a' && code[0] <= 'z' &&
           strspn(code, "abcdefghijklmnopqrstuvwxyz0123456789_") == n;
}

static bool
is_rule_code(const char *code)
{
    const size_t n = code == NULL ? 0 : strlen(code);

    return n >= 1 && n <= DBK_RULE_CODE_MAX &&
           strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-") == n;
}

/* A rule of the form may not take the code of one that is written in C: an explanation would mean both. */
static bool
is_code_of_ours(const char *code)
{
    size_t n;
    const dbk_violation_code *rows = dbk_violation_codes(&n);

    for (size_t i = 0; i < n; i++)
        if (strcmp(rows[i].code, code) == 0)
            return true;
    return false;
}

/* One line of 1 .. `most` characters; then it is moved to where a NUL follows it. */
static bool
take_text(dbk_arena *arena, ProtobufCBinaryData *text, size_t most)
{
    uint8_t *copy;

    if (text->len == 0 || dbk_text_check(text->data, text->len, DBK_TEXT_LINE, NULL) != DBK_TEXT_OK)
        return false;
    if (dbk_text_chars(text->data, text->len) < 1 || dbk_text_points(text->data, text->len) > most)
        return false;
    copy = dbk_arena_take(arena, text->len + 1);
    if (copy == NULL)
        return false;
    memcpy(copy, text->data, text->len);
    copy[text->len] = '\0';
    text->data = copy;
    return true;
}

/* ---------------------------------------------------------------- proofs, one for each kind of row */

static int
prove_dates(dbk_form *form, dbk_err *err)
{
    const dbk_form_message *m = form->message;

    if (m->version == 0 || m->version > INT32_MAX)
        return dbk_err_set(err, DBK_E_MALFORMED, "no version");
    if (!dbk_day_from_ymd(m->active_from, &form->from))
        return dbk_err_set(err, DBK_E_MALFORMED, "active_from %u is no date", m->active_from);
    form->to = INT32_MAX;
    if (m->has_active_to && (!dbk_day_from_ymd(m->active_to, &form->to) || form->to < form->from))
        return dbk_err_set(err, DBK_E_MALFORMED, "active_to %u is no date, or before active_from", m->active_to);
    return 0;
}

static const form_group *
find_group(const dbk_form_message *m, size_t n, const char *code)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(m->groups[i]->code, code) == 0)
            return m->groups[i];
    return NULL;
}

static int
prove_groups(dbk_form *form, dbk_err *err)
{
    for (size_t i = 0; i < form->message->n_groups; i++) {
        form_group *g = form->message->groups[i];

        if (!is_name(g->code) || find_group(form->message, i, g->code) != NULL)
            return dbk_err_set(err, DBK_E_MALFORMED, "group %zu: its code is missing, misspelt or used twice", i + 1);
        if (!take_text(&form->arena, &g->label_zh, LABEL_ZH_MAX) ||
            !take_text(&form->arena, &g->label_en, LABEL_EN_MAX))
            return dbk_err_set(err, DBK_E_MALFORMED, "group %s: labels in zh and en are needed", g->code);
    }
    return 0;
}

static const char *
indicator_fault(dbk_form *form, form_indicator *it)
{
    if (it->number < 1 || it->number > DBK_INDICATOR_MAX)
        return "its number is not 1..255";
    if (form->by_number[it->number] != NULL)
        return "its number is used twice";
    if (dbk_form_named(form, it->code) != NULL)
        return "its code is used twice";
    if (it->group == NULL || find_group(form->message, form->message->n_groups, it->group) == NULL)
        return "its group is not in the form";
    if (!take_text(&form->arena, &it->label_zh, LABEL_ZH_MAX) || !take_text(&form->arena, &it->label_en, LABEL_EN_MAX))
        return "labels in zh and en are needed";
    if (!take_text(&form->arena, &it->unit_zh, UNIT_ZH_MAX) || !take_text(&form->arena, &it->unit_en, UNIT_EN_MAX))
        return "units in zh and en are needed";
    if (!it->has_least || !it->has_most || it->least < 0 || it->least > it->most || it->most > DBK_FIGURE_MAX)
        return "least and most are missing, exchanged or out of range";
    return NULL;
}

static int
prove_indicators(dbk_form *form, dbk_err *err)
{
    if (form->message->n_indicators > DBK_FIGURES_MAX)
        return dbk_err_set(err, DBK_E_MALFORMED, "more than %d indicators", DBK_FIGURES_MAX);
    for (size_t i = 0; i < form->message->n_indicators; i++) {
        form_indicator *it = form->message->indicators[i];

        if (!is_name(it->code))
            return dbk_err_set(err, DBK_E_MALFORMED, "indicator %zu: its code is missing or misspelt", i + 1);
        const char *fault = indicator_fault(form, it);

        if (fault != NULL)
            return dbk_err_set(err, DBK_E_MALFORMED, "indicator %s: %s", it->code, fault);
        form->by_number[it->number] = it;
    }
    return 0;
}

/* With coefficients up to 10^6, figures up to 10^9 and 16 terms, a sum stays under 1.6 * 10^16. */
static const char *
terms_fault(const dbk_form *form, const form_rule *rule)
{
    if (rule->n_terms < 1 || rule->n_terms > DBK_RULE_TERMS_MAX)
        return "1 to 16 terms are needed";
    for (size_t i = 0; i < rule->n_terms; i++) {
        const form_term *term = rule->terms[i];

        if (dbk_form_number(form, term->indicator) == NULL)
            return "a term names no indicator of the form";
        if (term->coefficient == 0 || term->coefficient < -COEFFICIENT_MAX || term->coefficient > COEFFICIENT_MAX)
            return "a coefficient is 0 or beyond a million";
        for (size_t k = 0; k < i; k++)
            if (rule->terms[k]->indicator == term->indicator)
                return "a term stands twice";
    }
    return NULL;
}

static const char *
rule_fault(dbk_form *form, form_rule *rule)
{
    if (is_code_of_ours(rule->code))
        return "its code belongs to a rule that is not of the form";
    if (rule->severity != DBK_ERROR && rule->severity != DBK_WARNING)
        return "its severity is neither ERROR nor WARNING";
    if (rule->relation < DAYBOOK__V1__RELATION__EQUAL || rule->relation > DAYBOOK__V1__RELATION__AT_LEAST)
        return "its relation is not known";
    if (rule->bound < -BOUND_MAX || rule->bound > BOUND_MAX)
        return "its bound is beyond 10^12";
    if (!take_text(&form->arena, &rule->text_zh, RULE_ZH_MAX) || !take_text(&form->arena, &rule->text_en, RULE_EN_MAX))
        return "a sentence in zh and en is needed";
    return terms_fault(form, rule);
}

static int
prove_rules(dbk_form *form, dbk_err *err)
{
    const dbk_form_message *m = form->message;

    if (m->n_rules > DBK_RULES_MAX)
        return dbk_err_set(err, DBK_E_MALFORMED, "more than %d rules", DBK_RULES_MAX);
    for (size_t i = 0; i < m->n_rules; i++) {
        if (!is_rule_code(m->rules[i]->code))
            return dbk_err_set(err, DBK_E_MALFORMED, "rule %zu: its code is missing or misspelt", i + 1);
        const char *fault = rule_fault(form, m->rules[i]);

        for (size_t k = 0; k < i && fault == NULL; k++)
            if (strcmp(m->rules[k]->code, m->rules[i]->code) == 0)
                fault = "its code is used twice";
        if (fault != NULL)
            return dbk_err_set(err, DBK_E_MALFORMED, "rule %s: %s", m->rules[i]->code, fault);
    }
    return 0;
}

/* ---------------------------------------------------------------- the life of a form */

dbk_form *
dbk_form_open(const void *bytes, size_t size, dbk_err *err)
{
    dbk_form *form = NULL;

    if (size == 0 || size > FORM_MAX_BYTES) {
        dbk_err_set(err, DBK_E_MALFORMED, "form: %zu bytes, 1 to %u are allowed", size, FORM_MAX_BYTES);
        return NULL;
    }
    form = calloc(1, sizeof *form + size);
    assert(form != NULL);
    dbk_arena_init(&form->arena, DBK_UNPACK_MAX_BYTES);
    memcpy(form->bytes, bytes, size);
    form->size = size;
    form->message = daybook__v1__form__unpack(&form->arena.allocator, size, form->bytes);
    if (form->message == NULL)
        dbk_err_set(err, DBK_E_MALFORMED, "not a Form, or truncated");
    else if (prove_dates(form, err) == 0 && prove_groups(form, err) == 0 && prove_indicators(form, err) == 0 &&
             prove_rules(form, err) == 0)
        return form;
    dbk_err_why(err, "form");
    dbk_form_close(&form);
    return NULL;
}

void
dbk_form_close(dbk_form **form)
{
    if (*form == NULL)
        return;
    dbk_arena_fini(&(*form)->arena);
    free(*form);
    *form = NULL;
}

uint32_t
dbk_form_version(const dbk_form *form)
{
    return form->message->version;
}

const void *
dbk_form_bytes(const dbk_form *form, size_t *size)
{
    *size = form->size;
    return form->bytes;
}

const dbk_form_message *
dbk_form_message_of(const dbk_form *form)
{
    return form->message;
}

const Daybook__V1__Indicator *
dbk_form_number(const dbk_form *form, uint32_t number)
{
    return number <= DBK_INDICATOR_MAX ? form->by_number[number] : NULL;
}

const Daybook__V1__Indicator *
dbk_form_named(const dbk_form *form, const char *code)
{
    for (size_t number = 1; number <= DBK_INDICATOR_MAX; number++)
        if (form->by_number[number] != NULL && strcmp(form->by_number[number]->code, code) == 0)
            return form->by_number[number];
    return NULL;
}

bool
dbk_form_serves(const dbk_form *form, int32_t day)
{
    return day >= form->from && day - DBK_FORM_GRACE_DAYS <= form->to;
}
