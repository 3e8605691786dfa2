/*
 * trend — one figure over the nights: a row a night with its hole, a sparkline, and an SVG file for a page.
 *
 * A night in which not all have reported is drawn hollow, in the terminal by a light dot: it must not look like a fall.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/office/call.h"
#include "clients/office/lines.h"
#include "clients/office/place.h"
#include "clients/words.h"
#include "sql/queries.h"

#define SVG_HEIGHT 160
#define SVG_STEP 32
#define SVG_LEFT 24

static const dbk_column trend_columns[] = {
    { .key = "name", .head = N_("date"), .where = DBK_EVERYWHERE },
    { .key = "total", .head = N_("total"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "unit", .head = N_("unit"), .shape = DBK_LABEL, .where = DBK_IN_TABLE | DBK_IN_CSV },
    { .key = "share", .head = N_("reported"), .where = DBK_IN_TABLE },
    { .key = "reported", .head = N_("reported"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "expected", .head = N_("expected"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "estimate", .head = N_("estimate"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "carried_share", .head = N_("carried"), .where = DBK_IN_TABLE },
    { .key = "carried", .head = N_("carried forward"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "not_carried", .head = N_("nothing to carry"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "missing_names", .head = N_("missing"), .shape = DBK_NAMES, .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1 },
    { .key = "due_at", .head = N_("not due before"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
};
static const dbk_columns trend = DBK_COLUMNS(trend_columns);

static double
value_of(const dbk_rows *rows, size_t row)
{
    const char *total = dbk_rows_get(rows, row, "total");

    return total ? strtod(total, NULL) : 0;
}

static double
highest(const dbk_rows *rows)
{
    double most = 0;

    for (size_t row = 0; row < rows->n; row++)
        most = value_of(rows, row) > most ? value_of(rows, row) : most;
    return most;
}

static bool
is_whole(const dbk_rows *rows, size_t row)
{
    return strcmp(dbk_rows_get(rows, row, "filled_all"), "t") == 0;
}

static const char *
bar_of(const dbk_rows *rows, size_t row, double most)
{
    static const char *const bars[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };

    if (dbk_rows_get(rows, row, "total") == NULL)
        return " ";
    return bars[most > 0 ? (size_t)(value_of(rows, row) / most * 7) : 0];
}

static void
print_sparkline(const dbk_rows *rows)
{
    const double most = highest(rows);

    printf("\n  ");
    for (size_t row = 0; row < rows->n; row++)
        fputs(bar_of(rows, row, most), stdout);
    printf("\n  ");
    for (size_t row = 0; row < rows->n; row++)
        fputs(is_whole(rows, row) ? " " : "·", stdout);
    printf("  %s\n", _("a dot: not all have reported or filled it"));
}

static int
write_svg(const char *path, const dbk_rows *rows, dbk_err *err)
{
    FILE *to = fopen(path, "we");
    const double most = highest(rows);

    if (to == NULL)
        return dbk_err_sys(err, "%s", path);
    fprintf(to, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%zu\" height=\"%d\" font-family=\"sans-serif\" "
                "font-size=\"10\">\n", SVG_LEFT * 2 + rows->n * SVG_STEP, SVG_HEIGHT + 48);
    for (size_t row = 0; row < rows->n; row++) {
        const size_t x = SVG_LEFT + row * SVG_STEP;
        const double height = most > 0 ? value_of(rows, row) / most * SVG_HEIGHT : 0;
        const char *total = dbk_rows_get(rows, row, "total");

        fprintf(to, "<rect x=\"%zu\" y=\"%.1f\" width=\"%d\" height=\"%.1f\" fill=\"%s\" stroke=\"#2a6\"/>\n", x,
                16 + SVG_HEIGHT - height, SVG_STEP - 6, height, is_whole(rows, row) ? "#2a6" : "none");
        fprintf(to, "<text x=\"%zu\" y=\"%.1f\">%s</text>\n", x, 12 + SVG_HEIGHT - height, total ? total : "");
        fprintf(to, "<text x=\"%zu\" y=\"%d\">%s</text>\n", x, SVG_HEIGHT + 30, dbk_rows_get(rows, row, "name") + 5);
        fprintf(to, "<text x=\"%zu\" y=\"%d\" fill=\"#777\">%s</text>\n", x, SVG_HEIGHT + 42,
                dbk_rows_get(rows, row, "share"));
    }
    fputs("</svg>\n", to);
    if (ferror(to) | fclose(to))
        return dbk_err_sys(err, "%s", path);
    return 0;
}

int
dbk_cmd_trend(dbk_call *call, dbk_err *err)
{
    char *code = NULL;
    dbk_place place = { .level = NULL };
    dbk_rows *rows = NULL;
    int rc = -1;

    if (dbk_call_figure(call, call->word[0], &code, err) != 0)
        return -1;
    if (dbk_place_find(call, &place, err) != 0)
        goto out;
    const char *values[] = { code, place.level, place.key };

    if ((rows = dbk_db_query(call->db, DBK_SQL_OFFICE_TREND, values, 3, err)) == NULL)
        goto out;
    if (call->svg && write_svg(call->svg, rows, err) != 0)
        goto out;
    if (call->format == DBK_FORMAT_TABLE)
        dbk_place_print(&place);
    if (call->format == DBK_FORMAT_TABLE && rows->n > 0)
        printf("%s\n\n", dbk_rows_get(rows, 0, dbk_words_pick("label_zh", "label_en")));
    rc = dbk_call_show(call, "nights", N_("no night has begun\n"), &trend, rows, err);
    if (call->format == DBK_FORMAT_TABLE && rows->n > 0)
        print_sparkline(rows);
out:
    dbk_place_fini(&place);
    dbk_rows_free(&rows);
    free(code);
    return rc;
}
