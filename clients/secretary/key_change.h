/*
 * key_change — a key in force asks the server to let another one of the same person in, or to cut one off.
 */
#ifndef DBK_SECRETARY_KEY_CHANGE_H
#define DBK_SECRETARY_KEY_CHANGE_H

#include "clients/secretary/courier.h"
#include "proto/err.h"

typedef enum { DBK_KEY_ADD, DBK_KEY_RETIRE } dbk_key_deed;

/* Asking again is harmless.
 *   errors   DBK_E_FORBIDDEN the server refuses, the reason in words;  DBK_E_BUSY;  what dbk_courier_ask() says */
int dbk_key_change(dbk_courier *courier, dbk_key_deed deed, const uint8_t key[DBK_KEY_BYTES], int timeout_ms,
                   dbk_err *err);

#endif
