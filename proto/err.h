/*
 * err — one idiom for failure: a code that says what it means, a text that grows on the way up.
 *
 * Who detects sets; who knows why we were there adds why; only main and the loop print.
 * A promise broken by our own code is not an error but a bug: assert, also in release builds.
 */
#ifndef DBK_PROTO_ERR_H
#define DBK_PROTO_ERR_H

#include <stdbool.h>

#define DBK_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

typedef enum {
    DBK_OK = 0,
    DBK_E_USAGE,       /* the command line or a setting is wrong */
    DBK_E_INPUT,       /* a file that a person wrote is wrong */
    DBK_E_NO_INPUT,    /* a file that was named cannot be read */
    DBK_E_REJECTED,    /* the report breaks a rule: correct it, then send again */
    DBK_E_FORBIDDEN,   /* this key may not do this: hold it, ask the office */
    DBK_E_CONFLICT,    /* another record stands for that night: the person chooses */
    DBK_E_MALFORMED,   /* bytes that are not what they should be */
    DBK_E_BUSY,        /* the other end is full, away, or silent: send again later */
    DBK_E_NO_HOST,     /* the name of the other end is not known */
    DBK_E_SYSTEM,      /* the operating system refused: errno is in the text */
    DBK_E_STORE,       /* PostgreSQL refused: SQLSTATE is in the text */
    DBK_E_CONFIG,      /* a key or a setting on disk cannot be used */
    DBK_N_CODES
} dbk_code;

#define DBK_ERR_TEXT_BYTES 512

typedef struct {
    dbk_code code;
    char     text[DBK_ERR_TEXT_BYTES];      /* UTF-8, lower case, no full stop, no newline */
} dbk_err;

/* Each returns -1, so a failure is one line. `err` may be NULL: the caller does not want to know. */
int dbk_err_set(dbk_err *err, dbk_code code, const char *fmt, ...) DBK_PRINTF(3, 4);
int dbk_err_sys(dbk_err *err, const char *fmt, ...) DBK_PRINTF(2, 3);   /* + strerror(errno) */
int dbk_err_why(dbk_err *err, const char *fmt, ...) DBK_PRINTF(2, 3);   /* puts "why: " in front, keeps the code */

const char *dbk_code_name(dbk_code code);   /* "busy" */
bool        dbk_code_retry(dbk_code code);  /* may the same thing succeed later without a change? */
int         dbk_code_exit(dbk_code code);   /* of sysexits.h */

#endif
