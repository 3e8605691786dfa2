/* queue: what a connection has waiting stands together, behind its first one, and nothing is lost or doubled. */
#include <string.h>

#include "daemon/queue.h"
#include "tests/harness/unit.h"

#define MOST 8

/* One letter a record, the same letter for one connection; "-" takes one; "<" puts back what was taken. `taken` is the
 * order in which all come out, each with its number among those of its connection. */
static const struct { const char *name, *in, *taken; } rows[] = {
    { "one connection", "AAA", "A1A2A3" },
    { "by first ones", "ABABA", "A1A2A3B1B2" },
    { "in front of who came meanwhile", "ABCA", "A1A2B1C1" },
    { "the last in line", "ABB", "A1B1B2" },
    { "one of its own is gone", "AAB-A", "A1A2A3B1" },
    { "all of its own are gone", "AB-A", "A1B1A2" },
    { "emptied and used again", "A-A-BB", "A1A2B1B2" },
    { "put back goes first", "ABA--<C", "A1A2B1C1" },
    { "put back, and one more", "AB-<A", "A1B1A2" },
    { "put back in the middle of its own", "AAB-<AB", "A1A2A3B1B2" },
    { "put back from two connections", "ABC--<BA", "A1B1C1B2A2" },
};

static void
stands_together(void)
{
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        dbk_submission made[MOST] = { { .next = NULL } }, *s;
        char text[2 * 2 * MOST + 1], *end = text;
        dbk_queue queue;
        dbk_line taken;
        unsigned n = 0, of[256] = { 0 };

        dbk_queue_init(&queue);
        dbk_line_init(&taken);
        for (const char *at = rows[i].in; *at != '\0'; at++)
            if (*at == '<') {
                dbk_queue_put_back(&queue, &taken);
            } else if (*at == '-') {
                dbk_line_add(&taken, dbk_queue_take(&queue));
            } else {
                made[n].from.fd = *at;
                made[n].request_id = ++of[(unsigned char)*at];
                dbk_queue_add(&queue, &made[n++]);
            }
        CHECK_INT(rows[i].name, queue.line.n + taken.n, n);
        while ((s = dbk_line_take(&taken)) != NULL || (s = dbk_queue_take(&queue)) != NULL) {
            *end++ = (char)s->from.fd;
            *end++ = (char)('0' + s->request_id);
        }
        *end = '\0';
        CHECK_STR(rows[i].name, text, rows[i].taken);
        CHECK_INT(rows[i].name, dbk_map_count(queue.last), 0);
        dbk_queue_fini(&queue);
    }
}

int
main(void)
{
    static const unit_test tests[] = {
        { "what a connection has waiting stands together", stands_together },
    };

    return unit_main("queue", tests, ARRAY_LEN(tests), 60);
}
