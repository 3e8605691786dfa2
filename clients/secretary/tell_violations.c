/*
 * tell_violations — rules that are broken, as complaints with the line of the file they are about.
 *
 * The checker here and the server's answer say the same things in two shapes; both come out alike.
 */
#include <stdio.h>
#include <string.h>

#include "clients/secretary/kinds.h"
#include "clients/secretary/scalar.h"
#include "clients/secretary/tell.h"
#include "clients/words.h"
#include "proto/text.h"

#define FIGURES "figures."

/* Where a complaint is made: of a record of that kind, in a file or in none. */
typedef struct { dbk_kind kind; const dbk_report_file *file; const dbk_form *form; } place;

/* "figures.temp_check_count" -> "temp_check_count (测温人次)"; false: it is no figure of the form. */
static bool
name_figure(const place *at, const char *field, char *room, size_t room_bytes)
{
    const bool is_figure = strncmp(field, FIGURES, strlen(FIGURES)) == 0;
    const char *code = is_figure ? field + strlen(FIGURES) : field;
    const Daybook__V1__Indicator *indicator = is_figure && at->form ? dbk_form_named(at->form, code) : NULL;
    char label[96];

    if (indicator == NULL)
        return false;
    const ProtobufCBinaryData *text = dbk_words_zh() ? &indicator->label_zh : &indicator->label_en;

    snprintf(room, room_bytes, "%s (%s)", code, dbk_text_shown(text->data, text->len, label, sizeof label));
    return true;
}

/* In a file by its key there and its label: "entries[3].state (到岗情况)"; elsewhere by words alone. */
static const dbk_field *
name_field(const place *at, const char *field, char *room, size_t room_bytes)
{
    const dbk_field_list *list;
    size_t entry;
    const dbk_field *of = dbk_kind_field(dbk_kind_shape_of(at->kind), field, &list, &entry);

    if (name_figure(at, field, room, room_bytes))
        return NULL;
    if (of == NULL)
        snprintf(room, room_bytes, "%s", field + (strncmp(field, FIGURES, strlen(FIGURES)) == 0 ? strlen(FIGURES) : 0));
    else if (at->file && list)
        snprintf(room, room_bytes, "%s[%zu].%s (%s)", list->key, entry, of->key, _(of->label));
    else if (at->file)
        snprintf(room, room_bytes, "%s (%s)", of->key, _(of->label));
    else if (list)
        snprintf(room, room_bytes, "%s %zu, %s", _(list->label), entry, _(of->label));
    else
        snprintf(room, room_bytes, "%s", _(of->label));
    return of;
}

typedef struct { const char *field, *code, *text, *limit, *value; dbk_severity severity; } broken_rule;

/* Of a choice the numbers say nothing to a person: what may be chosen does. */
static void
write_bounds(const broken_rule *rule, const dbk_field *of, char *room, size_t room_bytes)
{
    const bool choice = of && of->kind == FIELD_CODE;
    char words[DBK_COMPLAINT_BYTES];
    int n = 0;

    room[0] = '\0';
    if (choice || rule->limit[0])
        n = snprintf(room, room_bytes, _(" (allowed: %s)"),
                     choice ? dbk_scalar_choices(of->list, words, sizeof words) : rule->limit);
    if (!choice && rule->value[0] && n >= 0 && (size_t)n < room_bytes)
        snprintf(room + n, room_bytes - (size_t)n, _(" (found: %s)"), rule->value);
}

static void
complain(const broken_rule *rule, const place *at, dbk_complaints *found)
{
    char name[200], bounds[DBK_COMPLAINT_BYTES], remedy[120] = "";
    const dbk_field *of = name_field(at, rule->field, name, sizeof name);

    write_bounds(rule, of, bounds, sizeof bounds);
    if (rule->severity == DBK_WARNING)
        snprintf(remedy, sizeof remedy, _("; if it is so, explain it below explanations, with rule: %s"), rule->code);
    dbk_complain(found, at->file ? dbk_report_file_line(at->file, rule->field) : 0, "%s: %s%s [%s]%s", name, rule->text,
                 bounds, rule->code, remedy);
}

void
dbk_tell_violations(const dbk_violations *violations, dbk_kind kind, const dbk_report_file *file, const dbk_form *form,
                    dbk_complaints *found)
{
    const place at = { kind, file, form };

    for (size_t i = 0; i < violations->n; i++) {
        const dbk_violation *v = &violations->row[i];
        const broken_rule rule = {
            v->field, v->code, dbk_words_pick(v->text_zh, v->text_en), v->limit, v->value, v->severity,
        };

        if (file == NULL || !dbk_report_file_spoilt(file, v->field))
            complain(&rule, &at, found);
    }
    found->more += violations->more;
}

/* A text of the wire, as a string that may be shown. */
static const char *
shown(ProtobufCBinaryData text, char *room, size_t room_bytes)
{
    return dbk_text_shown(text.data, text.len, room, room_bytes);
}

void
dbk_tell_refusal(const dbk_reply *reply, dbk_kind kind, const dbk_report_file *file, const dbk_form *form,
                 dbk_complaints *found)
{
    const place at = { kind, file, form };

    for (size_t i = 0; i < reply->n_violations; i++) {
        const dbk_violation_message *v = reply->violations[i];
        char field[DBK_FIELD_BYTES], code[DBK_FIELD_BYTES], text[400], limit[DBK_LIMIT_BYTES], value[DBK_VALUE_BYTES];
        const broken_rule rule = {
            dbk_text_shown(v->field ? v->field : "", v->field ? strlen(v->field) : 0, field, sizeof field),
            dbk_text_shown(v->code ? v->code : "", v->code ? strlen(v->code) : 0, code, sizeof code),
            shown(dbk_words_zh() ? v->text_zh : v->text_en, text, sizeof text),
            shown(v->limit, limit, sizeof limit),
            shown(v->value, value, sizeof value),
            v->severity,
        };

        complain(&rule, &at, found);
    }
    found->more += reply->violations_more;
}
