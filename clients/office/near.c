#include "clients/office/near.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/words.h"
#include "proto/text.h"

#define CHARS_MAX 40                 /* a longer name is cut: its beginning tells it apart */
#define COMMON_MIN 4                 /* of fewer names no character is too common */

typedef struct { uint32_t c[CHARS_MAX]; size_t n; } word;

typedef struct { size_t part, whole, at; } score;      /* distance of its nearest part, of all of it; which name */

/* Code points; small letters of ASCII. Blanks do not count. What is no UTF-8 is taken byte by byte. */
static word
word_of(const char *text)
{
    word w = { .n = 0 };

    for (const unsigned char *p = (const unsigned char *)text; *p && w.n < CHARS_MAX; ) {
        const size_t more = *p >= 0xF0 ? 3 : *p >= 0xE0 ? 2 : *p >= 0xC0 ? 1 : 0;
        uint32_t c = more ? *p & (0x3FU >> more) : *p;

        p++;
        for (size_t i = 0; i < more && (*p & 0xC0) == 0x80; i++)
            c = c << 6 | (*p++ & 0x3F);
        if (c != ' ')
            w.c[w.n++] = c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
    }
    return w;
}

static bool
holds(const word *w, uint32_t c)
{
    for (size_t i = 0; i < w->n; i++)
        if (w->c[i] == c)
            return true;
    return false;
}

static size_t
least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Insertions, removals, changes, and swaps of neighbours that make `a` into `b`, or into the nearest part of `b`. */
static size_t
distance(const word *a, const word *b, bool part)
{
    size_t before[CHARS_MAX + 1] = { 0 }, above[CHARS_MAX + 1], row[CHARS_MAX + 1], best;

    for (size_t k = 0; k <= b->n; k++)
        above[k] = part ? 0 : k;
    for (size_t i = 1; i <= a->n; i++) {
        row[0] = i;
        for (size_t k = 1; k <= b->n; k++) {
            row[k] = least(least(above[k], row[k - 1]) + 1, above[k - 1] + (a->c[i - 1] != b->c[k - 1]));
            if (i > 1 && k > 1 && a->c[i - 1] == b->c[k - 2] && a->c[i - 2] == b->c[k - 1])
                row[k] = least(row[k], before[k - 2] + 1);
        }
        memcpy(before, above, sizeof before[0] * (b->n + 1));
        memcpy(above, row, sizeof above[0] * (b->n + 1));
    }
    best = above[b->n];
    for (size_t k = 0; part && k < b->n; k++)
        best = least(best, above[k]);
    return best;
}

/* Do they share a character that tells names apart? Most committees' names end in the same three. */
static bool
shares(const word *said, const word *names, size_t n, const word *name)
{
    for (size_t i = 0; i < said->n; i++) {
        size_t others = 0;

        if (!holds(name, said->c[i]))
            continue;
        for (size_t k = 0; k < n; k++)
            others += holds(&names[k], said->c[i]);
        if (n < COMMON_MIN || others * 2 <= n)
            return true;
    }
    return false;
}

static int
nearer(const void *a, const void *b)
{
    const score *one = a, *other = b;

    if (one->part != other->part)
        return one->part < other->part ? -1 : 1;
    if (one->whole != other->whole)
        return one->whole < other->whole ? -1 : 1;
    return one->at < other->at ? -1 : 1;
}

/* A number is right or wrong: the committee of a near one is another. */
static bool
is_number(const word *said)
{
    bool number = true;

    for (size_t i = 0; i < said->n && number; i++)
        number = said->c[i] >= '0' && said->c[i] <= '9';
    return number;
}

static size_t
score_all(const word *said, const word *names, size_t n, score *scores)
{
    const size_t far = least(said->n / 2 > 1 ? said->n / 2 : 1, 3);
    size_t found = 0;

    for (size_t i = 0; i < n; i++) {
        const score one = { distance(said, &names[i], true), distance(said, &names[i], false), i };

        if (!is_number(said) && one.part <= far && shares(said, names, n, &names[i]))
            scores[found++] = one;
    }
    qsort(scores, found, sizeof *scores, nearer);
    return found;
}

size_t
dbk_near_find(const char *said, const char *const *names, size_t n, const char *near[DBK_NEAR_MAX])
{
    const word meant = word_of(said);
    word *all = calloc(n + 1, sizeof *all);
    score *scores = calloc(n + 1, sizeof *scores);
    size_t found = 0, kept = 0;

    if (all && scores) {
        for (size_t i = 0; i < n; i++)
            all[i] = word_of(names[i]);
        found = score_all(&meant, all, n, scores);
    }
    for (size_t i = 0; i < found && kept < DBK_NEAR_MAX && scores[i].part == scores[0].part; i++) {
        bool told = false;

        for (size_t k = 0; k < kept && !told; k++)
            told = strcmp(near[k], names[scores[i].at]) == 0;
        if (!told)
            near[kept++] = names[scores[i].at];
    }
    free(all);
    free(scores);
    return kept;
}

int
dbk_near_err(const char *said, const char *const *names, size_t n, const char *what, const char *otherwise,
             dbk_err *err)
{
    const char *near[DBK_NEAR_MAX];
    const size_t found = dbk_near_find(said, names, n, near);
    char list[DBK_ERR_TEXT_BYTES / 2] = "";
    size_t used = 0;

    for (size_t i = 0; i < found && used < sizeof list; i++)
        used += (size_t)snprintf(list + used, sizeof list - used, _("%s\"%s\""),
                                 i == 0 ? "" : i + 1 < found ? _(", ") : _(" or "), near[i]);
    if (found > 0)
        return dbk_err_set(err, DBK_E_INPUT, _("%s; did you mean %s?"), what, list);
    return dbk_err_set(err, DBK_E_INPUT, _("%s; %s"), what, otherwise);
}
