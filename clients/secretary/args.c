/*
 * args — the options behind a verb: --name, --name=value, --name value; "--" ends them.
 *
 * Options and words may stand in any order: an option that comes late is brought before the words, so that a verb finds
 * its words together at the end. getopt's own messages would not be in our words.
 */
#include <stdbool.h>
#include <string.h>

#include "clients/secretary/cmd.h"
#include "clients/words.h"

static const dbk_option *
named(const char *argument, size_t n, const dbk_option *options)
{
    for (; options && options->name; options++)
        if (strlen(options->name) == n && strncmp(options->name, argument, n) == 0)
            return options;
    return NULL;
}

static const char *
mistake(int *rest, dbk_err *err, const char *fmt, const char *what)
{
    *rest = dbk_err_set(err, DBK_E_USAGE, "%s: %s", what, fmt);
    return NULL;
}

static bool
is_option(const char *argument)
{
    return argument[0] == '-' && argument[1] != '\0';
}

/* Brings the next option, with its value, before the words that stand in front of it. */
static void
bring_forward(dbk_args *args, const dbk_option *options)
{
    char **argv = args->argv, *moved[2];
    int from = args->at, n = 1;

    while (from < args->argc && !is_option(argv[from]))
        from++;
    if (from == args->argc)
        return;
    const char *name = argv[from] + (argv[from][1] == '-' ? 2 : 1);
    const dbk_option *option = named(name, strlen(name), options);

    if (option && option->value && from + 1 == args->argc) {
        args->at = from;                                  /* no word before it may be taken for its value */
        return;
    }
    if (option && option->value)
        n = 2;
    memcpy(moved, argv + from, (size_t)n * sizeof *argv);
    memmove(argv + args->at + n, argv + args->at, (size_t)(from - args->at) * sizeof *argv);
    memcpy(argv + args->at, moved, (size_t)n * sizeof *argv);
}

const char *
dbk_args_next(dbk_args *args, const dbk_option *options, const char **value, int *rest, dbk_err *err)
{
    const dbk_option *option;
    const char *argument;
    size_t n;

    bring_forward(args, options);
    argument = args->at < args->argc ? args->argv[args->at] : "";
    *rest = args->at;
    if (!is_option(argument))
        return NULL;
    if (argument[1] != '-')
        return mistake(rest, err, _("there is no such option"), argument);
    args->at++;
    if (argument[2] == '\0') {
        *rest = args->at;
        return NULL;
    }
    n = strcspn(argument + 2, "=");
    if ((option = named(argument + 2, n, options)) == NULL)
        return mistake(rest, err, _("there is no such option"), argument);
    if (option->value == NULL) {
        *value = NULL;
        return argument[2 + n] == '\0' ? option->name : mistake(rest, err, _("this option takes no value"), argument);
    }
    if (argument[2 + n] == '=')
        *value = argument + 2 + n + 1;
    else if (args->at < args->argc)
        *value = args->argv[args->at++];
    else
        return mistake(rest, err, _("a value is missing behind it"), argument);
    return option->name;
}

int
dbk_args_forward(int argc, char **argv, const dbk_option *options, dbk_err *err)
{
    int front = 1;

    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        const size_t length = strncmp(argv[i], "--", 2) == 0 ? strcspn(argv[i] + 2, "=") : 0;
        const dbk_option *option = length > 0 ? named(argv[i] + 2, length, options) : NULL;
        const int n = option && argv[i][2 + length] == '\0' ? 2 : 1;
        char *moved[2];

        if (option == NULL || option->value == NULL)
            continue;
        if (i + n > argc)
            return dbk_err_set(err, DBK_E_USAGE, "%s: %s", argv[i], _("a value is missing behind it"));
        memcpy(moved, argv + i, (size_t)n * sizeof *argv);
        memmove(argv + front + n, argv + front, (size_t)(i - front) * sizeof *argv);
        memcpy(argv + front, moved, (size_t)n * sizeof *argv);
        front += n;
        i += n - 1;
    }
    return 0;
}

int
dbk_args_end(int argc, char **argv, int rest, dbk_err *err)
{
    if (rest < 0 || rest >= argc)
        return rest < 0 ? -1 : 0;
    return dbk_err_set(err, DBK_E_USAGE, _("%s: %s takes no more than its options"), argv[rest], argv[0]);
}

int
dbk_cmd_told(dbk_err *err, dbk_code code)
{
    err->code = code;
    err->text[0] = '\0';
    return code == DBK_OK ? 0 : -1;
}
