/*
 * The meetings of the branches: held, overdue, what they decided and what they told each other.
 */
#include "clients/office/page.h"
#include "clients/words.h"
#include "sql/queries.h"

static const dbk_column branch_columns[] = {
    { .key = "branch_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "branch", .head = N_("branch"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1 },
    { .key = "last_meeting", .head = N_("last meeting"), .where = DBK_EVERYWHERE },
    { .key = "days_since", .head = N_("days"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "overdue", .head = N_("none for 8 days"), .shape = DBK_BOOLEAN, .where = DBK_EVERYWHERE },
    { .key = "next_meeting", .head = N_("next meeting"), .where = DBK_EVERYWHERE },
};
static const dbk_columns branches = DBK_COLUMNS(branch_columns);

static const dbk_column decision_columns[] = {
    { .key = "branch", .head = N_("branch"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2, .once = true },
    { .key = "committee_id", .where = DBK_IN_JSON },
    { .key = "report_date", .head = N_("decided on"), .where = DBK_EVERYWHERE },
    { .key = "part", .where = DBK_IN_JSON },
    { .key = "position", .where = DBK_IN_JSON },
    { .key = "what", .head = N_("what"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 5 },
    { .key = "owner", .head = N_("owner"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2 },
    { .key = "due", .head = N_("due"), .where = DBK_EVERYWHERE },
    { .key = "overdue", .head = N_("overdue"), .shape = DBK_BOOLEAN, .where = DBK_EVERYWHERE },
    { .key = "settled", .where = DBK_IN_JSON, .shape = DBK_BOOLEAN },
    { .key = "settled_on", .head = N_("done on"), .where = DBK_EVERYWHERE },
    { .key = "result", .head = N_("result"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 3 },
};
static const dbk_columns decisions = DBK_COLUMNS(decision_columns);

static const dbk_column meeting_columns[] = {
    { .key = "report_date", .head = N_("date"), .where = DBK_EVERYWHERE },
    { .key = "branch", .head = N_("branch"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2 },
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "part", .head = N_("of that day"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "kind", .head = N_("kind"), .shape = DBK_WORD, .where = DBK_EVERYWHERE },
    { .key = "mode", .head = N_("how"), .shape = DBK_WORD, .where = DBK_IN_FILES },
    { .key = "started_at", .head = N_("began"), .where = DBK_EVERYWHERE },
    { .key = "ended_at", .head = N_("ended"), .where = DBK_IN_FILES },
    { .key = "chair", .head = N_("chair"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2 },
    { .key = "recorder", .head = N_("recorder"), .where = DBK_IN_FILES },
    { .key = "share", .head = N_("present"), .where = DBK_IN_TABLE },
    { .key = "present", .head = N_("present"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "expected", .head = N_("expected"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "absent", .head = N_("absent"), .where = DBK_IN_FILES },
    { .key = "agenda", .head = N_("agenda"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 5 },
    { .key = "studied", .head = N_("studied"), .where = DBK_IN_FILES },
    { .key = "next_date", .head = N_("next meeting"), .where = DBK_IN_FILES },
};
static const dbk_columns meetings = DBK_COLUMNS(meeting_columns);

static const dbk_column practice_columns[] = {
    { .key = "report_date", .head = N_("date"), .where = DBK_EVERYWHERE },
    { .key = "branch", .head = N_("branch"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2 },
    { .key = "committee_id", .where = DBK_IN_JSON },
    { .key = "place", .head = N_("place"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2 },
    { .key = "what", .head = N_("practice"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 5 },
    { .key = "effect", .head = N_("effect"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 3 },
    { .key = "copy_to", .head = N_("for whom too"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2 },
};
static const dbk_columns practices = DBK_COLUMNS(practice_columns);

const dbk_page dbk_page_minutes = {
    .n = 3, .csv = 2,
    .part = {
        { "branches", DBK_SQL_OFFICE_BRANCH_MEETINGS, 1, &branches, NULL, N_("there is no branch\n"), NULL },
        { "decisions", DBK_SQL_OFFICE_DECISIONS, 2, &decisions, N_("decisions that are not done"),
          N_("no decision is open\n"), NULL },
        { "meetings", DBK_SQL_OFFICE_MEETINGS, 1, &meetings, N_("meetings"), N_("no meeting was held\n"), NULL },
    },
};

const dbk_page dbk_page_decisions = {
    .n = 1, .part = { { "decisions", DBK_SQL_OFFICE_DECISIONS, 2, &decisions, NULL, N_("nothing was decided\n"), NULL } },
};

const dbk_page dbk_page_practices = {
    .n = 1, .part = { { "practices", DBK_SQL_OFFICE_PRACTICES, 1, &practices, NULL, N_("no practice was told\n"), NULL } },
};
