#include "clients/secretary/settings.h"

#include <errno.h>
#include <ini.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clients/words.h"
#include "proto/calendar.h"

#define FILE_NAME "settings.ini"
#define TIMEOUT_LEAST_S 1
#define TIMEOUT_MOST_S 600

static const struct { const char *name, *variable, *standard; } table[SET_N] = {
    [SET_ENDPOINT]   = { "endpoint",   "DAYBOOK_ENDPOINT",   ""               },
    [SET_SERVER_KEY] = { "server_key", "DAYBOOK_SERVER_KEY", ""               },
    [SET_ZONE]       = { "zone",       NULL,                 DBK_ZONE_DEFAULT },
    [SET_LANG]       = { "lang",       "DAYBOOK_LANG",       ""               },
    [SET_TIMEOUT]    = { "timeout_s",  NULL,                 "30"             },
};

static const char *
variable(const char *name)
{
    const char *value = name ? getenv(name) : NULL;

    return value && value[0] ? value : NULL;
}

int
dbk_settings_home(dbk_settings *settings, const char *flag, dbk_err *err)
{
    const char *named = flag ? flag : variable("DAYBOOK_HOME");
    const char *data = variable("XDG_DATA_HOME"), *user = variable("HOME");
    int n;

    if (named)
        n = snprintf(settings->home, sizeof settings->home, "%s", named);
    else if (data)
        n = snprintf(settings->home, sizeof settings->home, "%s/daybook", data);
    else if (user)
        n = snprintf(settings->home, sizeof settings->home, "%s/.local/share/daybook", user);
    else
        return dbk_err_set(err, DBK_E_USAGE, "%s", _("HOME is not set: say --home FOLDER"));
    if (n <= 0 || (size_t)n >= sizeof settings->home)
        return dbk_err_set(err, DBK_E_USAGE, _("this is no name for a folder: '%.40s'"), settings->home);
    return 0;
}

/* Whoever speaks first is heard: flags, then variables, then the file, then the defaults. */
static int
offer(dbk_settings *settings, dbk_setting which, const char *from, const char *value, dbk_err *err)
{
    if (settings->from[which][0])
        return 0;
    if (strlen(value) >= DBK_SETTING_BYTES)
        return dbk_err_set(err, DBK_E_CONFIG, _("%s: %s is too long"), from, table[which].name);
    snprintf(settings->value[which], DBK_SETTING_BYTES, "%s", value);
    snprintf(settings->from[which], sizeof settings->from[which], "%s", from);
    return 0;
}

int
dbk_settings_flag(dbk_settings *settings, dbk_setting which, const char *flag, const char *value, dbk_err *err)
{
    return offer(settings, which, flag, value, err);
}

typedef struct { dbk_settings *settings; bool seen[SET_N]; dbk_err why; } reading;

/* inih takes an indented line for a second value of the setting before it. */
static int
take_setting(reading *r, dbk_setting which, const char *value)
{
    if (r->seen[which])
        return dbk_err_set(&r->why, DBK_E_CONFIG,
                           _("%s is given twice, or the line is indented: begin it in the first column"),
                           table[which].name);
    r->seen[which] = true;
    return value[0] == '\0' ? 0 : offer(r->settings, which, FILE_NAME, value, &r->why);
}

/* inih wants 1 for a good line; the first bad one ends it. */
static int
take_line(void *ctx, const char *section, const char *name, const char *value)
{
    reading *r = ctx;

    if (section[0])
        return dbk_err_set(&r->why, DBK_E_CONFIG, _("[%s]: sections are not used here"), section), 0;
    for (dbk_setting i = 0; i < SET_N; i++)
        if (strcmp(name, table[i].name) == 0)
            return take_setting(r, i, value) == 0;
    return dbk_err_set(&r->why, DBK_E_CONFIG, _("there is no setting '%s'"), name), 0;
}

static int
read_file(dbk_settings *settings, dbk_err *err)
{
    char path[PATH_MAX];
    reading r = { .settings = settings };
    FILE *file;
    int line;

    snprintf(path, sizeof path, "%s/" FILE_NAME, settings->home);
    file = fopen(path, "re");
    if (file == NULL && (errno == ENOENT || errno == ENOTDIR))
        return 0;
    if (file == NULL) {
        dbk_err_sys(err, _("cannot read %s"), path);
        if (err)
            err->code = DBK_E_CONFIG;
        return -1;
    }
    ini_use_stack = false;                           /* else a line over 200 bytes is cut in two without a word */
    ini_allow_realloc = true;
    ini_max_line = 4 * DBK_SETTING_BYTES;
    ini_stop_on_first_error = true;                  /* the line that is told is the one that is wrong */
    ini_allow_inline_comments = true;
    line = ini_parse_file(file, take_line, &r);
    fclose(file);
    if (line == 0)
        return 0;
    return dbk_err_set(err, DBK_E_CONFIG, "%s:%d: %s", path, line,
                       r.why.text[0] ? r.why.text : _("a line is: name = value"));
}

