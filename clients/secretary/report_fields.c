#include "clients/secretary/report_fields.h"

#include <assert.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/secretary/scalar.h"
#include "clients/words.h"
#include "proto/calendar.h"
#include "proto/ident.h"
#include "proto/text.h"

_Static_assert(sizeof(Daybook__V1__WorkKind) == sizeof(int), "FIELD_CODE writes an int");

void
dbk_reading_note(dbk_reading *reading, const char *path, int line, bool spoilt)
{
    if (reading->n == reading->room) {
        const size_t room = reading->room ? 2 * reading->room : 64;
        dbk_place *more = dbk_arena_take(reading->arena, room * sizeof *more);

        if (more == NULL)
            return;
        if (reading->n > 0)
            memcpy(more, reading->places, reading->n * sizeof *more);
        reading->places = more;
        reading->room = room;
    }
    dbk_place *place = &reading->places[reading->n++];

    snprintf(place->path, sizeof place->path, "%s", path);
    place->line = line;
    place->spoilt = spoilt;
}

/* Each puts a value at `to`; false: it has complained. */

static bool
read_text(dbk_reading *reading, const dbk_yaml *node, ProtobufCBinaryData *to)
{
    char *text = dbk_text_nfc(node->text, strlen(node->text), NULL);
    const size_t n = text ? strlen(text) : 0;

    to->data = text ? dbk_arena_take(reading->arena, n + 1) : NULL;
    to->len = n;
    if (to->data == NULL) {
        free(text);
        dbk_complain(reading->found, node->line, "%s", _("the file holds too much"));
        return false;
    }
    memcpy(to->data, text, n + 1);
    free(text);
    return true;
}

static bool
read_count(dbk_reading *reading, const dbk_yaml *node, uint32_t *to)
{
    int64_t count;

    if (!dbk_scalar_count(node, reading->found, &count))
        return false;
    if (count > DBK_FIGURE_MAX) {
        dbk_complain(reading->found, node->line, _("%s: %.20s... is too large"), node->key, node->text);
        return false;
    }
    *to = (uint32_t)count;
    return true;
}

static bool
read_bool(dbk_reading *reading, const dbk_yaml *node, protobuf_c_boolean *to)
{
    bool yes = false;
    const bool good = dbk_scalar_bool(node, reading->found, &yes);

    *to = yes;
    return good;
}

static bool
read_id(dbk_reading *reading, const dbk_yaml *node, ProtobufCBinaryData *to)
{
    to->data = dbk_arena_take(reading->arena, DBK_ID_BYTES);
    to->len = DBK_ID_BYTES;
    return to->data != NULL && dbk_scalar_id(node, reading->found, to->data);
}

/* A slip of one column: the contract cannot refuse it, for records of old clients are sealed with it. */
static bool
is_worded(dbk_reading *reading, const dbk_yaml *node, const dbk_field *field)
{
    if (!field->worded || !dbk_scalar_is_figure(node->text))
        return true;
    dbk_complain(reading->found, node->line, _("%s: \"%.20s\" is a number; a word stands here, such as box, bottle, piece"),
                 node->key, node->text);
    return false;
}

static bool
read_value(dbk_reading *reading, const dbk_yaml *node, const dbk_field *field, void *to)
{
    switch (field->kind) {
    case FIELD_TEXT:
        return is_worded(reading, node, field) && read_text(reading, node, to);
    case FIELD_NARRATIVE:
        return read_text(reading, node, to);
    case FIELD_COUNT:
    case FIELD_PERSON:
        return read_count(reading, node, to);
    case FIELD_BOOL:
        return read_bool(reading, node, to);
    case FIELD_DATE:
        return dbk_scalar_date(node, reading->found, to);
    case FIELD_ID:
        return read_id(reading, node, to);
    case FIELD_CODE:
        return dbk_scalar_code(node, field->list, reading->found, to);
    case FIELD_TENTHS:
        return dbk_scalar_tenths(node, reading->found, to);
    case FIELD_TIME:
        return dbk_scalar_time(node, reading->found, to);
    case FIELD_SET:
        return dbk_scalar_set(node, field->list, reading->found, to);
    case FIELD_INSTANT:
    case FIELD_ELSEWHERE:
        break;
    }
    return false;
}

/* ------------------------------------------------------------------ and back */

/* A 0 that no word stands for says the same as nothing. */
static void
text_of_code(dbk_list list, int number, char *room, size_t room_bytes)
{
    const dbk_code_row *row = dbk_list_find(list, number);

    if (row != NULL || number == 0)
        snprintf(room, room_bytes, "%s", row ? row->name : "");
    else
        snprintf(room, room_bytes, "%d", number);
}

/* A bit that no word stands for is a newer client's: it is told by its number. */
static void
text_of_set(dbk_list list, uint32_t bits, char *room, size_t room_bytes)
{
    size_t used = 0;
    char word[32];

    snprintf(room, room_bytes, "%s", "none");
    for (int number = 1; number <= 32 && used < room_bytes; number++)
        if (bits & UINT32_C(1) << (number - 1)) {
            text_of_code(list, number, word, sizeof word);
            used += (size_t)snprintf(room + used, room_bytes - used, "%s%s", used > 0 ? " " : "", word);
        }
}

