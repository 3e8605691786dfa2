/*
 * report_file — a YAML file that a person wrote -> a dbk_record, and back from a violation to the line it is about.
 *
 * Reading never stops at the first mistake: all that can be read is in the record, all that cannot is complained about.
 * An entry of a list in which nothing is filled is not there: the template's empty frames may stay.
 * Not here: whether the report is right (proto/check.c), sealing (seal.c).
 */
#ifndef DBK_SECRETARY_REPORT_FILE_H
#define DBK_SECRETARY_REPORT_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "clients/secretary/complaints.h"
#include "clients/secretary/yaml_tree.h"
#include "proto/err.h"
#include "proto/form.h"
#include "proto/messages.h"

typedef struct dbk_report_file dbk_report_file;

/* Read the file and its YAML.
 *   found    what is wrong so far
 *   returns  NULL: err says why there is nothing to look at (DBK_E_NO_INPUT, DBK_E_INPUT) */
dbk_report_file *dbk_report_file_open(const char *path, dbk_complaints *found, dbk_err *err);
/* The same from a clean text; `path` is only what complaints call it. */
dbk_report_file *dbk_report_file_parse(const char *text, const char *path, dbk_complaints *found, dbk_err *err);
void             dbk_report_file_close(dbk_report_file **file);

/* What stands in it, as text; a map or NULL. It lives in `file`. */
const dbk_yaml *dbk_report_file_tree(const dbk_report_file *file);

/* Was everything read? After a mistake in the YAML itself, what is missing may stand behind it. */
bool dbk_report_file_whole(const dbk_report_file *file);

/* What it says it is; a nightly report when it says nothing, or nothing that is known (complained about later). */
dbk_kind dbk_report_file_kind(const dbk_report_file *file);
bool     dbk_report_file_has_form(const dbk_report_file *file);          /* it is filled by a version of the form */

/* What decides which form it is read by. 0: not filled, or not readable (complained about later). */
uint32_t dbk_report_file_form_version(const dbk_report_file *file);
uint32_t dbk_report_file_date(const dbk_report_file *file);

/* The record, as far as it can be read; without id and sealed_at_ms. It lives in `file`. form: NULL for a kind
 * without. */
dbk_record *dbk_report_file_record(dbk_report_file *file, const dbk_form *form, dbk_complaints *found);

/* The line of a violation's field, or of what holds it; 0: nowhere in the file. */
int dbk_report_file_line(const dbk_report_file *file, const char *field);
/* Has the value of this field, or what holds it, been complained about already? */
bool dbk_report_file_spoilt(const dbk_report_file *file, const char *field);

#endif
