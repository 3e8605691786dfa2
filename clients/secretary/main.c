/*
 * daybook — the secretary's program: argv -> settings -> a verb -> an exit status of sysexits.h, nothing else.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "clients/secretary/cmd.h"
#include "clients/words.h"
#include "proto/calendar.h"

static int help(dbk_desk *desk, int argc, char **argv, dbk_err *err);
static int version(dbk_desk *desk, int argc, char **argv, dbk_err *err);

static const struct {
    const char *name;
    int       (*run)(dbk_desk *desk, int argc, char **argv, dbk_err *err);
    bool        needs_settings;
    const char *usage;
    const char *meaning;
} verbs[] = {
    { "template", dbk_cmd_template, true,  "[--committee N] [--date D]",  N_("print an empty report to fill in") },
    { "submit",   dbk_cmd_submit,   true,  "[--offline] FILE...",         N_("check, keep and deliver reports") },
    { "flush",    dbk_cmd_flush,    true,  "[--conflicts | --again ID | --drop ID]", N_("deliver what waits") },
    { "status",   dbk_cmd_status,   true,  "[--offline]",                 N_("show outbox, key and committees") },
    { "keygen",   dbk_cmd_keygen,   true,  "",                            N_("make your key, once") },
    { "help",     help,             false, "",                            N_("print this") },
    { "version",  version,          false, "",                            N_("print the version") },
};

#define N_VERBS (sizeof verbs / sizeof verbs[0])

static int
help(dbk_desk *desk, int argc, char **argv, dbk_err *err)
{
    (void)desk, (void)argc, (void)argv, (void)err;
    printf("%s", _("daybook [OPTION]... VERB ...    the nightly report of your committee\n\n"));
    for (size_t i = 0; i < N_VERBS; i++)
        printf("  %-8s %-38s %s\n", verbs[i].name, verbs[i].usage, _(verbs[i].meaning));
    printf("%s", _("\nOptions, before the verb:\n"
                   "  --home FOLDER       where key, settings and outbox are\n"
                   "  --endpoint E        the server, tcp://HOST:PORT; several with commas\n"
                   "  --server-key HEX    its public key\n"
                   "  --lang zh|en        language\n\n"
                   "They may stand in FOLDER/settings.ini too. See daybook(1).\n"));
    return 0;
}

static int
version(dbk_desk *desk, int argc, char **argv, dbk_err *err)
{
    (void)desk, (void)argc, (void)argv, (void)err;
    printf("daybook %s\n", DBK_VERSION);
    return 0;
}

/* The options before the verb; then the verb's index in *at, and its name, NULL when there is none. */
static int
take_options(dbk_desk *desk, int argc, char **argv, int *at, const char **verb, dbk_err *err)
{
    static const char *const flags[] = { "help", "version", NULL };
    static const char *const options[] = { "home", "endpoint", "server-key", "lang", NULL };
    static const struct { const char *name; dbk_setting which; } settings[] = {
        { "endpoint", SET_ENDPOINT }, { "server-key", SET_SERVER_KEY }, { "lang", SET_LANG },
    };
    dbk_args args = { argc, 1, argv };
    const char *name, *value = NULL, *home = NULL;
    int rc = 0;

    *verb = NULL;
    while (rc == 0 && *verb == NULL && (name = dbk_args_next(&args, flags, options, &value, at, err)) != NULL) {
        if (value == NULL)
            *verb = name;                                   /* --help and --version are verbs in disguise */
        else if (strcmp(name, "home") == 0)
            home = value;
        for (size_t i = 0; value && i < sizeof settings / sizeof settings[0]; i++)
            if (strcmp(name, settings[i].name) == 0)
                rc = dbk_settings_flag(&desk->settings, settings[i].which, _("command line"), value, err);
    }
    if (rc != 0 || *at < 0)
        return -1;
    if (*verb == NULL && *at < argc)
        *verb = argv[*at];
    return dbk_settings_home(&desk->settings, home, err);
}

static int
settle(dbk_desk *desk, dbk_err *err)
{
    if (dbk_settings_read(&desk->settings, err) != 0)
        return -1;
    if (desk->settings.value[SET_LANG][0])
        dbk_words_init("daybook", desk->settings.value[SET_LANG]);
    return dbk_calendar_zone(desk->settings.value[SET_ZONE], err);
}

static int
run(dbk_desk *desk, int argc, char **argv, dbk_err *err)
{
    const char *verb;
    int at = 0;

    dbk_words_init("daybook", NULL);
    if (take_options(desk, argc, argv, &at, &verb, err) != 0)
        return -1;
    if (desk->settings.value[SET_LANG][0])
        dbk_words_init("daybook", desk->settings.value[SET_LANG]);
    for (size_t i = 0; verb && i < N_VERBS; i++)
        if (strcmp(verb, verbs[i].name) == 0) {
            if (verbs[i].needs_settings && settle(desk, err) != 0)
                return -1;
            return verbs[i].run(desk, argc - at, argv + at, err);
        }
    if (verb)
        return dbk_err_set(err, DBK_E_USAGE, _("there is no verb '%.40s'; see daybook help"), verb);
    help(desk, argc, argv, err);
    return dbk_err_set(err, DBK_E_USAGE, "%s", _("say what to do"));
}

int
main(int argc, char **argv)
{
    const struct rlimit no_core = { 0, 0 };
    dbk_err err = { 0 };
    dbk_desk desk;
    int rc;

    umask(077);
    setrlimit(RLIMIT_CORE, &no_core);                       /* a core would hold the secret key */
    signal(SIGPIPE, SIG_IGN);
    setvbuf(stdout, NULL, _IOLBF, 0);
    dbk_desk_init(&desk);
    rc = run(&desk, argc, argv, &err);
    if (rc == 0 && (fflush(stdout) != 0 || ferror(stdout)))
        rc = errno == EPIPE ? dbk_cmd_told(&err, DBK_E_SYSTEM)          /* whoever read it has had enough */
                            : dbk_err_sys(&err, "%s", _("cannot write the output"));
    if (rc != 0 && err.text[0])
        fprintf(stderr, "daybook: %s\n", err.text);
    dbk_desk_fini(&desk);
    return rc == 0 ? 0 : dbk_code_exit(err.code);
}
