/* proxy: what may be said for a field, what it is called, and the record that comes of it. */
#include <stdlib.h>
#include <string.h>

#include "clients/office/proxy.h"
#include "proto/dictation.h"
#include "proto/envelope.h"
#include "proto/ident.h"
#include "tests/harness/unit.h"
#include "tests/proto/sample.h"

#define GOOD "assigned_count 12, on_duty_count 12, leave_count 0, sick_count 0, unaccounted_count 0, " \
             "temp_check_count 90, temp_abnormal_count 0, no_case yes, situation 门岗平稳楼道都已巡查居民情绪也好各项工作照常进行"

static dbk_form *
open_form(void)
{
    sample_form s;
    dbk_err err = { 0 };

    sample_form_init(&s);
    const size_t size = daybook__v1__form__get_packed_size(&s.form);
    uint8_t *bytes = malloc(size);

    assert(bytes != NULL);
    daybook__v1__form__pack(&s.form, bytes);
    dbk_form *form = dbk_form_open(bytes, size, &err);

    CHECK_STR("the sample form", err.text, "");
    free(bytes);
    return form;
}

/* "field value, field value": a field has no blank in it. */
static void
say(const char *row, dbk_proxy *proxy, const char *said)
{
    char *all = strdup(said), *rest = NULL;

    for (char *one = strtok_r(all, ",", &rest); one != NULL; one = strtok_r(NULL, ",", &rest)) {
        char *field = one + strspn(one, " "), *value = strchrnul(field, ' ');
        dbk_err err = { 0 };

        if (*value)
            *value++ = '\0';
        CHECK_INT(row, dbk_proxy_set(proxy, field, value, &err), 0);
    }
    free(all);
}

static const struct { const char *name, *field, *said, *gives; } rows[] = {
    { "a number",               "on_duty_count", "12", "12" },
    { "0 is a number",          "on_duty_count", "0", "0" },
    { "nothing",                "on_duty_count", "", "" },
    { "full-width digits",      "on_duty_count", "１2", "12" },
    { "blanks around it",       "on_duty_count", " 12 ", "12" },
    { "by its path",            "figures.on_duty_count", "7", "7" },
    { "by its place",           "2", "7", "7" },
    { "letters",                "on_duty_count", "1O", "?no whole number" },
    { "a sign",                 "on_duty_count", "-1", "?no whole number" },
    { "a point",                "on_duty_count", "1.5", "?no whole number" },
    { "above the most",         "on_duty_count", "61", "?outside 0 to 60" },
    { "far above",              "on_duty_count", "99999999999999999999999", "?outside 0 to 60" },
    { "a flag",                 "zero_report", "是", "yes" },
    { "the other",              "zero_report", "NO", "no" },
    { "no flag",                "zero_report", "perhaps", "?neither yes nor no" },
    { "a category by number",   "cases[1].category", "１", "gate and temperature" },
    { "by its word",            "cases[1].category", "消毒", "?no category" },
    { "by its name",            "cases[1].category", "disinfect", "disinfection" },
    { "no such number",         "cases[1].category", "12", "?no category" },
    { "a text",                 "situation", "门岗平稳", "门岗平稳" },
    { "an explanation",         "explanations.E08", "两台在修", "两台在修" },
    { "no such field",          "on_duty_cont", "1", "?did you mean \"on_duty_count\"" },
    { "nothing like it",        "xyzzy", "1", "?there is no field \"xyzzy\"" },
    { "a place beyond",         "10", "1", "?there is no field" },
    { "no text",                "situation", "\xff", "?" },
};

static void
each_field_takes_what_it_may(void)
{
    dbk_form *form = open_form();

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        dbk_proxy *proxy = dbk_proxy_new(form, 12, 20200218);
        char path[DBK_FIELD_BYTES], room[32];
        dbk_err err = { 0 };
        const int rc = dbk_proxy_set(proxy, rows[i].field, rows[i].said, &err);

        CHECK_INT(rows[i].name, rc, rows[i].gives[0] == '?' ? -1 : 0);
        if (rc != 0)
            CHECK_HAS(rows[i].name, err.text, rows[i].gives + 1);
        else if (dbk_proxy_path(proxy, rows[i].field, path))
            CHECK_STR(rows[i].name, dbk_proxy_get(proxy, path, room, sizeof room), rows[i].gives);
        dbk_proxy_free(&proxy);
    }
    dbk_form_close(&form);
}

static const struct { const char *name, *said, *code; } wholes[] = {
    { "good",                         GOOD, NULL },
    { "a required figure is open",    GOOD ", sick_count ", "figure.required" },
    { "a rule between figures",       GOOD ", leave_count 1", "E03" },
    { "a warning",                    GOOD ", duty_hours 200", "W_HOURS" },
    { "explained",                    GOOD ", duty_hours 88", NULL },
    { "no case and none declared",    GOOD ", no_case ", "case.none" },
    { "half a case",                  GOOD ", no_case , cases[1].title 雨夜的姜汤", "enum.unknown" },
    { "a short sentence",             GOOD ", explanations.W_HOURS 忙", "text.short" },
};

static void
the_whole_is_checked_by_the_contract(void)
{
    dbk_form *form = open_form();

    for (size_t i = 0; i < ARRAY_LEN(wholes); i++) {
        dbk_proxy *proxy = dbk_proxy_new(form, 12, 20200218);
        const dbk_violations *found;

        say(wholes[i].name, proxy, wholes[i].said);
        found = dbk_proxy_check(proxy);
        CHECK_INT(wholes[i].name, found->n > 0, wholes[i].code != NULL);
        if (found->n > 0 && wholes[i].code != NULL)
            CHECK_STR(wholes[i].name, found->row[0].code, wholes[i].code);
        dbk_proxy_free(&proxy);
    }
    dbk_form_close(&form);
}

