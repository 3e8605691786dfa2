/*
 * check_minutes — a meeting has a time, everybody is accounted for, and a decision has an owner and a day.
 */
#include <stdio.h>

#include "proto/calendar.h"
#include "proto/check_parts.h"

static const dbk_field_rule minutes_fields[] = {
    { "kind",     offsetof(dbk_minutes, kind),     DBK_FIELD_CHOICE,    0, 0, DBK_LIST_MEETING_KIND },
    { "mode",     offsetof(dbk_minutes, mode),     DBK_FIELD_CHOICE,    0, 0, DBK_LIST_MEETING_MODE },
    { "chair",    offsetof(dbk_minutes, chair),    DBK_FIELD_LINE,      1, DBK_NAME_MAX, 0 },
    { "recorder", offsetof(dbk_minutes, recorder), DBK_FIELD_LINE,      1, DBK_NAME_MAX, 0 },
    { "agenda",   offsetof(dbk_minutes, agenda),   DBK_FIELD_NARRATIVE, DBK_AGENDA_MIN, DBK_AGENDA_MAX, 0 },
    { "studied",  offsetof(dbk_minutes, studied),  DBK_FIELD_NARRATIVE, 0, DBK_PRACTICE_MAX, 0 },
};

static const dbk_field_rule absence_fields[] = {
    { "name",   offsetof(dbk_absence, name),   DBK_FIELD_LINE, 1, DBK_NAME_MAX, 0 },
    { "reason", offsetof(dbk_absence, reason), DBK_FIELD_LINE, 1, DBK_NOTE_MAX, 0 },
};

static const dbk_field_rule practice_fields[] = {
    { "where",   offsetof(dbk_practice, where),   DBK_FIELD_LINE,      0, DBK_PLACE_MAX, 0 },
    { "what",    offsetof(dbk_practice, what),    DBK_FIELD_NARRATIVE, DBK_PRACTICE_MIN, DBK_PRACTICE_MAX, 0 },
    { "effect",  offsetof(dbk_practice, effect),  DBK_FIELD_NARRATIVE, 0, DBK_EFFECT_MAX, 0 },
    { "copy_to", offsetof(dbk_practice, copy_to), DBK_FIELD_LINE,      0, DBK_PLACE_MAX, 0 },
};

static const dbk_field_rule decision_fields[] = {
    { "what",  offsetof(dbk_decision, what),  DBK_FIELD_NARRATIVE, DBK_DECISION_MIN, DBK_DECISION_MAX, 0 },
    { "owner", offsetof(dbk_decision, owner), DBK_FIELD_LINE,      1, DBK_NAME_MAX, 0 },
};

static const dbk_field_rule settled_fields[] = {
    { "result", offsetof(dbk_settled, result), DBK_FIELD_NARRATIVE, DBK_DECISION_MIN, DBK_DECISION_MAX, 0 },
};

static const dbk_minutes *
minutes_of(const dbk_checking *check)
{
    return check->record->minutes;
}

/* Minutes since midnight; -1: no time of day. */
static int
minute_of(uint32_t hhmm)
{
    return hhmm / 100 <= 23 && hhmm % 100 <= 59 ? (int)(hhmm / 100 * 60 + hhmm % 100) : -1;
}

/* One that is not there has no value to show. */
static void
say_time(const dbk_checking *check, const char *name, bool has, uint32_t hhmm)
{
    const dbk_field_place at = { NULL, 0, name };

    if (has)
        dbk_place_say_as(check, "meeting.time", at, NULL, DBK_AS_TIME, hhmm);
    else
        dbk_place_say_nothing(check, "meeting.time", at);
}

static void
check_times(const dbk_checking *check)
{
    const dbk_minutes *it = minutes_of(check);
    const int from = it->has_started_at ? minute_of(it->started_at) : -1;
    const int to = it->has_ended_at ? minute_of(it->ended_at) : -1;

    if (from < 0)
        say_time(check, "started_at", it->has_started_at, it->started_at);
    else if (to <= from || to - from > DBK_MEETING_MINUTES_MAX)
        say_time(check, "ended_at", it->has_ended_at, it->ended_at);
}