static void
text_of_number(const dbk_field *field, uint32_t number, char *room, size_t room_bytes)
{
    int32_t day;

    if (field->kind == FIELD_TENTHS)
        snprintf(room, room_bytes, "%u.%u", number / 10, number % 10);
    else if (field->kind == FIELD_TIME)
        snprintf(room, room_bytes, "%02u:%02u", number / 100, number % 100);
    else if (field->kind == FIELD_SET)
        text_of_set(field->list, number, room, room_bytes);
    else if (field->kind != FIELD_DATE)
        snprintf(room, room_bytes, "%u", number);
    else if (dbk_day_from_ymd(number, &day))
        dbk_day_text(day, room);
}

char *
dbk_field_text(const dbk_field *field, const void *value)
{
    union { uint32_t number; int64_t ms; int code; protobuf_c_boolean yes; ProtobufCBinaryData bytes; } it;
    char text[320] = "", *copy;

    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_NARRATIVE:
        memcpy(&it.bytes, value, sizeof it.bytes);
        copy = strndup(it.bytes.len > 0 ? (const char *)it.bytes.data : "", it.bytes.len);
        assert(copy != NULL);
        return copy;
    case FIELD_ID:
        memcpy(&it.bytes, value, sizeof it.bytes);
        if (it.bytes.len == DBK_ID_BYTES)
            dbk_id_text(it.bytes.data, text);
        break;
    case FIELD_BOOL:
        memcpy(&it.yes, value, sizeof it.yes);
        snprintf(text, sizeof text, "%s", it.yes ? "yes" : "no");
        break;
    case FIELD_CODE:
        memcpy(&it.code, value, sizeof it.code);
        text_of_code(field->list, it.code, text, sizeof text);
        break;
    case FIELD_INSTANT:
        memcpy(&it.ms, value, sizeof it.ms);
        dbk_instant_text(it.ms, text);
        break;
    case FIELD_COUNT:
    case FIELD_PERSON:
    case FIELD_DATE:
    case FIELD_TENTHS:
    case FIELD_TIME:
    case FIELD_SET:
        memcpy(&it.number, value, sizeof it.number);
        text_of_number(field, it.number, text, sizeof text);
        break;
    case FIELD_ELSEWHERE:
        break;
    }
    copy = strdup(text);
    assert(copy != NULL);
    return copy;
}

char *
dbk_field_tidy(const dbk_field *field, const char *text, dbk_complaints *found)
{
    const dbk_yaml node = { .kind = DBK_YAML_TEXT, .text = text, .key = _(field->label) };
    union { uint32_t number; int code; protobuf_c_boolean yes; ProtobufCBinaryData bytes; } value = { 0 };
    dbk_arena arena;
    dbk_reading reading = { .arena = &arena, .found = found };
    char *tidy = NULL;

    dbk_arena_init(&arena, DBK_FRAME_MAX_BYTES);
    if (read_value(&reading, &node, field, &value))
        tidy = dbk_field_text(field, &value);
    dbk_arena_fini(&arena);
    return tidy;
}

/* ------------------------------------------------------------------ a map of a file */

static void
read_field(dbk_reading *reading, const dbk_yaml *node, const dbk_field *field, const char *path, void *message)
{
    char *const base = message;
    protobuf_c_boolean *const has = (protobuf_c_boolean *)(void *)(base + field->has);

    if (node->kind != DBK_YAML_TEXT)
        dbk_complain(reading->found, node->line, _("%s: one value is expected here; "
                     "put a text that begins with [ or { between double quotes"), node->key);
    else if (dbk_yaml_is_empty(node))
        *has = false;
    else
        *has = read_value(reading, node, field, base + field->value);
    dbk_reading_note(reading, path, node->key_line, !*has && !dbk_yaml_is_empty(node));
}

void
dbk_fields_read(dbk_reading *reading, const dbk_yaml *map, const char *prefix, const dbk_field *known, size_t n,
                void *message)
{
    char path[DBK_FIELD_BYTES];

    for (size_t i = 0; i < n; i++) {
        const dbk_yaml *node = dbk_yaml_get(map, known[i].key);

        if (node == NULL || known[i].kind == FIELD_ELSEWHERE)
            continue;
        snprintf(path, sizeof path, "%s%s", prefix, known[i].name);
        read_field(reading, node, &known[i], path, message);
    }
}

void
dbk_fields_refuse_others(dbk_reading *reading, const dbk_yaml *map, const char *const *known, size_t n)
{
    for (const dbk_yaml *node = map ? map->first : NULL; node; node = node->next) {
        bool is_known = false;
        const char *near;

        for (size_t i = 0; i < n && !is_known; i++)
            is_known = strcmp(node->key, known[i]) == 0;
        if (is_known)
            continue;
        near = dbk_text_nearest(node->key, known, n);
        if (near)
            dbk_complain(reading->found, node->key_line, _("%s: there is no such field here; is %s meant?"), node->key,
                         near);
        else
            dbk_complain(reading->found, node->key_line, _("%s: there is no such field here"), node->key);
    }
}
