/*
 * rules — the rules between figures as a person reads them: what a rule asks for, every figure by its label, with what
 * was entered, and what the sum comes to.
 *
 * Pure, and for both programs. A rule of a form is "coefficients times figures, compared with a bound"; nobody wants to read it so.
 * Not here: whether a rule is broken (proto/check.c decides that).
 */
#ifndef DBK_CLIENTS_RULES_H
#define DBK_CLIENTS_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clients/figures.h"
#include "proto/form.h"

#define DBK_RULE_WORDS_BYTES 1600

typedef Daybook__V1__Rule dbk_rule;

const dbk_rule *dbk_rule_named(const dbk_form *form, const char *code);       /* NULL: no rule of this form */

/* What the rule of that code asks for, as a sentence in the reader's language, whether it is the form's or the checker's
 * own.
 *   form     NULL: it is not known
 *   returns  NULL: no such rule is known here */
const char *dbk_rule_sentence(const dbk_form *form, const char *code);

/* The figure at which a broken rule is put right: the last of them on the page, which completes the sum. */
const Daybook__V1__Indicator *dbk_rule_place(const dbk_form *form, const dbk_rule *rule);

/*
 * What stands in the figures of a rule.
 *   a sum       "on duty 10 + on leave 3 = 13, 1 more than assigned 12"
 *               "on duty 10 + on leave _ = 10 so far; assigned 12"
 *   otherwise   "on duty 13, assigned 12"; of a single figure the number alone
 *   returns     `room`, in the reader's language
 */
const char *dbk_rule_words(const dbk_form *form, const dbk_rule *rule, const dbk_figures *figures, char *room,
                           size_t room_bytes);

/* The sums that a figure takes part in, one a call: *at, 0 at first, is where to go on. NULL: there are no more. */
const dbk_rule *dbk_rule_next_sum(const dbk_form *form, uint32_t indicator, size_t *at);

/* What a figure must be for a sum to come out, when all others of it are filled; false: nothing that it may be. */
bool dbk_rule_solve(const dbk_form *form, const dbk_rule *rule, const dbk_figures *figures, uint32_t indicator,
                    int64_t *value);

#endif
