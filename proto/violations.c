/*
 * violations — the table of codes that are not rows of a form, and the caller's room that they are put in.
 *
 * A sentence says what is wrong and what to do; where, how much is allowed and what was found stand beside it in
 * field, limit and value. A code is never renamed and never used for another meaning: clients and exports know it.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "proto/check_parts.h"
#include "proto/text.h"

#define VALUE_CHARS 40
#define ELLIPSIS "…"

static const dbk_violation_code codes[] = {
    { "record.size", DBK_ERROR,
      "整份报告太大，请删短案例或体会的文字",
      "The whole report is too large: shorten the cases or the observations" },
    { "form.unknown", DBK_ERROR,
      "服务器没有这个版本的表单，请联网更新表单后重填",
      "The server knows no such form version: fetch the form again and fill that one" },
    { "form.inactive", DBK_ERROR,
      "这个版本的表单不用于这一天，请更新表单后重填",
      "This form version is not used on that date: fetch the form again and fill that one" },
    { "date.real", DBK_ERROR,
      "没有这一天，请核对报告日期",
      "There is no such day: check the date of the report" },
    { "date.future", DBK_ERROR,
      "报告日期晚于今天（凌晨4点前算前一天），请核对日期和电脑时钟",
      "The date is after today (before 04:00 it is still the day before): check the date and the computer's clock" },
    { "id.reused", DBK_ERROR,
      "同一编号已存有另一份内容，请重新封存后再发",
      "Other contents are stored under the same id: seal the report anew and send that" },

    { "figure.number", DBK_ERROR,
      "没有这个编号的指标，请更新客户端或表单",
      "No figure can have this number: update the client or the form" },
    { "figure.twice", DBK_ERROR,
      "同一指标填了两次，请只留一个",
      "The same figure is given twice: keep one" },
    { "figure.missing", DBK_ERROR,
      "列出了这一指标却没有数字，请填数字，或整项去掉",
      "The figure is listed without a number: give the number, or leave the whole line out" },
    { "figure.range", DBK_ERROR,
      "数字超出允许的范围，请核对是否多打或少打了一位",
      "The number is outside what is allowed: check for a digit too many or too few" },
    { "figure.required", DBK_ERROR,
      "此项必填，没有就填 0",
      "This figure must be filled: if there were none, write 0" },
    { "figure.many", DBK_ERROR,
      "指标太多，请按表单填写",
      "Too many figures: keep to those of the form" },
    { "figure.unknown_many", DBK_ERROR,
      "表单以外的指标太多，请更新表单后重填",
      "Too many figures that the form does not ask for: fetch the form again and fill that one" },

    { "text.utf8", DBK_ERROR,
      "文字编码有误，请把文件存为 UTF-8 后再发",
      "The text is not valid UTF-8: save the file as UTF-8 and send it again" },
    { "text.control", DBK_ERROR,
      "文字里有看不见的控制字符（单行栏目里也不能换行），请删去后重新输入",
      "The text holds an invisible control character (or a newline in a one-line field): delete and retype it" },
    { "text.bidi", DBK_ERROR,
      "文字里有改变书写方向的隐藏字符，请删去后重新输入",
      "The text holds a hidden character that turns the writing direction: delete and retype it" },
    { "text.missing", DBK_ERROR,
      "此项必填，请写上",
      "This text must be filled: write it" },
    { "text.short", DBK_ERROR,
      "写得太短，请再补充几句",
      "The text is too short: add to it" },
    { "text.long", DBK_ERROR,
      "写得太长，请删短",
      "The text is too long: shorten it" },
    { "text.personal", DBK_WARNING,
      "文字里像有身份证号或手机号，请隐去几位；确需保留请写明理由",
      "The text seems to hold an id-card or mobile number: mask some digits, or say why it must stay" },
    { "situation.brief", DBK_WARNING,
      "整体情况只有一两句，请再写几句；确实无事请说明",
      "The situation is very brief: add to it, or say that there was nothing to tell" },

    { "list.long", DBK_ERROR,
      "条目太多，请合并或删去一些",
      "Too many entries: merge or remove some" },
    { "enum.unknown", DBK_ERROR,
      "没有选，或选了不认识的类别，请重新选择",
      "Nothing, or nothing known, is chosen here: choose again" },
    { "case.none", DBK_ERROR,
      "没有典型案例，请写一个，或声明今日无典型案例",
      "There is no typical case: write one, or declare that there was none today" },
    { "case.both", DBK_ERROR,
      "声明了今日无典型案例，却又写了案例，请去掉其中之一",
      "It is declared that there was no case, but cases are given: remove one or the other" },
    { "severity.range", DBK_ERROR,
      "风险点要填程度：1 低、2 中、3 高",
      "A risk point needs a severity: 1 low, 2 middle, 3 high" },
    { "severity.misplaced", DBK_ERROR,
      "只有风险点才填程度，请去掉程度或改为风险点",
      "Only a risk point has a severity: remove it, or make this a risk point" },
    { "supply.quantity", DBK_ERROR,
      "物资数量没有填或超出范围，请填整数；没有就填 0，需要数量至少填 1",
      "A quantity is missing or out of range: write a whole number, 0 if none; at least 1 must be wanted" },
    { "supply.needed_by", DBK_ERROR,
      "需要日期没有填、不存在或早于报告日期，请核对",
      "The day by which it is needed is missing, does not exist or is before the report's date: check it" },
    { "supply.urgency", DBK_ERROR,
      "请填紧急程度：1 可等、2 尽快、3 马上",
      "Say how urgent it is: 1 can wait, 2 soon, 3 at once" },
    { "supply.twice", DBK_ERROR,
      "同一物资、同一单位写了两次，请合并成一项；“其他”物资请在单位里写明品名",
      "The same item in the same unit stands there twice: make it one, or name what it is in the unit of an other "
      "item" },
    { "explanation.rule", DBK_ERROR,
      "情况说明所指的提醒代码不存在，请照抄提醒的代码",
      "The explanation names no known warning: copy the code of the warning" },
    { "item.name", DBK_ERROR,
      "未了事项的编号不对，请照抄模板里的编号（一个字母加八位）",
      "This is no open item's name: copy it from the template, a letter and eight digits" },
    { "item.twice", DBK_ERROR,
      "同一未了事项答复了两次，请只留一个",
      "The same open item is answered twice: keep one" },
    { "item.answer", DBK_ERROR,
      "未了事项还没有答复，请选：仍存在、已解决、已升级",
      "An open item is not answered yet: choose still there, solved or escalated" },
    { "part.range", DBK_ERROR,
      "这一份的序号（点名则为班次）没有填或超出范围，请核对",
      "Which one of that day it is (of a roll call: the shift) is missing or out of range: check it" },
    { "list.empty", DBK_ERROR,
      "名单是空的，请从模板重新开始，每人填一行",
      "The list is empty: begin again from the template, one entry a person" },
    { "person.missing", DBK_ERROR,
      "这一行没有写明是谁，请照花名册填人员号",
      "This entry does not say who it is about: give the person's number from the roster" },
    { "person.twice", DBK_ERROR,
      "同一个人写了两行，请只留一行",
      "The same person stands here twice: keep one entry" },
    { "time.range", DBK_ERROR,
      "没有这个时刻，请写成 07:40",
      "There is no such time of day: write it as 07:40" },
    { "temperature.range", DBK_ERROR,
      "体温不在 34.0 到 42.0 度之间，请重新量过再填",
      "The temperature is not between 34.0 and 42.0 degrees: take it again" },
    { "roll_call.not_asked", DBK_ERROR,
      "此人还没有点到，请联系后填写；联系不上就填“联系不上”",
      "This person has not been asked yet: call them; if nobody answers, say not reached" },
    { "roll_call.arrived_at", DBK_ERROR,
      "到岗或迟到要填到岗时间，如 07:40",
      "Whoever is on post, late or not, arrived at some time: give it, such as 07:40" },
    { "roll_call.fever", DBK_ERROR,
      "体温达到 37.3 度不能到岗，请安排离岗，改填“因病”",
      "With 37.3 degrees or more nobody is on post: send them off, and make it sick" },
    { "roll_call.swapped_with", DBK_ERROR,
      "换班要写明由谁顶班，此人须在本名单中且已到岗；不是换班就不填",
      "A swap names who took the shift, a person of this list who is on post; without a swap leave it out" },
    { "health.temperature", DBK_ERROR,
      "早晚体温至少填一次；已就医可以不填",
      "Give the temperature of the morning or of the evening; only in hospital it may be left out" },
    { "health.symptoms", DBK_ERROR,
      "没有问到症状；没有症状请填“无”",
      "The symptoms were not asked for, or one is not known: if there are none, say none" },
    { "health.alarm", DBK_ERROR,
      "体温达到 37.3 度或接触过确诊、疑似病例，状态不能是“正常”",
      "With 37.3 degrees or more, or after a contact with a case, nobody is well: choose another state" },
    { "supply.nothing", DBK_ERROR,
      "物资单里既没有需求也没有出入库，请至少填一项",
      "There is neither a need nor a movement on the sheet: fill in at least one" },
    { "supply.party", DBK_ERROR,
      "捐赠和转出要写明对方是谁",
      "A gift says from whom it came, what is handed on says to whom it went" },
    { "supply.counted", DBK_ERROR,
      "盘盈、盘亏要写明原因",
      "A difference that was found by counting needs its reason" },
    { "supply.urgency_low", DBK_WARNING,
      "存量不足两天，紧急程度却是“可等”，请提高程度或说明原因",
      "The stock lasts less than two days, yet it can wait: raise the urgency, or say why" },
    { "supply.excess", DBK_WARNING,
      "需要的数量超过十四天的用量，请核对是否多写了一位，或说明原因",
      "More is wanted than is used in 14 days: check for a digit too many, or say why" },
    { "meeting.time", DBK_ERROR,
      "会议要有开始和结束时刻，结束在开始之后，不超过六小时",
      "A meeting has a beginning and, later and within six hours, an end" },
    { "meeting.people", DBK_ERROR,
      "应到人数须等于实到人数加缺席名单，请核对",
      "Everybody who was expected was present or stands among the absent: check the numbers" },
    { "meeting.date", DBK_ERROR,
      "日期没有填、不存在或早于会议当天，请核对",
      "The day is missing, does not exist or is before the meeting: check it" },
    { "meeting.settled", DBK_ERROR,
      "已办结的决议要写明是哪个居委会、哪天、第几次会议的第几条，且不晚于今天",
      "A settled decision is named by committee, day, meeting and number, and its day is not after this one" },
    { "bulletin.read_at", DBK_ERROR,
      "没有写明何时读的通报，请更新客户端",
      "It does not say when the bulletin was read: update the client" },
    { "zero_report.alarm", DBK_ERROR,
      "有异常数字就不能零报告，请去掉零报告或核对该数字",
      "With this figure above 0 it is no zero report: remove the declaration or check the figure" },
};

const dbk_violation_code *
dbk_violation_codes(size_t *n)
{
    *n = ARRAY_LEN(codes);
    return codes;
}

static const dbk_violation_code *
find_code(const char *code)
{
    for (size_t i = 0; i < ARRAY_LEN(codes); i++)
        if (strcmp(codes[i].code, code) == 0)
            return &codes[i];
    return NULL;
}

/* The next free row, or NULL when the room is full: then the violation is only counted. */
static dbk_violation *
next_row(dbk_violations *found)
{
    if (found->n < DBK_VIOLATIONS_MAX)
        return &found->row[found->n++];
    found->more++;
    return NULL;
}

