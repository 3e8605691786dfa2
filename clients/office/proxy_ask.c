#include "clients/office/proxy_ask.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "clients/halfwidth.h"
#include "clients/office/proxy_hear.h"
#include "clients/words.h"
#include "proto/codes.h"
#include "proto/text.h"

#define COMMAND_BYTES 64
#define LABEL_BYTES 128
#define VALUE_BYTES 32

typedef Daybook__V1__Indicator indicator;
typedef enum { GOES_ON, GOES_BACK, ENDED } turn;

/* ---------------------------------------------------------------- who, and by which telephone */

static int
person_named(const dbk_rows *posted, const char *line)
{
    char half[COMMAND_BYTES], *end;

    dbk_halfwidth(line, half, sizeof half);
    const unsigned long place = strtoul(half, &end, 10);

    if (half[0] == '\0')
        return 0;
    if (*end == '\0' && place >= 1 && place <= posted->n)
        return (int)place - 1;
    for (size_t i = 0; i < posted->n; i++)
        if (strcasecmp(dbk_rows_get(posted, i, "person_code"), half) == 0 ||
            strcmp(dbk_rows_get(posted, i, "person"), line) == 0)
            return (int)i;
    return -1;
}

int
dbk_proxy_ask_person(const dbk_proxy_talk *talk, const dbk_rows *posted, dbk_err *err)
{
    char shown[LABEL_BYTES];

    fprintf(talk->out, "%s\n", _("Who dictates?"));
    for (size_t i = 0; i < posted->n; i++) {
        const char *name = dbk_rows_get(posted, i, "person"), *telephone = dbk_rows_get(posted, i, "telephone");

        fprintf(talk->out, "  %2zu  %s  %s%s%s\n", i + 1, dbk_rows_get(posted, i, "person_code"),
                dbk_text_shown(name, strlen(name), shown, sizeof shown), telephone ? "  " : "",
                telephone ? telephone : "");
    }
    for (;;) {
        fprintf(talk->out, "%s", _("number or code (Enter: 1): "));
        char *line = dbk_proxy_hear(talk, err);
        const int found = line ? person_named(posted, line) : -1;

        if (line != NULL && found < 0)
            fprintf(talk->out, "    %s\n", _("nobody of that name is posted there that night"));
        free(line);
        if (line == NULL || found >= 0)
            return found;
    }
}

char *
dbk_proxy_ask_telephone(const dbk_proxy_talk *talk, const char *of_roster, dbk_err *err)
{
    for (;;) {
        if (of_roster[0])
            fprintf(talk->out, _("By which telephone (Enter: %s): "), of_roster);
        else
            fprintf(talk->out, "%s", _("By which telephone: "));
        char *line = dbk_proxy_hear(talk, err);

        if (line == NULL)
            return NULL;
        if (line[0] != '\0') {
            char *plain = strdup(line);

            assert(plain != NULL);
            dbk_halfwidth(line, plain, strlen(line) + 1);
            free(line);
            return plain;
        }
        free(line);
        if (of_roster[0]) {
            line = strdup(of_roster);
            assert(line != NULL);
            return line;
        }
    }
}

/* ---------------------------------------------------------------- one field */

static const struct { const char *path, *hint; } hints[] = {
    { "situation", N_("10 to 1000 characters, on one line") },
    { "cases[1].title", N_("4 to 40 characters") },
    { "cases[1].place", N_("Enter: none") },
    { "cases[1].story", N_("30 to 1500 characters, on one line") },
    { "cases[1].result", N_("Enter: none yet") },
    { "cases[1].may_publish", N_("yes or no") },
    { "zero_report", N_("yes: nothing abnormal tonight") },
};

static const char *
hint_of(const char *path)
{
    for (size_t i = 0; i < sizeof hints / sizeof hints[0]; i++)
        if (strcmp(hints[i].path, path) == 0)
            return _(hints[i].hint);
    return "";
}

/* What stood there before; NULL: nothing is known of it. */
static const char *
last_of(const dbk_proxy_talk *talk, const char *code)
{
    for (size_t i = 0; i < talk->last->n; i++)
        if (strcmp(dbk_rows_get(talk->last, i, "code"), code) == 0)
            return dbk_rows_get(talk->last, i, "value");
    return NULL;
}

