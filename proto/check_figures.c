/*
 * check_figures — the figures against the form: numbers, ranges, what must be filled, the rules between them.
 *
 * Values are laid out by number once, so every later question is one look: the whole is linear in the figures, the
 * indicators and the terms of the rules.
 * Not here: texts and lists (check.c).
 */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "proto/check_parts.h"

typedef Daybook__V1__Indicator form_indicator;
typedef Daybook__V1__Rule      form_rule;
typedef Daybook__V1__Term      form_term;

#define WORD_BITS 64
#define NUMBER_WORDS ((DBK_INDICATOR_MAX + WORD_BITS) / WORD_BITS)

/* What was filled: value[number], where the bit `number` says that there is one. */
typedef struct {
    uint64_t filled[NUMBER_WORDS];
    uint64_t listed[NUMBER_WORDS];           /* named in the record, with a value or not */
    int64_t  value[DBK_INDICATOR_MAX + 1];   /* 0 .. DBK_FIGURE_MAX; others are not counted as filled */
} figure_table;

static bool
has_bit(const uint64_t *bits, uint32_t number)
{
    return bits[number / WORD_BITS] >> (number % WORD_BITS) & 1;
}

static void
set_bit(uint64_t *bits, uint32_t number)
{
    bits[number / WORD_BITS] |= UINT64_C(1) << (number % WORD_BITS);
}

/* ---------------------------------------------------------------- each figure by itself */

/* "figures.on_duty_count"; a number that the form does not ask for has no code: "figures.77". */
static void
name_figure(const dbk_checking *check, uint32_t number, char field[DBK_FIELD_BYTES])
{
    const form_indicator *it = check->form != NULL ? dbk_form_number(check->form, number) : NULL;

    if (it != NULL)
        snprintf(field, DBK_FIELD_BYTES, "figures.%s", it->code);
    else
        snprintf(field, DBK_FIELD_BYTES, "figures.%" PRIu32, number);
}

static void
check_range(const dbk_checking *check, uint32_t number, int64_t value)
{
    const form_indicator *it = check->form != NULL ? dbk_form_number(check->form, number) : NULL;
    const int64_t least = it != NULL ? it->least : 0;
    const int64_t most = it != NULL ? it->most : DBK_FIGURE_MAX;
    char field[DBK_FIELD_BYTES];

    if (value >= least && value <= most)
        return;
    name_figure(check, number, field);
    dbk_check_say_outside(check, "figure.range", field, least, most, value);
}

/* Notes one figure of the record, which stands at `position` from 1. */
static void
take_figure(const dbk_checking *check, figure_table *table, const dbk_figure *figure, size_t position)
{
    const uint32_t number = figure->indicator;
    char field[DBK_FIELD_BYTES];

    if (!figure->has_indicator || number < 1 || number > DBK_INDICATOR_MAX) {
        snprintf(field, sizeof field, "figures[%zu]", position);
        dbk_check_say_outside(check, "figure.number", field, 1, DBK_INDICATOR_MAX, number);
        return;
    }
    if (has_bit(table->listed, number)) {
        name_figure(check, number, field);
        dbk_check_say_number(check, "figure.twice", field, NULL, figure->value);
        return;
    }
    set_bit(table->listed, number);
    if (!figure->has_value) {
        name_figure(check, number, field);
        dbk_check_say(check, "figure.missing", field, NULL, NULL, 0);
        return;
    }
    check_range(check, number, figure->value);
    if (figure->value >= 0 && figure->value <= DBK_FIGURE_MAX) {
        table->value[number] = figure->value;
        set_bit(table->filled, number);
    }
}

static void
take_figures(const dbk_checking *check, figure_table *table)
{
    const dbk_nightly_report *report = check->record->nightly_report;
    size_t n = report->n_figures;

    if (n > DBK_FIGURES_MAX) {
        dbk_check_say_outside(check, "figure.many", "figures", 0, DBK_FIGURES_MAX, (int64_t)n);
        n = DBK_FIGURES_MAX;
    }
    for (size_t i = 0; i < n; i++)
        take_figure(check, table, report->figures[i], i + 1);
}

/* ---------------------------------------------------------------- what the form asks for */

/* A figure that is listed but wrong has been spoken of already: it is not "missing" as well. */
static void
check_required(const dbk_checking *check, const figure_table *table)
{
    const dbk_form_message *form = dbk_form_message_of(check->form);
    char field[DBK_FIELD_BYTES];

    for (size_t i = 0; i < form->n_indicators; i++) {
        const form_indicator *it = form->indicators[i];

        if (!it->required || has_bit(table->listed, it->number))
            continue;
        name_figure(check, it->number, field);
        dbk_check_say(check, "figure.required", field, NULL, NULL, 0);
    }
}

static void
count_unknown(const dbk_checking *check, const figure_table *table)
{
    int64_t unknown = 0;

    for (uint32_t number = 1; number <= DBK_INDICATOR_MAX; number++)
        unknown += has_bit(table->listed, number) && dbk_form_number(check->form, number) == NULL;
    if (unknown > DBK_UNKNOWN_FIGURES_MAX)
        dbk_check_say_outside(check, "figure.unknown_many", "figures", 0, DBK_UNKNOWN_FIGURES_MAX, unknown);
}

/* ---------------------------------------------------------------- the linear rules */

