#include "clients/secretary/typed_line.h"

#include <string.h>

/* Bytes of `text` without a character that was cut in two at its end. */
static size_t
whole(const char *text, size_t n)
{
    size_t lead = n;

    while (lead > 0 && n - lead < 3 && ((unsigned char)text[lead - 1] & 0xC0) == 0x80)
        lead--;
    if (lead == 0)
        return n;
    const unsigned char first = (unsigned char)text[lead - 1];
    const size_t bytes = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;

    return lead - 1 + bytes > n ? lead - 1 : n;
}

bool
dbk_typed_line(FILE *from, char *line, size_t line_bytes)
{
    size_t n;

    if (fgets(line, (int)line_bytes, from) == NULL)
        return false;
    n = strlen(line);
    if (n + 1 == line_bytes && line[n - 1] != '\n') {
        line[whole(line, n)] = '\0';
        for (int c = fgetc(from); c != EOF && c != '\n';)
            c = fgetc(from);
    }
    line[strcspn(line, "\r\n")] = '\0';
    return true;
}
