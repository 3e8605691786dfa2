#include "clients/words.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clients/beside.h"

static bool chinese;

/* The first of the variables that says something, as gettext reads them; "C" says "no translation". */
static const char *
wanted_by_environment(void)
{
    static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    const char *locale = "";

    for (size_t i = 0; i < sizeof names / sizeof names[0] && locale[0] == '\0'; i++) {
        const char *said = getenv(names[i]);

        locale = said ? said : "";
    }
    if (strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0)
        return "en";
    const char *list = getenv("LANGUAGE");

    return list && list[0] ? list : locale;
}

/* Text must stay UTF-8 whatever the machine has installed, or CJK columns do not line up; times and numbers are
 * ours. */
static void
set_locale(void)
{
    setlocale(LC_ALL, "C");                  /* gettext heeds a new LANGUAGE only after a change of locale */
    if (setlocale(LC_ALL, "") == NULL || strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        setlocale(LC_ALL, "C.UTF-8");
    /* gettext translates nothing while the locale is "C"; under C.UTF-8 it asks LANGUAGE. */
    const char *messages = setlocale(LC_MESSAGES, NULL);

    if (messages == NULL || strcmp(messages, "C") == 0 || strcmp(messages, "POSIX") == 0)
        setlocale(LC_MESSAGES, "C.UTF-8");
}

static bool
has_catalogue(const char *folder, const char *program)
{
    char path[PATH_MAX];
    const int n = snprintf(path, sizeof path, "%s/zh_CN/LC_MESSAGES/%s.mo", folder, program);

    return n > 0 && (size_t)n < sizeof path && access(path, R_OK) == 0;
}

/* The first that holds our catalogue: DAYBOOK_LOCALEDIR, where it was installed, beside the program itself. */
static void
find_catalogue(const char *program)
{
    char beside[PATH_MAX];
    const char *folders[] = { getenv("DAYBOOK_LOCALEDIR"), DBK_LOCALEDIR, dbk_beside("locale", beside) ? beside : NULL };

    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
        if (folders[i] && folders[i][0] && has_catalogue(folders[i], program)) {
            bindtextdomain(program, folders[i]);
            break;
        }
    bind_textdomain_codeset(program, "UTF-8");
    textdomain(program);
}

void
dbk_words_init(const char *program, const char *wanted)
{
    chinese = strncmp(wanted ? wanted : wanted_by_environment(), "zh", 2) == 0;
    setenv("LANGUAGE", chinese ? "zh_CN" : "en", 1);
    set_locale();
    find_catalogue(program);
}

bool
dbk_words_zh(void)
{
    return chinese;
}

const char *
dbk_words_pick(const char *zh, const char *en)
{
    return chinese ? zh : en;
}

const char *
dbk_words_weekday(int weekday)
{
    static const char *const zh[] = { "星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六" };
    static const char *const en[] = { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday" };

    return chinese ? zh[weekday] : en[weekday];
}
