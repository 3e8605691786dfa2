/* spans: what gives way first, and that the widths never add up to more than the line while they can. */
#include "clients/office/spans.h"
#include "tests/harness/unit.h"

#define NUMBER(cell_, head_, two) { .cell = (cell_), .good = (cell_), .least = (cell_), .head = (head_), .head_least = (two) }
#define TEXT(cell_) { .cell = (cell_), .good = 16, .least = 12, .head = 4, .head_least = 4, .share = 1 }

/* number (3, head "not filled"), text of 40, number: at each width what has given way. */
static const struct { const char *name; size_t width, gap, widths[3], n; } ways[] = {
    { "all fits",           80, 2, { 10, 40, 8 }, 3 },
    { "the text gives way", 60, 2, { 10, 38, 8 }, 3 },
    { "to what reads well", 38, 2, { 10, 16, 8 }, 3 },
    { "then the heads",     34, 2, { 6, 16, 8 },  3 },
    { "then the gap",       32, 1, { 6, 16, 8 },  3 },
    { "then the text again", 30, 2, { 6, 12, 8 }, 3 },
    { "then the gap again", 28, 1, { 6, 12, 8 },  3 },
    { "then the last goes below", 27, 2, { 6, 19, 8 }, 2 },
    { "too narrow for two", 12, 1, { 6, 5, 8 },   2 },
};

static void
what_gives_way(void)
{
    for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
        dbk_span span[] = { NUMBER(3, 10, 6), TEXT(40), NUMBER(2, 8, 8) };
        const size_t order[] = { 0, 1, 2 };
        size_t n = 3, gap;

        span[0].stays = true;
        gap = dbk_spans_settle(span, order, &n, ways[i].width);
        CHECK_INT(ways[i].name, n, ways[i].n);
        CHECK_INT(ways[i].name, gap, ways[i].gap);
        for (size_t k = 0; k < n; k++)
            CHECK_INT(ways[i].name, span[k].width, ways[i].widths[k]);
    }
}

static void
by_weight(void)
{
    dbk_span span[] = { TEXT(100), TEXT(100), TEXT(14) };
    const size_t order[] = { 0, 1, 2 };
    size_t n = 3;

    span[1].share = 2;
    span[2].good = 14;
    CHECK_INT("gap", dbk_spans_settle(span, order, &n, 108), 2);
    CHECK_INT("one that needs less", span[2].width, 14);
    CHECK_INT("one share", span[0].width, 30);
    CHECK_INT("two shares", span[1].width, 60);
}

static void
every_band_has_a_column(void)
{
    dbk_span span[30];
    size_t order[30], printed = 2, bands = 0;

    for (size_t i = 0; i < ARRAY_LEN(span); i++)
        span[i] = (dbk_span)NUMBER(9, 9, 9);
    span[0].stays = span[1].stays = true;
    while (printed < ARRAY_LEN(span)) {
        size_t n = 2;

        order[0] = 0, order[1] = 1;
        for (size_t i = printed; i < ARRAY_LEN(span); i++)
            order[n++] = i;
        const size_t gap = dbk_spans_settle(span, order, &n, 80);

        CHECK_TRUE("more than what stays", n > 2);
        CHECK_TRUE("fits", n * 9 + (n - 1) * gap <= 80);
        printed = order[n - 1] + 1;
        bands++;
    }
    CHECK_INT("bands", bands, 6);
}

static const unit_test tests[] = {
    { "what gives way", what_gives_way }, { "by weight", by_weight }, { "every band has a column", every_band_has_a_column },
};

int
main(void)
{
    return unit_main("office/spans", tests, ARRAY_LEN(tests), 30);
}
