#include "clients/office/book.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "clients/office/due.h"
#include "clients/office/lines.h"
#include "clients/words.h"

#define WIDTH_LEAST 6
#define WIDTH_MOST 36
#define HEAD_POINTS 32             /* a head takes two lines where its cells are narrow */
#define COLUMNS_MAX 96
#define NAME_CHARS 31
#define CHART_GAP 1
#define PAPER_A4 9                 /* as the file format counts */
#define MARGIN_IN 0.4
#define WRAP_AT (WIDTH_MOST - 4)     /* what is left of the widest column beside its indent */
#define LINE_POINTS 14.5
#define SHORT_ROWS 40                /* a sheet that a screen holds: its chart stands below */
#define ROW_POINTS_MOST 409.0        /* a spreadsheet has no higher rows */

struct dbk_book {
    char            path[64];
    lxw_workbook   *workbook;
    lxw_format     *head, *text, *number, *grey, *date, *instant, *note;
    lxw_worksheet  *sheet;                 /* the last one */
    char            name[NAME_CHARS * 4 + 1];
    const char     *key[COLUMNS_MAX];
    size_t          n;                     /* its columns */
    lxw_row_t       first, after;          /* the row of its heads; the first one below its cells */
};

dbk_book *
dbk_book_new(dbk_err *err)
{
    dbk_book *book = calloc(1, sizeof *book);
    const char *folder = getenv("TMPDIR");
    int fd;

    assert(book);
    snprintf(book->path, sizeof book->path, "%.40s/daybook-XXXXXX", folder && folder[0] ? folder : "/tmp");
    if ((fd = mkstemp(book->path)) < 0) {
        dbk_err_sys(err, "%s", book->path);
        free(book);
        return NULL;
    }
    close(fd);
    book->workbook = workbook_new(book->path);
    book->head = workbook_add_format(book->workbook);
    format_set_bold(book->head);
    format_set_bg_color(book->head, 0xDDEBF7);
    format_set_bottom(book->head, LXW_BORDER_THIN);
    format_set_text_wrap(book->head);
    format_set_align(book->head, LXW_ALIGN_VERTICAL_CENTER);
    book->text = workbook_add_format(book->workbook);
    format_set_text_wrap(book->text);
    format_set_align(book->text, LXW_ALIGN_VERTICAL_TOP);
    format_set_indent(book->text, 1);
    book->number = workbook_add_format(book->workbook);
    book->grey = workbook_add_format(book->workbook);
    format_set_font_color(book->grey, 0x808080);
    format_set_align(book->grey, LXW_ALIGN_RIGHT);
    book->date = workbook_add_format(book->workbook);
    format_set_num_format(book->date, "yyyy-mm-dd");
    book->instant = workbook_add_format(book->workbook);
    format_set_num_format(book->instant, "yyyy-mm-dd hh:mm");
    book->note = workbook_add_format(book->workbook);
    format_set_italic(book->note);
    lxw_format *const beside_text[] = { book->number, book->grey, book->date, book->instant };

    for (size_t i = 0; i < sizeof beside_text / sizeof beside_text[0]; i++)
        format_set_align(beside_text[i], LXW_ALIGN_VERTICAL_TOP);
    return book;
}

/* ---------------------------------------------------------------- cells */

/* 2020-02-18, or 2020-02-18 21:40:05. */
static bool
is_instant(const char *cell, lxw_datetime *when, bool *has_time)
{
    int end = 0;

    *when = (lxw_datetime){ 0 };
    if (sscanf(cell, "%4d-%2d-%2d%n", &when->year, &when->month, &when->day, &end) != 3 || end != 10)
        return false;
    *has_time = cell[10] == ' ';
    return cell[10] == '\0' ||
           (*has_time && sscanf(cell + 11, "%2d:%2d:%lf", &when->hour, &when->min, &when->sec) == 3);
}

static bool
is_number(const dbk_column *column, const char *cell, double *value)
{
    char *end;

    if (column->shape != DBK_NUMBER && column->shape != DBK_FIGURE)
        return false;
    *value = strtod(cell, &end);
    return end != cell && *end == '\0';
}

static void
put_cell(const dbk_book *book, lxw_row_t row, lxw_col_t col, const dbk_column *column, const char *cell)
{
    lxw_datetime when;
    bool has_time;
    double value;

    if (is_number(column, cell, &value)) {
        worksheet_write_number(book->sheet, row, col, value, book->number);
    } else if (column->shape == DBK_NUMBER || column->shape == DBK_FIGURE) {
        worksheet_write_string(book->sheet, row, col, cell, book->grey);
    } else if (is_instant(cell, &when, &has_time)) {
        worksheet_write_datetime(book->sheet, row, col, &when, has_time ? book->instant : book->date);
    } else {
        char *shown = dbk_lines_shown(cell);

        worksheet_write_string(book->sheet, row, col, shown, book->text);
        free(shown);
    }
}

