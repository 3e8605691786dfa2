/* kind_roll_call — who is on post: a line a person, made from the roster. */
#include "clients/secretary/kinds.h"
#include "clients/words.h"

static const dbk_field top[] = {
    DBK_FIELD_ELSEWHERE(entries),
    DBK_FIELD_ELSEWHERE(explanations),
};

static const dbk_field entry_fields[] = {
    DBK_FIELD(dbk_roll_call_entry, person, person, FIELD_PERSON, N_("number of the person"), 1, INT32_MAX),
    DBK_FIELD_CODE(dbk_roll_call_entry, state, state, N_("where they are"), DBK_LIST_ROLL_CALL_STATE),
    DBK_FIELD(dbk_roll_call_entry, arrived_at, arrived_at, FIELD_TIME, N_("arrived at"), 0, 0),
    DBK_FIELD(dbk_roll_call_entry, temperature, temperature, FIELD_TENTHS, N_("temperature"), 0, 0),
    DBK_FIELD_CODE(dbk_roll_call_entry, work, work, N_("kind of work"), DBK_LIST_WORK_KIND),
    DBK_FIELD(dbk_roll_call_entry, ppe, ppe, FIELD_BOOL, N_("protected as it should be"), 0, 0),
    DBK_FIELD(dbk_roll_call_entry, swapped_with, swapped_with, FIELD_PERSON, N_("who took the shift"), 1,
              INT32_MAX),
    DBK_FIELD(dbk_roll_call_entry, note, note, FIELD_TEXT, N_("note"), 0, DBK_NOTE_MAX),
};

static const dbk_field_list lists[] = {
    DBK_BODY_LIST(dbk_roll_call, entries, N_("person"), entry_fields, DBK_PERSONS_MAX, roll_call_entry),
    DBK_BODY_EXPLANATIONS(dbk_roll_call),
};

static const dbk_question asked[] = {
    { .key = "state" },
    { .key = "arrived_at", .fallback = DBK_AS_BEFORE, .when = "state", .is = "PRESENT" },
    { .key = "arrived_at", .when = "state", .is = "ON_POST_LATE" },
    { .key = "temperature", .fallback = "", .when = "state", .is = "PRESENT ON_POST_LATE SICK" },
    { .key = "swapped_with", .when = "state", .is = "SWAPPED" },
    { .key = "note", .fallback = "" },
    { .key = NULL },
};

const dbk_kind_shape dbk_shape_roll_call = {
    .kind = DBK_ROLL_CALL, .verb = "rollcall", .title = N_("roll call"),
    .part = N_("the shift: 1 morning, 2 day, 3 night"), .part_list = DBK_LIST_SHIFT,
    .top = top, .n_top = sizeof top / sizeof top[0],
    .lists = lists, .n_lists = sizeof lists / sizeof lists[0], .roster = "entries", .asked = asked,
};
