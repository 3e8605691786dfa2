#include "clients/office/faults.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "clients/words.h"
#include "proto/text.h"

void
dbk_faults_add(dbk_faults *faults, size_t line, const char *fmt, ...)
{
    char text[2 * DBK_FAULT_BYTES];
    va_list args;

    if (faults->n == DBK_FAULTS_MAX) {
        faults->more++;
        return;
    }
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    faults->row[faults->n].line = line;
    dbk_text_shown(text, strlen(text), faults->row[faults->n].text, DBK_FAULT_BYTES);
    faults->n++;
}

static int
by_line(const void *a, const void *b)
{
    const dbk_fault *left = a, *right = b;

    return (left->line > right->line) - (left->line < right->line);
}

void
dbk_faults_print(dbk_faults *faults, FILE *to)
{
    qsort(faults->row, faults->n, sizeof faults->row[0], by_line);
    for (size_t i = 0; i < faults->n; i++) {
        if (faults->row[i].line > 0)
            fprintf(to, _("line %zu: "), faults->row[i].line);
        fprintf(to, "%s\n", faults->row[i].text);
    }
    if (faults->more > 0)
        fprintf(to, _("and %zu more\n"), faults->more);
}
