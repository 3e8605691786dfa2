/* check: every code by a row of its own, both edges of every limit, and what an explanation lifts. */
#include "proto/check.h"

#include <string.h>

#include "proto/codes.h"
#include "tests/harness/unit.h"
#include "tests/proto/sample.h"

/* Found, as "field:code field:code", NULL where a row cares for the first one only; `limit` and `value` are of the first one, where a row cares. */
typedef struct { const char *name, *edits, *finds, *limit, *value; } row;

static const row rows[] = {
    { "a good report", "", "", NULL, NULL },

    /* the record */
    { "30 February", "report_date = 20200230", "report_date:date.real", "", "20200230" },
    { "month 13", "report_date = 20201301", "report_date:date.real", NULL, NULL },
    { "day 0", "report_date = 0", "report_date:date.real", NULL, NULL },
    { "leap day", "report_date = 20200229; supply_needs[1].needed_by = 20200229", "", NULL, NULL },
    { "before the form", "report_date = 20200131", "form_version:form.inactive", NULL, "1" },
    { "first day of the form", "report_date = 20200201", "", NULL, NULL },
    { "three days after the form", "report_date = 20200303; supply_needs[1].needed_by = 20200303", "", NULL, NULL },
    { "four days after the form", "report_date = 20200304; supply_needs[1].needed_by = 20200304",
      "form_version:form.inactive", NULL, NULL },

    /* figures */
    { "number 0", "figures[10].indicator = 0; figures[10].value = 1", "figures[10]:figure.number", "1..255", "0" },
    { "number 256", "figures[10].indicator = 256; figures[10].value = 1", "figures[10]:figure.number", NULL, "256" },
    { "no number", "figures[10].value = 1", "figures[10]:figure.number", NULL, NULL },
    { "number 255, not asked", "figures.255 = 1000000000", "", NULL, NULL },
    { "twice", "figures[10].indicator = 2; figures[10].value = 12", "figures.on_duty_count:figure.twice", "", "12" },
    { "listed, no value", "figures[2].value = -", "figures.on_duty_count:figure.missing", "", "" },
    { "negative", "figures.duty_hours = -1", "figures.duty_hours:figure.range", "0..1440", "-1" },
    { "at most", "figures.temp_check_count = 50000", "", NULL, NULL },
    { "above most", "figures.temp_check_count = 50001", "figures.temp_check_count:figure.range", "0..50000", "50001" },
    { "huge", "figures.temp_check_count = 9223372036854775807",
      "figures.temp_check_count:figure.range", NULL, "9223372036854775807" },
    { "least of int64", "figures.temp_check_count = -9223372036854775808",
      "figures.temp_check_count:figure.range", NULL, NULL },
    { "not asked, above 10^9", "figures.77 = 1000000001", "figures.77:figure.range", "0..1000000000", "1000000001" },
    { "not asked, negative", "figures.77 = -5", "figures.77:figure.range", NULL, NULL },
    { "required, not filled", "figures.temp_abnormal_count = -",
      "figures.temp_abnormal_count:figure.required", "", "" },
    { "not required, not filled", "figures.duty_hours = -", "", NULL, NULL },
    { "0 is filled", "figures.temp_check_count = 0; figures.duty_hours = -", "", NULL, NULL },
    { "none at all",
      "figures = *0",
      "figures.assigned_count:figure.required figures.on_duty_count:figure.required "
      "figures.leave_count:figure.required figures.sick_count:figure.required "
      "figures.unaccounted_count:figure.required "
      "figures.temp_check_count:figure.required figures.temp_abnormal_count:figure.required", NULL, NULL },

    { "above 10^9, in no rule", "figures.temp_abnormal_count = 1000000001",
      "figures.temp_abnormal_count:figure.range", NULL, NULL },

    /* rules of the form */
    { "E02: more than assigned", "figures.on_duty_count = 15; figures.leave_count = 0; figures.sick_count = 0",
      "figures.on_duty_count:E02 figures.on_duty_count:E03", "≤ 14", "15 > 14" },
    { "E03: one is missing", "figures.sick_count = 0", "figures.on_duty_count:E03", "= 14", "12 + 1 + 0 + 0 ≠ 14" },
    { "E03 waits for its terms", "figures.sick_count = -", "figures.sick_count:figure.required", NULL, NULL },
    { "E04 at the edge",
      "figures.temp_check_count = 97; figures.temp_abnormal_count = 97; "
      "figures.temp_abnormal_referred_count = 97",
      "", NULL, NULL },
    { "E04", "figures.temp_abnormal_count = 831; figures.temp_abnormal_referred_count = 831",
      "figures.temp_abnormal_count:figure.range figures.temp_abnormal_referred_count:figure.range "
      "figures.temp_abnormal_count:E04", "0..500", "831" },
    { "W_REFERRED", "figures.temp_abnormal_count = 2; figures.temp_abnormal_referred_count = 1",
      "figures.temp_abnormal_referred_count:W_REFERRED", "≥ 2", "1 < 2" },
    { "W_HALF at the edge",
      "figures.on_duty_count = 7; figures.leave_count = 7; figures.sick_count = 0; "
      "figures.duty_hours = 84",
      "", NULL, NULL },
    { "W_HALF",
      "figures.on_duty_count = 6; figures.leave_count = 8; figures.sick_count = 0; "
      "figures.duty_hours = 72",
      "figures.on_duty_count:W_HALF", "≥ 14", "2×6 < 14" },
    { "W_HOURS", "figures.duty_hours = 145", "figures.duty_hours:W_HOURS", "≤ 144", "145 > 12×12" },
    { "a bound of its own", "figures.temp_check_count = 96", "figures.duty_hours:W_LONG_SHIFT", "≤ 96", "96 + 1 > 96" },
    { "one term", "figures.unaccounted_count = 1; figures.sick_count = 0",
      "figures.unaccounted_count:W_UNACCOUNTED", "≤ 0", "1 > 0" },
    { "explained", "figures.duty_hours = 145; explanations[1].rule = W_HOURS; explanations[1].text = 加班处置",
      "", NULL, NULL },
    { "an error is not explained", "figures.sick_count = 0; explanations[1].rule = E03; explanations[1].text = 加班处置",
      "figures.on_duty_count:E03", NULL, NULL },
    { "explained in three letters",
      "figures.duty_hours = 145; explanations[1].rule = W_HOURS; explanations[1].text = *3",
      "figures.duty_hours:W_HOURS explanations[1].text:text.short", NULL, NULL },
    { "out of range is still used", "figures.assigned_count = 61",
      "figures.assigned_count:figure.range figures.on_duty_count:E03 figures.on_duty_count:W_HALF", NULL, NULL },

    /* zero report */
    { "zero report", "zero_report = 1", "", NULL, NULL },
    { "zero report with an alarm",
      "zero_report = 1; figures.unaccounted_count = 1; figures.sick_count = 0; "
      "explanations[1].rule = W_UNACCOUNTED; explanations[1].text = 已联系上",
      "zero_report:zero_report.alarm", "0", "unaccounted_count = 1" },

    /* texts */
    { "no situation", "situation = -", "situation:text.missing", "", "" },
    { "blank situation", "situation = %20%E3%80%80%0A", "situation:text.missing", NULL, NULL },
    { "9 characters", "situation = *9", "situation:text.short", "10..1000", "9" },
    { "10 characters: brief", "situation = *10", "situation:situation.brief", "20..1000", "10" },
    { "19 characters: brief", "situation = *19", "situation:situation.brief", NULL, NULL },
    { "brief, explained", "situation = *10; explanations[1].rule = situation.brief; explanations[1].text = 今日无事",
      "", NULL, NULL },
    { "20 characters", "situation = *20", "", NULL, NULL },
    { "1000 characters", "situation = *1000", "", NULL, NULL },
    { "1001 characters", "situation = *1001", "situation:text.long", "10..1000", "1001" },
    { "newline in a narrative", "situation = 第一段写得足够长的文字内容%0A第二段写得足够长的文字内容", "", NULL, NULL },
    { "newline in a title", "cases[1].title = 两行%0A标题", "cases[1].title:text.control", NULL, "两行 标题" },
    { "truncated character", "situation = %E4%BB", "situation:text.utf8", "", "\xEF\xBF\xBD\xEF\xBF\xBD" },
    { "over-long", "cases[1].place = %C0%80", "cases[1].place:text.utf8", NULL, NULL },
    { "surrogate", "cases[1].place = %ED%A0%80", "cases[1].place:text.utf8", NULL, NULL },
    { "NUL", "cases[1].result = 好%00好", "cases[1].result:text.control", NULL, "好\xEF\xBF\xBD好" },
    { "escape", "observations[1].text = %1B[31m红色红色", "observations[1].text:text.control", NULL, NULL },
    { "right-to-left override", "supply_needs[1].reason = 库%E2%80%AE存",
      "supply_needs[1].reason:text.bidi", NULL, NULL },
    { "mobile number", "cases[1].result = 请打13800138000。", "cases[1].result:text.personal", "", "请打13800138000。" },
    { "mobile number, explained",
      "cases[1].result = 请打13800138000。; explanations[1].rule = text.personal; "
      "explanations[1].text = 公开电话",
      "", NULL, NULL },
    { "id-card number", "cases[1].place = 31010419700101123X", "cases[1].place:text.personal", NULL, NULL },

    /* cases */
    { "title of 3", "cases[1].title = *3", "cases[1].title:text.short", "4..40", "3" },
    { "title of 4", "cases[1].title = *4", "", NULL, NULL },
    { "title of 40", "cases[1].title = *40", "", NULL, NULL },
    { "title of 41", "cases[1].title = *41", "cases[1].title:text.long", NULL, "41" },
    { "40 and a space", "cases[1].title = 四十字四十字四十字四十字四十字四十字四十字四十字四十字四十字四十字四十字四十字四 ",
      "cases[1].title:text.long", NULL, "41" },
    { "no title", "cases[1].title = -", "cases[1].title:text.missing", NULL, NULL },
    { "place of 60", "cases[1].place = *60", "", NULL, NULL },
    { "place of 61", "cases[1].place = *61", "cases[1].place:text.long", "0..60", NULL },
    { "no place, no result", "cases[1].place = -; cases[1].result = -", "", NULL, NULL },
    { "story of 29", "cases[1].story = *29", "cases[1].story:text.short", NULL, NULL },
    { "story of 30", "cases[1].story = *30", "", NULL, NULL },
    { "story of 1500", "cases[1].story = *1500", "", NULL, NULL },
    { "story of 1501", "cases[1].story = *1501", "cases[1].story:text.long", "30..1500", "1501" },
    { "result of 300", "cases[1].result = *300", "", NULL, NULL },
    { "result of 301", "cases[1].result = *301", "cases[1].result:text.long", NULL, NULL },
    { "no category", "cases[1].category = -", "cases[1].category:enum.unknown", "1..11", "0" },
    { "category 12", "cases[1].category = 12", "cases[1].category:enum.unknown", NULL, "12" },
    { "category -1", "cases[1].category = 4294967295", "cases[1].category:enum.unknown", NULL, "-1" },
    { "no case, not declared", "cases = *0", "cases:case.none", NULL, NULL },
    { "no case, declared", "cases = *0; no_case = 1", "", NULL, NULL },
    { "declared, but there", "no_case = 1", "no_case:case.both", NULL, NULL },
    { "10 cases", "cases = *10", "", NULL, NULL },
    { "11 cases", "cases = *11", "cases:list.long", "0..10", "11" },

    /* observations */
    { "no kind", "observations[1].kind = -", "observations[1].kind:enum.unknown", NULL, NULL },
    { "kind 5", "observations[1].kind = 5", "observations[1].kind:enum.unknown", "1..4", "5" },
    { "second one", "observations[2].kind = 4; observations[2].category = 11; observations[2].text = *4",
      "observations[2].text:text.short", "5..500", "4" },
    { "text of 5", "observations[1].text = *5", "", NULL, NULL },
    { "text of 500", "observations[1].text = *500", "", NULL, NULL },
    { "text of 501", "observations[1].text = *501", "observations[1].text:text.long", NULL, NULL },
    { "risk without severity", "observations[1].severity = -", "observations[1].severity:severity.range", "", "" },
    { "severity 0", "observations[1].severity = 0", "observations[1].severity:severity.range", "1..3", "0" },
    { "severity 1", "observations[1].severity = 1", "", NULL, NULL },
    { "severity 3", "observations[1].severity = 3", "", NULL, NULL },
    { "severity 4", "observations[1].severity = 4", "observations[1].severity:severity.range", NULL, "4" },
    { "thanks with a severity", "observations[1].kind = 4", "observations[1].severity:severity.misplaced", NULL, "2" },
    { "20 observations", "observations = *20", "", NULL, NULL },
    { "21 observations", "observations = *21", "observations:list.long", "0..20", "21" },

    /* supply needs */
    { "item 10", "supply_needs[1].item = 10", "supply_needs[1].item:enum.unknown", "1..9", NULL },
    { "no unit", "supply_needs[1].unit = -", "supply_needs[1].unit:text.missing", NULL, NULL },
    { "unit of 8", "supply_needs[1].unit = *8", "", NULL, NULL },
    { "unit of 9", "supply_needs[1].unit = *9", "supply_needs[1].unit:text.long", "1..8", NULL },
    { "nothing on hand", "supply_needs[1].on_hand = 0; supply_needs[1].daily_use = 0", "", NULL, NULL },
    { "on hand not said", "supply_needs[1].on_hand = -", "supply_needs[1].on_hand:supply.quantity", "", "" },
    { "on hand, too many", "supply_needs[1].on_hand = 1000001",
      "supply_needs[1].on_hand:supply.quantity", "0..1000000", NULL },
    { "quantity 0", "supply_needs[1].quantity = 0", "supply_needs[1].quantity:supply.quantity", "1..1000000", "0" },
    { "quantity 1", "supply_needs[1].quantity = 1", "", NULL, NULL },
    { "quantity at most", "supply_needs[1].quantity = 1000000", "", NULL, NULL },
    { "quantity above", "supply_needs[1].quantity = 4294967295",
      "supply_needs[1].quantity:supply.quantity", NULL, "4294967295" },
    { "needed on the night", "supply_needs[1].needed_by = 20200218", "", NULL, NULL },
    { "needed yesterday", "supply_needs[1].needed_by = 20200217",
      "supply_needs[1].needed_by:supply.needed_by", "≥ 2020-02-18", "2020-02-17" },
    { "needed on no day", "supply_needs[1].needed_by = 20200231",
      "supply_needs[1].needed_by:supply.needed_by", NULL, NULL },
    { "needed, not said when", "supply_needs[1].needed_by = -",
      "supply_needs[1].needed_by:supply.needed_by", NULL, "" },
    { "urgency 0", "supply_needs[1].urgency = 0", "supply_needs[1].urgency:supply.urgency", "1..3", "0" },
    { "urgency 4", "supply_needs[1].urgency = 4", "supply_needs[1].urgency:supply.urgency", NULL, NULL },
    { "urgency 3", "supply_needs[1].urgency = 3", "", NULL, NULL },
    { "reason of 200", "supply_needs[1].reason = *200", "", NULL, NULL },
    { "reason of 201", "supply_needs[1].reason = *201", "supply_needs[1].reason:text.long", NULL, NULL },
    { "no reason", "supply_needs[1].reason = -", "", NULL, NULL },
    { "10 needs", "supply_needs = *10; "
      "supply_needs[2].item = 2; supply_needs[3].item = 3; supply_needs[4].item = 4; supply_needs[5].item = 5; "
      "supply_needs[6].item = 6; supply_needs[7].item = 7; supply_needs[8].item = 8; supply_needs[9].item = 9; supply_needs[10].unit = 件", "", NULL, NULL },
    { "11 needs", "supply_needs = *11; "
      "supply_needs[2].item = 2; supply_needs[3].item = 3; supply_needs[4].item = 4; supply_needs[5].item = 5; "
      "supply_needs[6].item = 6; supply_needs[7].item = 7; supply_needs[8].item = 8; supply_needs[9].item = 9; supply_needs[10].unit = 件", "supply_needs:list.long", "0..10", "11" },
    { "the same twice", "supply_needs = *2", "supply_needs[2].item:supply.twice", "", "1" },
    { "the same in another unit", "supply_needs = *2; supply_needs[2].unit = 件", "", NULL, NULL },

    /* answers to open items */
    { "answered", "answers[1].item = r0a9f3c21; answers[1].answer = 1; answers[1].text = 灯还没有换", "", NULL, NULL },
    { "of a kind that is not known", "answers[1].item = z00000000; answers[1].answer = 3", "", NULL, NULL },
    { "no name", "answers[1].answer = 1", "answers[1].item:item.name", "", "" },
    { "a name of 8", "answers[1].item = r0a9f3c2; answers[1].answer = 1", "answers[1].item:item.name", "", "r0a9f3c2" },
    { "a name of 10", "answers[1].item = r0a9f3c211; answers[1].answer = 1", "answers[1].item:item.name", NULL, NULL },
    { "no letter", "answers[1].item = 00a9f3c21; answers[1].answer = 1", "answers[1].item:item.name", NULL, NULL },
    { "a large digit", "answers[1].item = r0A9f3c21; answers[1].answer = 1", "answers[1].item:item.name", NULL, NULL },
    { "NUL in a name", "answers[1].item = r0a9f3c2%00; answers[1].answer = 1", "answers[1].item:item.name", NULL, NULL },
    { "twice", "answers[1].item = r0a9f3c21; answers[1].answer = 1; answers[2].item = r0a9f3c21; answers[2].answer = 2",
      "answers[2].item:item.twice", "", "r0a9f3c21" },
    { "two", "answers[1].item = r0a9f3c21; answers[1].answer = 1; answers[2].item = s0a9f3c21; answers[2].answer = 2",
      "", NULL, NULL },
    { "not answered", "answers[1].item = r0a9f3c21", "answers[1].answer:item.answer", "", "" },
    { "answer 4", "answers[1].item = r0a9f3c21; answers[1].answer = 4", "answers[1].answer:item.answer", "", "" },
    { "a sentence of 200", "answers[1].item = r0a9f3c21; answers[1].answer = 3; answers[1].text = *200", "", NULL, NULL },
    { "a sentence of 201", "answers[1].item = r0a9f3c21; answers[1].answer = 3; answers[1].text = *201",
      "answers[1].text:text.long", "0..200", "201" },

    /* explanations */
    { "an unknown rule", "explanations[1].rule = W_NONE; explanations[1].text = 随手一写",
      "explanations[1].rule:explanation.rule", "", "W_NONE" },
    { "no rule", "explanations[1].text = 随手一写", "explanations[1].rule:text.missing", NULL, NULL },
    { "a warning that is not", "explanations[1].rule = W_HOURS; explanations[1].text = 随手一写", "", NULL, NULL },
    { "text of 200", "explanations[1].rule = W_HOURS; explanations[1].text = *200", "", NULL, NULL },
    { "text of 201", "explanations[1].rule = W_HOURS; explanations[1].text = *201",
      "explanations[1].text:text.long", "4..200", "201" },
    { "32 explanations", "explanations[1].rule = W_HOURS; explanations[1].text = *4; explanations = *32",
      "", NULL, NULL },
    { "33 explanations", "explanations[1].rule = W_HOURS; explanations[1].text = *4; explanations = *33",
      "explanations:list.long", "0..32", "33" },

    { "all at once, in order",
      "report_date = 20200230; figures.duty_hours = -3; situation = -; cases[1].category = 99; "
      "supply_needs[1].urgency = 9",
      "report_date:date.real figures.duty_hours:figure.range situation:text.missing cases[1].category:enum.unknown "
      "supply_needs[1].urgency:supply.urgency", NULL, NULL },
    { "a fault far inside, shown from a whole character", "situation = 字字字字字字字字字字字字a%00b",
      "situation:text.control", NULL, "字字字字字字字字字a\uFFFDb" },
    { "an explanation of 200 lifts", "figures.duty_hours = 200; explanations[1].rule = W_HOURS; "
      "explanations[1].text = *200", "", NULL, NULL },
    { "one of 201 does not", "figures.duty_hours = 200; explanations[1].rule = W_HOURS; explanations[1].text = *201",
      "figures.duty_hours:W_HOURS explanations[1].text:text.long", NULL, NULL },
    { "the 32nd explanation lifts", "figures.duty_hours = 200; explanations[1].rule = W_HALF; "
      "explanations[1].text = *10; explanations = *31; explanations[32].rule = W_HOURS; explanations[32].text = *10",
      "", NULL, NULL },
};

