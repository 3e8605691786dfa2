/*
 * tell_violations — rules that are broken, as complaints with the line of the file they are about.
 *
 * The checker here and the server's answer say the same things in two shapes; both come out alike.
 */
#include <stdio.h>
#include <string.h>

#include "clients/secretary/tell.h"
#include "clients/words.h"
#include "proto/text.h"

/* "figures.temp_check_count" -> "temp_check_count 测温人次"; anything else stays as it is. */
static void
name_field(const char *field, const dbk_form *form, char *room, size_t room_bytes)
{
    static const char figures[] = "figures.";
    const bool is_figure = strncmp(field, figures, sizeof figures - 1) == 0;
    const char *code = is_figure ? field + sizeof figures - 1 : field;
    const Daybook__V1__Indicator *indicator = is_figure && form ? dbk_form_named(form, code) : NULL;
    char label[96];

    if (indicator == NULL) {
        snprintf(room, room_bytes, "%s", code);
        return;
    }
    const ProtobufCBinaryData *text = dbk_words_zh() ? &indicator->label_zh : &indicator->label_en;

    snprintf(room, room_bytes, "%s (%s)", code, dbk_text_shown(text->data, text->len, label, sizeof label));
}

typedef struct { const char *field, *code, *text, *limit, *value; dbk_severity severity; } broken_rule;

static void
complain(const broken_rule *rule, const dbk_report_file *file, const dbk_form *form, dbk_complaints *found)
{
    char name[160], allowed[120] = "", now[200] = "", remedy[120] = "";

    if (rule->limit[0])
        snprintf(allowed, sizeof allowed, _(" (allowed: %s)"), rule->limit);
    if (rule->value[0])
        snprintf(now, sizeof now, _(" (found: %s)"), rule->value);
    name_field(rule->field, form, name, sizeof name);
    if (rule->severity == DBK_WARNING)
        snprintf(remedy, sizeof remedy, _("; if it is so, explain it below explanations, with rule: %s"), rule->code);
    dbk_complain(found, file ? dbk_report_file_line(file, rule->field) : 0, "%s: %s%s%s [%s]%s", name, rule->text,
                 allowed, now, rule->code, remedy);
}

void
dbk_tell_violations(const dbk_violations *violations, const dbk_report_file *file, const dbk_form *form,
                    dbk_complaints *found)
{
    for (size_t i = 0; i < violations->n; i++) {
        const dbk_violation *v = &violations->row[i];
        const broken_rule rule = {
            v->field, v->code, dbk_words_pick(v->text_zh, v->text_en), v->limit, v->value, v->severity,
        };

        if (file == NULL || !dbk_report_file_spoilt(file, v->field))
            complain(&rule, file, form, found);
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
dbk_tell_refusal(const dbk_reply *reply, const dbk_report_file *file, const dbk_form *form, dbk_complaints *found)
{
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

        complain(&rule, file, form, found);
    }
    found->more += reply->violations_more;
}
