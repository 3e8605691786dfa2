/*
 * bulletin — a bulletin as a person writes it: a few lines "name: value", an empty line, the text.
 *
 * Here is what the file alone can tell. Whether the kind is one, whom the audience means and what is superseded is the
 * database's to say.
 */
#ifndef DBK_OFFICE_BULLETIN_H
#define DBK_OFFICE_BULLETIN_H

#include <stddef.h>

#include "clients/office/faults.h"

enum {
    DBK_BULLETIN_KIND, DBK_BULLETIN_TITLE, DBK_BULLETIN_SOURCE, DBK_BULLETIN_URL, DBK_BULLETIN_FROM,
    DBK_BULLETIN_SUPERSEDES, DBK_BULLETIN_AUDIENCE, DBK_BULLETIN_MUST_ACK, DBK_BULLETIN_BODY, DBK_BULLETIN_FIELDS
};

typedef struct {
    char  *value[DBK_BULLETIN_FIELDS];       /* NFC; NULL: not said. must_ack is "true" or "false" */
    size_t line[DBK_BULLETIN_FIELDS];
} dbk_bulletin_file;

/*
 * Read it; always to be followed by dbk_bulletin_fini.
 *   text     UTF-8 or GB18030, with or without BOM; only looked at
 *   faults   a line that is no "name: value", a name that is unknown or there twice, what is missing, a value that is
 *            no date, number, yes or no, and what is no text
 */
void dbk_bulletin_read(dbk_bulletin_file *file, const char *text, size_t bytes, dbk_faults *faults);
void dbk_bulletin_fini(dbk_bulletin_file *file);

#endif
