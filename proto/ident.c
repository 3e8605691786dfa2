/*
 * ident — uuid v7, BLAKE2b-256, hexadecimal, and the code that is read out on the telephone.
 *
 * Not here: which bytes are hashed (the sealed ones, always: PROTOCOL.md, "Identity").
 */
#include "proto/ident.h"

#include <assert.h>
#include <ctype.h>
#include <sodium.h>
#include <string.h>

/* Picks the fastest BLAKE2b of this machine and opens the source of randomness; a second call is a no-op. */
static void
use_sodium(void)
{
    const int rc = sodium_init();

    assert(rc >= 0);
    (void)rc;
}

void
dbk_id_make(uint8_t id[DBK_ID_BYTES], int64_t now_ms)
{
    use_sodium();
    randombytes_buf(id, DBK_ID_BYTES);
    for (int i = 0; i < 6; i++)
        id[i] = (uint8_t)((uint64_t)now_ms >> (40 - 8 * i));
    id[6] = (uint8_t)((id[6] & 0x0F) | 0x70);          /* version 7 */
    id[8] = (uint8_t)((id[8] & 0x3F) | 0x80);          /* variant of RFC 9562 */
}

/* Where the hyphens of a uuid's 36 characters stand. */
static bool
is_hyphen(size_t at)
{
    return at == 8 || at == 13 || at == 18 || at == 23;
}

char *
dbk_id_text(const uint8_t id[DBK_ID_BYTES], char text[DBK_ID_TEXT_BYTES])
{
    char digits[2 * DBK_ID_BYTES + 1];
    const char *next = dbk_hex(id, DBK_ID_BYTES, digits);

    for (size_t at = 0; at < DBK_ID_TEXT_BYTES - 1; at++)
        text[at] = is_hyphen(at) ? '-' : *next++;
    text[DBK_ID_TEXT_BYTES - 1] = '\0';
    return text;
}

bool
dbk_id_parse(const char *text, uint8_t id[DBK_ID_BYTES])
{
    char digits[2 * DBK_ID_BYTES + 1];
    char *next = digits;

    if (strlen(text) != DBK_ID_TEXT_BYTES - 1)
        return false;
    for (size_t at = 0; at < DBK_ID_TEXT_BYTES - 1; at++) {
        if (!is_hyphen(at))
            *next++ = text[at];
        else if (text[at] != '-')
            return false;
    }
    *next = '\0';
    return dbk_hex_parse(digits, id, DBK_ID_BYTES);
}

void
dbk_hash(const void *bytes, size_t size, uint8_t hash[DBK_HASH_BYTES])
{
    use_sodium();
    crypto_generichash(hash, DBK_HASH_BYTES, bytes, size, NULL, 0);
}

/* ---------------------------------------------------------------- base 32 */

static const char digits_of_crockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";    /* no I, L, O, U */

int
dbk_base32_digit(char said)
{
    const int c = toupper((unsigned char)said);
    const char *at = strchr(digits_of_crockford, c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c);

    return at == NULL || *at == '\0' ? -1 : (int)(at - digits_of_crockford);
}

char *
dbk_base32(const void *bytes, size_t size, char *text)
{
    const uint8_t *from = bytes;
    char *to = text;
    unsigned bits = 0, n = 0;                          /* of what is read and not yet written */

    for (size_t i = 0; i < size; i++) {
        bits = (bits << 8 | from[i]) & 0xFFFF;
        for (n += 8; n >= 5; n -= 5)
            *to++ = digits_of_crockford[bits >> (n - 5) & 0x1F];
    }
    if (n > 0)
        *to++ = digits_of_crockford[bits << (5 - n) & 0x1F];
    *to = '\0';
    return text;
}

bool
dbk_base32_parse(const char *text, size_t chars, void *bytes, size_t size)
{
    uint8_t *to = bytes;
    unsigned bits = 0, n = 0;

    if (chars != DBK_BASE32_CHARS(size))
        return false;
    for (size_t i = 0; i < chars; i++) {
        const int digit = dbk_base32_digit(text[i]);

        if (digit < 0)
            return false;
        bits = (bits << 5 | (unsigned)digit) & 0xFFFF;
        n += 5;
        if (n >= 8) {
            n -= 8;
            *to++ = (uint8_t)(bits >> n);
        }
    }
    return (bits & ((1u << n) - 1)) == 0;
}

