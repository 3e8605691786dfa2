#include "proto/invitation.h"

#include <ctype.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "proto/ident.h"

#define SCHEME "daybook"
#define PORT_MAX 65535
#define PORT_MAX_CHARS 5
#define CHECK_BYTES 3                /* the first 20 of their bits */
#define CHECK_CHARS 4
#define KEY_CHARS DBK_BASE32_CHARS(DBK_KEY_BYTES)
#define CODE_CHARS DBK_BASE32_CHARS(DBK_INVITATION_CODE_BYTES)

enum { PART_SCHEME, PART_HOST, PART_PORT, PART_KEY, PART_CODE, N_PARTS };

typedef struct { const char *at; size_t n; } part;

/* ---------------------------------------------------------------- writing */

/* All but the check digits; returns how long it is. */
static size_t
write_body(const dbk_invitation *invitation, char text[DBK_INVITATION_TEXT_BYTES])
{
    char key[KEY_CHARS + 1], code[CODE_CHARS + 1];

    return (size_t)snprintf(text, DBK_INVITATION_TEXT_BYTES, SCHEME ":%s:%u:%s:%s", invitation->host, invitation->port,
                            dbk_base32(invitation->server_key, DBK_KEY_BYTES, key),
                            dbk_base32(invitation->code, DBK_INVITATION_CODE_BYTES, code));
}

static void
write_check(const char *body, size_t n, char check[CHECK_CHARS + 1])
{
    uint8_t hash[DBK_HASH_BYTES];
    char digits[DBK_BASE32_CHARS(CHECK_BYTES) + 1];

    dbk_hash(body, n, hash);
    dbk_base32(hash, CHECK_BYTES, digits);
    memcpy(check, digits, CHECK_CHARS);
    check[CHECK_CHARS] = '\0';
}

char *
dbk_invitation_text(const dbk_invitation *invitation, char text[DBK_INVITATION_TEXT_BYTES])
{
    const size_t n = write_body(invitation, text);

    write_check(text, n, text + n);
    return text;
}

/* ---------------------------------------------------------------- parts */

static bool
take_host(part said, char host[DBK_HOST_MAX_CHARS + 1])
{
    if (said.n == 0 || said.n > DBK_HOST_MAX_CHARS || said.at[0] == '-' || said.at[0] == '.')
        return false;
    for (size_t i = 0; i < said.n; i++) {
        const unsigned char c = (unsigned char)said.at[i];

        if (c > 127 || (!isalnum(c) && strchr(".-_", c) == NULL))
            return false;
        host[i] = (char)tolower(c);
    }
    host[said.n] = '\0';
    return true;
}

static bool
take_port(part said, uint16_t *port)
{
    unsigned long number = 0;

    if (said.n == 0 || said.n > PORT_MAX_CHARS)
        return false;
    for (size_t i = 0; i < said.n; i++) {
        if (said.at[i] < '0' || said.at[i] > '9')
            return false;
        number = number * 10 + (unsigned long)(said.at[i] - '0');
    }
    *port = (uint16_t)number;
    return number >= 1 && number <= PORT_MAX;
}

/* ---------------------------------------------------------------- reading */

/* Exactly N_PARTS between colons. */
static bool
split(const char *text, size_t n, part parts[N_PARTS])
{
    size_t count = 0, from = 0;

    for (size_t i = 0; i <= n; i++)
        if (i == n || text[i] == ':') {
            if (count == N_PARTS)
                return false;
            parts[count++] = (part){ text + from, i - from };
            from = i + 1;
        }
    return count == N_PARTS;
}

dbk_invitation_fault
dbk_invitation_parse(const char *text, dbk_invitation *read)
{
    part parts[N_PARTS];
    char body[DBK_INVITATION_TEXT_BYTES], check[CHECK_CHARS + 1];
    size_t n;

    text += strspn(text, " \t\r\n");
    n = strlen(text);
    while (n > 0 && strchr(" \t\r\n", text[n - 1]) != NULL)
        n--;
    if (!split(text, n, parts) || parts[PART_SCHEME].n != strlen(SCHEME) ||
        strncasecmp(parts[PART_SCHEME].at, SCHEME, strlen(SCHEME)) != 0)
        return INVITATION_SHAPE;
    if (!take_host(parts[PART_HOST], read->host))
        return INVITATION_HOST;
    if (!take_port(parts[PART_PORT], &read->port))
        return INVITATION_PORT;
    if (!dbk_base32_parse(parts[PART_KEY].at, parts[PART_KEY].n, read->server_key, DBK_KEY_BYTES))
        return INVITATION_KEY;
    if (parts[PART_CODE].n != CODE_CHARS + CHECK_CHARS ||
        !dbk_base32_parse(parts[PART_CODE].at, CODE_CHARS, read->code, DBK_INVITATION_CODE_BYTES))
        return INVITATION_CODE;
    write_check(body, write_body(read, body), check);
    for (size_t i = 0; i < CHECK_CHARS; i++)
        if (dbk_base32_digit(parts[PART_CODE].at[CODE_CHARS + i]) != dbk_base32_digit(check[i]))
            return INVITATION_MISTYPED;
    return INVITATION_GOOD;
}

dbk_invitation_fault
dbk_invitation_make(dbk_invitation *made, const char *host, unsigned port, const uint8_t server_key[DBK_KEY_BYTES])
{
    if (!take_host((part){ host, strlen(host) }, made->host))
        return INVITATION_HOST;
    if (port < 1 || port > PORT_MAX)
        return INVITATION_PORT;
    made->port = (uint16_t)port;
    memcpy(made->server_key, server_key, DBK_KEY_BYTES);
    randombytes_buf(made->code, sizeof made->code);
    return INVITATION_GOOD;
}

void
dbk_invitation_hash(const uint8_t code[DBK_INVITATION_CODE_BYTES], uint8_t hash[DBK_HASH_BYTES])
{
    dbk_hash(code, DBK_INVITATION_CODE_BYTES, hash);
}
