/*
 * config — what the daemon can be told: one table of options with kind, bounds, default and meaning.
 *
 * The same rows read the file, check the bounds, and print --help-config. An unknown name or a value out of range stops
 * the start and names file, line, option and remedy.
 */
#ifndef DBK_DAEMON_CONFIG_H
#define DBK_DAEMON_CONFIG_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "proto/err.h"

typedef struct {
    char    listen[256];              /* ZeroMQ endpoint */
    char    enrol_listen[256];        /* likewise, for enrolment; "": off */
    char    public[256];              /* where clients reach `listen`; "": there */
    char    enrol_public[256];        /* where they reach `enrol_listen`; "": there */
    char    key_file[256];
    char    database[1024];           /* libpq connection string */
    char    zone[64];
    char    name[81];                 /* the daemon's row */
    int64_t store_connections;
    int64_t store_timeout_ms;
    int64_t batch_most;               /* records in one transaction */
    int64_t intake_per_client;        /* in flight, per connection */
    int64_t intake_per_key;           /* in flight, all connections of a key */
    int64_t intake_key_rate;          /* requests a second, per key */
    int64_t intake_key_burst;         /* requests at once, per key */
    int64_t intake_total;             /* in flight, all connections */
    int64_t intake_total_mib;         /* of memory that these hold */
    int64_t directory_refresh_ms;
    int64_t retry_after_ms;           /* told with BUSY */
} dbk_config;

/* Defaults, without a file. */
void dbk_config_default(dbk_config *config);

/* `name = value` lines; '#' and ';' begin comments.
 *   errors   DBK_E_NO_INPUT the file cannot be read;  DBK_E_CONFIG "file:line: ..." */
int dbk_config_read(dbk_config *config, const char *path, dbk_err *err);

/* One option as "name=value", from the command line. */
int dbk_config_set(dbk_config *config, const char *name, const char *value, dbk_err *err);

/* Is what must be given given, and can clients be told where to go? */
int dbk_config_complete(const dbk_config *config, dbk_err *err);

/* Every option with unit, range, default and meaning; and the values in force, secrets of the conninfo left out. */
void dbk_config_help(FILE *out);
void dbk_config_show(const dbk_config *config, FILE *out);

#endif
