/*
 * complaints — what is wrong with a file that a person wrote: line, sentence; all at once, in the order of the file.
 */
#ifndef DBK_SECRETARY_COMPLAINTS_H
#define DBK_SECRETARY_COMPLAINTS_H

#include <stddef.h>
#include <stdio.h>

#include "proto/err.h"

#define DBK_COMPLAINTS_MAX 100
#define DBK_COMPLAINT_BYTES 2560

typedef struct {
    int  line;                            /* from 1; 0: the file as a whole */
    char text[DBK_COMPLAINT_BYTES];       /* in the reader's language */
} dbk_complaint;

typedef struct {
    size_t        n, more;                /* `more` were found beyond DBK_COMPLAINTS_MAX */
    dbk_complaint row[DBK_COMPLAINTS_MAX];
} dbk_complaints;

/* `found` may be NULL: nobody listens. The sentence is made safe to show. */
void dbk_complain(dbk_complaints *found, int line, const char *fmt, ...) DBK_PRINTF(3, 4);

/* Prints them sorted by line, one a line: "file:line: sentence". */
void dbk_complaints_print(dbk_complaints *found, const char *file, FILE *to);

#endif
