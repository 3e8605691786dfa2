/*
 * Widths are settled here (spans.c), line ends too: what gives way gets its share of the line before libsmartcols lays
 * it out, because its own wrapping breaks words and begins lines with a comma. A head is laid out as a row, because it
 * may take two lines.
 */
#include <assert.h>
#include <libsmartcols.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "clients/office/lines.h"
#include "clients/office/output.h"
#include "clients/office/spans.h"
#include "clients/words.h"

#define COLUMNS_MAX 48
#define TEXT_GOOD 16                /* columns in which a name or a sentence reads well */
#define TEXT_LEAST 12               /* and at all */
#define PHRASE_LEAST 10             /* a word of a list */
#define WORD_MOST 20                /* a longer word is broken */

typedef struct {
    const dbk_column *column[COLUMNS_MAX];
    dbk_span          span[COLUMNS_MAX];
    const char       *head[COLUMNS_MAX];
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
            l->head[l->n] = dbk_output_head(&columns->column[i], rows);
            l->column[l->n++] = &columns->column[i];
        }
}

static char *
one_line(const char *text)
{
    return dbk_lines_cut(text, SIZE_MAX);
}

static bool
is_right(const dbk_column *column)
{
    return column->shape == DBK_NUMBER || column->shape == DBK_FIGURE;
}

static void
take_cells(layout *l, const dbk_rows *rows)
{
    l->cell = calloc(rows->n * l->n + 1, sizeof *l->cell);
    assert(l->cell);
    for (size_t at = 0; at < rows->n * l->n; at++) {
        const dbk_column *column = l->column[at % l->n];
        char *cell = dbk_output_cell(column, rows, at / l->n, DBK_FORMAT_TABLE);

        l->cell[at] = (column->fit == DBK_WRAP ? dbk_lines_shown : one_line)(cell ? cell : "");
        free(cell);
    }
}

/* A group's name stands where the group begins. */
static void
blank_repeats(layout *l, size_t rows)
{
    for (size_t row = rows; row-- > 1; ) {
        bool same = true;

        for (size_t i = 0; i < l->n && same; i++)
            if (l->column[i]->once) {
                same = strcmp(l->cell[row * l->n + i], l->cell[(row - 1) * l->n + i]) == 0;
                if (same)
                    l->cell[row * l->n + i][0] = '\0';
            }
    }
}

/* ---------------------------------------------------------------- widths */

/* The narrowest that puts a head into two lines, and breaks no word of it. */
static size_t
head_in_two(const char *head)
{
    size_t width = dbk_lines_longest_word(head);

    for (;; width++) {
        char *wrapped = dbk_lines_wrap(head, width);
        const char *first = strchr(wrapped, '\n');
        const bool two = first == NULL || strchr(first + 1, '\n') == NULL;

        free(wrapped);
        if (two)
            return width;
    }
}

/* How narrow a column may be whose texts want `reads` columns. */
static size_t
narrowest(const dbk_column *column, size_t cell, size_t word, size_t reads)
{
    const bool phrase = column->shape == DBK_CODE || column->shape == DBK_WORD;

    if (column->fit == DBK_WHOLE)
        return cell;
    reads = phrase ? PHRASE_LEAST : reads;
    if (word > reads)
        reads = word < WORD_MOST ? word : WORD_MOST;
    return cell < reads ? cell : reads;
}

static void
measure(layout *l, size_t rows)
{
    bool stays = true;
    size_t flagged = 0;

    for (size_t i = 0; i < l->n; i++)
        flagged += l->column[i]->stays;
    for (size_t i = 0; i < l->n; i++) {
        const dbk_column *column = l->column[i];
        const char *head = l->head[i];
        size_t cell = 0, word = 0;

        for (size_t row = 0; row < rows; row++) {
            const char *text = l->cell[row * l->n + i];
            const size_t widest = dbk_lines_widest(text), longest = dbk_lines_longest_word(text);

            cell = widest > cell ? widest : cell;
            word = column->fit == DBK_WRAP && longest > word ? longest : word;
        }
        l->span[i] = (dbk_span){ .cell = cell, .head = dbk_lines_widest(head), .head_least = head_in_two(head),
                                 .good = narrowest(column, cell, word, TEXT_GOOD),
                                 .least = narrowest(column, cell, word, TEXT_LEAST),
                                 .share = column->fit == DBK_WHOLE ? 0 : column->share,
                                 .stays = flagged > 0 ? column->stays : stays };
        stays = stays && is_right(column);      /* up to the first name */
    }
}

