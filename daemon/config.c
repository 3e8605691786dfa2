#include "daemon/config.h"

#include <errno.h>
#include <ini.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "proto/calendar.h"

typedef enum { TEXT, COUNT, MILLIS } option_kind;

typedef struct {
    const char *name;
    option_kind kind;
    int64_t     least, most;          /* TEXT: characters; COUNT, MILLIS: the value */
    const char *standard;             /* NULL: must be given */
    size_t      at;                   /* where in dbk_config */
    const char *meaning;
} option;

#define AT(field) offsetof(dbk_config, field)

static const option options[] = {
    { "listen", TEXT, 1, 255, "tcp://127.0.0.1:5570", AT(listen),
      "ZeroMQ endpoint to serve, e.g. tcp://*:5570; a port of * picks a free one" },
    { "enrol_listen", TEXT, 0, 255, "", AT(enrol_listen),
      "ZeroMQ endpoint where invitations are redeemed, e.g. tcp://*:5571; empty: nowhere, the office approves keys by "
      "hand" },
    { "public", TEXT, 0, 255, "", AT(public),
      "where clients reach `listen`, e.g. tcp://daybook.example.org:5570; needed when that is no address of one "
      "machine" },
    { "enrol_public", TEXT, 0, 255, "", AT(enrol_public),
      "where clients reach `enrol_listen`, e.g. tcp://daybook.example.org:5571; invitations carry it" },
    { "key_file", TEXT, 1, 255, NULL, AT(key_file),
      "the daemon's secret key, made by daybookd --keygen FILE; mode 0600" },
    { "database", TEXT, 1, 1023, "dbname=daybook user=daybook_daemon", AT(database),
      "libpq connection string; several hosts and target_session_attrs=read-write work" },
    { "zone", TEXT, 1, 63, DBK_ZONE_DEFAULT, AT(zone),
      "time zone of the nights; a business night ends there at 04:00" },
    { "name", TEXT, 1, 80, "daybookd", AT(name),
      "name of this daemon's row in daybook.daemon; each daemon of a database has its own" },
    { "store.connections", COUNT, 1, 16, "2", AT(store_connections),
      "connections that write; a committee is always written by the same one" },
    { "store.timeout_ms", MILLIS, 1000, 600000, "15000", AT(store_timeout_ms),
      "longest wait for one transaction or one connection attempt; then the connection is dropped" },
    /* The receipts of a large batch leave several to a connection: with 1,000 clients 22,300 reports/s at 1,500, 19,700
     * at 500. */
    { "batch.most", COUNT, 1, 5000, "1500", AT(batch_most),
      "most records in one transaction; batches form by themselves, nothing waits to fill one" },
    { "intake.per_client", COUNT, 1, 128, "128", AT(intake_per_client),
      "most records in flight per connection; at most half of SNDHWM, so that a receipt always has room" },
    { "intake.per_key", COUNT, 1, 100000, "256", AT(intake_per_key),
      "most records in flight per key, all its connections together; above it the answer is BUSY" },
    { "intake.key_rate", COUNT, 1, 1000000, "1000", AT(intake_key_rate),
      "requests a second that one key may go on sending; above it, and intake.key_burst used up, the answer is BUSY" },
    { "intake.key_burst", COUNT, 1, 1000000, "10000", AT(intake_key_burst),
      "requests that one key may send at once, e.g. after an outage, before intake.key_rate holds it back" },
    { "intake.total", COUNT, 1, 1000000, "20000", AT(intake_total),
      "most records in flight over all connections; above it the answer is BUSY" },
    { "intake.total_mib", COUNT, 1, 1000000, "256", AT(intake_total_mib),
      "most MiB of memory that the records in flight may hold, unpacked; above it the answer is BUSY" },
    { "directory.refresh_ms", MILLIS, 1000, 3600000, "30000", AT(directory_refresh_ms),
      "roster, nights, form and keys are read again this often, besides at every NOTIFY" },
    { "retry_after_ms", MILLIS, 100, 600000, "5000", AT(retry_after_ms),
      "what BUSY asks a client to wait before it tries again" },
};

#define OPTIONS (sizeof options / sizeof options[0])

static int
set_text(const option *o, void *room, const char *value, dbk_err *err)
{
    const size_t size = strlen(value);

    if ((int64_t)size < o->least || (int64_t)size > o->most)
        return dbk_err_set(err, DBK_E_CONFIG, "%s: %zu characters; allowed are %lld to %lld", o->name, size,
                           (long long)o->least, (long long)o->most);
    memcpy(room, value, size + 1);
    return 0;
}

static int
set_number(const option *o, void *room, const char *value, dbk_err *err)
{
    char *end;

    errno = 0;
    const long long number = strtoll(value, &end, 10);
    if (end == value || *end != '\0' || errno != 0)
        return dbk_err_set(err, DBK_E_CONFIG, "%s: \"%s\" is not a whole number", o->name, value);
    if (number < o->least || number > o->most)
        return dbk_err_set(err, DBK_E_CONFIG, "%s: %lld is outside %lld..%lld%s", o->name, number, (long long)o->least,
                           (long long)o->most, o->kind == MILLIS ? " milliseconds" : "");
    memcpy(room, &(int64_t){ number }, sizeof(int64_t));
    return 0;
}

static int
set_option(dbk_config *config, const option *o, const char *value, dbk_err *err)
{
    void *room = (char *)config + o->at;

    return o->kind == TEXT ? set_text(o, room, value, err) : set_number(o, room, value, err);
}

