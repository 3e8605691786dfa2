/* change: an item of office.differences in both languages. */
#include "clients/office/change.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "clients/words.h"
#include "tests/harness/unit.h"

static const struct { const char *field, *said, *en, *zh; } rows[] = {
    { "no_case",     "true",  "yes", "是" },
    { "zero_report", "false", "no",  "否" },
    { "no_case",     "maybe", "maybe", "maybe" },
    { "explanation", "W_HALF: two lent", "explained: two lent", "说明：two lent" },
    { "explanation", "W_HALF: a: b", "explained: a: b", "说明：a: b" },
    { "explanation", "no colon", "explained: no colon", "说明：no colon" },
    { "answer",      "sa0b1280a 已升级: told", "sa0b1280a escalated to the office: told", "sa0b1280a 已升级：told" },
    { "answer",      "sa0b1280a 已解决", "sa0b1280a solved", "sa0b1280a 已解决" },
    { "answer",      "sa0b1280a 没听过", "sa0b1280a 没听过", "sa0b1280a 没听过" },
    { "answer",      "sa0b1280a", "sa0b1280a", "sa0b1280a" },
    { "risk",        "3 yard dark", "high: yard dark", "高：yard dark" },
    { "risk",        "1  dark", "low: dark", "低：dark" },
    { "thanks",      "  3 letters", "3 letters", "3 letters" },
    { "risk",        "", "", "" },
    { "supply",      "手套 15双, 6 + 7/d, 2020-02-21", "gloves 15双; on hand 6, a day 7, needed by 2020-02-21",
      "手套 15双；现有 6，每日用 7，需于 2020-02-21 前到" },
    { "supply",      "N95口罩 1a, b, 0 + 0/d, 2020-02-21", "N95 mask 1a, b; on hand 0, a day 0, needed by 2020-02-21",
      "N95口罩 1a, b；现有 0，每日用 0，需于 2020-02-21 前到" },
    { "supply",      "手套 15双, many + 7/d, 2020-02-21", "手套 15双, many + 7/d, 2020-02-21", "手套 15双, many + 7/d, 2020-02-21" },
    { "supply",      "手套", "手套", "手套" },
    { "supply",      "手套 ", "手套 ", "手套 " },
    { "supply",      "锅 1只, 1 + 1/d, 2020-02-21", "锅 1只, 1 + 1/d, 2020-02-21", "锅 1只, 1 + 1/d, 2020-02-21" },
    { "situation",   "3 quiet", "3 quiet", "3 quiet" },
    { "temp_check_count", "12", "12", "12" },
};

static void
each_field_in_both_languages(void)
{
    for (int zh = 0; zh < 2; zh++) {
        dbk_words_init("daybook-office", zh ? "zh" : "en");
        for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
            char *made = dbk_change_words(rows[i].field, rows[i].said);

            CHECK_STR(rows[i].said, made, zh ? rows[i].zh : rows[i].en);
            free(made);
        }
    }
}

static void
make_catalogue(void)
{
    char command[1024];

    snprintf(command, sizeof command, "mkdir -p %s/zh_CN/LC_MESSAGES && "
             "msgfmt -o %s/zh_CN/LC_MESSAGES/daybook-office.mo clients/po/office.zh_CN.po", unit_folder(), unit_folder());
    assert(system(command) == 0);
    setenv("DAYBOOK_LOCALEDIR", unit_folder(), 1);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "each field in both languages", each_field_in_both_languages },
    };

    make_catalogue();
    return unit_main("change", tests, ARRAY_LEN(tests), 10);
}
