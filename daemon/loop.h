/*
 * loop — the one poll: everything that the daemon can wait for stands in one array.
 */
#ifndef DBK_DAEMON_LOOP_H
#define DBK_DAEMON_LOOP_H

#include "daemon/config.h"
#include "proto/curve.h"

/*
 * Serves until SIGTERM or SIGINT, then drains: no new letters, the transactions in flight end, receipts leave.
 *   signals   descriptor of dbk_signals_open
 *   returns   0 after an orderly stop; -1: err
 */
int dbk_loop_run(const dbk_config *config, const dbk_keypair *own, int signals, dbk_err *err);

#endif
