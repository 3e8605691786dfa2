/*
 * check_fields — texts, choices and lists of any message, by tables of their fields.
 *
 * A field's path is written only when there is something to say about it.
 */
#include <stdio.h>
#include <string.h>

#include "proto/check_parts.h"
#include "proto/text.h"

/* ---------------------------------------------------------------- where we are */

static const char *
path_of(dbk_field_place at, char field[DBK_FIELD_BYTES])
{
    if (at.list == NULL)
        snprintf(field, DBK_FIELD_BYTES, "%s", at.name);
    else
        snprintf(field, DBK_FIELD_BYTES, "%s[%zu].%s", at.list, at.position, at.name);
    return field;
}

void
dbk_place_say(const dbk_checking *check, const char *code, dbk_field_place at, const char *limit, const void *value,
              size_t value_bytes)
{
    char field[DBK_FIELD_BYTES];

    dbk_check_say(check, code, path_of(at, field), limit, value, value_bytes);
}

void
dbk_place_say_nothing(const dbk_checking *check, const char *code, dbk_field_place at)
{
    dbk_place_say(check, code, at, NULL, NULL, 0);
}

void
dbk_place_say_number(const dbk_checking *check, const char *code, dbk_field_place at, const char *limit,
                     int64_t value)
{
    char field[DBK_FIELD_BYTES];

    dbk_check_say_number(check, code, path_of(at, field), limit, value);
}

void
dbk_place_say_outside(const dbk_checking *check, const char *code, dbk_field_place at, int64_t least, int64_t most,
                      int64_t value)
{
    char field[DBK_FIELD_BYTES];

    dbk_check_say_outside(check, code, path_of(at, field), least, most, value);
}

/* ---------------------------------------------------------------- texts and choices, by table */

static const char *const fault_codes[] = {
    [DBK_TEXT_NOT_UTF8] = "text.utf8",
    [DBK_TEXT_CONTROL]  = "text.control",
    [DBK_TEXT_BIDI]     = "text.bidi",
};

/* A long text is shown from a little before its fault, beginning with a whole character. */
static void
say_fault(const dbk_checking *check, dbk_text_fault fault, dbk_field_place at, const ProtobufCBinaryData *text,
          size_t fault_at)
{
    size_t from = fault_at > 30 ? fault_at - 30 : 0;

    while (from < fault_at && (text->data[from] & 0xC0) == 0x80)
        from++;
    dbk_place_say(check, fault_codes[fault], at, NULL, text->data + from, text->len - from);
}

/* The least counts what a reader sees, the most what the database stores: spaces at the ends fill no form and fit no
 * column. Returns the first. */
static size_t
check_length(const dbk_checking *check, const dbk_field_rule *rule, dbk_field_place at, const ProtobufCBinaryData *text)
{
    const size_t seen = dbk_text_chars(text->data, text->len);
    const size_t all = dbk_text_points(text->data, text->len);

    if (seen == 0 && rule->least > 0)
        dbk_place_say_nothing(check, "text.missing", at);
    else if (seen < rule->least)
        dbk_place_say_outside(check, "text.short", at, (int64_t)rule->least, (int64_t)rule->most, (int64_t)seen);
    else if (all > rule->most)
        dbk_place_say_outside(check, "text.long", at, (int64_t)rule->least, (int64_t)rule->most, (int64_t)all);
    return seen;
}

size_t
dbk_check_text(const dbk_checking *check, const dbk_field_rule *rule, dbk_field_place at,
               const ProtobufCBinaryData *text)
{
    const dbk_text_shape as = rule->shape == DBK_FIELD_LINE ? DBK_TEXT_LINE : DBK_TEXT_NARRATIVE;
    size_t fault_at = 0;
    const dbk_text_fault fault = dbk_text_check(text->data, text->len, as, &fault_at);

    if (fault != DBK_TEXT_OK) {
        say_fault(check, fault, at, text, fault_at);
        return 0;
    }
    if (dbk_text_has_personal_number(text->data, text->len))
        dbk_place_say(check, "text.personal", at, NULL, text->data, text->len);
    return check_length(check, rule, at, text);
}

/* Not chosen is 0, which is a number of no list. */
static void
check_choice(const dbk_checking *check, const dbk_field_rule *rule, dbk_field_place at, int number)
{
    char field[DBK_FIELD_BYTES];
    size_t n;

    if (dbk_list_find(rule->list, number) != NULL)
        return;
    dbk_list_rows(rule->list, &n);
    dbk_check_say_outside(check, "enum.unknown", path_of(at, field), 1, (int64_t)n, number);
}

void
dbk_check_fields(const dbk_checking *check, dbk_field_place at, const void *message, const dbk_field_rule *rules,
                 size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const void *field = (const char *)message + rules[i].offset;
        int number;

        at.name = rules[i].name;
        if (rules[i].shape == DBK_FIELD_LINE || rules[i].shape == DBK_FIELD_NARRATIVE) {
            dbk_check_text(check, &rules[i], at, field);
            continue;
        }
        memcpy(&number, field, sizeof number);
        if (number != 0 || rules[i].shape == DBK_FIELD_CHOICE)
            check_choice(check, &rules[i], at, number);
    }
}

size_t
dbk_check_bounded(const dbk_checking *check, const char *list, size_t n, size_t most)
{
    if (n <= most)
        return n;
    dbk_check_say_outside(check, "list.long", list, 0, (int64_t)most, (int64_t)n);
    return most;
}

/* ---------------------------------------------------------------- numbers that people write otherwise */

static void
write_as(char room[DBK_VALUE_BYTES], dbk_number_shape shape, uint32_t value)
{
    switch (shape) {
    case DBK_AS_TENTHS:
        snprintf(room, DBK_VALUE_BYTES, "%u.%u", value / 10, value % 10);
        break;
    case DBK_AS_TIME:
        snprintf(room, DBK_VALUE_BYTES, "%02u:%02u", value / 100, value % 100);
        break;
    case DBK_AS_DATE:
        snprintf(room, DBK_VALUE_BYTES, "%04u-%02u-%02u", value / 10000, value / 100 % 100, value % 100);
        break;
    }
}

void
dbk_place_say_as(const dbk_checking *check, const char *code, dbk_field_place at, const char *limit,
                 dbk_number_shape shape, uint32_t value)
{
    char text[DBK_VALUE_BYTES];

    write_as(text, shape, value);
    dbk_place_say(check, code, at, limit, text, strlen(text));
}

void
dbk_check_temperature(const dbk_checking *check, dbk_field_place at, uint32_t tenths)
{
    char least[DBK_VALUE_BYTES], most[DBK_VALUE_BYTES], limit[2 * DBK_VALUE_BYTES + 2];

    if (tenths >= DBK_TEMPERATURE_MIN_TENTHS && tenths <= DBK_TEMPERATURE_MAX_TENTHS)
        return;
    write_as(least, DBK_AS_TENTHS, DBK_TEMPERATURE_MIN_TENTHS);
    write_as(most, DBK_AS_TENTHS, DBK_TEMPERATURE_MAX_TENTHS);
    snprintf(limit, sizeof limit, "%s..%s", least, most);
    dbk_place_say_as(check, "temperature.range", at, limit, DBK_AS_TENTHS, tenths);
}
