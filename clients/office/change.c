#include "clients/office/change.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/office/code_words.h"
#include "clients/words.h"
#include "proto/codes.h"
#include "proto/err.h"

static char *
copy(const char *text)
{
    char *made = strdup(text);

    assert(made);
    return made;
}

static char *join(const char *fmt, ...) DBK_PRINTF(1, 2);

static char *
join(const char *fmt, ...)
{
    char *made = NULL;
    va_list args;

    va_start(args, fmt);
    if (vasprintf(&made, fmt, args) < 0)
        made = NULL;
    va_end(args);
    assert(made);
    return made;
}

/* The row of a list whose Chinese word `text` begins with, and where the text goes on; NULL: none. The longest counts. */
static const dbk_code_row *
begins_with(dbk_list list, const char *text, const char **rest)
{
    size_t n, longest = 0;
    const dbk_code_row *row = dbk_list_rows(list, &n), *found = NULL;

    for (size_t i = 0; i < n; i++)
        if (strlen(row[i].zh) > longest && strncmp(text, row[i].zh, strlen(row[i].zh)) == 0) {
            longest = strlen(row[i].zh);
            found = &row[i];
        }
    *rest = text + longest;
    return found;
}

/* ---------------------------------------------------------------- a shape a field */

static char *
flag(const char *said)
{
    return copy(strcmp(said, "true") == 0 ? _("yes") : strcmp(said, "false") == 0 ? _("no") : said);
}

/* "W_HALF: two lent to the neighbours": which rule it is says another column. */
static char *
explanation(const char *said)
{
    const char *text = strstr(said, ": ");

    return join(_("explained: %s"), text ? text + 2 : said);
}

/* "sa0b1280a 已升级: told the office" */
static char *
answer(const char *said)
{
    const char *blank = strchr(said, ' '), *rest;
    const dbk_code_row *word = blank ? begins_with(DBK_LIST_ITEM_ANSWER, blank + 1, &rest) : NULL;

    if (word == NULL)
        return copy(said);
    if (strncmp(rest, ": ", 2) == 0)
        return join(_("%.*s %s: %s"), (int)(blank - said), said, dbk_words_pick(word->zh, word->en), rest + 2);
    return join("%.*s %s%s", (int)(blank - said), said, dbk_words_pick(word->zh, word->en), rest);
}

/* "3 the yard, north gate without light": the severity of a risk point; other observations have none. */
static char *
observation(const char *said)
{
    const char level[] = { said[0], '\0' };

    if (said[0] >= '1' && said[0] <= '3' && said[1] == ' ')
        return join(_("%s: %s"), dbk_words_of("severity", level), said + 2 + strspn(said + 2, " "));
    return copy(said + strspn(said, " "));
}

/* "手套 15双, 6 + 7/d, 2020-02-21": item, how many, on hand, used up a day, needed by. The unit is what people wrote. */
static char *
supply(const char *said)
{
    const char *rest, *until = strrchr(said, ','), *stock = until;
    const dbk_code_row *item = begins_with(DBK_LIST_SUPPLY_ITEM, said, &rest);
    char on_hand[12], daily[12];
    int end = 0;

    if (item == NULL || *rest != ' ' || until == NULL)
        return copy(said);
    while (stock > rest && *--stock != ',')
        ;
    if (sscanf(stock, ", %11[0-9] + %11[0-9]/d%n", on_hand, daily, &end) != 2 || stock + end != until)
        return copy(said);
    return join(_("%s %.*s; on hand %s, a day %s, needed by %s"), dbk_words_pick(item->zh, item->en),
                (int)(stock - rest - 1), rest + 1, on_hand, daily, until + 1 + strspn(until + 1, " "));
}

static const struct { const char *field; char *(*words)(const char *said); } shapes[] = {
    { "no_case", flag },        { "zero_report", flag },       { "explanation", explanation }, { "answer", answer },
    { "risk", observation },    { "suggestion", observation }, { "reflection", observation },  { "thanks", observation },
    { "supply", supply },
};

char *
dbk_change_words(const char *field, const char *said)
{
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
        if (strcmp(shapes[i].field, field) == 0)
            return shapes[i].words(said);
    return copy(said);
}
