/*
 * sample — a small form, the reports that fit it, and text files, for the tests of this room.
 */
#ifndef DBK_TESTS_SECRETARY_SAMPLE_H
#define DBK_TESTS_SECRETARY_SAMPLE_H

#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/envelope.h"
#include "proto/form.h"
#include "proto/ident.h"
#include "tests/harness/unit.h"

#define SAMPLE_COMMITTEE 12u
#define SAMPLE_NIGHT 20200218u

static inline ProtobufCBinaryData
sample_text(const char *text)
{
    return (ProtobufCBinaryData){ strlen(text), (uint8_t *)(uintptr_t)text };
}

/* Eight indicators, two errors and a warning, in force since the sample night. */
static inline dbk_form *
sample_form(uint32_t version)
{
    static const struct { uint32_t number; const char *code, *zh, *en; int64_t most; bool required; } rows[] = {
        { 1, "assigned_count", "应到人数", "assigned", 60, true },
        { 2, "on_duty_count", "实到值守人数", "on duty", 60, true },
        { 3, "leave_count", "请假", "on leave", 60, true },
        { 8, "temp_check_count", "测温人次", "temperature checks", 50000, true },
        { 9, "temp_abnormal_count", "体温异常人次", "abnormal temperatures", 500, true },
        { 10, "temp_abnormal_referred_count", "异常已报告移送", "abnormal referred", 500, false },
        { 32, "parcel_delivered_count", "代送快递", "parcels delivered", 30000, false },
    };
    enum { N = sizeof rows / sizeof rows[0] };
    Daybook__V1__Indicator indicator[N], *indicators[N];
    Daybook__V1__Group group, *groups[1] = { &group };
    Daybook__V1__Term terms[5], *of_e02[2], *of_e03[3], *of_w[2];
    Daybook__V1__Rule rule[3], *rules[3] = { &rule[0], &rule[1], &rule[2] };
    static const struct { uint32_t indicator; int64_t coefficient; } sums[] = { { 2, 1 }, { 1, -1 }, { 3, 1 },
                                                                                { 10, 1 }, { 9, -1 } };
    dbk_form_message message;
    uint8_t bytes[8192];
    dbk_form *form;

    daybook__v1__form__init(&message);
    daybook__v1__group__init(&group);
    group.code = (char *)(uintptr_t)"all";
    group.has_label_zh = group.has_label_en = true;
    group.label_zh = sample_text("全部");
    group.label_en = sample_text("all");
    for (size_t i = 0; i < N; i++) {
        Daybook__V1__Indicator *it = indicators[i] = &indicator[i];

        daybook__v1__indicator__init(it);
        it->has_number = it->has_label_zh = it->has_label_en = it->has_unit_zh = it->has_unit_en = true;
        it->has_least = it->has_most = it->has_required = it->has_alarm = true;
        it->number = rows[i].number;
        it->code = (char *)(uintptr_t)rows[i].code;
        it->label_zh = sample_text(rows[i].zh);
        it->label_en = sample_text(rows[i].en);
        it->group = group.code;
        it->unit_zh = sample_text("人");
        it->unit_en = sample_text("people");
        it->most = rows[i].most;
        it->required = rows[i].required;
        it->alarm = rows[i].number == 9;
    }
    for (size_t i = 0; i < 5; i++) {
        daybook__v1__term__init(&terms[i]);
        terms[i].has_indicator = terms[i].has_coefficient = true;
        terms[i].indicator = sums[i].indicator;
        terms[i].coefficient = sums[i].coefficient;
    }
    of_e02[0] = of_e03[0] = &terms[0];
    of_e02[1] = of_e03[1] = &terms[1];
    of_e03[2] = &terms[2];
    of_w[0] = &terms[3];
    of_w[1] = &terms[4];
    for (size_t i = 0; i < 3; i++) {
        daybook__v1__rule__init(&rule[i]);
        rule[i].has_severity = rule[i].has_relation = rule[i].has_bound = true;
        rule[i].has_text_zh = rule[i].has_text_en = true;
        rule[i].severity = i < 2 ? DBK_ERROR : DBK_WARNING;
    }
    rule[0].code = (char *)(uintptr_t)"E02";
    rule[0].relation = DAYBOOK__V1__RELATION__AT_MOST;
    rule[0].n_terms = 2, rule[0].terms = of_e02;
    rule[0].text_zh = sample_text("实到不能超过应到");
    rule[0].text_en = sample_text("more on duty than assigned");
    rule[1].code = (char *)(uintptr_t)"E03";
    rule[1].relation = DAYBOOK__V1__RELATION__EQUAL;
    rule[1].n_terms = 3, rule[1].terms = of_e03;
    rule[1].text_zh = sample_text("各项人数之和应等于应到人数");
    rule[1].text_en = sample_text("the people must add up to those assigned");
    rule[2].code = (char *)(uintptr_t)"W_REFERRED";
    rule[2].relation = DAYBOOK__V1__RELATION__AT_LEAST;
    rule[2].n_terms = 2, rule[2].terms = of_w;
    rule[2].text_zh = sample_text("有体温异常者未移送");
    rule[2].text_en = sample_text("not everyone abnormal was referred");
    message.has_version = message.has_active_from = true;
    message.version = version;
    message.active_from = SAMPLE_NIGHT - 1;
    message.n_groups = 1, message.groups = groups;
    message.n_indicators = N, message.indicators = indicators;
    message.n_rules = 3, message.rules = rules;
    assert(daybook__v1__form__get_packed_size(&message) <= sizeof bytes);
    form = dbk_form_open(bytes, daybook__v1__form__pack(&message, bytes), NULL);
    assert(form != NULL);
    return form;
}

