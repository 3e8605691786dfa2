#include "daemon/directory_read.h"

#include <assert.h>
#include <stdlib.h>

#include "daemon/bulletins.h"
#include "daemon/formrows.h"
#include "daemon/log.h"
#include "proto/ident.h"
#include "sql/queries.h"

typedef struct dbk_directory_reading reading;

struct dbk_directory_reading {
    dbk_directory *directory;
    dbk_formrows  *forms;
};

static int32_t
int_at(const PGresult *r, int row, int column)
{
    return (int32_t)strtol(PQgetvalue(r, row, column), NULL, 10);
}

static int64_t
ms_at(const PGresult *r, int row, int column)
{
    return strtoll(PQgetvalue(r, row, column), NULL, 10);
}

static bool
true_at(const PGresult *r, int row, int column)
{
    return *PQgetvalue(r, row, column) == 't';
}

static void
take_committees(reading *to, const PGresult *r)
{
    for (int i = 0; i < PQntuples(r); i++)
        dbk_directory_add_committee(to->directory, int_at(r, i, 0), PQgetvalue(r, i, 1), PQgetvalue(r, i, 2),
                                    PQgetvalue(r, i, 3));
}

static void
take_persons(reading *to, const PGresult *r)
{
    for (int i = 0; i < PQntuples(r); i++)
        dbk_directory_add_person(to->directory, int_at(r, i, 0), PQgetvalue(r, i, 1), PQgetvalue(r, i, 2));
}

static void
take_keys(reading *to, const PGresult *r)
{
    uint8_t key[DBK_KEY_BYTES];

    for (int i = 0; i < PQntuples(r); i++)
        if (dbk_hex_parse(PQgetvalue(r, i, 0), key, sizeof key))
            dbk_directory_add_key(to->directory, key, int_at(r, i, 1), true_at(r, i, 2));
}

static void
take_postings(reading *to, const PGresult *r)
{
    for (int i = 0; i < PQntuples(r); i++)
        dbk_directory_add_posting(to->directory, int_at(r, i, 0), int_at(r, i, 1), int_at(r, i, 2), int_at(r, i, 3),
                                  true_at(r, i, 4));
}

static void
take_nights(reading *to, const PGresult *r)
{
    for (int i = 0; i < PQntuples(r); i++)
        dbk_directory_add_night(to->directory, int_at(r, i, 0), ms_at(r, i, 1), ms_at(r, i, 2), true_at(r, i, 3));
}

static void
take_reopenings(reading *to, const PGresult *r)
{
    for (int i = 0; i < PQntuples(r); i++)
        dbk_directory_add_reopening(to->directory, int_at(r, i, 0), int_at(r, i, 1));
}

static void
take_outages(reading *to, const PGresult *r)
{
    for (int i = 0; i < PQntuples(r); i++)
        dbk_directory_add_outage(to->directory, ms_at(r, i, 0), ms_at(r, i, 1));
}

static void
take_returned(reading *to, const PGresult *r)
{
    uint8_t id[DBK_ID_BYTES];

    for (int i = 0; i < PQntuples(r); i++)
        if (dbk_hex_parse(PQgetvalue(r, i, 3), id, sizeof id))
            dbk_directory_add_returned(to->directory, int_at(r, i, 0), int_at(r, i, 2), int_at(r, i, 1), id,
                                       int_at(r, i, 4), ms_at(r, i, 5), PQgetvalue(r, i, 6));
}

static void
take_epoch(reading *to, const PGresult *r)
{
    uint8_t epoch[DBK_ID_BYTES];

    if (PQntuples(r) == 1 && dbk_hex_parse(PQgetvalue(r, 0, 0), epoch, sizeof epoch))
        dbk_directory_set_epoch(to->directory, epoch);
}

static void
take_bulletins(reading *to, const PGresult *r)
{
    dbk_bulletins *bulletins = dbk_bulletins_new(r);

    dbk_directory_set_bulletins(to->directory, &bulletins);
}

static void take_versions(reading *to, const PGresult *r) { dbk_formrows_versions(to->forms, r); }
static void take_groups(reading *to, const PGresult *r) { dbk_formrows_groups(to->forms, r); }
static void take_indicators(reading *to, const PGresult *r) { dbk_formrows_indicators(to->forms, r); }
static void take_rules(reading *to, const PGresult *r) { dbk_formrows_rules(to->forms, r); }

/* In their order: what a row refers to comes before it. */
static const struct {
    const char *sql;
    void      (*take)(reading *, const PGresult *);
} tables[] = {
    { DBK_SQL_DIRECTORY_COMMITTEES, take_committees },
    { DBK_SQL_DIRECTORY_PERSONS, take_persons },
    { DBK_SQL_DIRECTORY_KEYS, take_keys },
    { DBK_SQL_DIRECTORY_POSTINGS, take_postings },
    { DBK_SQL_DIRECTORY_NIGHTS, take_nights },
    { DBK_SQL_DIRECTORY_REOPENINGS, take_reopenings },
    { DBK_SQL_DIRECTORY_OUTAGES, take_outages },
    { DBK_SQL_DIRECTORY_RETURNED, take_returned },
    { DBK_SQL_DIRECTORY_EPOCH, take_epoch },
    { DBK_SQL_DIRECTORY_FORM_VERSIONS, take_versions },
    { DBK_SQL_DIRECTORY_FORM_GROUPS, take_groups },
    { DBK_SQL_DIRECTORY_FORM_INDICATORS, take_indicators },
    { DBK_SQL_DIRECTORY_FORM_RULES, take_rules },
    { DBK_SQL_DIRECTORY_BULLETINS, take_bulletins },
};

#define TABLES (sizeof tables / sizeof tables[0])

reading *
dbk_directory_reading_new(void)
{
    reading *new = calloc(1, sizeof *new);

    assert(new != NULL);
    new->directory = dbk_directory_new();
    new->forms = dbk_formrows_new();
    return new;
}

void
dbk_directory_reading_free(reading **old)
{
    if (*old != NULL) {
        dbk_directory_free(&(*old)->directory);
        dbk_formrows_free(&(*old)->forms);
    }
    free(*old);
    *old = NULL;
}

const char *
dbk_directory_reading_sql(size_t i)
{
    return i < TABLES ? tables[i].sql : NULL;
}

void
dbk_directory_reading_take(reading *to, size_t i, const PGresult *r)
{
    if (i < TABLES)
        tables[i].take(to, r);
}

dbk_directory *
dbk_directory_reading_finish(reading **whole)
{
    dbk_directory *directory = (*whole)->directory;
    dbk_err err;

    if (dbk_formrows_finish((*whole)->forms, directory, &err) != 0)
        dbk_log(LOG_ALARM, "form_unusable why=\"%s\"", err.text);
    dbk_directory_seal(directory);
    (*whole)->directory = NULL;
    dbk_directory_reading_free(whole);
    return directory;
}
