/*
 * text_file — a file that a person wrote, as clean text: UTF-8, newlines only, nothing invisible.
 */
#ifndef DBK_SECRETARY_TEXT_FILE_H
#define DBK_SECRETARY_TEXT_FILE_H

#include <stddef.h>

#include "clients/secretary/complaints.h"
#include "proto/err.h"

/* A report with all its comments is a fifth of this. */
#define DBK_TEXT_FILE_MAX_BYTES (256u * 1024u)

/*
 * Read it whole.
 *   found    control and bidi characters, each with its line; they are spaces in what is returned
 *   returns  NUL-ended, malloc'd, yours to free; a byte order mark is gone, CRLF and CR are newlines
 *            NULL: err says why
 *   errors   DBK_E_NO_INPUT not there, unreadable, a folder;  DBK_E_INPUT too large, not UTF-8 (with the line)
 */
char *dbk_text_file_read(const char *path, dbk_complaints *found, dbk_err *err);

#endif
