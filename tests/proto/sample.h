/*
 * sample — a small form, a good report, and edits written as text, so that a row of a test table says what it changes.
 *
 *     "situation = *9; figures.on_duty_count = 70; cases[1].category = -"
 *
 * A path is the one that a violation names. A value is a number, "-" (not there), "*9" (nine characters), or a text in
 * which %XX is a byte. `cases = *11` makes eleven copies of the first case. `body.kind` is of the body, where the record
 * has a field of that name too.
 */
#ifndef DBK_TESTS_PROTO_SAMPLE_H
#define DBK_TESTS_PROTO_SAMPLE_H

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/arena.h"
#include "proto/form.h"
#include "proto/kind.h"
#include "proto/messages.h"

/* ---------------------------------------------------------------- the form */

typedef struct { uint32_t number; const char *code; int64_t most; bool required, alarm; } sample_indicator;

static const sample_indicator sample_indicators[] = {
    { 1,  "assigned_count",               60,    true,  false },
    { 2,  "on_duty_count",                60,    true,  false },
    { 3,  "leave_count",                  60,    true,  false },
    { 4,  "sick_count",                   60,    true,  false },
    { 5,  "unaccounted_count",            60,    true,  true  },
    { 6,  "duty_hours",                   1440,  false, false },
    { 8,  "temp_check_count",             50000, true,  false },
    { 9,  "temp_abnormal_count",          500,   true,  true  },
    { 10, "temp_abnormal_referred_count", 500,   false, false },
};

typedef struct { uint32_t number; int64_t coefficient; } sample_term;
typedef struct {
    const char           *code;
    dbk_severity          severity;
    Daybook__V1__Relation relation;
    int64_t               bound;
    sample_term           terms[6];
} sample_rule;

#define SAMPLE_EQUAL    DAYBOOK__V1__RELATION__EQUAL
#define SAMPLE_AT_MOST  DAYBOOK__V1__RELATION__AT_MOST
#define SAMPLE_AT_LEAST DAYBOOK__V1__RELATION__AT_LEAST

static const sample_rule sample_rules[] = {
    { "E02",           DBK_ERROR,   SAMPLE_AT_MOST,  0,  { { 2, 1 }, { 1, -1 } } },
    { "E03",           DBK_ERROR,   SAMPLE_EQUAL,    0,  { { 2, 1 }, { 3, 1 }, { 4, 1 }, { 5, 1 }, { 1, -1 } } },
    { "E04",           DBK_ERROR,   SAMPLE_AT_MOST,  0,  { { 9, 1 }, { 8, -1 } } },
    { "W_HALF",        DBK_WARNING, SAMPLE_AT_LEAST, 0,  { { 2, 2 }, { 1, -1 } } },
    { "W_HOURS",       DBK_WARNING, SAMPLE_AT_MOST,  0,  { { 6, 1 }, { 2, -12 } } },
    { "W_UNACCOUNTED", DBK_WARNING, SAMPLE_AT_MOST,  0,  { { 5, 1 } } },
    { "W_REFERRED",    DBK_WARNING, SAMPLE_AT_LEAST, 0,  { { 10, 1 }, { 9, -1 } } },
    { "W_LONG_SHIFT",  DBK_WARNING, SAMPLE_AT_MOST,  -1, { { 6, 1 }, { 8, -1 } } },     /* hours + 1 <= checks */
};

#define SAMPLE_N(a) (sizeof(a) / sizeof((a)[0]))

/* Everything of one form, for tests that break it before it is packed. */
typedef struct {
    Daybook__V1__Form       form;
    Daybook__V1__Group      group, *groups[2];
    Daybook__V1__Indicator  indicator[SAMPLE_N(sample_indicators)], *indicators[SAMPLE_N(sample_indicators)];
    Daybook__V1__Rule       rule[SAMPLE_N(sample_rules)], *rules[SAMPLE_N(sample_rules)];
    Daybook__V1__Term       term[SAMPLE_N(sample_rules)][6], *terms[SAMPLE_N(sample_rules)][6];
} sample_form;

static inline ProtobufCBinaryData
sample_text(const char *text)
{
    return (ProtobufCBinaryData){ strlen(text), (uint8_t *)(uintptr_t)text };
}

