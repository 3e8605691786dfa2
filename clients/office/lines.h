/*
 * lines — texts of other people laid out for a terminal: neutralised, wrapped or cut by display width.
 *
 * Not here: where a line may break (clients/wrap.h).
 */
#ifndef DBK_OFFICE_LINES_H
#define DBK_OFFICE_LINES_H

#include <stddef.h>

#include "proto/err.h"

/* Columns of the terminal on stdout; without one COLUMNS, else 80. At least 40. */
size_t dbk_lines_width(void);

/* `text` as it may be shown, newlines kept (and nothing else that is a control). Yours to free; never NULL. */
char *dbk_lines_shown(const char *text);

/* One line of at most `width` columns: newlines become spaces; what does not fit is cut and ends in an ellipsis.
 * Yours to free; never NULL. */
char *dbk_lines_cut(const char *text, size_t width);

/* Lines of at most `width` columns, joined by newlines; newlines of `text` stay. Yours to free; never NULL. */
char *dbk_lines_wrap(const char *text, size_t width);

/* A sentence on standard output, wrapped at the terminal's width. */
void dbk_lines_say(const char *fmt, ...) DBK_PRINTF(1, 2);

/* Columns of the widest line of `text`. */
size_t dbk_lines_widest(const char *text);

/* Columns of the longest part of `text` that wrapping does not break. */
size_t dbk_lines_longest_word(const char *text);

#endif