#include "tests/proto/rows_bulletin_read.h"
#include "tests/proto/rows_health_report.h"
#include "tests/proto/rows_minutes.h"
#include "tests/proto/rows_roll_call.h"
#include "tests/proto/rows_supply_sheet.h"

/* The kinds that have no form: what a good one says, and the rows of its own file. */
static const struct { dbk_kind kind; const char *good; const row *rows; size_t n; } kinds[] = {
    { DBK_ROLL_CALL, roll_call_good, roll_call_rows, ARRAY_LEN(roll_call_rows) },
    { DBK_HEALTH_REPORT, health_report_good, health_report_rows, ARRAY_LEN(health_report_rows) },
    { DBK_SUPPLY_SHEET, supply_sheet_good, supply_sheet_rows, ARRAY_LEN(supply_sheet_rows) },
    { DBK_MINUTES, minutes_good, minutes_rows, ARRAY_LEN(minutes_rows) },
    { DBK_BULLETIN_READ, bulletin_read_good, bulletin_read_rows, ARRAY_LEN(bulletin_read_rows) },
};

#define TEXT_BYTES 8192

static const char *
as_text(const dbk_violations *found, char text[TEXT_BYTES])
{
    size_t used = 0;

    text[0] = '\0';
    for (size_t i = 0; i < found->n; i++)
        used += (size_t)snprintf(text + used, TEXT_BYTES - used, "%s%s:%s", i > 0 ? " " : "", found->row[i].field,
                                 found->row[i].code);
    return text;
}

