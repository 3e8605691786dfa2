/* form: what is let in, what is refused and by which name, and when a version serves. */
#include "proto/form.h"

#include <string.h>

#include "proto/calendar.h"
#include "proto/limits.h"
#include "tests/harness/unit.h"
#include "tests/proto/sample.h"

static void
test_good(void)
{
    dbk_form *form = sample_form_new();
    size_t size;
    dbk_err err = { 0 };

    CHECK_INT("version", dbk_form_version(form), 1);
    CHECK_INT("indicators", dbk_form_message_of(form)->n_indicators, SAMPLE_N(sample_indicators));
    CHECK_STR("by number", dbk_form_number(form, 2)->code, "on_duty_count");
    CHECK_INT("by code", dbk_form_named(form, "temp_check_count")->number, 8);
    CHECK_TRUE("not asked", dbk_form_number(form, 7) == NULL && dbk_form_number(form, 0) == NULL);
    CHECK_TRUE("no such number", dbk_form_number(form, 256) == NULL && dbk_form_number(form, UINT32_MAX) == NULL);
    CHECK_TRUE("no such code", dbk_form_named(form, "on_duty") == NULL && dbk_form_named(form, "") == NULL);
    CHECK_STR("texts are strings", (const char *)dbk_form_message_of(form)->rules[0]->text_zh.data,
              "样例规则:请核对这几个数字");

    const void *bytes = dbk_form_bytes(form, &size);
    dbk_form *again = dbk_form_open(bytes, size, &err);

    CHECK_STR("its bytes open it again", err.text, "");
    CHECK_TRUE("the same", again != NULL && dbk_form_version(again) == 1);
    dbk_form_close(&again);
    dbk_form_close(&form);
    CHECK_TRUE("closed", form == NULL);
    dbk_form_close(&form);
}

static void
test_serves(void)
{
    static const struct { uint32_t ymd; int serves; } cases[] = {
        { 20200131, 0 }, { 20200201, 1 }, { 20200229, 1 }, { 20200301, 1 }, { 20200303, 1 }, { 20200304, 0 },
    };
    sample_form s;
    int32_t day;
    dbk_form *form = sample_form_new();

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        dbk_day_from_ymd(cases[i].ymd, &day);
        CHECK_INT("active 1..29 February", dbk_form_serves(form, day), cases[i].serves);
    }
    dbk_form_close(&form);
    sample_form_init(&s);
    s.form.has_active_to = false;
    form = sample_form_open(&s.form, NULL);
    dbk_day_from_ymd(20991231, &day);
    CHECK_TRUE("still in force", form != NULL && dbk_form_serves(form, day));
    dbk_form_close(&form);
}

/* ---------------------------------------------------------------- one fault a row */

#define WORD(s) ((char *)(uintptr_t)(s))

static char too_long_code[] = "a234567890123456789012345678901234567890x";

