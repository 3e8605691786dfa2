/*
 * hosts — a connection string as keywords and values, whose host list can be turned.
 *
 * libpq walks host=a,b in order, but a silent first host blocks the walk until our deadline; then the next attempt
 * begins with the host behind it.
 */
#ifndef DBK_DAEMON_HOSTS_H
#define DBK_DAEMON_HOSTS_H

#include "proto/err.h"

typedef struct dbk_hosts dbk_hosts;

/*   errors   DBK_E_CONFIG: not a connection string */
dbk_hosts *dbk_hosts_new(const char *conninfo, dbk_err *err);
void       dbk_hosts_free(dbk_hosts **hosts);

/* For PQconnectStartParams; end with a NULL keyword; still ours. */
const char *const *dbk_hosts_keywords(const dbk_hosts *hosts);
const char *const *dbk_hosts_values(const dbk_hosts *hosts);

/* host, hostaddr and port, where they are lists, each begin with their second entry. */
void dbk_hosts_turn(dbk_hosts *hosts);

#endif
