#include "clients/office/template.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <ini.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clients/beside.h"
#include "clients/words.h"
#include "proto/text.h"

#define INSTALLED DBK_TEMPLATESDIR
#define ENDING ".ini"

static char *
copy(const char *text)
{
    char *made = strdup(text);

    assert(made);
    return made;
}

static bool
is_line(const char *text)
{
    return dbk_text_check(text, strlen(text), DBK_TEXT_LINE, NULL) == DBK_TEXT_OK;
}

/* Why this line is none of a template; the first one that is wrong is told. */
static void
note_wrong(dbk_template *t, const char *section, const char *name, const char *value)
{
    char of[40], what[60];

    if (t->wrong[0] != '\0')
        return;
    dbk_text_shown(section, strlen(section), of, sizeof of);
    dbk_text_shown(name, strlen(name), what, sizeof what);
    if (!is_line(section) || !is_line(name) || !is_line(value))
        snprintf(t->wrong, sizeof t->wrong, _("it is no text in UTF-8, or holds a control character: %s"), what);
    else if (strcmp(section, "columns") == 0)
        snprintf(t->wrong, sizeof t->wrong, _("\"%s\" is one column too many, %d are the most"), what,
                 DBK_TEMPLATE_COLUMNS_MAX);
    else
        snprintf(t->wrong, sizeof t->wrong, _("what is \"[%s] %s\"? A template has [table] title, by, deadline, "
                                              "only, each once, and [columns] HEAD = FIGURE"), of, what);
}

/* inih's handler: 0 stops it at this line. */
static int
take_line(void *user, const char *section, const char *name, const char *value)
{
    dbk_template *t = user;
    char **const keys[] = { &t->title, &t->by, &t->deadline, &t->only };
    static const char *const names[] = { "title", "by", "deadline", "only" };
    const bool text = is_line(section) && is_line(name) && is_line(value);

    if (text && strcmp(section, "columns") == 0 && t->n < DBK_TEMPLATE_COLUMNS_MAX) {
        t->head[t->n] = copy(name);
        t->code[t->n++] = copy(value);
        return 1;
    }
    for (size_t i = 0; i < 4 && text && strcmp(section, "table") == 0; i++)
        if (strcmp(names[i], name) == 0 && *keys[i] == NULL) {
            *keys[i] = copy(value);
            return 1;
        }
    note_wrong(t, section, name, value);
    return 0;
}

void
dbk_template_fini(dbk_template *t)
{
    free(t->title);
    free(t->by);
    free(t->deadline);
    free(t->only);
    for (size_t i = 0; i < t->n; i++) {
        free(t->head[i]);
        free(t->code[i]);
    }
}

/* ---------------------------------------------------------------- where they lie */

/* The first that is there: DAYBOOK_TEMPLATES, where they were installed, beside the program itself. */
static const char *
folder(void)
{
    static char beside[PATH_MAX];
    const char *wanted = getenv("DAYBOOK_TEMPLATES");

    if (wanted && wanted[0])
        return wanted;
    if (access(INSTALLED, F_OK) != 0 && dbk_beside("templates", beside) && access(beside, F_OK) == 0)
        return beside;
    return INSTALLED;
}

static bool
is_template(const char *name)
{
    const size_t length = strlen(name);

    return length >= sizeof ENDING && strcmp(name + length + 1 - sizeof ENDING, ENDING) == 0;
}

static int
visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && is_template(entry->d_name);
}

/* A file that is there; else a name is that of a form which was installed, with its ending or without. */
static const char *
find(const char *name, char installed[PATH_MAX])
{
    if (strchr(name, '/') || access(name, F_OK) == 0)
        return name;
    const int n = snprintf(installed, PATH_MAX, "%s/%s%s", folder(), name, is_template(name) ? "" : ENDING);

    return n > 0 && n < PATH_MAX && access(installed, F_OK) == 0 ? installed : name;
}

/* There is none of that name: say which there are. */
static int
no_template(const char *name, dbk_err *err)
{
    struct dirent **found = NULL;
    const int n = scandir(folder(), &found, visible, alphasort);
    char names[DBK_ERR_TEXT_BYTES / 2] = "";
    size_t used = 0;

    for (int i = 0; i < n; i++) {
        const int length = (int)(strlen(found[i]->d_name) + 1 - sizeof ENDING);

        if (used < sizeof names)
            used += (size_t)snprintf(names + used, sizeof names - used, "%s%.*s", i > 0 ? ", " : "", length,
                                     found[i]->d_name);
        free(found[i]);
    }
    free(found);
    if (n > 0)
        return dbk_err_set(err, DBK_E_NO_INPUT,
                           _("%.60s: there is no such file here, and no form of that name; there are: %s"), name, names);
    return dbk_err_set(err, DBK_E_NO_INPUT,
                       _("%.60s: there is no such file here, and no form is installed in %s"), name, folder());
}

int
dbk_template_read(const char *name, dbk_template *t, dbk_err *err)
{
    char installed[PATH_MAX];
    const char *path = find(name, installed);

    *t = (dbk_template){ .n = 0 };
    ini_use_stack = false;                           /* else a line over 200 bytes is cut in two without a word */
    ini_allow_realloc = true;
    ini_max_line = 4096;
    ini_stop_on_first_error = true;                  /* the line that is told is the one that is wrong */
    const int line = ini_parse(path, take_line, t);

    if (line < 0 && errno == ENOENT && strchr(name, '/') == NULL)
        return no_template(name, err);
    if (line < 0)
        return dbk_err_set(err, DBK_E_NO_INPUT, "%s: %s", path, strerror(errno));
    if (line > 0)
        return dbk_err_set(err, DBK_E_INPUT, _("%s, line %d: %s"), path, line,
                           t->wrong[0] ? t->wrong : _("neither [SECTION] nor NAME = VALUE"));
    if (t->title == NULL || t->by == NULL || t->n == 0)
        return dbk_err_set(err, DBK_E_INPUT, _("%s: a template needs a title, a grouping (by) and columns"), path);
    return 0;
}

const char *
dbk_template_hour(const dbk_template *t, char hour[6])
{
    const char *colon = t->deadline ? strchr(t->deadline, ':') : NULL, *from = colon;
    int hours, minutes;

    while (from && from > t->deadline && from[-1] >= '0' && from[-1] <= '9')
        from--;
    if (from == NULL || sscanf(from, "%2d:%2d", &hours, &minutes) != 2 || hours > 23 || minutes > 59)
        return NULL;
    snprintf(hour, 6, "%02u:%02u", (unsigned)hours % 24, (unsigned)minutes % 60);
    return hour;
}

dbk_rows *
dbk_template_list(dbk_err *err)
{
    static const char *const names[] = { "name", "title", "by", "deadline" };
    struct dirent **found = NULL;
    const int n = scandir(folder(), &found, visible, alphasort);
    dbk_rows *rows = dbk_rows_new(names, sizeof names / sizeof names[0]);

    for (int i = 0; i < n; i++) {
        dbk_template t = { .n = 0 };
        char *name = strndup(found[i]->d_name, strlen(found[i]->d_name) + 1 - sizeof ENDING);

        assert(name);
        if (rows && dbk_template_read(name, &t, err) == 0)
            dbk_rows_add(rows, (const char *const[]){ name, t.title, t.by, t.deadline });
        else
            dbk_rows_free(&rows);
        dbk_template_fini(&t);
        free(name);
        free(found[i]);
    }
    free(found);
    return rows;
}
