#include "clients/secretary/scalar.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "clients/halfwidth.h"
#include "clients/words.h"
#include "proto/calendar.h"
#include "proto/ident.h"
#include "proto/limits.h"
#include "proto/text.h"

#define SHORT_BYTES 64
#define COUNT_DIGITS_MAX 15

/* A value as a complaint shows it: its beginning, on one line. */
static const char *
shown(const dbk_yaml *node, char room[SHORT_BYTES])
{
    return dbk_text_shown(node->text, strlen(node->text), room, SHORT_BYTES);
}

/* ------------------------------------------------------------------ counts */

static bool
is_count(const char *text)
{
    const size_t n = strspn(text, "0123456789");

    return n > 0 && text[n] == '\0';
}

static bool
is_one_of(const char *text, const char *const *words)
{
    for (; *words; words++)
        if (strcasecmp(text, *words) == 0)
            return true;
    return false;
}

static bool
means_none(const char *text)
{
    static const char *const words[] = { "no", "none", "null", "false", "无", "没有", "零", "〇", "o", NULL };

    return is_one_of(text, words);
}

static bool
is_hexadecimal(const char *text)
{
    return text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
}

static bool
is_time(const char *text)
{
    const size_t n = strspn(text, "0123456789");

    return n > 0 && (text[n] == ':' || strncmp(text + n, "：", 3) == 0);
}

static bool
is_negative(const char *text)
{
    return text[0] == '-' || strncmp(text, "−", 3) == 0;
}

static bool
is_decimal(const char *text)
{
    const size_t n = strspn(text, "0123456789");

    return text[n] == '.' && strspn(text + n + 1, "0123456789") > 0;
}

/* "1,200", "1 200", "1_200" */
static bool
is_grouped(const char *text)
{
    return isdigit((unsigned char)text[0]) && strspn(text, "0123456789, _'") == strlen(text);
}

/* "12人": digits, then something that is not a digit any more. */
static bool
has_unit(const char *text)
{
    const size_t n = strspn(text, "0123456789");

    return n > 0 && (unsigned char)text[n] >= 0x80 && strpbrk(text + n, "0123456789") == NULL;
}

static bool
has_letter(const char *text)
{
    bool digit = false, letter = false;

    for (; *text; text++) {
        digit |= isdigit((unsigned char)*text) != 0;
        letter |= isalpha((unsigned char)*text) != 0;
    }
    return digit && letter;
}

static bool
is_anything(const char *text)
{
    (void)text;
    return true;
}

/* The first that holds tells what to do; %s key, %s value. */
static const struct { bool (*holds)(const char *text); const char *words; } count_slips[] = {
    { means_none,     N_("%s: '%s' is no number: write 0 if there was none, leave it empty if it is not known") },
    { is_hexadecimal, N_("%s: '%s' is no number here: write decimal digits only") },
    { is_time,        N_("%s: '%s' looks like a time: write a whole number") },
    { is_negative,    N_("%s: '%s' is below 0: a count has no sign") },
    { is_decimal,     N_("%s: '%s' has a decimal point: write a whole number") },
    { is_grouped,     N_("%s: '%s' has spaces or commas between the digits: write the digits only") },
    { has_unit,       N_("%s: '%s' has a unit behind it: write the digits only") },
    { has_letter,     N_("%s: '%s' has a letter in it: write digits only") },
    { is_anything,    N_("%s: '%s' is no number: write digits, 0 for none, nothing if it is not known") },
};

