/*
 * dictation — figures told over a telephone: a check digit behind each, and four digits over all of them.
 *
 * The client prints them, the office types them: any one wrong digit of a figure, and any two neighbours in the wrong
 * order, are refused at once; a figure left out, or put elsewhere, shows in the four digits at the end.
 */
#ifndef DBK_PROTO_DICTATION_H
#define DBK_PROTO_DICTATION_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/limits.h"

#define DBK_DICTATION_SUM_BYTES 5

/* '0' .. '9': Damm's digit over the indicator's number in three digits and the value. */
char dbk_dictation_digit(uint32_t indicator, int64_t value);

/* Over committee, date and every figure by its indicator's number; less than 0: not filled. Four digits, NUL-ended.
 * Returns `text`. */
char *dbk_dictation_sum(uint32_t committee, uint32_t ymd, const int64_t value[DBK_INDICATOR_MAX + 1],
                        char text[DBK_DICTATION_SUM_BYTES]);

#endif
