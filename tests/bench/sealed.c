#include "tests/bench/sealed.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "proto/calendar.h"
#include "proto/envelope.h"
#include "proto/ident.h"

#define FIGURES 40

static ProtobufCBinaryData
text(const char *words)
{
    return (ProtobufCBinaryData){ strlen(words), (uint8_t *)(uintptr_t)words };
}

uint8_t *
bench_body(size_t *size)
{
    dbk_record record = DAYBOOK__V1__RECORD__INIT;
    dbk_nightly_report report = DAYBOOK__V1__NIGHTLY_REPORT__INIT;
    dbk_figure figure[FIGURES], *figures[FIGURES];
    dbk_case kase = DAYBOOK__V1__CASE__INIT, *cases[] = { &kase, &kase };
    dbk_observation seen = DAYBOOK__V1__OBSERVATION__INIT, *observations[] = { &seen, &seen };

    for (uint32_t i = 0; i < FIGURES; i++) {
        daybook__v1__figure__init(&figure[i]);
        figure[i].has_indicator = figure[i].has_value = true;
        figure[i].indicator = i + 1;
        figure[i].value = 0;
        figures[i] = &figure[i];
    }
    figure[0].value = figure[1].value = 14;
    figure[5].value = 112;
    figure[7].value = 1860;
    figure[15].value = 40, figure[16].value = 90;
    report.n_figures = FIGURES;
    report.figures = figures;
    report.has_situation = true;
    report.situation = text("今日门岗秩序正常,测温登记有序,居家隔离人员情绪稳定,物资代送及时,楼道消毒两遍,居民配合良好。");
    report.has_zero_report = report.zero_report = true;
    kase.has_title = kase.has_category = kase.has_place = kase.has_story = kase.has_result = kase.has_may_publish = true;
    kase.title = text("雨夜为独居老人送药");
    kase.category = DAYBOOK__V1__WORK_KIND__PARCEL;
    kase.place = text("三号门岗");
    kase.story = text("傍晚接到电话,独居老人的降压药只剩一天。值守人员冒雨到卫生中心代配,按门铃隔门交接,并约好下周提前一天提醒。");
    kase.result = text("当晚送达");
    report.n_cases = 2;
    report.cases = cases;
    seen.has_kind = seen.has_category = seen.has_place = seen.has_text = seen.has_needs_office = true;
    seen.kind = DAYBOOK__V1__OBSERVATION_KIND__SUGGESTION;
    seen.category = DAYBOOK__V1__WORK_KIND__GATE;
    seen.place = text("南门");
    seen.text = text("晚高峰南门排队较长,建议增加一支额温枪,并把外卖交接点移到侧门。");
    report.n_observations = 2;
    report.observations = observations;
    record.nightly_report = &report;
    return dbk_record_pack(&record, size);
}

size_t
bench_head(uint8_t room[BENCH_HEAD_MAX_BYTES], int32_t committee, int32_t day)
{
    dbk_record record = DAYBOOK__V1__RECORD__INIT;
    uint8_t id[DBK_ID_BYTES];

    dbk_id_make(id, dbk_now_ms());
    record.has_id = record.has_committee_id = record.has_kind = record.has_report_date = record.has_form_version = true;
    record.has_sealed_at_ms = true;
    record.id = (ProtobufCBinaryData){ sizeof id, id };
    record.committee_id = (uint32_t)committee;
    record.kind = DBK_NIGHTLY_REPORT;
    record.report_date = dbk_day_ymd(day);
    record.form_version = 1;
    record.sealed_at_ms = dbk_now_ms();
    return daybook__v1__record__pack(&record, room);
}

uint8_t *
bench_sealed(int32_t committee, int32_t day, size_t *size)
{
    uint8_t head[BENCH_HEAD_MAX_BYTES], *sealed;
    const size_t head_bytes = bench_head(head, committee, day);
    size_t body_bytes;
    uint8_t *body = bench_body(&body_bytes);

    sealed = malloc(head_bytes + body_bytes);
    assert(sealed != NULL);
    memcpy(sealed, head, head_bytes);
    memcpy(sealed + head_bytes, body, body_bytes);
    free(body);
    *size = head_bytes + body_bytes;
    return sealed;
}