/* ---------------------------------------------------------------- printing */

static struct libscols_table *
new_table(const layout *l, const size_t *order, size_t n, FILE *to, size_t width, size_t gap)
{
    struct libscols_table *table = scols_new_table();

    assert(table);
    scols_table_set_stream(table, to);
    scols_table_set_column_separator(table, gap == 1 ? " " : "  ");
    scols_table_set_termforce(table, SCOLS_TERMFORCE_ALWAYS);
    scols_table_set_termwidth(table, width);
    scols_table_enable_noheadings(table, 1);
    for (size_t i = 0; i < n; i++) {
        const bool right = is_right(l->column[order[i]]);
        struct libscols_column *made = scols_table_new_column(table, "", 0,
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

/* Every line of a text at the right end of `width` columns; yours to free. */
static char *
to_the_right(const char *text, size_t width)
{
    char *made = NULL;
    size_t made_bytes = 0;
    FILE *to = open_memstream(&made, &made_bytes);

    assert(to);
    for (const char *line = text; line; ) {
        const char *stop = strchrnul(line, '\n');
        char *one = strndup(line, (size_t)(stop - line));

        assert(one);
        fprintf(to, "%*s%s%s", (int)(width - dbk_lines_widest(one)), "", one, *stop ? "\n" : "");
        free(one);
        line = *stop ? stop + 1 : NULL;
    }
    fclose(to);
    assert(made);
    return made;
}

static void
add_heads(struct libscols_table *table, const layout *l, const size_t *order, size_t n)
{
    struct libscols_line *line = scols_table_new_line(table, NULL);

    assert(line);
    for (size_t i = 0; i < n; i++) {
        char *head = dbk_lines_wrap(l->head[order[i]], l->span[order[i]].width);
        char *cell = is_right(l->column[order[i]]) ? to_the_right(head, l->span[order[i]].width) : strdup(head);

        assert(cell);
        refer(line, i, cell);
        free(head);
    }
}

static char *
fitted(const layout *l, size_t row, size_t i)
{
    const char *cell = l->cell[row * l->n + i];

    return (l->column[i]->fit == DBK_WRAP ? dbk_lines_wrap : dbk_lines_cut)(cell, l->span[i].width);
}

static void
print_band(FILE *to, const layout *l, size_t rows, const size_t *order, size_t n, size_t width, size_t gap)
{
    struct libscols_table *table = new_table(l, order, n, to, width, gap);

    add_heads(table, l, order, n);
    for (size_t row = 0; row < rows; row++) {
        struct libscols_line *line = scols_table_new_line(table, NULL);

        assert(line);
        for (size_t i = 0; i < n; i++)
            refer(line, i, fitted(l, row, order[i]));
    }
    scols_print_table(table);
    scols_unref_table(table);
}

/* Columns that stay, and of the others those from `from` on. */
static size_t
band(const layout *l, size_t from, size_t order[COLUMNS_MAX])
{
    size_t n = 0;

    for (size_t i = 0; i < l->n; i++)
        if (l->span[i].stays || i >= from)
            order[n++] = i;
    return n;
}

void
dbk_output_table(FILE *to, const dbk_columns *columns, const dbk_rows *rows, size_t width)
{
    layout l = { .n = 0 };
    size_t order[COLUMNS_MAX] = { 0 }, left;

    if (rows->n == 0)
        return;
    choose_columns(&l, columns, rows);
    take_cells(&l, rows);
    blank_repeats(&l, rows->n);
    measure(&l, rows->n);
    for (size_t from = 0; from < l.n; from = left) {
        size_t n = band(&l, from, order);
        const size_t gap = dbk_spans_settle(l.span, order, &n, width);

        assert(n > 0 && n <= l.n);
        if (from > 0)
            fputc('\n', to);
        print_band(to, &l, rows->n, order, n, width, gap);
        left = order[n - 1] + 1;
    }
    for (size_t at = 0; at < rows->n * l.n; at++)
        free(l.cell[at]);
    free(l.cell);
}
