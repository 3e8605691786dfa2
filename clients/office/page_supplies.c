/*
 * Supplies: what is lacking by item and by place, who gave what and who signed, what the counts do not explain.
 */
#include "clients/office/page.h"
#include "clients/words.h"
#include "sql/queries.h"

static const dbk_column item_columns[] = {
    { .key = "item", .head = N_("item"), .shape = DBK_WORD, .where = DBK_EVERYWHERE },
    { .key = "unit", .head = N_("unit"), .where = DBK_EVERYWHERE },
    { .key = "committees", .head = N_("places"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "on_hand", .head = N_("on hand"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "daily_use", .head = N_("daily use"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "days_left", .head = N_("days left"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "wanted", .head = N_("wanted"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "promised", .head = N_("promised"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "on_the_way", .head = N_("on the way"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "received", .head = N_("come in"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "gap", .head = N_("lacking"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "urgent", .head = N_("at once"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "needed_by", .head = N_("needed by"), .where = DBK_IN_FILES },
    { .key = "stalled", .head = N_("stalled"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
};
static const dbk_columns items = DBK_COLUMNS(item_columns);

static const dbk_column place_columns[] = {
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "committee", .head = N_("committee"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 3 },
    { .key = "subdistrict", .head = N_("subdistrict"), .where = DBK_IN_FILES },
    { .key = "branch", .head = N_("branch"), .where = DBK_IN_FILES },
    { .key = "report_date", .head = N_("said on"), .where = DBK_IN_FILES },
    { .key = "what", .head = N_("item"), .shape = DBK_LABEL, .where = DBK_IN_TABLE, .fit = DBK_WRAP, .share = 4 },
    { .key = "item", .head = N_("item"), .shape = DBK_WORD, .where = DBK_IN_FILES },
    { .key = "unit", .head = N_("unit"), .where = DBK_IN_FILES },
    { .key = "on_hand", .head = N_("on hand"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "daily_use", .head = N_("daily use"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "days_left", .head = N_("days left"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "wanted", .head = N_("wanted"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "promised", .head = N_("promised"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "sent", .head = N_("sent"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "received", .head = N_("come in"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "gap", .head = N_("lacking"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "state", .head = N_("state"), .shape = DBK_CODE, .where = DBK_IN_FILES, .list = "need" },
    { .key = "state_since", .head = N_("since"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
    { .key = "stalled", .head = N_("stalled"), .shape = DBK_BOOLEAN, .where = DBK_IN_FILES },
    { .key = "needed_by", .head = N_("needed by"), .where = DBK_EVERYWHERE },
    { .key = "urgency", .head = N_("urgency"), .shape = DBK_LEVEL, .where = DBK_IN_FILES, .list = "urgency" },
    { .key = "reason", .head = N_("reason"), .where = DBK_IN_FILES },
};
static const dbk_columns places = DBK_COLUMNS(place_columns);

static const dbk_column removed_columns[] = {
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "committee", .head = N_("committee"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 3 },
    { .key = "subdistrict", .head = N_("subdistrict"), .where = DBK_IN_FILES },
    { .key = "branch", .head = N_("branch"), .where = DBK_IN_FILES },
    { .key = "report_date", .head = N_("date"), .where = DBK_EVERYWHERE },
    { .key = "what", .head = N_("item"), .shape = DBK_LABEL, .where = DBK_IN_TABLE, .fit = DBK_WRAP, .share = 4 },
    { .key = "item", .head = N_("item"), .shape = DBK_WORD, .where = DBK_IN_FILES },
    { .key = "unit", .head = N_("unit"), .where = DBK_IN_FILES },
    { .key = "promised", .head = N_("promised"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "sent", .head = N_("sent"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "received", .head = N_("come in"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "state", .head = N_("state"), .shape = DBK_CODE, .where = DBK_EVERYWHERE, .list = "need" },
    { .key = "state_since", .head = N_("since"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
};
static const dbk_columns removed = DBK_COLUMNS(removed_columns);

static const dbk_column movement_columns[] = {
    { .key = "report_date", .head = N_("date"), .where = DBK_EVERYWHERE },
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "committee", .head = N_("committee"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 3 },
    { .key = "subdistrict", .head = N_("subdistrict"), .where = DBK_IN_FILES },
    { .key = "branch", .head = N_("branch"), .where = DBK_IN_FILES },
    { .key = "source", .head = N_("how"), .shape = DBK_WORD, .where = DBK_EVERYWHERE },
    { .key = "item", .head = N_("item"), .shape = DBK_WORD, .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 4 },
    { .key = "amount", .head = N_("amount"), .where = DBK_IN_TABLE },
    { .key = "quantity", .head = N_("quantity"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "unit", .head = N_("unit"), .where = DBK_IN_FILES },
    { .key = "party", .head = N_("from or to"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 3 },
    { .key = "signed_by", .head = N_("signed by"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2 },
    { .key = "reason", .head = N_("reason"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2 },
    { .key = "sender", .head = N_("sender"), .where = DBK_IN_FILES },
};
static const dbk_columns movements = DBK_COLUMNS(movement_columns);

static const dbk_column balance_columns[] = {
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "committee", .head = N_("committee"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 3 },
    { .key = "what", .head = N_("item"), .shape = DBK_LABEL, .where = DBK_IN_TABLE, .fit = DBK_WRAP, .share = 4 },
    { .key = "item", .head = N_("item"), .shape = DBK_WORD, .where = DBK_IN_FILES },
    { .key = "unit", .head = N_("unit"), .where = DBK_IN_FILES },
    { .key = "previous_date", .head = N_("counted on"), .where = DBK_IN_FILES },
    { .key = "previous_on_hand", .head = N_("on hand"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "came", .head = N_("came"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "went", .head = N_("went"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "report_date", .head = N_("counted on"), .where = DBK_EVERYWHERE },
    { .key = "on_hand", .head = N_("on hand"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "unexplained", .head = N_("unexplained"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
};
static const dbk_columns balance = DBK_COLUMNS(balance_columns);

const dbk_page dbk_page_supplies = {
    .n = 4, .csv = 1,
    .part = {
        { "items", DBK_SQL_OFFICE_SUPPLY_ITEMS, 1, &items, N_("what is lacking"), N_("nothing is lacking\n"), NULL },
        { "places", DBK_SQL_OFFICE_SUPPLY_PLACES, 1, &places, N_("by committee, as it said last"), NULL, NULL },
        { "gifts", DBK_SQL_OFFICE_SUPPLY_MOVEMENTS, 2, &movements, N_("gifts, and who signed for them"),
          N_("no gift was signed for\n"), NULL },
        { "removed", DBK_SQL_OFFICE_SUPPLY_REMOVED, 1, &removed, N_("needs that a correction took away, not settled"), NULL, NULL },
    },
};

const dbk_page dbk_page_supply_movements = {
    .n = 1,
    .part = { { "movements", DBK_SQL_OFFICE_SUPPLY_MOVEMENTS, 2, &movements, NULL, N_("nothing came or went\n"), NULL } },
};

const dbk_page dbk_page_supply_balance = {
    .n = 1, .part = { { "unexplained", DBK_SQL_OFFICE_SUPPLY_BALANCE, 1, &balance, NULL,
                        N_("what came and went explains every count\n"), NULL } },
};
