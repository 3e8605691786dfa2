#include "clients/secretary/screen_paint.h"

#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/secretary/edit.h"
#include "clients/secretary/wrap.h"
#include "proto/text.h"

#define IDLE_MS 2000                 /* a pause that long, and what is typed so far is saved */
#define ESCAPE_MS 50

void
dbk_screen_begin(void)
{
    const char *no = getenv("NO_COLOR");

    raw();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    set_escdelay(ESCAPE_MS);
    timeout(IDLE_MS);
    if (has_colors() && (no == NULL || no[0] == '\0')) {
        start_color();
        use_default_colors();
        init_pair(LOOK_GOOD, COLOR_GREEN, -1);
        init_pair(LOOK_WARN, COLOR_YELLOW, -1);
        init_pair(LOOK_BAD, COLOR_RED, -1);
    }
}

void
dbk_screen_look(dbk_look how)
{
    static const int plain[LOOK_N] = {
        [LOOK_WARN] = (int)A_BOLD, [LOOK_BAD] = (int)A_BOLD, [LOOK_DIM] = (int)A_DIM, [LOOK_STRONG] = (int)A_BOLD,
    };

    attrset(plain[how]);
    if (has_colors() && how >= LOOK_GOOD && how <= LOOK_BAD)
        attron(COLOR_PAIR(how));
}

size_t
dbk_screen_put(int y, int x, const char *text, size_t columns)
{
    char safe[DBK_EDIT_MAX_BYTES + 1];
    size_t n = 0, used = 0;

    dbk_text_shown(text, strlen(text), safe, sizeof safe);
    while (safe[n] && used + dbk_char_columns(safe + n) <= columns) {
        used += dbk_char_columns(safe + n);
        n += dbk_char_bytes(safe + n);
    }
    mvaddnstr(y, x, safe, (int)n);
    return used;
}

int
dbk_screen_lines(int y, int lines, const char *text)
{
    int n = 0;

    for (size_t skip; *text && n < lines; n++) {
        const size_t bytes = dbk_wrap(text, (size_t)COLS - 2, &skip);
        char line[1024];

        snprintf(line, sizeof line, "%.*s", (int)bytes, text);
        dbk_screen_put(y + n, 1, line, (size_t)COLS - 1);
        text += bytes + skip;
    }
    return n;
}

void
dbk_screen_keys(const char *words)
{
    attrset(A_REVERSE);
    mvhline(LINES - 1, 0, ' ', COLS);
    dbk_screen_put(LINES - 1, 1, words, (size_t)COLS - 2);
    dbk_screen_look(LOOK_PLAIN);
}
