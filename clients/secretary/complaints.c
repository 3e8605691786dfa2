#include "clients/secretary/complaints.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "clients/words.h"
#include "clients/wrap.h"
#include "proto/text.h"

void
dbk_complain(dbk_complaints *found, int line, const char *fmt, ...)
{
    char raw[DBK_COMPLAINT_BYTES];
    va_list args;

    if (found == NULL)
        return;
    if (found->n == DBK_COMPLAINTS_MAX) {
        found->more++;
        return;
    }
    va_start(args, fmt);
    vsnprintf(raw, sizeof raw, fmt, args);
    va_end(args);
    found->row[found->n].line = line;
    dbk_text_shown(raw, strlen(raw), found->row[found->n].text, DBK_COMPLAINT_BYTES);
    found->n++;
}

/* Stable: what was found first in a line stays first. */
static void
sort_by_line(dbk_complaints *found)
{
    for (size_t i = 1; i < found->n; i++) {
        const dbk_complaint moved = found->row[i];
        size_t at = i;

        for (; at > 0 && found->row[at - 1].line > moved.line; at--)
            found->row[at] = found->row[at - 1];
        found->row[at] = moved;
    }
}

void
dbk_complaints_print(dbk_complaints *found, const char *file, FILE *to)
{
    sort_by_line(found);
    for (size_t i = 0; i < found->n; i++)
        if (found->row[i].line > 0)
            dbk_wrap_say(to, "%s:%d: %s\n", file, found->row[i].line, found->row[i].text);
        else
            dbk_wrap_say(to, "%s: %s\n", file, found->row[i].text);
    if (found->more > 0)
        dbk_wrap_say(to, _("%s: and %zu more\n"), file, found->more);
}
