#include "clients/secretary/report_file.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/secretary/kinds.h"
#include "clients/secretary/scalar.h"
#include "clients/secretary/text_file.h"
#include "clients/words.h"
#include "clients/secretary/yaml_tidy.h"
#include "clients/secretary/yaml_tree.h"
#include "proto/kind.h"

/* A file of DBK_TEXT_FILE_MAX_BYTES of nothing but tiny values needs some 5 MB as a tree. */
#define ARENA_MAX_BYTES (8u * 1024u * 1024u)

struct dbk_report_file {
    dbk_arena          arena;
    const dbk_yaml    *root;
    bool               whole;
    dbk_reading        reading;
    dbk_record         record;
    ProtobufCMessage  *body;                 /* of its kind; in `arena` */
};

#define KEYS_MAX (DBK_INDICATOR_MAX + 16)

/* ------------------------------------------------------------------ opening */

dbk_report_file *
dbk_report_file_open(const char *path, dbk_complaints *found, dbk_err *err)
{
    char *text = dbk_text_file_read(path, found, err);
    dbk_report_file *file = text ? dbk_report_file_parse(text, path, found, err) : NULL;

    free(text);
    return file;
}

dbk_report_file *
dbk_report_file_parse(const char *text, const char *path, dbk_complaints *found, dbk_err *err)
{
    char *tidy = dbk_yaml_tidy(text, found);
    dbk_report_file *file = calloc(1, sizeof *file);

    assert(file != NULL);
    dbk_arena_init(&file->arena, ARENA_MAX_BYTES);
    file->root = dbk_yaml_read(tidy, &file->arena, found, &file->whole);
    free(tidy);
    if (file->root && file->root->kind == DBK_YAML_MAP)
        return file;
    if (found->n == 0) {
        dbk_err_set(err, DBK_E_INPUT, file->root ? _("%s: this is no report: lines of \"key: value\" are expected")
                                                 : _("%s: there is nothing in it"), path);
        dbk_report_file_close(&file);
    }
    return file;
}

void
dbk_report_file_close(dbk_report_file **file)
{
    if (*file == NULL)
        return;
    dbk_arena_fini(&(*file)->arena);
    free(*file);
    *file = NULL;
}

const dbk_yaml *
dbk_report_file_tree(const dbk_report_file *file)
{
    return file->root;
}

bool
dbk_report_file_whole(const dbk_report_file *file)
{
    return file->whole;
}

/* A filled value at the top, or NULL. */
static const dbk_yaml *
head_value(const dbk_report_file *file, const char *key)
{
    const dbk_yaml *node = dbk_yaml_get(file->root, key);

    return node && node->kind == DBK_YAML_TEXT && !dbk_yaml_is_empty(node) ? node : NULL;
}

uint32_t
dbk_report_file_form_version(const dbk_report_file *file)
{
    const dbk_yaml *node = head_value(file, "form");
    int64_t version = 0;

    return node && dbk_scalar_count(node, NULL, &version) && version <= DBK_FIGURE_MAX ? (uint32_t)version : 0;
}

dbk_kind
dbk_report_file_kind(const dbk_report_file *file)
{
    const dbk_yaml *node = head_value(file, "kind");
    int kind = DBK_NIGHTLY_REPORT;

    return node && dbk_scalar_code(node, DBK_LIST_KIND, NULL, &kind) ? (dbk_kind)kind : DBK_NIGHTLY_REPORT;
}

bool
dbk_report_file_has_form(const dbk_report_file *file)
{
    return dbk_kind_find(dbk_report_file_kind(file))->has_form;
}

uint32_t
dbk_report_file_date(const dbk_report_file *file)
{
    const dbk_yaml *node = head_value(file, "date");
    uint32_t ymd = 0;

    return node && dbk_scalar_date(node, NULL, &ymd) ? ymd : 0;
}

/* ------------------------------------------------------------------ reading */

static size_t
add_keys(const char **keys, size_t n, const dbk_field *fields, size_t n_fields)
{
    for (size_t i = 0; i < n_fields; i++)
        keys[n++] = fields[i].key;
    return n;
}

static size_t
add_codes(const char **keys, size_t n, const dbk_form *form)
{
    const dbk_form_message *message = dbk_form_message_of(form);

    for (size_t i = 0; i < message->n_indicators; i++)
        keys[n++] = message->indicators[i]->code;
    return n;
}

