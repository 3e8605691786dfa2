/* text: what is text, how long, how wide, how it is shown, and what hides in it. */
#include "proto/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tests/harness/unit.h"

#define S(literal) literal, sizeof literal - 1

typedef struct { const char *name, *text; size_t bytes; dbk_text_fault line, narrative; } check_row;

static const check_row check_rows[] = {
    { "nothing",                 S(""),                        DBK_TEXT_OK, DBK_TEXT_OK },
    { "ASCII",                   S("plain words, 1234"),       DBK_TEXT_OK, DBK_TEXT_OK },
    { "Chinese",                 S("今日值守平稳,无异常。"),  DBK_TEXT_OK, DBK_TEXT_OK },
    { "full-width and emoji",    S("(测温)“好”😀𠮷é"),    DBK_TEXT_OK, DBK_TEXT_OK },
    { "no-break space",          S("a\xC2\xA0z"),              DBK_TEXT_OK, DBK_TEXT_OK },
    { "first and last",          S(" ~\xF4\x8F\xBF\xBD"),      DBK_TEXT_OK, DBK_TEXT_OK },
    { "newline",                 S("一\n二"),                  DBK_TEXT_CONTROL, DBK_TEXT_OK },
    { "tab",                     S("一\t二"),                  DBK_TEXT_CONTROL, DBK_TEXT_OK },
    { "carriage return",         S("一\r\n二"),                DBK_TEXT_CONTROL, DBK_TEXT_CONTROL },
    { "NUL",                     S("一\0二"),                  DBK_TEXT_CONTROL, DBK_TEXT_CONTROL },
    { "escape",                  S("\x1B[31m"),                DBK_TEXT_CONTROL, DBK_TEXT_CONTROL },
    { "0x1F among eight",        S("abcdefg\x1F"),             DBK_TEXT_CONTROL, DBK_TEXT_CONTROL },
    { "DEL among eight",         S("\x7F""abcdefg"),           DBK_TEXT_CONTROL, DBK_TEXT_CONTROL },
    { "C1",                      S("\xC2\x85"),                DBK_TEXT_CONTROL, DBK_TEXT_CONTROL },
    { "U+009F",                  S("\xC2\x9F"),                DBK_TEXT_CONTROL, DBK_TEXT_CONTROL },
    { "U+2028",                  S("\xE2\x80\xA8"),            DBK_TEXT_CONTROL, DBK_TEXT_CONTROL },
    { "U+2029",                  S("\xE2\x80\xA9"),            DBK_TEXT_CONTROL, DBK_TEXT_CONTROL },
    { "U+FDD0",                  S("\xEF\xB7\x90"),            DBK_TEXT_CONTROL, DBK_TEXT_CONTROL },
    { "U+FFFE",                  S("\xEF\xBF\xBE"),            DBK_TEXT_CONTROL, DBK_TEXT_CONTROL },
    { "U+10FFFF",                S("\xF4\x8F\xBF\xBF"),        DBK_TEXT_CONTROL, DBK_TEXT_CONTROL },
    { "U+061C",                  S("\xD8\x9C"),                DBK_TEXT_BIDI, DBK_TEXT_BIDI },
    { "U+200E",                  S("\xE2\x80\x8E"),            DBK_TEXT_BIDI, DBK_TEXT_BIDI },
    { "U+200F",                  S("\xE2\x80\x8F"),            DBK_TEXT_BIDI, DBK_TEXT_BIDI },
    { "U+202A",                  S("\xE2\x80\xAA"),            DBK_TEXT_BIDI, DBK_TEXT_BIDI },
    { "U+202E",                  S("\xE2\x80\xAE"),            DBK_TEXT_BIDI, DBK_TEXT_BIDI },
    { "U+2066",                  S("\xE2\x81\xA6"),            DBK_TEXT_BIDI, DBK_TEXT_BIDI },
    { "U+2069",                  S("\xE2\x81\xA9"),            DBK_TEXT_BIDI, DBK_TEXT_BIDI },
    { "a lone tail",             S("\x80"),                    DBK_TEXT_NOT_UTF8, DBK_TEXT_NOT_UTF8 },
    { "cut after one",           S("\xE4"),                    DBK_TEXT_NOT_UTF8, DBK_TEXT_NOT_UTF8 },
    { "cut after two",           S("\xE4\xBB"),                DBK_TEXT_NOT_UTF8, DBK_TEXT_NOT_UTF8 },
    { "cut after three",         S("\xF0\x9F\x98"),            DBK_TEXT_NOT_UTF8, DBK_TEXT_NOT_UTF8 },
    { "a wrong tail",            S("\xE4\xBB\x28"),            DBK_TEXT_NOT_UTF8, DBK_TEXT_NOT_UTF8 },
    { "over-long slash",         S("\xC0\xAF"),                DBK_TEXT_NOT_UTF8, DBK_TEXT_NOT_UTF8 },
    { "over-long in three",      S("\xE0\x80\xAF"),            DBK_TEXT_NOT_UTF8, DBK_TEXT_NOT_UTF8 },
    { "over-long in four",       S("\xF0\x80\x80\xAF"),        DBK_TEXT_NOT_UTF8, DBK_TEXT_NOT_UTF8 },
    { "surrogate",               S("\xED\xA0\x80"),            DBK_TEXT_NOT_UTF8, DBK_TEXT_NOT_UTF8 },
    { "last surrogate",          S("\xED\xBF\xBF"),            DBK_TEXT_NOT_UTF8, DBK_TEXT_NOT_UTF8 },
    { "above U+10FFFF",          S("\xF4\x90\x80\x80"),        DBK_TEXT_NOT_UTF8, DBK_TEXT_NOT_UTF8 },
    { "five bytes",              S("\xF8\x88\x80\x80\x80"),    DBK_TEXT_NOT_UTF8, DBK_TEXT_NOT_UTF8 },
    { "0xFF",                    S("\xFF"),                    DBK_TEXT_NOT_UTF8, DBK_TEXT_NOT_UTF8 },
    { "GB18030",                 S("\xBD\xF1\xC8\xD5"),        DBK_TEXT_NOT_UTF8, DBK_TEXT_NOT_UTF8 },
};

