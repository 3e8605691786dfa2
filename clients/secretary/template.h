/*
 * template — an empty report, annotated, made from a form: what report_file.c reads once it is filled in.
 */
#ifndef DBK_SECRETARY_TEMPLATE_H
#define DBK_SECRETARY_TEMPLATE_H

#include <stdint.h>
#include <stdio.h>

#include "clients/secretary/open_items.h"
#include "proto/codes.h"
#include "proto/form.h"

/* Prints it in the reader's language.
 *   committee, date   0: left empty;  date as YYYYMMDD
 *   open              what earlier nights left open there, to be answered; NULL: nobody knows where */
void dbk_template_print(const dbk_form *form, uint32_t committee, uint32_t date, const dbk_open_list *open, FILE *to);

/* What the templates of other kinds (kind_file.c) are put together from, too. */

/* "key: value      # note"; the indent is part of the key. */
void dbk_template_line(FILE *to, const char *key, const char *value, const char *note);
/* The words of a list, as a note of its own above the field. */
void dbk_template_words(FILE *to, const char *indent, dbk_list list);
/* A text of several lines, below its key; a line of blanks shows where it begins. */
void dbk_template_narrative(FILE *to, size_t indent, const char *key, size_t least, size_t most, const char *what);

#endif
