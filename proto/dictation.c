#include "proto/dictation.h"

#include <inttypes.h>
#include <stdio.h>

#include "proto/ident.h"

/* H. M. Damm's quasigroup of order 10: totally anti-symmetric, so that it sees every neighbours' swap too. */
static const uint8_t damm[10][10] = {
    { 0, 3, 1, 7, 5, 9, 8, 6, 4, 2 }, { 7, 0, 9, 2, 1, 5, 4, 8, 6, 3 }, { 4, 2, 0, 6, 8, 7, 1, 3, 5, 9 },
    { 1, 7, 5, 0, 9, 8, 3, 4, 2, 6 }, { 6, 1, 2, 3, 0, 4, 5, 9, 7, 8 }, { 3, 6, 7, 4, 2, 0, 9, 5, 8, 1 },
    { 5, 8, 6, 9, 7, 2, 0, 1, 3, 4 }, { 8, 9, 4, 5, 3, 6, 2, 0, 1, 7 }, { 9, 4, 3, 8, 6, 1, 7, 2, 0, 5 },
    { 2, 5, 8, 1, 4, 3, 6, 7, 9, 0 },
};

char
dbk_dictation_digit(uint32_t indicator, int64_t value)
{
    char digits[32];
    uint8_t interim = 0;

    snprintf(digits, sizeof digits, "%03" PRIu32 "%" PRId64, indicator, value);
    for (const char *digit = digits; *digit; digit++)
        interim = damm[interim][*digit - '0'];
    return (char)('0' + interim);
}

/* "12 20200218", then "1=12" ...: what is hashed says what is meant. Room for 255 figures of 10 digits. */
#define SAID_BYTES (32 + (DBK_INDICATOR_MAX + 1) * 16)

char *
dbk_dictation_sum(uint32_t committee, uint32_t ymd, const int64_t value[DBK_INDICATOR_MAX + 1],
                  char text[DBK_DICTATION_SUM_BYTES])
{
    char said[SAID_BYTES];
    uint8_t hash[DBK_HASH_BYTES];
    int n = snprintf(said, sizeof said, "%" PRIu32 " %" PRIu32, committee, ymd);

    for (uint32_t i = 1; i <= DBK_INDICATOR_MAX; i++)
        if (value[i] >= 0)
            n += snprintf(said + n, sizeof said - (size_t)n, " %" PRIu32 "=%" PRId64, i, value[i]);
    dbk_hash(said, (size_t)n, hash);
    const unsigned four = ((unsigned)hash[0] << 16 | (unsigned)hash[1] << 8 | hash[2]) % 10000u;

    snprintf(text, DBK_DICTATION_SUM_BYTES, "%04u", four);
    return text;
}
