/*
 * One value as a person types it: temperatures and times of day in every way that they are written or come out of a
 * Chinese input method, words of a list in either language, and what is said of those that are none.
 */
#include "clients/secretary/scalar.h"

#include <string.h>

#include "clients/words.h"
#include "tests/harness/unit.h"

#define NONE 99999

static dbk_complaints found;

static const dbk_yaml *
node_of(const char *text)
{
    static dbk_yaml node;

    found.n = 0;
    node = (dbk_yaml){ .kind = DBK_YAML_TEXT, .text = text, .key = "体温" };
    return &node;
}

static const char *
said(void)
{
    return found.n > 0 ? found.row[0].text : "";
}

static void
temperatures(void)
{
    static const struct { const char *text; uint32_t tenths; const char *says; } rows[] = {
        { "38.9", 389, "" },      { "38,9", 389, "" },     { "38.9度", 389, "" },   { "３８．９", 389, "" },
        { "３８。９", 389, "" },  { "38。9", 389, "" },    { "38，9", 389, "" },    { "38度9", 389, "" },
        { "38.9 度", 389, "" },   { "38.9℃", 389, "" },    { "38.9°C", 389, "" },   { "36", 360, "" },
        { "36度", 360, "" },      { "45.0", 450, "" },     { "0", 0, "" },
        { "389", NONE, "体温: '389' has no point: write 38.9" },
        { "３８９", NONE, "体温: '３８９' has no point: write 38.9" },
        { "38.95", NONE, "write degrees with one decimal" }, { "38.", NONE, "write degrees with one decimal" },
        { "-38", NONE, "write degrees" },                    { "高烧", NONE, "write degrees" },
        { "38.9 98", NONE, "write degrees" },                { "3655", NONE, "write degrees" },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        uint32_t tenths = NONE;
        const bool good = dbk_scalar_tenths(node_of(rows[i].text), &found, &tenths);

        CHECK_INT(rows[i].text, good ? tenths : NONE, rows[i].tenths);
        CHECK_HAS(rows[i].text, said(), rows[i].says);
    }
}

static void
figures(void)
{
    static const struct { const char *text; bool is; } rows[] = {
        { "100", true }, { "１００", true }, { "1,500", true }, { "3-5", true }, { "12 10", true }, { "", false },
        { "100只", false }, { "只", false }, { "-", false }, { "3人发热", false }, { "100ml", false },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        CHECK_INT(rows[i].text, dbk_scalar_is_figure(rows[i].text), rows[i].is);
}

static void
times(void)
{
    static const struct { const char *text; uint32_t hhmm; } rows[] = {
        { "07:40", 740 }, { "7:40", 740 }, { "７：４０", 740 }, { "0740", 740 }, { "740", 740 }, { "7点40", 740 },
        { "7点40分", 740 }, { "7点", 700 }, { "00:00", 0 }, { "23:59", 2359 },
        { "24:00", NONE }, { "7:60", NONE }, { "7", NONE }, { "7.40", NONE }, { "早上", NONE }, { "07:40x", NONE },
        { "07400", NONE },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        uint32_t hhmm = NONE;
        const bool good = dbk_scalar_time(node_of(rows[i].text), &found, &hhmm);

        CHECK_INT(rows[i].text, good ? hhmm : NONE, rows[i].hhmm);
        CHECK_HAS(rows[i].text, said(), good ? "" : "such as 07:40");
    }
}

static void
words_of_a_list(void)
{
    static const struct { const char *text; int number; const char *says; } rows[] = {
        { "SICK", 4, "" }, { "sick", 4, "" }, { "因病", 4, "" }, { "4", 4, "" }, { "４", 4, "" }, { "On leave", 3, "" },
        { "ON_POST_LATE", 2, "" },
        { "9", 0, "one of these is expected: present, late, on leave, sick" }, { "0", 0, "one of these is expected" },
        { "sikc", 0, "is sick meant?" }, { "生病", 0, "'生病'" },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        int number = 0;

        (void)dbk_scalar_code(node_of(rows[i].text), DBK_LIST_ROLL_CALL_STATE, &found, &number);
        CHECK_INT(rows[i].text, number, rows[i].number);
        CHECK_HAS(rows[i].text, said(), rows[i].says);
    }
    dbk_words_init("daybook", "zh");
    (void)dbk_scalar_code(node_of("x"), DBK_LIST_MEETING_MODE, &found, &(int){ 0 });
    CHECK_HAS("in the reader's language", said(), "现场");
    CHECK_TRUE("and no other", strstr(said(), "ON_SITE") == NULL && strstr(said(), "on site") == NULL);
    dbk_words_init("daybook", "en");
}

static void
sets(void)
{
    static const struct { const char *text; uint32_t bits; bool good; } rows[] = {
        { "none", 0, true }, { "无", 0, true }, { "0", 0, true }, { "发热 干咳", 3, true }, { "发热，干咳", 3, true },
        { "1 2", 3, true }, { "1、2", 3, true }, { "FEVER SHORT_BREATH", 17, true }, { "sore throat, fever", 9, true },
        { "short of breath sore throat", 24, true }, { "fever  ", 1, true }, { "头痛", 0, false }, { "发热 7", 1,
          false },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        uint32_t bits = NONE;

        CHECK_INT(rows[i].text, dbk_scalar_set(node_of(rows[i].text), DBK_LIST_SYMPTOM, &found, &bits), rows[i].good);
        CHECK_INT(rows[i].text, bits, rows[i].bits);
    }
}

int
main(void)
{
    static const unit_test tests[] = {
        { "temperatures", temperatures },
        { "times of day", times },
        { "figures", figures },
        { "words of a list", words_of_a_list },
        { "several words", sets },
    };

    dbk_words_init("daybook", "en");
    return unit_main("scalar", tests, ARRAY_LEN(tests), 30);
}
