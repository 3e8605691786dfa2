#include "daemon/batch.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* A batch is cut at these sealed bytes too: libpq and the columns each hold a copy of all of it, and keep the room. */
#define BATCH_MOST_BYTES (16u * 1024u * 1024u)

typedef struct { int32_t committee; uint8_t id[DBK_ID_BYTES]; } id_key;
typedef struct { int32_t committee, day, kind, part; } night_key;

static id_key
id_key_of(const dbk_submission *s)
{
    id_key key = { .committee = (int32_t)s->record->committee_id };

    memcpy(key.id, s->record->id.data, DBK_ID_BYTES);
    return key;
}

dbk_batch *
dbk_batch_new(void)
{
    dbk_batch *batch = calloc(1, sizeof *batch);

    assert(batch != NULL);
    dbk_line_init(&batch->line);
    batch->by_id = dbk_map_new(sizeof(id_key), sizeof(dbk_submission *));
    return batch;
}

void
dbk_batch_free(dbk_batch **batch)
{
    assert(*batch == NULL || (*batch)->line.n == 0);
    if (*batch != NULL)
        dbk_map_free(&(*batch)->by_id);
    free(*batch);
    *batch = NULL;
}

static void
add(dbk_batch *batch, dbk_submission *s)
{
    const id_key key = id_key_of(s);

    *(dbk_submission **)dbk_map_add(batch->by_id, &key) = s;
    dbk_line_add(&batch->line, s);
}

dbk_submission *
dbk_batch_find(const dbk_batch *batch, int32_t committee, const uint8_t id[DBK_ID_BYTES])
{
    id_key key = { .committee = committee };

    memcpy(key.id, id, DBK_ID_BYTES);
    dbk_submission **at = dbk_map_find(batch->by_id, &key);
    return at ? *at : NULL;
}

dbk_line
dbk_batch_empty(dbk_batch *batch)
{
    dbk_line all;

    dbk_line_init(&all);
    dbk_line_append(&all, &batch->line);
    dbk_map_clear(batch->by_id);
    return all;
}

/* ---------------------------------------------------------------- gathering */

typedef enum { FITS, JOINS, WAITS } fit;

static bool
same(const dbk_submission *a, const dbk_submission *b)
{
    return a->person == b->person && a->admissible == b->admissible && a->refusal == b->refusal &&
           memcmp(a->hash, b->hash, DBK_HASH_BYTES) == 0;
}

static fit
fit_of(const dbk_batch *batch, dbk_map *nights, const dbk_map *behind, const dbk_submission *s, dbk_submission **first)
{
    const night_key night = { (int32_t)s->record->committee_id, s->day, (int32_t)s->record->kind,
                              (int32_t)s->record->part };

    if (behind != NULL && dbk_map_find(behind, &night.committee) != NULL)
        return WAITS;
    *first = dbk_batch_find(batch, night.committee, s->record->id.data);
    if (*first != NULL)
        return same(*first, s) ? JOINS : WAITS;
    if (!s->admissible)
        return FITS;
    if (dbk_map_find(nights, &night) != NULL)
        return WAITS;
    dbk_map_add(nights, &night);
    return FITS;
}

/* The committees of the batches that wait; NULL when none does. */
static dbk_map *
committees_of(const dbk_batch *waiting)
{
    dbk_map *behind = waiting ? dbk_map_new(sizeof(int32_t), 1) : NULL;

    for (; waiting != NULL; waiting = waiting->next)
        for (const dbk_submission *s = waiting->line.first; s != NULL; s = s->next)
            dbk_map_add(behind, &(int32_t){ (int32_t)s->record->committee_id });
    return behind;
}

dbk_batch *
dbk_batch_gather(dbk_queue *pending, const dbk_batch *waiting, size_t most)
{
    dbk_batch *batch = dbk_batch_new();
    dbk_map *nights = dbk_map_new(sizeof(night_key), 1), *behind = committees_of(waiting);
    dbk_line left;
    dbk_submission *s, *first;
    size_t bytes = 0;

    dbk_line_init(&left);
    while (batch->line.n < most && bytes < BATCH_MOST_BYTES && (s = dbk_queue_take(pending)) != NULL)
        switch (fit_of(batch, nights, behind, s, &first)) {
        case FITS:
            add(batch, s);
            bytes += s->sealed_bytes;
            break;
        case JOINS:
            s->copies = first->copies;
            first->copies = s;
            break;
        case WAITS:
            dbk_line_add(&left, s);
        }
    dbk_queue_put_back(pending, &left);
    dbk_map_free(&nights);
    dbk_map_free(&behind);
    if (batch->line.n == 0)
        dbk_batch_free(&batch);
    return batch;
}

/* ---------------------------------------------------------------- splitting */

static dbk_batch *
heir(const dbk_batch *batch, dbk_batch *next)
{
    dbk_batch *part = dbk_batch_new();

    part->tries = batch->tries;
    part->in_doubt = batch->in_doubt;
    part->not_before_ms = batch->not_before_ms;
    part->next = next;
    return part;
}

dbk_batch *
dbk_batch_take_out(dbk_batch *batch, bool (*goes)(dbk_submission *s))
{
    dbk_batch *out = NULL;
    dbk_line all = dbk_batch_empty(batch);
    dbk_submission *s;

    while ((s = dbk_line_take(&all)) != NULL) {
        const bool leaves = goes(s);

        if (leaves && out == NULL)
            out = heir(batch, NULL);
        add(leaves ? out : batch, s);
    }
    return out;
}

dbk_batch *
dbk_batch_halve(dbk_batch **batch)
{
    dbk_batch *second = heir(*batch, NULL), *first = heir(*batch, second);
    const size_t half = (*batch)->line.n / 2;
    dbk_line all = dbk_batch_empty(*batch);
    dbk_submission *s;

    while ((s = dbk_line_take(&all)) != NULL)
        add(first->line.n < half ? first : second, s);
    dbk_batch_free(batch);
    return first;
}

dbk_batch *
dbk_batch_split_by_committee(dbk_batch **batch)
{
    dbk_map *parts = dbk_map_new(sizeof(int32_t), sizeof(dbk_batch *));
    dbk_line all = dbk_batch_empty(*batch);
    dbk_batch *first = NULL;
    dbk_submission *s;

    while ((s = dbk_line_take(&all)) != NULL) {
        dbk_batch **part = dbk_map_add(parts, &(int32_t){ (int32_t)s->record->committee_id });

        if (*part == NULL)
            *part = first = heir(*batch, first);
        add(*part, s);
    }
    dbk_map_free(&parts);
    dbk_batch_free(batch);
    return first;
}