/* Each row also behind 0 to 9 good bytes and before good ones: the fast paths begin and end anywhere. */
static void
check_shifted(const check_row *row)
{
    char text[128];

    for (size_t shift = 0; shift < 10; shift++) {
        memset(text, 'a', sizeof text);
        memcpy(text + shift, row->text, row->bytes);
        size_t at = SIZE_MAX;
        const dbk_text_fault fault = dbk_text_check(text, shift + row->bytes + 12, DBK_TEXT_LINE, &at);

        CHECK_INT(row->name, fault, row->line);
        CHECK_TRUE(row->name, row->line == DBK_TEXT_OK ? at == SIZE_MAX : at >= shift && at < shift + row->bytes);
    }
}

static void
test_check(void)
{
    for (size_t i = 0; i < ARRAY_LEN(check_rows); i++) {
        const check_row *row = &check_rows[i];

        CHECK_INT(row->name, dbk_text_check(row->text, row->bytes, DBK_TEXT_LINE, NULL), row->line);
        CHECK_INT(row->name, dbk_text_check(row->text, row->bytes, DBK_TEXT_NARRATIVE, NULL), row->narrative);
        check_shifted(row);
    }
    CHECK_INT("no pointer, no bytes", dbk_text_check(NULL, 0, DBK_TEXT_LINE, NULL), DBK_TEXT_OK);
}

