/*
 * edit — a text under a cursor: what the keys of an editor do to it, in characters, not bytes.
 *
 * Pure: no screen. Not here: what may stand in a field (fill.c), how it looks (fill_page.c, fill_long.c).
 */
#ifndef DBK_SECRETARY_EDIT_H
#define DBK_SECRETARY_EDIT_H

#include <stdbool.h>
#include <stddef.h>

#define DBK_EDIT_MAX_BYTES 8192          /* the longest text may have 1500 characters */

typedef struct {
    size_t size, at;                     /* bytes; the cursor stands on a character's border */
    char   text[DBK_EDIT_MAX_BYTES + 1];
} dbk_edit;

typedef enum { EDIT_LEFT, EDIT_RIGHT, EDIT_HOME, EDIT_END, EDIT_UP, EDIT_DOWN, EDIT_START, EDIT_FINISH } dbk_edit_move;

void dbk_edit_begin(dbk_edit *edit, const char *text);                    /* the cursor at its end */
bool dbk_edit_insert(dbk_edit *edit, const char *text);                   /* false: no room */
bool dbk_edit_erase(dbk_edit *edit, bool backward);                       /* false: nothing there */

/* columns: of a line on the screen, for up, down, home and end. */
void dbk_edit_go(dbk_edit *edit, dbk_edit_move move, size_t columns);

/* Where the cursor stands, both from 0, when the text is wrapped at `columns`. */
void dbk_edit_place(const dbk_edit *edit, size_t columns, size_t *line, size_t *column);

#endif
