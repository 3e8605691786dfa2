/*
 * yaml_tree — the small part of YAML that a report file uses, as a tree in which everything knows its line.
 *
 * Every scalar is text; what it means is for whoever asks. Anchors, aliases, tags and second documents are refused.
 * All that is wrong is complained about; where YAML itself breaks off, what was read up to there is returned.
 */
#ifndef DBK_SECRETARY_YAML_TREE_H
#define DBK_SECRETARY_YAML_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "clients/secretary/complaints.h"
#include "proto/arena.h"

typedef enum { DBK_YAML_TEXT, DBK_YAML_MAP, DBK_YAML_LIST } dbk_yaml_kind;

typedef struct dbk_yaml dbk_yaml;
struct dbk_yaml {
    dbk_yaml_kind   kind;
    int             line;          /* of the value; where the value is a map or a list, of its first line */
    const char     *text;          /* DBK_YAML_TEXT: NUL-ended, without NUL inside; "" for an empty value */
    const char     *key;           /* of this value in its map; NULL in a list */
    int             key_line;
    const dbk_yaml *first, *next;  /* first child, next sibling */
};

/* `text` is NUL-ended UTF-8. NULL when there is nothing in it; it lives in `arena`. *whole: it was read to its end. */
const dbk_yaml *dbk_yaml_read(const char *text, dbk_arena *arena, dbk_complaints *found, bool *whole);

/* The value under a key of a map; NULL: not there (or `map` is NULL or no map). */
const dbk_yaml *dbk_yaml_get(const dbk_yaml *map, const char *key);

/* Nothing is filled in it: an empty text, or a map or list of nothing else. True for NULL. */
bool dbk_yaml_is_empty(const dbk_yaml *node);

#endif
