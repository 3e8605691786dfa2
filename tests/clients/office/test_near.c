/* near: which name was meant. Made-up names of the shape the roster has. */
#include "clients/office/near.h"

#include <string.h>

#include "clients/words.h"
#include "tests/harness/unit.h"

static const char *const places[] = {
    "康健街道", "漕河泾街道", "田林街道", "第一临时党支部", "第二临时党支部", "田林东居委会", "田林西居委会", "长桥一居委会",
    "长桥二居委会", "长桥二居委会", "梅园居委会", "桂林苑居委会", "样例12居委会",
};

static void
who_was_meant(void)
{
    static const struct { const char *said, *near[DBK_NEAR_MAX]; } rows[] = {
        { "天林",           { "田林街道", "田林东居委会", "田林西居委会" } },
        { "天林街道",       { "田林街道" } },
        { "林田街道",       { "田林街道" } },
        { "田林街道办事处", { "田林街道" } },
        { "田 林 街 到",    { "田林街道" } },
        { "漕和泾",         { "漕河泾街道" } },
        { "康建",           { "康健街道" } },
        { "常桥二居委会",   { "长桥二居委会" } },       /* once, though it stands there twice */
        { "第二零时党支部", { "第二临时党支部" } },
        { "桂林院",         { "桂林苑居委会" } },
        { "月球",           { NULL } },
        { "月球居委会",     { NULL } },                 /* what all names end in is nothing in common */
        { "Tianlin",        { NULL } },
        { "12",             { NULL } },
        { "77",             { NULL } },
        { "",               { NULL } },
        { "\xff\xfe\xe7",   { NULL } },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const char *near[DBK_NEAR_MAX];
        const size_t n = dbk_near_find(rows[i].said, places, ARRAY_LEN(places), near);

        for (size_t k = 0; k < DBK_NEAR_MAX; k++)
            CHECK_STR(rows[i].said, k < n ? near[k] : NULL, rows[i].near[k]);
    }
}

static void
few_names(void)
{
    static const char *const words[] = { "protective suit", "医用口罩", "mask", "额温枪" };
    const char *near[DBK_NEAR_MAX];

    CHECK_INT("letters", dbk_near_find("Protectve suits", words, ARRAY_LEN(words), near), 1);
    CHECK_STR("letters", near[0], "protective suit");
    CHECK_INT("a wrong character", dbk_near_find("医用口照", words, ARRAY_LEN(words), near), 1);
    CHECK_INT("no names", dbk_near_find("mask", words, 0, near), 0);
    CHECK_INT("one name", dbk_near_find("masc", words + 2, 1, near), 1);
}

static void
the_sentence(void)
{
    dbk_err err = { 0 };

    dbk_words_init("daybook-office", "en");
    CHECK_INT("always", dbk_near_err("天林", places, ARRAY_LEN(places), "none", "name one", &err), -1);
    CHECK_INT("is bad input", err.code, DBK_E_INPUT);
    CHECK_STR("three", err.text, "none; did you mean \"田林街道\", \"田林东居委会\" or \"田林西居委会\"?");
    dbk_near_err("天林街道", places, ARRAY_LEN(places), "none", "name one", &err);
    CHECK_STR("one", err.text, "none; did you mean \"田林街道\"?");
    dbk_near_err("月球", places, ARRAY_LEN(places), "none", "name one", &err);
    CHECK_STR("nothing near", err.text, "none; name one");
}

static const unit_test tests[] = {
    { "who was meant", who_was_meant }, { "of a few names", few_names }, { "the sentence", the_sentence },
};

int
main(void)
{
    return unit_main("office/near", tests, ARRAY_LEN(tests), 30);
}
