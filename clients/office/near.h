/*
 * near — which of the roster's names somebody may have meant who mistyped one: 天林 for 田林街道.
 *
 * By characters, not by sound: an input method offers the wrong character of the right sound, and the others of the word
 * still stand. A part of a name is enough. Every verb that takes a name asks here; the answer is one sentence.
 */
#ifndef DBK_OFFICE_NEAR_H
#define DBK_OFFICE_NEAR_H

#include <stddef.h>

#include "proto/err.h"

#define DBK_NEAR_MAX 3

/*
 * The names that `said` may mean: those that nothing is nearer to than they are, each once.
 *   near     holds at most DBK_NEAR_MAX of `names`
 *   returns  how many: 0 when none has a character in common with it that most of the others have not too, when all are
 *            too far, or it is a number
 */
size_t dbk_near_find(const char *said, const char *const *names, size_t n, const char *near[DBK_NEAR_MAX]);

/*
 * "WHAT; did you mean ...?" into *err as DBK_E_INPUT, or "WHAT; OTHERWISE" when nothing is near. Always -1.
 *   what, otherwise  said in the reader's language
 */
int dbk_near_err(const char *said, const char *const *names, size_t n, const char *what, const char *otherwise,
                 dbk_err *err);

#endif
