/*
 * check_bulletin_read — that a bulletin was read: its number is the record's part, and there is no more to say.
 */
#include "proto/check_parts.h"

static void
check_all(const dbk_checking *check)
{
    const dbk_bulletin_read *read = check->record->bulletin_read;

    if (!read->has_read_at_ms || read->read_at_ms <= 0)
        dbk_check_say_number(check, "bulletin.read_at", "read_at_ms", NULL, read->read_at_ms);
}

const dbk_kind_rules dbk_kind_bulletin_read = {
    .kind = DBK_BULLETIN_READ, .first_counts = true, .any_night = true, .part_least = 1, .part_most = DBK_BULLETIN_MAX,
    .check = check_all, DBK_KIND_BODY(bulletin_read),
};
