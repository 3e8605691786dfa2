/*
 * What a person types at a question: lines of any length, each the answer to one question.
 */
#include "clients/secretary/typed_line.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tests/harness/unit.h"

#define LINE_BYTES 12

static void
lines(void)
{
    static const struct { const char *typed, *first, *second; } rows[] = {
        { "y\nn\n", "y", "n" },
        { "\r\nn", "", "n" },
        { "twelve bytes\ny\n", "twelve byte", "y" },               /* one too many */
        { "eleven byte\ny\n", "eleven byte", "y" },                 /* as many as there is room for */
        { "三号楼漏水\ny\n", "三号楼", "y" },                          /* between two characters */
        { "ab三号楼漏水，已报修\ny\n", "ab三号楼", "y" },
        { "a三号é四\nn", "a三号é", "n" },
        { "\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\ny\n", "\xF0\x9F\x98\x80\xF0\x9F\x98\x80", "y" },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        FILE *from = fmemopen((char *)(uintptr_t)rows[i].typed, strlen(rows[i].typed), "r");
        char line[LINE_BYTES];

        CHECK_TRUE(rows[i].typed, from != NULL && dbk_typed_line(from, line, sizeof line));
        CHECK_STR(rows[i].typed, line, rows[i].first);
        CHECK_TRUE(rows[i].typed, dbk_typed_line(from, line, sizeof line));
        CHECK_STR(rows[i].typed, line, rows[i].second);
        CHECK_TRUE(rows[i].typed, !dbk_typed_line(from, line, sizeof line));
        fclose(from);
    }
}

/* Ten thousand characters pasted at one question leave the next one alone. */
static void
a_long_paste(void)
{
    FILE *from = tmpfile();
    char line[LINE_BYTES];

    CHECK_TRUE("a file", from != NULL);
    for (int i = 0; i < 10000; i++)
        fputs("是", from);
    fputs("\nn\n", from);
    rewind(from);
    CHECK_TRUE("cut", dbk_typed_line(from, line, sizeof line) && strcmp(line, "是是是") == 0);
    CHECK_TRUE("the next", dbk_typed_line(from, line, sizeof line) && strcmp(line, "n") == 0);
    CHECK_TRUE("no more", !dbk_typed_line(from, line, sizeof line));
    fclose(from);
}

int
main(void)
{
    static const unit_test tests[] = { { "lines", lines }, { "a long paste", a_long_paste } };

    return unit_main("typed_line", tests, ARRAY_LEN(tests), 20);
}
