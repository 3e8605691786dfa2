/*
 * screen_keys — what a person's key means on a screen of ours; the one table of keys.
 *
 * Not here: what it does to a report (fill_screen.c and its neighbours).
 */
#ifndef DBK_SECRETARY_SCREEN_KEYS_H
#define DBK_SECRETARY_SCREEN_KEYS_H

#include <stdbool.h>

typedef enum {
    ACT_NONE, ACT_IDLE, ACT_TYPE, ACT_NEXT, ACT_BACK, ACT_SECTION, ACT_SECTION_BACK, ACT_LEFT, ACT_RIGHT, ACT_HOME,
    ACT_END, ACT_RUBOUT, ACT_DELETE, ACT_ENTER, ACT_LONG, ACT_ADD, ACT_REMOVE, ACT_REVIEW, ACT_LEAVE, ACT_HELP,
    ACT_EDITOR, ACT_LAST, ACT_CANCEL, ACT_TAB, ACT_UNDO, ACT_EMPTY, ACT_SAVE, ACT_EXPLAIN,
} dbk_act;

/* Once a terminal is open: the keys whose sequences its entry in terminfo does not know, or has otherwise. */
void dbk_keys_define(void);

/* The next key; ACT_TYPE with its character in `typed`, as UTF-8. ACT_IDLE: a pause (dbk_screen_open).
 * ACT_LEAVE as well when the terminal is gone, or the program was called off. What is pasted is typed, never obeyed,
 * however slowly it comes: its line ends and tabs are ACT_TYPE with "\n" and " ". */
dbk_act dbk_key_next(char typed[8]);

/* There are more already, typed ahead or pasted: what would be drawn now nobody would see. */
bool dbk_key_waits(void);

#endif
