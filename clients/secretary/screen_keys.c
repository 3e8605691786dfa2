#include "clients/secretary/screen_keys.h"

#include <curses.h>
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>
#include <wchar.h>

#include "clients/secretary/screen_paint.h"

#define CONTROL(letter) ((letter) & 0x1F)
#define PASTE_BEGINS (KEY_MAX + 1)
#define PASTE_ENDS   (KEY_MAX + 2)

/* Every function key has a control key beside it: some terminals keep the function keys for themselves. */
static const struct { wint_t key; bool special; dbk_act does; } keys[] = {
    { KEY_DOWN, true, ACT_NEXT },         { KEY_UP, true, ACT_BACK },              { KEY_NPAGE, true, ACT_SECTION },
    { KEY_PPAGE, true, ACT_SECTION_BACK }, { KEY_LEFT, true, ACT_LEFT },           { KEY_RIGHT, true, ACT_RIGHT },
    { KEY_HOME, true, ACT_HOME },         { KEY_END, true, ACT_END },              { KEY_BACKSPACE, true, ACT_RUBOUT },
    { 0x7F, false, ACT_RUBOUT },          { CONTROL('H'), false, ACT_RUBOUT },     { KEY_DC, true, ACT_DELETE },
    { KEY_ENTER, true, ACT_ENTER },       { '\r', false, ACT_ENTER },              { '\n', false, ACT_ENTER },
    { '\t', false, ACT_TAB },             { KEY_BTAB, true, ACT_BACK },            { KEY_F(1), true, ACT_HELP },
    { CONTROL('G'), false, ACT_HELP },    { KEY_F(2), true, ACT_LONG },            { CONTROL('T'), false, ACT_LONG },
    { KEY_F(3), true, ACT_ADD },          { CONTROL('A'), false, ACT_ADD },        { KEY_F(4), true, ACT_REMOVE },
    { CONTROL('D'), false, ACT_REMOVE },  { KEY_F(5), true, ACT_REVIEW },          { CONTROL('R'), false, ACT_REVIEW },
    { KEY_F(10), true, ACT_LEAVE },       { CONTROL('X'), false, ACT_LEAVE },      { CONTROL('C'), false, ACT_LEAVE },
    { CONTROL('Q'), false, ACT_LEAVE },   { CONTROL('E'), false, ACT_EDITOR },     { CONTROL('Y'), false, ACT_LAST },
    { CONTROL('Z'), false, ACT_UNDO },    { KEY_F(6), true, ACT_EMPTY },           { CONTROL('N'), false, ACT_EMPTY },
    { KEY_F(7), true, ACT_EXPLAIN },      { CONTROL('W'), false, ACT_EXPLAIN },    { CONTROL('S'), false, ACT_SAVE },
    { 0x1B, false, ACT_CANCEL },          { KEY_RESIZE, true, ACT_NONE },
};

/* What common terminals send, whatever TERM says they are. */
static const struct { const char *sequence; int key; } sent[] = {
    { "\033[200~", PASTE_BEGINS }, { "\033[201~", PASTE_ENDS },
    { "\033OP", KEY_F(1) },        { "\033OQ", KEY_F(2) },   { "\033OR", KEY_F(3) },   { "\033OS", KEY_F(4) },
    { "\033[11~", KEY_F(1) },      { "\033[12~", KEY_F(2) }, { "\033[13~", KEY_F(3) }, { "\033[14~", KEY_F(4) },
    { "\033[[A", KEY_F(1) },       { "\033[[B", KEY_F(2) },  { "\033[[C", KEY_F(3) },  { "\033[[D", KEY_F(4) },
    { "\033[[E", KEY_F(5) },       { "\033[15~", KEY_F(5) }, { "\033[17~", KEY_F(6) }, { "\033[18~", KEY_F(7) },
    { "\033[21~", KEY_F(10) },
    { "\033[A", KEY_UP },          { "\033[B", KEY_DOWN },   { "\033[C", KEY_RIGHT },  { "\033[D", KEY_LEFT },
    { "\033OA", KEY_UP },          { "\033OB", KEY_DOWN },   { "\033OC", KEY_RIGHT },  { "\033OD", KEY_LEFT },
    { "\033[H", KEY_HOME },        { "\033[F", KEY_END },    { "\033OH", KEY_HOME },   { "\033OF", KEY_END },
    { "\033[1~", KEY_HOME },       { "\033[4~", KEY_END },   { "\033[3~", KEY_DC },    { "\033[5~", KEY_PPAGE },
    { "\033[6~", KEY_NPAGE },      { "\033[Z", KEY_BTAB },
};

static void
to_utf8(wint_t point, char text[8])
{
    const uint32_t p = (uint32_t)point;
    size_t n = 0;

    if (p < 0x80)
        text[n++] = (char)p;
    else if (p < 0x800) {
        text[n++] = (char)(0xC0 | p >> 6);
        text[n++] = (char)(0x80 | (p & 0x3F));
    } else if (p < 0x10000) {
        text[n++] = (char)(0xE0 | p >> 12);
        text[n++] = (char)(0x80 | (p >> 6 & 0x3F));
        text[n++] = (char)(0x80 | (p & 0x3F));
    } else {
        text[n++] = (char)(0xF0 | p >> 18);
        text[n++] = (char)(0x80 | (p >> 12 & 0x3F));
        text[n++] = (char)(0x80 | (p >> 6 & 0x3F));
        text[n++] = (char)(0x80 | (p & 0x3F));
    }
    text[n] = '\0';
}

void
dbk_keys_define(void)
{
    for (size_t i = 0; i < sizeof sent / sizeof sent[0]; i++)
        define_key(sent[i].sequence, sent[i].key);
}

static short
heard(short events)
{
    struct pollfd at = { .fd = STDIN_FILENO, .events = events };

    return poll(&at, 1, 0) == 1 ? at.revents : 0;
}

bool
dbk_key_waits(void)
{
    return heard(POLLIN) == POLLIN;
}

/* Nobody can type any more. */
static bool
is_over(void)
{
    return dbk_screen_called_off() || (heard(0) & (POLLHUP | POLLERR | POLLNVAL)) != 0;
}

/* A key while something is pasted. */
static dbk_act
pasted(wint_t key, bool special, char typed[8])
{
    if (special || (key < ' ' && key != '\r' && key != '\n' && key != '\t'))
        return ACT_NONE;
    to_utf8(key == '\r' ? '\n' : key == '\t' ? ' ' : key, typed);
    return ACT_TYPE;
}

dbk_act
dbk_key_next(char typed[8])
{
    static bool pasting, paused;
    wint_t key = 0;
    const int got = get_wch(&key);                     /* whatever happens, what was typed before it comes first */
    const bool special = got == KEY_CODE_YES;

    typed[0] = '\0';
    if (got == ERR) {
        paused = true;
        return is_over() ? ACT_LEAVE : ACT_IDLE;
    }
    if (special && (key == PASTE_BEGINS || key == PASTE_ENDS)) {
        pasting = key == PASTE_BEGINS;
        paused = false;
        return ACT_NONE;
    }
    if (paused && (special ? key != KEY_RESIZE : key == 0x1B))      /* its end was lost: no text has such a key */
        pasting = false;
    if (pasting)
        return pasted(key, special, typed);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (keys[i].key == key && keys[i].special == special)
            return keys[i].does;
    if (special || key < ' ')
        return ACT_NONE;
    to_utf8(key, typed);
    return ACT_TYPE;
}
