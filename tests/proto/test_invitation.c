/* invitation: a line that survives a chat, and no slip in it that is not told. */
#include "proto/invitation.h"

#include <stdio.h>
#include <string.h>

#include "proto/ident.h"
#include "tests/harness/unit.h"

static dbk_invitation
sample(void)
{
    dbk_invitation made = { .host = "daybook.example.org", .port = 5571 };

    for (size_t i = 0; i < DBK_KEY_BYTES; i++)
        made.server_key[i] = (uint8_t)(i + 1);
    for (size_t i = 0; i < DBK_INVITATION_CODE_BYTES; i++)
        made.code[i] = (uint8_t)(0xF0 + i);
    return made;
}

static void
test_base32(void)
{
    static const struct { const char *hex, *text; } cases[] = {
        { "00", "00" }, { "ff", "ZW" }, { "f8", "Z0" }, { "0001020304", "000G40R4" }, { "ffffffffff", "ZZZZZZZZ" },
    };
    char text[16];
    uint8_t bytes[5], back[5];

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const size_t size = strlen(cases[i].hex) / 2;

        dbk_hex_parse(cases[i].hex, bytes, size);
        CHECK_STR(cases[i].hex, dbk_base32(bytes, size, text), cases[i].text);
        CHECK_TRUE(cases[i].hex, dbk_base32_parse(text, strlen(text), back, size) && memcmp(bytes, back, size) == 0);
        CHECK_TRUE("a digit less", !dbk_base32_parse(text, strlen(text) - 1, back, size));
    }
    CHECK_TRUE("spare bits", !dbk_base32_parse("ZZ", 2, back, 1));
    CHECK_TRUE("no digit", !dbk_base32_parse("ZU", 2, back, 1));
    CHECK_TRUE("small, O, l", dbk_base32_parse("olio", 4, back, 2) && back[0] == 0 && back[1] == 0x42 &&
               dbk_base32_digit('l') == 1);
}