/* The codes that any test here has seen dbk_check() find; test_every_code() comes last and looks. */
static bool produced[128];

static void
note_codes(const dbk_violations *found)
{
    size_t n;
    const dbk_violation_code *codes = dbk_violation_codes(&n);

    for (size_t i = 0; i < found->n; i++)
        for (size_t k = 0; k < n; k++)
            produced[k] |= strcmp(found->row[i].code, codes[k].code) == 0;
}

static void
run_row(const row *r, const dbk_form *form, sample *s)
{
    static dbk_violations found;
    char text[TEXT_BYTES];

    sample_edit(s, r->edits);
    memset(&found, 0xAA, sizeof found);                        /* dirty room: it must not be trusted to be clean */
    dbk_check(form, &s->record, 1000, &found);
    if (r->finds != NULL)
        CHECK_STR(r->name, as_text(&found, text), r->finds);
    CHECK_INT(r->name, found.more, 0);
    if (r->limit != NULL && found.n > 0)
        CHECK_STR(r->name, found.row[0].limit, r->limit);
    if (r->value != NULL && found.n > 0)
        CHECK_STR(r->name, found.row[0].value, r->value);
    note_codes(&found);
    sample_close(s);
}

static void
test_rows(void)
{
    dbk_form *form = sample_form_new();
    sample s;

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        sample_open(&s);
        run_row(&rows[i], form, &s);
    }
    dbk_form_close(&form);
}