static void
a_warning_is_explained_and_the_explanation_taken_back(void)
{
    dbk_form *form = open_form();
    dbk_proxy *proxy = dbk_proxy_new(form, 12, 20200218);
    char path[DBK_FIELD_BYTES], room[32];

    say("hours", proxy, GOOD ", temp_check_count 900, duty_hours 200, explanations.W_HOURS 两班连着值守, "
        "explanations.W_HALF 样例的一句话");
    CHECK_INT("explained", dbk_proxy_check(proxy)->n, 0);
    CHECK_TRUE("by its place", dbk_proxy_path(proxy, "explanations[2].text", path));
    CHECK_STR("by its place", path, "explanations.W_HALF");
    CHECK_STR("the first", dbk_proxy_explained(proxy, 0), "W_HOURS");
    CHECK_TRUE("no third", dbk_proxy_explained(proxy, 2) == NULL);
    say("back", proxy, "explanations.W_HOURS ");
    CHECK_STR("the other stays", dbk_proxy_explained(proxy, 0), "W_HALF");
    CHECK_STR("with its sentence", dbk_proxy_get(proxy, "explanations.W_HALF", room, sizeof room), "样例的一句话");
    CHECK_STR("not explained", dbk_proxy_check(proxy)->row[0].code, "W_HOURS");
    dbk_proxy_free(&proxy);
    dbk_form_close(&form);
}

/* "12-3" for that figure, a digit off by so much. */
static int
say_with_digit(dbk_proxy *proxy, const char *field, uint32_t number, int64_t value, int off)
{
    char said[32];

    snprintf(said, sizeof said, "%d-%c", (int)value, '0' + (dbk_dictation_digit(number, value) - '0' + off) % 10);
    return dbk_proxy_set(proxy, field, said, NULL);
}

static void
a_check_digit_is_asked_of_all_or_none(void)
{
    dbk_form *form = open_form();
    dbk_proxy *proxy = dbk_proxy_new(form, 12, 20200218);
    int64_t value[DBK_INDICATOR_MAX + 1];
    char sum[DBK_DICTATION_SUM_BYTES];
    dbk_err err = { 0 };

    for (int off = 1; off < 10; off++)
        CHECK_INT("a wrong digit", say_with_digit(proxy, "assigned_count", 1, 12, off), -1);
    CHECK_INT("of another figure", say_with_digit(proxy, "on_duty_count", 1, 12, 0), -1);
    CHECK_TRUE("so far it has none", !dbk_proxy_has_digits(proxy));
    CHECK_INT("the right one", say_with_digit(proxy, "assigned_count", 1, 12, 0), 0);
    CHECK_TRUE("now it has", dbk_proxy_has_digits(proxy));
    CHECK_INT("a dash that was not heard", dbk_proxy_set(proxy, "on_duty_count", "12", &err), -1);
    CHECK_HAS("a dash that was not heard", err.text, "no check digit");
    CHECK_INT("the next one", say_with_digit(proxy, "on_duty_count", 2, 12, 0), 0);
    memset(value, 0xff, sizeof value);
    value[1] = 12;
    CHECK_TRUE("one was left out", !dbk_proxy_agrees(proxy, dbk_dictation_sum(12, 20200218, value, sum)));
    value[2] = 12;
    CHECK_TRUE("all are there", dbk_proxy_agrees(proxy, dbk_dictation_sum(12, 20200218, value, sum)));
    dbk_proxy_end_digits(proxy);
    CHECK_INT("changed afterwards", dbk_proxy_set(proxy, "on_duty_count", "11", &err), 0);
    dbk_proxy_free(&proxy);
    dbk_form_close(&form);
}

static void
it_is_sealed_as_it_was_said(void)
{
    dbk_form *form = open_form();
    dbk_proxy *proxy = dbk_proxy_new(form, 12, 20200218);
    uint8_t id[DBK_ID_BYTES], base[DBK_ID_BYTES] = { 7 };
    size_t size;
    dbk_arena arena;
    dbk_err err;

    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    say("good", proxy, GOOD);
    dbk_proxy_correct(proxy, base);
    uint8_t *sealed = dbk_proxy_seal(proxy, 1582300000000, id, &size);
    const dbk_record *record = dbk_record_unpack(&arena, sealed, size, &err);

    CHECK_TRUE("it can be read", record != NULL);
    if (record != NULL) {
        CHECK_INT("committee", record->committee_id, 12);
        CHECK_INT("date", record->report_date, 20200218);
        CHECK_TRUE("its id", memcmp(record->id.data, id, sizeof id) == 0);
        CHECK_TRUE("what it corrects", record->has_corrects && memcmp(record->corrects.data, base, sizeof base) == 0);
        CHECK_INT("figures that were said", record->nightly_report->n_figures, 7);
        CHECK_INT("the last of them", record->nightly_report->figures[6]->indicator, 9);
        CHECK_INT("no case", record->nightly_report->n_cases, 0);
        CHECK_TRUE("declared so", record->nightly_report->no_case);
        CHECK_TRUE("nothing else", !record->nightly_report->has_zero_report);
    }
    free(sealed);
    dbk_arena_fini(&arena);
    dbk_proxy_free(&proxy);
    dbk_form_close(&form);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "each field takes what it may", each_field_takes_what_it_may },
        { "the whole is checked by the contract", the_whole_is_checked_by_the_contract },
        { "a warning is explained, and that taken back", a_warning_is_explained_and_the_explanation_taken_back },
        { "a check digit is asked of all or none", a_check_digit_is_asked_of_all_or_none },
        { "it is sealed as it was said", it_is_sealed_as_it_was_said },
    };

    return unit_main("office proxy", tests, ARRAY_LEN(tests), 60);
}
