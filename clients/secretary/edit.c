#include "clients/secretary/edit.h"

#include <string.h>

#include "clients/wrap.h"
#include "proto/text.h"

void
dbk_edit_begin(dbk_edit *edit, const char *text)
{
    edit->size = strnlen(text, DBK_EDIT_MAX_BYTES);
    memcpy(edit->text, text, edit->size);
    edit->text[edit->size] = '\0';
    edit->at = edit->size;
}

bool
dbk_edit_insert(dbk_edit *edit, const char *text)
{
    const size_t n = strlen(text);

    if (edit->size + n > DBK_EDIT_MAX_BYTES)
        return false;
    memmove(edit->text + edit->at + n, edit->text + edit->at, edit->size - edit->at + 1);
    memcpy(edit->text + edit->at, text, n);
    edit->size += n;
    edit->at += n;
    return true;
}

static size_t
before(const dbk_edit *edit, size_t at)
{
    while (at > 0 && ((unsigned char)edit->text[--at] & 0xC0) == 0x80)
        ;
    return at;
}

bool
dbk_edit_erase(dbk_edit *edit, bool backward)
{
    const size_t from = backward ? before(edit, edit->at) : edit->at;
    const size_t n = dbk_char_bytes(edit->text + from);

    if ((backward && edit->at == 0) || n == 0)
        return false;
    memmove(edit->text + from, edit->text + from + n, edit->size - from - n + 1);
    edit->size -= n;
    edit->at = from;
    return true;
}

/* Line `number` of the wrapped text: its first byte, its bytes. false: there is no such line. */
static bool
line_at(const dbk_edit *edit, size_t columns, size_t number, size_t *from, size_t *bytes)
{
    size_t at = 0, skip;

    for (size_t i = 0; ; i++) {
        const size_t n = dbk_wrap(edit->text + at, columns, &skip);

        if (i == number) {
            *from = at;
            *bytes = n;
            return true;
        }
        at += n + skip;
        if (at >= edit->size && skip == 0)
            return false;
    }
}

void
dbk_edit_place(const dbk_edit *edit, size_t columns, size_t *line, size_t *column)
{
    size_t from = 0, skip;

    for (*line = 0; ; (*line)++) {
        const size_t end = from + dbk_wrap(edit->text + from, columns, &skip);
        const bool last = end >= edit->size && skip == 0;

        if (edit->at < end || last || (edit->at == end && skip > 0))       /* else it begins the next line */
            break;
        from = end + skip;
    }
    *column = edit->at > from ? dbk_text_width(edit->text + from, edit->at - from) : 0;
}

/* The byte of line `from` at or before `column`. */
static size_t
byte_at(const dbk_edit *edit, size_t from, size_t bytes, size_t column)
{
    size_t at = from;

    for (size_t used = 0; at < from + bytes; at += dbk_char_bytes(edit->text + at)) {
        used += dbk_char_columns(edit->text + at);
        if (used > column)
            break;
    }
    return at;
}

void
dbk_edit_go(dbk_edit *edit, dbk_edit_move move, size_t columns)
{
    size_t line, column, from = 0, bytes = 0;

    dbk_edit_place(edit, columns, &line, &column);
    switch (move) {
    case EDIT_LEFT:
        edit->at = before(edit, edit->at);
        break;
    case EDIT_RIGHT:
        edit->at += dbk_char_bytes(edit->text + edit->at);
        break;
    case EDIT_HOME:
        if (line_at(edit, columns, line, &from, &bytes))
            edit->at = from;
        break;
    case EDIT_END:
        if (line_at(edit, columns, line, &from, &bytes))
            edit->at = from + bytes;
        break;
    case EDIT_UP:
        if (line > 0 && line_at(edit, columns, line - 1, &from, &bytes))
            edit->at = byte_at(edit, from, bytes, column);
        break;
    case EDIT_DOWN:
        if (line_at(edit, columns, line + 1, &from, &bytes))
            edit->at = byte_at(edit, from, bytes, column);
        break;
    case EDIT_START:
        edit->at = 0;
        break;
    case EDIT_FINISH:
        edit->at = edit->size;
        break;
    }
}
