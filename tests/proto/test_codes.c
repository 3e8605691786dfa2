/* codes: the same lists as daybook.proto and as the migrations. */
#include "proto/codes.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/messages.h"
#include "tests/harness/unit.h"

static const struct { dbk_list list; const char *name; const ProtobufCEnumDescriptor *type; int in_sql; } lists[] = {
    { DBK_LIST_STATUS,           "status",           &daybook__v1__status__descriptor,           0 },
    { DBK_LIST_KIND,             "kind",             &daybook__v1__kind__descriptor,             1 },
    { DBK_LIST_TIMELINESS,       "timeliness",       &daybook__v1__timeliness__descriptor,       1 },
    { DBK_LIST_SEVERITY,         "severity",         &daybook__v1__severity__descriptor,         1 },
    { DBK_LIST_WORK_KIND,        "work_kind",        &daybook__v1__work_kind__descriptor,        1 },
    { DBK_LIST_OBSERVATION_KIND, "observation_kind", &daybook__v1__observation_kind__descriptor, 1 },
    { DBK_LIST_SUPPLY_ITEM,      "supply_item",      &daybook__v1__supply_item__descriptor,      1 },
    { DBK_LIST_SHIFT,            "shift",            &daybook__v1__shift__descriptor,            1 },
    { DBK_LIST_ROLL_CALL_STATE,  "roll_call_state",  &daybook__v1__roll_call_state__descriptor,  1 },
    { DBK_LIST_HEALTH_STATE,     "health_state",     &daybook__v1__health_state__descriptor,     1 },
    { DBK_LIST_SYMPTOM,          "symptom",          &daybook__v1__symptom__descriptor,          1 },
    { DBK_LIST_SUPPLY_SOURCE,    "supply_source",    &daybook__v1__supply_source__descriptor,    1 },
    { DBK_LIST_MEETING_KIND,     "meeting_kind",     &daybook__v1__meeting_kind__descriptor,     1 },
    { DBK_LIST_MEETING_MODE,     "meeting_mode",     &daybook__v1__meeting_mode__descriptor,     1 },
    { DBK_LIST_BULLETIN_KIND,    "bulletin_kind",    &daybook__v1__bulletin_kind__descriptor,    1 },
    { DBK_LIST_ITEM_ANSWER,      "item_answer",      &daybook__v1__item_answer__descriptor,      1 },
};

/* Every enumerator but 0 is a row, and dbk_list_find() may take a number for an index. */
static void
test_same_as_proto(void)
{
    CHECK_INT("every list", ARRAY_LEN(lists), DBK_N_LISTS);
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        size_t n;
        const dbk_code_row *rows = dbk_list_rows(lists[i].list, &n);

        CHECK_STR(lists[i].name, dbk_list_name(lists[i].list), lists[i].name);
        CHECK_INT(lists[i].name, n, lists[i].type->n_values - 1);
        for (size_t k = 0; k < n; k++) {
            const ProtobufCEnumValue *value = protobuf_c_enum_descriptor_get_value(lists[i].type, rows[k].number);

            CHECK_INT(rows[k].name, rows[k].number, k + 1);
            CHECK_STR(rows[k].name, rows[k].name, value != NULL ? value->name : NULL);
            CHECK_TRUE(rows[k].name, dbk_list_find(lists[i].list, rows[k].number) == &rows[k]);
        }
        CHECK_TRUE(lists[i].name, dbk_list_find(lists[i].list, 0) == NULL);
        CHECK_TRUE(lists[i].name, dbk_list_find(lists[i].list, -1) == NULL);
        CHECK_TRUE(lists[i].name, dbk_list_find(lists[i].list, (int)n + 1) == NULL);
    }
}

static void
test_named(void)
{
    static const struct { dbk_list list; const char *name; int number; } cases[] = {
        { DBK_LIST_WORK_KIND,        "GATE",     1 },
        { DBK_LIST_WORK_KIND,        "gate",     1 },
        { DBK_LIST_WORK_KIND,        "门岗测温", 1 },
        { DBK_LIST_WORK_KIND,        "其他",     11 },
        { DBK_LIST_WORK_KIND,        "hq_Supply", 8 },
        { DBK_LIST_WORK_KIND,        "门岗",     0 },
        { DBK_LIST_WORK_KIND,        "",         0 },
        { DBK_LIST_OBSERVATION_KIND, "风险点",   1 },
        { DBK_LIST_SUPPLY_ITEM,      "n95口罩",  0 },
        { DBK_LIST_SUPPLY_ITEM,      "mask_n95", 3 },
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const dbk_code_row *row = dbk_list_named(cases[i].list, cases[i].name);

        CHECK_INT(cases[i].name, row != NULL ? row->number : 0, cases[i].number);
    }
}

/* All migrations, one behind the other. */
static char *
read_migrations(void)
{
    char *text = calloc(1, 1 << 20), *at = text;
    glob_t files;

    CHECK_INT("run from the top of the repository", glob("sql/migrations/*.sql", 0, NULL, &files), 0);
    for (size_t i = 0; text != NULL && i < files.gl_pathc; i++) {
        FILE *f = fopen(files.gl_pathv[i], "r");

        if (f == NULL)
            continue;
        at += fread(at, 1, (size_t)(text + (1 << 20) - 1 - at), f);
        fclose(f);
    }
    globfree(&files);
    return text;
}

static size_t
count(const char *text, const char *part)
{
    size_t n = 0;

    for (const char *at = text; (at = strstr(at, part)) != NULL; at += strlen(part))
        n++;
    return n;
}

static void
test_same_as_migrations(void)
{
    char *sql = read_migrations();

    CHECK_HAS("read them", sql, "INSERT INTO daybook.code_list");
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        size_t n;
        const dbk_code_row *rows = dbk_list_rows(lists[i].list, &n);
        char row[256];

        snprintf(row, sizeof row, "\n    ('%s', ", lists[i].name);
        CHECK_INT(lists[i].name, count(sql, row), lists[i].in_sql ? n : 0);
        for (size_t k = 0; lists[i].in_sql && k < n; k++) {
            snprintf(row, sizeof row, "('%s', %d, '%s', '%s', '%s')", lists[i].name, rows[k].number, rows[k].name,
                     rows[k].zh, rows[k].en);
            CHECK_HAS(rows[k].name, sql, row);
        }
    }
    free(sql);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "the same as daybook.proto",    test_same_as_proto },
        { "by name",                      test_named },
        { "the same as the migrations",   test_same_as_migrations },
    };

    return unit_main("proto/codes", tests, ARRAY_LEN(tests), 30);
}
