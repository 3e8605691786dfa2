#include <stdlib.h>
#include <string.h>

#include "clients/office/brief.h"
#include "clients/words.h"

#define FONT "font-family=\"sans-serif\" font-size=\"11\""
#define ON_TIME "fill=\"#3a7d5c\""
#define LATE "fill=\"#e0a030\" stroke=\"#4a3000\""
#define EXCUSED "fill=\"#c9c9c9\""
#define MISSING "fill=\"#ffffff\" stroke=\"#b03a2e\" stroke-dasharray=\"3 2\""

static long
number(const dbk_rows *rows, size_t row, const char *key)
{
    const char *said = dbk_rows_get(rows, row, key);

    return said ? strtol(said, NULL, 10) : 0;
}

static void
put_text(FILE *to, long x, long y, const char *more, const char *text)
{
    fprintf(to, "<text x=\"%ld\" y=\"%ld\" %s>", x, y, more);
    dbk_html_text(to, text);
    fputs("</text>\n", to);
}

/* Starts the picture; who does not see it hears what it is. */
static void
begin(FILE *to, long width, long height, const char *title)
{
    fprintf(to, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %ld %ld\" width=\"%ld\" height=\"%ld\" "
                "role=\"img\" " FONT "><title>", width, height, width, height);
    dbk_html_text(to, title);
    fputs("</title>\n", to);
}

/* ---------------------------------------------------------------- who has reported, place by place */

#define PLACES_LEFT 150
#define PLACES_BAR 360
#define PLACES_STEP 20
#define PLACES_WIDTH 620

static long
put_segment(FILE *to, long x, long y, long count, long most, const char *paint)
{
    const long width = most > 0 ? count * PLACES_BAR / most : 0;

    if (width > 0)
        fprintf(to, "<rect x=\"%ld\" y=\"%ld\" width=\"%ld\" height=\"13\" %s/>\n", x, y, width, paint);
    return x + width;
}

static void
put_legend(FILE *to, long y)
{
    static const struct { const char *word, *paint; } signs[] = {
        { N_("on time"), ON_TIME }, { N_("late"), LATE }, { N_("excused"), EXCUSED }, { N_("missing"), MISSING },
    };

    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        const long x = PLACES_LEFT + (long)i * 90;

        fprintf(to, "<rect x=\"%ld\" y=\"%ld\" width=\"12\" height=\"12\" %s/>\n", x, y - 10, signs[i].paint);
        put_text(to, x + 17, y, "", _(signs[i].word));
    }
}

void
dbk_brief_chart_places(FILE *to, const dbk_part *places)
{
    const dbk_rows *rows = places->rows;
    long most = 1;

    for (size_t row = 0; row < rows->n; row++)
        most = number(rows, row, "expected") > most ? number(rows, row, "expected") : most;
    begin(to, PLACES_WIDTH, (long)rows->n * PLACES_STEP + 34, _("who has reported, by subdistrict and branch"));
    for (size_t row = 0; row < rows->n; row++) {
        const long y = 6 + (long)row * PLACES_STEP, late = number(rows, row, "late");
        long x = PLACES_LEFT;

        put_text(to, PLACES_LEFT - 8, y + 11, "text-anchor=\"end\"", dbk_rows_get(rows, row, "name"));
        x = put_segment(to, x, y, number(rows, row, "reported") - late, most, ON_TIME);
        x = put_segment(to, x, y, late, most, LATE);
        x = put_segment(to, x, y, number(rows, row, "excused"), most, EXCUSED);
        x = put_segment(to, x, y, number(rows, row, "missing"), most, MISSING);
        put_text(to, x + 8, y + 11, "", dbk_rows_get(rows, row, "share"));
    }
    put_legend(to, (long)rows->n * PLACES_STEP + 26);
    fputs("</svg>\n", to);
}

/* ---------------------------------------------------------------- when the reports came */

