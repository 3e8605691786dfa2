/*
 * json — one JSON value, written as it is known: objects, lists, texts, numbers; for both programs.
 *
 * Keys are never translated. A text is UTF-8 or made so; nothing that a terminal would obey stays in it.
 */
#ifndef DBK_CLIENTS_JSON_H
#define DBK_CLIENTS_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* A text between quotes, escaped. */
void dbk_json_string(FILE *to, const char *text);

#define DBK_JSON_DEPTH 8

typedef struct {
    FILE *to;
    int   depth;
    bool  filled[DBK_JSON_DEPTH];     /* something stands at this depth already */
} dbk_json;

/* `key` is NULL inside a list and for the whole. Every open has its close; the last close ends the line. */
void dbk_json_open(dbk_json *json, const char *key, char bracket);       /* '{' or '[' */
void dbk_json_close(dbk_json *json, char bracket);                       /* '}' or ']' */
void dbk_json_text(dbk_json *json, const char *key, const char *text);   /* NULL: null */
void dbk_json_number(dbk_json *json, const char *key, int64_t number);
void dbk_json_instant(dbk_json *json, const char *key, int64_t ms);       /* 0 or less, never: null */
void dbk_json_bool(dbk_json *json, const char *key, bool yes);
void dbk_json_null(dbk_json *json, const char *key);

#endif