static void
read_figure(dbk_report_file *file, const dbk_form *form, const dbk_yaml *node)
{
    const Daybook__V1__Indicator *indicator = dbk_form_named(form, node->key);
    dbk_nightly_report *report = file->record.nightly_report;
    char path[DBK_FIELD_BYTES];
    int64_t value = 0;
    bool good = false;

    if (indicator == NULL)
        return;
    if (node->kind != DBK_YAML_TEXT)
        dbk_complain(file->reading.found, node->line, _("%s: one number is expected here"), node->key);
    else if (dbk_yaml_is_empty(node))
        good = true;
    else
        good = dbk_scalar_count(node, file->reading.found, &value);
    snprintf(path, sizeof path, "figures.%s", node->key);
    dbk_reading_note(&file->reading, path, node->key_line, !good);
    if (!good || dbk_yaml_is_empty(node))
        return;
    dbk_figure *figure = dbk_arena_take(&file->arena, sizeof *figure);

    assert(figure != NULL && report->n_figures < DBK_INDICATOR_MAX);
    daybook__v1__figure__init(figure);
    figure->has_indicator = figure->has_value = true;
    figure->indicator = indicator->number;
    figure->value = value;
    report->figures[report->n_figures++] = figure;
}

static void
read_figures(dbk_report_file *file, const dbk_form *form)
{
    const dbk_yaml *map = dbk_yaml_get(file->root, "figures");
    const char *codes[KEYS_MAX];

    if (map == NULL)
        return;
    const bool wrong = map->kind != DBK_YAML_MAP && !dbk_yaml_is_empty(map);

    dbk_reading_note(&file->reading, "figures", map->key_line, wrong);
    if (wrong)
        dbk_complain(file->reading.found, map->line, "%s",
                     _("figures: lines of \"name: number\" are expected below it, indented by two spaces"));
    if (map->kind != DBK_YAML_MAP)
        return;
    file->record.nightly_report->figures = dbk_arena_take(&file->arena, DBK_INDICATOR_MAX * sizeof(dbk_figure *));
    assert(file->record.nightly_report->figures != NULL);
    for (const dbk_yaml *node = map->first; node; node = node->next)
        read_figure(file, form, node);
    dbk_fields_refuse_others(&file->reading, map, codes, add_codes(codes, 0, form));
}

static size_t
count_entries(const dbk_yaml *list)
{
    size_t n = 0;

    for (const dbk_yaml *entry = list->first; entry; entry = entry->next)
        n += !dbk_yaml_is_empty(entry);
    return n;
}

static ProtobufCMessage *
read_entry(dbk_report_file *file, const dbk_field_list *of, const dbk_yaml *entry, size_t number)
{
    ProtobufCMessage *message = dbk_arena_take(&file->arena, of->type->sizeof_message);
    const char *keys[KEYS_MAX];
    char path[DBK_FIELD_BYTES];

    if (message == NULL)
        return NULL;
    of->type->message_init(message);
    snprintf(path, sizeof path, "%s[%zu]", of->key, number);
    dbk_reading_note(&file->reading, path, entry->line, entry->kind != DBK_YAML_MAP);
    if (entry->kind != DBK_YAML_MAP) {
        dbk_complain(file->reading.found, entry->line,
                     _("%s: an entry is \"- key: value\" and more such lines below it, in the column of the key"),
                     of->key);
        return message;
    }
    snprintf(path, sizeof path, "%s[%zu].", of->key, number);
    dbk_fields_read(&file->reading, entry, path, of->fields, of->n, message);
    dbk_fields_refuse_others(&file->reading, entry, keys, add_keys(keys, 0, of->fields, of->n));
    return message;
}

static void
read_list(dbk_report_file *file, const dbk_field_list *of)
{
    const dbk_yaml *list = dbk_yaml_get(file->root, of->key);
    char *const base = (char *)file->body;
    size_t *count = (size_t *)(void *)(base + of->count);
    ProtobufCMessage ***messages = (ProtobufCMessage ***)(void *)(base + of->list);

    if (list == NULL)
        return;
    const bool wrong = list->kind != DBK_YAML_LIST && !dbk_yaml_is_empty(list);

    dbk_reading_note(&file->reading, of->key, list->key_line, wrong);
    if (wrong)
        dbk_complain(file->reading.found, list->line,
                     _("%s: a list is expected below it: each entry begins with - and a space"),
                     of->key);
    if (list->kind != DBK_YAML_LIST || count_entries(list) == 0)
        return;
    *messages = dbk_arena_take(&file->arena, count_entries(list) * sizeof **messages);
    for (const dbk_yaml *entry = list->first; *messages && entry; entry = entry->next) {
        ProtobufCMessage *message = dbk_yaml_is_empty(entry) ? NULL : read_entry(file, of, entry, *count + 1);

        if (message)
            (*messages)[(*count)++] = message;
    }
}

