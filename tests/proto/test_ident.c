/* ident: ids, hashes with known answers, and a telephone code that no single slip of the tongue survives. */
#include "proto/ident.h"

#include <stdlib.h>
#include <string.h>

#include "tests/harness/unit.h"

static const char crockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static void
test_id(void)
{
    uint8_t id[DBK_ID_BYTES], other[DBK_ID_BYTES], back[DBK_ID_BYTES];
    char text[DBK_ID_TEXT_BYTES];

    dbk_id_make(id, 0x017F22E279B0);                           /* the instant of RFC 9562's example */
    dbk_id_make(other, 0x017F22E279B0);
    dbk_id_text(id, text);
    CHECK_INT("time first", strncmp(text, "017f22e2-79b0-7", 15), 0);
    CHECK_INT("version", id[6] >> 4, 7);
    CHECK_INT("variant", id[8] >> 6, 2);
    CHECK_TRUE("never twice", memcmp(id, other, sizeof id) != 0);
    CHECK_TRUE("read back", dbk_id_parse(text, back) && memcmp(id, back, sizeof id) == 0);
    CHECK_INT("its length", strlen(text), DBK_ID_TEXT_BYTES - 1);
}

static void
test_id_parse(void)
{
    static const struct { const char *text; int good; } cases[] = {
        { "0191d0c4-0a0b-7c0d-8e0f-101112131415",  1 },
        { "0191D0C4-0A0B-7C0D-8E0F-101112131415",  1 },
        { "0191d0c4-0a0b-7c0d-8e0f-10111213141",   0 },
        { "0191d0c4-0a0b-7c0d-8e0f-1011121314150", 0 },
        { "0191d0c40a0b7c0d8e0f101112131415",      0 },
        { "0191d0c-40a0b-7c0d-8e0f-101112131415",  0 },
        { "0191d0c4-0a0b-7c0d-8e0f-10111213141g",  0 },
        { "0191d0c4--a0b-7c0d-8e0f-101112131415",  0 },
        { "",                                      0 },
    };
    uint8_t id[DBK_ID_BYTES];

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_INT(cases[i].text, dbk_id_parse(cases[i].text, id), cases[i].good);
}

/* BLAKE2b-256 of nothing and of "abc", as b2sum -l 256 prints them. */
static void
test_hash(void)
{
    static const struct { const char *bytes, *hash; } cases[] = {
        { "",    "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8" },
        { "abc", "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319" },
    };
    uint8_t hash[DBK_HASH_BYTES];
    char text[2 * DBK_HASH_BYTES + 1];

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        dbk_hash(cases[i].bytes, strlen(cases[i].bytes), hash);
        CHECK_STR(cases[i].bytes, dbk_hex(hash, sizeof hash, text), cases[i].hash);
    }
}

static void
test_hex(void)
{
    uint8_t bytes[3];
    char text[7];

    CHECK_TRUE("either case", dbk_hex_parse("00aBfF", bytes, 3));
    CHECK_STR("lower case", dbk_hex(bytes, 3, text), "00abff");
    CHECK_TRUE("too short", !dbk_hex_parse("00abf", bytes, 3));
    CHECK_TRUE("too long", !dbk_hex_parse("00abff0", bytes, 3));
    CHECK_TRUE("no digit", !dbk_hex_parse("00abfg", bytes, 3));
    CHECK_TRUE("no digit either", !dbk_hex_parse("00ab@f", bytes, 3));
    CHECK_TRUE("a space", !dbk_hex_parse("00ab f", bytes, 3));
}

static void
test_fingerprint(void)
{
    uint8_t key[DBK_KEY_BYTES] = { 0 }, hash[DBK_HASH_BYTES];
    char text[DBK_FINGERPRINT_BYTES], hex[2 * DBK_HASH_BYTES + 1], flat[DBK_FINGERPRINT_BYTES] = "";

    dbk_fingerprint(key, text);
    CHECK_INT("its length", strlen(text), DBK_FINGERPRINT_BYTES - 1);
    for (char *group = strtok(text, "-"); group != NULL; group = strtok(NULL, "-")) {
        CHECK_INT("groups of four", strlen(group), 4);
        strcat(flat, group);
    }
    dbk_hash(key, sizeof key, hash);
    CHECK_INT("of the hash", strncmp(dbk_hex(hash, sizeof hash, hex), flat, 20), 0);
}

/* ---------------------------------------------------------------- the telephone code */

/* The worked example of PROTOCOL.md: id 01 02 .. 10, hash 20 21 .. 3f. */
static void
make_example(char code[DBK_CODE_CHARS + 1])
{
    uint8_t id[DBK_ID_BYTES], hash[DBK_HASH_BYTES];

    for (uint8_t i = 0; i < sizeof id; i++)
        id[i] = (uint8_t)(i + 1);
    for (uint8_t i = 0; i < sizeof hash; i++)
        hash[i] = (uint8_t)(0x20 + i);
    dbk_code_make(id, hash, code);
}

