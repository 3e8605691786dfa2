#include "clients/finding.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/fullwidth.h"
#include "clients/rules.h"
#include "clients/words.h"
#include "proto/text.h"

/* A violation in one of its two shapes. */
typedef struct { const char *field, *code, *text, *limit, *value; dbk_severity severity; } violation;

/* "temp_abnormal_count = 3" -> "abnormal temperatures = 3"; all other values stay as they are. */
static const char *
with_label(const char *value, const dbk_form *form, char *room, size_t room_bytes)
{
    char code[DBK_VALUE_BYTES];
    const size_t n = strcspn(value, " ");
    const Daybook__V1__Indicator *it;

    snprintf(code, sizeof code, "%.*s", (int)n, value);
    it = form && strncmp(value + n, " = ", 3) == 0 ? dbk_form_named(form, code) : NULL;
    if (it == NULL)
        return value;
    snprintf(room, room_bytes, "%s%s",
             dbk_words_pick((const char *)it->label_zh.data, (const char *)it->label_en.data), value + n);
    return room;
}

static void
write_plain(dbk_finding *it, const violation *v, const dbk_finding_scene *scene)
{
    char allowed[DBK_LIMIT_BYTES + 40] = "", now[DBK_VALUE_BYTES + 400] = "", value[DBK_VALUE_BYTES + 300];
    const bool choice = scene->is_choice && scene->is_choice(scene->kind, v->field);

    if (v->limit[0] && !choice)
        snprintf(allowed, sizeof allowed, _(" (allowed: %s)"), v->limit);
    if (v->value[0] && !choice)
        snprintf(now, sizeof now, _(" (found: %s)"), with_label(v->value, scene->form, value, sizeof value));
    snprintf(it->text, sizeof it->text, "%.800s%s%s", v->text, allowed, now);
    snprintf(it->path, sizeof it->path, "%s", v->field);
}

static void
write_rule(dbk_finding *it, const violation *v, const dbk_finding_scene *scene, const dbk_rule *rule)
{
    char words[DBK_RULE_WORDS_BYTES];

    snprintf(it->text, sizeof it->text, _("%.400s (entered: %s)"), v->text,
             dbk_rule_words(scene->form, rule, scene->figures, words, sizeof words));
    snprintf(it->path, sizeof it->path, "figures.%s", dbk_rule_place(scene->form, rule)->code);
}

static bool
all_known(const dbk_rule *rule, const dbk_figures *figures)
{
    for (size_t i = 0; i < rule->n_terms; i++)
        if (figures->value[rule->terms[i]->indicator] == DBK_FIGURE_NONE)
            return false;
    return true;
}

static void
write(dbk_finding *it, const violation *v, const dbk_finding_scene *scene)
{
    const dbk_rule *rule = scene->form && scene->figures ? dbk_rule_named(scene->form, v->code) : NULL;

    char *full = dbk_words_zh() ? dbk_fullwidth(v->text) : NULL;
    violation set = *v;

    set.text = full ? full : v->text;
    snprintf(it->code, sizeof it->code, "%s", v->code);
    it->severity = v->severity;
    if (rule && all_known(rule, scene->figures))
        write_rule(it, &set, scene, rule);
    else
        write_plain(it, &set, scene);
    free(full);
}

void
dbk_finding_here(dbk_finding *it, const dbk_violation *v, const dbk_finding_scene *scene)
{
    const char *text = dbk_words_pick(v->text_zh, v->text_en);

    write(it, &(violation){ v->field, v->code, text, v->limit, v->value, v->severity }, scene);
}

/* A text of the wire, as a string that may be shown. */
static const char *
shown(const void *text, size_t size, char *room, size_t room_bytes)
{
    return dbk_text_shown(text ? text : "", text ? size : 0, room, room_bytes);
}

void
dbk_finding_told(dbk_finding *it, const dbk_violation_message *v, const dbk_finding_scene *scene)
{
    const ProtobufCBinaryData *said = dbk_words_zh() ? &v->text_zh : &v->text_en;
    char field[DBK_FIELD_BYTES], code[DBK_RULE_CODE_MAX + 1], text[800], limit[DBK_LIMIT_BYTES], value[DBK_VALUE_BYTES];
    const violation row = {
        shown(v->field, v->field ? strlen(v->field) : 0, field, sizeof field),
        shown(v->code, v->code ? strlen(v->code) : 0, code, sizeof code),
        shown(said->data, said->len, text, sizeof text), shown(v->limit.data, v->limit.len, limit, sizeof limit),
        shown(v->value.data, v->value.len, value, sizeof value), v->severity,
    };

    write(it, &row, scene);
}