static void no_version(sample_form *s)        { s->form.has_version = false; s->form.version = 0; }
static void no_such_day(sample_form *s)       { s->form.active_from = 20200230; }
static void ends_before(sample_form *s)       { s->form.active_to = 20200131; }
static void end_no_day(sample_form *s)        { s->form.active_to = 20200231; }
static void group_no_code(sample_form *s)     { s->group.code = NULL; }
static void group_no_zh(sample_form *s)       { s->group.label_zh = (ProtobufCBinaryData){ 0, NULL }; }
static void group_twice(sample_form *s)       { s->groups[s->form.n_groups++] = &s->group; }
static void number_0(sample_form *s)          { s->indicator[0].number = 0; }
static void number_256(sample_form *s)        { s->indicator[0].number = 256; }
static void number_twice(sample_form *s)      { s->indicator[1].number = 1; }
static void code_twice(sample_form *s)        { s->indicator[1].code = s->indicator[0].code; }
static void code_missing(sample_form *s)      { s->indicator[1].code = NULL; }
static void code_upper(sample_form *s)        { s->indicator[1].code = WORD("On_duty"); }
static void code_long(sample_form *s)         { s->indicator[1].code = too_long_code; }
static void code_escape(sample_form *s)       { s->indicator[1].code = WORD("on\x1B[2J"); }
static void group_unknown(sample_form *s)     { s->indicator[1].group = WORD("none"); }
static void label_missing(sample_form *s)     { s->indicator[1].label_en = (ProtobufCBinaryData){ 0, NULL }; }
static void label_not_utf8(sample_form *s)    { s->indicator[1].label_zh = sample_text("\xFF"); }
static void label_lines(sample_form *s)       { s->indicator[1].label_zh = sample_text("一\n二"); }
static void label_blank(sample_form *s)       { s->indicator[1].label_zh = sample_text("  "); }
static void unit_missing(sample_form *s)      { s->indicator[1].unit_zh = (ProtobufCBinaryData){ 0, NULL }; }
static void unit_long(sample_form *s)         { s->indicator[1].unit_zh = sample_text("一二三四五六七八九"); }
static void least_above_most(sample_form *s)  { s->indicator[1].least = 61; }
static void least_negative(sample_form *s)    { s->indicator[1].least = -1; }
static void most_huge(sample_form *s)         { s->indicator[1].most = 1000000001; }
static void most_missing(sample_form *s)      { s->indicator[1].has_most = false; }
static void rule_no_code(sample_form *s)      { s->rule[0].code = NULL; }
static void rule_bad_code(sample_form *s)     { s->rule[0].code = WORD("E 02"); }
static void rule_long_code(sample_form *s)    { s->rule[0].code = too_long_code; }
static void rule_twice(sample_form *s)        { s->rule[1].code = s->rule[0].code; }
static void rule_of_ours(sample_form *s)      { s->rule[0].code = WORD("text.utf8"); }
static void rule_severity(sample_form *s)     { s->rule[0].severity = (dbk_severity)3; }
static void rule_no_severity(sample_form *s)  { s->rule[0].severity = (dbk_severity)0; }
static void rule_relation(sample_form *s)     { s->rule[0].relation = (Daybook__V1__Relation)4; }
static void rule_bound(sample_form *s)        { s->rule[0].bound = INT64_MIN; }
static void rule_no_text(sample_form *s)      { s->rule[0].text_en = (ProtobufCBinaryData){ 0, NULL }; }
static void rule_no_terms(sample_form *s)     { s->rule[0].n_terms = 0; }
static void term_unknown(sample_form *s)      { s->term[0][0].indicator = 200; }
static void term_beyond(sample_form *s)       { s->term[0][0].indicator = UINT32_MAX; }
static void term_0(sample_form *s)            { s->term[0][0].coefficient = 0; }
static void term_huge(sample_form *s)         { s->term[0][0].coefficient = INT64_MIN; }
static void term_twice(sample_form *s)        { s->term[0][0].indicator = s->term[0][1].indicator; }

static const struct { const char *name; void (*edit)(sample_form *); const char *says; } faults[] = {
    { "no version",        no_version,       "no version" },
    { "no such day",       no_such_day,      "active_from 20200230" },
    { "ends before",       ends_before,      "active_to 20200131" },
    { "ends on no day",    end_no_day,       "active_to 20200231" },
    { "group: no code",    group_no_code,    "group 1: its code" },
    { "group: no label",   group_no_zh,      "group all: labels" },
    { "group: twice",      group_twice,      "group 2: its code" },
    { "number 0",          number_0,         "indicator assigned_count: its number is not" },
    { "number 256",        number_256,       "indicator assigned_count: its number is not" },
    { "number twice",      number_twice,     "indicator on_duty_count: its number is used twice" },
    { "code twice",        code_twice,       "indicator assigned_count: its code is used twice" },
    { "no code",           code_missing,     "indicator 2: its code is missing" },
    { "code: upper case",  code_upper,       "indicator 2: its code is missing or misspelt" },
    { "code: 41",          code_long,        "indicator 2: its code" },
    { "code: escape",      code_escape,      "indicator 2: its code" },
    { "unknown group",     group_unknown,    "on_duty_count: its group" },
    { "no label",          label_missing,    "on_duty_count: labels" },
    { "label: no UTF-8",   label_not_utf8,   "on_duty_count: labels" },
    { "label: two lines",  label_lines,      "on_duty_count: labels" },
    { "label: blank",      label_blank,      "on_duty_count: labels" },
    { "no unit",           unit_missing,     "on_duty_count: units" },
    { "unit of 9",         unit_long,        "on_duty_count: units" },
    { "least above most",  least_above_most, "on_duty_count: least and most" },
    { "least negative",    least_negative,   "on_duty_count: least and most" },
    { "most huge",         most_huge,        "on_duty_count: least and most" },
    { "no most",           most_missing,     "on_duty_count: least and most" },
    { "rule: no code",     rule_no_code,     "rule 1: its code" },
    { "rule: a space",     rule_bad_code,    "rule 1: its code" },
    { "rule: 41",          rule_long_code,   "rule 1: its code" },
    { "rule: twice",       rule_twice,       "rule E02: its code is used twice" },
    { "rule: of ours",     rule_of_ours,     "rule text.utf8: its code belongs" },
    { "rule: severity 3",  rule_severity,    "rule E02: its severity" },
    { "rule: no severity", rule_no_severity, "rule E02: its severity" },
    { "rule: relation 4",  rule_relation,    "rule E02: its relation" },
    { "rule: bound",       rule_bound,       "rule E02: its bound" },
    { "rule: no sentence", rule_no_text,     "rule E02: a sentence" },
    { "rule: no terms",    rule_no_terms,    "rule E02: 1 to 16 terms" },
    { "term: not asked",   term_unknown,     "rule E02: a term names no indicator" },
    { "term: beyond",      term_beyond,      "rule E02: a term names no indicator" },
    { "term: times 0",     term_0,           "rule E02: a coefficient" },
    { "term: huge",        term_huge,        "rule E02: a coefficient" },
    { "term: twice",       term_twice,       "rule E02: a term stands twice" },
};

