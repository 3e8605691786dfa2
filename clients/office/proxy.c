#include "clients/office/proxy.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "clients/figures.h"
#include "clients/fullwidth.h"
#include "clients/halfwidth.h"
#include "clients/rules.h"
#include "clients/words.h"
#include "proto/arena.h"
#include "proto/codes.h"
#include "proto/dictation.h"
#include "proto/envelope.h"
#include "proto/ident.h"
#include "proto/text.h"

#define DIGITS_MAX 10
#define SAID_BYTES 64            /* of what was said, in a sentence about it */

typedef Daybook__V1__Indicator indicator;

struct dbk_proxy {
    const dbk_form    *form;
    dbk_arena          arena;                            /* texts, also those that were said before */
    dbk_figures        figures;
    dbk_record         record;
    dbk_nightly_report report;
    dbk_case           one, *cases[1];
    dbk_figure         figure[DBK_FIGURES_MAX], *figure_at[DBK_FIGURES_MAX];
    dbk_explanation    explanation[DBK_EXPLANATIONS_MAX], *explanations[DBK_EXPLANATIONS_MAX];
    uint8_t            id[DBK_ID_BYTES], base[DBK_ID_BYTES];
    bool               has_digits;                       /* this dictation has check digits: all of it */
    dbk_violations     found;
};

/* ---------------------------------------------------------------- the fields that are no figure */

typedef enum { SAYS_LINE, SAYS_NARRATIVE, SAYS_FLAG, SAYS_CATEGORY } says;

