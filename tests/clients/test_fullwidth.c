/* fullwidth: which signs are made full-width, and which stay. */
#include "clients/fullwidth.h"

#include <stdlib.h>

#include "tests/harness/unit.h"

static const struct { const char *name, *text, *made; } rows[] = {
    { "a comma",              "实到不足一半,请说明", "实到不足一半，请说明" },
    { "and its blank",        "已退回居委会: 1", "已退回居委会：1" },
    { "before a word",        "P012: 请核对", "P012：请核对" },
    { "every one",            "谁?我;你:他!", "谁？我；你：他！" },
    { "brackets",             "口罩(只)", "口罩（只）" },
    { "and their blank",      "应报 3 (样例)", "应报 3（样例）" },
    { "both of a pair",       "体温异常(≥37.3℃)", "体温异常（≥37.3℃）" },
    { "one in another",       "一(二(三)四)五", "一（二（三）四）五" },
    { "a bracket alone",      "一)二", "一)二" },
    { "quotation marks",      "\"5f3c\"不是公钥", "“5f3c”不是公钥" },
    { "twice",                "\"a\"和\"b\"", "“a”和“b”" },
    { "a quotation in Latin", "say \"no\" now", "say \"no\" now" },
    { "an hour",              "22:30 截止", "22:30 截止" },
    { "a number",             "共 1,204 件", "共 1,204 件" },
    { "an address",           "请写 tcp://主机:端口", "请写 tcp://主机:端口" },
    { "Latin",                "yes, no (a): b", "yes, no (a): b" },
    { "Latin in Chinese",     "用 psql (15) 连接", "用 psql (15) 连接" },
    { "beside a full-width one", "“甲”,“乙”", "“甲”，“乙”" },
    { "full-width already",   "甲，乙：（丙）", "甲，乙：（丙）" },
    { "nothing",              "", "" },
    { "a sign alone",         ",", "," },
    { "at both ends",         ",甲,", "，甲，" },
    { "what is no UTF-8",     "\xe4,\xb8,", "\xe4,\xb8," },
};

static void
signs_that_touch_a_chinese_word(void)
{
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char *made = dbk_fullwidth(rows[i].text), *again = dbk_fullwidth(made);

        CHECK_STR(rows[i].name, made, rows[i].made);
        CHECK_STR(rows[i].name, again, made);
        free(made);
        free(again);
    }
}

int
main(void)
{
    static const unit_test tests[] = {
        { "signs that touch a Chinese word", signs_that_touch_a_chinese_word },
    };

    return unit_main("fullwidth", tests, ARRAY_LEN(tests), 10);
}