static void
test_kinds(void)
{
    sample s;

    for (size_t k = 0; k < ARRAY_LEN(kinds); k++)
        for (size_t i = 0; i < kinds[k].n; i++) {
            sample_open_kind(&s, dbk_kind_find(kinds[k].kind), kinds[k].good);
            run_row(&kinds[k].rows[i], NULL, &s);
        }
}

/* No kind is without rows, and every kind's table is in the order of its number. */
static void
test_every_kind(void)
{
    size_t n, n_codes;
    const dbk_kind_rules *const *list = dbk_kind_list(&n);

    dbk_list_rows(DBK_LIST_KIND, &n_codes);
    CHECK_INT("as many as the contract names", n, n_codes);
    CHECK_INT("and as have rows here", n, ARRAY_LEN(kinds) + 1);
    for (size_t i = 0; i < n; i++) {
        CHECK_INT("in order", list[i]->kind, i + 1);
        CHECK_INT("with or without a form", list[i]->has_form, list[i]->kind == DBK_NIGHTLY_REPORT);
        if (i > 0)
            CHECK_INT("rows in order", kinds[i - 1].kind, i + 1);
    }
}

static void
test_size_and_form(void)
{
    dbk_form *form = sample_form_new();
    dbk_violations found;
    char text[TEXT_BYTES];
    sample s;

    sample_open(&s);
    dbk_check(form, &s.record, DBK_SEALED_MAX_BYTES, &found);
    CHECK_STR("60 KiB", as_text(&found, text), "");
    dbk_check(form, &s.record, DBK_SEALED_MAX_BYTES + 1, &found);
    CHECK_STR("a byte more", as_text(&found, text), "record:record.size");
    CHECK_STR("its limit", found.row[0].limit, "1..61440");
    note_codes(&found);

    sample_edit(&s, "form_version = 9; figures.assigned_count = -1; cases[1].title = *3; "
                    "explanations[1].rule = W_OF_FORM_9; explanations[1].text = 随手一写");
    dbk_check(NULL, &s.record, 1000, &found);
    CHECK_STR("no form: the rest is checked all the same", as_text(&found, text),
              "form_version:form.unknown figures.1:figure.range cases[1].title:text.short");
    note_codes(&found);
    sample_close(&s);
    dbk_form_close(&form);
}

