/*
 * args: options wherever they stand, and words in the order in which they were typed.
 */
#include "clients/secretary/cmd.h"

#include <stdio.h>
#include <string.h>

#include "tests/harness/unit.h"

static const dbk_option options[] = {
    { "json", NULL, "" },
    { "kind", "KIND", "" },
    { NULL, NULL, NULL },
};

/* Each option as "name=value ", then the words behind "| "; "?" for a mistake. */
static const char *
told(const char *line)
{
    static char text[1024], copy[256];
    char *argv[16] = { "show" };
    const char *name, *value;
    dbk_err err = { 0 };
    int argc = 1, rest = 0;

    snprintf(copy, sizeof copy, "%s", line);
    for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
        argv[argc++] = word;
    dbk_args args = { argc, 1, argv };

    text[0] = '\0';
    while ((name = dbk_args_next(&args, options, &value, &rest, &err)) != NULL)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s=%s ", name, value ? value : "");
    snprintf(text + strlen(text), sizeof text - strlen(text), "|");
    for (; rest >= 0 && rest < argc; rest++)
        snprintf(text + strlen(text), sizeof text - strlen(text), " %s", argv[rest]);
    if (rest < 0)
        snprintf(text, sizeof text, "? %s", err.text);
    return text;
}

static void
before_the_words(void)
{
    CHECK_STR("none", told(""), "|");
    CHECK_STR("words", told("12 2020-02-18"), "| 12 2020-02-18");
    CHECK_STR("flag", told("--json 12"), "json= | 12");
    CHECK_STR("value", told("--kind rollcall 12"), "kind=rollcall | 12");
    CHECK_STR("value in one word", told("--kind=rollcall 12"), "kind=rollcall | 12");
}

static void
behind_the_words(void)
{
    CHECK_STR("flag", told("12 --json"), "json= | 12");
    CHECK_STR("between", told("12 --json 2020-02-18"), "json= | 12 2020-02-18");
    CHECK_STR("value", told("12 2020-02-18 --kind rollcall"), "kind=rollcall | 12 2020-02-18");
    CHECK_STR("value in one word", told("12 --kind=rollcall 2020-02-18"), "kind=rollcall | 12 2020-02-18");
    CHECK_STR("several", told("--json 12 --kind rollcall 2020-02-18 --json"), "json= kind=rollcall json= | 12 2020-02-18");
    CHECK_STR("a hyphen alone is a word", told("- --json"), "json= | -");
}

static void
two_hyphens_end_them(void)
{
    CHECK_STR("words behind", told("-- --json"), "| --json");
    CHECK_STR("words on both sides", told("12 -- --json"), "| 12 --json");
    CHECK_STR("an option before", told("12 --json -- --kind"), "json= | 12 --kind");
}

static void
mistakes(void)
{
    CHECK_STR("unknown", told("12 --jason"), "? --jason: there is no such option");
    CHECK_STR("one hyphen", told("12 -j"), "? -j: there is no such option");
    CHECK_STR("no value", told("12 --kind"), "? --kind: a value is missing behind it");
    CHECK_STR("a value too many", told("12 --json=yes"), "? --json=yes: this option takes no value");
}

/* All arguments once those of `options` that take a value were brought forward. */
static const char *
forward(const char *line)
{
    static char text[1024], copy[256];
    char *argv[16] = { "daybook" };
    dbk_err err = { 0 };
    int argc = 1;

    snprintf(copy, sizeof copy, "%s", line);
    for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
        argv[argc++] = word;
    if (dbk_args_forward(argc, argv, options, &err) != 0)
        return snprintf(text, sizeof text, "? %s", err.text), text;
    text[0] = '\0';
    for (int i = 1; i < argc; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", i > 1 ? " " : "", argv[i]);
    return text;
}

static void
common_ones_come_first(void)
{
    CHECK_STR("none", forward("show 12 --json"), "show 12 --json");
    CHECK_STR("behind the verb", forward("show --kind a 12"), "--kind a show 12");
    CHECK_STR("at the end, in one word", forward("show 12 --kind=a"), "--kind=a show 12");
    CHECK_STR("in the order typed", forward("--kind a show --kind=b 12 --kind c"), "--kind a --kind=b --kind c show 12");
    CHECK_STR("a flag stays", forward("show --json --kind a"), "--kind a show --json");
    CHECK_STR("two hyphens end them", forward("show -- --kind a"), "show -- --kind a");
    CHECK_STR("no value", forward("show 12 --kind"), "? --kind: a value is missing behind it");
}

int
main(void)
{
    static const unit_test tests[] = {
        { "before the words", before_the_words },
        { "behind the words", behind_the_words },
        { "two hyphens end them", two_hyphens_end_them },
        { "mistakes", mistakes },
        { "common ones come first", common_ones_come_first },
    };

    return unit_main("args", tests, ARRAY_LEN(tests), 20);
}
