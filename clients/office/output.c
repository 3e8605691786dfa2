#include "clients/office/output.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/fullwidth.h"
#include "clients/office/change.h"
#include "clients/office/code_words.h"
#include "clients/office/due.h"
#include "clients/office/moment.h"
#include "clients/words.h"
#include "proto/curve.h"
#include "proto/ident.h"

#define CSV_INSTANT_TO 19
#define KEY_NAME_BYTES 64

static char *
copy(const char *text, size_t bytes)
{
    char *made = text ? strndup(text, bytes) : NULL;

    assert(made || text == NULL);
    return made;
}

static char *
instant(const char *iso, dbk_format format)
{
    char words[DBK_MOMENT_SAID_BYTES];

    if (format == DBK_FORMAT_JSON || strlen(iso) < CSV_INSTANT_TO)
        return copy(iso, strlen(iso));
    if (format != DBK_FORMAT_CSV)
        return copy(dbk_moment_said(iso, words), sizeof words);
    char *made = copy(iso, CSV_INSTANT_TO), *t = strchr(made, 'T');

    if (t)
        *t = ' ';
    return made;
}

static char *
fingerprint(const char *hex)
{
    uint8_t key[DBK_KEY_BYTES];
    char text[DBK_FINGERPRINT_BYTES];

    if (!dbk_hex_parse(hex, key, sizeof key))
        return NULL;
    return copy(dbk_fingerprint(key, text), sizeof text);
}

static char *
receipt(const char *code, dbk_format format)
{
    char *made = NULL;
    const bool whole = format == DBK_FORMAT_JSON || strlen(code) != DBK_CODE_CHARS;

    if (whole)
        return copy(code, strlen(code));
    if (asprintf(&made, "%.4s %s", code, code + DBK_CODE_CHARS / 2) < 0)
        made = NULL;
    assert(made);
    return made;
}

/* The word that stands beside a code in the rows, in the reader's language. */
static const char *
word(const dbk_column *column, const dbk_rows *rows, size_t row)
{
    char name[KEY_NAME_BYTES];

    snprintf(name, sizeof name, "%s_%s", column->key, dbk_words_pick("zh", "en"));
    return dbk_rows_get(rows, row, name);
}

static const char *
label(const dbk_column *column, const dbk_rows *rows, size_t row)
{
    const char *text = word(column, rows, row), *code;

    if (text || column->list == NULL)
        return text;
    code = dbk_rows_get(rows, row, column->key);
    return code ? dbk_words_of(column->list, code) : NULL;
}

/* What a shape says to people; a program gets the cell as it is. */
static const char *
said(const dbk_column *column, const dbk_rows *rows, size_t row, const char *value)
{
    switch (column->shape) {
    case DBK_WORD:
        return word(column, rows, row);
    case DBK_LABEL:
        return label(column, rows, row);
    case DBK_FIGURE:
        return value ? value : dbk_words_of("figure", dbk_rows_get(rows, row, "state"));
    case DBK_CODE:
    case DBK_LEVEL:
        return value ? dbk_words_of(column->list, value) : NULL;
    case DBK_BOOLEAN:
        return value == NULL ? NULL : value[0] == 't' ? _("yes") : _("no");
    default:
        return value;
    }
}

/* What was joined is joined, and what is a sentence of ours is set, as the reader's language does it. */
static char *
in_language(const dbk_column *column, char *text)
{
    const bool ours = column->shape == DBK_LABEL || column->shape == DBK_WORD || column->shape == DBK_CODE;

    if (column->shape == DBK_NAMES && !dbk_words_zh())
        text = dbk_words_replaced(text, "、", ", ");
    if (ours && dbk_words_zh()) {
        char *full = dbk_fullwidth(text);

        free(text);
        text = full;
    }
    return dbk_words_removed(text);
}

static const char *
source(const dbk_column *column)
{
    return column->shape == DBK_FINGERPRINT ? "public_key" : column->key;
}

const char *
dbk_output_head(const dbk_column *column, const dbk_rows *rows)
{
    if (column->early && dbk_due_at(rows))
        return _(column->early);
    return column->head && column->head[0] ? _(column->head) : column->key;
}

char *
dbk_output_cell(const dbk_column *column, const dbk_rows *rows, size_t row, dbk_format format)
{
    const char *value = column->shape == DBK_LABEL ? NULL : dbk_rows_get(rows, row, source(column));

    if (value && column->shape == DBK_FINGERPRINT)
        return fingerprint(value);
    if (value && column->shape == DBK_INSTANT)
        return instant(value, format);
    if (value && column->shape == DBK_RECEIPT)
        return receipt(value, format);
    if (format == DBK_FORMAT_JSON)
        return value ? copy(value, strlen(value)) : NULL;
    value = said(column, rows, row, value);
    if (value == NULL)
        return NULL;
    return in_language(column, column->shape == DBK_CHANGE ? dbk_change_words(dbk_rows_get(rows, row, "field"), value)
                                                           : copy(value, strlen(value)));
}
