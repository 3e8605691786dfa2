#include "proto/kind.h"

#include "proto/check_parts.h"

/* One file a kind: proto/check_<kind>.c. */
extern const dbk_kind_rules dbk_kind_nightly_report, dbk_kind_roll_call, dbk_kind_health_report,
                            dbk_kind_supply_sheet, dbk_kind_minutes, dbk_kind_bulletin_read;

static const dbk_kind_rules *const kinds[] = {
    &dbk_kind_nightly_report,
    &dbk_kind_roll_call,
    &dbk_kind_health_report,
    &dbk_kind_supply_sheet,
    &dbk_kind_minutes,
    &dbk_kind_bulletin_read,
};

const dbk_kind_rules *const *
dbk_kind_list(size_t *n)
{
    *n = ARRAY_LEN(kinds);
    return kinds;
}

const dbk_kind_rules *
dbk_kind_find(dbk_kind kind)
{
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        if (kinds[i]->kind == kind)
            return kinds[i];
    return NULL;
}

const void *
dbk_kind_body(const dbk_kind_rules *kind, const dbk_record *record)
{
    return *(const void *const *)(const void *)((const char *)record + kind->body);
}

dbk_explanation *const *
dbk_kind_explanations(const dbk_kind_rules *kind, const dbk_record *record, size_t *n)
{
    const char *body = dbk_kind_body(kind, record);

    *n = kind->explanations != 0 ? *(const size_t *)(const void *)(body + kind->n_explanations) : 0;
    return *n > 0 ? *(dbk_explanation *const *const *)(const void *)(body + kind->explanations) : NULL;
}