static void
test_round_trip(void)
{
    const dbk_invitation made = sample();
    char line[DBK_INVITATION_TEXT_BYTES], padded[DBK_INVITATION_TEXT_BYTES + 8];
    dbk_invitation read;

    dbk_invitation_text(&made, line);
    CHECK_INT("its begin", strncmp(line, "daybook:daybook.example.org:5571:", 33), 0);
    CHECK_INT("its length", strlen(line), 33 + 52 + 1 + 30);
    CHECK_INT("nothing for a shell", strspn(line, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:-_"),
              strlen(line));
    CHECK_INT("read", dbk_invitation_parse(line, &read), INVITATION_GOOD);
    CHECK_STR("host", read.host, made.host);
    CHECK_INT("port", read.port, made.port);
    CHECK_TRUE("key", memcmp(read.server_key, made.server_key, DBK_KEY_BYTES) == 0);
    CHECK_TRUE("code", memcmp(read.code, made.code, sizeof made.code) == 0);
    snprintf(padded, sizeof padded, " \t%s\r\n", line);
    CHECK_INT("white space", dbk_invitation_parse(padded, &read), INVITATION_GOOD);
    for (char *c = line; *c != '\0'; c++)
        *c = (char)(*c >= 'A' && *c <= 'Z' ? *c + 32 : *c >= 'a' && *c <= 'z' ? *c - 32 : *c);
    CHECK_INT("the other case", dbk_invitation_parse(line, &read), INVITATION_GOOD);
    CHECK_STR("host in lower case", read.host, made.host);
}

/* The page's own words: BLAKE2b-256 of the line before the four digits. */
static void
test_check_digits(void)
{
    const dbk_invitation made = sample();
    char line[DBK_INVITATION_TEXT_BYTES], digits[8];
    uint8_t hash[DBK_HASH_BYTES];

    dbk_invitation_text(&made, line);
    dbk_hash(line, strlen(line) - 4, hash);
    dbk_base32(hash, 3, digits);
    CHECK_INT("check digits", memcmp(line + strlen(line) - 4, digits, 4), 0);
}

/* Every other letter or digit at every place, and every swap of neighbours. */
static void
test_slips(void)
{
    static const char keys[] = "abcdefghjkmnpqrstvwxyz0123456789:";
    const dbk_invitation made = sample();
    char line[DBK_INVITATION_TEXT_BYTES];
    dbk_invitation read;
    size_t told = 0, all = 0;

    dbk_invitation_text(&made, line);
    for (size_t i = 0; line[i] != '\0'; i++) {
        const char was = line[i];

        for (const char *key = keys; *key != '\0'; key++) {
            if ((was | 0x20) == (*key | 0x20) || (was == ':') != (*key == ':'))
                continue;
            line[i] = *key;
            all++;
            told += dbk_invitation_parse(line, &read) != INVITATION_GOOD;
        }
        line[i] = was;
        if (line[i + 1] != '\0' && (line[i] | 0x20) != (line[i + 1] | 0x20)) {
            line[i] = line[i + 1];
            line[i + 1] = was;
            all++;
            told += dbk_invitation_parse(line, &read) != INVITATION_GOOD;
            line[i + 1] = line[i];
            line[i] = was;
        }
    }
    CHECK_TRUE("many", all > 3000);
    CHECK_INT("all told", told, all);
    for (size_t n = strlen(line); n-- > 0;) {
        line[n] = '\0';
        CHECK_TRUE("cut", dbk_invitation_parse(line, &read) != INVITATION_GOOD);
    }
}

static void
test_faults(void)
{
    static const struct { const char *line; dbk_invitation_fault fault; } cases[] = {
        { "", INVITATION_SHAPE },
        { "daybook", INVITATION_SHAPE },
        { "daybook:h:1:k", INVITATION_SHAPE },
        { "daybook:h:1:k:c:x", INVITATION_SHAPE },
        { "http:h:1:k:c", INVITATION_SHAPE },
        { "daybook:::k:c", INVITATION_HOST },
        { "daybook:-h:1:k:c", INVITATION_HOST },
        { "daybook:h h:1:k:c", INVITATION_HOST },
        { "daybook:h;ls:1:k:c", INVITATION_HOST },
        { "daybook:\xe5\xb1\x85:1:k:c", INVITATION_HOST },
        { "daybook:h::k:c", INVITATION_PORT },
        { "daybook:h:0:k:c", INVITATION_PORT },
        { "daybook:h:65536:k:c", INVITATION_PORT },
        { "daybook:h:000001:k:c", INVITATION_PORT },
        { "daybook:h:+1:k:c", INVITATION_PORT },
        { "daybook:h:1:k:c", INVITATION_KEY },
        { "daybook:h:1:0000000000000000000000000000000000000000000000000000:c", INVITATION_CODE },
        { "daybook:h:1:0000000000000000000000000000000000000000000000000000:000000000000000000000000000000",
          INVITATION_MISTYPED },
    };
    dbk_invitation read;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_INT(cases[i].line, dbk_invitation_parse(cases[i].line, &read), cases[i].fault);
}

static void
test_make(void)
{
    const uint8_t key[DBK_KEY_BYTES] = { 7 };
    char host[DBK_HOST_MAX_CHARS + 2], line[DBK_INVITATION_TEXT_BYTES];
    dbk_invitation made, other;
    uint8_t hash[DBK_HASH_BYTES], wanted[DBK_HASH_BYTES];

    CHECK_INT("good", dbk_invitation_make(&made, "10.0.0.7", 65535, key), INVITATION_GOOD);
    CHECK_INT("good", dbk_invitation_make(&other, "10.0.0.7", 65535, key), INVITATION_GOOD);
    CHECK_TRUE("a code of its own", memcmp(made.code, other.code, sizeof made.code) != 0);
    CHECK_INT("no port", dbk_invitation_make(&made, "h", 0, key), INVITATION_PORT);
    CHECK_INT("no port", dbk_invitation_make(&made, "h", 65536, key), INVITATION_PORT);
    CHECK_INT("an IPv6 address", dbk_invitation_make(&made, "[::1]", 1, key), INVITATION_HOST);
    memset(host, 'a', sizeof host);
    host[DBK_HOST_MAX_CHARS + 1] = '\0';
    CHECK_INT("too long", dbk_invitation_make(&made, host, 1, key), INVITATION_HOST);
    host[DBK_HOST_MAX_CHARS] = '\0';
    CHECK_INT("longest", dbk_invitation_make(&made, host, 65535, key), INVITATION_GOOD);
    CHECK_TRUE("fits", strlen(dbk_invitation_text(&made, line)) < DBK_INVITATION_TEXT_BYTES);
    CHECK_INT("read", dbk_invitation_parse(line, &other), INVITATION_GOOD);
    dbk_invitation_hash(made.code, hash);
    dbk_hash(made.code, sizeof made.code, wanted);
    CHECK_TRUE("hash", memcmp(hash, wanted, sizeof hash) == 0);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "base 32", test_base32 },
        { "written and read", test_round_trip },
        { "check digits", test_check_digits },
        { "slips", test_slips },
        { "faults", test_faults },
        { "made", test_make },
    };

    return unit_main("proto/invitation", tests, ARRAY_LEN(tests), 30);
}
