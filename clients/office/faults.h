/*
 * faults — what is wrong with a file that a person wrote: all at once, each with its line.
 */
#ifndef DBK_OFFICE_FAULTS_H
#define DBK_OFFICE_FAULTS_H

#include <stddef.h>
#include <stdio.h>

#include "proto/err.h"

#define DBK_FAULTS_MAX 200
#define DBK_FAULT_BYTES 1000

typedef struct {
    size_t line;                          /* from 1; 0: the file as a whole */
    char   text[DBK_FAULT_BYTES];         /* in the reader's language, safe to show */
} dbk_fault;

typedef struct {
    size_t    n, more;                    /* `more` were found beyond DBK_FAULTS_MAX: counted, not kept */
    dbk_fault row[DBK_FAULTS_MAX];
} dbk_faults;

void dbk_faults_add(dbk_faults *faults, size_t line, const char *fmt, ...) DBK_PRINTF(3, 4);

/* One a line, by line number: "line 7: ..." */
void dbk_faults_print(dbk_faults *faults, FILE *to);

#endif
