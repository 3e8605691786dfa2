/*
 * wrap — a text cut into lines of a screen, for both programs: Chinese breaks between any two characters, but not
 * before a closing mark or after an opening one; a word of letters, a path, an id and a command stay whole while they
 * fit.
 */
#ifndef DBK_CLIENTS_WRAP_H
#define DBK_CLIENTS_WRAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "proto/err.h"

#define DBK_WRAP_COLUMNS 78          /* of a terminal of 80 or more: longer lines read badly */
#define DBK_WRAP_LEAST 40

/* Bytes of the character at `text`, 1 to 4; 0 at the end. `text` is UTF-8 that ends with NUL. */
size_t dbk_char_bytes(const char *text);

/* Columns of the character at `text`: 0, 1 or 2. */
size_t dbk_char_columns(const char *text);

/* May a line end before the byte `at` of `text`, 1 or more, which begins a character? Commands are not looked at. */
bool dbk_wrap_may(const char *text, size_t at);

/*
 * How many bytes of `text` stand on one line of `columns`.
 *   skip     what separates it from the next line (a newline, blanks); may be NULL
 *   returns  0 only for an empty line; a character wider than the line stands alone
 */
size_t dbk_wrap(const char *text, size_t columns, size_t *skip);

/* Columns for sentences on that stream: of a terminal, DBK_WRAP_COLUMNS at most. SIZE_MAX: it is none, and what reads
 * it wants a sentence in one line. */
size_t dbk_wrap_columns(FILE *to);

/* Prints `text` in lines of at most `columns`, each behind `indent` blanks. */
void dbk_wrap_print(FILE *to, const char *text, int indent, size_t columns);

/* The same for a text whose first line goes on where the stream stands, at column `indent`. */
void dbk_wrap_go_on(FILE *to, const char *text, int indent, size_t columns);

/* Prints sentences, each of which ends its line, wrapped as dbk_wrap_columns() says; what does not fit the first line
 * of one stands below it, further in. Controls and escapes of a terminal are made harmless. */
void dbk_wrap_say(FILE *to, const char *fmt, ...) DBK_PRINTF(2, 3);

#endif
