/*
 * screen_paint — texts on a screen of curses: how they look, and that no more of one is shown than stands there.
 *
 * Every text is made safe to show. Not here: what is shown (fill_page.c and its neighbours), colour without curses
 * (paint.c).
 */
#ifndef DBK_SECRETARY_SCREEN_PAINT_H
#define DBK_SECRETARY_SCREEN_PAINT_H

#include <stdbool.h>
#include <stddef.h>

#include "proto/err.h"

typedef enum { LOOK_PLAIN, LOOK_GOOD, LOOK_WARN, LOOK_BAD, LOOK_DIM, LOOK_STRONG, LOOK_N } dbk_look;

/*
 * Take the terminal: how it hands over keys, after which pause it reports ACT_IDLE, colours where they are wanted.
 *   errors   DBK_E_CONFIG: there is none that can show a form; err says why, and what there is without one
 */
int  dbk_screen_open(dbk_err *err);
void dbk_screen_close(void);

/* While it is taken, SIGHUP and SIGTERM end nothing by themselves: what is typed can still be kept. */
bool dbk_screen_called_off(void);

/* Lend the terminal to another program, and take it back. */
void dbk_screen_leave(void);
void dbk_screen_return(void);

/* What is put from now on looks so. */
void dbk_screen_look(dbk_look how);

/* As much of `text` as stands in `columns`, with … at the end where that is not all. Returns the columns it took. */
size_t dbk_screen_put(int y, int x, const char *text, size_t columns);

/* All of `text`, its last column before `end`; nothing at all where it has not the room from `from` on. */
void dbk_screen_put_right(int y, int from, int end, const char *text);

/* `text` in lines of `columns`, of which `rows` are shown from line `top` of it on, at (y, x). Returns how many there
 * are. */
size_t dbk_screen_wrapped(int y, int x, size_t columns, size_t top, size_t rows, const char *text);

/* `text` over the whole width, in at most `lines` lines from `y` on; returns how many it took. */
int dbk_screen_lines(int y, int lines, const char *text);

/* How many lines that would be, were there no end to them. */
int dbk_screen_count(const char *text);

/* The line at the bottom that says which keys there are, apart by two blanks; those that do not fit are left out whole,
 * so the last ones are those that can be missed. */
void dbk_screen_keys(const char *words);

#endif
