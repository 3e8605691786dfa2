/*
 * beside — what lies in the folder of the running program: a build that was not installed finds its own files there.
 */
#ifndef DBK_CLIENTS_BESIDE_H
#define DBK_CLIENTS_BESIDE_H

#include <limits.h>
#include <stdbool.h>

/* Writes the path of `name` beside this program; false when the program's own path is not known or too long. */
bool dbk_beside(const char *name, char path[PATH_MAX]);

#endif
