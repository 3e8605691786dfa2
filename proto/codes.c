/*
 * codes — the words behind the numbers of daybook.proto.
 *
 * Promise: every enumerator above 0 of a list's enum is a row, in order, and the lists that the database needs are
 * the rows of daybook.code_list (sql/migrations), word for word.
 */
#include "proto/codes.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#include "proto/messages.h"

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

static const dbk_code_row statuses[] = {
    { DBK_ACCEPTED,    "ACCEPTED",    "已受理",         "accepted" },
    { DBK_DUPLICATE,   "DUPLICATE",   "已受理(重复发送)", "accepted before" },
    { DBK_REJECTED,    "REJECTED",    "已退回",         "rejected" },
    { DBK_FORBIDDEN,   "FORBIDDEN",   "无权上报",       "forbidden" },
    { DBK_CLOSED,      "CLOSED",      "当晚已关闭",     "night closed" },
    { DBK_CONFLICT,    "CONFLICT",    "与已有报告冲突", "conflict" },
    { DBK_BUSY,        "BUSY",        "繁忙,稍后重试", "busy, try again" },
    { DBK_MALFORMED,   "MALFORMED",   "无法读取",       "unreadable" },
    { DBK_UNSUPPORTED, "UNSUPPORTED", "版本不支持",     "version not served" },
    { DBK_FAULT,       "FAULT",       "系统故障",       "fault of the service" },
    { DBK_ANSWER,      "ANSWER",      "查询结果",       "answer" },
};

static const dbk_code_row kinds[] = {
    { DBK_NIGHTLY_REPORT, "NIGHTLY_REPORT", "每日工作报告", "nightly report" },
    { DBK_ROLL_CALL,      "ROLL_CALL",      "晨间点名",     "roll call" },
    { DBK_HEALTH_REPORT,  "HEALTH_REPORT",  "晚间健康报告", "health report" },
    { DBK_SUPPLY_SHEET,   "SUPPLY_SHEET",   "物资单",       "sheet of supplies" },
    { DBK_MINUTES,        "MINUTES",        "支部会议纪要", "minutes of a meeting" },
    { DBK_BULLETIN_READ,  "BULLETIN_READ",  "通报回执",     "bulletin read" },
};

static const dbk_code_row timeliness[] = {
    { DAYBOOK__V1__TIMELINESS__ON_TIME,        "ON_TIME",        "按时",             "on time" },
    { DAYBOOK__V1__TIMELINESS__ON_TIME_OUTAGE, "ON_TIME_OUTAGE", "按时(受中断影响)", "on time (outage)" },
    { DAYBOOK__V1__TIMELINESS__LATE,           "LATE",           "迟报",             "late" },
};

static const dbk_code_row severities[] = {
    { DBK_ERROR,   "ERROR",   "错误", "error" },
    { DBK_WARNING, "WARNING", "提醒", "warning" },
};

static const dbk_code_row work_kinds[] = {
    { DAYBOOK__V1__WORK_KIND__GATE,      "GATE",      "门岗测温",   "gate and temperature" },
    { DAYBOOK__V1__WORK_KIND__PARCEL,    "PARCEL",    "快递代送",   "parcels" },
    { DAYBOOK__V1__WORK_KIND__MASK,      "MASK",      "口罩预约",   "mask booking" },
    { DAYBOOK__V1__WORK_KIND__REGISTER,  "REGISTER",  "人员登记",   "registration" },
    { DAYBOOK__V1__WORK_KIND__PASS,      "PASS",      "出入证",     "passes" },
    { DAYBOOK__V1__WORK_KIND__STATS,     "STATS",     "疫情统计",   "statistics" },
    { DAYBOOK__V1__WORK_KIND__EQUIP,     "EQUIP",     "设备检修",   "equipment" },
    { DAYBOOK__V1__WORK_KIND__HQ_SUPPLY, "HQ_SUPPLY", "隔离户保障", "quarantine support" },
    { DAYBOOK__V1__WORK_KIND__DISINFECT, "DISINFECT", "楼道消毒",   "disinfection" },
    { DAYBOOK__V1__WORK_KIND__PUBLICITY, "PUBLICITY", "宣传",       "publicity" },
    { DAYBOOK__V1__WORK_KIND__OTHER,     "OTHER",     "其他",       "other" },
};

