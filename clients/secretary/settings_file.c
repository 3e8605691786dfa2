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

/* "endpoint = ..." or "server_key: ..."; what is commented out is a comment. */
static bool
is_replaced(const char *line)
{
    static const char *const names[] = { "endpoint", "server_key" };

    line += strspn(line, " \t");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const size_t n = strlen(names[i]);

        if (strncmp(line, names[i], n) == 0 && strchr("=:", line[n + strspn(line + n, " \t")]) != NULL)
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

int
dbk_settings_keep_endpoints(int home, const dbk_endpoint *list, size_t n, dbk_err *err)
{
    size_t size = 0;
    char *old = (char *)dbk_file_read(home, FILE_NAME, FILE_MAX_BYTES, &size, err), *text = NULL;
    const char *rest = old ? old : "";
    bool written = false;
    FILE *to;
    int rc;

    if (old == NULL && faccessat(home, FILE_NAME, F_OK, 0) == 0)
        return -1;                                   /* there is one, and what it says is not to be lost */
    to = open_memstream(&text, &size);
    assert(to != NULL);
    while (*rest != '\0') {
        const size_t line = strcspn(rest, "\n");

        if (!is_replaced(rest))
            fprintf(to, "%.*s\n", (int)line, rest);
        else if (!written)
            write_list(to, list, n);
        written = written || is_replaced(rest);
        rest += line + (rest[line] == '\n');
    }
    if (!written)
        write_list(to, list, n);
    fclose(to);
    rc = dbk_file_keep(home, FILE_NAME, text, size, err);
    free(text);
    free(old);
    return rc;
}
