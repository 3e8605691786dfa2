/*
 * check_health_report — everybody is asked everything, and who is not well is not called well.
 */
#include "proto/check_parts.h"

static const dbk_field_rule entry_fields[] = {
    { "state", offsetof(dbk_health_entry, state), DBK_FIELD_CHOICE, 0, 0, DBK_LIST_HEALTH_STATE },
    { "note", offsetof(dbk_health_entry, note), DBK_FIELD_LINE, 0, DBK_NOTE_MAX, 0 },
};

static uint32_t
person_of(const dbk_checking *check, size_t i)
{
    return check->record->health_report->entries[i]->person;
}

static void
check_temperatures(const dbk_checking *check, dbk_field_place at, const dbk_health_entry *it)
{
    at.name = "morning";
    if (it->has_morning)
        dbk_check_temperature(check, at, it->morning);
    at.name = "evening";
    if (it->has_evening)
        dbk_check_temperature(check, at, it->evening);
    else if (!it->has_morning && it->state != DAYBOOK__V1__HEALTH_STATE__IN_HOSPITAL)
        dbk_place_say_nothing(check, "health.temperature", at);
}

static void
check_symptoms(const dbk_checking *check, dbk_field_place at, const dbk_health_entry *it)
{
    size_t n;

    at.name = "symptoms";
    dbk_list_rows(DBK_LIST_SYMPTOM, &n);
    if (!it->has_symptoms)
        dbk_place_say_nothing(check, "health.symptoms", at);
    else if (it->symptoms >> n != 0)
        dbk_place_say_outside(check, "health.symptoms", at, 0, (INT64_C(1) << n) - 1, it->symptoms);
}

static bool
is_fever(bool measured, uint32_t tenths)
{
    return measured && tenths >= DBK_FEVER_TENTHS && tenths <= DBK_TEMPERATURE_MAX_TENTHS;
}

static void
check_alarm(const dbk_checking *check, dbk_field_place at, const dbk_health_entry *it)
{
    at.name = "state";
    if (it->state != DAYBOOK__V1__HEALTH_STATE__WELL)
        return;
    if (is_fever(it->has_evening, it->evening))
        dbk_place_say_as(check, "health.alarm", at, NULL, DBK_AS_TENTHS, it->evening);
    else if (is_fever(it->has_morning, it->morning))
        dbk_place_say_as(check, "health.alarm", at, NULL, DBK_AS_TENTHS, it->morning);
    else if (it->contact_confirmed)
        dbk_place_say_nothing(check, "health.alarm", at);
}

static void
check_all(const dbk_checking *check)
{
    const dbk_health_report *report = check->record->health_report;
    const size_t n = dbk_check_bounded(check, "entries", report->n_entries, DBK_PERSONS_MAX);

    if (n == 0)
        dbk_check_say(check, "list.empty", "entries", NULL, NULL, 0);
    dbk_check_persons(check, "entries", n, person_of);
    for (size_t i = 0; i < n; i++) {
        const dbk_field_place at = { "entries", i + 1, NULL };
        const dbk_health_entry *it = report->entries[i];

        check_temperatures(check, at, it);
        check_symptoms(check, at, it);
        check_alarm(check, at, it);
        dbk_check_fields(check, at, it, entry_fields, ARRAY_LEN(entry_fields));
    }
}

static bool
names(const dbk_record *record, size_t i, uint32_t *person)
{
    if (i >= record->health_report->n_entries)
        return false;
    *person = record->health_report->entries[i]->person;
    return true;
}

const dbk_kind_rules dbk_kind_health_report = {
    .kind = DBK_HEALTH_REPORT, .secretary = true, .confidential = true, .check = check_all, .names = names,
    DBK_KIND_BODY(health_report),
};
