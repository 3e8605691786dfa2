#include "clients/office/due.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/office/lines.h"
#include "clients/office/moment.h"
#include "clients/words.h"

const char *
dbk_due_at(const dbk_rows *rows)
{
    const char *at = NULL;
    const bool counted = dbk_rows_has(rows, "missing");

    if (!dbk_rows_has(rows, "due_at"))
        return NULL;
    for (size_t row = 0; row < rows->n && at == NULL; row++)
        if (!counted || strcmp(dbk_rows_get(rows, row, "missing"), "0") != 0)
            at = dbk_rows_get(rows, row, "due_at");
    return at;
}

char *
dbk_due_said(const dbk_rows *rows)
{
    const char *at = dbk_due_at(rows);
    char hour[DBK_MOMENT_SAID_BYTES], *said = NULL;

    if (at == NULL)
        return NULL;
    if (asprintf(&said, _("the last night is not due before %s: who is missing in it may still report"),
                 dbk_moment_said(at, hour)) < 0)
        said = NULL;
    assert(said);
    return said;
}

void
dbk_due_print(const dbk_rows *rows)
{
    char *said = dbk_due_said(rows);

    if (said)
        dbk_lines_say("%s\n", said);
    free(said);
}
