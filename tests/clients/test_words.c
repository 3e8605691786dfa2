/*
 * Two languages: every message of both programs has its Chinese, and it is found whatever locales the machine has.
 */
#include "clients/words.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/harness/unit.h"

static const struct { const char *program, *room; } catalogues[] = {
    { "daybook", "secretary" }, { "daybook-office", "office" },
};

/* A command of gettext's tools, run in the top folder; what it says is printed. */
static int run(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

static int
run(const char *fmt, ...)
{
    char command[1024];
    va_list args;

    va_start(args, fmt);
    vsnprintf(command, sizeof command, fmt, args);
    va_end(args);
    return system(command);
}

static void
every_message_is_translated(void)
{
    for (size_t i = 0; i < ARRAY_LEN(catalogues); i++) {
        const char *room = catalogues[i].room;

        CHECK_INT(room, run("xgettext --from-code=UTF-8 -k_ -kN_ -o %s/%s.pot clients/*.[ch] clients/%s/*.[ch] && "
                            "msgcmp clients/po/%s.zh_CN.po %s/%s.pot",
                            unit_folder(), room, room, room, unit_folder(), room), 0);
    }
}

/* Nor does a catalogue carry what no program says any more: msgcmp is silent only when both sides are the same. */
static void
nothing_is_left_over(void)
{
    for (size_t i = 0; i < ARRAY_LEN(catalogues); i++) {
        const char *room = catalogues[i].room;

        CHECK_INT(room, run("xgettext --from-code=UTF-8 -k_ -kN_ -o %s/%s.pot clients/*.[ch] clients/%s/*.[ch] && "
                            "! msgcmp clients/po/%s.zh_CN.po %s/%s.pot 2>&1 | grep 'not used'",
                            unit_folder(), room, room, room, unit_folder(), room), 0);
    }
}

/* A %s too many in a translation would crash the program in one language only. */
static void
formats_agree(void)
{
    for (size_t i = 0; i < ARRAY_LEN(catalogues); i++)
        CHECK_INT(catalogues[i].room,
                  run("msgfmt --check-format -o /dev/null clients/po/%s.zh_CN.po", catalogues[i].room), 0);
}

/* Half-width punctuation that touches a Chinese word. What is typed stays as it is typed: an address, the invitation, and a
 * line of a file, which is "name: value". */
#define HAN "\\x{3400}-\\x{9fff}\\x{201c}\\x{201d}"
#define TYPED "://|daybook:主机|名称: "

static void
punctuation_is_full_width(void)
{
    for (size_t i = 0; i < ARRAY_LEN(catalogues); i++)
        CHECK_INT(catalogues[i].room,
                  run("! msgcat --no-wrap clients/po/%s.zh_CN.po | grep -v '^msgid ' | LC_ALL=C.UTF-8 "
                      "grep -nP '[" HAN "][,;:?!()]|[,;:?!()][" HAN "]|[" HAN "]\\\\\"|\\\\\"[" HAN "]' | grep -vE '" TYPED "'",
                      catalogues[i].room), 0);
}

static void
make_catalogues(void)
{
    char folder[512];

    snprintf(folder, sizeof folder, "%s/locale", unit_folder());
    for (size_t i = 0; i < ARRAY_LEN(catalogues); i++)
        assert(run("mkdir -p %s/zh_CN/LC_MESSAGES && msgfmt -o %s/zh_CN/LC_MESSAGES/%s.mo clients/po/%s.zh_CN.po",
                   folder, folder, catalogues[i].program, catalogues[i].room) == 0);
    setenv("DAYBOOK_LOCALEDIR", folder, 1);
}

static void
language(void)
{
    static const struct { const char *name, *wanted, *all, *messages, *lang, *list; bool zh; } rows[] = {
        { "asked for zh",               "zh", "C", "",            "",            "",      true },
        { "asked for en",               "en", "",  "",            "zh_CN.UTF-8", "",      false },
        { "nothing",                    NULL, "",  "",            "",            "",      false },
        { "C",                          NULL, "",  "",            "C",           "",      false },
        { "C, though a list is given",  NULL, "C", "",            "",            "zh_CN", false },
        { "LANG",                       NULL, "",  "",            "zh_CN.UTF-8", "",      true },
        { "LANG, another encoding",     NULL, "",  "",            "zh_CN.GBK",   "",      true },
        { "LC_MESSAGES beats LANG",     NULL, "",  "en_US.UTF-8", "zh_CN.UTF-8", "",      false },
        { "LC_ALL beats both",          NULL, "zh_CN.UTF-8", "en_US.UTF-8", "", "",       true },
        { "LANGUAGE beats a locale",    NULL, "",  "",            "en_US.UTF-8", "zh_CN:en", true },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        setenv("LC_ALL", rows[i].all, 1);
        setenv("LC_MESSAGES", rows[i].messages, 1);
        setenv("LANG", rows[i].lang, 1);
        setenv("LANGUAGE", rows[i].list, 1);
        dbk_words_init("daybook", rows[i].wanted);
        CHECK_INT(rows[i].name, dbk_words_zh(), rows[i].zh);
        CHECK_STR(rows[i].name, dbk_words_pick("中", "en"), rows[i].zh ? "中" : "en");
        CHECK_STR(rows[i].name, _("not sent yet"), rows[i].zh ? "还没有发送" : "not sent yet");
        CHECK_STR(rows[i].name, dbk_words_weekday(2), rows[i].zh ? "星期二" : "Tuesday");
    }
}

int
main(void)
{
    static const unit_test tests[] = {
        { "every message is translated", every_message_is_translated },
        { "nothing is left over", nothing_is_left_over },
        { "formats agree", formats_agree },
        { "punctuation is full-width", punctuation_is_full_width },
        { "language", language },
    };

    make_catalogues();
    return unit_main("words", tests, ARRAY_LEN(tests), 60);
}
