#include <stdlib.h>
#include <string.h>

#include "clients/json.h"
#include "clients/office/output.h"
#include "proto/text.h"

static bool
is_number(const char *text)
{
    const size_t digits = strspn(text + (*text == '-'), "0123456789");

    return digits > 0 && text[digits + (*text == '-')] == '\0';
}

static void
put_value(FILE *to, const dbk_column *column, const dbk_rows *rows, size_t row)
{
    char *cell = dbk_output_cell(column, rows, row, DBK_FORMAT_JSON);
    const bool number = column->shape == DBK_NUMBER || column->shape == DBK_FIGURE || column->shape == DBK_LEVEL;

    if (cell == NULL)
        fputs("null", to);
    else if (column->shape == DBK_BOOLEAN)
        fputs(cell[0] == 't' ? "true" : "false", to);
    else if (number && is_number(cell))
        fputs(cell, to);
    else
        dbk_json_string(to, cell);
    free(cell);
}

/* The members of one row; `indent` goes in front of each, `between` in front of the first. */
static void
put_members(FILE *to, const dbk_columns *columns, const dbk_rows *rows, size_t row, const char *between,
            const char *indent)
{
    for (size_t i = 0; i < columns->n; i++)
        if (columns->column[i].where & DBK_IN_JSON) {
            fprintf(to, "%s%s\"%s\": ", between, indent, columns->column[i].key);
            put_value(to, &columns->column[i], rows, row);
            between = ",";
        }
}

static void
put_list(FILE *to, const dbk_part *part)
{
    fprintf(to, "\n  \"%s\": [", part->key);
    for (size_t row = 0; row < part->rows->n; row++) {
        fprintf(to, "%s\n    {", row > 0 ? "," : "");
        put_members(to, part->columns, part->rows, row, "", "\n      ");
        fputs("\n    }", to);
    }
    fputs(part->rows->n > 0 ? "\n  ]" : "]", to);
}

void
dbk_output_json(FILE *to, const dbk_part *parts, size_t n)
{
    fputc('{', to);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            fputc(',', to);
        if (parts[i].single)
            put_members(to, parts[i].columns, parts[i].rows, 0, "", "\n  ");
        else
            put_list(to, &parts[i]);
    }
    fputs("\n}\n", to);
}
