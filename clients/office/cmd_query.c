/*
 * query — the verbs that ask one question of the database and print its rows: a table of statements, what they take,
 * and columns.
 *
 * Not here: lists about one night (cmd_list.c), and pages of several parts (cmd_night.c, cmd_report.c).
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/office/book.h"
#include "clients/office/call.h"
#include "clients/office/due.h"
#include "clients/office/lines.h"
#include "clients/office/moment.h"
#include "clients/office/place.h"
#include "clients/words.h"
#include "proto/text.h"
#include "sql/queries.h"

#define VALUES_MAX 4

static const dbk_column history_columns[] = {
    { .key = "revision", .head = N_("revision"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE, .once = true },
    { .key = "received_at", .head = N_("received"), .shape = DBK_INSTANT, .where = DBK_EVERYWHERE, .once = true },
    { .key = "sender", .head = N_("sender"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1, .once = true },
    { .key = "entered_by", .head = N_("entered by"), .where = DBK_EVERYWHERE, .once = true },
    { .key = "code", .head = N_("code"), .shape = DBK_RECEIPT, .where = DBK_EVERYWHERE, .once = true },
    { .key = "timeliness", .head = N_("timeliness"), .shape = DBK_CODE, .where = DBK_IN_FILES, .list = "timeliness" },
    { .key = "field", .head = N_("field"), .where = DBK_IN_FILES },
    { .key = "what", .head = N_("what changed"), .shape = DBK_LABEL, .where = DBK_IN_TABLE | DBK_IN_CSV,
      .fit = DBK_WRAP, .share = 2, .list = "field" },
    { .key = "was", .head = N_("was"), .shape = DBK_CHANGE, .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 3 },
    { .key = "now", .head = N_("is now"), .shape = DBK_CHANGE, .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 3 },
};

static const dbk_column total_columns[] = {
    { .key = "key", .where = DBK_IN_JSON },
    { .key = "name", .head = N_("of"), .shape = DBK_WORD, .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 5,
      .once = true },
    { .key = "first_night", .head = N_("first night"), .where = DBK_IN_FILES },
    { .key = "last_night", .head = N_("last night"), .where = DBK_IN_FILES },
    { .key = "code", .head = N_("figure's code"), .where = DBK_IN_FILES },
    { .key = "label", .head = N_("figure"), .shape = DBK_LABEL, .where = DBK_IN_TABLE | DBK_IN_CSV, .fit = DBK_WRAP,
      .share = 5 },
    { .key = "total", .head = N_("total"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "unit", .head = N_("unit"), .shape = DBK_LABEL, .where = DBK_IN_CSV },     /* labels say it */
    { .key = "share", .head = N_("reported"), .where = DBK_IN_TABLE },
    { .key = "reported", .head = N_("reported"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "expected", .head = N_("expected"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "missing", .head = N_("missing"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "excused", .head = N_("excused"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "not_filled", .head = N_("not filled"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "not_asked", .head = N_("not asked"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "carried", .head = N_("carried forward"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "estimate", .head = N_("estimate"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "carried_share", .head = N_("carried"), .where = DBK_IN_TABLE },
    { .key = "not_carried", .head = N_("nothing to carry"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "missing_names", .head = N_("missing"), .shape = DBK_NAMES, .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 4,
      .once = true },
    { .key = "not_filled_names", .head = N_("not filled by"), .shape = DBK_NAMES, .where = DBK_IN_FILES },
    { .key = "not_carried_names", .head = N_("nothing to carry of"), .shape = DBK_NAMES, .where = DBK_IN_FILES },
    { .key = "stock", .head = N_("of the last night only"), .shape = DBK_BOOLEAN, .where = DBK_IN_FILES },
    { .key = "due_at", .head = N_("not due before"), .shape = DBK_INSTANT, .where = DBK_IN_JSON },
};

static const dbk_column completeness_columns[] = {
    { .key = "name", .head = N_("of"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1 },
    { .key = "expected", .head = N_("expected"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "reported", .head = N_("reported"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "on_time", .head = N_("on time"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "on_time_outage", .head = N_("on time (outage)"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "late", .head = N_("late"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "late_excused", .head = N_("late, line down"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "excused", .head = N_("excused"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "missing", .head = N_("missing"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "unexpected", .head = N_("not expected"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "complete_percent", .head = N_("complete %"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "timely_percent", .head = N_("on time %"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
};

/* What the committee answered last. */
#define SAID_COLUMNS \
    { .key = "said", .head = N_("committee says"), .shape = DBK_WORD, .where = DBK_EVERYWHERE, .fit = DBK_WRAP, \
      .share = 2 }, \
    { .key = "said_zh", .where = DBK_IN_JSON }, \
    { .key = "said_en", .where = DBK_IN_JSON }, \
    { .key = "said_night", .head = N_("said on"), .where = DBK_IN_FILES }, \
    { .key = "said_by", .head = N_("said by"), .where = DBK_IN_FILES }, \
    { .key = "said_text", .head = N_("in its words"), .where = DBK_IN_FILES }

static const dbk_column risk_columns[] = {
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE, .stays = true },
    { .key = "committee", .head = N_("committee"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 4,
      .stays = true },
    { .key = "subdistrict", .head = N_("subdistrict"), .where = DBK_IN_FILES },
    { .key = "branch", .head = N_("branch"), .where = DBK_IN_FILES },
    { .key = "risk_id", .head = N_("risk"), .where = DBK_EVERYWHERE, .stays = true },
    { .key = "state", .head = N_("state"), .shape = DBK_CODE, .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2,
      .list = "risk" },
    { .key = "severity", .head = N_("severity"), .shape = DBK_LEVEL, .where = DBK_EVERYWHERE, .list = "severity" },
    { .key = "category", .head = N_("category"), .shape = DBK_WORD, .where = DBK_IN_FILES },
    { .key = "place", .head = N_("place"), .where = DBK_IN_FILES },
    { .key = "text", .head = N_("what was seen"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 7 },
    { .key = "needs_office", .head = N_("needs office"), .shape = DBK_BOOLEAN, .where = DBK_IN_FILES },
    { .key = "nights", .head = N_("nights"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "first_night", .head = N_("first night"), .where = DBK_IN_FILES },
    { .key = "last_night", .head = N_("last night"), .where = DBK_IN_FILES },
    { .key = "raised_at", .head = N_("raised"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
    { .key = "age_days", .head = N_("days"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "owner", .head = N_("owner"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2 },
    { .key = "closed_at", .head = N_("closed"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
    { .key = "closed_by", .head = N_("closed by"), .where = DBK_IN_FILES },
    { .key = "answer", .head = N_("answer"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 4 },
    { .key = "response_hours", .head = N_("hours until closed"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    SAID_COLUMNS,
};

static const dbk_column item_columns[] = {
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE, .stays = true },
    { .key = "committee", .head = N_("committee"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 4,
      .stays = true },
    { .key = "subdistrict", .head = N_("subdistrict"), .where = DBK_IN_FILES },
    { .key = "branch", .head = N_("branch"), .where = DBK_IN_FILES },
    { .key = "item", .head = N_("open item"), .where = DBK_EVERYWHERE, .stays = true },
    { .key = "kind", .head = N_("kind"), .shape = DBK_CODE, .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1,
      .list = "item" },
    { .key = "what", .head = N_("what is open"), .shape = DBK_LABEL, .where = DBK_IN_TABLE | DBK_IN_CSV,
      .fit = DBK_WRAP, .share = 8 },
    { .key = "place", .where = DBK_IN_JSON },
    { .key = "text", .where = DBK_IN_JSON },
    { .key = "supply", .where = DBK_IN_JSON },
    { .key = "unit", .where = DBK_IN_JSON },
    { .key = "quantity", .shape = DBK_NUMBER, .where = DBK_IN_JSON },
    { .key = "severity", .head = N_("severity"), .shape = DBK_LEVEL, .where = DBK_IN_FILES, .list = "severity" },
    { .key = "escalated", .head = N_("waits for the office"), .shape = DBK_BOOLEAN, .where = DBK_EVERYWHERE },
    { .key = "overdue", .head = N_("over 48 hours"), .shape = DBK_BOOLEAN, .where = DBK_EVERYWHERE },
    { .key = "age_days", .head = N_("days"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "night", .head = N_("first night"), .where = DBK_IN_FILES },
    { .key = "last_night", .head = N_("last night"), .where = DBK_IN_FILES },
    { .key = "raised_at", .head = N_("raised"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
    SAID_COLUMNS,
};

#define FLOW_COLUMNS \
    { .key = "opening", .head = N_("opening"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }, \
    { .key = "new", .head = N_("new"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }, \
    { .key = "released", .head = N_("released"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }, \
    { .key = "transferred", .head = N_("moved"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }, \
    { .key = "closing", .head = N_("closing"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }, \
    { .key = "closing_due", .head = N_("ought to be"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }

static const dbk_column ledger_columns[] = {
    { .key = "report_date", .head = N_("date"), .where = DBK_EVERYWHERE },
    { .key = "revision", .head = N_("revision"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    FLOW_COLUMNS,
    { .key = "opening_off", .head = N_("opening off by"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "after_hole", .head = N_("after a night without report"), .shape = DBK_BOOLEAN, .where = DBK_IN_FILES },
};

static const dbk_column ledger_night_columns[] = {
    { .key = "report_date", .head = N_("date"), .where = DBK_EVERYWHERE },
    FLOW_COLUMNS,
    { .key = "share", .head = N_("reported"), .where = DBK_IN_TABLE },
    { .key = "reported", .head = N_("reported"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "expected", .head = N_("expected"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "excused", .head = N_("excused"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "missing_names", .head = N_("missing"), .shape = DBK_NAMES, .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1 },
    { .key = "due_at", .head = N_("not due before"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
};

static const dbk_column notice_columns[] = {
    { .key = "report_date", .head = N_("from"), .where = DBK_EVERYWHERE },
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "committee", .head = N_("committee"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1 },
    { .key = "subdistrict", .head = N_("subdistrict"), .where = DBK_IN_FILES },
    { .key = "branch", .head = N_("branch"), .where = DBK_IN_FILES },
    { .key = "should_be", .head = N_("ought to be"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "is", .head = N_("is now"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "off", .head = N_("off by"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "cause_night", .head = N_("by the night of"), .where = DBK_EVERYWHERE },
    { .key = "cause_revision", .head = N_("revision"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
};

static const dbk_column release_columns[] = {
    { .key = "release_date", .head = N_("released on"), .where = DBK_EVERYWHERE },
    { .key = "entered_on", .head = N_("entered on"), .where = DBK_EVERYWHERE },
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "committee", .head = N_("committee"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1 },
    { .key = "subdistrict", .head = N_("subdistrict"), .where = DBK_IN_FILES },
    { .key = "branch", .head = N_("branch"), .where = DBK_IN_FILES },
    { .key = "people", .head = N_("people"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "status", .head = N_("that night's report"), .shape = DBK_CODE, .where = DBK_EVERYWHERE,
      .list = "status" },
};

static const dbk_column reconcile_columns[] = {
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE, .once = true },
    { .key = "committee", .head = N_("committee"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2, .once = true },
    { .key = "branch", .head = N_("branch"), .where = DBK_IN_FILES },
    { .key = "what", .head = N_("what does not agree"), .shape = DBK_CODE, .where = DBK_EVERYWHERE, .fit = DBK_WRAP,
      .share = 2, .list = "reconcile" },
    { .key = "names", .head = N_("who"), .shape = DBK_NAMES, .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 4 },
    { .key = "telephone", .head = N_("telephone"), .where = DBK_EVERYWHERE },
    { .key = "roster", .head = N_("known"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "said", .head = N_("reported"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "due_at", .head = N_("not due before"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
};

static const dbk_column audit_columns[] = {
    { .key = "at", .head = N_("when"), .shape = DBK_INSTANT, .where = DBK_EVERYWHERE },
    { .key = "who", .head = N_("by whom"), .where = DBK_EVERYWHERE },
    { .key = "act", .head = N_("act"), .shape = DBK_CODE, .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2,
      .list = "act" },
    { .key = "subject", .head = N_("on what"), .shape = DBK_WORD, .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 4 },
    { .key = "reason", .head = N_("reason"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 3 },
    { .key = "detail", .head = N_("detail"), .where = DBK_IN_FILES },
};
const dbk_columns dbk_audit_columns = DBK_COLUMNS(audit_columns);

static const dbk_column receipt_columns[] = {
    { .key = "code", .head = N_("code"), .shape = DBK_RECEIPT, .where = DBK_IN_FILES },
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "committee", .head = N_("committee"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2 },
    { .key = "kind", .head = N_("kind"), .shape = DBK_WORD, .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2 },
    { .key = "report_date", .head = N_("date"), .where = DBK_EVERYWHERE },
    { .key = "revision", .head = N_("revision"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "standing", .head = N_("newest"), .shape = DBK_BOOLEAN, .where = DBK_EVERYWHERE },
    { .key = "received_at", .head = N_("received"), .shape = DBK_INSTANT, .where = DBK_EVERYWHERE },
    { .key = "timeliness", .head = N_("timeliness"), .shape = DBK_CODE, .where = DBK_IN_FILES, .list = "timeliness" },
    { .key = "sender", .head = N_("sender"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1 },
    { .key = "record_id", .head = N_("record"), .where = DBK_IN_FILES },
    { .key = "hash", .head = N_("hash"), .where = DBK_IN_FILES },
    { .key = "sealed_bytes", .head = N_("bytes"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
};

static const dbk_column doctor_columns[] = {
    { .key = "check", .head = N_("what"), .shape = DBK_CODE, .where = DBK_EVERYWHERE, .list = "check" },
    { .key = "state", .head = N_("state"), .shape = DBK_CODE, .where = DBK_EVERYWHERE, .list = "doctor" },
    { .key = "text", .head = N_("what is seen"), .shape = DBK_LABEL, .where = DBK_IN_TABLE | DBK_IN_CSV,
      .fit = DBK_WRAP, .share = 1 },
    { .key = "text_zh", .where = DBK_IN_JSON },
    { .key = "text_en", .where = DBK_IN_JSON },
};

static const dbk_column search_columns[] = {
    { .key = "report_date", .head = N_("date"), .where = DBK_EVERYWHERE },
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "committee", .head = N_("committee"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 3 },
    { .key = "subdistrict", .head = N_("subdistrict"), .where = DBK_IN_FILES },
    { .key = "branch", .head = N_("branch"), .where = DBK_IN_FILES },
    { .key = "part", .head = N_("part"), .shape = DBK_CODE, .where = DBK_EVERYWHERE, .list = "part" },
    { .key = "position", .head = N_("position"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "category", .head = N_("category"), .shape = DBK_LABEL, .where = DBK_IN_CSV },
    { .key = "title", .head = N_("title"), .where = DBK_IN_FILES },
    { .key = "place", .head = N_("place"), .where = DBK_IN_FILES },
    { .key = "said", .head = N_("what was said"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 8 },
    { .key = "may_publish", .head = N_("may be published"), .shape = DBK_BOOLEAN, .where = DBK_IN_FILES },
};

static const dbk_columns history = DBK_COLUMNS(history_columns), total = DBK_COLUMNS(total_columns),
                         completeness = DBK_COLUMNS(completeness_columns), risks = DBK_COLUMNS(risk_columns),
                         items = DBK_COLUMNS(item_columns),
                         ledger = DBK_COLUMNS(ledger_columns), ledger_nights = DBK_COLUMNS(ledger_night_columns),
                         notices = DBK_COLUMNS(notice_columns), releases = DBK_COLUMNS(release_columns),
                         reconcile = DBK_COLUMNS(reconcile_columns), receipts = DBK_COLUMNS(receipt_columns),
                         doctor = DBK_COLUMNS(doctor_columns), found = DBK_COLUMNS(search_columns);

/* Where a parameter of a statement comes from. MAY_: NULL when the word is not there. */
typedef enum {
    TAKES_NOTHING = 0, TAKES_COMMITTEE, MAY_COMMITTEE, TAKES_DATE, MAY_DATE, MAY_UNTIL, TAKES_WORD, TAKES_LEVEL, TAKES_REST,
    TAKES_FIGURE, TAKES_ALL, TAKES_NULL, TAKES_TOTAL, TAKES_PLACE
} taken;

static const struct {
    const char *verb, *statement, *key, *none;
    const dbk_columns *columns;
    struct { taken what; int word; } value[VALUES_MAX];
} queries[] = {
    { "history", DBK_SQL_OFFICE_HISTORY, "history", N_("no report was accepted\n"), &history,
      { { TAKES_COMMITTEE, 0 }, { TAKES_DATE, 1 } } },
    { "total", DBK_SQL_OFFICE_TOTAL, "totals", N_("no night of these has begun\n"), &total,
      { { TAKES_TOTAL, 0 }, { MAY_DATE, 1 }, { MAY_UNTIL, 2 }, { TAKES_FIGURE, 0 } } },
    { "completeness", DBK_SQL_OFFICE_COMPLETENESS, "completeness", N_("no deadline has passed\n"), &completeness,
      { { TAKES_LEVEL, 0 } } },
    { "risks", DBK_SQL_OFFICE_RISKS, "risks", N_("no risk point is open\n"), &risks,
      { { TAKES_ALL, 0 }, { MAY_COMMITTEE, 0 } } },
    { "items", DBK_SQL_OFFICE_OPEN_ITEMS, "items", N_("nothing is open\n"), &items, { { MAY_COMMITTEE, 0 } } },
    { "ledger nights", DBK_SQL_OFFICE_LEDGER_NIGHTS, "nights", N_("no night has begun\n"), &ledger_nights,
      { { TAKES_PLACE, 0 } } },
    { "ledger notices", DBK_SQL_OFFICE_LEDGER_NOTICES, "notices", N_("every night follows from the one before\n"),
      &notices, { { TAKES_NOTHING, 0 } } },
    { "ledger releases", DBK_SQL_OFFICE_RELEASES, "releases", N_("nobody is to be released\n"), &releases,
      { { TAKES_DATE, 0 } } },
    { "ledger", DBK_SQL_OFFICE_LEDGER, "ledger", N_("no report was accepted\n"), &ledger, { { TAKES_COMMITTEE, 0 } } },
    { "reconcile", DBK_SQL_OFFICE_RECONCILE, "differences", N_("roster, roll calls, health and reports agree\n"),
      &reconcile,
      { { TAKES_DATE, 0 } } },
    { "audit", DBK_SQL_OFFICE_AUDIT, "acts", N_("nothing was done\n"), &dbk_audit_columns,
      { { MAY_DATE, 0 }, { TAKES_NULL, 0 } } },
    { "receipt", DBK_SQL_OFFICE_RECEIPT, "receipts", N_("no record has this code\n"), &receipts,
      { { TAKES_REST, 0 } } },
    { "doctor", DBK_SQL_OFFICE_DOCTOR, "checks", "", &doctor, { { TAKES_NOTHING, 0 } } },
    { "search", DBK_SQL_OFFICE_SEARCH, "found", N_("nothing was found\n"), &found, { { TAKES_REST, 0 } } },
};

/* A telephone code as it is stored, whatever the pen made of it: no blanks, capitals, no letter that looks like a
 * digit. */
static void
as_code(char *text)
{
    size_t n = 0;

    for (const char *from = text; *from; from++)
        if (*from != ' ' && *from != '-') {
            const char c = *from >= 'a' && *from <= 'z' ? (char)(*from - 'a' + 'A') : *from;

            text[n++] = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
        }
    text[n] = '\0';
}

/* The words from `at` on with blanks between; yours to free. */
static char *
rest(const dbk_call *call, int at)
{
    size_t bytes = 1;

    for (int i = at; i < call->n; i++)
        bytes += strlen(call->word[i]) + 1;
    char *made = calloc(bytes, 1);

    for (int i = at; made && i < call->n; i++)
        sprintf(made + strlen(made), "%s%s", i > at ? " " : "", call->word[i]);
    if (made && strcmp(call->verb, "receipt") == 0)
        as_code(made);
    return made;
}

/* What completeness is by. */
static int
take_level(const char *word, dbk_err *err)
{
    static const char *const levels[] = { "committee", "subdistrict", "branch", "night" };
    char shown[DBK_ERR_TEXT_BYTES / 4];

    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++)
        if (strcmp(word, levels[i]) == 0)
            return 0;
    return dbk_err_set(err, DBK_E_USAGE, _("no completeness by \"%s\": committee, subdistrict, branch or night"),
                       dbk_text_shown(word, strlen(word), shown, sizeof shown));
}

/* The campaign of a place is that place over all nights. */
static const char *
total_level(const dbk_call *call, const dbk_place *place)
{
    return place->level && strcmp(call->word[0], "campaign") == 0 ? place->level : call->word[0];
}

/* One value; *value is yours to free, NULL for SQL's NULL. */
static int
take(const dbk_call *call, const dbk_place *place, taken what, int word, char **value, dbk_err *err)
{
    char number[DBK_NUMBER_TEXT_BYTES], date[DBK_DAY_TEXT_BYTES];
    const char *text = NULL;
    int rc = 0;

    switch (what) {
    case MAY_COMMITTEE:
    case TAKES_COMMITTEE:
        if (what == TAKES_COMMITTEE || word < call->n)
            rc = dbk_call_committee(call, word, number, err);
        text = what == TAKES_COMMITTEE || word < call->n ? number : NULL;
        break;
    case MAY_DATE:
    case TAKES_DATE:
        if (what == TAKES_DATE || word < call->n)
            rc = dbk_call_date(call, word, date, err);
        text = what == TAKES_DATE || word < call->n ? date : NULL;
        break;
    case MAY_UNTIL:
        if (word < call->n)
            rc = dbk_call_until(call, word, date, err);
        text = word < call->n ? date : NULL;
        break;
    case TAKES_LEVEL:
        rc = take_level(call->word[word], err);
        text = call->word[word];
        break;
    case TAKES_NULL:
        break;
    case TAKES_TOTAL:
        text = total_level(call, place);
        break;
    case TAKES_PLACE:
        text = place->ids;
        break;
    case TAKES_FIGURE:
        *value = NULL;
        return call->figure ? dbk_call_figure(call, call->figure, value, err) : 0;
    case TAKES_ALL:
        text = call->all ? "all" : NULL;
        break;
    case TAKES_REST:
        *value = rest(call, word);
        return 0;
    default:
        text = call->word[word];
    }
    *value = rc == 0 && text ? strdup(text) : NULL;
    return rc;
}

const dbk_columns *
dbk_query_columns(const char *verb, const char **statement)
{
    size_t which = 0;

    while (strcmp(queries[which].verb, verb) != 0) {
        which++;
        assert(which < sizeof queries / sizeof queries[0]);
    }
    *statement = queries[which].statement;
    return queries[which].columns;
}

int
dbk_call_parts(const dbk_call *call, const dbk_part *parts, size_t n, dbk_err *err)
{
    if (call->format == DBK_FORMAT_XLSX)
        return dbk_output_book(parts, n, err);
    dbk_output_json(stdout, parts, n);
    return 0;
}

int
dbk_call_show(const dbk_call *call, const char *key, const char *none, const dbk_columns *columns, const dbk_rows *rows,
              dbk_err *err)
{
    const dbk_part part = { key, false, columns, rows };

    if (call->format == DBK_FORMAT_JSON || call->format == DBK_FORMAT_XLSX)
        return dbk_call_parts(call, &part, 1, err);
    if (call->format == DBK_FORMAT_CSV)
        dbk_output_csv(stdout, columns, rows);
    else if (rows->n > 0)
        dbk_due_print(rows), dbk_output_table(stdout, columns, rows, dbk_lines_width());
    else
        printf("%s", _(none));
    return 0;
}

static int
keep(const dbk_call *call, const dbk_place *place, dbk_rows *rows, dbk_err *err)
{
    if (strcmp(call->verb, "total") == 0)
        return dbk_place_keep_totals(place, total_level(call, place), rows, err);
    if (strcmp(call->verb, "completeness") == 0)
        return dbk_place_keep_totals(place, call->word[0], rows, err);
    dbk_place_keep(place, rows);
    return 0;
}

/* What does not agree, and apart from it, what only has not come yet: that stands last. */
static int
show_reconcile(const dbk_call *call, const char *none, dbk_rows *rows, dbk_err *err)
{
    char hour[DBK_MOMENT_SAID_BYTES];
    size_t due = 0;

    while (due < rows->n && dbk_rows_get(rows, due, "due_at") == NULL)
        due++;
    dbk_rows *early = dbk_rows_split(rows, due);
    const int rc = dbk_call_show(call, "differences", early->n > 0 ? N_("what has come so far agrees\n") : none, &reconcile,
                                 rows, err);

    if (early->n > 0)
        printf(_("\nnot due yet, until %s (%zu):\n"), dbk_moment_said(dbk_rows_get(early, 0, "due_at"), hour), early->n);
    dbk_output_table(stdout, &reconcile, early, dbk_lines_width());
    dbk_rows_free(&early);
    return rc;
}

int
dbk_cmd_query(dbk_call *call, dbk_err *err)
{
    dbk_place place;
    char *values[VALUES_MAX] = { NULL };
    size_t which = 0, n = 0;
    dbk_rows *rows = NULL;
    int rc = -1;

    while (strcmp(queries[which].verb, call->verb) != 0)
        which++;
    if (dbk_place_find(call, &place, err) != 0)
        goto out;
    for (; n < VALUES_MAX && queries[which].value[n].what != TAKES_NOTHING; n++)
        if (take(call, &place, queries[which].value[n].what, queries[which].value[n].word, &values[n], err) != 0)
            goto out;
    rows = dbk_db_query(call->db, queries[which].statement, (const char *const *)values, n, err);
    if (rows == NULL || keep(call, &place, rows, err) != 0)
        goto out;
    if (call->format == DBK_FORMAT_TABLE)
        dbk_place_print(&place);
    if (call->format == DBK_FORMAT_TABLE && queries[which].columns == &reconcile)
        rc = show_reconcile(call, queries[which].none, rows, err);
    else
        rc = dbk_call_show(call, queries[which].key, queries[which].none, queries[which].columns, rows, err);
out:
    dbk_place_fini(&place);
    dbk_rows_free(&rows);
    for (size_t i = 0; i < VALUES_MAX; i++)
        free(values[i]);
    return rc;
}
