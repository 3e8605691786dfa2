#include "clients/office/rows.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static char *
copy(const char *text)
{
    char *made = text ? strdup(text) : NULL;

    assert(made || text == NULL);
    return made;
}

dbk_rows *
dbk_rows_new(const char *const *names, size_t width)
{
    dbk_rows *rows = calloc(1, sizeof *rows);

    assert(rows);
    rows->width = width;
    rows->name = calloc(width + 1, sizeof *rows->name);
    assert(rows->name);
    for (size_t i = 0; i < width; i++)
        rows->name[i] = copy(names[i]);
    return rows;
}

void
dbk_rows_free(dbk_rows **rows)
{
    if (*rows == NULL)
        return;
    for (size_t i = 0; i < (*rows)->width; i++)
        free((*rows)->name[i]);
    for (size_t i = 0; i < (*rows)->n * (*rows)->width; i++)
        free((*rows)->cell[i]);
    free((*rows)->name);
    free((*rows)->cell);
    free(*rows);
    *rows = NULL;
}

void
dbk_rows_add(dbk_rows *rows, const char *const *cells)
{
    rows->cell = reallocarray(rows->cell, (rows->n + 1) * rows->width + 1, sizeof *rows->cell);
    assert(rows->cell);
    for (size_t i = 0; i < rows->width; i++)
        rows->cell[rows->n * rows->width + i] = copy(cells[i]);
    rows->n++;
}

const char *
dbk_rows_get(const dbk_rows *rows, size_t row, const char *name)
{
    size_t i = 0;

    assert(row < rows->n);
    while (i < rows->width && strcmp(rows->name[i], name) != 0)
        i++;
    assert(i < rows->width);
    return rows->cell[row * rows->width + i];
}

bool
dbk_rows_has(const dbk_rows *rows, const char *name)
{
    for (size_t i = 0; i < rows->width; i++)
        if (strcmp(rows->name[i], name) == 0)
            return true;
    return false;
}

void
dbk_rows_move(dbk_rows *rows, size_t from, size_t to)
{
    assert(to <= from && from < rows->n);
    for (size_t i = 0; i < rows->width && to < from; i++) {
        free(rows->cell[to * rows->width + i]);
        rows->cell[to * rows->width + i] = rows->cell[from * rows->width + i];
        rows->cell[from * rows->width + i] = NULL;
    }
}

void
dbk_rows_cut(dbk_rows *rows, size_t n)
{
    for (size_t i = n * rows->width; i < rows->n * rows->width; i++) {
        free(rows->cell[i]);
        rows->cell[i] = NULL;
    }
    rows->n = n < rows->n ? n : rows->n;
}

dbk_rows *
dbk_rows_split(dbk_rows *rows, size_t from)
{
    dbk_rows *rest = dbk_rows_new((const char *const *)rows->name, rows->width);

    for (size_t row = from; row < rows->n; row++)
        dbk_rows_add(rest, (const char *const *)&rows->cell[row * rows->width]);
    dbk_rows_cut(rows, from);
    return rest;
}
