/* output: the same rows as table, CSV and JSON; tables line up, whatever is in them and however narrow the terminal. */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "clients/office/lines.h"
#include "clients/office/output.h"
#include "clients/words.h"
#include "proto/text.h"
#include "tests/harness/unit.h"

static const dbk_column columns[] = {
    { .key = "id", .head = "no.", .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "name", .head = "name", .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1 },
    { .key = "kind", .head = "kind", .shape = DBK_WORD, .where = DBK_EVERYWHERE },
    { .key = "state", .head = "state", .shape = DBK_CODE, .where = DBK_EVERYWHERE, .list = "state" },
    { .key = "at", .head = "at", .shape = DBK_INSTANT, .where = DBK_EVERYWHERE },
    { .key = "good", .head = "good", .shape = DBK_BOOLEAN, .where = DBK_EVERYWHERE },
    { .key = "level", .head = "level", .shape = DBK_LEVEL, .where = DBK_EVERYWHERE, .list = "severity" },
    { .key = "story", .head = "story", .where = DBK_EVERYWHERE, .fit = DBK_CUT, .share = 1 },
};
static const dbk_columns all = DBK_COLUMNS(columns);

static dbk_rows *
sample(void)
{
    static const char *const names[] = {
        "id", "name", "kind", "kind_zh", "kind_en", "state", "at", "good", "level", "story",
    };
    static const char *const rows[][ARRAY_LEN(names)] = {
        { "7", "样例一居委会", "GATE", "门岗测温", "gate", "HELD", "2020-02-18T21:40:05+08:00", "t", "3",
          "=晚上\n\"好\"\x1b[31m\u202E" },
        { "-12", "a, b", "OTHER", "其他", "other", "WHATEVER", NULL, "f", NULL, NULL },
    };
    dbk_rows *made = dbk_rows_new(names, ARRAY_LEN(names));

    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        dbk_rows_add(made, rows[i]);
    return made;
}

static void
cells(void)
{
    static const struct { size_t column, row; const char *table, *csv, *json; } said[] = {
        { 0, 1, "-12", "-12", "-12" },
        { 2, 0, "gate", "gate", "GATE" },
        { 3, 0, "held", "held", "HELD" },
        { 3, 1, "WHATEVER", "WHATEVER", "WHATEVER" },
        { 4, 0, "18 Feb 21:40", "2020-02-18 21:40:05", "2020-02-18T21:40:05+08:00" },
        { 4, 1, NULL, NULL, NULL },
        { 5, 0, "yes", "yes", "t" },
        { 6, 0, "high", "high", "3" },
    };
    dbk_rows *rows = sample();

    for (size_t i = 0; i < ARRAY_LEN(said); i++) {
        const char *const wanted[] = { said[i].table, said[i].csv, said[i].json };

        for (size_t format = 0; format < ARRAY_LEN(wanted); format++) {
            char *found = dbk_output_cell(&columns[said[i].column], rows, said[i].row, (dbk_format)format);

            CHECK_STR(columns[said[i].column].key, found, wanted[format]);
            free(found);
        }
    }
    dbk_rows_free(&rows);
}

static void
csv(void)
{
    char found[1024] = "";
    FILE *to = fmemopen(found, sizeof found, "w");
    dbk_rows *rows = sample();

    dbk_output_csv(to, &all, rows);
    fclose(to);
    CHECK_STR("sheet", found, "\xEF\xBB\xBFno.,name,kind,state,at,good,level,story\r\n"
              "7,样例一居委会,gate,held,2020-02-18 21:40:05,yes,high,\"'=晚上\n\"\"好\"\"\uFFFD[31m\uFFFD\"\r\n"
              "-12,\"a, b\",other,WHATEVER,,no,,\r\n");
    dbk_rows_free(&rows);
}

static void
json(void)
{
    char found[2048] = "";
    FILE *to = fmemopen(found, sizeof found, "w");
    dbk_rows *rows = sample(), *none = dbk_rows_new((const char *const[]){ "id" }, 1);
    const dbk_columns few = { columns, 2 }, one = { columns, 1 }, last = { columns + 4, 4 };
    const dbk_part parts[] = {
        { "head", true, &last, rows }, { "rows", false, &few, rows }, { "none", false, &one, none },
    };

    dbk_output_json(to, parts, ARRAY_LEN(parts));
    fclose(to);
    CHECK_STR("object", found, "{\n"
              "  \"at\": \"2020-02-18T21:40:05+08:00\",\n  \"good\": true,\n  \"level\": 3,\n"
              "  \"story\": \"=晚上\\n\\\"好\\\"\\u001B[31m\\u202E\",\n"
              "  \"rows\": [\n    {\n      \"id\": 7,\n      \"name\": \"样例一居委会\"\n    },\n"
              "    {\n      \"id\": -12,\n      \"name\": \"a, b\"\n    }\n  ],\n"
              "  \"none\": []\n}\n");
    dbk_rows_free(&rows);
    dbk_rows_free(&none);
}

static void
tables(void)
{
    for (size_t width = 64; width <= 120; width += 4) {
        char found[8192] = "", row[32];
        FILE *to = fmemopen(found, sizeof found, "w");
        dbk_rows *rows = sample();

        dbk_output_table(to, &all, rows, width);
        fclose(to);
        snprintf(row, sizeof row, "width %zu", width);
        CHECK_TRUE(row, dbk_lines_widest(found) <= width);
        CHECK_TRUE(row, strstr(found, "\x1b") == NULL);
        CHECK_HAS(row, found, "样例");
        dbk_rows_free(&rows);
    }
}