#define CURVE_LEFT 40
#define CURVE_WIDTH 540
#define CURVE_TOP 16
#define CURVE_HEIGHT 130

typedef struct { long from, until, expected; } span;

static long
x_of(const span *s, long at)
{
    const long inside = at < s->from ? s->from : at > s->until ? s->until : at;

    return CURVE_LEFT + (inside - s->from) * CURVE_WIDTH / (s->until - s->from);
}

static long
y_of(const span *s, long count)
{
    return CURVE_TOP + CURVE_HEIGHT - (s->expected > 0 ? count * CURVE_HEIGHT / s->expected : 0);
}

static int
earlier(const void *a, const void *b)
{
    const long one = *(const long *)a, other = *(const long *)b;

    return (one > other) - (one < other);
}

/* A mark on the time axis: a line, and the hour under it. */
static void
put_mark(FILE *to, const span *s, long at, const char *iso, const char *word, const char *paint, long below)
{
    char label[80];

    fprintf(to, "<line x1=\"%ld\" y1=\"%d\" x2=\"%ld\" y2=\"%d\" %s/>\n", x_of(s, at), CURVE_TOP, x_of(s, at),
            CURVE_TOP + CURVE_HEIGHT + 4, paint);
    snprintf(label, sizeof label, "%s %.5s", word, iso + sizeof "2020-02-18T" - 1);
    put_text(to, x_of(s, at), CURVE_TOP + CURVE_HEIGHT + below, "text-anchor=\"middle\"", label);
}

/* As far as `as_of` and no further: of what comes after it nobody knows. */
static void
put_curve(FILE *to, const span *s, long as_of, const dbk_rows *rows)
{
    long *at = calloc(rows->n + 1, sizeof *at);
    size_t n = 0;

    for (size_t row = 0; at && row < rows->n; row++)
        if (strcmp(dbk_rows_get(rows, row, "status"), "REPORTED") == 0)
            at[n++] = number(rows, row, "received_s");
    if (n > 0)
        qsort(at, n, sizeof *at, earlier);
    fprintf(to, "<polyline fill=\"none\" stroke=\"#3a7d5c\" stroke-width=\"2\" points=\"%ld,%ld", x_of(s, s->from),
            y_of(s, 0));
    for (size_t i = 0; i < n; i++)
        fprintf(to, " %ld,%ld %ld,%ld", x_of(s, at[i]), y_of(s, (long)i), x_of(s, at[i]), y_of(s, (long)i + 1));
    fprintf(to, " %ld,%ld\"/>\n", x_of(s, as_of), y_of(s, (long)n));
    free(at);
}

void
dbk_brief_chart_arrivals(FILE *to, const dbk_part *head, const dbk_part *committees)
{
    const dbk_rows *h = head->rows;
    const long deadline = number(h, 0, "deadline_s"), as_of = number(h, 0, "as_of_s");
    const long from = number(h, 0, "opens_s");
    const span s = { as_of < from ? as_of : from, (as_of > deadline ? as_of : deadline) + 600, number(h, 0, "expected") };
    char top[24];

    begin(to, CURVE_LEFT + CURVE_WIDTH + 40, CURVE_TOP + CURVE_HEIGHT + 42, _("when the counted reports came in"));
    snprintf(top, sizeof top, "%ld", s.expected);
    put_text(to, CURVE_LEFT - 6, CURVE_TOP + 4, "text-anchor=\"end\"", top);
    put_text(to, CURVE_LEFT - 6, CURVE_TOP + CURVE_HEIGHT + 4, "text-anchor=\"end\"", "0");
    fprintf(to, "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#bbb\"/>\n", CURVE_LEFT, CURVE_TOP,
            CURVE_LEFT + CURVE_WIDTH, CURVE_TOP);
    fprintf(to, "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#444\"/>\n", CURVE_LEFT,
            CURVE_TOP + CURVE_HEIGHT, CURVE_LEFT + CURVE_WIDTH, CURVE_TOP + CURVE_HEIGHT);
    put_mark(to, &s, from, dbk_rows_get(h, 0, "opens"), _("opens"), "stroke=\"#444\"", 18);
    put_mark(to, &s, deadline, dbk_rows_get(h, 0, "deadline"), _("deadline"),
             "stroke=\"#b03a2e\" stroke-dasharray=\"4 3\"", 18);
    put_mark(to, &s, as_of, dbk_rows_get(h, 0, "as_of"), _("as of"), "stroke=\"#444\" stroke-dasharray=\"1 2\"", 34);
    put_curve(to, &s, as_of, committees->rows);
    fputs("</svg>\n", to);
}