/* Every code point there is, encoded here, against the ranges of text.h. */
static void
test_every_code_point(void)
{
    int wrong = 0;

    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        char text[4];
        size_t n = 0;

        if (c < 0x80)
            text[n++] = (char)c;
        else if (c < 0x800)
            text[n++] = (char)(0xC0 | c >> 6);
        else if (c < 0x10000) {
            text[n++] = (char)(0xE0 | c >> 12);
            text[n++] = (char)(0x80 | (c >> 6 & 0x3F));
        } else {
            text[n++] = (char)(0xF0 | c >> 18);
            text[n++] = (char)(0x80 | (c >> 12 & 0x3F));
            text[n++] = (char)(0x80 | (c >> 6 & 0x3F));
        }
        if (c >= 0x80)
            text[n++] = (char)(0x80 | (c & 0x3F));
        const bool surrogate = c >= 0xD800 && c <= 0xDFFF;
        const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 ||
                             (c >= 0xFDD0 && c <= 0xFDEF) || c % 0x10000 >= 0xFFFE;
        const bool bidi = c == 0x61C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
                          (c >= 0x2066 && c <= 0x2069);
        const dbk_text_fault wanted = surrogate ? DBK_TEXT_NOT_UTF8 : control ? DBK_TEXT_CONTROL
                                      : bidi ? DBK_TEXT_BIDI : DBK_TEXT_OK;

        wrong += dbk_text_check(text, n, DBK_TEXT_LINE, NULL) != wanted;
    }
    CHECK_INT("code points judged otherwise", wrong, 0);
}

static void
test_length_and_width(void)
{
    static const struct { const char *name, *text; size_t bytes, chars, points, width; } cases[] = {
        { "nothing",          S(""),                        0,  0,  0 },
        { "ASCII",            S("abc"),                     3,  3,  3 },
        { "Chinese",          S("今日"),                    2,  2,  4 },
        { "mixed",            S("N95口罩"),                 5,  5,  7 },
        { "spaces at ends",   S(" 今 日 \n"),               3,  6,  7 },
        { "ideographic",      S("\u3000今日\u3000"),        2,  4,  8 },
        { "only spaces",      S(" \t\u3000\u00A0"),         0,  4,  4 },
        { "combining",        S("e\xCC\x81"),               2,  2,  1 },
        { "emoji",            S("😀"),                      1,  1,  2 },
        { "full-width comma", S("\uFF0C"),                 1,  1,  2 },
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        CHECK_INT(cases[i].name, dbk_text_chars(cases[i].text, cases[i].bytes), cases[i].chars);
        CHECK_INT(cases[i].name, dbk_text_points(cases[i].text, cases[i].bytes), cases[i].points);
        CHECK_INT(cases[i].name, dbk_text_width(cases[i].text, cases[i].bytes), cases[i].width);
    }
}

static void
test_nfc(void)
{
    static const struct { const char *name, *text; size_t bytes; const char *normal; } cases[] = {
        { "as it is",     S("今日平稳"),              "今日平稳" },
        { "composed",     S("cafe\xCC\x81"),          "caf\xC3\xA9" },
        { "CRLF",         S("一\r\n二\r三\n"),        "一\n二\n三" },
        { "trimmed",      S(" \u3000一 二\u3000\n "), "一 二" },
        { "nothing",      S(""),                      "" },
        { "only spaces",  S(" \n\u3000"),             "" },
        { "full-width",   S("\uFF11\uFF0C"),          "\uFF11\uFF0C" },
        { "truncated",    S("\xE4\xBB"),              NULL },
        { "NUL",          S("a\0b"),                  NULL },
        { "fault later",  S("a\x01\xFF"),             NULL },
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        dbk_err err = { 0 };
        char *normal = dbk_text_nfc(cases[i].text, cases[i].bytes, &err);

        CHECK_STR(cases[i].name, normal, cases[i].normal);
        CHECK_INT(cases[i].name, err.code, cases[i].normal != NULL ? DBK_OK : DBK_E_INPUT);
        free(normal);
    }
    char *none = dbk_text_nfc(NULL, 0, NULL);

    CHECK_STR("no pointer, no bytes", none, "");
    free(none);
}

