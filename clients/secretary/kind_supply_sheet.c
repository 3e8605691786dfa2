/* kind_supply_sheet — what is needed, and what came and went. */
#include "clients/secretary/kinds.h"
#include "clients/words.h"

static const dbk_field top[] = {
    DBK_FIELD_ELSEWHERE(needs),
    DBK_FIELD_ELSEWHERE(movements),
    DBK_FIELD_ELSEWHERE(explanations),
};

static const dbk_field movement_fields[] = {
    DBK_FIELD_CODE(dbk_supply_movement, source, source, N_("where from or to"), DBK_LIST_SUPPLY_SOURCE),
    DBK_FIELD_CODE(dbk_supply_movement, item, item, N_("item"), DBK_LIST_SUPPLY_ITEM),
    DBK_FIELD_WORD(dbk_supply_movement, unit, unit, N_("unit"), DBK_SUPPLY_UNIT_MIN, DBK_SUPPLY_UNIT_MAX),
    DBK_FIELD(dbk_supply_movement, quantity, quantity, FIELD_COUNT, N_("how many"), 1, DBK_SUPPLY_QUANTITY_MAX),
    DBK_FIELD(dbk_supply_movement, party, party, FIELD_TEXT, N_("who gave it or got it"), 0, DBK_PLACE_MAX),
    DBK_FIELD(dbk_supply_movement, signed_by, signed_by, FIELD_TEXT, N_("who signed"), 1, DBK_NAME_MAX),
    DBK_FIELD(dbk_supply_movement, reason, reason, FIELD_TEXT, N_("why, if it was counted"), 0, DBK_SUPPLY_REASON_MAX),
};

static const dbk_field_list lists[] = {
    DBK_BODY_LIST(dbk_supply_sheet, needs, N_("need"), dbk_supply_need_fields, DBK_SUPPLY_NEEDS_MAX, supply_need),
    DBK_BODY_LIST(dbk_supply_sheet, movements, N_("movement"), movement_fields, DBK_SUPPLY_MOVEMENTS_MAX,
                  supply_movement),
    DBK_BODY_EXPLANATIONS(dbk_supply_sheet),
};

static const dbk_question asked[] = {
    { .key = "item" },
    { .key = "unit" },
    { .key = "on_hand" },
    { .key = "daily_use" },
    { .key = "quantity" },
    { .key = "needed_by" },
    { .key = "urgency", .hint = N_("1 can wait, 2 soon, 3 at once") },
    { .key = "reason", .fallback = "" },
    { .key = NULL },
};

const dbk_kind_shape dbk_shape_supply_sheet = {
    .kind = DBK_SUPPLY_SHEET, .verb = "supply", .title = N_("sheet of supplies"),
    .part = N_("which sheet of that day, from 1"), .top = top, .n_top = sizeof top / sizeof top[0],
    .lists = lists, .n_lists = sizeof lists / sizeof lists[0], .asked = asked,
};
