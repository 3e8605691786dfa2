/*
 * paint — a little colour on a terminal, and none anywhere else: not in a pipe, not with NO_COLOR, not on a dumb one.
 */
#ifndef DBK_SECRETARY_PAINT_H
#define DBK_SECRETARY_PAINT_H

#include <stdio.h>

typedef enum { PAINT_STRONG, PAINT_GOOD, PAINT_WARN, PAINT_BAD } dbk_paint;

const char *dbk_paint_on(FILE *to, dbk_paint paint);
const char *dbk_paint_off(FILE *to);

#endif
