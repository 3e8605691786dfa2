/*
 * signals — signals become bytes on a descriptor, so that handling them is ordinary code in the loop.
 */
#ifndef DBK_DAEMON_SIGNALS_H
#define DBK_DAEMON_SIGNALS_H

#include "proto/err.h"

/* Blocks SIGTERM, SIGINT and SIGHUP, ignores SIGPIPE. Before any thread or zmq context exists.
 *   returns  a descriptor to poll, yours to close; -1: err */
int dbk_signals_open(dbk_err *err);

/* The next signal number, 0 when there is none. */
int dbk_signals_take(int fd);

#endif
