/* kind_health_report — everybody's health in the evening: a line a person, made from the roster. Confidential. */
#include "clients/secretary/kinds.h"
#include "clients/words.h"

static const dbk_field top[] = {
    DBK_FIELD_ELSEWHERE(entries),
};

static const dbk_field entry_fields[] = {
    DBK_FIELD(dbk_health_entry, person, person, FIELD_PERSON, N_("number of the person"), 1, INT32_MAX),
    DBK_FIELD_CODE(dbk_health_entry, state, state, N_("state"), DBK_LIST_HEALTH_STATE),
    DBK_FIELD(dbk_health_entry, morning, morning, FIELD_TENTHS, N_("temperature in the morning"), 0, 0),
    DBK_FIELD(dbk_health_entry, evening, evening, FIELD_TENTHS, N_("temperature in the evening"), 0, 0),
    DBK_FIELD_SET(dbk_health_entry, symptoms, symptoms, N_("symptoms, or none"), DBK_LIST_SYMPTOM),
    DBK_FIELD(dbk_health_entry, household_symptom, household_symptom, FIELD_BOOL, N_("symptoms at home"), 0, 0),
    DBK_FIELD(dbk_health_entry, contact_confirmed, contact_confirmed, FIELD_BOOL, N_("contact with a case"), 0, 0),
    DBK_FIELD(dbk_health_entry, contact_key_area, contact_key_area, FIELD_BOOL, N_("contact from a key area"), 0, 0),
    DBK_FIELD(dbk_health_entry, seen_doctor, seen_doctor, FIELD_BOOL, N_("has seen a doctor"), 0, 0),
    DBK_FIELD(dbk_health_entry, by_proxy, by_proxy, FIELD_BOOL, N_("said by somebody else"), 0, 0),
    DBK_FIELD(dbk_health_entry, note, note, FIELD_TEXT, N_("note"), 0, DBK_NOTE_MAX),
};

static const dbk_field_list lists[] = {
    DBK_BODY_LIST(dbk_health_report, entries, N_("person"), entry_fields, DBK_PERSONS_MAX, health_entry),
};

static const dbk_question asked[] = {
    { .key = "state" },
    { .key = "evening" },
    { .key = "symptoms" },
    { .key = "contact_confirmed", .fallback = "no" },
    { .key = "note", .fallback = "" },
    { .key = NULL },
};

const dbk_kind_shape dbk_shape_health_report = {
    .kind = DBK_HEALTH_REPORT, .verb = "health", .title = N_("health report"), .top = top,
    .n_top = sizeof top / sizeof top[0], .lists = lists, .n_lists = sizeof lists / sizeof lists[0], .roster = "entries",
    .asked = asked,
};
