#include "clients/secretary/verbs.h"

#include <stdio.h>
#include <string.h>

#include "clients/words.h"
#include "proto/text.h"

static const dbk_verb *const verbs[] = {
    &dbk_verb_enrol,
    &dbk_verb_fill,
    &dbk_verb_correct,
    &dbk_verb_submit,
    &dbk_verb_rollcall,
    &dbk_verb_health,
    &dbk_verb_supply,
    &dbk_verb_minutes,
    &dbk_verb_bulletins,
    &dbk_verb_template,
    &dbk_verb_status,
    &dbk_verb_show,
    &dbk_verb_outbox,
    &dbk_verb_flush,
    &dbk_verb_key,
    &dbk_verb_keygen,
    &dbk_verb_doctor,
    &dbk_verb_completion,
    &dbk_verb_help,
    &dbk_verb_version,
};

const dbk_option dbk_common_options[] = {
    { "home",       "FOLDER", N_("where key, settings and outbox are") },
    { "endpoint",   "E",      N_("the server, tcp://HOST:PORT; several with commas") },
    { "server-key", "HEX",    N_("its public key") },
    { "lang",       "zh|en",  N_("language") },
    { "help",       NULL,     N_("print this, or what a verb does") },
    { "version",    NULL,     N_("print the version") },
    { NULL, NULL, NULL },
};

const dbk_verb *const *
dbk_verbs(size_t *n)
{
    *n = sizeof verbs / sizeof verbs[0];
    return verbs;
}

const dbk_verb *
dbk_verb_named(const char *name)
{
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (strcmp(verbs[i]->name, name) == 0)
            return verbs[i];
    return NULL;
}

static void
print_options(const dbk_option *options)
{
    for (; options && options->name; options++) {
        const int n = printf("  --%s%s%s", options->name, options->value ? " " : "",
                             options->value ? options->value : "");

        printf("%*s%s\n", n < 24 ? 24 - n : 1, "", _(options->meaning));
    }
}

void
dbk_verbs_print(void)
{
    printf("%s", _("daybook [OPTION]... [VERB ...]    the nightly report of your committee\n\n"
                   "Without a verb it tells how things stand and what to do next.\n\n"));
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        printf("  %-11s %s\n", verbs[i]->name, _(verbs[i]->meaning));
    printf("%s", _("\nMore about one of them: daybook help VERB\n\nOptions, anywhere:\n"));
    print_options(dbk_common_options);
}

void
dbk_verb_print(const dbk_verb *verb)
{
    printf("daybook %s%s%s\n  %s\n", verb->name, verb->usage[0] ? " " : "", verb->usage, _(verb->meaning));
    if (verb->about[0])
        printf("\n%s", _(verb->about));
    if (verb->options) {
        printf("%s", _("\nOptions:\n"));
        print_options(verb->options);
    }
    printf("%s", _("\nFor example:\n"));
    for (const char *line = verb->example; *line; line += strcspn(line, "\n"), line += *line == '\n')
        printf("  %.*s\n", (int)strcspn(line, "\n"), line);
}