/* What was found, harmless and cut at 40 characters, or fewer if they are wide in bytes. */
static void
write_value(char room[DBK_VALUE_BYTES], const void *value, size_t bytes)
{
    char shown[4 * (VALUE_CHARS + 1) + 1];
    size_t end = 0, chars = 0;

    dbk_text_shown(value, bytes, shown, sizeof shown);
    while (shown[end] != '\0' && chars < VALUE_CHARS) {
        size_t next = end + 1;

        while (((unsigned char)shown[next] & 0xC0) == 0x80)
            next++;
        if (next + sizeof ELLIPSIS > DBK_VALUE_BYTES)
            break;
        end = next;
        chars++;
    }
    snprintf(room, DBK_VALUE_BYTES, "%.*s%s", (int)end, shown, shown[end] != '\0' ? ELLIPSIS : "");
}

static void
fill_row(dbk_violation *row, const dbk_violation_code *words, const char *field, const char *limit, const void *value,
         size_t value_bytes)
{
    row->code = words->code;
    row->severity = words->severity;
    row->text_zh = words->text_zh;
    row->text_en = words->text_en;
    snprintf(row->field, sizeof row->field, "%s", field);
    snprintf(row->limit, sizeof row->limit, "%s", limit != NULL ? limit : "");
    write_value(row->value, value, value != NULL ? value_bytes : 0);
}

