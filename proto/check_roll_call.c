/*
 * check_roll_call — nobody is left not asked, and who is on post is fit to be there.
 */
#include "proto/check_parts.h"

static const dbk_field_rule entry_fields[] = {
    { "work", offsetof(dbk_roll_call_entry, work), DBK_FIELD_MAY_CHOOSE, 0, 0, DBK_LIST_WORK_KIND },
    { "note", offsetof(dbk_roll_call_entry, note), DBK_FIELD_LINE, 0, DBK_NOTE_MAX, 0 },
};

static const dbk_roll_call *
roll_call_of(const dbk_checking *check)
{
    return check->record->roll_call;
}

static uint32_t
person_of(const dbk_checking *check, size_t i)
{
    return roll_call_of(check)->entries[i]->person;
}

static bool
is_on_post(const dbk_roll_call_entry *it)
{
    return it->state == DAYBOOK__V1__ROLL_CALL_STATE__PRESENT ||
           it->state == DAYBOOK__V1__ROLL_CALL_STATE__ON_POST_LATE;
}

static void
check_state(const dbk_checking *check, dbk_field_place at, const dbk_roll_call_entry *it)
{
    size_t n;

    at.name = "state";
    dbk_list_rows(DBK_LIST_ROLL_CALL_STATE, &n);
    if (it->state == DAYBOOK__V1__ROLL_CALL_STATE__NOT_ASKED)
        dbk_place_say_nothing(check, "roll_call.not_asked", at);
    else if (dbk_list_find(DBK_LIST_ROLL_CALL_STATE, (int)it->state) == NULL)
        dbk_place_say_outside(check, "enum.unknown", at, 1, (int64_t)n, (int64_t)it->state);
}

static void
check_arrival(const dbk_checking *check, dbk_field_place at, const dbk_roll_call_entry *it)
{
    at.name = "arrived_at";
    if (!it->has_arrived_at) {
        if (is_on_post(it))
            dbk_place_say_nothing(check, "roll_call.arrived_at", at);
    } else if (it->arrived_at / 100 > 23 || it->arrived_at % 100 > 59)
        dbk_place_say_as(check, "time.range", at, "00:00..23:59", DBK_AS_TIME, it->arrived_at);
}

static void
check_temperature(const dbk_checking *check, dbk_field_place at, const dbk_roll_call_entry *it)
{
    at.name = "temperature";
    if (!it->has_temperature)
        return;
    dbk_check_temperature(check, at, it->temperature);
    if (is_on_post(it) && it->temperature >= DBK_FEVER_TENTHS && it->temperature <= DBK_TEMPERATURE_MAX_TENTHS)
        dbk_place_say_as(check, "roll_call.fever", at, NULL, DBK_AS_TENTHS, it->temperature);
}

/* Who took the shift stands in the same list, on post. */
static void
check_swap(const dbk_checking *check, dbk_field_place at, const dbk_roll_call_entry *it, size_t n)
{
    const bool swapped = it->state == DAYBOOK__V1__ROLL_CALL_STATE__SWAPPED;

    at.name = "swapped_with";
    for (size_t i = 0; swapped && i < n; i++) {
        const dbk_roll_call_entry *other = roll_call_of(check)->entries[i];

        if (other != it && other->person == it->swapped_with && it->has_swapped_with && is_on_post(other))
            return;
    }
    if (swapped && !it->has_swapped_with)
        dbk_place_say_nothing(check, "roll_call.swapped_with", at);
    else if (swapped || it->has_swapped_with)
        dbk_place_say_number(check, "roll_call.swapped_with", at, NULL, it->swapped_with);
}

static void
check_all(const dbk_checking *check)
{
    const dbk_roll_call *call = roll_call_of(check);
    const size_t n = dbk_check_bounded(check, "entries", call->n_entries, DBK_PERSONS_MAX);

    if (n == 0)
        dbk_check_say(check, "list.empty", "entries", NULL, NULL, 0);
    dbk_check_persons(check, "entries", n, person_of);
    for (size_t i = 0; i < n; i++) {
        const dbk_field_place at = { "entries", i + 1, NULL };
        const dbk_roll_call_entry *it = call->entries[i];

        check_state(check, at, it);
        check_arrival(check, at, it);
        check_temperature(check, at, it);
        check_swap(check, at, it, n);
        dbk_check_fields(check, at, it, entry_fields, ARRAY_LEN(entry_fields));
    }
}

static bool
names(const dbk_record *record, size_t i, uint32_t *person)
{
    if (i >= record->roll_call->n_entries)
        return false;
    *person = record->roll_call->entries[i]->person;
    return true;
}

const dbk_kind_rules dbk_kind_roll_call = {
    .kind = DBK_ROLL_CALL, .part_least = 1, .part_most = 3, .check = check_all, .names = names,
    DBK_KIND_BODY(roll_call), DBK_KIND_EXPLANATIONS(dbk_roll_call),
};
