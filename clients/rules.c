#include "clients/rules.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/words.h"
#include "proto/check.h"
#include "proto/err.h"

typedef Daybook__V1__Term term;

/* ------------------------------------------------------------------ finding them */

const dbk_rule *
dbk_rule_named(const dbk_form *form, const char *code)
{
    const dbk_form_message *message = dbk_form_message_of(form);

    for (size_t i = 0; i < message->n_rules; i++)
        if (strcmp(message->rules[i]->code, code) == 0)
            return message->rules[i];
    return NULL;
}

const char *
dbk_rule_sentence(const dbk_form *form, const char *code)
{
    const dbk_rule *rule = form ? dbk_rule_named(form, code) : NULL;
    size_t n;
    const dbk_violation_code *own = dbk_violation_codes(&n);

    if (rule)
        return dbk_words_pick((const char *)rule->text_zh.data, (const char *)rule->text_en.data);
    for (size_t i = 0; i < n; i++)
        if (strcmp(own[i].code, code) == 0)
            return dbk_words_pick(own[i].text_zh, own[i].text_en);
    return NULL;
}

static const term *
term_of(const dbk_rule *rule, uint32_t indicator)
{
    for (size_t i = 0; i < rule->n_terms; i++)
        if (rule->terms[i]->indicator == indicator)
            return rule->terms[i];
    return NULL;
}

const Daybook__V1__Indicator *
dbk_rule_place(const dbk_form *form, const dbk_rule *rule)
{
    const dbk_form_message *message = dbk_form_message_of(form);
    const Daybook__V1__Indicator *last = NULL;

    for (size_t g = 0; g < message->n_groups; g++)
        for (size_t i = 0; i < message->n_indicators; i++)
            if (strcmp(message->indicators[i]->group, message->groups[g]->code) == 0 &&
                term_of(rule, message->indicators[i]->number))
                last = message->indicators[i];
    return last ? last : dbk_form_number(form, rule->terms[0]->indicator);
}

const dbk_rule *
dbk_rule_next_sum(const dbk_form *form, uint32_t indicator, size_t *at)
{
    const dbk_form_message *message = dbk_form_message_of(form);

    while (indicator != 0 && *at < message->n_rules) {
        const dbk_rule *rule = message->rules[(*at)++];

        if (rule->relation == DAYBOOK__V1__RELATION__EQUAL && rule->n_terms > 1 && term_of(rule, indicator))
            return rule;
    }
    return NULL;
}

/* ------------------------------------------------------------------ solving one */

/* Coefficient times figure, over all terms but one. false: some figure is not filled; it counts as 0 then. */
static bool
sum_without(const dbk_rule *rule, const dbk_figures *figures, const term *without, int64_t *sum)
{
    bool whole = true;

    *sum = 0;
    for (size_t i = 0; i < rule->n_terms; i++) {
        const int64_t value = figures->value[rule->terms[i]->indicator];

        if (rule->terms[i] == without)
            continue;
        whole = whole && value != DBK_FIGURE_NONE;
        *sum += value == DBK_FIGURE_NONE ? 0 : rule->terms[i]->coefficient * value;
    }
    return whole;
}

bool
dbk_rule_solve(const dbk_form *form, const dbk_rule *rule, const dbk_figures *figures, uint32_t indicator,
               int64_t *value)
{
    const term *wanted = term_of(rule, indicator);
    const Daybook__V1__Indicator *bounds = dbk_form_number(form, indicator);
    int64_t rest;

    if (wanted == NULL || bounds == NULL || wanted->coefficient == 0 ||
        !sum_without(rule, figures, wanted, &rest) || (rule->bound - rest) % wanted->coefficient != 0)
        return false;
    *value = (rule->bound - rest) / wanted->coefficient;
    return bounds->least <= *value && *value <= bounds->most;
}

/* ------------------------------------------------------------------ in words */

typedef struct { char *room; size_t bytes, used; } text;

static void add(text *to, const char *fmt, ...) DBK_PRINTF(2, 3);

static void
add(text *to, const char *fmt, ...)
{
    va_list args;
    int n;

    if (to->used + 1 >= to->bytes)
        return;
    va_start(args, fmt);
    n = vsnprintf(to->room + to->used, to->bytes - to->used, fmt, args);
    va_end(args);
    to->used += n > 0 ? (size_t)n : 0;
}

