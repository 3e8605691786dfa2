#include "clients/secretary/screen_paint.h"

#include <curses.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "clients/secretary/edit.h"
#include "clients/secretary/screen_keys.h"
#include "clients/wrap.h"
#include "clients/words.h"
#include "proto/text.h"

#define IDLE_MS 2000                 /* a pause that long, and what is typed so far is saved */
#define ESCAPE_MS 50
#define MORE "…"

/* A terminal in brackets tells what is pasted from what is typed; one that does not know the request ignores it. */
static const char brackets_on[] = "\033[?2004h", brackets_off[] = "\033[?2004l";

static SCREEN *terminal;

static void
put_out(const char *sequence)
{
    fputs(sequence, stdout);
    fflush(stdout);
}

/* ------------------------------------------------------------------ called off */

static const int signals[] = { SIGHUP, SIGTERM };
static struct sigaction before[sizeof signals / sizeof signals[0]];
static volatile sig_atomic_t called_off;

static void
hear(int number)
{
    called_off = number;
}

/* Before curses takes them, whose handler ends the program at once. */
static void
hear_signals(void)
{
    struct sigaction ours = { .sa_handler = hear };

    sigemptyset(&ours.sa_mask);
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
        sigaction(signals[i], &ours, &before[i]);
}

static void
leave_signals(void)
{
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
        sigaction(signals[i], &before[i], NULL);
}

bool
dbk_screen_called_off(void)
{
    return called_off != 0;
}

/* ------------------------------------------------------------------ taking the terminal */

/* The character set that the environment names, when it is another one than UTF-8: what is shown and typed would be
 * gibberish. NULL: none is named, or UTF-8. */
static const char *
other_characters(void)
{
    static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *locale = getenv(names[i]), *set = locale ? strchr(locale, '.') : NULL;

        if (locale == NULL || locale[0] == '\0')
            continue;
        return set && strncasecmp(set + 1, "utf", 3) != 0 ? locale : NULL;
    }
    return NULL;
}

static void
settle(void)
{
    const char *no = getenv("NO_COLOR");

    raw();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    set_escdelay(ESCAPE_MS);
    timeout(IDLE_MS);
    dbk_keys_define();
    if (has_colors() && (no == NULL || no[0] == '\0')) {
        start_color();
        use_default_colors();
        init_pair(LOOK_GOOD, COLOR_GREEN, -1);
        init_pair(LOOK_WARN, COLOR_YELLOW, -1);
        init_pair(LOOK_BAD, COLOR_RED, -1);
    }
    put_out(brackets_on);
}

int
dbk_screen_open(dbk_err *err)
{
    const char *name = getenv("TERM"), *characters = other_characters();

    if (characters)
        return dbk_err_set(err, DBK_E_CONFIG,
                           _("the locale %s is not UTF-8, Chinese would be unreadable: set the terminal to UTF-8, then "
                             "LC_ALL=C.UTF-8 daybook fill; or do without: daybook template, an editor, daybook submit"),
                           characters);
    hear_signals();
    terminal = name && name[0] ? newterm(NULL, stdout, stdin) : NULL;
    if (terminal && (tigetstr("cup") == NULL || tigetstr("cup") == (char *)-1)) {
        endwin();
        delscreen(terminal);
        terminal = NULL;
    }
    if (terminal == NULL)
        leave_signals();
    if (terminal == NULL)
        return dbk_err_set(err, DBK_E_CONFIG,
                           _("this terminal (TERM=%s) cannot show a form; if it is an ordinary one: TERM=xterm daybook "
                             "fill; without a form: daybook template, an editor, daybook submit"), name ? name : "");
    settle();
    return 0;
}

void
dbk_screen_leave(void)
{
    put_out(brackets_off);
    def_prog_mode();
    endwin();
}

void
dbk_screen_return(void)
{
    reset_prog_mode();
    put_out(brackets_on);
    clearok(stdscr, TRUE);
    refresh();
}

void
dbk_screen_close(void)
{
    put_out(brackets_off);
    endwin();
    delscreen(terminal);
    terminal = NULL;
    leave_signals();
}

/* ------------------------------------------------------------------ painting */

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

/* Bytes of `text` that stand in `columns`. */
static size_t
fitting(const char *text, size_t columns, size_t *used)
{
    size_t n = 0;

    *used = 0;
    while (text[n] && *used + dbk_char_columns(text + n) <= columns) {
        *used += dbk_char_columns(text + n);
        n += dbk_char_bytes(text + n);
    }
    return n;
}

size_t
dbk_screen_put(int y, int x, const char *text, size_t columns)
{
    char safe[DBK_EDIT_MAX_BYTES + 1];
    size_t n, used;

    dbk_text_shown(text, strlen(text), safe, sizeof safe);
    n = fitting(safe, columns, &used);
    if (safe[n] == '\0' || columns == 0) {
        mvaddnstr(y, x, safe, (int)n);
        return used;
    }
    n = fitting(safe, columns - 1, &used);
    mvaddnstr(y, x, safe, (int)n);
    addstr(MORE);
    return used + 1;
}

void
dbk_screen_put_right(int y, int from, int end, const char *text)
{
    const int width = (int)dbk_text_width(text, strlen(text));

    if (end - width >= from)
        dbk_screen_put(y, end - width, text, (size_t)width);
}

size_t
dbk_screen_wrapped(int y, int x, size_t columns, size_t top, size_t rows, const char *text)
{
    size_t number = 0;

    for (size_t skip; *text; number++) {
        const size_t bytes = dbk_wrap(text, columns, &skip);
        char row[4096];

        snprintf(row, sizeof row, "%.*s", (int)bytes, text);
        if (number >= top && number < top + rows)
            dbk_screen_put(y + (int)(number - top), x, row, columns + 1);
        text += bytes + skip;
    }
    return number;
}

int
dbk_screen_lines(int y, int lines, const char *text)
{
    const int all = (int)dbk_screen_wrapped(y, 1, (size_t)COLS - 2, 0, lines > 0 ? (size_t)lines : 0, text);

    return all < lines ? all : lines;
}

int
dbk_screen_count(const char *text)
{
    return (int)dbk_screen_wrapped(0, 1, (size_t)COLS - 2, 0, 0, text);
}

void
dbk_screen_keys(const char *words)
{
    char room[400];
    const size_t columns = (size_t)COLS - 2;

    snprintf(room, sizeof room, "%s", words);
    while (dbk_text_width(room, strlen(room)) > columns) {
        char *last = NULL;

        for (char *at = room; (at = strstr(at, "  ")) != NULL; at += 2)
            last = at;
        if (last == NULL)
            break;
        *last = '\0';
    }
    attrset(A_REVERSE);
    mvhline(LINES - 1, 0, ' ', COLS);
    dbk_screen_put(LINES - 1, 1, room, columns);
    dbk_screen_look(LOOK_PLAIN);
}