/* Written through a table of formats with the same two %s: the compiler cannot see that. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void
complain_count(const dbk_yaml *node, dbk_complaints *found)
{
    char value[SHORT_BYTES];
    size_t i = 0;

    while (!count_slips[i].holds(node->text))
        i++;
    dbk_complain(found, node->line, _(count_slips[i].words), node->key, shown(node, value));
}
#pragma GCC diagnostic pop

bool
dbk_scalar_count(const dbk_yaml *node, dbk_complaints *found, int64_t *count)
{
    char half[SHORT_BYTES], value[SHORT_BYTES];

    if (is_count(node->text) && strlen(node->text) <= COUNT_DIGITS_MAX) {
        *count = 0;
        for (const char *digit = node->text; *digit; digit++)
            *count = *count * 10 + (*digit - '0');
        return true;
    }
    if (is_count(node->text))
        dbk_complain(found, node->line, _("%s: %.20s... is too large"), node->key, node->text);
    else if (dbk_halfwidth(node->text, half, sizeof half) && is_count(half))
        dbk_complain(found, node->line, _("%s: '%s' is in full-width digits: write %s"), node->key,
                     shown(node, value), half);
    else
        complain_count(node, found);
    return false;
}

/* ------------------------------------------------------------------ the rest */

bool
dbk_scalar_bool(const dbk_yaml *node, dbk_complaints *found, bool *yes)
{
    static const char *const yeses[] = { "yes", "y", "true", "是", "有", NULL };
    static const char *const noes[] = { "no", "n", "false", "否", "不", "不是", "无", "没有", NULL };

    char value[SHORT_BYTES];

    *yes = is_one_of(node->text, yeses);
    if (*yes || is_one_of(node->text, noes))
        return true;
    dbk_complain(found, node->line, _("%s: '%s': write yes or no"), node->key, shown(node, value));
    return false;
}

/* Three numbers with something between them: what a person may have meant. */
static bool
guess_date(const char *text, char guess[DBK_DAY_TEXT_BYTES])
{
    char half[SHORT_BYTES];
    int year, month, day, n = 0;
    int32_t number;

    dbk_halfwidth(text, half, sizeof half);
    for (char *c = half; *c != '\0'; c++)
        if (!isdigit((unsigned char)*c))
            *c = ' ';
    if (sscanf(half, "%4d %2d %2d %n", &year, &month, &day, &n) != 3 || half[n] != '\0')
        return false;
    return dbk_day_from_ymd((uint32_t)(year * 10000 + month * 100 + day), &number) && dbk_day_text(number, guess);
}

bool
dbk_scalar_date(const dbk_yaml *node, dbk_complaints *found, uint32_t *ymd)
{
    char guess[DBK_DAY_TEXT_BYTES], value[SHORT_BYTES];
    int32_t day;

    if (dbk_day_parse(node->text, &day)) {
        *ymd = dbk_day_ymd(day);
        return true;
    }
    if (guess_date(node->text, guess))
        dbk_complain(found, node->line, _("%s: '%s': write %s"), node->key, shown(node, value), guess);
    else
        dbk_complain(found, node->line, _("%s: '%s' is no date: write year-month-day, such as 2020-02-18"), node->key,
                     shown(node, value));
    return false;
}

/* Is it one of these words, or nothing? */
static bool
is_unit(const char *text, const char *const *units)
{
    text += strspn(text, " ");
    return text[0] == '\0' || is_one_of(text, units);
}

/* What stands between degrees and tenths, also as it comes out of a Chinese input method, or is said: 38度9. */
static size_t
point_bytes(const char *text)
{
    static const char *const points[] = { ".", ",", "。", "、", "·", "度", NULL };

    for (size_t i = 0; points[i]; i++)
        if (strncmp(text, points[i], strlen(points[i])) == 0 && isdigit((unsigned char)text[strlen(points[i])]))
            return strlen(points[i]);
    return 0;
}

/* "38.9", "38,9", "38.9度", "38度9"; the text is half-width. */
static bool
is_degrees(const char *text, unsigned *tenths)
{
    static const char *const units[] = { "度", "℃", "°", "°C", "C", "degrees", NULL };
    const size_t whole = strspn(text, "0123456789"), point = point_bytes(text + whole);
    const char *rest = text + whole + point;

    if (whole < 1 || whole > 3)
        return false;
    *tenths = (unsigned)strtoul(text, NULL, 10) * 10;
    if (point > 0)
        *tenths += (unsigned)(*rest++ - '0');
    return is_unit(rest, units);
}

