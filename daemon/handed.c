#include "daemon/handed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/calendar.h"
#include "proto/ident.h"
#include "proto/kind.h"

/* Of one answer: the rest of the frame is for what stands around them. */
#define ANSWER_MAX_BYTES (56u * 1024u)

/* The columns of record_handed.sql. */
enum { COMMITTEE, KIND, PART, ID, PERSON, REVISION, RECEIVED };

/* One row, in the arena. */
typedef struct {
    dbk_handed_record record;
    dbk_standing      standing;
    uint8_t           id[DBK_ID_BYTES];
} handed_row;

const char *
dbk_handed_kinds(bool secretary, char room[DBK_HANDED_KINDS_BYTES])
{
    const char *between = "{";
    size_t n, used = 0;
    const dbk_kind_rules *const *kinds = dbk_kind_list(&n);

    for (size_t i = 0; i < n; i++)
        if (!kinds[i]->first_counts && kinds[i]->secretary == secretary && used < DBK_HANDED_KINDS_BYTES) {
            used += (size_t)snprintf(room + used, DBK_HANDED_KINDS_BYTES - used, "%s%d", between, (int)kinds[i]->kind);
            between = ",";
        }
    if (used < DBK_HANDED_KINDS_BYTES)
        snprintf(room + used, DBK_HANDED_KINDS_BYTES - used, "%s", used > 0 ? "}" : "{}");
    return room;
}

static long long
number_at(const PGresult *r, int row, int column)
{
    return strtoll(PQgetvalue(r, row, column), NULL, 10);
}

static bool
take_row(handed_row *it, const PGresult *r, int row, const char *sender)
{
    dbk_standing *standing = &it->standing;
    dbk_handed_record *record = &it->record;

    if (!dbk_id_parse(PQgetvalue(r, row, ID), it->id))
        return false;
    daybook__v1__standing__init(standing);
    standing->has_record_id = standing->has_revision = standing->has_received_at_ms = standing->has_sender = true;
    standing->record_id = (ProtobufCBinaryData){ sizeof it->id, it->id };
    standing->revision = (uint32_t)number_at(r, row, REVISION);
    standing->received_at_ms = number_at(r, row, RECEIVED);
    standing->sender = (ProtobufCBinaryData){ strlen(sender), (uint8_t *)(uintptr_t)sender };
    daybook__v1__handed_record__init(record);
    record->has_committee_id = record->has_kind = true;
    record->committee_id = (uint32_t)number_at(r, row, COMMITTEE);
    record->kind = (dbk_kind)number_at(r, row, KIND);
    record->part = (uint32_t)number_at(r, row, PART);
    record->has_part = record->part != 0;
    record->standing = standing;
    return true;
}

dbk_handed *
dbk_handed_said(const PGresult *rows, int32_t day, int64_t now_ms, const char *(*person)(void *owner, int32_t person),
                void *owner, dbk_arena *arena)
{
    const int n = PQntuples(rows);
    dbk_handed *said = dbk_arena_take(arena, sizeof *said);
    handed_row *row = dbk_arena_take(arena, ((size_t)n + 1) * sizeof *row);
    dbk_handed_record **list = dbk_arena_take(arena, ((size_t)n + 1) * sizeof *list);
    size_t bytes = 0;

    if (said == NULL || row == NULL || list == NULL)
        return NULL;
    daybook__v1__handed__init(said);
    said->has_date = said->has_as_of_ms = true;
    said->date = dbk_day_ymd(day);
    said->as_of_ms = now_ms;
    said->records = list;
    for (int i = 0; i < n; i++) {
        handed_row *it = &row[said->n_records];

        if (!take_row(it, rows, i, person(owner, (int32_t)number_at(rows, i, PERSON))))
            continue;
        bytes += daybook__v1__handed_record__get_packed_size(&it->record) + 4;
        said->more = said->has_more = bytes > ANSWER_MAX_BYTES || said->n_records == DBK_HANDED_MOST;
        if (said->more)
            break;
        list[said->n_records++] = &it->record;
    }
    return said;
}
