#include "clients/fullwidth.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define FULL_BYTES 3             /* of each that is made */

static const struct { char half; const char *full; } signs[] = {
    { ',', "，" }, { ';', "；" }, { ':', "：" }, { '?', "？" }, { '!', "！" },
};

/* ---------------------------------------------------------------- what stands beside a sign */

/* U+3001..9FFF (marks and Han), U+FF01..FFEF, and U+201C, U+201D: what Chinese is written in. */
static bool
is_chinese(const unsigned char *at)
{
    if ((at[1] & 0xC0) != 0x80 || (at[2] & 0xC0) != 0x80)
        return false;
    if (at[0] == 0xE2)
        return at[1] == 0x80 && (at[2] == 0x9C || at[2] == 0x9D);
    return (at[0] == 0xE3 && !(at[1] == 0x80 && at[2] == 0x80)) || (at[0] >= 0xE4 && at[0] <= 0xE9) ||
           (at[0] == 0xEF && at[1] >= 0xBC);
}

static bool
chinese_before(const char *text, size_t at)
{
    return at >= 3 && is_chinese((const unsigned char *)text + at - 3);
}

static bool
chinese_after(const char *text, size_t at)
{
    return text[at + 1] != '\0' && text[at + 2] != '\0' && is_chinese((const unsigned char *)text + at + 1);
}

/* "tcp://主机:端口" is typed, not read. */
static bool
in_address(const char *text, size_t at)
{
    size_t from = at;

    while (from > 0 && text[from - 1] != ' ')
        from--;
    const char *mark = strstr(text + from, "://");

    return mark != NULL && mark <= text + at;
}

static bool
touches(const char *text, size_t at)
{
    const size_t next = text[at] == ':' && text[at + 1] == ' ' ? at + 1 : at;

    return (chinese_before(text, at) || chinese_after(text, next)) && !in_address(text, at);
}

/* ---------------------------------------------------------------- pairs */

/* Where the bracket or quotation mark at `at` is closed; `at`: nowhere. */
static size_t
closed_at(const char *text, size_t at)
{
    const char close = text[at] == '(' ? ')' : '"';
    int depth = 1;

    for (size_t i = at + 1; text[i]; i++)
        if (text[i] == close) {
            if (--depth == 0)
                return i;
        } else if (text[i] == '(' && close == ')')
            depth++;
    return at;
}

/* Which of the signs that stand in pairs are made full-width. */
static void
mark_pairs(const char *text, bool *is_full)
{
    bool *seen = calloc(strlen(text) + 1, sizeof *seen);

    assert(seen);
    for (size_t i = 0; text[i]; i++) {
        if ((text[i] != '(' && text[i] != '"') || seen[i])
            continue;
        const size_t end = closed_at(text, i);

        seen[end] = true;
        is_full[i] = is_full[end] = end > i && (touches(text, i) || touches(text, end));
    }
    free(seen);
}

/* ---------------------------------------------------------------- the text */

static const char *
full_of(const char *text, size_t at, const bool *is_full, bool *opens)
{
    if (text[at] == '(' || text[at] == ')')
        return is_full[at] ? text[at] == '(' ? "（" : "）" : NULL;
    if (text[at] == '"' && is_full[at]) {
        *opens = !*opens;
        return *opens ? "“" : "”";
    }
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (signs[i].half == text[at])
            return touches(text, at) ? signs[i].full : NULL;
    return NULL;
}

char *
dbk_fullwidth(const char *text)
{
    const size_t bytes = strlen(text);
    char *made = malloc(bytes * FULL_BYTES + 1);
    bool *is_full = calloc(bytes + 1, sizeof *is_full), opens = false;
    size_t n = 0;

    assert(made && is_full);
    mark_pairs(text, is_full);
    for (size_t i = 0; i < bytes; i++) {
        const char *full = full_of(text, i, is_full, &opens);

        if (full == NULL) {
            made[n++] = text[i];
            continue;
        }
        n -= text[i] == '(' && n > 0 && made[n - 1] == ' ';     /* a full-width sign has its room in itself */
        memcpy(made + n, full, FULL_BYTES);
        n += FULL_BYTES;
        i += strchr(",;:?!", text[i]) != NULL && text[i + 1] == ' ';
    }
    made[n] = '\0';
    free(is_full);
    return made;
}