static const dbk_code_row observation_kinds[] = {
    { DAYBOOK__V1__OBSERVATION_KIND__RISK,       "RISK",       "风险点", "risk point" },
    { DAYBOOK__V1__OBSERVATION_KIND__SUGGESTION, "SUGGESTION", "建议",   "suggestion" },
    { DAYBOOK__V1__OBSERVATION_KIND__REFLECTION, "REFLECTION", "体会",   "reflection" },
    { DAYBOOK__V1__OBSERVATION_KIND__THANKS,     "THANKS",     "感谢",   "thanks" },
};

static const dbk_code_row supply_items[] = {
    { DAYBOOK__V1__SUPPLY_ITEM__PROTECTIVE_SUIT, "PROTECTIVE_SUIT", "防护服",   "protective suit" },
    { DAYBOOK__V1__SUPPLY_ITEM__MASK_MEDICAL,    "MASK_MEDICAL",    "医用口罩", "medical mask" },
    { DAYBOOK__V1__SUPPLY_ITEM__MASK_N95,        "MASK_N95",        "N95口罩",  "N95 mask" },
    { DAYBOOK__V1__SUPPLY_ITEM__THERMOMETER,     "THERMOMETER",     "额温枪",   "thermometer" },
    { DAYBOOK__V1__SUPPLY_ITEM__DISINFECTANT,    "DISINFECTANT",    "消毒液",   "disinfectant" },
    { DAYBOOK__V1__SUPPLY_ITEM__GLOVES,          "GLOVES",          "手套",     "gloves" },
    { DAYBOOK__V1__SUPPLY_ITEM__GOGGLES,         "GOGGLES",         "护目镜",   "goggles" },
    { DAYBOOK__V1__SUPPLY_ITEM__RAINCOAT,        "RAINCOAT",        "雨衣",     "raincoat" },
    { DAYBOOK__V1__SUPPLY_ITEM__SUPPLY_OTHER,    "SUPPLY_OTHER",    "其他",     "other" },
};

static const dbk_code_row shifts[] = {
    { DAYBOOK__V1__SHIFT__MORNING, "MORNING", "早班", "morning" },
    { DAYBOOK__V1__SHIFT__DAY,     "DAY",     "中班", "day" },
    { DAYBOOK__V1__SHIFT__NIGHT,   "NIGHT",   "晚班", "night" },
};

static const dbk_code_row roll_call_states[] = {
    { DAYBOOK__V1__ROLL_CALL_STATE__PRESENT,      "PRESENT",      "到岗",     "present" },
    { DAYBOOK__V1__ROLL_CALL_STATE__ON_POST_LATE, "ON_POST_LATE", "迟到",     "late" },
    { DAYBOOK__V1__ROLL_CALL_STATE__ON_LEAVE,     "ON_LEAVE",     "请假",     "on leave" },
    { DAYBOOK__V1__ROLL_CALL_STATE__SICK,         "SICK",         "因病",     "sick" },
    { DAYBOOK__V1__ROLL_CALL_STATE__SWAPPED,      "SWAPPED",      "换班",     "swapped" },
    { DAYBOOK__V1__ROLL_CALL_STATE__TRANSFERRED,  "TRANSFERRED",  "调岗",     "transferred" },
    { DAYBOOK__V1__ROLL_CALL_STATE__OFF_DUTY,     "OFF_DUTY",     "轮休",     "off duty" },
    { DAYBOOK__V1__ROLL_CALL_STATE__UNREACHED,    "UNREACHED",    "联系不上", "not reached" },
};