static void
test_many_answers(void)
{
    dbk_form *form = sample_form_new();
    dbk_violations found;
    char text[TEXT_BYTES], edit[80];
    sample s;

    sample_open(&s);
    for (unsigned n = 1; n <= DBK_ITEMS_MAX + 1; n++) {
        if (n == DBK_ITEMS_MAX + 1) {
            dbk_check(form, &s.record, 1000, &found);
            CHECK_STR("100", as_text(&found, text), "");
        }
        snprintf(edit, sizeof edit, "answers[%u].item = r%08x; answers[%u].answer = 1", n, n, n);
        sample_edit(&s, edit);
    }
    dbk_check(form, &s.record, 1000, &found);
    CHECK_STR("101", as_text(&found, text), "answers:list.long");
    CHECK_STR("101", found.row[0].limit, "0..100");
    note_codes(&found);
    sample_close(&s);
    dbk_form_close(&form);
}

static void
add_unknown(sample *s, unsigned first, unsigned n)
{
    char edit[40];

    for (unsigned number = first; number < first + n; number++) {
        snprintf(edit, sizeof edit, "figures.%u = 1", number);
        sample_edit(s, edit);
    }
}

static void
test_many_figures(void)
{
    dbk_form *form = sample_form_new();
    dbk_violations found;
    char text[TEXT_BYTES];
    sample s;

    sample_open(&s);
    add_unknown(&s, 100, 32);
    dbk_check(form, &s.record, 1000, &found);
    CHECK_STR("32 that are not asked", as_text(&found, text), "");
    add_unknown(&s, 132, 1);
    dbk_check(form, &s.record, 1000, &found);
    CHECK_STR("33", as_text(&found, text), "figures:figure.unknown_many");
    CHECK_STR("33", found.row[0].value, "33");
    note_codes(&found);

    add_unknown(&s, 11, DBK_FIGURES_MAX - SAMPLE_N(sample_indicators));        /* 100..132 among them */
    CHECK_INT("as many as may be", s.report.n_figures, DBK_FIGURES_MAX);
    dbk_check(form, &s.record, 1000, &found);
    CHECK_STR("160", as_text(&found, text), "figures:figure.unknown_many");
    add_unknown(&s, 200, 1);
    dbk_check(form, &s.record, 1000, &found);
    CHECK_STR("161", as_text(&found, text), "figures:figure.many figures:figure.unknown_many");
    note_codes(&found);
    sample_close(&s);
    dbk_form_close(&form);
}