void
dbk_config_default(dbk_config *config)
{
    memset(config, 0, sizeof *config);
    for (size_t i = 0; i < OPTIONS; i++)
        if (options[i].standard != NULL)
            set_option(config, &options[i], options[i].standard, NULL);
}

/* OPTIONS: there is none of that name. */
static size_t
option_named(const char *name)
{
    size_t i = 0;

    while (i < OPTIONS && strcmp(options[i].name, name) != 0)
        i++;
    return i;
}

int
dbk_config_set(dbk_config *config, const char *name, const char *value, dbk_err *err)
{
    const size_t i = option_named(name);

    if (i == OPTIONS)
        return dbk_err_set(err, DBK_E_CONFIG, "%s: no such option; daybookd --help-config lists them", name);
    return set_option(config, &options[i], value, err);
}

struct reading {
    dbk_config *config;
    dbk_err    *err;
    bool        seen[OPTIONS];
};

static int
take_line(void *user, const char *section, const char *name, const char *value)
{
    struct reading *reading = user;

    if (section[0] != '\0') {
        dbk_err_set(reading->err, DBK_E_CONFIG, "[%s]: this file has no sections", section);
        return 0;
    }
    const size_t i = option_named(name);

    if (i < OPTIONS && reading->seen[i]) {        /* the library takes an indented line for a second value */
        dbk_err_set(reading->err, DBK_E_CONFIG,
                    "%s: given twice, or the line is indented: begin it in the first column", name);
        return 0;
    }
    if (i < OPTIONS)
        reading->seen[i] = true;
    return dbk_config_set(reading->config, name, value, reading->err) == 0;
}

int
dbk_config_read(dbk_config *config, const char *path, dbk_err *err)
{
    struct reading reading = { config, err, { false } };
    FILE *file = fopen(path, "re");

    if (file == NULL) {
        dbk_err_sys(err, "read %s", path);
        if (err != NULL)
            err->code = DBK_E_NO_INPUT;
        return -1;
    }
    ini_use_stack = false;            /* the library's own line is 200 bytes: a connection string is longer */
    ini_allow_realloc = true;
    ini_max_line = 4096;
    ini_stop_on_first_error = true;
    dbk_err_set(err, DBK_E_CONFIG, "not a line of the form name = value");

    const int line = ini_parse_file(file, take_line, &reading);
    fclose(file);
    return line == 0 ? 0 : dbk_err_why(err, "%s:%d", path, line);
}

/* An invitation tells clients where to go: a wildcard is no such place, and has only TCP. */
static int
reachable(const char *name, const char *listen, const char *public, dbk_err *err)
{
    const char *told = public[0] ? public : listen;

    if (strncmp(told, "tcp://", 6) == 0 && told[6] != '*' && strncmp(told + 6, "0.0.0.0:", 8) != 0 &&
        strncmp(told + 6, "[::]:", 5) != 0)
        return 0;
    return dbk_err_set(err, DBK_E_CONFIG,
                       "%s must be given with enrol_listen: \"%s\" is no endpoint that a client can call, "
                       "tcp://HOST:PORT", name, told);
}

int
dbk_config_complete(const dbk_config *config, dbk_err *err)
{
    for (size_t i = 0; i < OPTIONS; i++)
        if (options[i].kind == TEXT && options[i].least > 0 && *((const char *)config + options[i].at) == '\0')
            return dbk_err_set(err, DBK_E_CONFIG, "%s must be given: %s", options[i].name, options[i].meaning);
    if (config->enrol_listen[0] == '\0')
        return 0;
    if (reachable("public", config->listen, config->public, err) != 0)
        return -1;
    return reachable("enrol_public", config->enrol_listen, config->enrol_public, err);
}

void
dbk_config_help(FILE *out)
{
    static const char *const unit[] = { [TEXT] = "characters", [COUNT] = "", [MILLIS] = "ms" };

    for (size_t i = 0; i < OPTIONS; i++) {
        const option *o = &options[i];

        fprintf(out, "%s\n    %s\n    %lld..%lld%s%s, default: %s\n", o->name, o->meaning, (long long)o->least,
                (long long)o->most, unit[o->kind][0] ? " " : "", unit[o->kind],
                o->standard == NULL ? "none, must be given" : o->standard[0] ? o->standard : "empty");
    }
}

/* A password in the connection string is for libpq alone, also in "postgresql://USER:PASSWORD@HOST". */
static void
show_conninfo(const char *conninfo, FILE *out)
{
    const char *scheme = strstr(conninfo, "://"), *user = scheme ? scheme + 3 : NULL;
    const char *host = user ? strchr(user, '@') : NULL;
    const char *colon = host ? memchr(user, ':', (size_t)(host - user)) : NULL;

    if (colon != NULL) {
        fprintf(out, "%.*s:...", (int)(colon - conninfo), conninfo);
        conninfo = host;
    }
    const char *secret = strstr(conninfo, "password");

    if (secret == NULL)
        fprintf(out, "%s", conninfo);
    else
        fprintf(out, "%.*spassword=...", (int)(secret - conninfo), conninfo);
}

void
dbk_config_show(const dbk_config *config, FILE *out)
{
    for (size_t i = 0; i < OPTIONS; i++) {
        const void *room = (const char *)config + options[i].at;

        fprintf(out, "%s = ", options[i].name);
        if (options[i].at == AT(database))
            show_conninfo(room, out);
        else if (options[i].kind == TEXT)
            fprintf(out, "%s", (const char *)room);
        else
            fprintf(out, "%lld", (long long)*(const int64_t *)room);
        fputc('\n', out);
    }
}
