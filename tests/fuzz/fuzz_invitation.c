/*
 * An invitation as a person pastes it: what is read writes itself as a line that is read to the same; the line is what
 * was pasted, but for case, blanks around it and the letters that stand for digits.
 */
#include "proto/invitation.h"

#include <ctype.h>

#include "tests/fuzz/fuzz.h"

/* The digit that a person meant, as the secret parts are read. */
static char
folded(char c)
{
    c = (char)toupper((unsigned char)c);
    return c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
}

static bool
means_the_same(const char *pasted, const char *line)
{
    while (isspace((unsigned char)*pasted))
        pasted++;
    for (; *line != '\0'; pasted++, line++) {
        while (*pasted == '0' && pasted[-1] == ':' && *line != '0')
            pasted++;                                  /* of the port's number */
        if (folded(*pasted) != folded(*line))
            return false;
    }
    while (isspace((unsigned char)*pasted))
        pasted++;
    return *pasted == '\0';
}

/* What is made of these bytes, if they are a host's name, survives the chat. */
static void
prove_made(const char *host, size_t size)
{
    char line[DBK_INVITATION_TEXT_BYTES], pasted[DBK_INVITATION_TEXT_BYTES + 8];
    uint8_t key[DBK_KEY_BYTES];
    dbk_invitation made, read;

    memset(key, (int)size, sizeof key);
    if (dbk_invitation_make(&made, host, (unsigned)(size * 257), key) != INVITATION_GOOD)
        return;
    PROVE(strlen(dbk_invitation_text(&made, line)) < sizeof line);
    snprintf(pasted, sizeof pasted, " %s\r\n", line);
    PROVE(dbk_invitation_parse(pasted, &read) == INVITATION_GOOD);
    PROVE(strcasecmp(read.host, host) == 0 && read.port == size * 257);
    PROVE(memcmp(read.server_key, key, sizeof key) == 0 && memcmp(read.code, made.code, sizeof read.code) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char *pasted = malloc(size + 1), line[DBK_INVITATION_TEXT_BYTES];
    dbk_invitation read, again;

    PROVE(pasted != NULL);
    memcpy(pasted, bytes, size);
    pasted[size] = '\0';
    memset(&read, 0, sizeof read);
    memset(&again, 0, sizeof again);
    const dbk_invitation_fault fault = dbk_invitation_parse(pasted, &read);

    PROVE(fault <= INVITATION_MISTYPED);
    if (fault == INVITATION_GOOD) {
        PROVE(strlen(dbk_invitation_text(&read, line)) < sizeof line);
        PROVE(line[strspn(line, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:-_")] == '\0');
        PROVE(dbk_invitation_parse(line, &again) == INVITATION_GOOD);
        PROVE(strcmp(read.host, again.host) == 0 && read.port == again.port);
        PROVE(memcmp(read.server_key, again.server_key, DBK_KEY_BYTES) == 0);
        PROVE(memcmp(read.code, again.code, sizeof read.code) == 0);
        PROVE(means_the_same(pasted, line));
    }
    prove_made(pasted, size);
    free(pasted);
    return 0;
}
