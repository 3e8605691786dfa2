/*
 * yaml_tidy — the slips of a Chinese input method and of a tired hand, found line by line before the parser runs.
 *
 * A full-width colon behind a key, a tab or a full-width space in the indentation, a missing space behind the colon:
 * YAML stops at the first of them with a riddle. Here each is told with its line and put right in a copy, so that the
 * parser can go on and find everything else. Lines are never added or removed.
 * Not here: YAML itself (yaml_tree.c).
 */
#ifndef DBK_SECRETARY_YAML_TIDY_H
#define DBK_SECRETARY_YAML_TIDY_H

#include <stddef.h>

#include "clients/secretary/complaints.h"

/* `text` (NUL-ended, valid UTF-8) as the parser can read it; malloc'd, yours to free; never NULL (asserts memory). */
char *dbk_yaml_tidy(const char *text, dbk_complaints *found);

#endif
