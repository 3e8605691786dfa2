#include "clients/secretary/yaml_tidy.h"

#include <assert.h>
#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "clients/words.h"

#define WIDE_SPACE "\xE3\x80\x80"        /* U+3000 */
#define WIDE_COLON "\xEF\xBC\x9A"        /* U+FF1A */
#define WIDE_HYPHEN "\xEF\xBC\x8D"       /* U+FF0D */
#define NO_BREAK_SPACE "\xC2\xA0"        /* U+00A0 */

typedef struct {
    const char     *in;                  /* rest of the text */
    char           *out;                 /* end of the copy */
    int             line;
    int             narrative;           /* indentation of the key whose `|` text we are in; -1: none */
    dbk_complaints *found;
} tidying;

static bool
begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static void
copy(tidying *t, const char *text, size_t n)
{
    memcpy(t->out, text, n);
    t->out += n;
    t->in += n;
}

static void
put_instead(tidying *t, const char *old, const char *text)
{
    memcpy(t->out, text, strlen(text));
    t->out += strlen(text);
    t->in += strlen(old);
}

/* One blank of the indentation that YAML does not take, replaced; false: it is none. */
static bool
tidy_blank(tidying *t)
{
    static const struct { const char *blank, *instead; } blanks[] = {
        { "\t", "  " }, { WIDE_SPACE, "  " }, { NO_BREAK_SPACE, " " },
    };

    for (size_t i = 0; i < sizeof blanks / sizeof blanks[0]; i++)
        if (begins(t->in, blanks[i].blank)) {
            put_instead(t, blanks[i].blank, blanks[i].instead);
            return true;
        }
    return false;
}

/* Copies the indentation and the "- " of a list; returns the column where the line's word begins. */
static int
tidy_indentation(tidying *t)
{
    const char *const start = t->out;
    bool strange = false;

    for (;;) {
        if (*t->in == ' ')
            copy(t, t->in, 1);
        else if (tidy_blank(t))
            strange = true;
        else if (begins(t->in, "- "))
            copy(t, t->in, 2);
        else if (begins(t->in, WIDE_HYPHEN)) {
            put_instead(t, WIDE_HYPHEN, "- ");
            dbk_complain(t->found, t->line, "%s", _("a full-width hyphen: write a half-width - and a space"));
        } else
            break;
    }
    if (strange && *t->in != '\n' && *t->in != '\r' && *t->in != '\0' && *t->in != '#')
        dbk_complain(t->found, t->line, "%s",
                     _("a tab or full-width space at the beginning: indent with ordinary spaces"));
    return (int)(t->out - start);
}

static size_t
key_length(const char *at)
{
    size_t n = 0;

    if (!isalpha((unsigned char)at[0]))
        return 0;
    while (isalnum((unsigned char)at[n]) || at[n] == '_')
        n++;
    return n;
}

/* The colon behind a key of `n` letters. */
static void
tidy_colon(tidying *t, size_t n)
{
    const char *key = t->in;

    copy(t, t->in, n);
    if (begins(t->in, WIDE_COLON)) {
        put_instead(t, WIDE_COLON, ": ");
        dbk_complain(t->found, t->line, _("a full-width colon (U+FF1A) after %.*s: write a half-width : and a space"),
                     (int)n, key);
    } else if (t->in[0] == ':' && t->in[1] != '\0' && strchr(" \t\r\n/", t->in[1]) == NULL) {
        put_instead(t, ":", ": ");
        dbk_complain(t->found, t->line, _("no space after the colon: write %.*s: and a space before the value"), (int)n,
                     key);
    }
}

/* Does the line, from its word on, open a text of several lines ("key: |")? */
static bool
opens_narrative(const char *at, size_t length)
{
    const char *colon = memchr(at, ':', length);

    if (colon == NULL)
        return false;
    length -= (size_t)(colon + 1 - at);
    for (at = colon + 1; length > 0 && (*at == ' ' || *at == '\t'); at++)
        length--;
    return length > 0 && (*at == '|' || *at == '>');
}

static bool
is_blank_line(const char *at)
{
    return at[strspn(at, " \t\r")] == '\n' || at[strspn(at, " \t\r")] == '\0';
}

/* Still inside a text of several lines? It ends with the first line that is not indented deeper than its key. */
static bool
inside_narrative(tidying *t)
{
    if (t->narrative < 0 || is_blank_line(t->in) || (int)strspn(t->in, " ") > t->narrative)
        return t->narrative >= 0;
    t->narrative = -1;
    return false;
}

static void
tidy_line(tidying *t)
{
    if (!inside_narrative(t)) {
        const int column = tidy_indentation(t);
        const size_t n = key_length(t->in);
        const char *const word = t->out;
        const char *const end = t->in + strcspn(t->in, "\n");

        if (n > 0)
            tidy_colon(t, n);
        copy(t, t->in, (size_t)(end - t->in));
        if (n > 0 && opens_narrative(word, (size_t)(t->out - word)))
            t->narrative = column;
    } else {
        copy(t, t->in, strcspn(t->in, "\n"));
    }
    if (*t->in == '\n')
        copy(t, t->in, 1);
    t->line++;
}

char *
dbk_yaml_tidy(const char *text, dbk_complaints *found)
{
    /* The most that a line can grow: a tab becomes two spaces, a colon a colon and a space. */
    char *copy_of = malloc(2 * strlen(text) + 1);
    tidying t = { text, copy_of, 1, -1, found };

    assert(copy_of != NULL);
    while (*t.in != '\0')
        tidy_line(&t);
    *t.out = '\0';
    return copy_of;
}