static inline void
sample_fill_rule(sample_form *s, size_t i)
{
    const sample_rule *from = &sample_rules[i];
    Daybook__V1__Rule *rule = s->rules[i] = &s->rule[i];

    daybook__v1__rule__init(rule);
    rule->code = (char *)(uintptr_t)from->code;
    rule->has_severity = rule->has_relation = rule->has_bound = rule->has_text_zh = rule->has_text_en = true;
    rule->severity = from->severity;
    rule->relation = from->relation;
    rule->bound = from->bound;
    rule->text_zh = sample_text("样例规则:请核对这几个数字");
    rule->text_en = sample_text("a sample rule: check these figures");
    rule->terms = s->terms[i];
    while (rule->n_terms < 6 && from->terms[rule->n_terms].number != 0) {
        const size_t k = rule->n_terms++;

        s->terms[i][k] = &s->term[i][k];
        daybook__v1__term__init(s->terms[i][k]);
        s->term[i][k].has_indicator = s->term[i][k].has_coefficient = true;
        s->term[i][k].indicator = from->terms[k].number;
        s->term[i][k].coefficient = from->terms[k].coefficient;
    }
}

static inline void
sample_fill_indicator(sample_form *s, size_t i)
{
    const sample_indicator *from = &sample_indicators[i];
    Daybook__V1__Indicator *it = s->indicators[i] = &s->indicator[i];

    daybook__v1__indicator__init(it);
    it->has_number = it->has_label_zh = it->has_label_en = it->has_unit_zh = it->has_unit_en = true;
    it->has_least = it->has_most = it->has_required = it->has_alarm = true;
    it->number = from->number;
    it->code = (char *)(uintptr_t)from->code;
    it->group = (char *)(uintptr_t)"all";
    it->label_zh = sample_text("样例指标");
    it->label_en = sample_text("sample figure");
    it->unit_zh = sample_text("人");
    it->unit_en = sample_text("people");
    it->most = from->most;
    it->required = from->required;
    it->alarm = from->alarm;
}

/* Version 1, in force from 2020-02-01 to 2020-02-29. */
static inline void
sample_form_init(sample_form *s)
{
    memset(s, 0, sizeof *s);
    daybook__v1__form__init(&s->form);
    daybook__v1__group__init(&s->group);
    s->form.has_version = s->form.has_active_from = s->form.has_active_to = true;
    s->form.version = 1;
    s->form.active_from = 20200201;
    s->form.active_to = 20200229;
    s->group.code = (char *)(uintptr_t)"all";
    s->group.has_label_zh = s->group.has_label_en = true;
    s->group.label_zh = sample_text("全部");
    s->group.label_en = sample_text("all of them");
    s->form.groups = s->groups;
    s->form.indicators = s->indicators;
    s->form.rules = s->rules;
    s->groups[s->form.n_groups++] = &s->group;
    for (size_t i = 0; i < SAMPLE_N(sample_indicators); i++)
        sample_fill_indicator(s, i);
    for (size_t i = 0; i < SAMPLE_N(sample_rules); i++)
        sample_fill_rule(s, i);
    s->form.n_indicators = SAMPLE_N(sample_indicators);
    s->form.n_rules = SAMPLE_N(sample_rules);
}

static inline dbk_form *
sample_form_open(const Daybook__V1__Form *message, dbk_err *err)
{
    const size_t size = daybook__v1__form__get_packed_size(message);
    uint8_t *bytes = malloc(size + 1);

    assert(bytes != NULL);
    daybook__v1__form__pack(message, bytes);
    dbk_form *form = dbk_form_open(bytes, size, err);

    free(bytes);
    return form;
}

static inline dbk_form *
sample_form_new(void)
{
    sample_form s;
    dbk_err err;

    sample_form_init(&s);
    dbk_form *form = sample_form_open(&s.form, &err);

    assert(form != NULL);
    return form;
}

/* ---------------------------------------------------------------- the report */

typedef struct { dbk_arena arena; dbk_record record; dbk_nightly_report report; ProtobufCMessage *body; } sample;

#define SAMPLE_LIST_ROOM 256

