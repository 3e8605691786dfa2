#include "clients/secretary/cmd.h"

#include <stdio.h>
#include <string.h>

#include "clients/secretary/verbs.h"
#include "clients/words.h"

static int
help(dbk_desk *desk, int argc, char **argv, dbk_err *err)
{
    const dbk_verb *verb = argc > 1 ? dbk_verb_named(argv[1]) : NULL;
    const bool options = argc == 2 && strcmp(argv[1], "options") == 0;

    (void)desk;
    if (argc > 2 || (argc == 2 && verb == NULL && !options))
        return dbk_err_set(err, DBK_E_USAGE, _("there is no verb '%.40s'; see daybook help"), argv[argc - 1]);
    if (verb)
        dbk_verb_print(verb);
    else if (options)
        dbk_verbs_print_options();
    else
        dbk_verbs_print();
    return 0;
}

const dbk_verb dbk_verb_help = {
    "help", help, false, "[VERB | options]", N_("all verbs, or more about one of them"), "", NULL,
    "daybook help submit",
};

static int
version(dbk_desk *desk, int argc, char **argv, dbk_err *err)
{
    (void)desk;
    if (dbk_args_end(argc, argv, 1, err) != 0)
        return -1;
    printf("daybook %s\n", DBK_VERSION);
    return 0;
}

const dbk_verb dbk_verb_version = {
    "version", version, false, "", N_("print the version"), "", NULL,
    "daybook version",
};
