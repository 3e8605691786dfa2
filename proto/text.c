/*
 * text — strict UTF-8, counted, measured and made harmless.
 *
 * dbk_text_check() stands on the ingest path: ASCII goes eight bytes at a time and Chinese one character at a time
 * without being decoded. Nothing here depends on the locale.
 */
#include "proto/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define REPLACEMENT "\xEF\xBF\xBD"
#define REPLACEMENT_BYTES 3

#define NOT_UTF8 UINT32_MAX

/* ---------------------------------------------------------------- one character */

static bool
is_tail(uint8_t byte)
{
    return (byte & 0xC0) == 0x80;
}

static uint32_t
tail(uint8_t byte)
{
    return byte & 0x3F;
}

/* The code point at `p`, and its bytes in *n; NOT_UTF8 with *n = 1 when there is none. p < end. */
static uint32_t
decode(const uint8_t *p, const uint8_t *end, size_t *n)
{
    const size_t left = (size_t)(end - p);
    const uint8_t lead = p[0];
    uint32_t c;

    *n = 1;
    if (lead < 0x80)
        return lead;
    if (lead >= 0xC2 && lead <= 0xDF && left >= 2 && is_tail(p[1])) {
        *n = 2;
        return (uint32_t)(lead & 0x1F) << 6 | tail(p[1]);
    }
    if (lead >= 0xE0 && lead <= 0xEF && left >= 3 && is_tail(p[1]) && is_tail(p[2])) {
        c = (uint32_t)(lead & 0x0F) << 12 | tail(p[1]) << 6 | tail(p[2]);
        if (c < 0x800 || (c >= 0xD800 && c <= 0xDFFF))
            return NOT_UTF8;
        *n = 3;
        return c;
    }
    if (lead >= 0xF0 && lead <= 0xF4 && left >= 4 && is_tail(p[1]) && is_tail(p[2]) && is_tail(p[3])) {
        c = (uint32_t)(lead & 0x07) << 18 | tail(p[1]) << 12 | tail(p[2]) << 6 | tail(p[3]);
        if (c < 0x10000 || c > 0x10FFFF)
            return NOT_UTF8;
        *n = 4;
        return c;
    }
    return NOT_UTF8;
}

static dbk_text_fault
fault_of(uint32_t c)
{
    if (c == NOT_UTF8)
        return DBK_TEXT_NOT_UTF8;
    if (c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029)
        return DBK_TEXT_CONTROL;
    if ((c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE)
        return DBK_TEXT_CONTROL;
    if (c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069))
        return DBK_TEXT_BIDI;
    return DBK_TEXT_OK;
}

static bool
is_space(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 ||
           c == 0xFEFF;
}

/* ---------------------------------------------------------------- check */

#define EACH_BYTE(x) (UINT64_C(0x0101010101010101) * (x))

/* Eight bytes, all of them printable ASCII? A byte's top bit ends up set when it is above 0x7F, below 0x20, or 0x7F. */
static bool
is_plain(const uint8_t *p)
{
    uint64_t x;

    memcpy(&x, p, sizeof x);
    return ((x | (x - EACH_BYTE(0x20)) | (x + EACH_BYTE(1))) & EACH_BYTE(0x80)) == 0;
}

/* The bytes at `p` that are good without decoding: printable ASCII by eights, and U+3000..U+9FFF (leads E3..E9), where
 * there is nothing to refuse. */
static const uint8_t *
skip_plain(const uint8_t *p, const uint8_t *end)
{
    for (;;) {
        if (end - p >= 8 && is_plain(p))
            p += 8;
        else if (end - p >= 3 && p[0] >= 0xE3 && p[0] <= 0xE9 && is_tail(p[1]) && is_tail(p[2]))
            p += 3;
        else
            return p;
    }
}