static void
put_figure(const dbk_proxy_talk *talk, const indicator *figure, const char *now)
{
    const char *last = last_of(talk, figure->code);

    fprintf(talk->out, _(" (%lld to %lld %s"), (long long)figure->least, (long long)figure->most,
            dbk_proxy_text_of(&figure->unit_zh, &figure->unit_en));
    if (last != NULL && !talk->correcting)
        fprintf(talk->out, _("; last report %s"), last);
    fprintf(talk->out, "%s%s", figure->required ? _("; must be filled") : "", _(")"));
    if (now[0])
        fprintf(talk->out, " [%s]", now);
}

static void
put_categories(const dbk_proxy_talk *talk)
{
    size_t n;
    const dbk_code_row *row = dbk_list_rows(DBK_LIST_WORK_KIND, &n);

    for (size_t i = 0; i < n; i++)
        fprintf(talk->out, "%s%d %s", i > 0 ? ", " : "    ", row[i].number, dbk_words_pick(row[i].zh, row[i].en));
    putc('\n', talk->out);
}

static void
put_prompt(const dbk_proxy_talk *talk, const char *path, const char *before)
{
    const indicator *figure = dbk_proxy_indicator(talk->proxy, path);
    char label[DBK_PROXY_LABEL_BYTES], value[VALUE_BYTES];
    const char *now = dbk_proxy_get(talk->proxy, path, value, sizeof value), *hint = hint_of(path);

    if (strcmp(path, "cases[1].category") == 0)
        put_categories(talk);
    fprintf(talk->out, "%s%s", before, dbk_proxy_label(talk->proxy, path, label, sizeof label));
    if (figure != NULL) {
        put_figure(talk, figure, now);
    } else {
        if (hint[0])
            fprintf(talk->out, _(" (%s)"), hint);
        if (now[0])
            fprintf(talk->out, " [%s]", now);
    }
    fprintf(talk->out, ": ");
}

/* A required figure is not left open by a slip: only "-" does. */
static bool
may_be_left(const dbk_proxy_talk *talk, const char *path)
{
    const indicator *figure = dbk_proxy_indicator(talk->proxy, path);
    char value[VALUE_BYTES];

    if (figure == NULL || !figure->required || dbk_proxy_get(talk->proxy, path, value, sizeof value)[0] != '\0')
        return true;
    fprintf(talk->out, "    %s\n", _("this one must be filled: 0 if there was none, - to leave it open for now"));
    return false;
}

static turn
ask_field(const dbk_proxy_talk *talk, const char *path, const char *before, dbk_err *err)
{
    for (;;) {
        dbk_err wrong = { 0 };

        put_prompt(talk, path, before);
        char *line = dbk_proxy_hear(talk, err);

        if (line == NULL)
            return ENDED;
        const bool back = dbk_proxy_is_sign(line, "<"), enter = line[0] == '\0';
        const int rc = back || enter ? 0 : dbk_proxy_set(talk->proxy, path, dbk_proxy_is_sign(line, "-") ? "" : line, &wrong);

        free(line);
        if (rc != 0)
            fprintf(talk->out, "    %s\n", wrong.text);
        else if (back)
            return GOES_BACK;
        else if (!enter || may_be_left(talk, path))
            return GOES_ON;
    }
}

/* ---------------------------------------------------------------- all figures, then the texts */

static void
put_group(const dbk_proxy_talk *talk, const char *code)
{
    const dbk_form_message *form = dbk_form_message_of(talk->form);

    for (size_t i = 0; i < form->n_groups; i++)
        if (strcmp(form->groups[i]->code, code) == 0)
            fprintf(talk->out, "%s\n", dbk_proxy_text_of(&form->groups[i]->label_zh, &form->groups[i]->label_en));
}

static int
ask_figures(const dbk_proxy_talk *talk, dbk_err *err)
{
    const dbk_form_message *form = dbk_form_message_of(talk->form);
    const char *group = "";

    for (size_t i = 0; i < form->n_indicators; ) {
        const indicator *figure = form->indicators[i];
        char path[DBK_FIELD_BYTES], before[COMMAND_BYTES];

        if (strcmp(group, figure->group) != 0)
            put_group(talk, group = figure->group);
        dbk_proxy_path(talk->proxy, figure->code, path);
        snprintf(before, sizeof before, "  %2zu/%zu ", i + 1, form->n_indicators);
        switch (ask_field(talk, path, before, err)) {
        case GOES_ON:
            i++;
            break;
        case GOES_BACK:
            i -= i > 0;
            break;
        case ENDED:
            return -1;
        }
    }
    return 0;
}

