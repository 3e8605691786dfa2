#include "clients/json.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "proto/text.h"

static size_t
char_bytes(const char *p)
{
    const unsigned char lead = (unsigned char)*p;

    return strnlen(p, lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4);
}

/* The number of a character of at most three bytes; all that we escape are. */
static unsigned
code_point(const char *p, size_t bytes)
{
    const unsigned char *b = (const unsigned char *)p;

    return bytes == 1 ? b[0] : bytes == 2 ? (b[0] & 0x1Fu) << 6 | (b[1] & 0x3Fu)
                                          : (b[0] & 0x0Fu) << 12 | (b[1] & 0x3Fu) << 6 | (b[2] & 0x3Fu);
}

void
dbk_json_string(FILE *to, const char *text)
{
    fputc('"', to);
    for (size_t n; *text; text += n) {
        n = char_bytes(text);
        if (*text == '"' || *text == '\\')
            fprintf(to, "\\%c", *text);
        else if (*text == '\n')
            fputs("\\n", to);
        else if (*text == '\t')
            fputs("\\t", to);
        else if (n < 4 && dbk_text_check(text, n, DBK_TEXT_NARRATIVE, NULL) != DBK_TEXT_OK)
            fprintf(to, "\\u%04X", code_point(text, n));
        else
            fwrite(text, 1, n, to);
    }
    fputc('"', to);
}

/* ------------------------------------------------------------------ structure */

static void
begin(dbk_json *json, const char *key)
{
    assert(json->depth < DBK_JSON_DEPTH);
    if (json->depth > 0)
        fprintf(json->to, "%s%*s", json->filled[json->depth] ? ",\n" : "\n", 2 * json->depth, "");
    json->filled[json->depth] = true;
    if (key) {
        dbk_json_string(json->to, key);
        fputs(": ", json->to);
    }
}

void
dbk_json_open(dbk_json *json, const char *key, char bracket)
{
    begin(json, key);
    fputc(bracket, json->to);
    json->depth++;
    assert(json->depth < DBK_JSON_DEPTH);
    json->filled[json->depth] = false;
}

void
dbk_json_close(dbk_json *json, char bracket)
{
    const bool filled = json->filled[json->depth];

    json->depth--;
    if (filled)
        fprintf(json->to, "\n%*s", 2 * json->depth, "");
    fputc(bracket, json->to);
    if (json->depth == 0)
        fputc('\n', json->to);
}

void
dbk_json_text(dbk_json *json, const char *key, const char *text)
{
    begin(json, key);
    if (text)
        dbk_json_string(json->to, text);
    else
        fputs("null", json->to);
}

void
dbk_json_number(dbk_json *json, const char *key, int64_t number)
{
    begin(json, key);
    fprintf(json->to, "%" PRId64, number);
}

void
dbk_json_instant(dbk_json *json, const char *key, int64_t ms)
{
    if (ms > 0)
        dbk_json_number(json, key, ms);
    else
        dbk_json_null(json, key);
}

void
dbk_json_bool(dbk_json *json, const char *key, bool yes)
{
    begin(json, key);
    fputs(yes ? "true" : "false", json->to);
}

void
dbk_json_null(dbk_json *json, const char *key)
{
    begin(json, key);
    fputs("null", json->to);
}
