/*
 * template — an empty report, annotated, made from a form: what report_file.c reads once it is filled in.
 */
#ifndef DBK_SECRETARY_TEMPLATE_H
#define DBK_SECRETARY_TEMPLATE_H

#include <stdint.h>
#include <stdio.h>

#include "proto/form.h"

/* Prints it in the reader's language.
 *   committee, date   0: left empty;  date as YYYYMMDD */
void dbk_template_print(const dbk_form *form, uint32_t committee, uint32_t date, FILE *to);

#endif
