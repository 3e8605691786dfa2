#include "clients/secretary/answers.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "clients/secretary/sheet.h"
#include "proto/calendar.h"
#include "proto/ident.h"
#include "proto/kind.h"

void
dbk_answers_init(dbk_answers *answers, const dbk_kind_shape *shape, uint32_t committee, uint32_t date, uint32_t part)
{
    assert(shape->n_lists <= DBK_ANSWER_LISTS_MAX && shape->n_top <= DBK_ANSWER_FIELDS_MAX);
    *answers = (dbk_answers){ .shape = shape, .committee_id = committee, .report_date = date, .part = part };
}

static void
drop_row(dbk_answer_row *row)
{
    for (size_t i = 0; i < DBK_ANSWER_FIELDS_MAX; i++)
        free(row->text[i]);
}

void
dbk_answers_fini(dbk_answers *answers)
{
    drop_row(&answers->top);
    for (size_t k = 0; k < DBK_ANSWER_LISTS_MAX; k++) {
        for (size_t i = 0; i < answers->list[k].n; i++)
            drop_row(&answers->list[k].row[i]);
        free(answers->list[k].row);
    }
    *answers = (dbk_answers){ .shape = NULL };
}

void
dbk_answers_set(char **text, const char *to)
{
    char *copy = to ? strdup(to) : NULL;

    assert(to == NULL || copy != NULL);
    free(*text);
    *text = copy;
}

dbk_answer_row *
dbk_answers_add(dbk_answers *answers, size_t list)
{
    const size_t n = answers->list[list].n++;

    assert(answers->shape->lists[list].n <= DBK_ANSWER_FIELDS_MAX);
    answers->list[list].row = realloc(answers->list[list].row, (n + 1) * sizeof *answers->list[list].row);
    assert(answers->list[list].row != NULL);
    answers->list[list].row[n] = (dbk_answer_row){ .text = { NULL } };
    return &answers->list[list].row[n];
}

void
dbk_answers_remove(dbk_answers *answers, size_t list, size_t i)
{
    dbk_answer_row *row = answers->list[list].row;
    const size_t n = --answers->list[list].n;

    drop_row(&row[i]);
    memmove(&row[i], &row[i + 1], (n - i) * sizeof *row);
}

static void
copy_row(dbk_answer_row *to, const dbk_answer_row *from)
{
    for (size_t i = 0; i < DBK_ANSWER_FIELDS_MAX; i++)
        dbk_answers_set(&to->text[i], from->text[i]);
}

void
dbk_answers_copy(dbk_answers *to, const dbk_answers *from)
{
    copy_row(&to->top, &from->top);
    for (size_t k = 0; k < DBK_ANSWER_LISTS_MAX; k++)
        for (size_t i = 0; i < from->list[k].n; i++)
            copy_row(dbk_answers_add(to, k), &from->list[k].row[i]);
}

size_t
dbk_answers_place(const dbk_field_list *list, const char *key)
{
    size_t i = 0;

    while (strcmp(list->fields[i].key, key) != 0) {
        i++;
        assert(i < list->n);
    }
    return i;
}

uint32_t
dbk_answers_person(const dbk_answers *answers, size_t i)
{
    const dbk_field_list *list = &answers->shape->lists[0];

    for (size_t f = 0; f < list->n && i < answers->list[0].n; f++)
        if (list->fields[f].kind == FIELD_PERSON)
            return answers->list[0].row[i].text[f] ? (uint32_t)strtoul(answers->list[0].row[i].text[f], NULL, 10) : 0;
    return 0;
}

/* ------------------------------------------------------------------ from a record */

static void
take_fields(dbk_answer_row *row, const dbk_field *fields, size_t n, const void *message)
{
    for (size_t i = 0; i < n; i++) {
        const char *base = message;
        protobuf_c_boolean has;

        if (fields[i].kind == FIELD_ELSEWHERE)
            continue;
        memcpy(&has, base + fields[i].has, sizeof has);
        free(row->text[i]);
        row->text[i] = has ? dbk_field_text(&fields[i], base + fields[i].value) : strdup("");
        assert(row->text[i] != NULL);
    }
}