#define IN_REPORT(path, member, label, kind) \
    { path, label, kind, false, offsetof(dbk_nightly_report, member), offsetof(dbk_nightly_report, has_##member) }
#define IN_CASE(member, label, kind) \
    { "cases[1]." #member, label, kind, true, offsetof(dbk_case, member), offsetof(dbk_case, has_##member) }

static const struct field { const char *path, *label; says kind; bool in_case; size_t value, has; } texts[] = {
    IN_REPORT("situation", situation, N_("situation"), SAYS_NARRATIVE),
    IN_REPORT("no_case", no_case, N_("no typical case"), SAYS_FLAG),
    IN_CASE(title, N_("title of the case"), SAYS_LINE),
    IN_CASE(category, N_("category of the case"), SAYS_CATEGORY),
    IN_CASE(place, N_("place of the case"), SAYS_LINE),
    IN_CASE(story, N_("what happened"), SAYS_NARRATIVE),
    IN_CASE(result, N_("result of the case"), SAYS_NARRATIVE),
    IN_CASE(may_publish, N_("may be published"), SAYS_FLAG),
    IN_REPORT("zero_report", zero_report, N_("zero report"), SAYS_FLAG),
};
#define N_TEXTS (sizeof texts / sizeof texts[0])

static const char figures_prefix[] = "figures.", explanations_prefix[] = "explanations.";

static const char *
behind(const char *path, const char *prefix)
{
    return strncmp(path, prefix, strlen(prefix)) == 0 ? path + strlen(prefix) : NULL;
}

static const struct field *
field_of(const char *path)
{
    for (size_t i = 0; i < N_TEXTS; i++)
        if (strcmp(texts[i].path, path) == 0)
            return &texts[i];
    return NULL;
}

static void *
at(dbk_proxy *proxy, const struct field *field, size_t offset)
{
    return (char *)(field->in_case ? (void *)&proxy->one : (void *)&proxy->report) + offset;
}

const char *
dbk_proxy_text_path(size_t i)
{
    return i < N_TEXTS ? texts[i].path : NULL;
}

/* ---------------------------------------------------------------- the whole */

dbk_proxy *
dbk_proxy_new(const dbk_form *form, uint32_t committee, uint32_t ymd)
{
    dbk_proxy *proxy = calloc(1, sizeof *proxy);

    assert(proxy != NULL);
    proxy->form = form;
    dbk_arena_init(&proxy->arena, SIZE_MAX);
    dbk_figures_take(&proxy->figures, NULL);
    daybook__v1__record__init(&proxy->record);
    daybook__v1__nightly_report__init(&proxy->report);
    daybook__v1__case__init(&proxy->one);
    proxy->record.has_committee_id = proxy->record.has_kind = proxy->record.has_report_date = true;
    proxy->record.has_form_version = proxy->record.has_id = true;
    proxy->record.committee_id = committee;
    proxy->record.kind = DBK_NIGHTLY_REPORT;
    proxy->record.report_date = ymd;
    proxy->record.form_version = dbk_form_version(form);
    proxy->record.id = (ProtobufCBinaryData){ DBK_ID_BYTES, proxy->id };
    proxy->record.nightly_report = &proxy->report;
    proxy->report.figures = proxy->figure_at;
    proxy->report.cases = proxy->cases;
    proxy->report.explanations = proxy->explanations;
    proxy->cases[0] = &proxy->one;
    return proxy;
}

void
dbk_proxy_free(dbk_proxy **proxy)
{
    if (*proxy != NULL)
        dbk_arena_fini(&(*proxy)->arena);
    free(*proxy);
    *proxy = NULL;
}

void
dbk_proxy_correct(dbk_proxy *proxy, const uint8_t base[DBK_ID_BYTES])
{
    memcpy(proxy->base, base, DBK_ID_BYTES);
    proxy->record.has_corrects = true;
    proxy->record.corrects = (ProtobufCBinaryData){ DBK_ID_BYTES, proxy->base };
}

bool
dbk_proxy_corrects(const dbk_proxy *proxy)
{
    return proxy->record.has_corrects;
}

/* ---------------------------------------------------------------- naming */

static const char *
text_of(const ProtobufCBinaryData *text)
{
    return (const char *)text->data;                     /* the form has proved it, and ends it with a NUL */
}

/* By its code, its label in either language, or its number on the page. */
static const indicator *
figure_named(const dbk_proxy *proxy, const char *named)
{
    const dbk_form_message *form = dbk_form_message_of(proxy->form);
    char *end;
    const unsigned long place = strtoul(named, &end, 10);

    if (end != named && *end == '\0')
        return place >= 1 && place <= form->n_indicators ? form->indicators[place - 1] : NULL;
    for (size_t i = 0; i < form->n_indicators; i++) {
        const indicator *f = form->indicators[i];

        if (strcmp(f->code, named) == 0 || strcmp(text_of(&f->label_zh), named) == 0 ||
            strcasecmp(text_of(&f->label_en), named) == 0)
            return f;
    }
    return NULL;
}

const Daybook__V1__Indicator *
dbk_proxy_indicator(const dbk_proxy *proxy, const char *path)
{
    const char *code = behind(path, figures_prefix);

    return code ? dbk_form_named(proxy->form, code) : NULL;
}

/* "explanations[2].text", as a violation says it: the rule of that entry. NULL: there is none. */
static const char *
rule_at(const dbk_proxy *proxy, const char *named)
{
    const char *place = behind(named, "explanations[");
    const unsigned long i = place ? strtoul(place, NULL, 10) : 0;

    return i >= 1 && i <= proxy->report.n_explanations ? text_of(&proxy->explanation[i - 1].rule) : NULL;
}

bool
dbk_proxy_path(const dbk_proxy *proxy, const char *named, char path[DBK_FIELD_BYTES])
{
    const char *code = behind(named, figures_prefix);
    const indicator *figure = figure_named(proxy, code ? code : named);
    const char *rule = behind(named, explanations_prefix), *there = rule_at(proxy, named);

    if (there != NULL)
        snprintf(path, DBK_FIELD_BYTES, "%s%s", explanations_prefix, there);
    else if (figure != NULL)
        snprintf(path, DBK_FIELD_BYTES, "%s%s", figures_prefix, figure->code);
    else if (field_of(named) != NULL || (rule && rule[0] && strlen(named) < DBK_FIELD_BYTES))
        snprintf(path, DBK_FIELD_BYTES, "%s", named);
    else
        return false;
    return true;
}

static void
put_sentence(const char *sentence, char *room, size_t room_bytes)
{
    char *full = dbk_words_zh() ? dbk_fullwidth(sentence) : NULL;

    snprintf(room, room_bytes, _("explanation (%s)"), full ? full : sentence);
    free(full);
}

char *
dbk_proxy_label(const dbk_proxy *proxy, const char *path, char *room, size_t room_bytes)
{
    const indicator *figure = dbk_proxy_indicator(proxy, path);
    const struct field *field = field_of(path);
    const char *rule = behind(path, explanations_prefix), *sentence = rule ? dbk_rule_sentence(proxy->form, rule) : NULL;

    if (figure != NULL)
        snprintf(room, room_bytes, "%s", dbk_words_pick(text_of(&figure->label_zh), text_of(&figure->label_en)));
    else if (sentence != NULL)
        put_sentence(sentence, room, room_bytes);
    else
        snprintf(room, room_bytes, "%s", field ? _(field->label) : strcmp(path, "cases") == 0 ? _("typical cases") : path);
    return room;
}

/* ---------------------------------------------------------------- saying */

/* "140-7": the digit behind the dash is the figure's. A dictation that has one has one behind every figure: a dash that
 * was not heard would make another number. */
static int
check_digit(dbk_proxy *proxy, const indicator *figure, long long value, const char *behind_value, dbk_err *err)
{
    const bool has_digit = behind_value[0] == '-' && behind_value[1] != '\0' && behind_value[2] == '\0';

    if (has_digit && behind_value[1] != dbk_dictation_digit(figure->number, value))
        return dbk_err_set(err, DBK_E_INPUT, _("%lld-%c does not agree: a wrong digit, or another figure; ask again"), value,
                           behind_value[1]);
    if (!has_digit && proxy->has_digits)
        return dbk_err_set(err, DBK_E_INPUT, _("%lld has no check digit, the others have one; ask for it"), value);
    proxy->has_digits = has_digit;
    return 0;
}

static int
set_figure(dbk_proxy *proxy, const indicator *figure, const char *said, dbk_err *err)
{
    char half[SAID_BYTES], shown[SAID_BYTES];
    size_t n;

    if (said[0] == '\0') {
        proxy->figures.value[figure->number] = DBK_FIGURE_NONE;
        return 0;
    }
    dbk_halfwidth(said, half, sizeof half);
    n = strspn(half, "0123456789");
    if (n == 0 || (half[n] != '\0' && (half[n] != '-' || strspn(half + n + 1, "0123456789") != 1 || half[n + 2] != '\0')))
        return dbk_err_set(err, DBK_E_INPUT, _("\"%s\" is no whole number: digits only, 0 for none"),
                           dbk_text_shown(said, strlen(said), shown, sizeof shown));
    const long long value = n <= DIGITS_MAX ? strtoll(half, NULL, 10) : DBK_FIGURE_MAX + 1LL;

    if (check_digit(proxy, figure, value, half + n, err) != 0)
        return -1;
    if (value < figure->least || value > figure->most)
        return dbk_err_set(err, DBK_E_INPUT, _("%s is outside %lld to %lld: a digit too many or too few?"), half,
                           (long long)figure->least, (long long)figure->most);
    proxy->figures.value[figure->number] = value;
    return 0;
}

static const struct { const char *word; bool yes; } flag_words[] = {
    { "yes", true }, { "y", true }, { "true", true }, { "1", true }, { "是", true }, { "有", true },
    { "no", false }, { "n", false }, { "false", false }, { "0", false }, { "否", false }, { "无", false },
    { "没有", false },
    { "", false },
};

static int
set_flag(protobuf_c_boolean *value, const char *said, dbk_err *err)
{
    char shown[SAID_BYTES];

    for (size_t i = 0; i < sizeof flag_words / sizeof flag_words[0]; i++)
        if (strcasecmp(flag_words[i].word, said) == 0) {
            *value = flag_words[i].yes;
            return 0;
        }
    return dbk_err_set(err, DBK_E_INPUT, _("\"%s\" is neither yes nor no"),
                       dbk_text_shown(said, strlen(said), shown, sizeof shown));
}

static int
set_category(Daybook__V1__WorkKind *value, const char *said, dbk_err *err)
{
    char half[SAID_BYTES], shown[SAID_BYTES];
    const dbk_code_row *row;

    if (said[0] == '\0') {
        *value = DAYBOOK__V1__WORK_KIND__WORK_UNSPECIFIED;
        return 0;
    }
    dbk_halfwidth(said, half, sizeof half);
    row = half[strspn(half, "0123456789")] == '\0' ? dbk_list_find(DBK_LIST_WORK_KIND, (int)strtol(half, NULL, 10))
                                                   : dbk_list_named(DBK_LIST_WORK_KIND, said);
    if (row == NULL)
        return dbk_err_set(err, DBK_E_INPUT, _("there is no category \"%s\""),
                           dbk_text_shown(said, strlen(said), shown, sizeof shown));
    *value = (Daybook__V1__WorkKind)row->number;
    return 0;
}

static ProtobufCBinaryData
keep(dbk_proxy *proxy, const char *text)
{
    const size_t size = strlen(text);
    char *own = dbk_arena_take(&proxy->arena, size + 1);

    assert(own != NULL);
    memcpy(own, text, size + 1);
    return (ProtobufCBinaryData){ size, (uint8_t *)own };
}

static int
set_field(dbk_proxy *proxy, const struct field *field, const char *said, dbk_err *err)
{
    void *value = at(proxy, field, field->value);
    int rc = 0;

    if (field->kind == SAYS_FLAG)
        rc = set_flag(value, said, err);
    else if (field->kind == SAYS_CATEGORY)
        rc = set_category(value, said, err);
    else
        *(ProtobufCBinaryData *)value = keep(proxy, said);
    if (rc == 0)
        *(protobuf_c_boolean *)at(proxy, field, field->has) = said[0] != '\0';
    return rc;
}

/* One sentence a rule; "" takes it back. */
static int
set_explanation(dbk_proxy *proxy, const char *rule, const char *said, dbk_err *err)
{
    size_t *n = &proxy->report.n_explanations, i = 0;

    while (i < *n && strcmp((const char *)proxy->explanation[i].rule.data, rule) != 0)
        i++;
    if (said[0] == '\0') {
        for (*n -= i < *n; i < *n; i++)
            proxy->explanation[i] = proxy->explanation[i + 1];
        return 0;
    }
    if (i == DBK_EXPLANATIONS_MAX)
        return dbk_err_set(err, DBK_E_INPUT, _("no more than %d explanations"), DBK_EXPLANATIONS_MAX);
    if (i == *n) {
        daybook__v1__explanation__init(&proxy->explanation[i]);
        proxy->explanations[i] = &proxy->explanation[i];
        proxy->explanation[i].has_rule = proxy->explanation[i].has_text = true;
        proxy->explanation[i].rule = keep(proxy, rule);
        (*n)++;
    }
    proxy->explanation[i].text = keep(proxy, said);
    return 0;
}

static int
no_field(const dbk_proxy *proxy, const char *named, dbk_err *err)
{
    const dbk_form_message *form = dbk_form_message_of(proxy->form);
    const char *names[DBK_FIGURES_MAX + N_TEXTS], *nearest;
    char shown[SAID_BYTES];
    size_t n = 0;

    for (size_t i = 0; i < N_TEXTS; i++)
        names[n++] = texts[i].path;
    for (size_t i = 0; i < form->n_indicators && n < sizeof names / sizeof names[0]; i++)
        names[n++] = form->indicators[i]->code;
    nearest = dbk_text_nearest(named, names, n);
    dbk_text_shown(named, strlen(named), shown, sizeof shown);
    if (nearest)
        return dbk_err_set(err, DBK_E_INPUT, _("there is no field \"%s\"; did you mean \"%s\"?"), shown, nearest);
    return dbk_err_set(err, DBK_E_INPUT, _("there is no field \"%s\""), shown);
}

int
dbk_proxy_set(dbk_proxy *proxy, const char *named, const char *said, dbk_err *err)
{
    char path[DBK_FIELD_BYTES];
    char *text = dbk_text_nfc(said, strlen(said), err);
    int rc = -1;

    if (text == NULL)
        return -1;
    if (!dbk_proxy_path(proxy, named, path))
        no_field(proxy, named, err);
    else if (dbk_proxy_indicator(proxy, path) != NULL)
        rc = set_figure(proxy, dbk_proxy_indicator(proxy, path), text, err);
    else if (field_of(path) != NULL)
        rc = set_field(proxy, field_of(path), text, err);
    else
        rc = set_explanation(proxy, behind(path, explanations_prefix), text, err);
    free(text);
    return rc;
}

/* ---------------------------------------------------------------- what it says now */

static const char *
field_said(dbk_proxy *proxy, const struct field *field)
{
    const void *value = at(proxy, field, field->value);
    const dbk_code_row *row;

    if (!*(protobuf_c_boolean *)at(proxy, field, field->has))
        return "";
    if (field->kind == SAYS_FLAG)
        return *(const protobuf_c_boolean *)value ? _("yes") : _("no");
    if (field->kind != SAYS_CATEGORY)
        return text_of(value);
    row = dbk_list_find(DBK_LIST_WORK_KIND, (int)*(const Daybook__V1__WorkKind *)value);
    return row ? dbk_words_pick(row->zh, row->en) : "";
}

const char *
dbk_proxy_get(dbk_proxy *proxy, const char *path, char *room, size_t room_bytes)
{
    const indicator *figure = dbk_proxy_indicator(proxy, path);
    const struct field *field = field_of(path);
    const char *rule = behind(path, explanations_prefix);

    room[0] = '\0';
    if (figure != NULL && proxy->figures.value[figure->number] != DBK_FIGURE_NONE)
        snprintf(room, room_bytes, "%" PRId64, proxy->figures.value[figure->number]);
    if (field != NULL)
        return field_said(proxy, field);
    for (size_t i = 0; rule && i < proxy->report.n_explanations; i++)
        if (strcmp(text_of(&proxy->explanation[i].rule), rule) == 0)
            return text_of(&proxy->explanation[i].text);
    return room;
}

const char *
dbk_proxy_explained(const dbk_proxy *proxy, size_t i)
{
    return i < proxy->report.n_explanations ? text_of(&proxy->explanation[i].rule) : NULL;
}

bool
dbk_proxy_has_digits(const dbk_proxy *proxy)
{
    return proxy->has_digits;
}

void
dbk_proxy_end_digits(dbk_proxy *proxy)
{
    proxy->has_digits = false;
}

bool
dbk_proxy_agrees(const dbk_proxy *proxy, const char *said)
{
    char half[SAID_BYTES], sum[DBK_DICTATION_SUM_BYTES];

    dbk_halfwidth(said, half, sizeof half);
    return strcmp(half, dbk_dictation_sum(proxy->record.committee_id, proxy->record.report_date, proxy->figures.value, sum)) == 0;
}

/* ---------------------------------------------------------------- the record */

/* Figures in the order of the page; the case when any part of it was said. */
static void
assemble(dbk_proxy *proxy)
{
    const dbk_form_message *form = dbk_form_message_of(proxy->form);
    size_t n = 0;

    for (size_t i = 0; i < form->n_indicators; i++) {
        const uint32_t number = form->indicators[i]->number;

        if (proxy->figures.value[number] == DBK_FIGURE_NONE)
            continue;
        daybook__v1__figure__init(&proxy->figure[n]);
        proxy->figure[n].has_indicator = proxy->figure[n].has_value = true;
        proxy->figure[n].indicator = number;
        proxy->figure[n].value = proxy->figures.value[number];
        proxy->figure_at[n] = &proxy->figure[n];
        n++;
    }
    proxy->report.n_figures = n;
    proxy->report.n_cases = proxy->one.has_title || proxy->one.has_category || proxy->one.has_place ||
                            proxy->one.has_story || proxy->one.has_result;
}

const dbk_violations *
dbk_proxy_check(dbk_proxy *proxy)
{
    assemble(proxy);
    dbk_check(proxy->form, &proxy->record, daybook__v1__record__get_packed_size(&proxy->record), &proxy->found);
    return &proxy->found;
}

static bool
is_choice(dbk_kind kind, const char *path)
{
    const struct field *field = field_of(path);

    (void)kind;
    return field != NULL && field->kind == SAYS_CATEGORY;
}

void
dbk_proxy_find(const dbk_proxy *proxy, const dbk_violation *violation, dbk_finding *found)
{
    dbk_finding_here(found, violation,
                     &(dbk_finding_scene){ DBK_NIGHTLY_REPORT, proxy->form, &proxy->figures, is_choice });
}

uint8_t *
dbk_proxy_seal(dbk_proxy *proxy, int64_t now_ms, uint8_t id[DBK_ID_BYTES], size_t *size)
{
    assemble(proxy);
    dbk_id_make(proxy->id, now_ms);
    memcpy(id, proxy->id, DBK_ID_BYTES);
    proxy->record.has_sealed_at_ms = true;
    proxy->record.sealed_at_ms = now_ms;
    return dbk_record_pack(&proxy->record, size);
}
