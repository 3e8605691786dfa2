#include "clients/wrap.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "proto/text.h"

#define HANGING 2                /* columns by which the later lines of a sentence stand further in */

/* Marks that no line begins with, and marks that no line ends with, as Chinese is set. */
#define CLOSING "。、，；：？！）～％”’》〉」』】…—·℃,.;:?!)%"
#define OPENING "“‘《〈「『【（("

/* ------------------------------------------------------------------ one character at a time */

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

static const char *
char_before(const char *text, size_t at)
{
    do
        at--;
    while (at > 0 && ((unsigned char)text[at] & 0xC0) == 0x80);
    return text + at;
}

static bool
is_one_of(const char *one, const char *set)
{
    const size_t bytes = dbk_char_bytes(one);

    for (; *set; set += dbk_char_bytes(set))
        if (dbk_char_bytes(set) == bytes && memcmp(set, one, bytes) == 0)
            return true;
    return false;
}

static bool
is_in(char one, char first, char last)
{
    return first <= one && one <= last;
}

static bool
is_ascii_word(char one)
{
    return is_in(one, '!', '~');
}

/* ------------------------------------------------------------------ where a line may end */

/* Does a number end there? It keeps what is counted: 2月. The digits of a name do not: N95. */
static bool
number_ends(const char *text, size_t at)
{
    size_t from = at;

    while (from > 0 && (is_in(text[from - 1], '0', '9') || text[from - 1] == '.' || text[from - 1] == ':'))
        from--;
    return from < at && is_in(text[at - 1], '0', '9') && (from == 0 || !is_ascii_word(text[from - 1]));
}

bool
dbk_wrap_may(const char *text, size_t at)
{
    const char *before = char_before(text, at), *after = text + at;

    if (*before == ' ' || *after == ' ')
        return *after != ' ';
    if (dbk_char_columns(after) == 0 || is_one_of(after, CLOSING) || is_one_of(before, OPENING))
        return false;
    return dbk_char_columns(before) > 1 || (dbk_char_columns(after) > 1 && !number_ends(text, at));
}

/* Is the word at `from`, which ends before `to`, a program that we tell of? A bracket may stand before its name. */
static bool
is_program(const char *text, size_t from, size_t to)
{
    static const char *const names[] = { "daybook", "daybook-office", "daybookd", "systemctl", "chmod" };

    while (from < to && (text[from] == '(' || text[from] == '"' || text[from] == '\''))
        from++;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (to - from == strlen(names[i]) && strncmp(text + from, names[i], to - from) == 0)
            return true;
    return false;
}

/* What stands behind a verb as a command has it, and prose has not: an option, its value, a path, a number, a NAME. */
static bool
is_argument(const char *before, const char *word)
{
    return word[0] == '-' || word[0] == '/' || before[0] == '-' || is_in(word[0], '0', '9') ||
           (is_in(word[0], 'A', 'Z') && !is_in(word[1], 'a', 'z')) || strncmp(before, "key ", 4) == 0;
}

/* Does the word begin at `at` within a command, "daybook flush --drop ID"? A sign ends it: "daybook flush, or ..." */
static bool
in_command(const char *text, size_t at)
{
    for (size_t from, to; ; at = from) {
        for (to = at; to > 0 && text[to - 1] == ' '; to--)
            ;
        for (from = to; from > 0 && is_ascii_word(text[from - 1]); from--)
            ;
        if (from == to || to == at || is_one_of(text + to - 1, ",.;:?!)"))
            return false;
        if (is_program(text, from, to))
            return is_ascii_word(text[at]);
        if (!is_argument(text + from, text + at))
            return false;
    }
}

size_t
dbk_wrap(const char *text, size_t columns, size_t *skip)
{
    size_t at = 0, used = 0, best = 0, second = 0, bytes;      /* places where it may break, 0: none yet */
    bool blank = true, broken = false;

    for (; text[at] && text[at] != '\n' && !broken; at += broken ? 0 : bytes) {
        const size_t width = dbk_char_columns(text + at);

        bytes = dbk_char_bytes(text + at);
        if (!blank && dbk_wrap_may(text, at)) {
            second = at;
            best = in_command(text, at) ? best : at;
        }
        broken = used + width > columns && at > 0 && text[at] != ' ';
        used += broken ? 0 : width;
        blank = blank && text[at] == ' ';
    }
    if (broken && second > 0)
        at = best > 0 ? best : second;
    const size_t next = at + (text[at] == '\n');

    for (; at > 0 && text[at - 1] == ' ' && (broken || used > columns); used--)
        at--;
    if (skip)
        *skip = next - at;
    return at;
}

/* ------------------------------------------------------------------ printing */

size_t
dbk_wrap_columns(FILE *to)
{
    struct winsize window = { 0 };
    const int fd = fileno(to);

    if (fd < 0 || !isatty(fd))
        return SIZE_MAX;
    if (ioctl(fd, TIOCGWINSZ, &window) != 0 || window.ws_col < DBK_WRAP_LEAST || window.ws_col > DBK_WRAP_COLUMNS + 2)
        return DBK_WRAP_COLUMNS;
    return window.ws_col - 2u;
}

/* How far in lines stand: the first one, which the stream may have reached already, and the rest. */
typedef struct { size_t first, rest; bool there; } margin;

/* One line of a source, in lines of at most `columns`; what may not go to a terminal is made safe. */
static void
print_line(FILE *to, const char *text, size_t bytes, margin in, size_t columns)
{
    char *line = strndup(text, bytes), *shown = malloc(3 * bytes + 1);      /* U+FFFD for a byte at worst */
    size_t indent = in.first, blanks = in.there ? 0 : in.first;

    assert(line != NULL && shown != NULL);
    const char *at = line;

    do {
        size_t skip;
        const size_t n = dbk_wrap(at, columns > indent ? columns - indent : 1, &skip);

        fprintf(to, "%*s%s\n", (int)blanks, "", dbk_text_shown(at, n, shown, 3 * n + 1));
        at += n + skip;
        indent = blanks = in.rest;
    } while (*at);
    free(shown);
    free(line);
}

static void
print_lines(FILE *to, const char *text, margin in, size_t columns)
{
    do {
        const size_t bytes = strcspn(text, "\n");

        print_line(to, text, bytes, in, columns);
        text += bytes + (text[bytes] == '\n');
        in.there = false;
    } while (*text);
}

void
dbk_wrap_print(FILE *to, const char *text, int indent, size_t columns)
{
    const size_t in = (size_t)indent;

    print_lines(to, text, (margin){ in, in, false }, columns < SIZE_MAX - in ? columns + in : columns);
}

void
dbk_wrap_go_on(FILE *to, const char *text, int indent, size_t columns)
{
    const size_t in = (size_t)indent;

    print_lines(to, text, (margin){ in, in, true }, columns < SIZE_MAX - in ? columns + in : columns);
}

void
dbk_wrap_say(FILE *to, const char *fmt, ...)
{
    const size_t columns = dbk_wrap_columns(to);
    char *text = NULL;
    va_list args;

    va_start(args, fmt);
    const int made = vasprintf(&text, fmt, args);

    va_end(args);
    assert(made >= 0);
    for (const char *at = text; *at;) {
        const size_t bytes = strcspn(at, "\n"), indent = strspn(at, " ");

        print_line(to, at + indent, bytes - indent, (margin){ indent, indent + HANGING, false }, columns);
        at += bytes + (at[bytes] == '\n');
    }
    free(text);
}