static const dbk_code_row health_states[] = {
    { DAYBOOK__V1__HEALTH_STATE__WELL,        "WELL",        "正常",     "well" },
    { DAYBOOK__V1__HEALTH_STATE__WATCHED,     "WATCHED",     "观察",     "watched" },
    { DAYBOOK__V1__HEALTH_STATE__RESTING,     "RESTING",     "离岗休息", "resting" },
    { DAYBOOK__V1__HEALTH_STATE__IN_HOSPITAL, "IN_HOSPITAL", "就医",     "in hospital" },
};

static const dbk_code_row symptoms[] = {
    { DAYBOOK__V1__SYMPTOM__FEVER,        "FEVER",        "发热", "fever" },
    { DAYBOOK__V1__SYMPTOM__COUGH,        "COUGH",        "干咳", "cough" },
    { DAYBOOK__V1__SYMPTOM__FATIGUE,      "FATIGUE",      "乏力", "fatigue" },
    { DAYBOOK__V1__SYMPTOM__SORE_THROAT,  "SORE_THROAT",  "咽痛", "sore throat" },
    { DAYBOOK__V1__SYMPTOM__SHORT_BREATH, "SHORT_BREATH", "气促", "short of breath" },
    { DAYBOOK__V1__SYMPTOM__DIARRHEA,     "DIARRHEA",     "腹泻", "diarrhea" },
};

static const dbk_code_row supply_sources[] = {
    { DAYBOOK__V1__SUPPLY_SOURCE__ALLOCATED,    "ALLOCATED",    "调拨", "allocated" },
    { DAYBOOK__V1__SUPPLY_SOURCE__DONATED,      "DONATED",      "捐赠", "donated" },
    { DAYBOOK__V1__SUPPLY_SOURCE__PURCHASED,    "PURCHASED",    "采购", "purchased" },
    { DAYBOOK__V1__SUPPLY_SOURCE__USED,         "USED",         "领用", "used" },
    { DAYBOOK__V1__SUPPLY_SOURCE__HANDED_ON,    "HANDED_ON",    "转出", "handed on" },
    { DAYBOOK__V1__SUPPLY_SOURCE__COUNTED_MORE, "COUNTED_MORE", "盘盈", "counted more" },
    { DAYBOOK__V1__SUPPLY_SOURCE__COUNTED_LESS, "COUNTED_LESS", "盘亏", "counted less" },
};

static const dbk_code_row meeting_kinds[] = {
    { DAYBOOK__V1__MEETING_KIND__ALL_MEMBERS,      "ALL_MEMBERS",      "党员大会", "all members" },
    { DAYBOOK__V1__MEETING_KIND__BRANCH_COMMITTEE, "BRANCH_COMMITTEE", "支委会",   "branch committee" },
    { DAYBOOK__V1__MEETING_KIND__EXCHANGE,         "EXCHANGE",         "交流会",   "exchange" },
    { DAYBOOK__V1__MEETING_KIND__STUDY,            "STUDY",            "专题学习", "study" },
};

static const dbk_code_row meeting_modes[] = {
    { DAYBOOK__V1__MEETING_MODE__ON_SITE, "ON_SITE", "现场", "on site" },
    { DAYBOOK__V1__MEETING_MODE__ONLINE,  "ONLINE",  "线上", "online" },
};

static const dbk_code_row bulletin_kinds[] = {
    { DAYBOOK__V1__BULLETIN_KIND__POLICY,   "POLICY",   "政策", "policy" },
    { DAYBOOK__V1__BULLETIN_KIND__EPIDEMIC, "EPIDEMIC", "疫情", "epidemic" },
    { DAYBOOK__V1__BULLETIN_KIND__NOTICE,   "NOTICE",   "通知", "notice" },
    { DAYBOOK__V1__BULLETIN_KIND__STORY,    "STORY",    "事迹", "story" },
};

