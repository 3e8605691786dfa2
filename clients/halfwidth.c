#include "clients/halfwidth.h"

/* U+FF01..FF5E are ASCII 0x21..0x7E again, 0xFEE0 further up: EF BC 81 .. EF BD 9E. 0: not one of them. */
static char
half_of(const unsigned char *at)
{
    if (at[0] == 0xEF && at[1] == 0xBC && at[2] >= 0x81 && at[2] <= 0xBF)
        return (char)(at[2] - 0x81 + 0x21);
    if (at[0] == 0xEF && at[1] == 0xBD && at[2] >= 0x80 && at[2] <= 0x9E)
        return (char)(at[2] - 0x80 + 0x60);
    return '\0';
}

bool
dbk_halfwidth(const char *text, char *room, size_t room_bytes)
{
    bool any = false;
    size_t n = 0;

    while (*text != '\0' && n + 1 < room_bytes) {
        const char half = half_of((const unsigned char *)text);

        room[n++] = half ? half : *text;
        any |= half != '\0';
        text += half ? 3 : 1;
    }
    room[n] = '\0';
    return any;
}
