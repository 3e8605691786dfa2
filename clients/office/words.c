#include "clients/office/words.h"

#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "proto/codes.h"

static bool chinese;

/* ---------------------------------------------------------------- the language */

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

/* Text must stay UTF-8 whatever the machine has installed: without it CJK columns do not line up. */
static void
set_locale(void)
{
    if (setlocale(LC_ALL, "") == NULL || strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        setlocale(LC_ALL, "C.UTF-8");
    /* gettext translates nothing while the locale is "C"; under C.UTF-8 it asks LANGUAGE. */
    const char *messages = setlocale(LC_MESSAGES, NULL);

    if (messages == NULL || strcmp(messages, "C") == 0 || strcmp(messages, "POSIX") == 0)
        setlocale(LC_MESSAGES, "C.UTF-8");
}

static bool
has_catalogue(const char *folder)
{
    char path[PATH_MAX];
    const int n = snprintf(path, sizeof path, "%s/zh_CN/LC_MESSAGES/" DBK_TEXT_DOMAIN ".mo", folder);

    return n > 0 && (size_t)n < sizeof path && access(path, R_OK) == 0;
}

/* The first that holds our catalogue: DAYBOOK_LOCALEDIR, where it was installed, beside the program itself. */
static void
find_catalogue(void)
{
    char beside[PATH_MAX] = "";
    const ssize_t n = readlink("/proc/self/exe", beside, sizeof beside - sizeof "/locale");
    char *slash = n > 0 ? strrchr(beside, '/') : NULL;
    const char *folders[] = { getenv("DAYBOOK_LOCALEDIR"), DBK_LOCALEDIR, NULL };

    if (slash) {
        memcpy(slash, "/locale", sizeof "/locale");
        folders[2] = beside;
    }
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
        if (folders[i] && folders[i][0] && has_catalogue(folders[i])) {
            bindtextdomain(DBK_TEXT_DOMAIN, folders[i]);
            break;
        }
    bind_textdomain_codeset(DBK_TEXT_DOMAIN, "UTF-8");
}

void
dbk_words_init(const char *wanted)
{
    chinese = strncmp(wanted ? wanted : wanted_by_environment(), "zh", 2) == 0;
    set_locale();
    setenv("LANGUAGE", chinese ? "zh_CN" : "en", 1);
    find_catalogue();
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

/* ---------------------------------------------------------------- codes */

static const struct { const char *list, *code, *word; } codes[] = {
    { "state",    "ACCEPTED",       N_("accepted") },
    { "state",    "HELD",           N_("held") },
    { "state",    "NOT_SEEN",       N_("nothing seen") },
    { "state",    "NOT_EXPECTED",   N_("not expected") },
    { "held",     "FORBIDDEN",      N_("no right") },
    { "held",     "CLOSED",         N_("night closed") },
    { "held",     "CONFLICT",       N_("another report stands") },
    { "held",     "FAULT",          N_("fault of the service") },
    { "reason",   "key.revoked",    N_("key revoked") },
    { "reason",   "scope.none",     N_("sender not posted there") },
    { "reason",   "night.closed",   N_("night is closed") },
    { "reason",   "night.unopened", N_("no such night") },
    { "reason",   "stands",         N_("another report stands") },
    { "reason",   "base.stale",     N_("corrects an older revision") },
    { "reason",   "base.unknown",   N_("corrects an unknown report") },
    { "reason",   "store.refused",  N_("fault of the service") },
    { "level",    "NIGHT",          N_("the whole night") },
    { "level",    "SUBDISTRICT",    N_("subdistrict") },
    { "level",    "BRANCH",         N_("branch") },
    { "level",    "COMMITTEE",      N_("committee") },
    { "severity", "1",              N_("low") },
    { "severity", "2",              N_("middle") },
    { "severity", "3",              N_("high") },
    { "urgency",  "1",              N_("can wait") },
    { "urgency",  "2",              N_("soon") },
    { "urgency",  "3",              N_("at once") },
    { "figure",   "NOT_FILLED",     N_("not filled") },
    { "figure",   "NOT_ASKED",      N_("not asked") },
};

const char *
dbk_words_of(const char *list, const char *code)
{
    if (strcmp(list, "timeliness") == 0) {
        const dbk_code_row *row = dbk_list_named(DBK_LIST_TIMELINESS, code);

        return row ? dbk_words_pick(row->zh, row->en) : code;
    }
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        if (strcmp(codes[i].list, list) == 0 && strcmp(codes[i].code, code) == 0)
            return _(codes[i].word);
    return code;
}

const char *
dbk_words_weekday(int weekday)
{
    static const char *const days[] = {
        N_("Sunday"), N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"),
    };

    return _(days[weekday]);
}