static void
make_random_code(char code[DBK_CODE_CHARS + 1])
{
    uint8_t id[DBK_ID_BYTES], hash[DBK_HASH_BYTES];

    for (size_t i = 0; i < sizeof id; i++)
        id[i] = (uint8_t)rand();
    dbk_hash(id, sizeof id, hash);
    dbk_code_make(id, hash, code);
}

/* Multiplication in GF(32) by the book, to prove the shifts of ident.c by other means. */
static unsigned
times(unsigned a, unsigned b)
{
    unsigned product = 0;

    for (unsigned bit = 0; bit < 5; bit++)
        if (b >> bit & 1)
            product ^= a << bit;
    for (unsigned bit = 8; bit >= 5; bit--)
        if (product >> bit & 1)
            product ^= 0x25u << (bit - 5);
    return product;
}

static void
test_code_is_the_formula(void)
{
    srand(1);
    for (int round = 0; round < 200; round++) {
        char code[DBK_CODE_CHARS + 1];
        unsigned sum = 0, weight = 2;

        make_random_code(code);
        for (size_t i = 0; i < 7; i++, weight = times(weight, 2))
            sum ^= times(weight, (unsigned)(strchr(crockford, code[i]) - crockford));
        CHECK_INT(code, sum, strchr(crockford, code[7]) - crockford);
    }
}

static void
test_code_example(void)
{
    char code[DBK_CODE_CHARS + 1];

    make_example(code);
    CHECK_STR("as PROTOCOL.md has it", code, "4BX0GFG6");
}

static void
test_code_said(void)
{
    static const struct { const char *name, *said; int good; } cases[] = {
        { "as shown",         "4BX0 GFG6",   1 },
        { "lower case",       "4bx0gfg6",    1 },
        { "hyphens",          "-4BX0-GFG6-", 1 },
        { "O for 0",          "4BXOGFG6",    1 },
        { "o for 0",          "4bxogfg6",    1 },
        { "seven",            "4BX0GFG",     0 },
        { "nine",             "4BX0GFG60",   0 },
        { "U is no digit",    "UBX0GFG6",    0 },
        { "another sign",     "4BX0.GFG6",   0 },
        { "nothing",          "",            0 },
        { "wrong check",      "4BX0GFG7",    0 },
    };
    char code[DBK_CODE_CHARS + 1];

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        strcpy(code, "untouch");
        CHECK_INT(cases[i].name, dbk_code_parse(cases[i].said, code), cases[i].good);
        CHECK_STR(cases[i].name, code, cases[i].good ? "4BX0GFG6" : "untouch");
    }
    CHECK_TRUE("I, i, L, l for 1", dbk_code_parse("IiLl 1115", code));
    CHECK_STR("I, i, L, l for 1", code, "11111115");
}

/* Exhaustive over 500 codes: 8 * 31 wrong digits and 7 swaps each, the check digit's among them. */
static void
test_code_slips(void)
{
    int missed_digits = 0, missed_swaps = 0;

    srand(2);
    for (int round = 0; round < 500; round++) {
        char code[DBK_CODE_CHARS + 1], slip[DBK_CODE_CHARS + 1], heard[DBK_CODE_CHARS + 1];

        make_random_code(code);
        CHECK_TRUE(code, dbk_code_parse(code, heard));
        for (size_t i = 0; i < DBK_CODE_CHARS; i++)
            for (const char *digit = crockford; *digit != '\0'; digit++) {
                strcpy(slip, code);
                slip[i] = *digit;
                missed_digits += *digit != code[i] && dbk_code_parse(slip, heard);
            }
        for (size_t i = 0; i + 1 < DBK_CODE_CHARS; i++) {
            strcpy(slip, code);
            slip[i] = code[i + 1];
            slip[i + 1] = code[i];
            missed_swaps += code[i] != code[i + 1] && dbk_code_parse(slip, heard);
        }
    }
    CHECK_INT("wrong digits that passed", missed_digits, 0);
    CHECK_INT("swaps of neighbours that passed", missed_swaps, 0);
}

static void
test_code_is_stable(void)
{
    uint8_t id[DBK_ID_BYTES] = { 1 }, hash[DBK_HASH_BYTES] = { 2 };
    char first[DBK_CODE_CHARS + 1], second[DBK_CODE_CHARS + 1];

    dbk_code_make(id, hash, first);
    dbk_code_make(id, hash, second);
    CHECK_STR("the same again", first, second);
    hash[31] = 1;
    dbk_code_make(id, hash, second);
    CHECK_TRUE("other bytes, another code", strcmp(first, second) != 0);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "id",                       test_id },
        { "id from text",             test_id_parse },
        { "hash",                     test_hash },
        { "hexadecimal",              test_hex },
        { "fingerprint",              test_fingerprint },
        { "code: the formula",        test_code_is_the_formula },
        { "code: the example",        test_code_example },
        { "code: as it is said",      test_code_said },
        { "code: every slip is found", test_code_slips },
        { "code: stable",             test_code_is_stable },
    };

    return unit_main("proto/ident", tests, ARRAY_LEN(tests), 60);
}
