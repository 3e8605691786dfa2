/*
 * settings_file — writes endpoints and server keys into settings.ini, and leaves every other line as it is.
 */
#include <assert.h>
#include <limits.h>
#include <stdio.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clients/secretary/settings.h"
#include "clients/secretary/sys.h"
#include "proto/ident.h"

#define FILE_NAME "settings.ini"
#define FILE_MAX_BYTES (64 * 1024)
#define BLANKS " \t\r\v\f"
#define BOM "\xEF\xBB\xBF"                /* Notepad begins a file with it */

/* "endpoint = ..." or "server_key: ...", read as inih does; what is commented out is a comment. */
static bool
is_replaced(const char *line)
{
    static const char *const names[] = { "endpoint", "server_key" };

    line += strspn(line, BLANKS);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const size_t n = strlen(names[i]);
        const char *behind = line + n;

        if (strncmp(line, names[i], n) != 0)
            continue;
        behind += strspn(behind, BLANKS);
        if (*behind == '=' || *behind == ':')
            return true;
    }
    return false;
}

static void
write_list(FILE *to, const dbk_endpoint *list, size_t n)
{
    char hex[DBK_KEY_HEX_CHARS + 1];

    fputs("endpoint = ", to);
    for (size_t i = 0; i < n; i++)
        fprintf(to, "%s%s", i > 0 ? ", " : "", list[i].address);
    fputs("\nserver_key = ", to);
    for (size_t i = 0; i < n; i++)
        fprintf(to, "%s%s", i > 0 ? ", " : "", dbk_hex(list[i].server_key, DBK_KEY_BYTES, hex));
    fputc('\n', to);
}

/* The old text with the list in the place of its first server, but before the head of a section, which begins a line: what
 * is indented would be read as more of the line before. */
static void
write_anew(FILE *to, const char *old, size_t size, const dbk_endpoint *list, size_t n)
{
    const char *const end = old + size;
    bool written = false;

    if (size >= strlen(BOM) && memcmp(old, BOM, strlen(BOM)) == 0)
        old += strlen(BOM);
    for (const char *line = old, *stop; line < end; line = stop + 1) {
        const bool replaced = is_replaced(line);

        stop = memchr(line, '\n', (size_t)(end - line));
        stop = stop ? stop : end;
        if (line[strspn(line, BLANKS)] == '[')
            line += strspn(line, BLANKS);
        if (!written && (replaced || *line == '[')) {
            write_list(to, list, n);
            written = true;
        }
        if (replaced)
            continue;
        fwrite(line, 1, (size_t)(stop - line), to);
        fputc('\n', to);
    }
    if (!written)
        write_list(to, list, n);
}

int
dbk_settings_keep_endpoints(int home, const dbk_endpoint *list, size_t n, dbk_err *err)
{
    size_t old_size = 0, size;
    char *old = (char *)dbk_file_read(home, FILE_NAME, FILE_MAX_BYTES, &old_size, err), *text = NULL;
    FILE *to;
    int rc;

    if (old == NULL && faccessat(home, FILE_NAME, F_OK, 0) == 0)
        return -1;                                   /* there is one, and what it says is not to be lost */
    to = open_memstream(&text, &size);
    assert(to != NULL);
    write_anew(to, old ? old : "", old ? old_size : 0, list, n);
    fclose(to);
    rc = dbk_file_keep(home, FILE_NAME, text, size, err);
    free(text);
    free(old);
    return rc;
}
