/*
 * Widths are settled here, line ends too: what gives way gets its share of the line before libsmartcols lays it out,
 * because its own wrapping breaks words and begins lines with a comma.
 */
#include <assert.h>
#include <libsmartcols.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "clients/office/lines.h"
#include "clients/office/output.h"
#include "clients/words.h"

#define COLUMNS_MAX 48
#define GAP "  "

typedef struct {
    const dbk_column *column[COLUMNS_MAX];
    size_t            width[COLUMNS_MAX];
    size_t            n;
    char            **cell;        /* rows->n * n, as they may be shown */
} layout;

static bool
says_anything(const dbk_column *column, const dbk_rows *rows)
{
    bool anything = false;

    for (size_t row = 0; row < rows->n && !anything; row++) {
        char *cell = dbk_output_cell(column, rows, row, DBK_FORMAT_TABLE);

        anything = cell && cell[0];
        free(cell);
    }
    return anything;
}

/* Columns in which nobody has anything to say leave their room to the others. */
static void
choose_columns(layout *l, const dbk_columns *columns, const dbk_rows *rows)
{
    for (size_t i = 0; i < columns->n; i++)
        if ((columns->column[i].where & DBK_IN_TABLE) && says_anything(&columns->column[i], rows)) {
            assert(l->n < COLUMNS_MAX);
            l->column[l->n++] = &columns->column[i];
        }
}

static char *
one_line(const char *text)
{
    return dbk_lines_cut(text, SIZE_MAX);
}

static void
take_cells(layout *l, const dbk_rows *rows)
{
    l->cell = calloc(rows->n * l->n + 1, sizeof *l->cell);
    assert(l->cell);
    for (size_t i = 0; i < l->n; i++)
        l->width[i] = dbk_lines_widest(_(l->column[i]->head));
    for (size_t row = 0; row < rows->n; row++)
        for (size_t i = 0; i < l->n; i++) {
            char *cell = dbk_output_cell(l->column[i], rows, row, DBK_FORMAT_TABLE);
            const bool wraps = l->column[i]->fit == DBK_WRAP;

            l->cell[row * l->n + i] = (wraps ? dbk_lines_shown : one_line)(cell ? cell : "");
            const size_t width = dbk_lines_widest(l->cell[row * l->n + i]);

            l->width[i] = width > l->width[i] ? width : l->width[i];
            free(cell);
        }
}

/* What one column that gives way gets of `left` when they share it by weight. */
static size_t
fair_share(const layout *l, const bool *settled, size_t i, size_t left)
{
    size_t shares = 0;

    for (size_t k = 0; k < l->n; k++)
        shares += settled[k] ? 0 : l->column[k]->share;
    return left * l->column[i]->share / shares;
}

/* Columns that give way share what the others leave. One that needs less than its share, or whose head needs more, is
 * settled at that, and the rest share anew. */
static void
settle_widths(layout *l, size_t width)
{
    const size_t gaps = (l->n - 1) * strlen(GAP);
    size_t left = width > gaps ? width - gaps : 0;
    bool settled[COLUMNS_MAX] = { false };

    for (size_t i = 0; i < l->n; i++)
        if (l->column[i]->fit == DBK_WHOLE) {
            settled[i] = true;
            left -= l->width[i] < left ? l->width[i] : left;
        }
    for (size_t i = 0; i < l->n; i++) {
        if (settled[i])
            continue;
        const size_t fair = fair_share(l, settled, i, left), head = dbk_lines_widest(_(l->column[i]->head));

        if (l->width[i] > fair && head < fair)
            continue;
        l->width[i] = l->width[i] < fair ? l->width[i] : head > fair ? head : fair;
        left -= l->width[i] < left ? l->width[i] : left;
        settled[i] = true;
        i = (size_t)-1;                     /* from the beginning: shares have changed */
    }
    for (size_t i = 0; i < l->n; i++)
        if (!settled[i])
            l->width[i] = fair_share(l, settled, i, left);
}

/* A group's name stands where the group begins. */
static void
blank_repeats(layout *l, size_t rows)
{
    for (size_t i = 0; i < l->n; i++)
        for (size_t row = rows; row-- > 1 && l->column[i]->once; )
            if (strcmp(l->cell[row * l->n + i], l->cell[(row - 1) * l->n + i]) == 0)
                l->cell[row * l->n + i][0] = '\0';
}

static void
fit_cells(layout *l, size_t rows)
{
    for (size_t at = 0; at < rows * l->n; at++) {
        const size_t i = at % l->n;
        char *cell = l->cell[at];

        if (l->column[i]->fit == DBK_WHOLE)
            continue;
        l->cell[at] = (l->column[i]->fit == DBK_WRAP ? dbk_lines_wrap : dbk_lines_cut)(cell, l->width[i]);
        free(cell);
    }
}

static struct libscols_table *
new_table(const layout *l, FILE *to, size_t width)
{
    struct libscols_table *table = scols_new_table();

    assert(table);
    scols_table_set_stream(table, to);
    scols_table_set_column_separator(table, GAP);
    scols_table_set_termforce(table, SCOLS_TERMFORCE_ALWAYS);
    scols_table_set_termwidth(table, width);
    for (size_t i = 0; i < l->n; i++) {
        const dbk_column *column = l->column[i];
        const bool right = column->shape == DBK_NUMBER || column->shape == DBK_FIGURE;
        struct libscols_column *made = scols_table_new_column(table, _(column->head), 0,
                                                              (right ? SCOLS_FL_RIGHT : 0) | SCOLS_FL_WRAP);

        assert(made);
        scols_column_set_wrapfunc(made, scols_wrapnl_chunksize, scols_wrapnl_nextchunk, NULL);
        scols_column_set_safechars(made, "\n");
    }
    return table;
}

/* The line takes the cell and frees it. */
static void
refer(struct libscols_line *line, size_t i, char *cell)
{
    const int rc = scols_line_refer_data(line, i, cell);

    assert(rc == 0);
}

void
dbk_output_table(FILE *to, const dbk_columns *columns, const dbk_rows *rows, size_t width)
{
    layout l = { .n = 0 };

    if (rows->n == 0)
        return;
    choose_columns(&l, columns, rows);
    take_cells(&l, rows);
    settle_widths(&l, width);
    blank_repeats(&l, rows->n);
    fit_cells(&l, rows->n);
    struct libscols_table *table = new_table(&l, to, width);

    for (size_t row = 0; row < rows->n; row++) {
        struct libscols_line *line = scols_table_new_line(table, NULL);

        assert(line);
        for (size_t i = 0; i < l.n; i++)
            refer(line, i, l.cell[row * l.n + i]);
    }
    scols_print_table(table);
    scols_unref_table(table);
    free(l.cell);
}
