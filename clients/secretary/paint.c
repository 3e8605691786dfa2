#include "clients/secretary/paint.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool
paints(FILE *to)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

    return isatty(fileno(to)) && (no == NULL || no[0] == '\0') && term && term[0] && strcmp(term, "dumb") != 0;
}

const char *
dbk_paint_on(FILE *to, dbk_paint paint)
{
    static const char *const codes[] = {
        [PAINT_STRONG] = "\033[1m", [PAINT_GOOD] = "\033[32m", [PAINT_WARN] = "\033[33m", [PAINT_BAD] = "\033[31m",
    };

    return paints(to) ? codes[paint] : "";
}

const char *
dbk_paint_off(FILE *to)
{
    return paints(to) ? "\033[0m" : "";
}