/* A good report: nothing is found. */
static const char sample_good[] =
    "id = %01%91%D0%C4%00%00%70%00%80%00%00%00%00%00%00%01; committee_id = 12; kind = 1; report_date = 20200218;"
    "form_version = 1; sealed_at_ms = 1582034400000;"
    "figures.assigned_count = 14; figures.on_duty_count = 12; figures.leave_count = 1; figures.sick_count = 1;"
    "figures.unaccounted_count = 0; figures.duty_hours = 96; figures.temp_check_count = 830;"
    "figures.temp_abnormal_count = 0; figures.temp_abnormal_referred_count = 0;"
    "situation = 今日值守平稳,两个门岗测温登记正常,代送快递和隔离户物资均已完成。;"
    "cases[1].title = 雨中送药上门; cases[1].category = 2; cases[1].place = 三号门岗;"
    "cases[1].story = *40; cases[1].result = 老人已按时服药。; cases[1].may_publish = 1;"
    "observations[1].kind = 1; observations[1].category = 1; observations[1].severity = 2;"
    "observations[1].place = 后门; observations[1].text = 后门夜间无人看守,建议加锁。; observations[1].needs_office = 1;"
    "supply_needs[1].item = 1; supply_needs[1].unit = 套; supply_needs[1].on_hand = 3; supply_needs[1].daily_use = 2;"
    "supply_needs[1].quantity = 20; supply_needs[1].needed_by = 20200220; supply_needs[1].urgency = 2;"
    "supply_needs[1].reason = 库存不足两天";

static inline void *
sample_take(sample *s, size_t bytes)
{
    void *piece = dbk_arena_take(&s->arena, bytes);

    assert(piece != NULL);
    return memset(piece, 0, bytes);
}

static inline ProtobufCBinaryData
sample_bytes(sample *s, const char *value)
{
    const size_t repeats = value[0] == '*' ? strtoul(value + 1, NULL, 10) : 0;
    uint8_t *to = sample_take(s, strlen(value) + 3 * repeats + 1);
    ProtobufCBinaryData text = { 0, to };

    for (size_t i = 0; i < repeats; i++, to += 3)
        memcpy(to, "字", 3);
    for (const char *c = value[0] == '*' ? "" : value; *c != '\0'; c++) {
        if (*c == '%') {
            *to++ = (uint8_t)strtoul((char[]){ c[1], c[2], '\0' }, NULL, 16);
            c += 2;
        } else
            *to++ = (uint8_t)*c;
    }
    text.len = (size_t)(to - text.data);
    return text;
}

/* Sets one field of any message, by its name in daybook.proto. */
static inline void
sample_set(sample *s, ProtobufCMessage *message, const char *name, const char *value)
{
    const ProtobufCFieldDescriptor *f = protobuf_c_message_descriptor_get_field_by_name(message->descriptor, name);
    const bool there = strcmp(value, "-") != 0;
    char *at;

    assert(f != NULL && f->label == PROTOBUF_C_LABEL_OPTIONAL);
    at = (char *)message + f->offset;
    *(protobuf_c_boolean *)((char *)message + f->quantifier_offset) = there;
    switch (f->type) {
    case PROTOBUF_C_TYPE_BYTES:
        *(ProtobufCBinaryData *)at = there ? sample_bytes(s, value) : (ProtobufCBinaryData){ 0, NULL };
        break;
    case PROTOBUF_C_TYPE_INT64:
        *(int64_t *)at = there ? strtoll(value, NULL, 10) : 0;
        break;
    case PROTOBUF_C_TYPE_BOOL:
        *(protobuf_c_boolean *)at = there && strtol(value, NULL, 10) != 0;
        break;
    default:
        assert(f->type == PROTOBUF_C_TYPE_UINT32 || f->type == PROTOBUF_C_TYPE_ENUM);
        *(uint32_t *)at = there ? (uint32_t)strtoul(value, NULL, 10) : 0;
    }
}

typedef struct { size_t *n; ProtobufCMessage ***entries; const ProtobufCMessageDescriptor *type; } sample_list;

static inline sample_list
sample_find_list(sample *s, const char *name)
{
    const ProtobufCFieldDescriptor *f = protobuf_c_message_descriptor_get_field_by_name(s->body->descriptor, name);

    assert(f != NULL && f->label == PROTOBUF_C_LABEL_REPEATED);
    return (sample_list){ (size_t *)((char *)s->body + f->quantifier_offset),
                          (ProtobufCMessage ***)((char *)s->body + f->offset), f->descriptor };
}

