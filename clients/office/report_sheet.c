#include <stdlib.h>
#include <string.h>

#include "clients/office/csv.h"
#include "clients/office/report.h"
#include "clients/words.h"

#define CRLF "\r\n"

static const char *const part_names[DBK_REPORT_PARTS] = {
    [DBK_REPORT_HEAD]         = N_("report"),
    [DBK_REPORT_FIGURES]      = N_("figures"),
    [DBK_REPORT_CASES]        = N_("cases"),
    [DBK_REPORT_OBSERVATIONS] = N_("observations"),
    [DBK_REPORT_SUPPLIES]     = N_("supply needs"),
    [DBK_REPORT_ANSWERS]      = N_("answers"),
    [DBK_REPORT_EXPLANATIONS] = N_("explanations"),
    [DBK_REPORT_REVISIONS]    = N_("revisions"),
};

static void
put_line(FILE *to, const char *part, size_t number, const char *label, const char *value, bool is_number,
         const char *unit)
{
    dbk_csv_put(to, part, false);
    fprintf(to, ",%zu,", number);
    dbk_csv_put(to, label, false);
    fputc(',', to);
    dbk_csv_put(to, value, is_number);
    fputc(',', to);
    dbk_csv_put(to, unit, false);
    fputs(CRLF, to);
}

static const char *
in_words(const dbk_rows *rows, size_t row, const char *zh, const char *en)
{
    return dbk_rows_get(rows, row, dbk_words_pick(zh, en));
}

static void
put_figures(FILE *to, const dbk_rows *rows)
{
    static const dbk_column value = { .key = "value", .shape = DBK_FIGURE };

    for (size_t row = 0; row < rows->n; row++) {
        char *cell = dbk_output_cell(&value, rows, row, DBK_FORMAT_CSV);

        put_line(to, _(part_names[DBK_REPORT_FIGURES]), row + 1, in_words(rows, row, "label_zh", "label_en"), cell,
                 dbk_rows_get(rows, row, "value") != NULL, in_words(rows, row, "unit_zh", "unit_en"));
        free(cell);
    }
}

static void
put_part(FILE *to, const char *name, const dbk_part *part)
{
    for (size_t row = 0; row < part->rows->n; row++)
        for (size_t i = 0; i < part->columns->n; i++) {
            const dbk_column *column = &part->columns->column[i];
            const bool repeats_head = !part->single && (strcmp(column->key, "report_date") == 0);

            if ((column->where & DBK_IN_CSV) == 0 || repeats_head)
                continue;
            char *cell = dbk_output_cell(column, part->rows, row, DBK_FORMAT_CSV);

            if (cell)
                put_line(to, name, row + 1, _(column->head), cell, column->shape == DBK_NUMBER, "");
            free(cell);
        }
}

void
dbk_report_sheet(FILE *to, const dbk_part page[DBK_REPORT_PARTS])
{
    fputs(DBK_CSV_BOM, to);
    fprintf(to, "%s,%s,%s,%s,%s" CRLF, _("part"), _("no."), _("label"), _("value"), _("unit"));
    for (size_t i = 0; i < DBK_REPORT_PARTS; i++)
        if (i == DBK_REPORT_FIGURES)
            put_figures(to, page[i].rows);
        else
            put_part(to, _(part_names[i]), &page[i]);
}
