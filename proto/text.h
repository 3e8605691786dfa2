/*
 * text — what counts as text, how long it is, how wide it is, and how it is shown without harm.
 *
 * Texts come from people and from the wire: a pointer and a length, never a NUL at the end.
 * Not here: which text may be how long (check.c), translations (clients).
 */
#ifndef DBK_PROTO_TEXT_H
#define DBK_PROTO_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "proto/err.h"

typedef enum {
    DBK_TEXT_OK = 0,
    DBK_TEXT_NOT_UTF8,       /* invalid, truncated, over-long, surrogate, above U+10FFFF */
    DBK_TEXT_CONTROL,        /* NUL, C0 (but newline and tab in a narrative), DEL, C1, U+2028/9, noncharacter */
    DBK_TEXT_BIDI            /* U+061C, U+200E/F, U+202A..E, U+2066..9: they make a text read otherwise than it is */
} dbk_text_fault;

typedef enum { DBK_TEXT_LINE, DBK_TEXT_NARRATIVE } dbk_text_shape;   /* a narrative may hold newline and tab */

/* First fault of `text`, and its byte offset in *at when there is one (`at` may be NULL). */
dbk_text_fault dbk_text_check(const void *text, size_t bytes, dbk_text_shape shape, size_t *at);

/* Characters (code points) of valid UTF-8; white space at both ends does not count. */
size_t dbk_text_chars(const void *text, size_t bytes);

/* All code points of valid UTF-8, white space too: what length() of the database counts. */
size_t dbk_text_points(const void *text, size_t bytes);

/* Columns on a terminal: CJK 2, combining 0. */
size_t dbk_text_width(const void *text, size_t bytes);

/* NFC of valid UTF-8, CRLF and CR as newline, white space at both ends cut, as a NUL-ended string.
 *   returns  yours to free; NULL: not valid UTF-8, or no memory (err says which) */
char *dbk_text_nfc(const void *text, size_t bytes, dbk_err *err);

/* Copy into `room` what may go to a terminal or a log: controls, bidi and invalid bytes become U+FFFD,
 * newline and tab a space, cut at `room_bytes - 1` on a character's border. Returns `room`. */
char *dbk_text_shown(const void *text, size_t bytes, char *room, size_t room_bytes);

/* An id-card number (15 to 18 digits, last one X) or a mobile number (11 digits from 13 to 19) inside `text`,
 * standing alone between non-digits. */
bool dbk_text_has_personal_number(const void *text, size_t bytes);

/* The nearest of `n` words to `word`, or NULL when none is near (distance at most a third of its length, 3 at most). */
const char *dbk_text_nearest(const char *word, const char *const *words, size_t n);

#endif
