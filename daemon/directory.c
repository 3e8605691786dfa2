#include "daemon/directory.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/bulletins.h"
#include "daemon/directory_rows.h"
#include "proto/calendar.h"

static void *
grow(table *t)
{
    if (t->n == t->room) {
        t->room = t->room ? t->room * 2 : 64;
        t->row = realloc(t->row, t->room * t->size);
        assert(t->row != NULL);
    }
    return (char *)t->row + t->n++ * t->size;
}

static char *
copy(const char *text)
{
    char *own = strdup(text);

    assert(own != NULL);
    return own;
}

dbk_directory *
dbk_directory_new(void)
{
    dbk_directory *d = calloc(1, sizeof *d);

    assert(d != NULL);
    d->keys = dbk_map_new(DBK_KEY_BYTES, sizeof(dbk_member));
    d->committees.size = sizeof(committee_row);
    d->persons.size = sizeof(person_row);
    d->postings.size = d->members.size = sizeof(posting_row);
    d->nights.size = sizeof(night_row);
    d->reopenings.size = sizeof(reopening_row);
    d->outages.size = sizeof(outage_row);
    d->returned.size = sizeof(returned_row);
    d->forms.size = sizeof(dbk_form *);
    return d;
}

void
dbk_directory_free(dbk_directory **directory)
{
    dbk_directory *d = *directory;

    if (d == NULL)
        return;
    for (size_t i = 0; i < d->committees.n; i++) {
        committee_row *row = &ROWS(d, committees, committee_row)[i];

        free(row->name), free(row->subdistrict), free(row->branch);
    }
    for (size_t i = 0; i < d->persons.n; i++)
        free(ROWS(d, persons, person_row)[i].code), free(ROWS(d, persons, person_row)[i].name);
    for (size_t i = 0; i < d->returned.n; i++)
        free(ROWS(d, returned, returned_row)[i].reason);
    for (size_t i = 0; i < d->forms.n; i++)
        dbk_form_close(&ROWS(d, forms, dbk_form *)[i]);
    free(d->committees.row), free(d->persons.row), free(d->postings.row), free(d->members.row);
    free(d->nights.row);
    free(d->reopenings.row), free(d->outages.row), free(d->returned.row), free(d->forms.row);
    dbk_map_free(&d->keys);
    dbk_bulletins_free(&d->bulletins);
    free(d);
    *directory = NULL;
}

void
dbk_directory_add_committee(dbk_directory *d, int32_t committee, const char *name, const char *subdistrict,
                            const char *branch)
{
    *(committee_row *)grow(&d->committees) = (committee_row){ committee, copy(name), copy(subdistrict), copy(branch) };
}

void
dbk_directory_add_person(dbk_directory *d, int32_t person, const char *code, const char *name)
{
    *(person_row *)grow(&d->persons) = (person_row){ person, copy(code), copy(name) };
}

void
dbk_directory_add_key(dbk_directory *d, const uint8_t key[DBK_KEY_BYTES], int32_t person, bool revoked)
{
    *(dbk_member *)dbk_map_add(d->keys, key) = (dbk_member){ person, revoked };
}

void
dbk_directory_add_posting(dbk_directory *d, int32_t person, int32_t committee, int32_t first_day, int32_t last_day,
                          bool secretary)
{
    const posting_row row = { person, committee, first_day, last_day, secretary };

    *(posting_row *)grow(&d->postings) = row;
    *(posting_row *)grow(&d->members) = row;
}

void
dbk_directory_add_night(dbk_directory *d, int32_t day, int64_t opens_ms, int64_t deadline_ms, bool closed)
{
    *(night_row *)grow(&d->nights) = (night_row){ day, opens_ms, deadline_ms, closed };
}

void
dbk_directory_add_reopening(dbk_directory *d, int32_t day, int32_t committee)
{
    *(reopening_row *)grow(&d->reopenings) = (reopening_row){ day, committee };
}

void
dbk_directory_add_outage(dbk_directory *d, int64_t begins_ms, int64_t ends_ms)
{
    *(outage_row *)grow(&d->outages) = (outage_row){ begins_ms, ends_ms };
}

void
dbk_directory_add_returned(dbk_directory *d, int32_t committee, int32_t day, int32_t kind,
                           const uint8_t id[DBK_ID_BYTES], int32_t revision, int64_t returned_ms, const char *reason)
{
    returned_row *row = grow(&d->returned);

    *row = (returned_row){ committee, day, kind, revision, { 0 }, returned_ms, copy(reason) };
    memcpy(row->id, id, DBK_ID_BYTES);
}

