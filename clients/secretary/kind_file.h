/*
 * kind_file — the file of a kind that has no form: its template, made from its shape and the roster, or what was sent
 * before, to be changed in an editor.
 */
#ifndef DBK_SECRETARY_KIND_FILE_H
#define DBK_SECRETARY_KIND_FILE_H

#include <stdio.h>

#include "clients/secretary/answers.h"
#include "clients/secretary/which.h"

/* An annotated file with an entry for everybody on the roster; part 0: left to be filled in.
 *   values  what stands in it; NULL: nothing yet */
void dbk_kind_template(const dbk_kind_shape *shape, const dbk_scope *scope, const dbk_which *which, uint32_t part,
                       const dbk_answers *values, FILE *to);

#endif
