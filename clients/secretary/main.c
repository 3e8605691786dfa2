/*
 * daybook — the secretary's program: argv -> settings -> a verb -> an exit status of sysexits.h, nothing else.
 */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clients/secretary/verbs.h"
#include "clients/words.h"
#include "clients/wrap.h"
#include "proto/calendar.h"

/* What stands behind the verb is the verb's own. */
static const char *
next_option(dbk_args *args, const char **value, int *at, dbk_err *err)
{
    *at = args->at;
    if (args->at == args->argc || args->argv[args->at][0] != '-')
        return NULL;
    return dbk_args_next(args, dbk_common_options, value, at, err);
}

/* The common options; then the verb's index in *at, and its name, NULL when there is none. */
static int
take_options(dbk_desk *desk, int argc, char **argv, int *at, const char **verb, dbk_err *err)
{
    static const struct { const char *name; dbk_setting which; } settings[] = {
        { "endpoint", SET_ENDPOINT }, { "server-key", SET_SERVER_KEY }, { "lang", SET_LANG },
    };
    dbk_args args = { argc, 1, argv };
    const char *name, *value = NULL, *home = NULL;
    int rc = 0;

    *verb = NULL;
    *at = 0;
    if (dbk_args_forward(argc, argv, dbk_common_options, err) != 0)
        return -1;
    while (rc == 0 && *verb == NULL && (name = next_option(&args, &value, at, err)) != NULL) {
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

/* "--help" behind a verb is a question about that verb. */
static bool
asks_for_help(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0)
            return true;
    return false;
}

static int
run(dbk_desk *desk, int argc, char **argv, dbk_err *err)
{
    const char *name;
    const dbk_verb *verb;
    int at = 0;

    dbk_words_init("daybook", NULL);
    if (take_options(desk, argc, argv, &at, &name, err) != 0)
        return -1;
    if (desk->settings.value[SET_LANG][0])
        dbk_words_init("daybook", desk->settings.value[SET_LANG]);
    if (name == NULL)
        return settle(desk, err) != 0 ? -1 : dbk_cmd_start(desk, err);
    verb = dbk_verb_named(name);
    if (verb == NULL)
        return dbk_err_set(err, DBK_E_USAGE, _("there is no verb '%.40s'; see daybook help"), name);
    if (asks_for_help(argc - at, argv + at)) {
        dbk_verb_print(verb);
        return 0;
    }
    if (verb->needs_settings && settle(desk, err) != 0)
        return -1;
    if (verb->run(desk, argc - at, argv + at, err) == 0)
        return 0;
    if (err->code == DBK_E_USAGE && err->text[0])
        dbk_wrap_say(stderr, _("daybook: %s\nHow it is used: daybook help %s\n"), err->text, name), err->text[0] = 0;
    return -1;
}

/* Long output is written before the end, and what errno said then is gone: whether a reader is left is asked anew. */
static int
all_is_written(dbk_err *err)
{
    struct pollfd out = { STDOUT_FILENO, POLLOUT, 0 };

    if (fflush(stdout) == 0 && !ferror(stdout))
        return 0;
    if (poll(&out, 1, 0) == 1 && (out.revents & POLLERR))
        return dbk_cmd_told(err, DBK_E_SYSTEM);                     /* whoever read it has had enough */
    dbk_err_set(err, DBK_E_SYSTEM, "%s", _("cannot write the output"));
    return -1;
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
    if (rc == 0)
        rc = all_is_written(&err);
    if (rc != 0 && err.text[0])
        dbk_wrap_say(stderr, "daybook: %s\n", err.text);
    dbk_desk_fini(&desk);
    return rc == 0 ? 0 : dbk_code_exit(err.code);
}
