#include "clients/secretary/verbs.h"

#include <stdio.h>
#include <string.h>

#include "clients/words.h"
#include "proto/text.h"

#define HEAD_COLUMNS 10
#define VERB_COLUMNS 12
#define OPTION_COLUMNS 24

static const dbk_verb *const verbs[] = {
    &dbk_verb_enrol,
    &dbk_verb_fill,
    &dbk_verb_correct,
    &dbk_verb_submit,
    &dbk_verb_template,
    &dbk_verb_rollcall,
    &dbk_verb_health,
    &dbk_verb_supply,
    &dbk_verb_minutes,
    &dbk_verb_bulletins,
    &dbk_verb_status,
    &dbk_verb_show,
    &dbk_verb_outbox,
    &dbk_verb_flush,
    &dbk_verb_doctor,
    &dbk_verb_key,
    &dbk_verb_keygen,
    &dbk_verb_completion,
    &dbk_verb_help,
    &dbk_verb_version,
};

/* What a person wants to do, and the first verb for it; the ones behind it are for the same. */
static const struct { const dbk_verb *first; const char *head; } groups[] = {
    { &dbk_verb_enrol,    N_("first") },
    { &dbk_verb_fill,     N_("tonight") },
    { &dbk_verb_rollcall, N_("the day") },
    { &dbk_verb_status,   N_("and then") },
    { &dbk_verb_doctor,   N_("trouble") },
};

/* From here on few people need them: told by name alone. */
static const dbk_verb *const first_rare = &dbk_verb_keygen;

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

/* What stands for something of a person's own, in their language: "[COMMITTEE] [DATE]". Returns `room`. */
static const char *
usage_words(const char *usage, char *room, size_t room_bytes)
{
    static const char *const names[] = {
        N_("COMMITTEE"), N_("DATE"), N_("FILE"), N_("FOLDER"), N_("NUMBER"), N_("INVITATION"), N_("VERB"), N_("OPTION"),
        N_("KIND"), N_("ENDPOINT"),
    };
    size_t used = 0;

    room[0] = '\0';
    for (size_t n; *usage && used + 1 < room_bytes; usage += n) {
        const size_t capitals = strspn(usage, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
        const char *said = NULL;

        n = capitals > 0 ? capitals : 1;
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
            if (strlen(names[i]) == n && strncmp(names[i], usage, n) == 0)
                said = _(names[i]);
        used += (size_t)snprintf(room + used, room_bytes - used, "%.*s", said ? (int)strlen(said) : (int)n,
                                 said ? said : usage);
    }
    return room;
}

static void
print_padded(const char *text, size_t columns)
{
    const size_t width = dbk_text_width(text, strlen(text));

    printf("%s%*s", text, (int)(width < columns ? columns - width : 1), "");
}

static void
print_options(const dbk_option *options)
{
    for (; options && options->name; options++) {
        char value[80], name[160];

        snprintf(name, sizeof name, "  --%s%s%s", options->name, options->value ? " " : "",
                 options->value ? usage_words(options->value, value, sizeof value) : "");
        print_padded(name, OPTION_COLUMNS);
        printf("%s\n", _(options->meaning));
    }
}

static const char *
head_of(const dbk_verb *verb)
{
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++)
        if (groups[i].first == verb)
            return _(groups[i].head);
    return "";
}

void
dbk_verbs_print(void)
{
    size_t i = 0;

    printf("%s", _("daybook [OPTION]... [VERB ...]    the nightly report of your committee\n"
                   "Without a verb it tells how things stand and what to do next.\n\n"));
    for (; verbs[i] != first_rare; i++) {
        print_padded(head_of(verbs[i]), HEAD_COLUMNS);
        printf("%-*s%s\n", VERB_COLUMNS, verbs[i]->name, _(verbs[i]->meaning));
    }
    print_padded(_("also"), HEAD_COLUMNS);
    for (; i < sizeof verbs / sizeof verbs[0]; i++)
        printf("%s%s", verbs[i]->name, i + 1 < sizeof verbs / sizeof verbs[0] ? "  " : "\n");
    printf("%s", _("\nMore about one of them: daybook help VERB, as in daybook help fill\n"
                   "Options for all of them, such as --lang and --home: daybook help options\n"));
}

void
dbk_verbs_print_options(void)
{
    printf("%s", _("Options, anywhere:\n"));
    print_options(dbk_common_options);
}

void
dbk_verb_print(const dbk_verb *verb)
{
    char usage[160];

    printf("daybook %s%s%s\n  %s\n", verb->name, verb->usage[0] ? " " : "",
           usage_words(verb->usage, usage, sizeof usage), _(verb->meaning));
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
