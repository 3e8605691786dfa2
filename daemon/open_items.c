#include "daemon/open_items.h"

#include <stdlib.h>
#include <string.h>

#include "proto/calendar.h"

/* Of one answer: the rest of the frame is for what stands around them. */
#define ANSWER_MAX_BYTES (56u * 1024u)

/* The columns of open_items.sql. */
enum { ITEM, NIGHT, LAST_NIGHT, PLACE, TEXT, SEVERITY, SUPPLY, UNIT, QUANTITY, ANSWER, ANSWERED, HOW_MANY };

static ProtobufCBinaryData
text_at(const PGresult *r, int row, int column, protobuf_c_boolean *has)
{
    const ProtobufCBinaryData text = { (size_t)PQgetlength(r, row, column), (uint8_t *)PQgetvalue(r, row, column) };

    *has = text.len > 0;
    return text;
}

static uint32_t
number_at(const PGresult *r, int row, int column, protobuf_c_boolean *has)
{
    const uint32_t number = (uint32_t)strtoul(PQgetvalue(r, row, column), NULL, 10);

    *has = number != 0;
    return number;
}

static void
take_row(dbk_open_item *said, const PGresult *r, int row)
{
    daybook__v1__open_item__init(said);
    said->item = text_at(r, row, ITEM, &said->has_item);
    said->night = number_at(r, row, NIGHT, &said->has_night);
    said->last_night = number_at(r, row, LAST_NIGHT, &said->has_last_night);
    said->place = text_at(r, row, PLACE, &said->has_place);
    said->text = text_at(r, row, TEXT, &said->has_text);
    said->severity = number_at(r, row, SEVERITY, &said->has_severity);
    said->supply = (Daybook__V1__SupplyItem)number_at(r, row, SUPPLY, &said->has_supply);
    said->unit = text_at(r, row, UNIT, &said->has_unit);
    said->quantity = number_at(r, row, QUANTITY, &said->has_quantity);
    said->answer = (Daybook__V1__ItemAnswer)number_at(r, row, ANSWER, &said->has_answer);
    said->answered = number_at(r, row, ANSWERED, &said->has_answered);
}

dbk_open_items *
dbk_open_items_said(const PGresult *rows, int32_t committee, int32_t day, int64_t now_ms, dbk_arena *arena)
{
    const size_t n = (size_t)PQntuples(rows);
    dbk_open_items *said = dbk_arena_take(arena, sizeof *said);
    dbk_open_item *row = dbk_arena_take(arena, (n + 1) * sizeof *row);
    dbk_open_item **list = dbk_arena_take(arena, (n + 1) * sizeof *list);
    protobuf_c_boolean any;

    if (said == NULL || row == NULL || list == NULL)
        return NULL;
    daybook__v1__open_items__init(said);
    said->has_committee_id = said->has_date = said->has_as_of_ms = said->has_more = true;
    said->committee_id = (uint32_t)committee;
    said->date = dbk_day_ymd(day);
    said->as_of_ms = now_ms;
    said->items = list;
    for (size_t bytes = 0; said->n_items < n; said->n_items++) {
        dbk_open_item *it = list[said->n_items] = &row[said->n_items];

        take_row(it, rows, (int)said->n_items);
        bytes += daybook__v1__open_item__get_packed_size(it) + 4;
        if (bytes > ANSWER_MAX_BYTES)
            break;
    }
    said->more = n > 0 ? number_at(rows, 0, HOW_MANY, &any) - (uint32_t)said->n_items : 0;
    return said;
}
