/*
 * scalar — one value of a report file, from the text that stands there: a count, yes or no, a date, an id, a word.
 *
 * YAML's own guesses (`no`, `1:30`, `0x10`, `012`) are never made. Where a value is wrong, the complaint says what to
 * write instead.
 */
#ifndef DBK_SECRETARY_SCALAR_H
#define DBK_SECRETARY_SCALAR_H

#include <stdbool.h>
#include <stdint.h>

#include "clients/secretary/complaints.h"
#include "clients/secretary/yaml_tree.h"
#include "proto/codes.h"
#include "proto/limits.h"

/* Each is given a node of kind DBK_YAML_TEXT with a key, not empty, and returns false when it has complained. */

bool dbk_scalar_count(const dbk_yaml *node, dbk_complaints *found, int64_t *count);     /* 0 .. 10^15 - 1 */
bool dbk_scalar_bool(const dbk_yaml *node, dbk_complaints *found, bool *yes);
bool dbk_scalar_date(const dbk_yaml *node, dbk_complaints *found, uint32_t *ymd);       /* YYYYMMDD */
bool dbk_scalar_tenths(const dbk_yaml *node, dbk_complaints *found, uint32_t *tenths);  /* "36.5", "36,5", "36.5度" */
bool dbk_scalar_time(const dbk_yaml *node, dbk_complaints *found, uint32_t *hhmm);      /* "07:40", "7点40": 740 */
bool dbk_scalar_set(const dbk_yaml *node, dbk_list list, dbk_complaints *found, uint32_t *bits);  /* "COUGH FATIGUE" */
/* The words of such a text one by one: copied into `word`, cut when too long. Returns what is behind it; NULL: no more. */
const char *dbk_scalar_word(const char *text, char *word, size_t word_bytes);
bool dbk_scalar_id(const dbk_yaml *node, dbk_complaints *found, uint8_t id[DBK_ID_BYTES]);
/* A word of a list in either language, its name in files, or its number. */
bool dbk_scalar_code(const dbk_yaml *node, dbk_list list, dbk_complaints *found, int *number);
/* Digits of either width and the signs of numbers, nothing that would say more: no unit, no sentence. */
bool dbk_scalar_is_figure(const char *text);
/* "到岗, 迟到, ...": the words of a list in the reader's language. Returns `room`. */
const char *dbk_scalar_choices(dbk_list list, char *room, size_t room_bytes);

#endif