/* Three digits that leave out the point. */
static bool
lacks_point(unsigned tenths)
{
    return tenths % 10 == 0 && tenths / 10 >= DBK_TEMPERATURE_MIN_TENTHS && tenths / 10 <= DBK_TEMPERATURE_MAX_TENTHS;
}

bool
dbk_scalar_tenths(const dbk_yaml *node, dbk_complaints *found, uint32_t *tenths)
{
    char half[SHORT_BYTES], value[SHORT_BYTES];
    unsigned read = 0;

    dbk_halfwidth(node->text, half, sizeof half);
    const bool good = is_degrees(half, &read);

    *tenths = read;
    if (good && !lacks_point(read))
        return true;
    if (good)
        dbk_complain(found, node->line, _("%s: '%s' has no point: write %u.%u"), node->key, shown(node, value),
                     read / 100, read / 10 % 10);
    else
        dbk_complain(found, node->line, _("%s: '%s': write degrees with one decimal, such as 36.5"), node->key,
                     shown(node, value));
    return false;
}

/* "07:40", "7:40", "7点40分", "7点", "0740"; the text is half-width. */
static bool
is_clock(const char *text, unsigned *hour, unsigned *minute)
{
    const size_t digits = strspn(text, "0123456789");
    int n = 0;

    *minute = 0;
    if (digits == 0 || digits > 4)
        return false;
    if (digits >= 3) {
        *hour = (unsigned)strtoul(text, NULL, 10) / 100;
        *minute = (unsigned)strtoul(text, NULL, 10) % 100;
        return text[digits] == '\0';
    }
    if (sscanf(text, "%2u:%2u%n", hour, minute, &n) == 2 || sscanf(text, "%2u点%2u%n", hour, minute, &n) == 2)
        return text[n] == '\0' || strcmp(text + n, "分") == 0;
    return sscanf(text, "%2u点%n", hour, &n) == 1 && n > 0 && text[n] == '\0';
}

bool
dbk_scalar_time(const dbk_yaml *node, dbk_complaints *found, uint32_t *hhmm)
{
    char half[SHORT_BYTES], value[SHORT_BYTES];
    unsigned hour = 0, minute = 0;

    dbk_halfwidth(node->text, half, sizeof half);
    if (is_clock(half, &hour, &minute) && hour < 24 && minute < 60) {
        *hhmm = hour * 100 + minute;
        return true;
    }
    dbk_complain(found, node->line, _("%s: '%s': write hours and minutes, such as 07:40"), node->key,
                 shown(node, value));
    return false;
}

/* Bytes of the blank or comma, of either width, that this begins with; 0: it begins with none. */
static size_t
gap_bytes(const char *text)
{
    static const char *const gaps[] = { " ", ",", "，", "、", "　" };

    for (size_t i = 0; i < sizeof gaps / sizeof gaps[0]; i++)
        if (strncmp(text, gaps[i], strlen(gaps[i])) == 0)
            return strlen(gaps[i]);
    return 0;
}

const char *
dbk_scalar_word(const char *text, char *word, size_t word_bytes)
{
    size_t n = 0;

    while (gap_bytes(text) > 0)
        text += gap_bytes(text);
    while (text[n] != '\0' && gap_bytes(text + n) == 0)
        n++;
    snprintf(word, word_bytes, "%.*s", (int)n, text);
    return n > 0 ? text + n : NULL;
}

/* The longest word of a list that this begins with, up to a gap: English ones have blanks in them. NULL: none. */
static const dbk_code_row *
row_at(const char *text, dbk_list list, size_t *bytes)
{
    size_t n;
    const dbk_code_row *rows = dbk_list_rows(list, &n), *best = NULL;

    *bytes = 0;
    for (size_t i = 0; i < n; i++) {
        const char *const words[] = { rows[i].name, rows[i].zh, rows[i].en };

        for (size_t w = 0; w < sizeof words / sizeof words[0]; w++) {
            const size_t length = strlen(words[w]);

            if (length > *bytes && strncasecmp(text, words[w], length) == 0 &&
                (text[length] == '\0' || gap_bytes(text + length) > 0)) {
                best = &rows[i];
                *bytes = length;
            }
        }
    }
    return best;
}

