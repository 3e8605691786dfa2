/*
 * err — the chain of context, and what each code means.
 *
 * Promise: the text is always NUL-ended, on one line, and never cut inside a character.
 * Not here: printing (main and the loop do that).
 */
#include "proto/err.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

static const struct { const char *name; bool retry; int exit_code; } meaning[DBK_N_CODES] = {
    [DBK_OK]          = { "ok",        false, EX_OK },
    [DBK_E_USAGE]     = { "usage",     false, EX_USAGE },
    [DBK_E_INPUT]     = { "input",     false, EX_DATAERR },
    [DBK_E_NO_INPUT]  = { "no-input",  false, EX_NOINPUT },
    [DBK_E_REJECTED]  = { "rejected",  false, EX_DATAERR },
    [DBK_E_FORBIDDEN] = { "forbidden", true,  EX_NOPERM },
    [DBK_E_CONFLICT]  = { "conflict",  false, EX_DATAERR },
    [DBK_E_MALFORMED] = { "malformed", false, EX_PROTOCOL },
    [DBK_E_BUSY]      = { "busy",      true,  EX_TEMPFAIL },
    [DBK_E_NO_HOST]   = { "no-host",   true,  EX_NOHOST },
    [DBK_E_SYSTEM]    = { "system",    true,  EX_OSERR },
    [DBK_E_STORE]     = { "store",     true,  EX_UNAVAILABLE },
    [DBK_E_CONFIG]    = { "config",    false, EX_CONFIG },
};

/* Removes the head of a character whose tail did not fit: at most three bytes of what vsnprintf cut. */
static void
end_on_character(char *text)
{
    const size_t n = strlen(text);
    size_t head = n;

    for (size_t back = 1; back <= 4 && back <= n; back++)
        if (((unsigned char)text[n - back] & 0xC0) != 0x80) {
            head = n - back;
            break;
        }
    if (head == n)
        return;
    const unsigned char lead = (unsigned char)text[head];
    const size_t whole = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;

    if (n - head < whole)
        text[head] = '\0';
}

/* Messages of libraries end in newlines and may hold some: a line of a log is one event. */
static void
make_one_line(char *text)
{
    size_t n = strlen(text);

    while (n > 0 && (text[n - 1] == '\n' || text[n - 1] == ' '))
        text[--n] = '\0';
    for (char *c = text; *c != '\0'; c++)
        if (*c == '\n' || *c == '\r' || *c == '\t')
            *c = ' ';
}

DBK_PRINTF(2, 0) static void
write_text(char text[DBK_ERR_TEXT_BYTES], const char *fmt, va_list args)
{
    if (vsnprintf(text, DBK_ERR_TEXT_BYTES, fmt, args) < 0)
        text[0] = '\0';
    end_on_character(text);
    make_one_line(text);
}

/* Puts `tail` behind what `text` holds, with ": " between. */
static void
append(char text[DBK_ERR_TEXT_BYTES], const char *tail)
{
    const size_t n = strlen(text);

    snprintf(text + n, DBK_ERR_TEXT_BYTES - n, "%s%s", n > 0 ? ": " : "", tail);
    end_on_character(text);
}

int
dbk_err_set(dbk_err *err, dbk_code code, const char *fmt, ...)
{
    va_list args;

    assert(code > DBK_OK && code < DBK_N_CODES);
    if (err == NULL)
        return -1;
    err->code = code;
    va_start(args, fmt);
    write_text(err->text, fmt, args);
    va_end(args);
    return -1;
}

int
dbk_err_sys(dbk_err *err, const char *fmt, ...)
{
    const int number = errno;
    va_list args;

    if (err == NULL)
        return -1;
    err->code = DBK_E_SYSTEM;
    va_start(args, fmt);
    write_text(err->text, fmt, args);
    va_end(args);
    append(err->text, strerror(number));
    return -1;
}

int
dbk_err_why(dbk_err *err, const char *fmt, ...)
{
    char below[DBK_ERR_TEXT_BYTES];
    va_list args;

    if (err == NULL)
        return -1;
    assert(err->code != DBK_OK);
    memcpy(below, err->text, sizeof below);
    va_start(args, fmt);
    write_text(err->text, fmt, args);
    va_end(args);
    append(err->text, below);
    return -1;
}

const char *
dbk_code_name(dbk_code code)
{
    assert(code < DBK_N_CODES);
    return meaning[code].name;
}

bool
dbk_code_retry(dbk_code code)
{
    assert(code < DBK_N_CODES);
    return meaning[code].retry;
}

int
dbk_code_exit(dbk_code code)
{
    assert(code < DBK_N_CODES);
    return meaning[code].exit_code;
}