static void
check_people(const dbk_checking *check)
{
    const dbk_minutes *it = minutes_of(check);
    char said[DBK_VALUE_BYTES];
    int n;

    if (it->expected >= 1 && it->expected <= DBK_MEETING_PEOPLE_MAX && it->present <= it->expected &&
        it->expected - it->present == it->n_absences)
        return;
    n = snprintf(said, sizeof said, "%u = %u + %zu ?", it->expected, it->present, it->n_absences);
    dbk_check_say(check, "meeting.people", "expected", "1..500", said, (size_t)n);
}

/* A day that is there and not before the meeting. */
static void
check_day(const dbk_checking *check, dbk_field_place at, uint32_t ymd)
{
    int32_t day;

    if (ymd == 0)
        dbk_place_say_nothing(check, "meeting.date", at);
    else if (!dbk_day_from_ymd(ymd, &day) || (check->night != NULL && day < *check->night))
        dbk_place_say_as(check, "meeting.date", at, NULL, DBK_AS_DATE, ymd);
}

static void
check_settled(const dbk_checking *check, size_t i, const dbk_settled *it)
{
    const dbk_field_place at = { "settled", i + 1, "position" };
    int32_t day;

    dbk_check_fields(check, at, it, settled_fields, ARRAY_LEN(settled_fields));
    if (it->committee_id == 0 || it->committee_id > INT32_MAX || it->part < 1 || it->part > DBK_MEETINGS_MAX ||
        it->position < 1 || it->position > DBK_DECISIONS_MAX || !dbk_day_from_ymd(it->date, &day) ||
        (check->night != NULL && day > *check->night))
        dbk_place_say_number(check, "meeting.settled", at, NULL, it->position);
}

static void
check_lists(const dbk_checking *check)
{
    const dbk_minutes *it = minutes_of(check);
    size_t n = dbk_check_bounded(check, "absences", it->n_absences, DBK_ABSENCES_MAX);

    for (size_t i = 0; i < n; i++)
        dbk_check_fields(check, (dbk_field_place){ "absences", i + 1, NULL }, it->absences[i], absence_fields,
                         ARRAY_LEN(absence_fields));
    n = dbk_check_bounded(check, "practices", it->n_practices, DBK_PRACTICES_MAX);
    for (size_t i = 0; i < n; i++)
        dbk_check_fields(check, (dbk_field_place){ "practices", i + 1, NULL }, it->practices[i], practice_fields,
                         ARRAY_LEN(practice_fields));
    n = dbk_check_bounded(check, "decisions", it->n_decisions, DBK_DECISIONS_MAX);
    for (size_t i = 0; i < n; i++) {
        dbk_check_fields(check, (dbk_field_place){ "decisions", i + 1, NULL }, it->decisions[i], decision_fields,
                         ARRAY_LEN(decision_fields));
        check_day(check, (dbk_field_place){ "decisions", i + 1, "due" }, it->decisions[i]->due);
    }
    n = dbk_check_bounded(check, "settled", it->n_settled, DBK_DECISIONS_MAX);
    for (size_t i = 0; i < n; i++)
        check_settled(check, i, it->settled[i]);
}

static void
check_all(const dbk_checking *check)
{
    const dbk_minutes *it = minutes_of(check);

    dbk_check_fields(check, (dbk_field_place){ NULL, 0, NULL }, it, minutes_fields, ARRAY_LEN(minutes_fields));
    check_times(check);
    check_people(check);
    if (it->has_next_date)
        check_day(check, (dbk_field_place){ NULL, 0, "next_date" }, it->next_date);
    check_lists(check);
}

const dbk_kind_rules dbk_kind_minutes = {
    .kind = DBK_MINUTES, .secretary = true, .part_least = 1, .part_most = DBK_MEETINGS_MAX, .check = check_all,
    DBK_KIND_BODY(minutes), DBK_KIND_EXPLANATIONS(dbk_minutes),
};