/* More than fit: the first 64 stay, the rest is counted, and nothing is written past the room. */
static void
test_overflow(void)
{
    struct { dbk_violations found; unsigned char fence[64]; } room;
    dbk_form *form = sample_form_new();
    char text[TEXT_BYTES];
    sample s;

    memset(&room, 0xAA, sizeof room);
    sample_open(&s);
    sample_edit(&s, "cases[1].title = *1; cases[1].category = 0; cases[1].story = *1; "
                    "cases[1].place = *61; cases = *10;"
                    "observations[1].text = *1; observations[1].kind = 0; observations = *20; situation = *1");
    dbk_check(form, &s.record, 1000, &room.found);
    CHECK_INT("kept", room.found.n, DBK_VIOLATIONS_MAX);
    CHECK_INT("counted", room.found.more, 1 + 10 * 4 + 20 * 2 - DBK_VIOLATIONS_MAX);
    CHECK_HAS("in order", as_text(&room.found, text), "situation:text.short cases[1].title:text.short");
    CHECK_INT("the fence stands", room.fence[0] == 0xAA && room.fence[63] == 0xAA, 1);
    sample_close(&s);
    dbk_form_close(&form);
}

/* The same arguments, the same findings, and no record is changed. */
static void
test_pure(void)
{
    dbk_form *form = sample_form_new();
    static dbk_violations first, second;
    char one[TEXT_BYTES], two[TEXT_BYTES];
    sample s;

    sample_open(&s);
    sample_edit(&s, "situation = *3; figures.sick_count = 0; report_date = 20200301");
    const size_t size = daybook__v1__record__get_packed_size(&s.record);
    uint8_t *before = malloc(size), *after = malloc(size);

    daybook__v1__record__pack(&s.record, before);
    dbk_check(form, &s.record, 1000, &first);
    dbk_check(form, &s.record, 1000, &second);
    daybook__v1__record__pack(&s.record, after);
    CHECK_STR("twice", as_text(&first, one), as_text(&second, two));
    CHECK_INT("untouched", memcmp(before, after, size), 0);
    free(before);
    free(after);
    sample_close(&s);
    dbk_form_close(&form);
}

