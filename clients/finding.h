/*
 * finding — one thing that is wrong with a record, in a person's words: where it is put right, one sentence, and beside
 * it what would be allowed and what was found, or of a rule the figures by their labels.
 *
 * The checker here and the server's answer say the same things in two shapes; both come out alike.
 * For both programs. Not here: which rules there are (proto/check.c, the form).
 */
#ifndef DBK_CLIENTS_FINDING_H
#define DBK_CLIENTS_FINDING_H

#include <stdbool.h>

#include "clients/figures.h"
#include "proto/check.h"
#include "proto/form.h"
#include "proto/messages.h"

#define DBK_FINDING_BYTES 2048

typedef struct {
    char         path[DBK_FIELD_BYTES];
    char         code[DBK_RULE_CODE_MAX + 1];
    dbk_severity severity;
    char         text[DBK_FINDING_BYTES];        /* made safe to show */
} dbk_finding;

/* The record that it is about. */
typedef struct {
    dbk_kind           kind;
    const dbk_form    *form;             /* for rules and labels; NULL: it has none, or it is not known */
    const dbk_figures *figures;          /* what was entered; NULL: not known */
    /* Is a word of a list chosen there? Of a choice the numbers behind it say nothing to a person. NULL: nowhere. */
    bool             (*is_choice)(dbk_kind kind, const char *field);
} dbk_finding_scene;

/* Both overwrite `it`. */
void dbk_finding_here(dbk_finding *it, const dbk_violation *violation, const dbk_finding_scene *scene);
void dbk_finding_told(dbk_finding *it, const dbk_violation_message *violation, const dbk_finding_scene *scene);

#endif
