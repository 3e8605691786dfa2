/*
 * daybookd — takes the reports of every committee and writes them to PostgreSQL.
 *
 * argv -> config -> loop -> exit code, nothing else.
 */
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "daemon/config.h"
#include "daemon/guard.h"
#include "daemon/hosts.h"
#include "daemon/log.h"
#include "daemon/loop.h"
#include "daemon/signals.h"
#include "proto/calendar.h"
#include "proto/curve.h"
#include "proto/ident.h"

static const char usage[] =
    "usage: daybookd [--config FILE] [--NAME=VALUE ...]\n"
    "       daybookd [--config FILE] [--NAME=VALUE ...] --check-config\n"
    "       daybookd --help-config | --keygen FILE | --version | --help\n"
    "\n"
    "Takes reports over ZeroMQ, writes them to PostgreSQL, and answers with a receipt once they are committed.\n"
    "SIGTERM stops it in order, SIGHUP reads roster, nights, form and keys again.\n"
    "Example: daybookd --config /etc/daybook/daybookd.ini\n";

static int
fail(const dbk_err *err)
{
    fprintf(stderr, "daybookd: %s\n", err->text);
    return dbk_code_exit(err->code);
}

static int
keygen(const char *path)
{
    dbk_keypair pair;
    dbk_err err;
    char hex[DBK_KEY_HEX_CHARS + 1];
    const int rc = dbk_keypair_make(&pair, &err) != 0 || dbk_keypair_save(&pair, path, &err) != 0;

    if (rc == 0)
        printf("%s\n", dbk_hex(pair.open, DBK_KEY_BYTES, hex));
    dbk_keypair_wipe(&pair);
    return rc == 0 ? 0 : fail(&err);
}

/* "--name=value" or "--name value": --config in the first pass, every other option of the table in the second. */
static int
set_from_line(dbk_config *config, char **argv, bool file_pass, bool *check_only, dbk_err *err)
{
    for (char **arg = argv + 1; *arg != NULL; arg++) {
        char name[64];
        const char *word = strncmp(*arg, "--", 2) == 0 ? *arg + 2 : NULL, *value = word ? strchr(word, '=') : NULL;

        if (word == NULL)
            return dbk_err_set(err, DBK_E_USAGE, "%s: not an option; daybookd --help", *arg);
        if (strcmp(word, "check-config") == 0) {
            *check_only = true;
            continue;
        }
        snprintf(name, sizeof name, "%.*s", value ? (int)(value - word) : (int)strlen(word), word);
        value = value ? value + 1 : *++arg;
        if (value == NULL)
            return dbk_err_set(err, DBK_E_USAGE, "--%s: a value must follow", name);
        if ((strcmp(name, "config") == 0) != file_pass)
            continue;
        if ((file_pass ? dbk_config_read(config, value, err) : dbk_config_set(config, name, value, err)) != 0)
            return -1;
    }
    return 0;
}

static int
check(const dbk_config *config, dbk_keypair *own, dbk_err *err)
{
    dbk_hosts *hosts;

    if (dbk_config_complete(config, err) != 0 || dbk_calendar_zone(config->zone, err) != 0)
        return -1;
    hosts = dbk_hosts_new(config->database, err);
    if (hosts == NULL)
        return -1;
    dbk_hosts_free(&hosts);
    return dbk_keypair_load(own, config->key_file, err) == 0 ? 0 : dbk_err_why(err, "key_file");
}

static int
serve(char **argv)
{
    dbk_config config;
    dbk_keypair own;
    dbk_err err;
    bool check_only = false;
    int rc = -1;

    dbk_config_default(&config);
    if (set_from_line(&config, argv, true, &check_only, &err) != 0 ||
        set_from_line(&config, argv, false, &check_only, &err) != 0 || check(&config, &own, &err) != 0)
        return fail(&err);
    if (check_only) {
        dbk_config_show(&config, stdout);
        rc = 0;
    } else {
        const int signals = dbk_signals_open(&err);        /* before any thread of libzmq exists */

        prctl(PR_SET_DUMPABLE, 0);                         /* no core with the secret key in it */
        if (signals >= 0) {
            if (dbk_guard_descriptors(&err) == 0)
                rc = dbk_loop_run(&config, &own, signals, &err);
            close(signals);
        }
    }
    dbk_keypair_wipe(&own);
    return rc == 0 ? 0 : fail(&err);
}

int
main(int argc, char **argv)
{
    const char *first = argc > 1 ? argv[1] : "";

    if (sodium_init() < 0) {
        fputs("daybookd: libsodium does not start\n", stderr);
        return dbk_code_exit(DBK_E_SYSTEM);
    }
    if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0)
        return fputs(usage, stdout) < 0;
    if (strcmp(first, "--version") == 0)
        return puts("daybookd " DBK_VERSION) < 0;
    if (strcmp(first, "--help-config") == 0) {
        dbk_config_help(stdout);
        return 0;
    }
    if (strcmp(first, "--keygen") == 0 && argc == 3)
        return keygen(argv[2]);
    return serve(argv);
}
