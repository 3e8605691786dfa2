/*
 * scope — what one person is told of the directory: for whom and when they may report, who else is posted there, the
 * nights around today, and what the office has returned.
 *
 * Not here: who may do what (directory.c).
 */
#include <string.h>

#include "daemon/directory_rows.h"
#include "proto/calendar.h"

#define SCOPE_DAYS_BACK 7
#define SCOPE_MAX_BYTES (DBK_FRAME_MAX_BYTES - 4096)     /* the rest is for the Reply around it, with its servers */
#define SCOPE_RETURNED_MOST 32         /* of at most 800 bytes: the rest of a frame is for postings */

/* Text as a bytes field; the directory outlives the reply that shows it. */
static ProtobufCBinaryData
shown(char *text)
{
    return (ProtobufCBinaryData){ strlen(text), (uint8_t *)text };
}

static dbk_member_message *
scope_member(const dbk_directory *d, dbk_arena *arena, const posting_row *row)
{
    const person_row *person = dbk_rows_person(d, row->person);
    dbk_member_message *member = dbk_arena_take(arena, sizeof *member);

    if (member == NULL || person == NULL)
        return NULL;
    daybook__v1__member__init(member);
    member->has_person = member->has_code = member->has_name = member->has_valid_from = true;
    member->has_valid_to = member->has_secretary = true;
    member->person = (uint32_t)row->person;
    member->code = shown(person->code);
    member->name = shown(person->name);
    member->valid_from = dbk_day_ymd(row->first_day);
    member->valid_to = dbk_day_ymd(row->last_day);
    member->secretary = row->secretary;
    return member;
}

/* Who is posted at the committee over any of the days of `posting` that a scope shows. */
static int
add_members(const dbk_directory *d, dbk_arena *arena, dbk_posting *posting, const posting_row *own, int32_t today)
{
    const posting_row *row = ROWS(d, members, posting_row);
    const size_t first = dbk_rows_first_member(d, own->committee);
    size_t end = first;

    while (end < d->members.n && row[end].committee == own->committee)
        end++;
    posting->members = dbk_arena_take(arena, (end - first + 1) * sizeof *posting->members);
    for (size_t i = first; i < end && posting->members != NULL; i++)
        if (row[i].last_day >= today - SCOPE_DAYS_BACK && row[i].last_day >= own->first_day &&
            row[i].first_day <= own->last_day &&
            (posting->members[posting->n_members++] = scope_member(d, arena, &row[i])) == NULL)
            return -1;
    return posting->members ? 0 : -1;
}

static dbk_posting *
scope_posting(const dbk_directory *d, dbk_arena *arena, const posting_row *row, int32_t today)
{
    const committee_row *committee = dbk_rows_committee(d, row->committee);
    dbk_posting *posting = dbk_arena_take(arena, sizeof *posting);

    if (posting == NULL || committee == NULL)
        return NULL;
    daybook__v1__posting__init(posting);
    posting->has_committee_id = posting->has_committee = posting->has_subdistrict = posting->has_branch = true;
    posting->has_valid_from = posting->has_valid_to = true;
    posting->committee_id = (uint32_t)row->committee;
    posting->committee = shown(committee->name);
    posting->subdistrict = shown(committee->subdistrict);
    posting->branch = shown(committee->branch);
    posting->valid_from = dbk_day_ymd(row->first_day);
    posting->valid_to = dbk_day_ymd(row->last_day);
    posting->has_secretary = true;
    posting->secretary = row->secretary;
    return add_members(d, arena, posting, row, today) == 0 ? posting : NULL;
}

static dbk_night *
scope_night(dbk_arena *arena, const night_row *row)
{
    dbk_night *night = dbk_arena_take(arena, sizeof *night);

    if (night == NULL)
        return NULL;
    daybook__v1__night__init(night);
    night->has_date = night->has_opens_ms = night->has_deadline_ms = night->has_closed = true;
    night->date = dbk_day_ymd(row->day);
    night->opens_ms = row->opens_ms;
    night->deadline_ms = row->deadline_ms;
    night->closed = row->closed;
    return night;
}

