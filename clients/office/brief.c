#include "clients/office/brief.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "clients/words.h"
#include "sql/queries.h"

static const dbk_column head_columns[] = {
    { .key = "brief_id", .head = N_("brief"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "report_date", .head = N_("date"), .where = DBK_IN_FILES },
    { .key = "as_of", .head = N_("as of"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
    { .key = "opens", .head = N_("opens"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
    { .key = "deadline", .head = N_("deadline"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
    { .key = "made_at", .head = N_("made at"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
    { .key = "made_by", .head = N_("by whom"), .where = DBK_IN_FILES },
    { .key = "expected", .head = N_("expected"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "reported", .head = N_("reported"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "on_time", .head = N_("on time"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "on_time_outage", .head = N_("on time (outage)"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "late", .head = N_("late"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "missing", .head = N_("missing"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "excused", .head = N_("excused"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "returned", .head = N_("returned"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "unexpected", .head = N_("not expected"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
};

static const dbk_column place_columns[] = {
    { .key = "level", .where = DBK_IN_JSON },
    { .key = "name", .head = N_("of"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1 },
    { .key = "expected", .head = N_("expected"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "reported", .head = N_("reported"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "late", .head = N_("late"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "missing", .head = N_("missing"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "excused", .head = N_("excused"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
};

/* As a table these are the missing. */
static const dbk_column committee_columns[] = {
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "committee", .head = N_("committee"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 4 },
    { .key = "subdistrict", .head = N_("subdistrict"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2 },
    { .key = "branch", .head = N_("branch"), .where = DBK_IN_FILES },
    { .key = "status", .where = DBK_IN_JSON },
    { .key = "state", .head = N_("state"), .shape = DBK_CODE, .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 3,
      .list = "state" },
    { .key = "state_since", .head = N_("since"), .shape = DBK_INSTANT, .where = DBK_EVERYWHERE },
    { .key = "percent", .head = N_("filled %"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "held_reason", .head = N_("why"), .shape = DBK_CODE, .where = DBK_IN_FILES, .list = "reason" },
    { .key = "reason", .head = N_("reason"), .where = DBK_IN_FILES },
    { .key = "contact", .head = N_("contact"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2 },
    { .key = "contact_telephone", .head = N_("telephone"), .where = DBK_EVERYWHERE },
    { .key = "received_at", .head = N_("received"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
    { .key = "timeliness", .head = N_("timeliness"), .shape = DBK_CODE, .where = DBK_IN_FILES, .list = "timeliness" },
    { .key = "sender", .head = N_("sender"), .where = DBK_IN_FILES },
    { .key = "revision", .head = N_("revision"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "code", .head = N_("telephone code"), .shape = DBK_RECEIPT, .where = DBK_IN_FILES },
    { .key = "record_id", .head = N_("record"), .where = DBK_IN_FILES },
    { .key = "form_version", .head = N_("form version"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "entered_by_proxy", .head = N_("by telephone"), .shape = DBK_BOOLEAN, .where = DBK_IN_FILES },
    { .key = "carried_date", .head = N_("carried from"), .where = DBK_IN_FILES },
    { .key = "carried_revision", .where = DBK_IN_JSON, .shape = DBK_NUMBER },
    { .key = "carried_code", .where = DBK_IN_JSON },
    { .key = "carried_by_proxy", .where = DBK_IN_JSON, .shape = DBK_BOOLEAN },
};

static const dbk_column total_columns[] = {
    { .key = "subject", .head = N_("part"), .where = DBK_IN_FILES },
    { .key = "code", .head = N_("figure's code"), .where = DBK_IN_FILES },
    { .key = "group", .head = N_("group"), .shape = DBK_LABEL, .where = DBK_IN_CSV },
    { .key = "group_zh", .where = DBK_IN_JSON },
    { .key = "group_en", .where = DBK_IN_JSON },
    { .key = "label", .head = N_("figure"), .shape = DBK_LABEL, .where = DBK_IN_TABLE | DBK_IN_CSV, .fit = DBK_WRAP,
      .share = 1 },
    { .key = "label_zh", .where = DBK_IN_JSON },
    { .key = "label_en", .where = DBK_IN_JSON },
    { .key = "total", .head = N_("total"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "unit", .head = N_("unit"), .shape = DBK_LABEL, .where = DBK_IN_TABLE | DBK_IN_CSV },
    { .key = "unit_zh", .where = DBK_IN_JSON },
    { .key = "unit_en", .where = DBK_IN_JSON },
    { .key = "share", .head = N_("reported"), .where = DBK_IN_TABLE },
    { .key = "reported", .head = N_("reported"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "expected", .head = N_("expected"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "not_filled", .head = N_("not filled"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "not_asked", .head = N_("not asked"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "carried", .head = N_("carried forward"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "estimate", .head = N_("estimate"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "carried_share", .head = N_("carried"), .where = DBK_IN_TABLE },
    { .key = "not_carried", .head = N_("nothing to carry"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "committees", .head = N_("committees"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "missing_names", .head = N_("missing"), .shape = DBK_NAMES, .where = DBK_IN_FILES },
    { .key = "not_filled_names", .head = N_("not filled by"), .shape = DBK_NAMES, .where = DBK_IN_FILES },
    { .key = "not_carried_names", .head = N_("nothing to carry of"), .shape = DBK_NAMES, .where = DBK_IN_FILES },
    { .key = "by_proxy", .head = N_("by telephone"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "proxy_names", .head = N_("dictated by telephone"), .shape = DBK_NAMES, .where = DBK_IN_FILES },
};

static const dbk_column ledger_columns[] = {
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "committee", .head = N_("committee"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1 },
    { .key = "closing_before", .head = N_("ought to be"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "opening", .head = N_("opening"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "off", .head = N_("opening off by"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "before_date", .head = N_("by the night of"), .where = DBK_EVERYWHERE },
    { .key = "before_revision", .head = N_("revision"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "before_receipt", .head = N_("code"), .shape = DBK_RECEIPT, .where = DBK_EVERYWHERE },
    { .key = "before_by_proxy", .head = N_("by telephone"), .shape = DBK_BOOLEAN, .where = DBK_EVERYWHERE },
    { .key = "revision", .where = DBK_IN_JSON, .shape = DBK_NUMBER },
    { .key = "receipt", .where = DBK_IN_JSON },
    { .key = "entered_by_proxy", .where = DBK_IN_JSON, .shape = DBK_BOOLEAN },
};

#define SUPPLY_COLUMNS \
    { .key = "on_hand", .head = N_("on hand"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }, \
    { .key = "daily_use", .head = N_("a day"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }, \
    { .key = "wanted", .head = N_("wanted"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }, \
    { .key = "promised", .head = N_("promised"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }, \
    { .key = "on_the_way", .head = N_("on the way"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }, \
    { .key = "received", .head = N_("received so far"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }, \
    { .key = "gap", .head = N_("gap"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }

static const dbk_column supply_columns[] = {
    { .key = "code", .where = DBK_IN_JSON },
    { .key = "label", .head = N_("item"), .shape = DBK_LABEL, .where = DBK_IN_TABLE | DBK_IN_CSV },
    { .key = "label_zh", .where = DBK_IN_JSON },
    { .key = "label_en", .where = DBK_IN_JSON },
    { .key = "unit", .head = N_("unit"), .shape = DBK_LABEL, .where = DBK_IN_TABLE | DBK_IN_CSV },
    { .key = "unit_zh", .where = DBK_IN_JSON },
    { .key = "committees", .head = N_("committees"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    SUPPLY_COLUMNS,
    { .key = "urgent", .head = N_("at once"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
};

static const dbk_column need_columns[] = {
    { .key = "code", .where = DBK_IN_JSON },
    { .key = "label", .head = N_("item"), .shape = DBK_LABEL, .where = DBK_IN_TABLE | DBK_IN_CSV, .once = true },
    { .key = "unit", .head = N_("unit"), .shape = DBK_LABEL, .where = DBK_IN_TABLE | DBK_IN_CSV },
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "committee", .head = N_("committee"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1 },
    SUPPLY_COLUMNS,
    { .key = "urgent", .head = N_("at once"), .shape = DBK_BOOLEAN, .where = DBK_EVERYWHERE },
    { .key = "report_date", .head = N_("date"), .where = DBK_EVERYWHERE },
    { .key = "revision", .head = N_("revision"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "receipt", .head = N_("code"), .shape = DBK_RECEIPT, .where = DBK_EVERYWHERE },
    { .key = "entered_by_proxy", .head = N_("by telephone"), .shape = DBK_BOOLEAN, .where = DBK_EVERYWHERE },
};

static const dbk_column case_columns[] = {
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "committee", .head = N_("committee"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2 },
    { .key = "subdistrict", .where = DBK_IN_JSON },
    { .key = "branch", .where = DBK_IN_JSON },
    { .key = "title", .head = N_("title"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 3 },
    { .key = "category", .head = N_("category"), .shape = DBK_LABEL, .where = DBK_IN_TABLE | DBK_IN_CSV },
    { .key = "category_zh", .where = DBK_IN_JSON },
    { .key = "category_en", .where = DBK_IN_JSON },
    { .key = "place", .head = N_("place"), .where = DBK_IN_FILES },
    { .key = "story", .head = N_("story"), .where = DBK_IN_FILES },
    { .key = "result", .head = N_("result"), .where = DBK_IN_FILES },
    { .key = "redacted", .where = DBK_IN_JSON, .shape = DBK_BOOLEAN },
    { .key = "report_date", .where = DBK_IN_JSON },
    { .key = "revision", .head = N_("revision"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "receipt", .head = N_("code"), .shape = DBK_RECEIPT, .where = DBK_EVERYWHERE },
    { .key = "entered_by_proxy", .head = N_("by telephone"), .shape = DBK_BOOLEAN, .where = DBK_EVERYWHERE },
    { .key = "record_id", .where = DBK_IN_JSON },
    { .key = "position", .where = DBK_IN_JSON, .shape = DBK_NUMBER },
};

static const dbk_column risk_columns[] = {
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "committee", .head = N_("committee"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 3 },
    { .key = "subdistrict", .where = DBK_IN_JSON },
    { .key = "branch", .where = DBK_IN_JSON },
    { .key = "risk_id", .head = N_("risk"), .where = DBK_IN_FILES },
    { .key = "severity", .head = N_("severity"), .shape = DBK_LEVEL, .where = DBK_EVERYWHERE, .list = "severity" },
    { .key = "category", .head = N_("category"), .shape = DBK_LABEL, .where = DBK_IN_CSV },
    { .key = "category_zh", .where = DBK_IN_JSON },
    { .key = "category_en", .where = DBK_IN_JSON },
    { .key = "place", .head = N_("place"), .where = DBK_IN_FILES },
    { .key = "text", .head = N_("what was seen"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 6 },
    { .key = "redacted", .where = DBK_IN_JSON, .shape = DBK_BOOLEAN },
    { .key = "state", .head = N_("state"), .shape = DBK_CODE, .where = DBK_EVERYWHERE, .list = "risk" },
    { .key = "owner", .head = N_("owner"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1 },
    { .key = "nights", .head = N_("nights"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "first_night", .head = N_("first night"), .where = DBK_IN_FILES },
    { .key = "raised_at", .head = N_("raised"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
    { .key = "age_days", .head = N_("days"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "report_date", .where = DBK_IN_JSON },
    { .key = "revision", .head = N_("revision"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "receipt", .head = N_("code"), .shape = DBK_RECEIPT, .where = DBK_IN_FILES },
    { .key = "entered_by_proxy", .head = N_("by telephone"), .shape = DBK_BOOLEAN, .where = DBK_IN_FILES },
    { .key = "record_id", .where = DBK_IN_JSON },
};

static const dbk_column number_columns[] = {
    { .key = "subject", .where = DBK_IN_FILES },
    { .key = "code", .where = DBK_IN_FILES },
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "committee", .head = N_("committee"), .where = DBK_IN_FILES },
    { .key = "value", .head = N_("value"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "state", .head = N_("state"), .where = DBK_IN_FILES },
    { .key = "report_date", .head = N_("date"), .where = DBK_IN_FILES },
    { .key = "revision", .head = N_("revision"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "receipt", .head = N_("code"), .shape = DBK_RECEIPT, .where = DBK_IN_FILES },
    { .key = "record_id", .head = N_("record"), .where = DBK_IN_FILES },
    { .key = "entered_by_proxy", .head = N_("by telephone"), .shape = DBK_BOOLEAN, .where = DBK_IN_FILES },
};

static const dbk_column record_columns[] = {
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "committee", .head = N_("committee"), .where = DBK_IN_FILES },
    { .key = "kind", .head = N_("kind"), .where = DBK_IN_FILES },
    { .key = "report_date", .head = N_("date"), .where = DBK_IN_FILES },
    { .key = "part", .head = N_("part"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "revision", .head = N_("revision"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "receipt", .head = N_("code"), .shape = DBK_RECEIPT, .where = DBK_IN_FILES },
    { .key = "received_at", .head = N_("received"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
    { .key = "record_id", .head = N_("record"), .where = DBK_IN_FILES },
    { .key = "entered_by_proxy", .head = N_("by telephone"), .shape = DBK_BOOLEAN, .where = DBK_IN_FILES },
};

static const dbk_columns head = DBK_COLUMNS(head_columns), places = DBK_COLUMNS(place_columns),
                         committees = DBK_COLUMNS(committee_columns), totals = DBK_COLUMNS(total_columns),
                         ledger = DBK_COLUMNS(ledger_columns), supplies = DBK_COLUMNS(supply_columns),
                         needs = DBK_COLUMNS(need_columns), cases = DBK_COLUMNS(case_columns),
                         risks = DBK_COLUMNS(risk_columns), numbers = DBK_COLUMNS(number_columns),
                         records = DBK_COLUMNS(record_columns);

static const struct { const char *key, *statement; const dbk_columns *columns; } kept[DBK_BRIEF_PARTS] = {
    [DBK_BRIEF_HEAD]       = { NULL, DBK_SQL_OFFICE_BRIEF_HEAD, &head },
    [DBK_BRIEF_PLACES]     = { "places", DBK_SQL_OFFICE_BRIEF_PLACES, &places },
    [DBK_BRIEF_COMMITTEES] = { "committees", DBK_SQL_OFFICE_BRIEF_COMMITTEES, &committees },
    [DBK_BRIEF_TOTALS]     = { "totals", DBK_SQL_OFFICE_BRIEF_TOTALS, &totals },
    [DBK_BRIEF_LEDGER]     = { "ledger_notices", DBK_SQL_OFFICE_BRIEF_LEDGER, &ledger },
    [DBK_BRIEF_SUPPLIES]   = { "supplies", DBK_SQL_OFFICE_BRIEF_SUPPLIES, &supplies },
    [DBK_BRIEF_CASES]      = { "cases", DBK_SQL_OFFICE_BRIEF_CASES, &cases },
    [DBK_BRIEF_RISKS]      = { "risks", DBK_SQL_OFFICE_BRIEF_RISKS, &risks },
    [DBK_BRIEF_NEEDS]      = { "supply_needs", DBK_SQL_OFFICE_BRIEF_NEEDS, &needs },
    [DBK_BRIEF_NUMBERS]    = { "numbers", DBK_SQL_OFFICE_BRIEF_NUMBERS, &numbers },
    [DBK_BRIEF_RECORDS]    = { "records", DBK_SQL_OFFICE_BRIEF_RECORDS, &records },
};

int
dbk_brief_load(dbk_db *db, const char *number, dbk_part parts[DBK_BRIEF_PARTS], dbk_err *err)
{
    for (size_t i = 0; i < DBK_BRIEF_PARTS; i++) {
        dbk_rows *rows = dbk_db_query(db, kept[i].statement, &number, 1, err);

        if (rows == NULL)
            return -1;
        parts[i] = (dbk_part){ kept[i].key, i == DBK_BRIEF_HEAD, kept[i].columns, rows };
        if (i == DBK_BRIEF_HEAD && rows->n == 0)
            return dbk_err_set(err, DBK_E_INPUT, _("there is no brief %s; daybook-office brief list has them all"),
                               number);
    }
    return 0;
}

void
dbk_brief_free(dbk_part parts[DBK_BRIEF_PARTS])
{
    for (size_t i = 0; i < DBK_BRIEF_PARTS; i++) {
        dbk_rows *rows = (dbk_rows *)parts[i].rows;     /* ours: dbk_brief_load made them */

        dbk_rows_free(&rows);
        parts[i].rows = NULL;
    }
}

dbk_rows *
dbk_brief_only(const dbk_part *part, const char *key, const char *value)
{
    const dbk_rows *all = part->rows;
    dbk_rows *some = dbk_rows_new((const char *const *)all->name, all->width);

    for (size_t row = 0; row < all->n; row++)
        if (strcmp(dbk_rows_get(all, row, key), value) == 0)
            dbk_rows_add(some, (const char *const *)&all->cell[row * all->width]);
    return some;
}

char *
dbk_grouped(const char *number, char grouped[DBK_GROUPED_BYTES])
{
    const bool minus = number[0] == '-';
    const size_t digits = strspn(number + minus, "0123456789");
    size_t n = 0;

    if (digits == 0 || digits + digits / 3 + 2 > DBK_GROUPED_BYTES || number[minus + digits] != '\0') {
        snprintf(grouped, DBK_GROUPED_BYTES, "%s", number);
        return grouped;
    }
    if (minus)
        grouped[n++] = '-';
    for (size_t i = 0; i < digits; i++) {
        if (i > 0 && (digits - i) % 3 == 0)
            grouped[n++] = ',';
        grouped[n++] = number[minus + i];
    }
    grouped[n] = '\0';
    return grouped;
}
