/*
 * template — another office's form as a file: a title, a grouping, columns, and by when it is wanted.
 *
 * An INI file in UTF-8, or the name of one that was installed: [table] title, by, deadline, only; [columns] a head = the
 * code of a figure, in their order. What is taken is text that can be shown. Not here: its figures (cmd_render.c).
 */
#ifndef DBK_OFFICE_TEMPLATE_H
#define DBK_OFFICE_TEMPLATE_H

#include <stddef.h>

#include "clients/office/rows.h"
#include "proto/err.h"

#define DBK_TEMPLATE_COLUMNS_MAX 40

typedef struct {
    char  *title, *by, *deadline, *only;            /* the last two NULL when the file has none */
    char  *head[DBK_TEMPLATE_COLUMNS_MAX], *code[DBK_TEMPLATE_COLUMNS_MAX];
    size_t n;
    char   wrong[320];                              /* the first thing that is wrong with the file, or "" */
} dbk_template;

/* Read the file `name`, or the installed template of that name; *t need not be initialised, and is to be given to
 * dbk_template_fini whatever comes of it.
 *   errors   DBK_E_NO_INPUT: there is none, and which there are;  DBK_E_INPUT: it is no template */
int  dbk_template_read(const char *name, dbk_template *t, dbk_err *err);
void dbk_template_fini(dbk_template *t);

/* By when it is wanted, as H:MM at the beginning or the end of `deadline`; NULL: at no hour that we can tell. */
const char *dbk_template_hour(const dbk_template *t, char hour[6]);

/* Those that were installed: name, title, by, deadline. */
dbk_rows *dbk_template_list(dbk_err *err);

#endif
