#include "clients/secretary/screen_keys.h"

#include <curses.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wchar.h>

#define CONTROL(letter) ((letter) & 0x1F)

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
    { 0x1B, false, ACT_CANCEL },          { KEY_RESIZE, true, ACT_NONE },
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

dbk_act
dbk_key_next(char typed[8])
{
    wint_t key = 0;
    const int got = get_wch(&key);

    typed[0] = '\0';
    if (got == ERR)
        return ACT_IDLE;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (keys[i].key == key && keys[i].special == (got == KEY_CODE_YES))
            return keys[i].does;
    if (got == KEY_CODE_YES || key < ' ')
        return ACT_NONE;
    to_utf8(key, typed);
    return ACT_TYPE;
}
