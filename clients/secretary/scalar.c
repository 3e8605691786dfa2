#include "clients/secretary/scalar.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "clients/halfwidth.h"
#include "clients/words.h"
#include "proto/calendar.h"
#include "proto/ident.h"
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
    static const char *const yeses[] = { "yes", "true", "是", "有", NULL };
    static const char *const noes[] = { "no", "false", "否", "无", NULL };

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

bool
dbk_scalar_tenths(const dbk_yaml *node, dbk_complaints *found, uint32_t *tenths)
{
    char half[SHORT_BYTES], value[SHORT_BYTES];
    unsigned whole, tenth = 0;
    int n = 0, m = 0;

    dbk_halfwidth(node->text, half, sizeof half);
    if (sscanf(half, "%3u%n", &whole, &n) == 1 && half[0] != '+' && half[0] != '-' &&
        (half[n] == '\0' || (sscanf(half + n, ".%1u%n", &tenth, &m) == 1 && half[n + m] == '\0'))) {
        *tenths = whole * 10 + tenth;
        return true;
    }
    dbk_complain(found, node->line, _("%s: '%s': write degrees with one decimal, such as 36.5"), node->key,
                 shown(node, value));
    return false;
}

bool
dbk_scalar_time(const dbk_yaml *node, dbk_complaints *found, uint32_t *hhmm)
{
    char half[SHORT_BYTES], value[SHORT_BYTES];
    unsigned hour, minute;
    int n = 0;

    dbk_halfwidth(node->text, half, sizeof half);
    if (isdigit((unsigned char)half[0]) && sscanf(half, "%2u:%2u%n", &hour, &minute, &n) == 2 && half[n] == '\0' &&
        hour < 24 && minute < 60) {
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

bool
dbk_scalar_set(const dbk_yaml *node, dbk_list list, dbk_complaints *found, uint32_t *bits)
{
    char word[SHORT_BYTES];
    const dbk_yaml one = { .kind = DBK_YAML_TEXT, .line = node->line, .key = node->key, .text = word };
    bool good = true;

    *bits = 0;
    if (means_none(node->text))
        return true;
    for (const char *at = node->text; good && (at = dbk_scalar_word(at, word, sizeof word)) != NULL;) {
        int number = 0;

        good = dbk_scalar_code(&one, list, found, &number);
        if (number > 0)
            *bits |= UINT32_C(1) << (number - 1);
    }
    return good;
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

bool
dbk_scalar_code(const dbk_yaml *node, dbk_list list, dbk_complaints *found, int *number)
{
    char half[SHORT_BYTES], value[SHORT_BYTES];
    const char *names[64];
    size_t n;
    const dbk_code_row *rows = dbk_list_rows(list, &n), *row;
    const char *near;

    dbk_halfwidth(node->text, half, sizeof half);
    row = dbk_list_named(list, half);
    if (row) {
        *number = row->number;
        return true;
    }
    for (size_t i = 0; i < n && i < 32; i++) {
        names[2 * i] = rows[i].name;
        names[2 * i + 1] = rows[i].zh;
    }
    near = dbk_text_nearest(half, names, n < 32 ? 2 * n : 64);
    if (near)
        dbk_complain(found, node->line, _("%s: there is no '%s'; is %s meant?"), node->key, shown(node, value), near);
    else
        dbk_complain(found, node->line, _("%s: there is no '%s'; one of the words in the template is expected"),
                     node->key, shown(node, value));
    return false;
}
