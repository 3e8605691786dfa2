/*
 * verbs — the table of what daybook can do, in the order in which a person meets it.
 */
#ifndef DBK_SECRETARY_VERBS_H
#define DBK_SECRETARY_VERBS_H

#include <stddef.h>

#include "clients/secretary/cmd.h"

const dbk_verb *const *dbk_verbs(size_t *n);
const dbk_verb        *dbk_verb_named(const char *name);      /* NULL: there is none */

/* Those for all of them, wherever they stand. */
extern const dbk_option dbk_common_options[];

/* On one screen of 80x24: all verbs, by what a person wants to do; the options for all; one verb. */
void dbk_verbs_print(void);
void dbk_verbs_print_options(void);
void dbk_verb_print(const dbk_verb *verb);

#endif
