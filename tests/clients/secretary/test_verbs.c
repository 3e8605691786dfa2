/*
 * The table of verbs: each one's help fits a screen in both languages and ends with an example, and the manual knows
 * every verb and option.
 */
#include "clients/secretary/verbs.h"

#include "clients/words.h"
#include "proto/text.h"
#include "tests/clients/secretary/sample.h"

#define SCREEN_LINES 24
#define SCREEN_COLUMNS 80

/* What `print` writes to standard output. */
static const char *
captured(const dbk_verb *verb)
{
    static char text[8192];
    char path[300];
    const int out = dup(1), to = open((snprintf(path, sizeof path, "%s/help", unit_folder()), path),
                                      O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    assert(out >= 0 && to >= 0);
    fflush(stdout);
    dup2(to, 1);
    if (verb)
        dbk_verb_print(verb);
    else
        dbk_verbs_print();
    fflush(stdout);
    dup2(out, 1);
    close(out);
    const ssize_t n = pread(to, text, sizeof text - 1, 0);

    text[n > 0 ? n : 0] = '\0';
    close(to);
    return text;
}

static void
check_screen(const char *name, const char *text, size_t most_lines)
{
    size_t lines = 0, widest = 0;

    for (const char *line = text; *line; line += strcspn(line, "\n") + 1, lines++) {
        const size_t width = dbk_text_width(line, strcspn(line, "\n"));

        widest = width > widest ? width : widest;
    }
    CHECK_TRUE(name, lines <= most_lines && lines > 0);
    CHECK_TRUE(name, widest <= SCREEN_COLUMNS);
}

static void
help_fits_a_screen(void)
{
    static const char *const languages[] = { "en", "zh" };
    size_t n;
    const dbk_verb *const *verbs = dbk_verbs(&n);

    for (size_t l = 0; l < ARRAY_LEN(languages); l++) {
        dbk_words_init("daybook", languages[l]);
        check_screen("all", captured(NULL), SCREEN_LINES - 1);     /* the prompt needs one */
        for (size_t i = 0; i < n; i++)
            CHECK_TRUE(verbs[i]->name, strstr(captured(NULL), verbs[i]->name) != NULL);
        for (size_t i = 0; i < n; i++) {
            char last[200];
            const char *text = captured(verbs[i]), *example = verbs[i]->example;

            check_screen(verbs[i]->name, text, SCREEN_LINES - 1);
            while (strchr(example, '\n'))
                example = strchr(example, '\n') + 1;
            snprintf(last, sizeof last, "  %s\n", example);
            CHECK_TRUE(verbs[i]->name, strlen(text) > strlen(last) && strcmp(text + strlen(text) - strlen(last), last) == 0);
        }
    }
    dbk_words_init("daybook", "en");
}

/* "--server-key" as the manual writes it. */
static const char *
in_manual(const char *option)
{
    static char text[80];
    size_t n = (size_t)snprintf(text, sizeof text, "\\-\\-");

    for (; *option && n + 3 < sizeof text; option++)
        n += (size_t)snprintf(text + n, sizeof text - n, *option == '-' ? "\\-" : "%c", *option);
    return text;
}

static void
the_manual_knows_all(void)
{
    char *manual = sample_read("clients/secretary/daybook.1");
    size_t n;
    const dbk_verb *const *verbs = dbk_verbs(&n);

    for (size_t i = 0; i < n; i++) {
        char head[80];

        snprintf(head, sizeof head, ".SS %s\n", verbs[i]->name);
        CHECK_TRUE(verbs[i]->name, strstr(manual, head) != NULL);
        for (const dbk_option *o = verbs[i]->options; o && o->name; o++)
            CHECK_TRUE(o->name, strstr(manual, in_manual(o->name)) != NULL);
    }
    for (const dbk_option *o = dbk_common_options; o->name; o++)
        CHECK_TRUE(o->name, strstr(manual, in_manual(o->name)) != NULL);
    free(manual);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "help fits a screen", help_fits_a_screen },
        { "the manual knows all", the_manual_knows_all },
    };

    sample_catalogue();
    return unit_main("verbs", tests, ARRAY_LEN(tests), 60);
}