void
dbk_violations_add(dbk_violations *found, const char *code, const char *field, const char *limit, const void *value,
                   size_t value_bytes)
{
    const dbk_violation_code *words = find_code(code);
    dbk_violation *row = next_row(found);

    assert(words != NULL);
    if (row != NULL)
        fill_row(row, words, field, limit, value, value_bytes);
}

void
dbk_violations_add_rule(dbk_violations *found, const Daybook__V1__Rule *rule, const char *field, const char *limit,
                        const char *value)
{
    const dbk_violation_code words = {
        .code = rule->code,
        .severity = rule->severity,
        .text_zh = (const char *)rule->text_zh.data,
        .text_en = (const char *)rule->text_en.data,
    };
    dbk_violation *row = next_row(found);

    if (row != NULL)
        fill_row(row, &words, field, limit, value, strlen(value));
}

bool
dbk_check_explained(const dbk_checking *check, const char *code)
{
    const size_t length = strlen(code);

    for (uint32_t left = check->explaining; left != 0; left &= left - 1) {
        const ProtobufCBinaryData *rule = &check->explanations[__builtin_ctz(left)]->rule;

        if (rule->len == length && memcmp(rule->data, code, length) == 0)
            return true;
    }
    return false;
}

void
dbk_check_say(const dbk_checking *check, const char *code, const char *field, const char *limit, const void *value,
              size_t value_bytes)
{
    const dbk_violation_code *words = find_code(code);

    assert(words != NULL);
    if (words->severity != DBK_WARNING || (check->explains && !dbk_check_explained(check, code)))
        dbk_violations_add(check->found, code, field, limit, value, value_bytes);
}

void
dbk_check_say_number(const dbk_checking *check, const char *code, const char *field, const char *limit,
                     int64_t value)
{
    char text[24];
    const int n = snprintf(text, sizeof text, "%" PRId64, value);

    dbk_check_say(check, code, field, limit, text, (size_t)n);
}

void
dbk_check_say_outside(const dbk_checking *check, const char *code, const char *field, int64_t least, int64_t most,
                      int64_t value)
{
    char limit[DBK_LIMIT_BYTES];

    snprintf(limit, sizeof limit, "%" PRId64 "..%" PRId64, least, most);
    dbk_check_say_number(check, code, field, limit, value);
}
