/*
 * probe — the plain network, before any encryption: does the name resolve, does anything accept a connection there.
 *
 * The same steps that libzmq takes unseen, taken one by one so that each can be told.
 */
#ifndef DBK_SECRETARY_PROBE_H
#define DBK_SECRETARY_PROBE_H

#include <stddef.h>

#include "proto/err.h"

#define DBK_PROBE_ADDRESS_BYTES 64

/* Both: what is wrong, in the reader's language, in `err`, and what helps against it in *remedy. */

/* Resolve "tcp://HOST:PORT".
 *   address  the first address, as numbers
 *   errors   DBK_E_NO_HOST, with the resolver's own word for it */
int dbk_probe_resolve(const char *endpoint, char address[DBK_PROBE_ADDRESS_BYTES], const char **remedy, dbk_err *err);

/* Connect to it and hang up; each address in turn, `timeout_ms` for each.
 *   errors   DBK_E_BUSY with the errno of the last one */
int dbk_probe_connect(const char *endpoint, int timeout_ms, const char **remedy, dbk_err *err);

#endif