static const dbk_code_row item_answers[] = {
    { DAYBOOK__V1__ITEM_ANSWER__STILL_THERE, "STILL_THERE", "仍存在", "still there" },
    { DAYBOOK__V1__ITEM_ANSWER__SOLVED,      "SOLVED",      "已解决", "solved" },
    { DAYBOOK__V1__ITEM_ANSWER__ESCALATED,   "ESCALATED",   "已升级", "escalated to the office" },
};

static const struct { const char *name; const dbk_code_row *rows; size_t n; } lists[DBK_N_LISTS] = {
    [DBK_LIST_STATUS]           = { "status",           statuses,          ARRAY_LEN(statuses) },
    [DBK_LIST_KIND]             = { "kind",             kinds,             ARRAY_LEN(kinds) },
    [DBK_LIST_TIMELINESS]       = { "timeliness",       timeliness,        ARRAY_LEN(timeliness) },
    [DBK_LIST_SEVERITY]         = { "severity",         severities,        ARRAY_LEN(severities) },
    [DBK_LIST_WORK_KIND]        = { "work_kind",        work_kinds,        ARRAY_LEN(work_kinds) },
    [DBK_LIST_OBSERVATION_KIND] = { "observation_kind", observation_kinds, ARRAY_LEN(observation_kinds) },
    [DBK_LIST_SUPPLY_ITEM]      = { "supply_item",      supply_items,      ARRAY_LEN(supply_items) },
    [DBK_LIST_SHIFT]            = { "shift",            shifts,            ARRAY_LEN(shifts) },
    [DBK_LIST_ROLL_CALL_STATE]  = { "roll_call_state",  roll_call_states,  ARRAY_LEN(roll_call_states) },
    [DBK_LIST_HEALTH_STATE]     = { "health_state",     health_states,     ARRAY_LEN(health_states) },
    [DBK_LIST_SYMPTOM]          = { "symptom",          symptoms,          ARRAY_LEN(symptoms) },
    [DBK_LIST_SUPPLY_SOURCE]    = { "supply_source",    supply_sources,    ARRAY_LEN(supply_sources) },
    [DBK_LIST_MEETING_KIND]     = { "meeting_kind",     meeting_kinds,     ARRAY_LEN(meeting_kinds) },
    [DBK_LIST_MEETING_MODE]     = { "meeting_mode",     meeting_modes,     ARRAY_LEN(meeting_modes) },
    [DBK_LIST_BULLETIN_KIND]    = { "bulletin_kind",    bulletin_kinds,    ARRAY_LEN(bulletin_kinds) },
    [DBK_LIST_ITEM_ANSWER]      = { "item_answer",      item_answers,      ARRAY_LEN(item_answers) },
};

const char *
dbk_list_name(dbk_list list)
{
    assert(list < DBK_N_LISTS);
    return lists[list].name;
}

const dbk_code_row *
dbk_list_rows(dbk_list list, size_t *n)
{
    assert(list < DBK_N_LISTS);
    *n = lists[list].n;
    return lists[list].rows;
}

/* The numbers of every list run from 1 without a gap (test_codes.c walks them), so a number is an index. */
const dbk_code_row *
dbk_list_find(dbk_list list, int number)
{
    assert(list < DBK_N_LISTS);
    return number >= 1 && (size_t)number <= lists[list].n ? &lists[list].rows[number - 1] : NULL;
}

const dbk_code_row *
dbk_list_named(dbk_list list, const char *name)
{
    assert(list < DBK_N_LISTS);
    for (size_t i = 0; i < lists[list].n; i++) {
        const dbk_code_row *row = &lists[list].rows[i];

        if (strcasecmp(row->name, name) == 0 || strcasecmp(row->en, name) == 0 || strcmp(row->zh, name) == 0)
            return row;
    }
    return NULL;
}