static void
test_faults(void)
{
    for (size_t i = 0; i < ARRAY_LEN(faults); i++) {
        sample_form s;
        dbk_err err = { 0 };

        sample_form_init(&s);
        faults[i].edit(&s);
        dbk_form *form = sample_form_open(&s.form, &err);

        CHECK_TRUE(faults[i].name, form == NULL);
        CHECK_INT(faults[i].name, err.code, DBK_E_MALFORMED);
        CHECK_HAS(faults[i].name, err.text, "form: ");
        CHECK_HAS(faults[i].name, err.text, faults[i].says);
        dbk_form_close(&form);
    }
}

/* Bytes that are no form, or only the beginning of one, never open and never crash. */
static void
test_bytes(void)
{
    dbk_form *form = sample_form_new();
    size_t size;
    const uint8_t *bytes = dbk_form_bytes(form, &size);
    static const uint8_t zeros[DBK_FRAME_MAX_BYTES];
    int opened = 0;

    for (size_t cut = 0; cut < size; cut++) {
        dbk_form *part = dbk_form_open(bytes, cut, NULL);

        opened += part != NULL && dbk_form_message_of(part)->n_rules == SAMPLE_N(sample_rules);
        dbk_form_close(&part);
    }
    CHECK_INT("a part is never taken for the whole", opened, 0);
    CHECK_TRUE("zeros", dbk_form_open(zeros, 60000, NULL) == NULL);
    CHECK_TRUE("too large for a reply", dbk_form_open(zeros, sizeof zeros, NULL) == NULL);
    dbk_form_close(&form);
}

static void
test_many(void)
{
    static Daybook__V1__Indicator *indicators[DBK_FIGURES_MAX + 1];
    static Daybook__V1__Rule *rules[DBK_RULES_MAX + 1];
    sample_form s;
    dbk_err err = { 0 };

    sample_form_init(&s);
    for (size_t i = 0; i < ARRAY_LEN(indicators); i++)
        indicators[i] = &s.indicator[0];
    s.form.indicators = indicators;
    s.form.n_indicators = ARRAY_LEN(indicators);
    CHECK_TRUE("161 indicators", sample_form_open(&s.form, &err) == NULL);
    CHECK_HAS("161 indicators", err.text, "more than 160 indicators");

    sample_form_init(&s);
    for (size_t i = 0; i < ARRAY_LEN(rules); i++)
        rules[i] = &s.rule[0];
    s.form.rules = rules;
    s.form.n_rules = ARRAY_LEN(rules);
    CHECK_TRUE("129 rules", sample_form_open(&s.form, &err) == NULL);
    CHECK_HAS("129 rules", err.text, "more than 128 rules");
}

int
main(void)
{
    static const unit_test tests[] = {
        { "a good form",     test_good },
        { "when it serves",  test_serves },
        { "faults by name",  test_faults },
        { "bytes",           test_bytes },
        { "too many",        test_many },
    };

    return unit_main("proto/form", tests, ARRAY_LEN(tests), 60);
}
