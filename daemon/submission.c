#include "daemon/submission.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct dbk_submissions {
    dbk_submission *spare;
    size_t          out, bytes;
};

dbk_submissions *
dbk_submissions_new(void)
{
    dbk_submissions *pool = calloc(1, sizeof *pool);

    assert(pool != NULL);
    return pool;
}

void
dbk_submissions_free(dbk_submissions **pool)
{
    while (*pool != NULL && (*pool)->spare != NULL) {
        dbk_submission *s = (*pool)->spare;

        (*pool)->spare = s->next;
        dbk_arena_fini(&s->arena);
        free(s);
    }
    free(*pool);
    *pool = NULL;
}

dbk_submission *
dbk_submission_take(dbk_submissions *pool)
{
    dbk_submission *s = pool->spare;

    if (s != NULL) {
        const dbk_arena arena = s->arena;

        pool->spare = s->next;
        memset(s, 0, sizeof *s);
        s->arena = arena;                  /* its allocator points at itself, and it has not moved */
        s->arena.most = DBK_UNPACK_MAX_BYTES;
    } else {
        s = calloc(1, sizeof *s);
        assert(s != NULL);
        dbk_arena_init(&s->arena, DBK_UNPACK_MAX_BYTES);
    }
    pool->out++;
    return s;
}

void
dbk_submission_give(dbk_submissions *pool, dbk_submission **s)
{
    pool->bytes -= (*s)->weight_bytes;
    dbk_arena_clear(&(*s)->arena);
    (*s)->next = pool->spare;
    pool->spare = *s;
    pool->out--;
    *s = NULL;
}

size_t
dbk_submission_weigh(dbk_submissions *pool, dbk_submission *s)
{
    pool->bytes -= s->weight_bytes;
    s->weight_bytes = sizeof *s + dbk_arena_bytes(&s->arena);
    return pool->bytes += s->weight_bytes;
}

size_t
dbk_submissions_out(const dbk_submissions *pool)
{
    return pool->out;
}

void
dbk_line_init(dbk_line *line)
{
    *line = (dbk_line){ NULL, &line->first, 0 };
}

void
dbk_line_add(dbk_line *line, dbk_submission *s)
{
    s->next = NULL;
    *line->end = s;
    line->end = &s->next;
    line->n++;
}

void
dbk_line_insert(dbk_line *line, dbk_submission *after, dbk_submission *s)
{
    if (after == NULL || line->end == &after->next) {
        dbk_line_add(line, s);
        return;
    }
    s->next = after->next;
    after->next = s;
    line->n++;
}

dbk_submission *
dbk_line_take(dbk_line *line)
{
    dbk_submission *s = line->first;

    if (s != NULL) {
        line->first = s->next;
        line->n--;
        if (line->first == NULL)
            line->end = &line->first;
        s->next = NULL;
    }
    return s;
}

void
dbk_line_append(dbk_line *line, dbk_line *tail)
{
    if (tail->first == NULL)
        return;
    *line->end = tail->first;
    line->end = tail->end;
    line->n += tail->n;
    dbk_line_init(tail);
}