/*
 * A rule as a person reads it: what is added on the left, what is taken away on the right, so that
 * "a + b - c = 0" is "a + b = c" and nobody meets a negative number.
 */
typedef struct {
    int64_t right;
    char    left_text[512], right_text[512];
} equation;

static void
append_number(char text[512], int64_t factor, int64_t number)
{
    const size_t used = strlen(text);
    const char *plus = used > 0 ? " + " : "";

    if (factor == 1)
        snprintf(text + used, 512 - used, "%s%" PRId64, plus, number);
    else
        snprintf(text + used, 512 - used, "%s%" PRId64 "×%" PRId64, plus, factor, number);
}

static void
write_equation(const form_rule *rule, const figure_table *table, equation *eq)
{
    *eq = (equation){ 0 };
    for (size_t i = 0; i < rule->n_terms; i++) {
        const form_term *term = rule->terms[i];
        const int64_t value = table->value[term->indicator];

        if (term->coefficient > 0) {
            append_number(eq->left_text, term->coefficient, value);
        } else {
            append_number(eq->right_text, -term->coefficient, value);
            eq->right += -term->coefficient * value;
        }
    }
    if (rule->bound < 0 || eq->left_text[0] == '\0')
        append_number(eq->left_text, 1, rule->bound < 0 ? -rule->bound : 0);
    if (rule->bound > 0 || eq->right_text[0] == '\0') {
        append_number(eq->right_text, 1, rule->bound > 0 ? rule->bound : 0);
        eq->right += rule->bound > 0 ? rule->bound : 0;
    }
}

static const struct { const char *holds, *broken; } relation_signs[] = {
    [DAYBOOK__V1__RELATION__EQUAL]    = { "=", "≠" },
    [DAYBOOK__V1__RELATION__AT_MOST]  = { "≤", ">" },
    [DAYBOOK__V1__RELATION__AT_LEAST] = { "≥", "<" },
};

static void
say_rule(const dbk_checking *check, const figure_table *table, const form_rule *rule)
{
    char field[DBK_FIELD_BYTES], limit[DBK_LIMIT_BYTES], value[sizeof(equation)];
    equation eq;

    write_equation(rule, table, &eq);
    name_figure(check, rule->terms[0]->indicator, field);
    snprintf(limit, sizeof limit, "%s %" PRId64, relation_signs[rule->relation].holds, eq.right);
    snprintf(value, sizeof value, "%s %s %s", eq.left_text, relation_signs[rule->relation].broken, eq.right_text);
    dbk_violations_add_rule(check->found, rule, field, limit, value);
}

static bool
all_filled(const form_rule *rule, const figure_table *table)
{
    for (size_t i = 0; i < rule->n_terms; i++)
        if (!has_bit(table->filled, rule->terms[i]->indicator))
            return false;
    return true;
}

/* At most 16 terms of 10^6 * 10^9 (form.c and take_figure see to both): 1.6 * 10^16, and int64 ends at 9.2 * 10^18.
 * The two sides of an equation are parts of that sum, and a bound adds 10^12 at most. */
static int64_t
sum_of(const form_rule *rule, const figure_table *table)
{
    int64_t sum = 0;

    assert(rule->n_terms <= DBK_RULE_TERMS_MAX);
    for (size_t i = 0; i < rule->n_terms; i++)
        sum += rule->terms[i]->coefficient * table->value[rule->terms[i]->indicator];
    return sum;
}

static bool
rule_holds(const form_rule *rule, int64_t sum)
{
    switch (rule->relation) {
    case DAYBOOK__V1__RELATION__EQUAL:
        return sum == rule->bound;
    case DAYBOOK__V1__RELATION__AT_MOST:
        return sum <= rule->bound;
    default:
        assert(rule->relation == DAYBOOK__V1__RELATION__AT_LEAST);
        return sum >= rule->bound;
    }
}

static void
check_rules(const dbk_checking *check, const figure_table *table)
{
    const dbk_form_message *form = dbk_form_message_of(check->form);

    for (size_t i = 0; i < form->n_rules; i++) {
        const form_rule *rule = form->rules[i];

        if (!all_filled(rule, table) || rule_holds(rule, sum_of(rule, table)))
            continue;
        if (rule->severity != DBK_WARNING || !dbk_check_explained(check, rule->code))
            say_rule(check, table, rule);
    }
}

/* ---------------------------------------------------------------- zero report */

static void
check_zero_report(const dbk_checking *check, const figure_table *table)
{
    const dbk_form_message *form = dbk_form_message_of(check->form);
    char value[DBK_VALUE_BYTES];

    if (!check->record->nightly_report->zero_report)
        return;
    for (size_t i = 0; i < form->n_indicators; i++) {
        const form_indicator *it = form->indicators[i];

        if (!it->alarm || !has_bit(table->filled, it->number) || table->value[it->number] == 0)
            continue;
        const int n = snprintf(value, sizeof value, "%s = %" PRId64, it->code, table->value[it->number]);

        dbk_check_say(check, "zero_report.alarm", "zero_report", "0", value, (size_t)n);
    }
}

void
dbk_check_figures(const dbk_checking *check)
{
    figure_table table;

    memset(table.filled, 0, sizeof table.filled);
    memset(table.listed, 0, sizeof table.listed);
    take_figures(check, &table);
    if (check->form == NULL)
        return;
    count_unknown(check, &table);
    check_required(check, &table);
    check_rules(check, &table);
    check_zero_report(check, &table);
}
