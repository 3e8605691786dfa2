/* lines: cut and wrapped by display width; every line fits, nothing is lost, no comma begins a line. */
#include <stdlib.h>
#include <string.h>

#include "clients/office/lines.h"
#include "proto/text.h"
#include "tests/harness/unit.h"

static const struct { const char *name, *text; size_t width; const char *cut; } cuts[] = {
    { "fits",               "abc", 3, "abc" },
    { "too long",           "abcd", 3, "ab…" },
    { "Chinese fits",       "居委会", 6, "居委会" },
    { "Chinese",            "居委会", 5, "居委…" },
    { "half a character",   "居委会", 4, "居…" },
    { "newline is a space", "a\nb", 5, "a b" },
    { "escape",             "\x1b[1m", 9, "\uFFFD[1m" },
    { "empty",              "", 5, "" },
};

static void
cut(void)
{
    for (size_t i = 0; i < ARRAY_LEN(cuts); i++) {
        char *found = dbk_lines_cut(cuts[i].text, cuts[i].width);

        CHECK_STR(cuts[i].name, found, cuts[i].cut);
        free(found);
    }
}

static const struct { const char *name, *text; size_t width; const char *wrapped; } wraps[] = {
    { "fits",                 "one two", 7, "one two" },
    { "between words",        "one two", 6, "one\ntwo" },
    { "a word stays whole",   "a wonderful day", 10, "a\nwonderful\nday" },
    { "a word too long",      "wonderful", 4, "wond\nerfu\nl" },
    { "Chinese anywhere",     "门岗平稳", 4, "门岗\n平稳" },
    { "half a character",     "门岗平稳", 5, "门岗\n平稳" },
    { "not before a comma",   "门岗\uFF0C平稳", 4, "门\n岗\uFF0C\n平稳" },
    { "not after an opening", "门岗\uFF08平稳", 6, "门岗\n\uFF08平稳" },
    { "Latin in Chinese",     "戴N95口罩", 6, "戴N95\n口罩" },
    { "newlines stay",        "a\n\nb", 9, "a\n\nb" },
    { "controls go",          "a\x07 b", 9, "a\uFFFD b" },
    { "combining stays",      "cafe\u0301s", 4, "cafe\u0301\ns" },
    { "spaces at the end",    "one   two", 5, "one\ntwo" },
    { "empty",                "", 5, "" },
};

static void
wrap(void)
{
    for (size_t i = 0; i < ARRAY_LEN(wraps); i++) {
        char *found = dbk_lines_wrap(wraps[i].text, wraps[i].width);

        CHECK_STR(wraps[i].name, found, wraps[i].wrapped);
        free(found);
    }
}

/* Spaces and line ends apart, the characters of a text. */
static void
squeeze(const char *text, char *room)
{
    for (; *text; text++)
        if (*text != ' ' && *text != '\n')
            *room++ = *text;
    *room = '\0';
}

static void
wrap_at_every_width(void)
{
    static const char text[] = "白天门岗平稳\uFF0C测温 1286 人次\uFF0C无异常。下午 3 点在 East Gate 劝返快递车两辆"
                               "\uFF08司机配合\uFF09\uFF0C"
                               "已指引到北门\u201C统一交接点\u201D。wonderfully-long-word 之后继续。";

    for (size_t width = 2; width < 100; width++) {
        char *wrapped = dbk_lines_wrap(text, width), row[32], before[512], after[512];

        snprintf(row, sizeof row, "width %zu", width);
        squeeze(text, before);
        squeeze(wrapped, after);
        CHECK_TRUE(row, dbk_lines_widest(wrapped) <= width);
        CHECK_STR(row, after, before);
        if (width > 8)
            CHECK_INT(row, strstr(wrapped, "\n\uFF0C") == NULL && strstr(wrapped, "\uFF08\n") == NULL, 1);
        free(wrapped);
    }
}

static const struct { const char *text; size_t columns; } words[] = {
    { "", 0 }, { "one wonderful day", 9 }, { "门岗平稳", 2 }, { "门岗\uFF0C平稳", 4 }, { "戴N95口罩", 3 }, { "a\nlonger b", 6 },
};

static void
longest_word(void)
{
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        CHECK_INT(words[i].text, dbk_lines_longest_word(words[i].text), words[i].columns);
}

static const unit_test tests[] = {
    { "longest word", longest_word },
    { "cuts", cut },
    { "wraps", wrap },
    { "wraps at every width", wrap_at_every_width },
};

int
main(void)
{
    return unit_main("office/lines", tests, ARRAY_LEN(tests), 30);
}
