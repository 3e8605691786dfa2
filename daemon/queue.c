#include "daemon/queue.h"

void
dbk_queue_init(dbk_queue *queue)
{
    dbk_line_init(&queue->line);
    queue->last = dbk_map_new(sizeof(int), sizeof(dbk_submission *));
}

void
dbk_queue_fini(dbk_queue *queue)
{
    dbk_map_free(&queue->last);
}

/* A descriptor that has become another connection's meanwhile makes a neighbour of a stranger: no harm. */
void
dbk_queue_add(dbk_queue *queue, dbk_submission *s)
{
    dbk_submission **last = dbk_map_add(queue->last, &s->from.fd);

    dbk_line_insert(&queue->line, *last, s);
    *last = s;
}

dbk_submission *
dbk_queue_take(dbk_queue *queue)
{
    dbk_submission *s = dbk_line_take(&queue->line);

    if (s != NULL) {
        dbk_submission **last = dbk_map_find(queue->last, &s->from.fd);

        if (last != NULL && *last == s)
            dbk_map_remove(queue->last, &s->from.fd);
    }
    return s;
}

/* They are in no group any more: what comes after them from their connections begins one. */
void
dbk_queue_put_back(dbk_queue *queue, dbk_line *line)
{
    dbk_line_append(line, &queue->line);
    dbk_line_append(&queue->line, line);
}