/* A file of the test's own folder with this content; the path lives until the next call. */
static inline const char *
sample_file(const char *name, const void *content, size_t size)
{
    static char path[512];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", unit_folder(), name);
    file = fopen(path, "we");
    assert(file != NULL && fwrite(content, 1, size, file) == size);
    assert(fclose(file) == 0);
    return path;
}

/* A whole file, NUL-ended, yours to free. */
static inline char *
sample_read(const char *path)
{
    FILE *file = fopen(path, "re");
    char *text = calloc(1, 256 * 1024);

    assert(file != NULL && text != NULL);
    (void)!fread(text, 1, 256 * 1024 - 1, file);
    fclose(file);
    return text;
}

/* From now on Chinese is found wherever the tests run. */
static inline void
sample_catalogue(void)
{
    char command[600];

    snprintf(command, sizeof command, "mkdir -p %s/locale/zh_CN/LC_MESSAGES && "
             "msgfmt -o %s/locale/zh_CN/LC_MESSAGES/daybook.mo clients/po/secretary.zh_CN.po", unit_folder(), unit_folder());
    assert(system(command) == 0);
    snprintf(command, sizeof command, "%s/locale", unit_folder());
    setenv("DAYBOOK_LOCALEDIR", command, 1);
}

/* A home for one test: a folder inside the test's own that was not there before. Returns a descriptor. */
static inline int
sample_home(char path[256])
{
    static unsigned count;
    int fd;

    snprintf(path, 256, "%s/home-%u", unit_folder(), ++count);
    assert(mkdir(path, 0700) == 0);
    fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert(fd >= 0);
    return fd;
}

/* A sealed record: the id is made of `number`, so that a greater one is later. `corrects`: 0 for a first report. */
static inline uint8_t *
sample_sealed(unsigned number, uint32_t committee, uint32_t date, unsigned corrects, uint8_t id[DBK_ID_BYTES],
              size_t *size)
{
    dbk_record record;
    dbk_nightly_report report;
    uint8_t base[DBK_ID_BYTES] = { 0x01, 0x70 };

    daybook__v1__record__init(&record);
    daybook__v1__nightly_report__init(&report);
    memset(id, 0, DBK_ID_BYTES);
    id[0] = 0x01, id[1] = 0x70, id[6] = 0x70, id[8] = 0x80, id[15] = (uint8_t)number;
    base[6] = 0x70, base[8] = 0x80, base[15] = (uint8_t)corrects;
    record.has_id = record.has_committee_id = record.has_kind = record.has_report_date = record.has_form_version = true;
    record.id = (ProtobufCBinaryData){ DBK_ID_BYTES, id };
    record.committee_id = committee;
    record.kind = DBK_NIGHTLY_REPORT;
    record.report_date = date;
    record.form_version = 1;
    record.has_corrects = corrects != 0;
    record.corrects = (ProtobufCBinaryData){ DBK_ID_BYTES, base };
    report.has_situation = true;
    report.situation = sample_text("今日平稳有序,全体在岗。");
    record.nightly_report = &report;
    return dbk_record_pack(&record, size);
}

#endif