bool
dbk_scalar_set(const dbk_yaml *node, dbk_list list, dbk_complaints *found, uint32_t *bits)
{
    char word[SHORT_BYTES];
    const dbk_yaml one = { .kind = DBK_YAML_TEXT, .line = node->line, .key = node->key, .text = word };

    *bits = 0;
    if (means_none(node->text) || strcmp(node->text, "0") == 0)
        return true;
    for (const char *at = node->text; at != NULL;) {
        size_t bytes;
        int number = 0;

        while (gap_bytes(at) > 0)
            at += gap_bytes(at);
        const dbk_code_row *row = row_at(at, list, &bytes);

        if (row) {
            number = row->number;
            at += bytes;
        } else if ((at = dbk_scalar_word(at, word, sizeof word)) != NULL &&
                   !dbk_scalar_code(&one, list, found, &number))
            return false;
        if (number > 0)
            *bits |= UINT32_C(1) << (number - 1);
    }
    return true;
}

bool
dbk_scalar_id(const dbk_yaml *node, dbk_complaints *found, uint8_t id[DBK_ID_BYTES])
{
    char value[SHORT_BYTES];

    if (dbk_id_parse(node->text, id))
        return true;
    dbk_complain(found, node->line, _("%s: '%s' is no id of a report: copy it whole from daybook status"), node->key,
                 shown(node, value));
    return false;
}

#define NEAR_ROWS 32

/* The row that was nearly written; NULL: none. */
static const dbk_code_row *
near_row(dbk_list list, const char *text)
{
    const char *words[3 * NEAR_ROWS], *near;
    size_t n;
    const dbk_code_row *rows = dbk_list_rows(list, &n);

    for (size_t i = 0; i < n && i < NEAR_ROWS; i++) {
        words[3 * i] = rows[i].name;
        words[3 * i + 1] = rows[i].zh;
        words[3 * i + 2] = rows[i].en;
    }
    near = dbk_text_nearest(text, words, 3 * (n < NEAR_ROWS ? n : NEAR_ROWS));
    return near ? dbk_list_named(list, near) : NULL;
}

const char *
dbk_scalar_choices(dbk_list list, char *room, size_t room_bytes)
{
    size_t n, used = 0;
    const dbk_code_row *rows = dbk_list_rows(list, &n);

    room[0] = '\0';
    for (size_t i = 0; i < n && used < room_bytes; i++)
        used += (size_t)snprintf(room + used, room_bytes - used, "%s%s", i > 0 ? _(", ") : "",
                                 dbk_words_pick(rows[i].zh, rows[i].en));
    return room;
}

bool
dbk_scalar_code(const dbk_yaml *node, dbk_list list, dbk_complaints *found, int *number)
{
    char half[SHORT_BYTES], value[SHORT_BYTES], choices[DBK_COMPLAINT_BYTES];
    const dbk_code_row *row, *near;

    dbk_halfwidth(node->text, half, sizeof half);
    row = is_count(half) && strlen(half) < 4 ? dbk_list_find(list, atoi(half)) : dbk_list_named(list, half);
    if (row) {
        *number = row->number;
        return true;
    }
    near = near_row(list, half);
    if (near)
        dbk_complain(found, node->line, _("%s: there is no '%s'; is %s meant?"), node->key, shown(node, value),
                     dbk_words_pick(near->zh, near->en));
    else
        dbk_complain(found, node->line, _("%s: there is no '%s'; one of these is expected: %s"), node->key,
                     shown(node, value), dbk_scalar_choices(list, choices, sizeof choices));
    return false;
}

bool
dbk_scalar_is_figure(const char *text)
{
    char plain[256];

    (void)dbk_halfwidth(text, plain, sizeof plain);
    return strpbrk(plain, "0123456789") != NULL && plain[strspn(plain, "0123456789 .,+-/")] == '\0';
}