static size_t
lines_of(const char *cell)
{
    char *wrapped = dbk_lines_wrap(cell, WRAP_AT);
    size_t n = 1;

    for (const char *c = wrapped; *c; c++)
        n += *c == '\n' && c[1] != '\0';
    free(wrapped);
    return n;
}

/* No row is as high as its text by itself: LibreOffice would print its lines over each other. */
static void
set_heights(const dbk_book *book, const size_t *lines, size_t n)
{
    for (size_t row = 0; row < n; row++) {
        const double points = (double)lines[row] * LINE_POINTS;

        if (lines[row] > 1)
            worksheet_set_row(book->sheet, book->first + 1 + (lxw_row_t)row,
                              points < ROW_POINTS_MOST ? points : ROW_POINTS_MOST, NULL);
    }
}

/* The column's cells; how wide the widest is, and how many lines each row needs for it. */
static size_t
put_column(const dbk_book *book, lxw_col_t col, const dbk_column *column, const dbk_rows *rows, size_t *lines)
{
    const char *head = dbk_output_head(column, rows);
    const size_t half = (dbk_lines_widest(head) + 1) / 2, word = dbk_lines_longest_word(head);
    size_t width = half + half % 2 > word ? half + half % 2 : word;

    worksheet_write_string(book->sheet, book->first, col, head, book->head);
    for (size_t row = 0; row < rows->n; row++) {
        char *cell = dbk_output_cell(column, rows, row, DBK_FORMAT_CSV);

        if (cell && cell[0]) {
            const size_t wide = dbk_lines_widest(cell);

            put_cell(book, book->first + 1 + (lxw_row_t)row, col, column, cell);
            width = wide > width ? wide : width;
            if (wide > WRAP_AT || strchr(cell, '\n')) {
                const size_t needed = lines_of(cell);

                lines[row] = needed > lines[row] ? needed : lines[row];
            }
        }
        free(cell);
    }
    return width;
}

/* ---------------------------------------------------------------- sheets and charts */

/* A name that a workbook allows: without its marks, cut at 31 characters. */
static void
take_name(dbk_book *book, const char *name)
{
    size_t bytes = 0, chars = 0;

    for (; *name && bytes + 1 < sizeof book->name; name++) {
        if (strchr("[]:*?/\\'", *name))
            continue;
        chars += ((unsigned char)*name & 0xC0) != 0x80;
        if (chars > NAME_CHARS)
            break;
        book->name[bytes++] = *name;
    }
    book->name[bytes] = '\0';
}

/* Until when rows are not due is a column only while they are not. */
static bool
is_past(const dbk_column *column, const dbk_rows *rows)
{
    return strcmp(column->key, "due_at") == 0 && dbk_due_at(rows) == NULL;
}

void
dbk_book_sheet(dbk_book *book, const char *name, const char *note, const dbk_columns *columns, const dbk_rows *rows)
{
    size_t *lines = calloc(rows->n + 1, sizeof *lines);

    assert(lines);
    take_name(book, name);
    book->sheet = workbook_add_worksheet(book->workbook, book->name);
    book->first = note ? 1 : 0;
    book->after = book->first + 1 + (lxw_row_t)rows->n;
    book->n = 0;
    if (book->sheet == NULL)                         /* the name is taken: numbered by the library */
        book->sheet = workbook_add_worksheet(book->workbook, NULL);
    if (note)
        worksheet_write_string(book->sheet, 0, 0, note, book->note);
    for (size_t i = 0; i < columns->n; i++) {
        if ((columns->column[i].where & DBK_IN_CSV) == 0 || is_past(&columns->column[i], rows))
            continue;
        assert(book->n < COLUMNS_MAX);
        const lxw_col_t col = (lxw_col_t)book->n;
        size_t width = put_column(book, col, &columns->column[i], rows, lines) + 2;

        width = width < WIDTH_LEAST ? WIDTH_LEAST : width > WIDTH_MOST ? WIDTH_MOST : width;
        worksheet_set_column(book->sheet, col, col, (double)width, NULL);
        book->key[book->n++] = columns->column[i].key;
    }
    worksheet_set_row(book->sheet, book->first, HEAD_POINTS, NULL);
    set_heights(book, lines, rows->n);
    free(lines);
    worksheet_freeze_panes(book->sheet, book->first + 1, 0);
    if (rows->n > 0 && book->n > 0)
        worksheet_autofilter(book->sheet, book->first, 0, book->first + (lxw_row_t)rows->n, (lxw_col_t)(book->n - 1));
    worksheet_set_landscape(book->sheet);
    worksheet_set_paper(book->sheet, PAPER_A4);
    worksheet_set_margins(book->sheet, MARGIN_IN, MARGIN_IN, 2 * MARGIN_IN, 2 * MARGIN_IN);
    worksheet_set_header(book->sheet, "&L&A");
    worksheet_set_footer(book->sheet, "&C&P / &N");
    worksheet_gridlines(book->sheet, LXW_SHOW_ALL_GRIDLINES);
    worksheet_fit_to_pages(book->sheet, 1, 0);
    worksheet_repeat_rows(book->sheet, book->first, book->first);
}