void
dbk_answers_take_record(dbk_answers *answers, const dbk_record *record)
{
    const dbk_kind_shape *shape = answers->shape;
    const char *body = dbk_kind_body(dbk_kind_find(record->kind), record);

    take_fields(&answers->top, shape->top, shape->n_top, body);
    for (size_t k = 0; k < shape->n_lists; k++) {
        ProtobufCMessage **entries;
        size_t n;

        memcpy(&entries, body + shape->lists[k].list, sizeof entries);
        memcpy(&n, body + shape->lists[k].count, sizeof n);
        for (size_t i = 0; i < n; i++)
            take_fields(dbk_answers_add(answers, k), shape->lists[k].fields, shape->lists[k].n, entries[i]);
    }
}

/* ------------------------------------------------------------------ from a file, and to one */

static void
take_map(dbk_answer_row *row, const dbk_field *fields, size_t n, const dbk_yaml *map)
{
    for (size_t i = 0; i < n; i++) {
        const dbk_yaml *node = fields[i].kind == FIELD_ELSEWHERE ? NULL : dbk_yaml_get(map, fields[i].key);
        size_t end;

        if (node == NULL || node->kind != DBK_YAML_TEXT)
            continue;
        end = strlen(node->text);
        while (end > 0 && node->text[end - 1] == '\n')         /* a text below its key ends with a newline of its own */
            end--;
        free(row->text[i]);
        row->text[i] = strndup(node->text, end);
        assert(row->text[i] != NULL);
    }
}

void
dbk_answers_take_tree(dbk_answers *answers, const dbk_yaml *root)
{
    const dbk_kind_shape *shape = answers->shape;
    const dbk_yaml *corrects = dbk_yaml_get(root, "corrects");

    take_map(&answers->top, shape->top, shape->n_top, root);
    for (size_t k = 0; k < shape->n_lists; k++) {
        const dbk_yaml *list = dbk_yaml_get(root, shape->lists[k].key);

        for (const dbk_yaml *entry = list ? list->first : NULL; entry; entry = entry->next)
            take_map(dbk_answers_add(answers, k), shape->lists[k].fields, shape->lists[k].n, entry);
    }
    if (corrects && corrects->kind == DBK_YAML_TEXT)
        answers->is_correction = dbk_id_parse(corrects->text, answers->corrects);
}

static void
put_head(const dbk_answers *answers, FILE *to)
{
    char day_text[DBK_DAY_TEXT_BYTES] = "", id[DBK_ID_TEXT_BYTES];
    int32_t day;

    if (dbk_day_from_ymd(answers->report_date, &day))
        dbk_day_text(day, day_text);
    fprintf(to, "kind: %s\ncommittee: %" PRIu32 "\ndate: %s\n",
            dbk_list_find(DBK_LIST_KIND, (int)answers->shape->kind)->name, answers->committee_id, day_text);
    if (answers->part > 0)
        fprintf(to, "part: %" PRIu32 "\n", answers->part);
    if (answers->is_correction)
        fprintf(to, "corrects: %s\n", dbk_id_text(answers->corrects, id));
}

static void
put_row(const dbk_answer_row *row, const dbk_field *fields, size_t n, int indent, FILE *to)
{
    const char *lead = indent > 0 ? "  - " : "";

    for (size_t i = 0; i < n; i++) {
        if (fields[i].kind == FIELD_ELSEWHERE || row->text[i] == NULL)
            continue;
        fprintf(to, "%s%s:", lead, fields[i].key);
        dbk_sheet_put_value(to, fields[i].kind, row->text[i], indent);
        lead = indent > 0 ? "    " : "";
    }
}

char *
dbk_answers_yaml(const dbk_answers *answers)
{
    const dbk_kind_shape *shape = answers->shape;
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);

    assert(to != NULL);
    put_head(answers, to);
    put_row(&answers->top, shape->top, shape->n_top, 0, to);
    for (size_t k = 0; k < shape->n_lists; k++) {
        if (answers->list[k].n > 0)
            fprintf(to, "%s:\n", shape->lists[k].key);
        for (size_t i = 0; i < answers->list[k].n; i++)
            put_row(&answers->list[k].row[i], shape->lists[k].fields, shape->lists[k].n, 4, to);
    }
    const int failed = fclose(to);

    assert(failed == 0 && text != NULL);
    return text;
}