static int
look_through(dbk_settings *settings, dbk_err *err)
{
    const char *lang = settings->value[SET_LANG], *timeout = settings->value[SET_TIMEOUT];
    char *end;
    const long seconds = strtol(timeout, &end, 10);

    if (lang[0] && strcmp(lang, "zh") != 0 && strcmp(lang, "en") != 0)
        return dbk_err_set(err, DBK_E_CONFIG, _("%s: lang is zh or en, not '%.20s'"), settings->from[SET_LANG], lang);
    if (*end != '\0' || end == timeout || seconds < TIMEOUT_LEAST_S || seconds > TIMEOUT_MOST_S)
        return dbk_err_set(err, DBK_E_CONFIG, _("%s: timeout_s is a number from %d to %d, not '%.20s'"),
                           settings->from[SET_TIMEOUT], TIMEOUT_LEAST_S, TIMEOUT_MOST_S, timeout);
    settings->timeout_ms = (int)seconds * 1000;
    return 0;
}

int
dbk_settings_read(dbk_settings *settings, dbk_err *err)
{
    for (dbk_setting i = 0; i < SET_N; i++)
        if (variable(table[i].variable) && offer(settings, i, table[i].variable, variable(table[i].variable), err) != 0)
            return -1;
    if (read_file(settings, err) != 0)
        return -1;
    for (dbk_setting i = 0; i < SET_N; i++)
        if (settings->from[i][0] == '\0')
            snprintf(settings->value[i], DBK_SETTING_BYTES, "%s", table[i].standard);
    return look_through(settings, err);
}

int
dbk_settings_read_again(dbk_settings *settings, dbk_err *err)
{
    for (dbk_setting i = 0; i < SET_N; i++)
        if (strcmp(settings->from[i], FILE_NAME) == 0)
            settings->from[i][0] = settings->value[i][0] = '\0';
    return dbk_settings_read(settings, err);
}

/* The next part of a comma list, without the blanks around it; false at its end. */
static bool
next_part(const char **list, char part[DBK_SETTING_BYTES])
{
    const char *from = *list + strspn(*list, " ,\t");
    size_t n = strcspn(from, ",");

    *list = from + n;
    while (n > 0 && (from[n - 1] == ' ' || from[n - 1] == '\t'))
        n--;
    snprintf(part, DBK_SETTING_BYTES, "%.*s", (int)n, from);
    return n > 0;
}

/* tcp://HOST:PORT; the host may be a name, an IPv4 address, or an IPv6 one in brackets. */
bool
dbk_settings_is_endpoint(const char *said)
{
    const char *host = said + strlen("tcp://"), *colon = strrchr(said, ':');
    char *end;

    if (strncmp(said, "tcp://", strlen("tcp://")) != 0 || colon <= host ||
        strlen(said) >= sizeof ((dbk_endpoint *)0)->address)
        return false;
    if (strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:[]%") != strlen(host))
        return false;
    const unsigned long port = strtoul(colon + 1, &end, 10);

    return colon[1] >= '0' && colon[1] <= '9' && *end == '\0' && port >= 1 && port <= UINT16_MAX;
}

static int
read_keys(const dbk_settings *settings, dbk_endpoint *list, int n, dbk_err *err)
{
    const char *keys = settings->value[SET_SERVER_KEY];
    char part[DBK_SETTING_BYTES];
    int got = 0;

    while (next_part(&keys, part)) {
        if (got >= n)
            return dbk_err_set(err, DBK_E_CONFIG, _("%s: more server keys than endpoints"),
                               settings->from[SET_SERVER_KEY]);
        if (dbk_key_parse(part, list[got++].server_key, NULL) != 0)
            return dbk_err_set(err, DBK_E_CONFIG, _("%s: server_key is not 64 hexadecimal digits"),
                               settings->from[SET_SERVER_KEY]);
    }
    if (got == 0)
        return dbk_err_set(err, DBK_E_CONFIG, _("no server key is set: write server_key = ... into %s/settings.ini"),
                           settings->home);
    if (got == 1)
        for (int i = 1; i < n; i++)
            memcpy(list[i].server_key, list[0].server_key, DBK_KEY_BYTES);
    else if (got < n)
        return dbk_err_set(err, DBK_E_CONFIG, _("%s: one server key for all endpoints, or one for each"),
                           settings->from[SET_SERVER_KEY]);
    return n;
}

int
dbk_settings_endpoints(const dbk_settings *settings, dbk_endpoint list[DBK_ENDPOINTS_MAX], dbk_err *err)
{
    const char *rest = settings->value[SET_ENDPOINT];
    char part[DBK_SETTING_BYTES];
    int n = 0;

    while (next_part(&rest, part)) {
        if (n == DBK_ENDPOINTS_MAX)
            return dbk_err_set(err, DBK_E_CONFIG, _("%s: more than %d endpoints"), settings->from[SET_ENDPOINT],
                               DBK_ENDPOINTS_MAX);
        if (!dbk_settings_is_endpoint(part))
            return dbk_err_set(err, DBK_E_CONFIG, _("%s: an endpoint is tcp://HOST:PORT, not '%.60s'"),
                               settings->from[SET_ENDPOINT], part);
        memcpy(list[n++].address, part, strlen(part) + 1);
    }
    return n == 0 ? 0 : read_keys(settings, list, n, err);
}