static int
add_postings(const dbk_directory *d, dbk_arena *arena, dbk_scope *scope, int32_t person, int32_t today)
{
    const posting_row *row = ROWS(d, postings, posting_row);
    const size_t first = dbk_rows_first_posting(d, person, INT32_MIN);
    size_t end = first;

    while (end < d->postings.n && row[end].person == person)
        end++;
    scope->postings = dbk_arena_take(arena, (end - first + 1) * sizeof *scope->postings);
    for (size_t i = first; i < end && scope->postings != NULL; i++)
        if (row[i].last_day >= today - SCOPE_DAYS_BACK) {
            dbk_posting *posting = scope_posting(d, arena, &row[i], today);

            if (posting == NULL)
                return -1;
            scope->postings[scope->n_postings++] = posting;
        }
    return scope->postings ? 0 : -1;
}

static int
add_nights(const dbk_directory *d, dbk_arena *arena, dbk_scope *scope, int32_t today)
{
    scope->nights = dbk_arena_take(arena, (SCOPE_DAYS_BACK + 2) * sizeof *scope->nights);
    for (int32_t day = today - SCOPE_DAYS_BACK; day <= today + 1 && scope->nights != NULL; day++) {
        const night_row *row = dbk_rows_night(d, day);

        if (row != NULL && (scope->nights[scope->n_nights++] = scope_night(arena, row)) == NULL)
            return -1;
    }
    return scope->nights ? 0 : -1;
}

static dbk_returned *
scope_returned(dbk_arena *arena, const returned_row *row)
{
    dbk_returned *returned = dbk_arena_take(arena, sizeof *returned);

    if (returned == NULL)
        return NULL;
    daybook__v1__returned__init(returned);
    returned->has_committee_id = returned->has_kind = returned->has_report_date = returned->has_record_id = true;
    returned->has_revision = returned->has_returned_at_ms = returned->has_reason = true;
    returned->committee_id = (uint32_t)row->committee;
    returned->kind = (dbk_kind)row->kind;
    returned->report_date = dbk_day_ymd(row->day);
    returned->record_id = (ProtobufCBinaryData){ DBK_ID_BYTES, (uint8_t *)row->id };
    returned->revision = (uint32_t)row->revision;
    returned->returned_at_ms = row->returned_ms;
    returned->reason = shown(row->reason);
    return returned;
}

static int
add_returned(const dbk_directory *d, dbk_arena *arena, dbk_scope *scope, int32_t person)
{
    const returned_row *row = ROWS(d, returned, returned_row);

    scope->returned = dbk_arena_take(arena, SCOPE_RETURNED_MOST * sizeof *scope->returned);
    for (size_t i = 0; i < d->returned.n && scope->n_returned < SCOPE_RETURNED_MOST && scope->returned != NULL; i++)
        if (dbk_directory_may(d, person, row[i].committee, row[i].day) &&
            (scope->returned[scope->n_returned++] = scope_returned(arena, &row[i])) == NULL)
            return -1;
    return scope->returned ? 0 : -1;
}

/* A person of very many postings: what helps goes before what is needed. */
static dbk_scope *
fit(dbk_scope *scope)
{
    if (daybook__v1__scope__get_packed_size(scope) > SCOPE_MAX_BYTES)
        scope->n_returned = 0;
    if (daybook__v1__scope__get_packed_size(scope) > SCOPE_MAX_BYTES)
        for (size_t i = 0; i < scope->n_postings; i++)
            scope->postings[i]->n_members = 0;
    return daybook__v1__scope__get_packed_size(scope) <= SCOPE_MAX_BYTES ? scope : NULL;
}

dbk_scope *
dbk_directory_scope(const dbk_directory *d, dbk_arena *arena, int32_t person, int32_t today)
{
    const person_row *row = dbk_rows_person(d, person);
    const dbk_form *form = dbk_directory_form_on(d, today);
    dbk_scope *scope = dbk_arena_take(arena, sizeof *scope);

    if (scope == NULL || row == NULL)
        return NULL;
    daybook__v1__scope__init(scope);
    scope->has_person = scope->has_business_date = true;
    scope->person = shown(row->name);
    scope->business_date = dbk_day_ymd(today);
    scope->has_form_version = form != NULL;
    scope->form_version = form ? dbk_form_version(form) : 0;
    if (add_postings(d, arena, scope, person, today) != 0 || add_nights(d, arena, scope, today) != 0 ||
        add_returned(d, arena, scope, person) != 0)
        return NULL;
    return fit(scope);
}
