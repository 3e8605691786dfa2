#include "clients/office/spans.h"

#define GAP 2
#define GAP_LEAST 1
#define LEAST 2                     /* a Chinese character */

static size_t
larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static size_t
wanted(const dbk_span *span)
{
    return larger(span->cell, span->head);
}

/* Columns that give way get what is left, one by one, whoever has least for its weight. */
static void
share_out(dbk_span *span, const size_t *order, size_t n, size_t left)
{
    for (; left > 0; left--) {
        dbk_span *next = NULL;

        for (size_t i = 0; i < n; i++) {
            dbk_span *s = &span[order[i]];

            if (s->share > 0 && s->width < wanted(s) &&
                (next == NULL || s->width * next->share < next->width * s->share))
                next = s;
        }
        if (next == NULL)
            break;
        next->width++;
    }
    for (size_t i = 0; i < n; i++) {            /* nobody wants more: heads stand in one line again */
        dbk_span *s = &span[order[i]];

        if (wanted(s) - s->width <= left) {
            left -= wanted(s) - s->width;
            s->width = wanted(s);
        }
    }
}

/* What gives way, in its order. */
typedef struct { bool whole_heads, good; size_t gap; } way;
static const way ways[] = {
    { true,  true,  GAP },
    { false, true,  GAP },
    { false, true,  GAP_LEAST },
    { false, false, GAP },
    { false, false, GAP_LEAST },
};
#define WAY_OF_BANDS (&ways[3])

static bool
fits(dbk_span *span, const size_t *order, size_t n, size_t width, const way *by)
{
    size_t used = (n - 1) * by->gap;

    for (size_t i = 0; i < n; i++) {
        dbk_span *s = &span[order[i]];

        s->width = larger(by->whole_heads ? s->head : s->head_least, by->good ? s->good : s->least);
        used += s->width;
    }
    if (used > width)
        return false;
    share_out(span, order, n, width - used);
    return true;
}

/* Too narrow even so: what can give way does, whether it reads well or not. */
static void
squeeze(dbk_span *span, const size_t *order, size_t n, size_t width)
{
    size_t used = (n - 1) * GAP_LEAST;

    for (size_t i = 0; i < n; i++)
        used += span[order[i]].width;
    for (size_t i = n; i-- > 0 && used > width; ) {
        dbk_span *s = &span[order[i]];
        const size_t may = s->share > 0 && s->width > LEAST ? s->width - LEAST : 0;
        const size_t gives = may < used - width ? may : used - width;

        s->width -= gives;
        used -= gives;
    }
}

size_t
dbk_spans_settle(dbk_span *span, const size_t *order, size_t *n, size_t width)
{
    size_t stay = 0;

    while (stay < *n && span[order[stay]].stays)
        stay++;
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
        if (fits(span, order, *n, width, &ways[i]))
            return ways[i].gap;
    while (*n > stay + 1) {
        --*n;
        if (fits(span, order, *n, width, WAY_OF_BANDS))
            return WAY_OF_BANDS->gap;
    }
    squeeze(span, order, *n, width);
    return GAP_LEAST;
}