static void
test_values_are_safe(void)
{
    static const struct { const char *name, *value, *shown; } cases[] = {
        { "40 characters",  "0123456789012345678901234567890123456789",  "0123456789012345678901234567890123456789" },
        { "41 characters",  "01234567890123456789012345678901234567890", "0123456789012345678901234567890123456789…" },
        { "escape",         "\x1B[2J",                                   "\xEF\xBF\xBD[2J" },
        { "empty",          "",                                          "" },
    };
    dbk_violations found = { .n = 0 };
    dbk_violations *const to = &found;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        dbk_violations_add(to, "text.long", "situation", NULL, cases[i].value, strlen(cases[i].value));
        CHECK_STR(cases[i].name, found.row[i].value, cases[i].shown);
    }
    char wide[4 * 41 + 1];

    for (size_t i = 0; i < 41; i++)
        memcpy(wide + 4 * i, "𠮷", 4);
    dbk_violations_add(to, "text.long", "situation", "0..1", wide, 4 * 41);
    CHECK_INT("31 of four bytes and an ellipsis", strlen(found.row[4].value), 31 * 4 + 3);
    CHECK_HAS("the ellipsis is whole", found.row[4].value, "𠮷…");
    dbk_violations_add(to, "id.reused", "id", NULL, NULL, 0);
    CHECK_STR("no value", found.row[5].value, "");
}

