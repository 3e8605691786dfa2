/*
 * proxy_file — a dictated report from a CSV file: a line a field, its path and its value.
 *
 * Other columns (what `proxy sheet` prints beside them) are for the eye. All that is wrong with the file is told at
 * once, with the line, and then what breaks a rule.
 */
#ifndef DBK_OFFICE_PROXY_FILE_H
#define DBK_OFFICE_PROXY_FILE_H

#include "clients/office/proxy.h"

/*
 * Fill it from a file; "-" is standard input.
 *   errors   DBK_E_NO_INPUT: cannot be read;  DBK_E_INPUT: faults, printed to stderr with their lines
 */
int dbk_proxy_file_read(dbk_proxy *proxy, const char *path, dbk_err *err);

#endif
