/*
 * kind_file — the file of a kind that has no form: its template, made from its shape and the roster, and the same file
 * written from answers to questions, line by line.
 */
#ifndef DBK_SECRETARY_KIND_FILE_H
#define DBK_SECRETARY_KIND_FILE_H

#include <stdio.h>

#include "clients/secretary/kinds.h"
#include "clients/secretary/which.h"

/* An annotated file with an entry for everybody on the roster; part 0: left to be filled in. */
void dbk_kind_template(const dbk_kind_shape *shape, const dbk_scope *scope, const dbk_which *which, uint32_t part,
                       FILE *to);

/* Asks what shape->asked names, of everybody on the roster, or entry after entry until one begins empty. An answer that
 * cannot be read is asked for again; an empty one is left out.
 *   from, say  where answers come from, and where the questions go
 *   to         gets the file
 *   returns    false: the answers ended before the questions did */
bool dbk_kind_ask(const dbk_kind_shape *shape, const dbk_scope *scope, const dbk_which *which, uint32_t part,
                  FILE *from, FILE *say, FILE *to);

#endif