/* Every key that may stand at the top, and the figures, which often do by a wrong indent. */
static void
refuse_strangers(dbk_report_file *file, const dbk_kind_shape *shape, const dbk_form *form)
{
    const char *keys[KEYS_MAX];
    size_t n = add_keys(keys, 0, dbk_report_head, dbk_report_head_n);

    n = add_keys(keys, n, shape->top, shape->n_top);
    if (form != NULL)
        n = add_codes(keys, n, form);
    dbk_fields_refuse_others(&file->reading, file->root, keys, n);
    for (const dbk_yaml *node = file->root->first; node && form != NULL; node = node->next)
        if (dbk_form_named(form, node->key))
            dbk_complain(file->reading.found, node->key_line, _("%s belongs below figures: indent it by two spaces"),
                         node->key);
}

/* Without these two there is no record at all, so no checker to miss them. */
static void
require_head(dbk_report_file *file)
{
    const dbk_record *record = &file->record;

    if (record->committee_id == 0 && !dbk_report_file_spoilt(file, "committee_id")) {
        dbk_complain(file->reading.found, dbk_report_file_line(file, "committee_id"), "%s",
                     _("committee: must be filled: the number of the committee"));
        dbk_reading_note(&file->reading, "committee_id", 0, true);
    }
    if (!record->has_report_date && !dbk_report_file_spoilt(file, "report_date")) {
        dbk_complain(file->reading.found, dbk_report_file_line(file, "report_date"), "%s",
                     _("date: must be filled: the night reported on, such as 2020-02-18"));
        dbk_reading_note(&file->reading, "report_date", 0, true);
    }
}

/* An empty body of that kind, where the record points to it. */
static void
make_body(dbk_report_file *file, const dbk_kind_rules *kind)
{
    file->body = dbk_arena_take(&file->arena, kind->type->sizeof_message);
    assert(file->body != NULL);
    kind->type->message_init(file->body);
    *(ProtobufCMessage **)(void *)((char *)&file->record + kind->body) = file->body;
    file->record.has_kind = true;
    file->record.kind = kind->kind;
}

/* What says which record it is. The part of a kind may be named by a word. */
static void
read_head(dbk_report_file *file, const dbk_kind_shape *shape)
{
    for (size_t i = 0; i < dbk_report_head_n; i++) {
        dbk_field field = dbk_report_head[i];

        if (shape->part_list && strcmp(field.key, "part") == 0) {
            field.kind = FIELD_CODE;
            field.list = shape->part_list;
        }
        dbk_fields_read(&file->reading, file->root, "", &field, 1, &file->record);
    }
}

dbk_record *
dbk_report_file_record(dbk_report_file *file, const dbk_form *form, dbk_complaints *found)
{
    const dbk_kind_rules *kind = dbk_kind_find(dbk_report_file_kind(file));
    const dbk_kind_shape *shape = dbk_kind_shape_of(kind->kind);
    dbk_record *record = &file->record;

    daybook__v1__record__init(record);
    file->reading = (dbk_reading){ .arena = &file->arena, .found = found };
    make_body(file, kind);
    if (file->root == NULL || file->root->kind != DBK_YAML_MAP)
        return record;
    read_head(file, shape);
    record->has_kind = true;                                     /* also where it was left out, or is none */
    record->kind = kind->kind;
    dbk_fields_read(&file->reading, file->root, "", shape->top, shape->n_top, file->body);
    if (kind->has_form && !record->has_form_version) {
        record->has_form_version = true;
        record->form_version = dbk_form_version(form);
    }
    if (kind->has_form)
        read_figures(file, form);
    for (size_t i = 0; i < shape->n_lists; i++)
        read_list(file, &shape->lists[i]);
    refuse_strangers(file, shape, kind->has_form ? form : NULL);
    if (file->whole)
        require_head(file);
    return record;
}

/* ------------------------------------------------------------------ places */

static const dbk_place *
find_place(const dbk_report_file *file, const char *path)
{
    for (size_t i = file->reading.n; i-- > 0; )
        if (strcmp(file->reading.places[i].path, path) == 0)
            return &file->reading.places[i];
    return NULL;
}

/* "cases[2].title" -> "cases[2]" -> "cases" -> false */
static bool
cut_last(char *path)
{
    char *cut = strrchr(path, '.'), *bracket = strrchr(path, '[');

    if (bracket && (cut == NULL || bracket > cut))
        cut = bracket;
    if (cut == NULL)
        return false;
    *cut = '\0';
    return true;
}

int
dbk_report_file_line(const dbk_report_file *file, const char *field)
{
    char path[DBK_FIELD_BYTES];

    snprintf(path, sizeof path, "%s", field);
    do {
        const dbk_place *place = find_place(file, path);

        if (place)
            return place->line;
    } while (cut_last(path));
    return 0;
}

bool
dbk_report_file_spoilt(const dbk_report_file *file, const char *field)
{
    char path[DBK_FIELD_BYTES];

    snprintf(path, sizeof path, "%s", field);
    do {
        const dbk_place *place = find_place(file, path);

        if (place && place->spoilt)
            return true;
    } while (cut_last(path));
    return false;
}
