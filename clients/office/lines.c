#include "clients/office/lines.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "clients/wrap.h"
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
    while (*fits && used + dbk_char_columns(fits) < width) {
        used += dbk_char_columns(fits);
        fits += dbk_char_bytes(fits);
    }
    const size_t kept = (size_t)(fits - line);

    line = realloc(line, kept + sizeof ELLIPSIS);
    assert(line);
    memcpy(line + kept, ELLIPSIS, sizeof ELLIPSIS);
    return line;
}

char *
dbk_lines_wrap(const char *text, size_t width)
{
    char *shown = dbk_lines_shown(text), *made = NULL;
    size_t made_bytes = 0, skip;
    FILE *to = open_memstream(&made, &made_bytes);

    assert(to);
    for (const char *p = shown; *p; p += skip) {
        size_t n = dbk_wrap(p, width, &skip);
        const char *end = p + n;

        while (n > 0 && p[n - 1] == ' ')
            n--;
        fwrite(p, 1, n, to);
        if (end[skip] || (skip > 0 && end[skip - 1] == '\n'))
            fputc('\n', to);
        p = end;
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

    for (const char *at = shown; *at; at += dbk_char_bytes(at)) {
        if (*at == ' ' || *at == '\n' || (at > shown && dbk_wrap_may(shown, (size_t)(at - shown))))
            width = 0;
        width += *at == ' ' || *at == '\n' ? 0 : dbk_char_columns(at);
        longest = width > longest ? width : longest;
    }
    free(shown);
    return longest;
}
