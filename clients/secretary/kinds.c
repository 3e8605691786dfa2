#include "clients/secretary/kinds.h"

#include <stdio.h>
#include <string.h>

#include "clients/words.h"

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

/* One file a kind: kind_<kind>.c. */
extern const dbk_kind_shape dbk_shape_nightly_report, dbk_shape_roll_call, dbk_shape_health_report,
                            dbk_shape_supply_sheet, dbk_shape_minutes, dbk_shape_bulletin_read;

static const dbk_kind_shape *const shapes[] = {
    &dbk_shape_nightly_report,
    &dbk_shape_roll_call,
    &dbk_shape_health_report,
    &dbk_shape_supply_sheet,
    &dbk_shape_minutes,
    &dbk_shape_bulletin_read,
};

const dbk_kind_shape *
dbk_kind_shape_of(dbk_kind kind)
{
    for (size_t i = 0; i < ARRAY_LEN(shapes); i++)
        if (shapes[i]->kind == kind)
            return shapes[i];
    return NULL;
}

const dbk_kind_shape *
dbk_kind_shape_named(const char *verb)
{
    for (size_t i = 0; i < ARRAY_LEN(shapes); i++)
        if (shapes[i]->verb != NULL && strcmp(shapes[i]->verb, verb) == 0)
            return shapes[i];
    return NULL;
}

static const dbk_field *
named(const dbk_field *fields, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(fields[i].name, name) == 0 && fields[i].kind != FIELD_ELSEWHERE)
            return &fields[i];
    return NULL;
}

const dbk_field *
dbk_kind_field(const dbk_kind_shape *shape, const char *path, const dbk_field_list **list, size_t *entry)
{
    const char *bracket = strchr(path, '['), *name;
    int n = 0;

    *list = NULL;
    *entry = 0;
    if (bracket == NULL)
        return named(shape->top, shape->n_top, path);
    if (sscanf(bracket, "[%zu].%n", entry, &n) != 1 || n == 0)
        return NULL;
    name = bracket + n;
    for (size_t i = 0; i < shape->n_lists; i++)
        if (strncmp(shape->lists[i].key, path, (size_t)(bracket - path)) == 0 &&
            shape->lists[i].key[bracket - path] == '\0')
            *list = &shape->lists[i];
    return *list ? named((*list)->fields, (*list)->n, name) : NULL;
}

const char *
dbk_kind_part_words(dbk_kind kind, uint32_t part, char room[DBK_PART_BYTES])
{
    const dbk_kind_shape *shape = dbk_kind_shape_of(kind);
    const dbk_code_row *row = shape && shape->part_list ? dbk_list_find(shape->part_list, (int)part) : NULL;

    room[0] = '\0';
    if (row)
        snprintf(room, DBK_PART_BYTES, "%s", dbk_words_pick(row->zh, row->en));
    else if (part > 0)
        snprintf(room, DBK_PART_BYTES, "%u", part);
    return room;
}

const char *
dbk_kind_title(const dbk_kind_shape *shape, uint32_t part, char room[DBK_TITLE_BYTES])
{
    char words[DBK_PART_BYTES];

    dbk_kind_part_words(shape->kind, part, words);
    if (shape->part_list && part > 0)
        snprintf(room, DBK_TITLE_BYTES, _("%s, %s"), _(shape->title), words);
    else
        snprintf(room, DBK_TITLE_BYTES, "%s%s%s", _(shape->title), part > 0 ? " " : "", words);
    return room;
}

bool
dbk_kind_is_choice(dbk_kind kind, const char *path)
{
    const dbk_field_list *list;
    size_t entry;
    const dbk_field *of = dbk_kind_field(dbk_kind_shape_of(kind), path, &list, &entry);

    return of && of->kind == FIELD_CODE;
}
