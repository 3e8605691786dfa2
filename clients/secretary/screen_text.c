#include "clients/secretary/screen_text.h"

#include <curses.h>

#include "clients/secretary/screen_keys.h"
#include "clients/secretary/screen_paint.h"
#include "clients/words.h"

#define HEAD_LINES 1
#define FOOT_LINES 1

/* Lines of the page, however small the window is. */
static size_t
page_lines(void)
{
    return LINES > HEAD_LINES + FOOT_LINES ? (size_t)(LINES - HEAD_LINES - FOOT_LINES) : 1;
}

/* Draws the page from line `top` on; returns how many lines the text has at this width. */
static size_t
draw(const char *title, const char *text, size_t top)
{
    const size_t columns = COLS > 4 ? (size_t)COLS - 2 : 2, room = page_lines();

    erase();
    attrset(A_REVERSE);
    mvhline(0, 0, ' ', COLS);
    dbk_screen_put(0, 1, title, columns);
    dbk_screen_look(LOOK_PLAIN);
    const size_t lines = dbk_screen_wrapped(HEAD_LINES, 1, columns, top, room, text);

    dbk_screen_keys(lines > room ? _("arrows, PgDn, PgUp read on  Enter or Esc back") : _("Enter or Esc back"));
    refresh();
    return lines;
}

static size_t
move_by(size_t top, size_t lines, long by)
{
    const size_t room = page_lines(), most = lines > room ? lines - room : 0;
    const long to = (long)top + by;

    return to < 0 ? 0 : (size_t)to > most ? most : (size_t)to;
}

/* false: the person is done. */
static bool
obey(dbk_act does, size_t lines, size_t *top)
{
    const long page = (long)page_lines();

    switch (does) {
    case ACT_NEXT:         *top = move_by(*top, lines, 1);     return true;
    case ACT_BACK:         *top = move_by(*top, lines, -1);    return true;
    case ACT_SECTION:      *top = move_by(*top, lines, page);  return true;
    case ACT_SECTION_BACK: *top = move_by(*top, lines, -page); return true;
    case ACT_ENTER:
    case ACT_CANCEL:
    case ACT_LEAVE:
        return false;
    default:
        *top = move_by(*top, lines, 0);
        return true;
    }
}

void
dbk_screen_page(const char *title, const char *text)
{
    size_t top = 0, lines;
    char typed[8];

    do
        lines = draw(title, text, top);
    while (obey(dbk_key_next(typed), lines, &top));
}

int
dbk_screen_read(const char *title, const char *text, dbk_err *err)
{
    if (dbk_screen_open(err) != 0)
        return -1;
    dbk_screen_page(title, text);
    dbk_screen_close();
    return 0;
}
