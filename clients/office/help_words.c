#include "clients/office/help_words.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/office/lines.h"
#include "clients/words.h"

#define WORD_COLUMNS 17
#define SCREEN_COLUMNS 80

/* As they stand in a usage; an option comes with its value. */
enum { ALWAYS, REQUIRED, LEFT_OUT };

static const struct { const char *word, *meaning; int when; } rows[] = {
    { "COMMITTEE",      N_("its number or exact name"), ALWAYS },
    { "DATE",           N_("YYYY-MM-DD; left out: tonight, until 04:00 the night before; of render the night that is due"), LEFT_OUT },
    { "DATE",           N_("written YYYY-MM-DD"), REQUIRED },
    { "FROM",           N_("the first night, YYYY-MM-DD; of an outage its first minute"), ALWAYS },
    { "TO",             N_("the last night, YYYY-MM-DD; of an outage its last minute"), ALWAYS },
    { "SINCE",          N_("YYYY-MM-DD; left out: all of it"), ALWAYS },
    { "LEVEL",          N_("committee, subdistrict, branch or night; of totals also batch, week or campaign"), ALWAYS },
    { "FIGURE",         N_("code or label, or a part of it; form show lists them"), ALWAYS },
    { "WORD",           N_("what is looked for; of several all must stand there"), ALWAYS },
    { "PERSON",         N_("a code of the roster or a whole name"), ALWAYS },
    { "RISK",           N_("as risks prints it"), ALWAYS },
    { "REMARK",         N_("as items prints it, without the m"), ALWAYS },
    { "OWNER",          N_("who follows it up, in your words"), ALWAYS },
    { "ITEM",           N_("a word or code, as supplies prints it"), ALWAYS },
    { "QUANTITY",       N_("a whole number"), ALWAYS },
    { "UNIT",           N_("where a committee needs the item in several units"), ALWAYS },
    { "BRANCH",         N_("its number or exact name"), ALWAYS },
    { "NUMBER",         N_("as the list prints it"), ALWAYS },
    { "TEXT",           N_("one sentence, in quotation marks"), ALWAYS },
    { "CODE",           N_("the telephone code, with or without the blank"), ALWAYS },
    { "FILE",           N_("a text file: kind, title, must_ack, audience; an empty line; the text"), ALWAYS },
    { "FILE.csv",       N_("with a line of heads, in UTF-8 or GB18030; daybook-office(1) lists them"), ALWAYS },
    { "FILE.xlsx",      N_("the workbook that is written"), ALWAYS },
    { "TEMPLATE",       N_("a name that render list prints, or a file"), ALWAYS },
    { "FIELD",          N_("situation, or case:1, observation:1, supply:1 and so on"), ALWAYS },
    { "HEX",            N_("the public key, as daybook keygen prints it"), ALWAYS },
    { "VERSION",        N_("of the form; left out: the newest"), ALWAYS },
    { "NAME",           N_("a person's name or code, or a part of it"), ALWAYS },
    { "VERB",           N_("of one word or two"), ALWAYS },
    { "--in PLACE",     N_("one subdistrict, branch or committee alone; a part of its name will do"), ALWAYS },
    { "--watch",        N_("drawn anew at every change, until nobody is missing"), ALWAYS },
    { "--figure FIGURE", N_("one figure alone: code or label, or a part of it; form show lists them"), ALWAYS },
    { "--svg FILE",     N_("draw it into this file too"), ALWAYS },
    { "--all",          N_("those that are closed too"), ALWAYS },
    { "--as-of TIME",   N_("as it stood at 22:30, or '2020-02-18 22:30'; left out: now"), ALWAYS },
    { "--night DATE",   N_("of that night; left out: of tonight"), ALWAYS },
    { "--errata",       N_("only what has changed since of what a brief says"), ALWAYS },
    { "--before DATE",  N_("what is older goes"), ALWAYS },
    { "--correct",      N_("over what the office has entered for that night"), ALWAYS },
    { "--person CODE",  N_("a code of the roster: who dictates, or whose key it is"), ALWAYS },
    { "--telephone T",  N_("by which it is dictated; left out: it is asked"), ALWAYS },
    { "--file F",       N_("from a file as proxy sheet prints it, - for standard input; nothing is asked"), ALWAYS },
    { "--reason R",     N_("why; it is kept with your name"), ALWAYS },
    { "--reason WHERE", N_("where the backup lies; it is kept with your name"), ALWAYS },
};

/* Is the word before this place an option? */
static bool
is_value(const char *usage, const char *at)
{
    const char *from = at - 1;

    if (at == usage)
        return false;
    while (from > usage && from[-1] != ' ' && from[-1] != '[')
        from--;
    return strncmp(from, "--", 2) == 0;
}

/* Does it stand in the usage as a word of its own? What follows an option is explained with it. */
static bool
stands_in(const char *usage, const char *word)
{
    const size_t n = strlen(word);

    for (const char *at = usage; (at = strstr(at, word)) != NULL; at += n) {
        const bool begins = at == usage || strchr(" [", at[-1]) != NULL;

        if (begins && !is_value(usage, at) && (at[n] == '\0' || strchr(" ].", at[n]) != NULL) &&
            (at[n] != '.' || strncmp(at + n, "...", 3) == 0))
            return true;
    }
    return false;
}

/* Is the row about this usage: may the word be left out there, where that makes a difference? */
static bool
is_about(const char *usage, size_t row)
{
    char optional[WORD_COLUMNS + 4];

    snprintf(optional, sizeof optional, "[%s]", rows[row].word);
    return stands_in(usage, rows[row].word) &&
           (rows[row].when == ALWAYS || (rows[row].when == LEFT_OUT) == (strstr(usage, optional) != NULL));
}

static size_t
find(const char *usage, size_t i)
{
    size_t row = 0;

    for (; row < sizeof rows / sizeof rows[0]; row++)
        if (is_about(usage, row) && i-- == 0)
            break;
    return row;
}

void
dbk_help_words(const char *usage)
{
    size_t row;

    for (size_t i = 0; (row = find(usage, i)) < sizeof rows / sizeof rows[0]; i++) {
        char *wrapped = dbk_lines_wrap(_(rows[row].meaning), SCREEN_COLUMNS - WORD_COLUMNS - 4);
        const char *word = rows[row].word;

        for (const char *line = wrapped; *line; word = "") {
            const size_t n = strcspn(line, "\n");

            printf("  %-*s%.*s\n", WORD_COLUMNS, word, (int)n, line);
            line += n + (line[n] == '\n');
        }
        free(wrapped);
    }
}
