/* csv: what spreadsheets write, read; what they would take for a formula, written. */
#include <stdlib.h>
#include <string.h>

#include "clients/office/csv.h"
#include "tests/harness/unit.h"

/* Records as "line[field|field]", one behind the other; then "!line" for each fault. */
static void
as_text(const dbk_csv *csv, const dbk_faults *faults, char *room, size_t room_bytes)
{
    FILE *to = fmemopen(room, room_bytes, "w");

    for (size_t i = 0; i < csv->n; i++) {
        fprintf(to, "%zu[", csv->record[i].line);
        for (size_t k = 0; k < csv->record[i].n; k++)
            fprintf(to, "%s%s", k > 0 ? "|" : "", csv->record[i].field[k]);
        fputc(']', to);
    }
    for (size_t i = 0; i < faults->n; i++)
        fprintf(to, "!%zu", faults->row[i].line);
    fclose(to);
}

static const struct { const char *name, *bytes; size_t size; const char *finds; } files[] = {
#define TEXT(t) t, sizeof(t) - 1
    { "nothing",                TEXT(""), "" },
    { "one field, no line end", TEXT("a"), "1[a]" },
    { "LF",                     TEXT("a,b\nc,d\n"), "1[a|b]2[c|d]" },
    { "CRLF",                   TEXT("a,b\r\nc,d\r\n"), "1[a|b]2[c|d]" },
    { "CR",                     TEXT("a,b\rc,d"), "1[a|b]2[c|d]" },
    { "BOM",                    TEXT("\xEF\xBB\xBF" "a,b"), "1[a|b]" },
    { "empty fields",           TEXT(",a,\nb,,"), "1[|a|]2[b||]" },
    { "empty lines",            TEXT("\n\na\n\n,,\nb"), "3[a]6[b]" },
    { "quotes",                 TEXT("\"a\",\"b,c\",\"\"\n"), "1[a|b,c|]" },
    { "a quote in quotes",      TEXT("\"say \"\"a\"\"\",b"), "1[say \"a\"|b]" },
    { "line ends in quotes",    TEXT("\"a\r\nb\nc\",d\ne"), "1[a\r\nb\nc|d]4[e]" },
    { "blanks are kept",        TEXT(" a , b "), "1[ a | b ]" },
    { "Chinese",                TEXT("居委会,街道\n"), "1[居委会|街道]" },
    { "GB18030",                TEXT("\xBE\xD3\xCE\xAF\xBB\xE1,a\n"), "1[居委会|a]" },
    { "GB18030, four bytes",    TEXT("\x95\x32\x82\x36\n"), "1[\U00020000]" },
    { "a quote never closed",   TEXT("a\n\"b\nc"), "1[a]2[b\nc]!2" },
    { "closed by the last",     TEXT("\"a\"\"\""), "1[a\"]" },
    { "never, after a pair",    TEXT("\"a\"\""), "1[a\"]!1" },
    { "text behind a quote",    TEXT("\"a\"b,c\nd"), "1[ab|c]2[d]!1" },
    { "a quote in a field",     TEXT("a\"b\"c\nd"), "1[a\"b\"c]2[d]!1" },
    { "neither encoding",       TEXT("a\n\xFF\xFF\n"), "!0" },
    { "NUL",                    TEXT("a\nb\0c"), "!2" },
    { "UTF-16",                 TEXT("\xFF\xFE" "a\0,\0"), "!1" },
    { "a control is no reason", TEXT("a\x01,b"), "1[a\x01|b]" },
};

static void
reads(void)
{
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        dbk_faults faults = { .n = 0 };
        char *bytes = malloc(files[i].size ? files[i].size : 1), found[512] = "";      /* of its exact size */
        dbk_csv csv;

        memcpy(bytes, files[i].bytes, files[i].size);
        dbk_csv_read(&csv, bytes, files[i].size, &faults);
        free(bytes);
        as_text(&csv, &faults, found, sizeof found);
        CHECK_STR(files[i].name, found, files[i].finds);
        dbk_csv_fini(&csv);
    }
}

static const struct { const char *name, *text; bool number; const char *cell; } cells[] = {
    { "plain",                "abc", false, "abc" },
    { "empty",                "", false, "" },
    { "comma",                "a,b", false, "\"a,b\"" },
    { "quote",                "a\"b", false, "\"a\"\"b\"" },
    { "newline",              "a\nb", false, "\"a\nb\"" },
    { "equals",               "=1+1", false, "'=1+1" },
    { "plus",                 "+86 138", false, "'+86 138" },
    { "minus",                "-1", false, "'-1" },
    { "at",                   "@a", false, "'@a" },
    { "tab",                  "\ta", false, "\"'\ta\"" },
    { "carriage return",      "\ra", false, "\"'\uFFFDa\"" },
    { "formula with a comma", "=A1,B1", false, "\"'=A1,B1\"" },
    { "a negative number",    "-5", true, "-5" },
    { "in the middle",        "1=1", false, "1=1" },
    { "escape",               "\x1b[31m", false, "\uFFFD[31m" },
    { "bidi",                 "a\u202Eb", false, "a\uFFFDb" },
    { "Chinese",              "居委会", false, "居委会" },
    { "four bytes",           "\U00020000", false, "\U00020000" },
};

static void
writes(void)
{
    for (size_t i = 0; i < ARRAY_LEN(cells); i++) {
        char found[128] = "";
        FILE *to = fmemopen(found, sizeof found, "w");

        dbk_csv_put(to, cells[i].text, cells[i].number);
        fclose(to);
        CHECK_STR(cells[i].name, found, cells[i].cell);
    }
}

/* What is written is read again as it was, but for the apostrophe. */
static void
round_trip(void)
{
    for (size_t i = 0; i < ARRAY_LEN(cells); i++) {
        dbk_faults faults = { .n = 0 };
        char line[256] = "";
        FILE *to = fmemopen(line, sizeof line, "w");
        dbk_csv csv;

        fputs("x,", to);
        dbk_csv_put(to, cells[i].text, true);
        fputs("\r\n", to);
        fclose(to);
        dbk_csv_read(&csv, line, strlen(line), &faults);
        CHECK_INT(cells[i].name, csv.n == 1 && csv.record[0].n == 2 && faults.n == 0, 1);
        if (strpbrk(cells[i].text, "\r\x1b\u202E") == NULL)
            CHECK_STR(cells[i].name, csv.record[0].field[1], cells[i].text);
        dbk_csv_fini(&csv);
    }
}

static const unit_test tests[] = {
    { "reads what spreadsheets write", reads },
    { "writes cells", writes },
    { "reads what it writes", round_trip },
};

int
main(void)
{
    return unit_main("office/csv", tests, ARRAY_LEN(tests), 30);
}
