/*
 * typed_line — one line that a person typed or pasted: what is too long for its question answers no other question.
 */
#ifndef DBK_SECRETARY_TYPED_LINE_H
#define DBK_SECRETARY_TYPED_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Into `line`, without its end; cut between characters where it is longer than that, and then read to its end all the
 * same. false: there are no more. */
bool dbk_typed_line(FILE *from, char *line, size_t line_bytes);

#endif
