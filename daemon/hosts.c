#include "daemon/hosts.h"

#include <assert.h>
#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>

#define FIELDS_MAX 64

struct dbk_hosts {
    PQconninfoOption *parsed;
    const char       *keyword[FIELDS_MAX + 1], *value[FIELDS_MAX + 1];
    size_t            n;
};

dbk_hosts *
dbk_hosts_new(const char *conninfo, dbk_err *err)
{
    dbk_hosts *hosts = calloc(1, sizeof *hosts);
    char *why = NULL;

    assert(hosts != NULL);
    hosts->parsed = PQconninfoParse(conninfo, &why);
    if (hosts->parsed == NULL) {
        dbk_err_set(err, DBK_E_CONFIG, "database: not a connection string: %s", why ? why : "no memory");
        PQfreemem(why);
        dbk_hosts_free(&hosts);
        return NULL;
    }
    for (PQconninfoOption *o = hosts->parsed; o->keyword != NULL && hosts->n < FIELDS_MAX; o++)
        if (o->val != NULL) {
            hosts->keyword[hosts->n] = o->keyword;
            hosts->value[hosts->n++] = o->val;
        }
    return hosts;
}

void
dbk_hosts_free(dbk_hosts **hosts)
{
    if (*hosts != NULL)
        PQconninfoFree((*hosts)->parsed);
    free(*hosts);
    *hosts = NULL;
}

const char *const *
dbk_hosts_keywords(const dbk_hosts *hosts)
{
    return hosts->keyword;
}

const char *const *
dbk_hosts_values(const dbk_hosts *hosts)
{
    return hosts->value;
}

/* "a,b,c" -> "b,c,a", in place. */
static void
turn(char *list)
{
    char *comma = strchr(list, ',');

    if (comma == NULL)
        return;
    const size_t head = (size_t)(comma - list), tail = strlen(comma + 1);
    char *first = strndup(list, head);
    assert(first != NULL);
    memmove(list, comma + 1, tail);
    list[tail] = ',';
    memcpy(list + tail + 1, first, head);
    free(first);
}

void
dbk_hosts_turn(dbk_hosts *hosts)
{
    for (PQconninfoOption *o = hosts->parsed; o->keyword != NULL; o++)
        if (o->val != NULL &&
            (!strcmp(o->keyword, "host") || !strcmp(o->keyword, "hostaddr") || !strcmp(o->keyword, "port")))
            turn(o->val);
}