void
dbk_directory_add_form(dbk_directory *d, dbk_form **form)
{
    *(dbk_form **)grow(&d->forms) = *form;
    *form = NULL;
}

void
dbk_directory_set_bulletins(dbk_directory *d, dbk_bulletins **bulletins)
{
    dbk_bulletins_free(&d->bulletins);
    d->bulletins = *bulletins;
    *bulletins = NULL;
}

const dbk_bulletins *
dbk_directory_bulletins(const dbk_directory *d)
{
    return d->bulletins;
}

void
dbk_directory_set_epoch(dbk_directory *d, const uint8_t epoch[DBK_ID_BYTES])
{
    memcpy(d->epoch, epoch, DBK_ID_BYTES);
}

/* ---------------------------------------------------------------- order and search */

static int
compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int
by_committee(const void *a, const void *b)
{
    return compare(((const committee_row *)a)->committee, ((const committee_row *)b)->committee);
}

static int
by_person(const void *a, const void *b)
{
    return compare(((const person_row *)a)->person, ((const person_row *)b)->person);
}

static int
by_person_committee(const void *a, const void *b)
{
    const posting_row *x = a, *y = b;

    return x->person != y->person ? compare(x->person, y->person) : compare(x->committee, y->committee);
}

static int
by_committee_person(const void *a, const void *b)
{
    const posting_row *x = a, *y = b;

    return x->committee != y->committee ? compare(x->committee, y->committee) : compare(x->person, y->person);
}

static int
by_day(const void *a, const void *b)
{
    return compare(((const night_row *)a)->day, ((const night_row *)b)->day);
}

static int
by_day_committee(const void *a, const void *b)
{
    const reopening_row *x = a, *y = b;

    return x->day != y->day ? compare(x->day, y->day) : compare(x->committee, y->committee);
}

static void
sort(table *t, int (*order)(const void *, const void *))
{
    if (t->n > 1)
        qsort(t->row, t->n, t->size, order);
}

static void *
seek(const table *t, const void *wanted, int (*order)(const void *, const void *))
{
    return t->n == 0 ? NULL : bsearch(wanted, t->row, t->n, t->size, order);
}

void
dbk_directory_seal(dbk_directory *d)
{
    sort(&d->committees, by_committee);
    sort(&d->persons, by_person);
    sort(&d->postings, by_person_committee);
    sort(&d->members, by_committee_person);
    sort(&d->nights, by_day);
    sort(&d->reopenings, by_day_committee);
    d->sealed = true;
}