/* The four digits over all figures, where there are check digits. "-" goes on without: the whole is read back anyway. */
static int
ask_sum(const dbk_proxy_talk *talk, dbk_err *err)
{
    while (dbk_proxy_has_digits(talk->proxy)) {
        fprintf(talk->out, "%s", _("the four digits over all figures: "));
        char *line = dbk_proxy_hear(talk, err);

        if (line == NULL)
            return -1;
        const bool goes_on = dbk_proxy_is_sign(line, "-") || dbk_proxy_agrees(talk->proxy, line);

        free(line);
        if (goes_on)
            dbk_proxy_end_digits(talk->proxy);
        else
            fprintf(talk->out, "    %s\n",
                    _("they do not agree: a figure was left out or put elsewhere; - to go on and read it back"));
    }
    return 0;
}

static int
ask_case(const dbk_proxy_talk *talk, dbk_err *err)
{
    char room[VALUE_BYTES];
    const bool stands = dbk_proxy_get(talk->proxy, "cases[1].title", room, sizeof room)[0] != '\0';
    const int yes = dbk_proxy_ask_yes(talk, _("Is there a typical case tonight?"), stands, err);
    size_t i = 0;

    if (yes < 0)
        return -1;
    for (const char *path; (path = dbk_proxy_text_path(i)) != NULL; )
        if (strncmp(path, "cases[1].", 9) != 0) {
            i++;
        } else if (!yes) {
            dbk_proxy_set(talk->proxy, path, "", NULL);
            i++;
        } else {
            switch (ask_field(talk, path, "  ", err)) {
            case ENDED:
                return -1;
            case GOES_BACK:
                i -= strncmp(dbk_proxy_text_path(i - 1), "cases[1].", 9) == 0;
                break;
            case GOES_ON:
                i++;
            }
        }
    return dbk_proxy_set(talk->proxy, "no_case", yes ? "" : "yes", err);
}

/* A zero report is not asked about where a figure says otherwise. */
static bool
nothing_abnormal(const dbk_proxy_talk *talk)
{
    const dbk_form_message *form = dbk_form_message_of(talk->form);
    char path[DBK_FIELD_BYTES], value[VALUE_BYTES];

    for (size_t i = 0; i < form->n_indicators; i++)
        if (form->indicators[i]->alarm && dbk_proxy_path(talk->proxy, form->indicators[i]->code, path) &&
            strtoll(dbk_proxy_get(talk->proxy, path, value, sizeof value), NULL, 10) > 0)
            return false;
    return true;
}

static int
ask_texts(const dbk_proxy_talk *talk, dbk_err *err)
{
    char room[VALUE_BYTES];
    int zero = 0;

    if (ask_field(talk, "situation", "", err) == ENDED || ask_case(talk, err) != 0)
        return -1;
    if (nothing_abnormal(talk)) {
        const char *stands = dbk_proxy_get(talk->proxy, "zero_report", room, sizeof room);

        zero = dbk_proxy_ask_yes(talk, _("Is it a zero report, with nothing abnormal?"), strcmp(stands, _("yes")) == 0, err);
    }
    return zero < 0 ? -1 : dbk_proxy_set(talk->proxy, "zero_report", zero ? "yes" : "", err);
}

/* ---------------------------------------------------------------- what is wrong */

char *
dbk_proxy_tell(const dbk_proxy *proxy, const dbk_violation *v, char room[DBK_PROXY_TOLD_BYTES])
{
    char label[DBK_PROXY_LABEL_BYTES], path[DBK_FIELD_BYTES];
    dbk_finding found;

    dbk_proxy_find(proxy, v, &found);
    if (!dbk_proxy_path(proxy, found.path, path))
        memcpy(path, found.path, sizeof path);
    snprintf(room, DBK_PROXY_TOLD_BYTES, _("%s: %s"), dbk_proxy_label(proxy, path, label, sizeof label), found.text);
    return room;
}

