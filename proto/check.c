/*
 * check — a whole record: its head, then what its kind asks for, then its explanations.
 *
 * Promise: pure, without allocation, without the locale, in time linear in the record; a list that is too long is
 * looked at only as far as it may go.
 * Not here: what a kind asks for (check_*.c, by kind.c's table), the codes and their sentences (violations.c).
 */
#include "proto/check.h"

#include <assert.h>
#include <string.h>

#include "proto/calendar.h"
#include "proto/check_parts.h"
#include "proto/text.h"

static const dbk_field_rule explanation_fields[] = {
    { "rule", offsetof(dbk_explanation, rule), DBK_FIELD_LINE,      1,                   DBK_RULE_CODE_MAX,   0 },
    { "text", offsetof(dbk_explanation, text), DBK_FIELD_NARRATIVE, DBK_EXPLANATION_MIN, DBK_EXPLANATION_MAX, 0 },
};

/* ---------------------------------------------------------------- explanations */

static bool
is_sentence(const ProtobufCBinaryData *text)
{
    return dbk_text_check(text->data, text->len, DBK_TEXT_NARRATIVE, NULL) == DBK_TEXT_OK &&
           dbk_text_chars(text->data, text->len) >= DBK_EXPLANATION_MIN &&
           dbk_text_points(text->data, text->len) <= DBK_EXPLANATION_MAX;
}

/* Looked at first, reported last: which explanations are sentences and so can lift a warning. */
static uint32_t
find_explaining(dbk_explanation *const *explanations, size_t n)
{
    uint32_t explaining = 0;

    _Static_assert(DBK_EXPLANATIONS_MAX <= 32, "one bit an explanation");
    for (size_t i = 0; i < n && i < DBK_EXPLANATIONS_MAX; i++)
        if (is_sentence(&explanations[i]->text))
            explaining |= UINT32_C(1) << i;
    return explaining;
}

static bool
equals(const ProtobufCBinaryData *text, const char *word)
{
    return text->len == strlen(word) && (text->len == 0 || memcmp(text->data, word, text->len) == 0);
}

static bool
is_known_rule(const dbk_form *form, const ProtobufCBinaryData *code)
{
    const dbk_form_message *m = form != NULL ? dbk_form_message_of(form) : NULL;
    size_t n;
    const dbk_violation_code *ours = dbk_violation_codes(&n);

    for (size_t i = 0; m != NULL && i < m->n_rules; i++)
        if (equals(code, m->rules[i]->code))
            return true;
    for (size_t i = 0; i < n; i++)
        if (equals(code, ours[i].code))
            return true;
    return false;
}

/* Of a form that is not known nobody can say what its rules are. */
static void
check_explanations(const dbk_checking *check, bool has_form)
{
    const size_t n = dbk_check_bounded(check, "explanations", check->n_explanations, DBK_EXPLANATIONS_MAX);

    for (size_t i = 0; i < n; i++) {
        const dbk_explanation *it = check->explanations[i];
        const dbk_field_place at = { "explanations", i + 1, "rule" };

        dbk_check_fields(check, at, it, explanation_fields, ARRAY_LEN(explanation_fields));
        if ((check->form != NULL || !has_form) && it->rule.len > 0 && !is_known_rule(check->form, &it->rule))
            dbk_place_say(check, "explanation.rule", at, NULL, it->rule.data, it->rule.len);
    }
}

/* ---------------------------------------------------------------- the record */

static void
check_form(const dbk_checking *check)
{
    const uint32_t version = check->record->form_version;

    if (check->form == NULL)
        dbk_check_say_number(check, "form.unknown", "form_version", NULL, version);
    else if (check->night != NULL && !dbk_form_serves(check->form, *check->night))
        dbk_check_say_number(check, "form.inactive", "form_version", NULL, version);
}

static void
check_head(const dbk_checking *check, const dbk_kind_rules *kind, size_t size)
{
    const dbk_record *record = check->record;

    if (size > DBK_SEALED_MAX_BYTES)
        dbk_check_say_outside(check, "record.size", "record", 1, DBK_SEALED_MAX_BYTES, (int64_t)size);
    if (check->night == NULL)
        dbk_check_say_number(check, "date.real", "report_date", NULL, record->report_date);
    if (record->part < kind->part_least || record->part > kind->part_most)
        dbk_check_say_outside(check, "part.range", "part", kind->part_least, kind->part_most, record->part);
    if (kind->has_form)
        check_form(check);
}

void
dbk_check(const dbk_form *form, const dbk_record *record, size_t size, dbk_violations *found)
{
    const dbk_kind_rules *kind = dbk_kind_find(record->kind);
    int32_t day;

    assert(kind != NULL && dbk_kind_body(kind, record) != NULL);
    found->n = found->more = 0;            /* the rows are written before they are counted: no need to clear them */
    if (!kind->has_form)
        form = NULL;
    assert(form == NULL || dbk_form_version(form) == record->form_version);

    dbk_checking check = { .form = form, .record = record, .found = found, .explains = kind->explanations != 0 };

    check.night = dbk_day_from_ymd(record->report_date, &day) ? &day : NULL;
    check.explanations = dbk_kind_explanations(kind, record, &check.n_explanations);
    check.explaining = find_explaining(check.explanations, check.n_explanations);
    check_head(&check, kind, size);
    kind->check(&check);
    check_explanations(&check, kind->has_form);
}
