#include "clients/secretary/todo.h"

#include <string.h>

#include "clients/secretary/bulletins.h"
#include "proto/kind.h"

#define BULLETINS_MAX_BYTES (64u * 1024u * 1024u)

static void
add(dbk_todo *todo, uint32_t number)
{
    for (size_t i = 0; i < todo->n; i++)
        if (todo->number[i] == number)
            return;
    if (todo->n < DBK_TODO_MAX)
        todo->number[todo->n++] = number;
}

/* What was refused or waits for a choice is on the page by itself. Given up is as good as never written. */
static bool
lies_here(const dbk_evening *evening, uint32_t committee, dbk_kind kind)
{
    for (item_box where = BOX_OUT; where < BOX_N; where++)
        for (size_t i = 0; i < evening->box[where].n; i++) {
            const dbk_item *item = &evening->box[where].row[i];

            if (item->kind == kind && item->committee_id == committee && item->report_date == evening->date &&
                (where != BOX_REFUSED || item->note.last == EV_REJECTED))
                return true;
        }
    return false;
}

void
dbk_todo_kind(dbk_todo *todo, dbk_desk *desk, const dbk_evening *evening, const dbk_handed_list *handed, dbk_kind kind)
{
    const dbk_scope *scope = dbk_desk_scope(desk);
    const bool secretary = dbk_kind_find(kind)->secretary;

    *todo = (dbk_todo){ .n = 0 };
    for (size_t i = 0; scope && i < scope->n_postings; i++) {
        const dbk_posting *it = scope->postings[i];

        if (it->valid_from <= evening->date && evening->date <= it->valid_to && (it->secretary || !secretary) &&
            !lies_here(evening, it->committee_id, kind) && dbk_handed_find(handed, it->committee_id, kind, 0) == NULL)
            add(todo, it->committee_id);
    }
}

void
dbk_todo_bulletins(dbk_todo *todo, dbk_desk *desk)
{
    dbk_bulletin_kept *row = NULL;
    dbk_arena arena;
    size_t n = 0;

    *todo = (dbk_todo){ .n = 0 };
    dbk_arena_init(&arena, BULLETINS_MAX_BYTES);
    if (dbk_bulletins_list(desk, &arena, &row, &n, NULL) != 0)
        n = 0;
    for (size_t i = n; i > 0; i--)
        if (row[i - 1].said->must_ack && !row[i - 1].read && !row[i - 1].said->revoked &&
            row[i - 1].said->superseded_by == 0)
            add(todo, row[i - 1].said->number);
    dbk_arena_fini(&arena);
}
