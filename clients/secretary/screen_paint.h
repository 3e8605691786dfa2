/*
 * screen_paint — texts on a screen of curses: how they look, and that no more of one is shown than stands there.
 *
 * Every text is made safe to show. Not here: what is shown (fill_page.c and its neighbours), colour without curses
 * (paint.c).
 */
#ifndef DBK_SECRETARY_SCREEN_PAINT_H
#define DBK_SECRETARY_SCREEN_PAINT_H

#include <stddef.h>

typedef enum { LOOK_PLAIN, LOOK_GOOD, LOOK_WARN, LOOK_BAD, LOOK_DIM, LOOK_STRONG, LOOK_N } dbk_look;

/* Once a terminal is there: how it takes keys, after which pause it reports ACT_IDLE, and the colours. */
void dbk_screen_begin(void);

/* What is put from now on looks so. */
void dbk_screen_look(dbk_look how);

/* As much of `text` as stands in `columns`. Returns the columns it took. */
size_t dbk_screen_put(int y, int x, const char *text, size_t columns);

/* `text` in at most `lines` lines from `y` on; returns how many it took. */
int dbk_screen_lines(int y, int lines, const char *text);

/* The line at the bottom that says which keys there are. */
void dbk_screen_keys(const char *words);

#endif
