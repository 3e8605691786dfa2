/* What is found in minutes: rows of test_check.c. */
static const char minutes_good[] =
    "id = %01%91%D0%C4%00%00%70%00%80%00%00%00%00%00%00%05; committee_id = 12; report_date = 20200218; part = 1;"
    "body.kind = 3; mode = 1; started_at = 1900; ended_at = 2030; chair = 样例书记; recorder = 样例王五;"
    "expected = 9; present = 8; agenda = 交流一周工作; studied = 复工文件; next_date = 20200225;"
    "absences[1].name = 样例赵六; absences[1].reason = 值夜班;"
    "practices[1].what = 错峰代送快递; decisions[1].what = 周五前补齐额温枪; decisions[1].owner = 样例王五;"
    "decisions[1].due = 20200221; settled[1].committee_id = 11; settled[1].date = 20200211; settled[1].part = 1;"
    "settled[1].position = 2; settled[1].result = 已经办妥";

static const row minutes_rows[] = {
    { "good minutes", "", "", NULL, NULL },
    { "no part", "part = -", "part:part.range", "1..9", "0" },
    { "part 10", "part = 10", "part:part.range", NULL, "10" },
    { "no kind of meeting", "body.kind = -", "kind:enum.unknown", "1..4", "0" },
    { "an unknown mode", "mode = 3", "mode:enum.unknown", "1..2", "3" },
    { "no beginning", "started_at = -", "started_at:meeting.time", "", "" },
    { "no end", "ended_at = -", "ended_at:meeting.time", "", "" },
    { "ends as it begins", "ended_at = 1900", "ended_at:meeting.time", NULL, "19:00" },
    { "ends a minute later", "ended_at = 1901", "", NULL, NULL },
    { "six hours", "started_at = 1430", "", NULL, NULL },
    { "longer", "started_at = 1429", "ended_at:meeting.time", NULL, "20:30" },
    { "25 hours", "started_at = 2500", "started_at:meeting.time", NULL, "25:00" },
    { "no chair", "chair = -", "chair:text.missing", NULL, NULL },
    { "no agenda", "agenda = *3", "agenda:text.short", "4..1000", "3" },
    { "one is not accounted for", "present = 7", "expected:meeting.people", "1..500", "9 = 7 + 1 ?" },
    { "one too many", "present = 9", "expected:meeting.people", NULL, NULL },
    { "all there", "present = 9; absences = *0", "", NULL, NULL },
    { "nobody expected", "expected = 0; present = 0; absences = *0", "expected:meeting.people", NULL, NULL },
    { "501", "expected = 501; present = 500", "expected:meeting.people", NULL, NULL },
    { "absent without a reason", "absences[1].reason = -", "absences[1].reason:text.missing", NULL, NULL },
    { "next time the day before", "next_date = 20200217", "next_date:meeting.date", NULL, "2020-02-17" },
    { "no next time", "next_date = -", "", NULL, NULL },
    { "a decision of nobody", "decisions[1].owner = -", "decisions[1].owner:text.missing", NULL, NULL },
    { "a decision for no day", "decisions[1].due = -", "decisions[1].due:meeting.date", NULL, "" },
    { "due yesterday", "decisions[1].due = 20200217", "decisions[1].due:meeting.date", NULL, NULL },
    { "due today", "decisions[1].due = 20200218", "", NULL, NULL },
    { "21 decisions", "decisions = *21", "decisions:list.long", "0..20", "21" },
    { "11 practices", "practices = *11", "practices:list.long", "0..10", "11" },
    { "settled tomorrow", "settled[1].date = 20200219", "settled[1].position:meeting.settled", NULL, "2" },
    { "settled today", "settled[1].date = 20200218", "", NULL, NULL },
    { "settled, but which?", "settled[1].position = -", "settled[1].position:meeting.settled", NULL, "0" },
    { "settled, but how?", "settled[1].result = -", "settled[1].result:text.missing", NULL, NULL },
    { "21 settled", "settled = *21", "settled:list.long", "0..20", "21" },
};