/* Every figure of a rule, or the one field. */
static int
ask_again(const dbk_proxy_talk *talk, const dbk_violation *v, dbk_err *err)
{
    const dbk_form_message *form = dbk_form_message_of(talk->form);
    char path[DBK_FIELD_BYTES];

    for (size_t i = 0; i < form->n_rules; i++)
        for (size_t t = 0; strcmp(form->rules[i]->code, v->code) == 0 && t < form->rules[i]->n_terms; t++) {
            const indicator *figure = dbk_form_number(talk->form, form->rules[i]->terms[t]->indicator);

            if (figure && dbk_proxy_path(talk->proxy, figure->code, path) && ask_field(talk, path, "  ", err) == ENDED)
                return -1;
        }
    if (strchr(v->code, '.') == NULL)
        return 0;
    if (strcmp(v->field, "cases") == 0 || strcmp(v->field, "no_case") == 0)
        return ask_case(talk, err);
    if (!dbk_proxy_path(talk->proxy, v->field, path))
        return 0;
    return ask_field(talk, path, "  ", err) == ENDED ? -1 : 0;
}

/* A warning may be explained instead. 1: it was; 0: it was not, -1: the input ended. */
static int
explained(const dbk_proxy_talk *talk, const dbk_violation *v, dbk_err *err)
{
    dbk_err wrong = { 0 };
    char path[DBK_FIELD_BYTES];

    if (v->severity != DBK_WARNING)
        return 0;
    fprintf(talk->out, "%s", _("why is it so, 4 to 200 characters (Enter: change the figure instead): "));
    char *line = dbk_proxy_hear(talk, err);

    if (line == NULL)
        return -1;
    snprintf(path, sizeof path, "explanations.%s", v->code);
    const int rc = line[0] != '\0' ? dbk_proxy_set(talk->proxy, path, line, &wrong) : 0;
    const bool said = line[0] != '\0';

    if (rc != 0)
        fprintf(talk->out, "    %s\n", wrong.text);
    free(line);
    return said;
}

/* Until no rule is broken. */
static int
put_right(const dbk_proxy_talk *talk, dbk_err *err)
{
    const dbk_violations *found;

    while ((found = dbk_proxy_check(talk->proxy))->n > 0) {
        char told[DBK_PROXY_TOLD_BYTES];
        dbk_violation first = found->row[0];

        fprintf(talk->out, _("\nnot right yet (%zu):\n"), found->n);
        for (size_t i = 0; i < found->n; i++) {
            dbk_proxy_put_lines(talk, dbk_proxy_tell(talk->proxy, &found->row[i], told));
        }
        const int why = explained(talk, &first, err);

        if (why < 0 || (why == 0 && ask_again(talk, &first, err) != 0))
            return -1;
    }
    return 0;
}

/* ---------------------------------------------------------------- the whole once more */

/* yes, or a field to be changed, by its name or its number on the page.
 *   returns  1: enter it; 0: look again; -1: the input ended */
static int
confirmed(const dbk_proxy_talk *talk, dbk_err *err)
{
    char path[DBK_FIELD_BYTES], half[COMMAND_BYTES];

    fprintf(talk->out, "%s", _("Enter it? yes, or the number or name of what is to be changed: "));
    char *line = dbk_proxy_hear(talk, err);
    int rc = line == NULL ? -1 : dbk_proxy_is_yes(line);

    dbk_halfwidth(line ? line : "", half, sizeof half);
    if (rc == 0 && dbk_proxy_path(talk->proxy, half[0] >= '0' && half[0] <= '9' ? half : line, path))
        rc = strncmp(path, "cases", 5) == 0 || strcmp(path, "no_case") == 0 ? ask_case(talk, err)
             : ask_field(talk, path, "  ", err) == ENDED ? -1 : 0;
    else if (rc == 0 && line[0] != '\0')
        fprintf(talk->out, "    %s\n", _("that is neither yes nor a field"));
    free(line);
    return rc;
}

int
dbk_proxy_ask(const dbk_proxy_talk *talk, dbk_err *err)
{
    int rc = 0;

    fprintf(talk->out, "%s\n", talk->correcting
            ? _("Enter keeps what stands in [ ], - takes it away, < goes back. Ctrl-D ends it, and nothing is entered.")
            : _("Enter leaves a figure open, - takes it away, < goes back. Ctrl-D ends it, and nothing is entered."));
    if (ask_figures(talk, err) != 0 || ask_sum(talk, err) != 0 || ask_texts(talk, err) != 0)
        return -1;
    while (rc == 0) {
        if (put_right(talk, err) != 0)
            return -1;
        dbk_proxy_read_back(talk);
        rc = confirmed(talk, err);
    }
    return rc == 1 ? 0 : -1;
}