/* "on duty 10", "2 × on duty 10", "on leave _" */
static void
add_figure(text *to, const dbk_form *form, const dbk_figures *figures, int64_t factor, uint32_t indicator)
{
    const Daybook__V1__Indicator *it = dbk_form_number(form, indicator);
    const int64_t value = figures->value[indicator];

    if (factor != 1)
        add(to, "%" PRId64 " × ", factor);
    add(to, "%s ", it ? dbk_words_pick((const char *)it->label_zh.data, (const char *)it->label_en.data) : "?");
    if (value == DBK_FIGURE_NONE)
        add(to, "_");
    else
        add(to, "%" PRId64, value);
}

/* The one that the others add up to: alone on its side of the sum, or else the last of them on the page. */
static const term *
total_of(const dbk_form *form, const dbk_rule *rule)
{
    const Daybook__V1__Indicator *last = dbk_rule_place(form, rule);
    const term *added = NULL, *taken = NULL;
    size_t n_added = 0;

    for (size_t i = 0; i < rule->n_terms; i++)
        if (rule->terms[i]->coefficient > 0) {
            added = rule->terms[i];
            n_added++;
        } else
            taken = rule->terms[i];
    if (rule->n_terms - n_added == 1)
        return taken;
    return n_added == 1 || last == NULL ? added : term_of(rule, last->number);
}

/* The left side: all but the total, each with the sign that it has there. */
static void
add_parts(text *to, const dbk_form *form, const dbk_rule *rule, const dbk_figures *figures, const term *total)
{
    const int64_t turn = total->coefficient > 0 ? -1 : 1;
    const size_t start = to->used;

    for (size_t i = 0; i < rule->n_terms; i++) {
        const int64_t factor = turn * rule->terms[i]->coefficient;

        if (rule->terms[i] == total)
            continue;
        add(to, "%s", to->used == start ? (factor < 0 ? "- " : "") : factor < 0 ? " - " : " + ");
        add_figure(to, form, figures, llabs(factor), rule->terms[i]->indicator);
    }
    if (rule->bound != 0)
        add(to, " %c %lld", -turn * rule->bound > 0 ? '+' : '-', llabs(rule->bound));
}

static void
add_sum(text *to, const dbk_form *form, const dbk_rule *rule, const dbk_figures *figures)
{
    const term *total = total_of(form, rule);
    const int64_t factor = llabs(total->coefficient), has = figures->value[total->indicator];
    char parts[DBK_RULE_WORDS_BYTES], total_text[DBK_RULE_WORDS_BYTES / 4];
    text left = { parts, sizeof parts, 0 }, right = { total_text, sizeof total_text, 0 };
    int64_t rest;
    const bool whole = sum_without(rule, figures, total, &rest);
    const long long sum = total->coefficient > 0 ? rule->bound - rest : rest - rule->bound;
    const long long over = whole && has != DBK_FIGURE_NONE ? sum - factor * has : 0;

    add_parts(&left, form, rule, figures, total);
    add_figure(&right, form, figures, factor, total->indicator);
    if (over > 0)
        add(to, _("%s = %lld, %lld more than %s"), parts, sum, over, right.room);
    else if (over < 0)
        add(to, _("%s = %lld, %lld fewer than %s"), parts, sum, -over, right.room);
    else if (whole)
        add(to, _("%s = %lld; %s"), parts, sum, right.room);
    else
        add(to, _("%s = %lld so far; %s"), parts, sum, right.room);
}

const char *
dbk_rule_words(const dbk_form *form, const dbk_rule *rule, const dbk_figures *figures, char *room, size_t room_bytes)
{
    text to = { room, room_bytes, 0 };

    room[0] = '\0';
    if (rule->n_terms == 1)
        add(&to, "%" PRId64, figures->value[rule->terms[0]->indicator]);
    else if (rule->relation == DAYBOOK__V1__RELATION__EQUAL)
        add_sum(&to, form, rule, figures);
    else
        for (size_t i = 0; i < rule->n_terms; i++) {
            add(&to, "%s", i > 0 ? _(", ") : "");
            add_figure(&to, form, figures, 1, rule->terms[i]->indicator);
        }
    return room;
}