/* Sixteen terms at the ends of what a form may say: the sum fits, the sides fit, the text is cut, nothing traps. */
static void
test_greatest_rule(void)
{
    sample_form f;
    Daybook__V1__Indicator more[DBK_RULE_TERMS_MAX], *indicators[DBK_RULE_TERMS_MAX];
    Daybook__V1__Term term[DBK_RULE_TERMS_MAX], *terms[DBK_RULE_TERMS_MAX];
    char code[DBK_RULE_TERMS_MAX][8];
    dbk_violations found;
    dbk_err err = { 0 };
    sample s;

    sample_form_init(&f);
    for (uint32_t i = 0; i < DBK_RULE_TERMS_MAX; i++) {
        more[i] = f.indicator[0];
        snprintf(code[i], sizeof code[i], "f%u", (unsigned)i);
        more[i].number = i + 1;
        more[i].code = code[i];
        more[i].most = DBK_FIGURE_MAX;
        indicators[i] = &more[i];
        term[i] = f.term[0][0];
        term[i].indicator = i + 1;
        term[i].coefficient = -1000000;
        terms[i] = &term[i];
    }
    f.form.n_indicators = DBK_RULE_TERMS_MAX;
    f.form.indicators = indicators;
    f.form.n_rules = 1;
    f.rule[0].terms = terms;
    f.rule[0].n_terms = DBK_RULE_TERMS_MAX;
    f.rule[0].relation = SAMPLE_AT_LEAST;
    f.rule[0].bound = -1000000000000;
    dbk_form *form = sample_form_open(&f.form, &err);

    CHECK_STR("opened", err.text, "");
    if (form == NULL)
        return;
    sample_open(&s);
    sample_edit(&s, "figures = *0");
    for (unsigned i = 1; i <= DBK_RULE_TERMS_MAX; i++) {
        char edit[40];

        snprintf(edit, sizeof edit, "figures.%u = 1000000000", i);
        sample_edit(&s, edit);
    }
    dbk_check(form, &s.record, 1000, &found);
    CHECK_INT("one", found.n, 1);
    CHECK_STR("the rule", found.row[0].code, "E02");
    CHECK_STR("its limit", found.row[0].limit, "≥ 16000000000000000");
    CHECK_HAS("its value", found.row[0].value, "1000000000000 < 1000000×1000000000 + ");
    sample_close(&s);
    dbk_form_close(&form);
}

/* The daemon alone can know these two; they are in the table so that every refusal has its sentences there. */
static const char *const of_the_daemon[] = { "id.reused", "date.future" };

static bool
is_of_the_daemon(const char *code)
{
    for (size_t i = 0; i < ARRAY_LEN(of_the_daemon); i++)
        if (strcmp(of_the_daemon[i], code) == 0)
            return true;
    return false;
}

static void
test_every_code(void)
{
    size_t n;
    const dbk_violation_code *codes = dbk_violation_codes(&n);

    CHECK_TRUE("room to note them", n <= ARRAY_LEN(produced));
    for (size_t i = 0; i < n; i++) {
        CHECK_INT(codes[i].code, produced[i], !is_of_the_daemon(codes[i].code));
        CHECK_TRUE(codes[i].code, strlen(codes[i].text_zh) >= 12 && strlen(codes[i].text_en) >= 12);
        CHECK_TRUE(codes[i].code, codes[i].severity == DBK_ERROR || codes[i].severity == DBK_WARNING);
        for (size_t k = 0; k < i; k++)
            CHECK_TRUE(codes[i].code, strcmp(codes[i].code, codes[k].code) != 0);
    }
}

int
main(void)
{
    static const unit_test tests[] = {
        { "rows",                       test_rows },
        { "rows of the other kinds",    test_kinds },
        { "every kind has rows",        test_every_kind },
        { "size of the record, form",   test_size_and_form },
        { "many figures",               test_many_figures },
        { "many answers",               test_many_answers },
        { "more than there is room",    test_overflow },
        { "pure",                       test_pure },
        { "values are safe to show",    test_values_are_safe },
        { "the greatest rule",          test_greatest_rule },
        { "every code is found",        test_every_code },
    };

    return unit_main("proto/check", tests, ARRAY_LEN(tests), 60);
}
