#include "daemon/formrows.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "proto/arena.h"
#include "proto/messages.h"

typedef Daybook__V1__Group     group;
typedef Daybook__V1__Indicator indicator;
typedef Daybook__V1__Rule      rule;
typedef Daybook__V1__Term      term;

struct dbk_formrows {
    dbk_arena          arena;                 /* everything below */
    dbk_form_message **form;
    size_t             n;
};

dbk_formrows *
dbk_formrows_new(void)
{
    dbk_formrows *rows = calloc(1, sizeof *rows);

    assert(rows != NULL);
    dbk_arena_init(&rows->arena, SIZE_MAX);
    return rows;
}

void
dbk_formrows_free(dbk_formrows **rows)
{
    if (*rows != NULL)
        dbk_arena_fini(&(*rows)->arena);
    free(*rows);
    *rows = NULL;
}

static void *
take(dbk_formrows *rows, size_t size)
{
    void *piece = dbk_arena_take(&rows->arena, size);

    assert(piece != NULL);
    return piece;
}

static char *
text_at(dbk_formrows *rows, const PGresult *r, int row, int column)
{
    const size_t size = (size_t)PQgetlength(r, row, column) + 1;

    return memcpy(take(rows, size), PQgetvalue(r, row, column), size);
}

static ProtobufCBinaryData
bytes_at(dbk_formrows *rows, const PGresult *r, int row, int column)
{
    return (ProtobufCBinaryData){ (size_t)PQgetlength(r, row, column), (uint8_t *)text_at(rows, r, row, column) };
}

static int64_t
number_at(const PGresult *r, int row, int column)
{
    return strtoll(PQgetvalue(r, row, column), NULL, 10);
}

static bool
true_at(const PGresult *r, int row, int column)
{
    return *PQgetvalue(r, row, column) == 't';
}

/* The form that a row of another table belongs to: column 0 is its version. NULL: a version without a row. */
static dbk_form_message *
form_of(const dbk_formrows *rows, const PGresult *r, int row)
{
    const uint32_t version = (uint32_t)number_at(r, row, 0);

    for (size_t i = 0; i < rows->n; i++)
        if (rows->form[i]->version == version)
            return rows->form[i];
    return NULL;
}

void
dbk_formrows_versions(dbk_formrows *rows, const PGresult *r)
{
    rows->form = take(rows, ((size_t)PQntuples(r) + 1) * sizeof *rows->form);
    for (int row = 0; row < PQntuples(r); row++) {
        dbk_form_message *form = take(rows, sizeof *form);

        daybook__v1__form__init(form);
        form->has_version = form->has_active_from = true;
        form->version = (uint32_t)number_at(r, row, 0);
        form->active_from = (uint32_t)number_at(r, row, 1);
        form->has_active_to = !PQgetisnull(r, row, 2);
        form->active_to = form->has_active_to ? (uint32_t)number_at(r, row, 2) : 0;
        rows->form[rows->n++] = form;
    }
}

void
dbk_formrows_groups(dbk_formrows *rows, const PGresult *r)
{
    for (int row = 0; row < PQntuples(r); row++) {
        dbk_form_message *form = form_of(rows, r, row);
        group *g = take(rows, sizeof *g);

        if (form == NULL)
            continue;
        if (form->groups == NULL)
            form->groups = take(rows, (size_t)PQntuples(r) * sizeof *form->groups);
        daybook__v1__group__init(g);
        g->code = text_at(rows, r, row, 1);
        g->has_label_zh = g->has_label_en = true;
        g->label_zh = bytes_at(rows, r, row, 2);
        g->label_en = bytes_at(rows, r, row, 3);
        form->groups[form->n_groups++] = g;
    }
}

void
dbk_formrows_indicators(dbk_formrows *rows, const PGresult *r)
{
    for (int row = 0; row < PQntuples(r); row++) {
        dbk_form_message *form = form_of(rows, r, row);
        indicator *i = take(rows, sizeof *i);

        if (form == NULL)
            continue;
        if (form->indicators == NULL)
            form->indicators = take(rows, (size_t)PQntuples(r) * sizeof *form->indicators);
        daybook__v1__indicator__init(i);
        i->has_number = i->has_label_zh = i->has_label_en = i->has_unit_zh = i->has_unit_en = true;
        i->has_least = i->has_most = i->has_required = i->has_alarm = true;
        i->number = (uint32_t)number_at(r, row, 1);
        i->code = text_at(rows, r, row, 2);
        i->label_zh = bytes_at(rows, r, row, 3);
        i->label_en = bytes_at(rows, r, row, 4);
        i->group = text_at(rows, r, row, 5);
        i->unit_zh = bytes_at(rows, r, row, 6);
        i->unit_en = bytes_at(rows, r, row, 7);
        i->least = number_at(r, row, 8);
        i->most = number_at(r, row, 9);
        i->required = true_at(r, row, 10);
        i->alarm = true_at(r, row, 11);
        form->indicators[form->n_indicators++] = i;
    }
}

static void
begin_rule(dbk_formrows *rows, dbk_form_message *form, const PGresult *r, int row)
{
    rule *new = take(rows, sizeof *new);

    daybook__v1__rule__init(new);
    new->code = text_at(rows, r, row, 2);
    new->has_severity = new->has_relation = new->has_bound = new->has_text_zh = new->has_text_en = true;
    new->severity = (dbk_severity)number_at(r, row, 3);
    new->relation = (Daybook__V1__Relation)number_at(r, row, 4);
    new->bound = number_at(r, row, 5);
    new->text_zh = bytes_at(rows, r, row, 6);
    new->text_en = bytes_at(rows, r, row, 7);
    new->terms = take(rows, DBK_RULE_TERMS_MAX * sizeof *new->terms);
    form->rules[form->n_rules++] = new;
}

void
dbk_formrows_rules(dbk_formrows *rows, const PGresult *r)
{
    for (int row = 0; row < PQntuples(r); row++) {
        dbk_form_message *form = form_of(rows, r, row);
        term *t = take(rows, sizeof *t);

        if (form == NULL)
            continue;
        if (form->rules == NULL)
            form->rules = take(rows, (size_t)PQntuples(r) * sizeof *form->rules);
        if (true_at(r, row, 1))
            begin_rule(rows, form, r, row);
        rule *last = form->rules[form->n_rules - 1];
        daybook__v1__term__init(t);
        t->has_indicator = t->has_coefficient = true;
        t->indicator = (uint32_t)number_at(r, row, 8);
        t->coefficient = number_at(r, row, 9);
        if (last->n_terms < DBK_RULE_TERMS_MAX)
            last->terms[last->n_terms++] = t;
    }
}

int
dbk_formrows_finish(dbk_formrows *rows, dbk_directory *directory, dbk_err *err)
{
    int rc = 0;

    for (size_t i = 0; i < rows->n; i++) {
        const size_t size = daybook__v1__form__get_packed_size(rows->form[i]);
        uint8_t *bytes = take(rows, size);
        dbk_form *form;

        daybook__v1__form__pack(rows->form[i], bytes);
        form = dbk_form_open(bytes, size, rc == 0 ? err : NULL);
        if (form != NULL)
            dbk_directory_add_form(directory, &form);
        else if (rc == 0)
            rc = dbk_err_why(err, "form version %u", rows->form[i]->version);
    }
    return rc;
}
