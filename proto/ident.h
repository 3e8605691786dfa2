/*
 * ident — what names a record: its uuid, the hash of its bytes, the code told on the telephone.
 */
#ifndef DBK_PROTO_IDENT_H
#define DBK_PROTO_IDENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/limits.h"

/* uuid version 7 (RFC 9562): 48 bits of milliseconds, the rest random. A clock that steps back is harmless. */
void dbk_id_make(uint8_t id[DBK_ID_BYTES], int64_t now_ms);

#define DBK_ID_TEXT_BYTES 37
/* "0191d0c4-....": lower case with hyphens, NUL-ended. Returns `text`. */
char *dbk_id_text(const uint8_t id[DBK_ID_BYTES], char text[DBK_ID_TEXT_BYTES]);
bool  dbk_id_parse(const char *text, uint8_t id[DBK_ID_BYTES]);

/* BLAKE2b-256, no key. */
void dbk_hash(const void *bytes, size_t size, uint8_t hash[DBK_HASH_BYTES]);

/* The telephone code: 35 bits of BLAKE2b-256(id | hash) — the five leading bytes, the five lowest bits dropped — as
 * 7 Crockford base-32 digits, and a check digit over GF(32), x^5+x^2+1, weights 2^1 .. 2^7 from the left. NUL-ended. */
void dbk_code_make(const uint8_t id[DBK_ID_BYTES], const uint8_t hash[DBK_HASH_BYTES], char code[DBK_CODE_CHARS + 1]);

/* A code as a person reads it out: any case, spaces and hyphens ignored, O as 0, I and L as 1.
 * False when it is not 8 digits or the check digit is wrong; else `code` holds the 8 characters. */
bool dbk_code_parse(const char *said, char code[DBK_CODE_CHARS + 1]);

/* Crockford's base 32, first bit first, upper case, NUL-ended: `text` has room for DBK_BASE32_CHARS(size) + 1. Returns
 * it. */
#define DBK_BASE32_CHARS(bytes) (((bytes) * 8 + 4) / 5)
char *dbk_base32(const void *bytes, size_t size, char *text);
/* Exactly `size` bytes from exactly their `chars` digits, read as generously as a code; spare bits must be 0. */
bool dbk_base32_parse(const char *text, size_t chars, void *bytes, size_t size);
/* The value of one digit, or -1. */
int dbk_base32_digit(char said);

/* Lower-case hexadecimal, NUL-ended: `text` has room for 2 * size + 1. Returns `text`. */
char *dbk_hex(const void *bytes, size_t size, char *text);
/* Exactly `size` bytes from exactly 2 * size digits of either case. */
bool dbk_hex_parse(const char *text, void *bytes, size_t size);

/* How a person compares a key: the first 20 hexadecimal digits of its BLAKE2b-256 in groups of four. */
#define DBK_FINGERPRINT_BYTES 25
char *dbk_fingerprint(const uint8_t key[DBK_KEY_BYTES], char text[DBK_FINGERPRINT_BYTES]);

#endif
