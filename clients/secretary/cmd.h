/*
 * cmd — the verbs of daybook, one a file.
 *
 * Each gets its own argc and argv (argv[0] is the verb) and an err. It returns 0, or -1 with a code that becomes the
 * exit status; an empty err->text means that the person has been told already.
 */
#ifndef DBK_SECRETARY_CMD_H
#define DBK_SECRETARY_CMD_H

#include "clients/secretary/desk.h"
#include "proto/err.h"

int dbk_cmd_keygen(dbk_desk *desk, int argc, char **argv, dbk_err *err);
int dbk_cmd_submit(dbk_desk *desk, int argc, char **argv, dbk_err *err);
int dbk_cmd_flush(dbk_desk *desk, int argc, char **argv, dbk_err *err);
int dbk_cmd_status(dbk_desk *desk, int argc, char **argv, dbk_err *err);
int dbk_cmd_template(dbk_desk *desk, int argc, char **argv, dbk_err *err);

/* For the verbs: the person has been told; only the code goes on. Returns -1. */
int dbk_cmd_told(dbk_err *err, dbk_code code);

/*
 * The next option of a verb.
 *   flags    names that take no value, NULL-ended;  options: names that take one, NULL-ended
 *   returns  the name, with its value in *value (NULL for a flag); NULL at the end, with *rest the index of the first
 *            argument that is no option, or -1 after a mistake (err: DBK_E_USAGE)
 */
typedef struct { int argc, at; char **argv; } dbk_args;
const char *dbk_args_next(dbk_args *args, const char *const *flags, const char *const *options, const char **value,
                          int *rest, dbk_err *err);

#endif