dbk_text_fault
dbk_text_check(const void *text, size_t bytes, dbk_text_shape shape, size_t *at)
{
    const uint8_t *const begin = text;

    if (bytes == 0)
        return DBK_TEXT_OK;
    for (const uint8_t *p = begin, *end = begin + bytes; (p = skip_plain(p, end)) < end;) {
        size_t n;
        const uint32_t c = decode(p, end, &n);
        const dbk_text_fault fault = fault_of(c);

        if (fault != DBK_TEXT_OK && !(shape == DBK_TEXT_NARRATIVE && (c == '\n' || c == '\t'))) {
            if (at != NULL)
                *at = (size_t)(p - begin);
            return fault;
        }
        p += n;
    }
    return DBK_TEXT_OK;
}

/* ---------------------------------------------------------------- length and width */

/* Cuts white space at both ends; what remains is *bytes long. */
static const uint8_t *
trim(const uint8_t *p, size_t *bytes)
{
    const uint8_t *end = p + *bytes;
    size_t n;

    while (p < end && is_space(decode(p, end, &n)))
        p += n;
    while (end > p) {
        const uint8_t *last = end - 1;

        while (last > p && is_tail(*last))
            last--;
        if (!is_space(decode(last, end, &n)))
            break;
        end = last;
    }
    *bytes = (size_t)(end - p);
    return p;
}

size_t
dbk_text_points(const void *text, size_t bytes)
{
    const uint8_t *p = text;
    size_t tails = 0, i = 0;

    for (; bytes - i >= 8; i += 8) {
        uint64_t x;

        memcpy(&x, p + i, sizeof x);
        x = x >> 7 & ~x >> 6 & EACH_BYTE(1);           /* 1 in each byte that is 10xxxxxx */
        tails += (x * EACH_BYTE(1)) >> 56;             /* their sum ends up in the top byte */
    }
    for (; i < bytes; i++)
        tails += is_tail(p[i]);
    return bytes - tails;
}

size_t
dbk_text_chars(const void *text, size_t bytes)
{
    if (bytes == 0)
        return 0;
    const uint8_t *inside = trim(text, &bytes);

    return dbk_text_points(inside, bytes);
}

size_t
dbk_text_width(const void *text, size_t bytes)
{
    const uint8_t *p = text;
    size_t columns = 0;

    for (size_t i = 0, n; i < bytes; i += n) {
        const uint32_t c = decode(p + i, p + bytes, &n);

        columns += c == NOT_UTF8 ? 1 : (size_t)utf8proc_charwidth((utf8proc_int32_t)c);
    }
    return columns;
}

/* ---------------------------------------------------------------- normal form */

/* CRLF and a lone CR become newline, in place; returns the new length. */
static size_t
unify_newlines(char *text, size_t bytes)
{
    size_t to = 0;

    for (size_t from = 0; from < bytes; from++) {
        if (text[from] == '\r' && from + 1 < bytes && text[from + 1] == '\n')
            continue;
        text[to++] = text[from] == '\r' ? '\n' : text[from];
    }
    return to;
}

/* Valid, and without the NUL that would end it early. What else a text may not hold is for check to say by name. */
static bool
is_utf8(const char *text, size_t bytes)
{
    const uint8_t *p = (const uint8_t *)text;

    for (size_t i = 0, n; i < bytes; i += n) {
        const uint32_t c = decode(p + i, p + bytes, &n);

        if (c == NOT_UTF8 || c == 0)
            return false;
    }
    return true;
}

char *
dbk_text_nfc(const void *text, size_t bytes, dbk_err *err)
{
    utf8proc_uint8_t *normal = NULL;
    const uint8_t *inside;
    char *copy = malloc(bytes + 1);

    if (copy == NULL) {
        dbk_err_sys(err, "normalise a text");
        return NULL;
    }
    if (bytes > 0)
        memcpy(copy, text, bytes);
    if (!is_utf8(copy, bytes)) {
        dbk_err_set(err, DBK_E_INPUT, "not a text in UTF-8");
        goto out;
    }
    bytes = unify_newlines(copy, bytes);
    inside = trim((const uint8_t *)copy, &bytes);
    if (utf8proc_map(inside, (utf8proc_ssize_t)bytes, &normal, UTF8PROC_STABLE | UTF8PROC_COMPOSE) < 0)
        dbk_err_set(err, DBK_E_INPUT, "not a text in UTF-8, or no memory for it");
out:
    free(copy);
    return (char *)normal;
}