/* The entry at `position` from 1; the list grows up to it. */
static inline ProtobufCMessage *
sample_entry(sample *s, sample_list list, size_t position)
{
    assert(position >= 1 && position <= SAMPLE_LIST_ROOM);
    if (*list.entries == NULL)
        *list.entries = sample_take(s, SAMPLE_LIST_ROOM * sizeof **list.entries);
    while (*list.n < position) {
        ProtobufCMessage *entry = sample_take(s, list.type->sizeof_message);

        protobuf_c_message_init(list.type, entry);
        (*list.entries)[(*list.n)++] = entry;
    }
    return (*list.entries)[position - 1];
}

static inline uint32_t
sample_number(const char *code)
{
    for (size_t i = 0; i < SAMPLE_N(sample_indicators); i++)
        if (strcmp(sample_indicators[i].code, code) == 0)
            return sample_indicators[i].number;
    return (uint32_t)strtoul(code, NULL, 10);
}

static inline void
sample_set_figure(sample *s, const char *code, const char *value)
{
    const uint32_t number = sample_number(code);
    dbk_nightly_report *r = &s->report;
    size_t i = 0;

    while (i < r->n_figures && r->figures[i]->indicator != number)
        i++;
    if (strcmp(value, "-") == 0) {
        assert(i < r->n_figures);
        r->figures[i] = r->figures[--r->n_figures];
        return;
    }
    dbk_figure *figure = (dbk_figure *)sample_entry(s, sample_find_list(s, "figures"), i + 1);

    figure->has_indicator = figure->has_value = true;
    figure->indicator = number;
    figure->value = strtoll(value, NULL, 10);
}

static inline void
sample_set_list(sample *s, const char *name, const char *value)
{
    const sample_list list = sample_find_list(s, name);
    const size_t n = value[0] == '*' ? strtoul(value + 1, NULL, 10) : 0;

    if (n > 0)
        sample_entry(s, list, n);
    *list.n = n;
    for (size_t i = 1; i < n; i++)
        (*list.entries)[i] = memcpy(sample_take(s, list.type->sizeof_message), (*list.entries)[0], list.type->sizeof_message);
}

static inline void
sample_set_path(sample *s, char *path, const char *value)
{
    char *bracket = strchr(path, '['), *dot = strchr(path, '.');

    if (strncmp(path, "body.", 5) == 0) {
        sample_set(s, s->body, path + 5, value);
        return;
    }
    if (bracket != NULL) {
        *bracket = '\0';
        sample_set(s, sample_entry(s, sample_find_list(s, path), strtoul(bracket + 1, NULL, 10)), dot + 1, value);
    } else if (dot != NULL)
        sample_set_figure(s, dot + 1, value);
    else if (protobuf_c_message_descriptor_get_field_by_name(s->record.base.descriptor, path) != NULL)
        sample_set(s, &s->record.base, path, value);
    else if (value[0] == '*' && protobuf_c_message_descriptor_get_field_by_name(s->body->descriptor, path)->label ==
                                    PROTOBUF_C_LABEL_REPEATED)
        sample_set_list(s, path, value);
    else
        sample_set(s, s->body, path, value);
}

static inline void
sample_edit(sample *s, const char *edits)
{
    char *copy = strdup(edits), *rest = copy;

    assert(copy != NULL);
    for (char *edit; (edit = strsep(&rest, ";")) != NULL;) {
        char *equals = strstr(edit, " = ");

        edit += strspn(edit, " ");
        if (*edit == '\0')
            continue;
        assert(equals != NULL);
        *equals = '\0';
        sample_set_path(s, edit, equals + 3);
    }
    free(copy);
}

static inline void
sample_open(sample *s)
{
    dbk_arena_init(&s->arena, 16u << 20);
    daybook__v1__record__init(&s->record);
    daybook__v1__nightly_report__init(&s->report);
    s->record.nightly_report = &s->report;
    s->body = &s->report.base;
    sample_edit(s, sample_good);
}

/* A record of another kind, with nothing but what `good` says. */
static inline void
sample_open_kind(sample *s, const dbk_kind_rules *kind, const char *good)
{
    dbk_arena_init(&s->arena, 16u << 20);
    daybook__v1__record__init(&s->record);
    s->body = sample_take(s, kind->type->sizeof_message);
    protobuf_c_message_init(kind->type, s->body);
    *(ProtobufCMessage **)(void *)((char *)&s->record + kind->body) = s->body;
    s->record.has_kind = true;
    s->record.kind = kind->kind;
    sample_edit(s, good);
}

static inline void
sample_close(sample *s)
{
    dbk_arena_fini(&s->arena);
}

#endif
