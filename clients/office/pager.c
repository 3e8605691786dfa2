#include "clients/office/pager.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clients/office/lines.h"

/* The shell looks for less itself: where there is none, the page is not lost. */
#define DEFAULT_PAGER "command -v less >/dev/null && exec less; exec cat"

static FILE *pager;

void
dbk_pager_start(void)
{
    const char *program = getenv("PAGER");
    char width[24];

    if (!isatty(STDOUT_FILENO) || (program && (program[0] == '\0' || strcmp(program, "cat") == 0)))
        return;
    snprintf(width, sizeof width, "%zu", dbk_lines_width());
    setenv("COLUMNS", width, 1);
    setenv("LESSCHARSET", "utf-8", 0);          /* what is shown is, whatever locales the machine has */
    setenv("LESS", "FRX", 0);                   /* leave when it fits, keep colour, do not clear the screen */
    fflush(stdout);
    pager = popen(program ? program : DEFAULT_PAGER, "we");
    if (pager)
        dup2(fileno(pager), STDOUT_FILENO);
}

void
dbk_pager_end(void)
{
    if (pager == NULL)
        return;
    fflush(stdout);
    close(STDOUT_FILENO);
    pclose(pager);
    pager = NULL;
}

bool
dbk_pager_shows_colour(void)
{
    return (pager || isatty(STDOUT_FILENO)) && getenv("NO_COLOR") == NULL;
}
