/*
 * wrap — a text cut into lines of a screen: Chinese breaks between any two characters, words of letters do not.
 */
#ifndef DBK_CLIENTS_WRAP_H
#define DBK_CLIENTS_WRAP_H

#include <stddef.h>
#include <stdio.h>

/* Bytes of the character at `text`, 1 to 4; 0 at the end. `text` is UTF-8 that ends with NUL. */
size_t dbk_char_bytes(const char *text);

/* Columns of the character at `text`: 0, 1 or 2. */
size_t dbk_char_columns(const char *text);

/*
 * How many bytes of `text` stand on one line of `columns`.
 *   skip     what separates it from the next line (a newline, a blank); may be NULL
 *   returns  0 only for an empty line; a character wider than the line stands alone
 */
size_t dbk_wrap(const char *text, size_t columns, size_t *skip);

/* Prints `text` in lines of at most `columns`, each behind `indent` blanks. */
void dbk_wrap_print(FILE *to, const char *text, int indent, size_t columns);

#endif
