/*
 * report — one committee's night in full: figures, texts, lists; or where it stands when there is no report.
 */
#include "clients/office/report.h"
#include "clients/words.h"
#include "sql/queries.h"

static const dbk_column head_columns[] = {
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "committee", .head = N_("committee"), .where = DBK_IN_FILES },
    { .key = "subdistrict", .head = N_("subdistrict"), .where = DBK_IN_FILES },
    { .key = "branch", .head = N_("branch"), .where = DBK_IN_FILES },
    { .key = "report_date", .head = N_("date"), .where = DBK_IN_FILES },
    { .key = "state", .head = N_("state"), .shape = DBK_CODE, .where = DBK_IN_FILES, .list = "state" },
    { .key = "revision", .head = N_("revision"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "record_id", .head = N_("record"), .where = DBK_IN_FILES },
    { .key = "form_version", .head = N_("form version"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "timeliness", .head = N_("timeliness"), .shape = DBK_CODE, .where = DBK_IN_FILES, .list = "timeliness" },
    { .key = "received_at", .head = N_("received"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
    { .key = "sealed_at", .head = N_("sealed (laptop's clock)"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
    { .key = "sender", .head = N_("sender"), .where = DBK_IN_FILES },
    { .key = "code", .head = N_("telephone code"), .shape = DBK_RECEIPT, .where = DBK_IN_FILES },
    { .key = "entered_by_proxy", .head = N_("entered by telephone"), .shape = DBK_BOOLEAN, .where = DBK_IN_FILES },
    { .key = "entered_by", .head = N_("entered by"), .where = DBK_IN_FILES },
    { .key = "held_status", .head = N_("held as"), .shape = DBK_CODE, .where = DBK_IN_FILES, .list = "held" },
    { .key = "held_reason", .head = N_("why"), .shape = DBK_CODE, .where = DBK_IN_FILES, .list = "reason" },
    { .key = "held_since", .head = N_("held since"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
    { .key = "contact", .head = N_("contact"), .where = DBK_IN_FILES },
    { .key = "contact_telephone", .head = N_("telephone"), .where = DBK_IN_FILES },
    { .key = "situation", .head = N_("situation"), .where = DBK_IN_FILES },
    { .key = "no_case", .head = N_("no typical case"), .shape = DBK_BOOLEAN, .where = DBK_IN_FILES },
    { .key = "zero_report", .head = N_("zero report"), .shape = DBK_BOOLEAN, .where = DBK_IN_FILES },
};

static const dbk_column figure_columns[] = {
    { .key = "group", .head = N_("group"), .shape = DBK_LABEL, .where = DBK_IN_TABLE, .once = true },
    { .key = "group_zh", .where = DBK_IN_JSON },
    { .key = "group_en", .where = DBK_IN_JSON },
    { .key = "code", .where = DBK_IN_JSON },
    { .key = "label", .head = N_("figure"), .shape = DBK_LABEL, .where = DBK_IN_TABLE, .fit = DBK_WRAP, .share = 1 },
    { .key = "label_zh", .where = DBK_IN_JSON },
    { .key = "label_en", .where = DBK_IN_JSON },
    { .key = "value", .head = N_("value"), .shape = DBK_FIGURE, .where = DBK_IN_TABLE | DBK_IN_JSON },
    { .key = "unit", .head = N_("unit"), .shape = DBK_LABEL, .where = DBK_IN_TABLE },
    { .key = "unit_zh", .where = DBK_IN_JSON },
    { .key = "unit_en", .where = DBK_IN_JSON },
    { .key = "state", .where = DBK_IN_JSON },
};

static const dbk_column supply_columns[] = {
    { .key = "position", .where = DBK_IN_JSON, .shape = DBK_NUMBER },
    { .key = "item", .head = N_("item"), .shape = DBK_WORD, .where = DBK_EVERYWHERE },
    { .key = "item_zh", .where = DBK_IN_JSON },
    { .key = "item_en", .where = DBK_IN_JSON },
    { .key = "quantity", .head = N_("wanted"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "unit", .head = N_("unit"), .where = DBK_EVERYWHERE },
    { .key = "on_hand", .head = N_("on hand"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "daily_use", .head = N_("a day"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "needed_by", .head = N_("needed by"), .where = DBK_EVERYWHERE },
    { .key = "urgency", .head = N_("urgency"), .shape = DBK_LEVEL, .where = DBK_EVERYWHERE, .list = "urgency" },
    { .key = "reason", .head = N_("reason"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1 },
};

static const dbk_column answer_columns[] = {
    { .key = "position", .where = DBK_IN_JSON, .shape = DBK_NUMBER },
    { .key = "item", .head = N_("open item"), .where = DBK_EVERYWHERE },
    { .key = "kind", .head = N_("kind"), .shape = DBK_CODE, .where = DBK_EVERYWHERE, .list = "item" },
    { .key = "night", .head = N_("first night"), .where = DBK_EVERYWHERE },
    { .key = "what", .head = N_("what is open"), .shape = DBK_LABEL, .where = DBK_IN_TABLE | DBK_IN_CSV,
      .fit = DBK_WRAP, .share = 2 },
    { .key = "place", .where = DBK_IN_JSON },
    { .key = "text", .where = DBK_IN_JSON },
    { .key = "said", .head = N_("committee says"), .shape = DBK_WORD, .where = DBK_EVERYWHERE },
    { .key = "said_zh", .where = DBK_IN_JSON },
    { .key = "said_en", .where = DBK_IN_JSON },
    { .key = "said_text", .head = N_("in its words"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1 },
    { .key = "response_hours", .head = N_("hours until closed"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
};

static const dbk_column explanation_columns[] = {
    { .key = "position", .where = DBK_IN_JSON, .shape = DBK_NUMBER },
    { .key = "rule", .where = DBK_IN_JSON },
    { .key = "rule", .head = N_("rule"), .shape = DBK_LABEL, .where = DBK_IN_TABLE | DBK_IN_CSV, .fit = DBK_WRAP, .share = 1,
      .list = "rule" },
    { .key = "text", .head = N_("explanation"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1 },
};

static const dbk_column revision_columns[] = {
    { .key = "revision", .head = N_("revision"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "record_id", .where = DBK_IN_JSON },
    { .key = "received_at", .head = N_("received"), .shape = DBK_INSTANT, .where = DBK_EVERYWHERE },
    { .key = "sender", .head = N_("sender"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1 },
    { .key = "entered_by", .head = N_("entered by"), .where = DBK_EVERYWHERE },
    { .key = "code", .head = N_("telephone code"), .shape = DBK_RECEIPT, .where = DBK_EVERYWHERE },
};

static const dbk_columns head = DBK_COLUMNS(head_columns);
static const dbk_columns figures = DBK_COLUMNS(figure_columns);
static const dbk_columns supplies = DBK_COLUMNS(supply_columns);
static const dbk_columns answers = DBK_COLUMNS(answer_columns);
static const dbk_columns explanations = DBK_COLUMNS(explanation_columns);
static const dbk_columns revisions = DBK_COLUMNS(revision_columns);

/* In the order of the page. Cases and observations take the date first: their statements serve the night too. */
static const struct {
    const char *key, *statement;
    const dbk_columns *columns;
    bool date_first;
} parts[DBK_REPORT_PARTS] = {
    [DBK_REPORT_HEAD]         = { NULL, DBK_SQL_OFFICE_REPORT_HEAD, &head, false },
    [DBK_REPORT_FIGURES]      = { "figures", DBK_SQL_OFFICE_REPORT_FIGURES, &figures, false },
    [DBK_REPORT_CASES]        = { "cases", DBK_SQL_OFFICE_CASES, &dbk_case_columns, true },
    [DBK_REPORT_OBSERVATIONS] = { "observations", DBK_SQL_OFFICE_OBSERVATIONS, &dbk_observation_columns, true },
    [DBK_REPORT_SUPPLIES]     = { "supply_needs", DBK_SQL_OFFICE_REPORT_SUPPLY_NEEDS, &supplies, false },
    [DBK_REPORT_ANSWERS]      = { "answers", DBK_SQL_OFFICE_REPORT_ANSWERS, &answers, false },
    [DBK_REPORT_EXPLANATIONS] = { "explanations", DBK_SQL_OFFICE_REPORT_EXPLANATIONS, &explanations, false },
    [DBK_REPORT_REVISIONS]    = { "revisions", DBK_SQL_OFFICE_REPORT_REVISIONS, &revisions, false },
};

static int
ask(const dbk_call *call, const char *number, const char *date, dbk_rows *rows[DBK_REPORT_PARTS], dbk_err *err)
{
    const char *const by_committee[] = { number, date }, *const by_date[] = { date, number };

    for (size_t i = 0; i < DBK_REPORT_PARTS; i++) {
        rows[i] = dbk_db_query(call->db, parts[i].statement, parts[i].date_first ? by_date : by_committee, 2, err);
        if (rows[i] == NULL)
            return -1;
    }
    return 0;
}

int
dbk_cmd_report(dbk_call *call, dbk_err *err)
{
    char number[DBK_NUMBER_TEXT_BYTES], date[DBK_DAY_TEXT_BYTES];
    dbk_rows *rows[DBK_REPORT_PARTS] = { NULL };
    dbk_part page[DBK_REPORT_PARTS];
    int rc = -1;

    if (dbk_call_date(call, 1, date, err) != 0 || dbk_call_committee(call, 0, number, err) != 0 ||
        ask(call, number, date, rows, err) != 0)
        goto out;
    for (size_t i = 0; i < DBK_REPORT_PARTS; i++)
        page[i] = (dbk_part){ parts[i].key, i == DBK_REPORT_HEAD, parts[i].columns, rows[i] };
    rc = 0;
    if (call->format == DBK_FORMAT_JSON || call->format == DBK_FORMAT_XLSX)
        rc = dbk_call_parts(call, page, DBK_REPORT_PARTS, err);
    else if (call->format == DBK_FORMAT_CSV)
        dbk_report_sheet(stdout, page);
    else
        dbk_report_print(stdout, page);
out:
    for (size_t i = 0; i < DBK_REPORT_PARTS; i++)
        dbk_rows_free(&rows[i]);
    return rc;
}
