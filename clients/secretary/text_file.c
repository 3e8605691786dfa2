#include "clients/secretary/text_file.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "clients/secretary/sys.h"
#include "clients/words.h"
#include "proto/text.h"

#define BOM "\xEF\xBB\xBF"

/* CRLF and CR to newline, the mark at the beginning gone; in place, returns the new size. */
static size_t
normalise(uint8_t *text, size_t size)
{
    size_t to = 0;

    for (size_t at = size >= 3 && memcmp(text, BOM, 3) == 0 ? 3 : 0; at < size; at++) {
        if (text[at] == '\r' && at + 1 < size && text[at + 1] == '\n')
            continue;
        text[to++] = text[at] == '\r' ? '\n' : text[at];
    }
    text[to] = '\0';
    return to;
}

static int
lines_before(const uint8_t *text, size_t at)
{
    int line = 1;

    for (size_t i = 0; i < at; i++)
        line += text[i] == '\n';
    return line;
}

/* The code point at `at`, which is valid UTF-8, and its size in bytes. */
static uint32_t
code_point(const uint8_t *at, size_t *bytes)
{
    uint32_t point;

    *bytes = at[0] < 0x80 ? 1 : at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4;
    point = *bytes == 1 ? at[0] : at[0] & (0xFFu >> (*bytes + 1));
    for (size_t i = 1; i < *bytes; i++)
        point = point << 6 | (at[i] & 0x3F);
    return point;
}

/* Each invisible character becomes a space and a complaint. Returns -1 where the text stops being UTF-8, at *at. */
static int
clear(uint8_t *text, size_t size, dbk_complaints *found, size_t *at)
{
    for (size_t from = 0, bytes; ; from = *at + bytes) {
        const dbk_text_fault fault = dbk_text_check(text + from, size - from, DBK_TEXT_NARRATIVE, at);

        if (fault == DBK_TEXT_OK)
            return 0;
        *at += from;
        if (fault == DBK_TEXT_NOT_UTF8)
            return -1;
        dbk_complain(found, lines_before(text, *at), _("an invisible character (U+%04X): type this line anew"),
                     code_point(text + *at, &bytes));
        memset(text + *at, ' ', bytes);
    }
}

char *
dbk_text_file_read(const char *path, dbk_complaints *found, dbk_err *err)
{
    size_t size = 0, at = 0;
    uint8_t *text = dbk_file_read(AT_FDCWD, path, DBK_TEXT_FILE_MAX_BYTES, &size, err);

    if (text == NULL)
        return NULL;
    size = normalise(text, size);
    if (clear(text, size, found, &at) == 0)
        return (char *)text;
    dbk_err_set(err, DBK_E_INPUT, _("%s:%d: not UTF-8 from here on; it was probably saved as GBK (ANSI): "
                                    "save it again with encoding UTF-8"), path, lines_before(text, at));
    free(text);
    return NULL;
}
