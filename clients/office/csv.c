#include "clients/office/csv.h"

#include <assert.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "clients/words.h"
#include "proto/text.h"

/* ---------------------------------------------------------------- encoding */

static size_t
line_of(const char *text, const char *at)
{
    size_t n = 1;

    for (; text < at; text++)
        n += *text == '\n';
    return n;
}

/* The first fault that the check finds may be another one: look on behind it. */
static bool
is_utf8(const char *text, size_t bytes)
{
    for (size_t from = 0, at; from < bytes; ) {
        const dbk_text_fault fault = dbk_text_check(text + from, bytes - from, DBK_TEXT_NARRATIVE, &at);

        if (fault == DBK_TEXT_OK || fault == DBK_TEXT_NOT_UTF8)
            return fault == DBK_TEXT_OK;
        from += at + 1;
        while (from < bytes && ((unsigned char)text[from] & 0xC0) == 0x80)
            from++;
    }
    return true;
}

/* GB18030 to UTF-8, with room for a NUL behind it. NULL: it is not that either. */
static char *
from_gb18030(const char *text, size_t bytes, size_t *made_bytes)
{
    const size_t most = 2 * bytes;              /* of two bytes it makes three at most, of four four */
    char *made = malloc(most + 1), *to = made, *from = (char *)text;
    size_t left = bytes, room = most;
    iconv_t way = iconv_open("UTF-8", "GB18030");
    bool done = false;

    assert(made);
    if (way != (iconv_t)-1) {
        done = iconv(way, &from, &left, &to, &room) != (size_t)-1;
        iconv_close(way);
    }
    if (!done) {
        free(made);
        return NULL;
    }
    *made_bytes = most - room;
    return made;
}

char *
dbk_csv_utf8(const char *text, size_t bytes, size_t *made_bytes, dbk_faults *faults)
{
    const char *nul = memchr(text, '\0', bytes);
    char *made;

    if (nul) {
        dbk_faults_add(faults, line_of(text, nul), "%s",
                       _("a NUL byte: this is no CSV file, or it is UTF-16; save it as \"CSV UTF-8\""));
        return NULL;
    }
    if (bytes >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        text += 3, bytes -= 3;
    if (is_utf8(text, bytes)) {
        made = malloc(bytes + 1);
        assert(made);
        memcpy(made, text, bytes);
        *made_bytes = bytes;
    } else if ((made = from_gb18030(text, bytes, made_bytes)) == NULL) {
        dbk_faults_add(faults, 0, "%s", _("neither UTF-8 nor GB18030: save it as \"CSV UTF-8\""));
        return NULL;
    }
    made[*made_bytes] = '\0';
    return made;
}

/* ---------------------------------------------------------------- records */

typedef struct {
    char       *at;           /* next character to read; fields are written behind it, never past it */
    size_t      line;
    dbk_csv    *csv;
    dbk_faults *faults;
} reader;

static dbk_csv_record *
add_record(dbk_csv *csv, size_t line)
{
    csv->record = reallocarray(csv->record, csv->n + 1, sizeof *csv->record);
    assert(csv->record);
    csv->record[csv->n] = (dbk_csv_record){ .line = line };
    return &csv->record[csv->n++];
}

static void
add_field(dbk_csv_record *record, char *field)
{
    record->field = reallocarray(record->field, record->n + 1, sizeof *record->field);
    assert(record->field);
    record->field[record->n++] = field;
}

static bool
ends_field(char c)
{
    return c == ',' || c == '\r' || c == '\n' || c == '\0';
}

/* From behind the opening quote to behind the closing one. Writes the field to `to` and returns its end. */
static char *
take_quoted(reader *r, char *to)
{
    const size_t opened = r->line;
    bool closed = false;

    for (; *r->at; *to++ = *r->at++) {
        if (*r->at == '"' && (closed = *++r->at != '"'))
            break;
        r->line += *r->at == '\n' || (*r->at == '\r' && r->at[1] != '\n');
    }
    if (!closed)
        dbk_faults_add(r->faults, opened, "%s", _("a quote is opened here and never closed"));
    else if (!ends_field(*r->at))
        dbk_faults_add(r->faults, r->line, "%s",
                       _("text after a closing quote; a quote inside a field is written twice"));
    return to;
}

/* One field, NUL-ended where it lies. Passes the separator behind it and returns it. */
static char
take_field(reader *r, dbk_csv_record *record)
{
    char *begin = r->at, *to = begin;
    bool told = *r->at == '"';              /* a quote that is wrong is told of once */

    if (*r->at == '"') {
        r->at++;
        to = take_quoted(r, to);
    }
    for (; !ends_field(*r->at); *to++ = *r->at++)
        if (*r->at == '"' && !told) {
            told = true;
            dbk_faults_add(r->faults, r->line, "%s",
                           _("a quote inside a field: put the field in quotes and write the quote twice"));
        }
    const char separator = *r->at;

    r->at += separator != '\0';
    r->at += separator == '\r' && *r->at == '\n';
    r->line += separator == '\r' || separator == '\n';
    *to = '\0';
    add_field(record, begin);
    return separator;
}

static void
take_record(reader *r)
{
    dbk_csv_record *record = add_record(r->csv, r->line);

    while (take_field(r, record) == ',')
        ;
    for (size_t i = 0; i < record->n; i++)
        if (record->field[i][0] != '\0')
            return;
    free(record->field);                    /* an empty line, or what a spreadsheet makes of one: ",,," */
    r->csv->n--;
}

void
dbk_csv_read(dbk_csv *csv, const void *bytes, size_t size, dbk_faults *faults)
{
    size_t text_bytes = 0;

    *csv = (dbk_csv){ .text = dbk_csv_utf8(bytes, size, &text_bytes, faults) };
    reader r = { .at = csv->text, .line = 1, .csv = csv, .faults = faults };

    while (r.at && r.at < csv->text + text_bytes)
        take_record(&r);
}

void
dbk_csv_fini(dbk_csv *csv)
{
    for (size_t i = 0; i < csv->n; i++)
        free(csv->record[i].field);
    free(csv->record);
    free(csv->text);
    *csv = (dbk_csv){ 0 };
}

/* ---------------------------------------------------------------- writing */

static void
put_characters(FILE *to, const char *text)
{
    for (size_t n; *text; text += n) {
        const unsigned char lead = (unsigned char)*text;
        char shown[8];

        n = strnlen(text, lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4);
        if (*text == '"')
            fputs("\"\"", to);
        else if (*text == '\n' || *text == '\t')
            fputc(*text, to);
        else
            fputs(dbk_text_shown(text, n, shown, sizeof shown), to);
    }
}

void
dbk_csv_put(FILE *to, const char *text, bool number)
{
    const bool formula = text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL && !number;
    const bool quoted = strpbrk(text, ",\"\r\n\t") != NULL;

    if (quoted)
        fputc('"', to);
    if (formula)
        fputc('\'', to);
    put_characters(to, text);
    if (quoted)
        fputc('"', to);
}
