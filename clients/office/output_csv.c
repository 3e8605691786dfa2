#include <stdlib.h>

#include "clients/office/csv.h"
#include "clients/office/output.h"
#include "clients/words.h"

/* Only what we know to be a number may begin with a sign. */
static bool
is_number(const dbk_column *column, const char *text)
{
    char *end;

    if (column->shape != DBK_NUMBER && column->shape != DBK_FIGURE)
        return false;
    strtod(text, &end);
    return end != text && *end == '\0';
}

static void
put_heads(FILE *to, const dbk_columns *columns, const dbk_rows *rows)
{
    const char *between = DBK_CSV_BOM;

    for (size_t i = 0; i < columns->n; i++)
        if (columns->column[i].where & DBK_IN_CSV) {
            fputs(between, to);
            dbk_csv_put(to, dbk_output_head(&columns->column[i], rows), false);
            between = ",";
        }
    fputs("\r\n", to);
}

void
dbk_output_csv(FILE *to, const dbk_columns *columns, const dbk_rows *rows)
{
    put_heads(to, columns, rows);
    for (size_t row = 0; row < rows->n; row++) {
        const char *between = "";

        for (size_t i = 0; i < columns->n; i++) {
            const dbk_column *column = &columns->column[i];

            if ((column->where & DBK_IN_CSV) == 0)
                continue;
            char *cell = dbk_output_cell(column, rows, row, DBK_FORMAT_CSV);

            fputs(between, to);
            if (cell)
                dbk_csv_put(to, cell, is_number(column, cell));
            free(cell);
            between = ",";
        }
        fputs("\r\n", to);
    }
}
