#include "clients/wrap.h"

#include <stdbool.h>
#include <string.h>

#include "proto/text.h"

size_t
dbk_char_bytes(const char *text)
{
    const unsigned char lead = (unsigned char)text[0];

    return lead == 0 ? 0 : strnlen(text, lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4);
}

size_t
dbk_char_columns(const char *text)
{
    return dbk_text_width(text, dbk_char_bytes(text));
}

/* A letter or sign of a word that is not torn apart. */
static bool
is_word(const char *text)
{
    return (unsigned char)text[0] > ' ' && (unsigned char)text[0] < 0x80;
}

/* What may not begin a line, as Chinese is set. */
static bool
hangs(const char *text)
{
    static const char *const signs[] = { "，", "。", "、", "；", "：", "！", "？", "）", "”", "’", "》", "】", "…" };

    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (strncmp(text, signs[i], strlen(signs[i])) == 0)
            return true;
    return false;
}

size_t
dbk_wrap(const char *text, size_t columns, size_t *skip)
{
    size_t at = 0, used = 0, good = 0, skipped = 0;          /* `good`: the last place where it may break */

    while (text[at] && text[at] != '\n') {
        const size_t bytes = dbk_char_bytes(text + at), width = dbk_char_columns(text + at);

        if (used + width > columns && at > 0)
            break;
        at += bytes;
        used += width;
        if (text[at] && text[at] != '\n' && text[at - 1] != ' ' && !hangs(text + at) &&
            !(is_word(text + at - 1) && bytes == 1 && is_word(text + at)))
            good = at;
    }
    if (text[at] && text[at] != '\n' && good > 0)
        at = good;
    skipped = text[at] == '\n' || text[at] == ' ';
    if (skip)
        *skip = skipped;
    return at;
}

void
dbk_wrap_print(FILE *to, const char *text, int indent, size_t columns)
{
    do {
        size_t skip;
        const size_t n = dbk_wrap(text, columns, &skip);
        char line[1024];

        fprintf(to, "%*s%s\n", indent, "", dbk_text_shown(text, n, line, sizeof line));
        text += n + skip;
    } while (*text);
}