static void
test_shown(void)
{
    static const struct { const char *name, *text; size_t bytes, room; const char *shown; } cases[] = {
        { "as it is",        S("今日"),             64, "今日" },
        { "escape",          S("a\x1B[2Jz"),        64, "a\xEF\xBF\xBD[2Jz" },
        { "newline and tab", S("a\nb\tc"),          64, "a b c" },
        { "NUL",             S("a\0b"),             64, "a\xEF\xBF\xBD""b" },
        { "override",        S("a\xE2\x80\xAE""b"), 64, "a\xEF\xBF\xBD""b" },
        { "invalid",         S("\xFF\xE4\xBB"),     64, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" },
        { "cut on a border", S("今日"),             6,  "今" },
        { "just fits",       S("今日"),             7,  "今日" },
        { "room for NUL",    S("今日"),             1,  "" },
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        char room[64];

        memset(room, 'x', sizeof room);
        CHECK_STR(cases[i].name, dbk_text_shown(cases[i].text, cases[i].bytes, room, cases[i].room), cases[i].shown);
    }
}

static void
test_personal(void)
{
    static const struct { const char *text; int found; } cases[] = {
        { "",                                      0 },
        { "13800138000",                           1 },
        { "19912345678",                           1 },
        { "12800138000",                           0 },                /* no mobile begins with 12 */
        { "23800138000",                           0 },
        { "1380013800",                            0 },                /* 10 digits */
        { "138001380001",                          0 },                /* 12 */
        { "居民张某电话13800138000请联系",         1 },
        { "a13800138000b",                         1 },
        { "021-64280000",                          0 },
        { "31010419700101",                        0 },                /* 14 */
        { "310104700101123",                       1 },                /* 15 */
        { "310104197001011234",                    1 },                /* 18 */
        { "31010419700101123X",                    1 },
        { "31010419700101123x,",                   1 },
        { "3101041970010112345",                   0 },                /* 19 */
        { "2020021820200219",                      1 },                /* 16: could be a card */
        { "12345678901 然后 13912345678",          1 },                /* the second run counts too */
        { "12345678901,13912345678",               1 },                /* however close it stands */
        { "1234567890 1234567890 1234567890",      0 },
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_INT(cases[i].text, dbk_text_has_personal_number(cases[i].text, strlen(cases[i].text)), cases[i].found);
}

/* Wherever it stands between letters, it is found. */
static void
test_personal_anywhere(void)
{
    char text[64];

    for (size_t at = 0; at + 11 <= sizeof text; at++) {
        memset(text, 'a', sizeof text);
        memcpy(text + at, "13800138000", 11);
        CHECK_TRUE("found", dbk_text_has_personal_number(text, sizeof text));
    }
}

static void
test_nearest(void)
{
    const char *words[] = { "situation", "cases", "observations", "figures", "no_case", "date" };
    static const struct { const char *word, *nearest; } cases[] = {
        { "situation",      "situation" },
        { "situtaion",      "situation" },               /* a swap is one slip */
        { "observation",    "observations" },
        { "case",           "cases" },
        { "figurs",         "figures" },
        { "weather",        NULL },
        { "xy",             NULL },
        { "",               NULL },
        { "dtae",           "date" },
        { "a-word-that-is-much-too-long-to-be-any-of-those-that-the-file-may-have", NULL },
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_STR(cases[i].word, dbk_text_nearest(cases[i].word, words, ARRAY_LEN(words)), cases[i].nearest);
    words[1] = "a-word-that-is-much-too-long-to-be-any-of-those-that-the-file-may-have";
    CHECK_STR("among longer ones", dbk_text_nearest("situation", words, ARRAY_LEN(words)), "situation");
    CHECK_STR("among none", dbk_text_nearest("case", words, 0), NULL);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "check",                  test_check },
        { "every code point",       test_every_code_point },
        { "length and width",       test_length_and_width },
        { "normal form",            test_nfc },
        { "shown without harm",     test_shown },
        { "personal numbers",       test_personal },
        { "personal, anywhere",     test_personal_anywhere },
        { "nearest word",           test_nearest },
    };

    return unit_main("proto/text", tests, ARRAY_LEN(tests), 60);
}