/* The first row of a table of postings that is not before `wanted`; several of one pair stand side by side. */
static size_t
first_from(const table *t, const posting_row *wanted, int (*order)(const void *, const void *))
{
    size_t low = 0, high = t->n;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (order((const posting_row *)t->row + middle, wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t
dbk_rows_first_posting(const dbk_directory *d, int32_t person, int32_t committee)
{
    assert(d->sealed);
    return first_from(&d->postings, &(posting_row){ .person = person, .committee = committee }, by_person_committee);
}

size_t
dbk_rows_first_member(const dbk_directory *d, int32_t committee)
{
    return first_from(&d->members, &(posting_row){ .committee = committee, .person = INT32_MIN }, by_committee_person);
}

const committee_row *
dbk_rows_committee(const dbk_directory *d, int32_t committee)
{
    return seek(&d->committees, &(committee_row){ .committee = committee }, by_committee);
}

const person_row *
dbk_rows_person(const dbk_directory *d, int32_t person)
{
    return seek(&d->persons, &(person_row){ .person = person }, by_person);
}

const night_row *
dbk_rows_night(const dbk_directory *d, int32_t day)
{
    return seek(&d->nights, &(night_row){ .day = day }, by_day);
}

/* ---------------------------------------------------------------- questions */

dbk_member
dbk_directory_key(const dbk_directory *d, const uint8_t key[DBK_KEY_BYTES])
{
    const dbk_member *member = dbk_map_find(d->keys, key);

    return member ? *member : (dbk_member){ 0 };
}

bool
dbk_directory_has_committee(const dbk_directory *d, int32_t committee)
{
    return dbk_rows_committee(d, committee) != NULL;
}

const char *
dbk_directory_person(const dbk_directory *d, int32_t person)
{
    const person_row *row = dbk_rows_person(d, person);

    return row ? row->name : "";
}

static bool
is_posted(const dbk_directory *d, int32_t person, int32_t committee, int32_t day, bool as_secretary)
{
    const posting_row *row = ROWS(d, postings, posting_row);

    for (size_t i = dbk_rows_first_posting(d, person, committee);
         i < d->postings.n && row[i].person == person && row[i].committee == committee; i++)
        if (row[i].first_day <= day && day <= row[i].last_day && (row[i].secretary || !as_secretary))
            return true;
    return false;
}

bool
dbk_directory_may(const dbk_directory *d, int32_t person, int32_t committee, int32_t day)
{
    return is_posted(d, person, committee, day, false);
}

bool
dbk_directory_is_secretary(const dbk_directory *d, int32_t person, int32_t committee, int32_t day)
{
    return is_posted(d, person, committee, day, true);
}

dbk_night_state
dbk_directory_night(const dbk_directory *d, int32_t day, int32_t committee)
{
    const night_row *night = dbk_rows_night(d, day);

    if (night == NULL)
        return NIGHT_UNOPENED;
    if (!night->closed || seek(&d->reopenings, &(reopening_row){ day, committee }, by_day_committee) != NULL)
        return NIGHT_OPEN;
    return NIGHT_CLOSED;
}

dbk_timeliness
dbk_directory_timeliness(const dbk_directory *d, int32_t day, int64_t received_ms, int64_t claimed_ms)
{
    const night_row *night = dbk_rows_night(d, day);
    const outage_row *outage = ROWS(d, outages, outage_row);

    if (night == NULL)
        return DAYBOOK__V1__TIMELINESS__LATE;
    if (received_ms <= night->deadline_ms)
        return DAYBOOK__V1__TIMELINESS__ON_TIME;
    if (claimed_ms != 0 && claimed_ms <= night->deadline_ms)
        return DAYBOOK__V1__TIMELINESS__ON_TIME;
    for (size_t i = 0; i < d->outages.n; i++)
        if (outage[i].begins_ms <= night->deadline_ms && night->deadline_ms <= outage[i].ends_ms &&
            received_ms <= outage[i].ends_ms + DBK_OUTAGE_GRACE_MS)
            return DAYBOOK__V1__TIMELINESS__ON_TIME_OUTAGE;
    return DAYBOOK__V1__TIMELINESS__LATE;
}

const dbk_form *
dbk_directory_form(const dbk_directory *d, uint32_t version)
{
    for (size_t i = 0; i < d->forms.n; i++)
        if (dbk_form_version(ROWS(d, forms, dbk_form *)[i]) == version)
            return ROWS(d, forms, dbk_form *)[i];
    return NULL;
}

const dbk_form *
dbk_directory_form_on(const dbk_directory *d, int32_t day)
{
    const uint32_t ymd = dbk_day_ymd(day);
    const dbk_form *found = NULL;

    for (size_t i = 0; i < d->forms.n; i++) {
        const dbk_form *form = ROWS(d, forms, dbk_form *)[i];
        const dbk_form_message *m = dbk_form_message_of(form);

        if (m->active_from <= ymd && (!m->has_active_to || ymd <= m->active_to) &&
            (found == NULL || dbk_form_version(form) > dbk_form_version(found)))
            found = form;
    }
    return found;
}

size_t
dbk_directory_returned(const dbk_directory *d, int32_t person)
{
    const returned_row *row = ROWS(d, returned, returned_row);
    size_t n = 0;

    for (size_t i = 0; i < d->returned.n; i++)
        n += dbk_directory_may(d, person, row[i].committee, row[i].day);
    return n;
}

bool
dbk_directory_is_returned(const dbk_directory *d, int32_t committee, int32_t day)
{
    const returned_row *row = ROWS(d, returned, returned_row);

    for (size_t i = 0; i < d->returned.n; i++)
        if (row[i].committee == committee && row[i].day == day)
            return true;
    return false;
}

const uint8_t *
dbk_directory_epoch(const dbk_directory *d)
{
    return d->epoch;
}

size_t
dbk_directory_keys(const dbk_directory *d)
{
    return dbk_map_count(d->keys);
}

size_t
dbk_directory_committees(const dbk_directory *d)
{
    return d->committees.n;
}