/* The width of what stands before the last column of each line is one and the same. */
static void
columns_line_up(void)
{
    static const dbk_column two[] = {
        { .key = "name", .head = "名称", .where = DBK_EVERYWHERE },
        { .key = "mark", .head = "|", .where = DBK_EVERYWHERE },
    };
    static const char *const names[] = { "name", "mark" };
    static const char *const texts[] = { "a", "居委会", "e\u0301", "N95口罩", "\x1b[0m", "“引号”", "" };
    const dbk_columns both = DBK_COLUMNS(two);
    dbk_rows *rows = dbk_rows_new(names, 2);
    char found[1024] = "";
    FILE *to = fmemopen(found, sizeof found, "w");
    size_t wanted = 0, lines = 0;

    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        dbk_rows_add(rows, (const char *const[]){ texts[i], "|" });
    dbk_output_table(to, &both, rows, 80);
    fclose(to);
    for (char *line = strtok(found, "\n"); line; line = strtok(NULL, "\n"), lines++) {
        const size_t at = dbk_text_width(line, (size_t)(strchr(line, '|') - line));

        wanted = lines == 0 ? at : wanted;
        CHECK_INT(line, at, wanted);
    }
    CHECK_INT("lines", lines, ARRAY_LEN(texts) + 1);
    dbk_rows_free(&rows);
}

/* A table of many figures in a narrow terminal: each figure once, in bands that say whose it is. */
static void
bands(void)
{
    enum { FIGURES = 19, ROOM = 8192 };
    static const char *const names[] = { "name", "share", "f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10",
                                         "f11", "f12", "f13", "f14", "f15", "f16", "f17", "f18" };
    dbk_column many[FIGURES + 2] = {
        { .key = "name", .head = "of", .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1, .stays = true },
        { .key = "share", .head = "reported", .where = DBK_EVERYWHERE, .stays = true },
    };
    const char *told[FIGURES + 2] = { "样例街道", "50/53" };
    char text[FIGURES][16];
    dbk_rows *rows = dbk_rows_new(names, FIGURES + 2);

    for (int i = 0; i < FIGURES; i++) {
        many[i + 2] = (dbk_column){ .key = names[i + 2], .head = "消毒公共部位", .shape = DBK_NUMBER, .where = DBK_EVERYWHERE };
        snprintf(text[i], sizeof text[i], "%d", 10000 + i);
        told[i + 2] = text[i];
    }
    dbk_rows_add(rows, told);
    for (size_t width = 40; width <= 200; width += 20) {
        const dbk_columns all_of_them = DBK_COLUMNS(many);
        char found[ROOM] = "", row[32];
        FILE *to = fmemopen(found, sizeof found, "w");
        size_t whose = 0, shares = 0, n = 1;

        dbk_output_table(to, &all_of_them, rows, width);
        fclose(to);
        snprintf(row, sizeof row, "width %zu", width);
        CHECK_TRUE(row, dbk_lines_widest(found) <= width);
        for (int i = 0; i < FIGURES; i++) {
            const char *at = strstr(found, text[i]);

            CHECK_TRUE(row, at != NULL && strstr(at + 1, text[i]) == NULL);
        }
        for (const char *p = found; (p = strstr(p, "样例街道")) != NULL; p++)
            whose++;
        for (const char *p = found; (p = strstr(p, "50/53")) != NULL; p++)
            shares++;
        for (const char *p = found; (p = strstr(p, "\n\n")) != NULL; p++)
            n++;
        CHECK_INT(row, whose, n);
        CHECK_INT(row, shares, n);
    }
    dbk_rows_free(&rows);
}

/* A name said once is said again where what stands before it is another. */
static void
once_in_a_group(void)
{
    static const dbk_column two[] = {
        { .key = "name", .head = "of", .where = DBK_EVERYWHERE, .once = true },
        { .key = "missing", .head = "missing", .where = DBK_EVERYWHERE, .once = true },
        { .key = "what", .head = "what", .where = DBK_EVERYWHERE },
    };
    static const char *const names[] = { "name", "missing", "what" };
    static const char *const told[][3] = { { "A", "X", "1" }, { "A", "X", "2" }, { "B", "X", "3" }, { "B", "", "4" } };
    const dbk_columns columns_of_two = DBK_COLUMNS(two);
    dbk_rows *rows = dbk_rows_new(names, 3);
    char found[1024] = "";
    FILE *to = fmemopen(found, sizeof found, "w");

    for (size_t i = 0; i < ARRAY_LEN(told); i++)
        dbk_rows_add(rows, told[i]);
    dbk_output_table(to, &columns_of_two, rows, 80);
    fclose(to);
    CHECK_STR("table", found, "of  missing  what\nA   X        1\n             2\nB   X        3\n             4\n");
    dbk_rows_free(&rows);
}

static void
empty_tables(void)
{
    char found[64] = "";
    FILE *to = fmemopen(found, sizeof found, "w");
    dbk_rows *rows = dbk_rows_new((const char *const[]){ "name", "mark" }, 2);

    dbk_output_table(to, &all, rows, 80);
    fclose(to);
    CHECK_STR("no rows, no heads", found, "");
    dbk_rows_free(&rows);
}

static const unit_test tests[] = {
    { "cells", cells },           { "csv", csv },           { "json", json },
    { "tables fit", tables },     { "columns line up", columns_line_up },
    { "empty tables", empty_tables }, { "bands", bands }, { "once in a group", once_in_a_group },
};

int
main(void)
{
    dbk_words_init("daybook-office", "en");
    return unit_main("office/output", tests, ARRAY_LEN(tests), 30);
}