/* ---------------------------------------------------------------- the telephone code */

#define DATA_DIGITS (DBK_CODE_CHARS - 1)

/* times 2 in GF(32): shift, and reduce by x^5 + x^2 + 1 */
static unsigned
twice(unsigned a)
{
    return a & 0x10 ? (a << 1 ^ 0x25) & 0x1F : a << 1;
}

/*
 * The digit that makes the weighted sum of all eight nothing: sum of 2^i * d_i, i = 1..7 from the left, plus itself.
 * Horner from the left would give the first digit the greatest weight; from the right it gives it 2^1.
 * Two neighbours have different weights, and no weight is 0: neither a wrong digit nor a swap, also one with the
 * check digit (2^7 against 1), leaves the sum at nothing.
 */
static unsigned
check_digit(const unsigned digit[DATA_DIGITS])
{
    unsigned sum = 0;

    for (size_t i = DATA_DIGITS; i-- > 0;)
        sum = twice(sum ^ digit[i]);
    return sum;
}

void
dbk_code_make(const uint8_t id[DBK_ID_BYTES], const uint8_t hash[DBK_HASH_BYTES], char code[DBK_CODE_CHARS + 1])
{
    uint8_t both[DBK_ID_BYTES + DBK_HASH_BYTES], mixed[DBK_HASH_BYTES];
    unsigned digit[DATA_DIGITS];
    uint64_t bits = 0;

    memcpy(both, id, DBK_ID_BYTES);
    memcpy(both + DBK_ID_BYTES, hash, DBK_HASH_BYTES);
    dbk_hash(both, sizeof both, mixed);
    for (size_t i = 0; i < 5; i++)
        bits = bits << 8 | mixed[i];
    bits >>= 5;
    for (size_t i = DATA_DIGITS; i-- > 0; bits >>= 5) {
        digit[i] = (unsigned)(bits & 0x1F);
        code[i] = digits_of_crockford[digit[i]];
    }
    code[DATA_DIGITS] = digits_of_crockford[check_digit(digit)];
    code[DBK_CODE_CHARS] = '\0';
}

bool
dbk_code_parse(const char *said, char code[DBK_CODE_CHARS + 1])
{
    unsigned digit[DBK_CODE_CHARS];
    size_t n = 0;

    for (const char *c = said; *c != '\0'; c++) {
        if (*c == ' ' || *c == '-')
            continue;

        const int value = dbk_base32_digit(*c);

        if (value < 0 || n == DBK_CODE_CHARS)
            return false;
        digit[n++] = (unsigned)value;
    }
    if (n != DBK_CODE_CHARS || check_digit(digit) != digit[DATA_DIGITS])
        return false;
    for (size_t i = 0; i < DBK_CODE_CHARS; i++)
        code[i] = digits_of_crockford[digit[i]];
    code[DBK_CODE_CHARS] = '\0';
    return true;
}

/* ---------------------------------------------------------------- hexadecimal */

char *
dbk_hex(const void *bytes, size_t size, char *text)
{
    static const char digits[] = "0123456789abcdef";
    const uint8_t *from = bytes;

    for (size_t i = 0; i < size; i++) {
        text[2 * i] = digits[from[i] >> 4];
        text[2 * i + 1] = digits[from[i] & 0x0F];
    }
    text[2 * size] = '\0';
    return text;
}

static int
hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);                              /* upper case to lower */
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool
dbk_hex_parse(const char *text, void *bytes, size_t size)
{
    uint8_t *to = bytes;

    if (strlen(text) != 2 * size)
        return false;
    for (size_t i = 0; i < size; i++) {
        const int high = hex_value(text[2 * i]), low = hex_value(text[2 * i + 1]);

        if (high < 0 || low < 0)
            return false;
        to[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

char *
dbk_fingerprint(const uint8_t key[DBK_KEY_BYTES], char text[DBK_FINGERPRINT_BYTES])
{
    uint8_t hash[DBK_HASH_BYTES];
    char *to = text;

    dbk_hash(key, DBK_KEY_BYTES, hash);
    for (size_t group = 0; group < 5; group++) {
        if (group > 0)
            *to++ = '-';
        dbk_hex(&hash[2 * group], 2, to);
        to += 4;
    }
    return text;
}