static size_t
column_of(const dbk_book *book, const char *key)
{
    size_t i = 0;

    while (i < book->n && strcmp(book->key[i], key) != 0)
        i++;
    assert(i < book->n);
    return i;
}

void
dbk_book_chart(dbk_book *book, const char *title, const char *over, const char *const *keys, size_t n, size_t rows)
{
    lxw_chart *chart = workbook_add_chart(book->workbook, rows > 12 ? LXW_CHART_LINE : LXW_CHART_COLUMN);
    const lxw_row_t first = book->first + 1, last = book->first + (lxw_row_t)rows;
    const lxw_col_t at = (lxw_col_t)column_of(book, over);

    if (rows == 0)
        return;
    for (size_t i = 0; i < n; i++) {
        const lxw_col_t col = (lxw_col_t)column_of(book, keys[i]);
        lxw_chart_series *series = chart_add_series(chart, NULL, NULL);

        chart_series_set_categories(series, book->name, first, at, last, at);
        chart_series_set_values(series, book->name, first, col, last, col);
        chart_series_set_name_range(series, book->name, book->first, col);
    }
    chart_title_set_name(chart, title);
    chart_axis_set_num_format(chart->x_axis, "mm-dd");           /* of days; names take no notice of it */
    if (book->after <= SHORT_ROWS)          /* below: beside it the page would shrink to the chart's width */
        worksheet_insert_chart(book->sheet, book->after + CHART_GAP, 0, chart);
    else
        worksheet_insert_chart(book->sheet, book->first, (lxw_col_t)(book->n + CHART_GAP), chart);
}

/* ---------------------------------------------------------------- out */

static int
copy_to(FILE *from, FILE *to, dbk_err *err)
{
    char bytes[1 << 16];
    size_t n;

    while ((n = fread(bytes, 1, sizeof bytes, from)) > 0)
        if (fwrite(bytes, 1, n, to) != n)
            break;
    const bool failed = ferror(from) || ferror(to) || fflush(to) != 0;

    if (failed)
        dbk_err_sys(err, "%s", _("cannot write the output"));
    return failed ? -1 : 0;
}

/* It has no name any more when it is copied: whoever stops reading ends the program, and leaves nothing behind. */
int
dbk_book_write(dbk_book **book, FILE *to, dbk_err *err)
{
    const lxw_error closed = workbook_close((*book)->workbook);
    FILE *from = closed == LXW_NO_ERROR ? fopen((*book)->path, "rbe") : NULL;
    int rc = -1;

    if (from != NULL) {
        unlink((*book)->path);
        rc = copy_to(from, to, err);
        fclose(from);
    } else {
        if (closed != LXW_NO_ERROR)
            dbk_err_set(err, DBK_E_SYSTEM, "%s: %s", (*book)->path, lxw_strerror(closed));
        else
            dbk_err_sys(err, "%s", (*book)->path);
        unlink((*book)->path);
    }
    free(*book);
    *book = NULL;
    return rc;
}

dbk_book *
dbk_book_to_stdout(dbk_err *err)
{
    if (!isatty(STDOUT_FILENO))
        return dbk_book_new(err);
    dbk_err_set(err, DBK_E_USAGE, "%s", _("a workbook is no text: send it to a file, ... --format xlsx > FILE"));
    return NULL;
}

int
dbk_output_book(const dbk_part *parts, size_t n, dbk_err *err)
{
    dbk_book *book = dbk_book_to_stdout(err);

    if (book == NULL)
        return -1;
    for (size_t i = 0; i < n; i++)
        dbk_book_sheet(book, parts[i].key ? parts[i].key : "overview", NULL, parts[i].columns, parts[i].rows);
    return dbk_book_write(&book, stdout, err);
}
