/*
 * cmd — the verbs of daybook, one a file: cmd_NAME.c holds how it is run and the row that describes it.
 *
 * A verb gets its own argc and argv (argv[0] is the verb) and an err. It returns 0, or -1 with a code that becomes the
 * exit status; an empty err->text means that the person has been told already.
 * To add one: its file, its line below, its line in verbs.c. Help, completion and the manual's test follow the row.
 */
#ifndef DBK_SECRETARY_CMD_H
#define DBK_SECRETARY_CMD_H

#include "clients/secretary/desk.h"
#include "proto/err.h"

/* "--name" or "--name VALUE". A list of them ends with a name of NULL. */
typedef struct {
    const char *name;
    const char *value;            /* what stands behind it, in capitals; NULL: nothing does */
    const char *meaning;          /* N_() */
} dbk_option;

typedef struct {
    const char       *name;
    int             (*run)(dbk_desk *desk, int argc, char **argv, dbk_err *err);
    bool              needs_settings;
    const char       *usage;      /* what stands behind the name */
    const char       *meaning;    /* N_(): one line */
    const char       *about;      /* N_(): some lines more, each ended; "" for none */
    const dbk_option *options;    /* NULL: it has none */
    const char       *example;    /* lines to type, without "$ " */
} dbk_verb;

extern const dbk_verb dbk_verb_completion;
extern const dbk_verb dbk_verb_correct;
extern const dbk_verb dbk_verb_doctor;
extern const dbk_verb dbk_verb_rollcall, dbk_verb_health, dbk_verb_supply, dbk_verb_minutes,
                      dbk_verb_bulletins;
extern const dbk_verb dbk_verb_enrol;
extern const dbk_verb dbk_verb_fill;
extern const dbk_verb dbk_verb_flush;
extern const dbk_verb dbk_verb_help;
extern const dbk_verb dbk_verb_key;
extern const dbk_verb dbk_verb_keygen;
extern const dbk_verb dbk_verb_outbox;
extern const dbk_verb dbk_verb_show;
extern const dbk_verb dbk_verb_status;
extern const dbk_verb dbk_verb_submit;
extern const dbk_verb dbk_verb_template;
extern const dbk_verb dbk_verb_version;

/* Without a verb: how things stand, and what to do next. */
int dbk_cmd_start(dbk_desk *desk, dbk_err *err);

/* For the verbs: the person has been told; only the code goes on. Returns -1. */
int dbk_cmd_told(dbk_err *err, dbk_code code);

/*
 * The next option of a verb, wherever it stands before "--"; the words move behind the options.
 *   options  its list; NULL: it has none
 *   returns  the name, with its value in *value (NULL for a flag); NULL at the end, with *rest the index of the first
 *            argument that is no option, or -1 after a mistake (err: DBK_E_USAGE)
 */
typedef struct { int argc, at; char **argv; } dbk_args;
const char *dbk_args_next(dbk_args *args, const dbk_option *options, const char **value, int *rest, dbk_err *err);

/* Brings every one of `options` that takes a value, with that value, before all other arguments but argv[0], in the
 * order in which they stood; "--" ends the search. 0, or -1 when the last one lacks its value (DBK_E_USAGE). */
int dbk_args_forward(int argc, char **argv, const dbk_option *options, dbk_err *err);

/* For a verb that takes no more behind its options: 0, or -1 when there is more at `rest` (DBK_E_USAGE) or rest is
 * -1. */
int dbk_args_end(int argc, char **argv, int rest, dbk_err *err);

#endif