/* ---------------------------------------------------------------- showing */

char *
dbk_text_shown(const void *text, size_t bytes, char *room, size_t room_bytes)
{
    const uint8_t *p = text;
    size_t used = 0;

    for (size_t i = 0, n; i < bytes; i += n) {
        const uint32_t c = decode(p + i, p + bytes, &n);
        const bool blank = c == '\n' || c == '\t';
        const bool bad = !blank && fault_of(c) != DBK_TEXT_OK;
        const size_t shown = blank ? 1 : bad ? REPLACEMENT_BYTES : n;

        if (used + shown >= room_bytes)
            break;
        memcpy(room + used, blank ? " " : bad ? REPLACEMENT : (const char *)p + i, shown);
        used += shown;
    }
    if (room_bytes > 0)
        room[used] = '\0';
    return room;
}

/* ---------------------------------------------------------------- personal numbers */

#define MOBILE_DIGITS 11
#define ID_CARD_OLD_DIGITS 15
#define ID_CARD_DIGITS 18

static bool
is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

/* A whole run of digits; `next` is the byte after it, 0 at the end. */
static bool
is_personal(const uint8_t *run, size_t digits, uint8_t next)
{
    const bool mobile = digits == MOBILE_DIGITS && run[0] == '1' && run[1] >= '3';
    const bool card = digits >= ID_CARD_OLD_DIGITS && digits <= ID_CARD_DIGITS;
    const bool card_with_x = digits == ID_CARD_DIGITS - 1 && (next == 'X' || next == 'x');

    return mobile || card || card_with_x;
}

/* A run of eleven digits covers every eleventh byte: looking at those alone finds it, and costs little where there is
 * none. */
bool
dbk_text_has_personal_number(const void *text, size_t bytes)
{
    const uint8_t *p = text;

    for (size_t i = MOBILE_DIGITS - 1; i < bytes; i += MOBILE_DIGITS) {
        size_t from = i, to = i;

        if (!is_digit(p[i]))
            continue;
        while (from > 0 && is_digit(p[from - 1]))
            from--;
        while (to < bytes && is_digit(p[to]))
            to++;
        if (is_personal(p + from, to - from, to < bytes ? p[to] : 0))
            return true;
        i = to;                            /* the run is done; its last byte + 11 is the next that can matter */
    }
    return false;
}

/* ---------------------------------------------------------------- the word that was meant */

#define WORD_MAX 64
#define NEAR_MAX 3

static size_t
least_of(size_t a, size_t b, size_t c)
{
    const size_t least = a < b ? a : b;

    return least < c ? least : c;
}

/* Insertions, removals, changes, and swaps of neighbours that make `a` into `b`; both at most WORD_MAX bytes. */
static size_t
distance(const char *a, const char *b)
{
    const size_t rows = strlen(a), columns = strlen(b);
    size_t before[WORD_MAX + 1] = { 0 }, above[WORD_MAX + 1], row[WORD_MAX + 1];

    for (size_t k = 0; k <= columns; k++)
        above[k] = k;
    for (size_t i = 1; i <= rows; i++) {
        row[0] = i;
        for (size_t k = 1; k <= columns; k++) {
            row[k] = least_of(above[k] + 1, row[k - 1] + 1, above[k - 1] + (a[i - 1] != b[k - 1]));
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1] && before[k - 2] + 1 < row[k])
                row[k] = before[k - 2] + 1;
        }
        memcpy(before, above, (columns + 1) * sizeof row[0]);
        memcpy(above, row, (columns + 1) * sizeof row[0]);
    }
    return above[columns];
}

const char *
dbk_text_nearest(const char *word, const char *const *words, size_t n)
{
    const size_t length = strlen(word);
    size_t limit = length / 3 < NEAR_MAX ? length / 3 : NEAR_MAX;
    const char *nearest = NULL;

    if (length > WORD_MAX)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        if (strlen(words[i]) > WORD_MAX)
            continue;
        const size_t d = distance(word, words[i]);

        if (d < limit || (d == limit && nearest == NULL)) {
            nearest = words[i];
            limit = d;
        }
    }
    return nearest;
}