/* ---------------------------------------------------------------- the ledger */

#define LEDGER_STEP 100
#define LEDGER_TOP 24
#define LEDGER_HEIGHT 100

/* The row of a total; -1: the brief has none of it. */
static long
row_of(const dbk_rows *totals, const char *subject, const char *code)
{
    for (size_t row = 0; row < totals->n; row++)
        if (strcmp(dbk_rows_get(totals, row, "subject"), subject) == 0 &&
            strcmp(dbk_rows_get(totals, row, "code"), code) == 0)
            return (long)row;
    return -1;
}

void
dbk_brief_chart_ledger(FILE *to, const dbk_part *totals)
{
    static const struct { const char *subject, *code, *word; } bars[] = {
        { "ledger.before", "hq_open_count", N_("night before") }, { "figure", "hq_open_count", N_("opening") },
        { "figure", "hq_new_count", N_("+ new") },                { "figure", "hq_released_count", N_("- released") },
        { "figure", "hq_transferred_count", N_("- moved") },      { "figure", "hq_current_count", N_("= closing") },
    };
    const dbk_rows *rows = totals->rows;
    const size_t n = sizeof bars / sizeof bars[0];
    long most = 1;

    for (size_t i = 0; i < n; i++) {
        const long row = row_of(rows, bars[i].subject, bars[i].code);

        if (row >= 0 && number(rows, (size_t)row, "total") > most)
            most = number(rows, (size_t)row, "total");
    }
    begin(to, (long)n * LEDGER_STEP + 20, LEDGER_TOP + LEDGER_HEIGHT + 40,
          _("home quarantine: from the night before to tonight"));
    for (size_t i = 0; i < n; i++) {
        const long row = row_of(rows, bars[i].subject, bars[i].code), x = 10 + (long)i * LEDGER_STEP;
        const long value = row >= 0 ? number(rows, (size_t)row, "total") : 0, height = value * LEDGER_HEIGHT / most;
        const char *said = row >= 0 ? dbk_rows_get(rows, (size_t)row, "total") : NULL;
        char grouped[DBK_GROUPED_BYTES];

        fprintf(to, "<rect x=\"%ld\" y=\"%ld\" width=\"64\" height=\"%ld\" fill=\"%s\"/>\n", x + 14,
                (long)LEDGER_TOP + LEDGER_HEIGHT - height, height, i >= 2 && i <= 4 ? "#8fb8a3" : "#3a7d5c");
        put_text(to, x + 46, LEDGER_TOP + LEDGER_HEIGHT - height - 5, "text-anchor=\"middle\"",
                 said ? dbk_grouped(said, grouped) : "-");
        put_text(to, x + 46, LEDGER_TOP + LEDGER_HEIGHT + 15, "text-anchor=\"middle\"", _(bars[i].word));
        if (row >= 0 && dbk_rows_get(rows, (size_t)row, "share"))
            put_text(to, x + 46, LEDGER_TOP + LEDGER_HEIGHT + 30, "text-anchor=\"middle\" fill=\"#666\"",
                     dbk_rows_get(rows, (size_t)row, "share"));
    }
    fputs("</svg>\n", to);
}
