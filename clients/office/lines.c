#include "clients/office/lines.h"

#include <assert.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "proto/text.h"

#define WIDTH_DEFAULT 80
#define WIDTH_LEAST 40
#define ELLIPSIS "…"
#define REPLACEMENT_BYTES 3         /* U+FFFD, which stands for one bad byte at worst */

size_t
dbk_lines_width(void)
{
    struct winsize window = { 0 };
    const char *columns = getenv("COLUMNS");
    long width = columns ? strtol(columns, NULL, 10) : 0;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col > 0)
        width = window.ws_col;
    if (width <= 0)
        width = WIDTH_DEFAULT;
    return width < WIDTH_LEAST ? WIDTH_LEAST : (size_t)width;
}

/* ---------------------------------------------------------------- one character at a time */

/* Bytes of the character at `p`; the text was proved to be UTF-8. */
static size_t
char_bytes(const char *p)
{
    const unsigned char lead = (unsigned char)*p;

    return lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

static size_t
char_width(const char *p)
{
    return dbk_text_width(p, char_bytes(p));
}

/* Is the character at `p` one of those in `set`? */
static bool
is_one_of(const char *p, const char *set)
{
    const size_t bytes = char_bytes(p);

    for (; *set; set += char_bytes(set))
        if (char_bytes(set) == bytes && memcmp(set, p, bytes) == 0)
            return true;
    return false;
}

/* Marks that no line begins with, and marks that no line ends with. */
#define CLOSING "。、，；：？！）～％”’》〉」』】…—·℃,.;:?!)%"
#define OPENING "“‘《〈「『【（("

/* May a line end between the characters at `before` and `after`? */
static bool
may_break(const char *before, const char *after)
{
    if (*before == ' ')
        return *after != ' ';
    if (*after == ' ' || char_width(after) == 0)
        return false;
    if (is_one_of(after, CLOSING) || is_one_of(before, OPENING))
        return false;
    return char_width(before) > 1 || char_width(after) > 1;
}

/* ---------------------------------------------------------------- texts */

char *
dbk_lines_shown(const char *text)
{
    const size_t bytes = strlen(text);
    char *room = malloc(bytes * REPLACEMENT_BYTES + 1);
    char *end = room;

    assert(room);
    for (const char *line = text; line; ) {
        const char *stop = strchrnul(line, '\n');

        dbk_text_shown(line, (size_t)(stop - line), end, (size_t)(stop - line) * REPLACEMENT_BYTES + 1);
        end += strlen(end);
        if (*stop)
            *end++ = '\n';
        line = *stop ? stop + 1 : NULL;
    }
    *end = '\0';
    return room;
}

char *
dbk_lines_cut(const char *text, size_t width)
{
    char *line = dbk_lines_shown(text);
    char *fits = line;
    size_t used = 0;

    for (char *p = line; (p = strchr(p, '\n')) != NULL; )
        *p = ' ';
    if (dbk_text_width(line, strlen(line)) <= width)
        return line;
    while (*fits && used + char_width(fits) < width) {
        used += char_width(fits);
        fits += char_bytes(fits);
    }
    const size_t kept = (size_t)(fits - line);

    line = realloc(line, kept + sizeof ELLIPSIS);
    assert(line);
    memcpy(line + kept, ELLIPSIS, sizeof ELLIPSIS);
    return line;
}

/* The end of the first line of at most `width` columns that begins at `p`; at least one character. */
static const char *
line_end(const char *p, size_t width)
{
    const char *good = NULL, *before = p;
    size_t used = 0;

    for (const char *at = p; *at && *at != '\n'; before = at, at += char_bytes(at)) {
        if (at > p && may_break(before, at))
            good = at;
        used += char_width(at);
        if (used > width && *at != ' ')
            return good ? good : at > p ? at : at + char_bytes(at);
    }
    return strchrnul(p, '\n');
}

char *
dbk_lines_wrap(const char *text, size_t width)
{
    char *shown = dbk_lines_shown(text), *made = NULL;
    size_t made_bytes = 0;
    FILE *to = open_memstream(&made, &made_bytes);

    assert(to);
    for (const char *p = shown; *p; ) {
        const char *end = line_end(p, width), *last = end;

        while (last > p && last[-1] == ' ')
            last--;
        fwrite(p, 1, (size_t)(last - p), to);
        if (*end)
            fputc('\n', to);
        p = *end == '\n' ? end + 1 : end;
    }
    fclose(to);
    free(shown);
    assert(made);
    return made;
}

void
dbk_lines_say(const char *fmt, ...)
{
    char *text = NULL;
    va_list args;

    va_start(args, fmt);
    const int bytes = vasprintf(&text, fmt, args);

    va_end(args);
    assert(bytes >= 0);
    char *wrapped = dbk_lines_wrap(text, dbk_lines_width());

    fputs(wrapped, stdout);
    free(wrapped);
    free(text);
}

size_t
dbk_lines_widest(const char *text)
{
    size_t widest = 0;

    for (const char *line = text; line; ) {
        const char *stop = strchrnul(line, '\n');
        const size_t width = dbk_text_width(line, (size_t)(stop - line));

        widest = width > widest ? width : widest;
        line = *stop ? stop + 1 : NULL;
    }
    return widest;
}

size_t
dbk_lines_longest_word(const char *text)
{
    char *shown = dbk_lines_shown(text);
    size_t longest = 0, width = 0;

    for (const char *at = shown, *before = shown; *at; before = at, at += char_bytes(at)) {
        if (*at == ' ' || *at == '\n' || (at > shown && may_break(before, at)))
            width = 0;
        width += *at == ' ' || *at == '\n' ? 0 : char_width(at);
        longest = width > longest ? width : longest;
    }
    free(shown);
    return longest;
}
