/*
 * Two languages: every message has its Chinese, and it is found whatever locales the machine has.
 */
#include "clients/secretary/words.h"

#include "tests/clients/secretary/sample.h"

#define PO "clients/po/secretary.zh_CN.po"

/* Runs a command of gettext's tools in the top folder; what it says is printed. */
static int
run(const char *command)
{
    const int status = system(command);

    return status;
}

static void
every_message_is_translated(void)
{
    char command[1024];

    snprintf(command, sizeof command,
             "xgettext --from-code=UTF-8 -k_ -kN_ -o %s/all.pot clients/secretary/*.c clients/secretary/*.h && "
             "msgcmp " PO " %s/all.pot", unit_folder(), unit_folder());
    CHECK_INT("no msgid without msgstr", run(command), 0);
}

/* A %s too many in a translation would crash the program in one language only. */
static void
formats_agree(void)
{
    CHECK_INT("formats", run("msgfmt --check-format -o /dev/null " PO), 0);
}

static void
make_catalogue(void)
{
    char command[1024];

    snprintf(command, sizeof command,
             "cd %s && mkdir -p locale/zh_CN/LC_MESSAGES && msgfmt -o locale/zh_CN/LC_MESSAGES/daybook.mo $OLDPWD/" PO,
             unit_folder());
    assert(run(command) == 0);
    snprintf(command, sizeof command, "%s/locale", unit_folder());
    setenv("DAYBOOK_LOCALEDIR", command, 1);
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
        dbk_words_init(rows[i].wanted);
        CHECK_INT(rows[i].name, dbk_words_zh(), rows[i].zh);
        CHECK_STR(rows[i].name, dbk_words_pick("中", "en"), rows[i].zh ? "中" : "en");
        CHECK_STR(rows[i].name, _("not sent yet"), rows[i].zh ? "还没有发送" : "not sent yet");
    }
}

int
main(void)
{
    static const unit_test tests[] = {
        { "every message is translated", every_message_is_translated },
        { "formats agree", formats_agree },
        { "language", language },
    };

    make_catalogue();
    return unit_main("words", tests, ARRAY_LEN(tests), 60);
}
