#include "daemon/counters.h"

#include <stdio.h>

#include "daemon/log.h"

#define SAY_MS 60000
#define TELL_MS 5000

typedef struct { const char *name; uint64_t value; } figure;

#define FIGURES 22

static void
collect(const dbk_intake *intake, const dbk_store *store, figure out[FIGURES])
{
    dbk_intake_counts in;
    dbk_store_counts st;

    dbk_intake_counts_of(intake, &in);
    dbk_store_counts_of(store, &st);
    const figure all[FIGURES] = {
        { "accepted", in.answers.by_status[DBK_ACCEPTED] },
        { "duplicate", in.answers.by_status[DBK_DUPLICATE] },
        { "rejected", in.answers.by_status[DBK_REJECTED] },
        { "forbidden", in.answers.by_status[DBK_FORBIDDEN] },
        { "closed", in.answers.by_status[DBK_CLOSED] },
        { "conflict", in.answers.by_status[DBK_CONFLICT] },
        { "busy", in.answers.by_status[DBK_BUSY] },
        { "malformed", in.answers.by_status[DBK_MALFORMED] },
        { "unsupported", in.answers.by_status[DBK_UNSUPPORTED] },
        { "fault", in.answers.by_status[DBK_FAULT] },
        { "answers", in.answers.by_status[DBK_ANSWER] },
        { "in_doubt", st.in_doubt },
        { "acks_dropped", in.answers.acks_dropped },
        { "peers_gone", in.answers.peers_gone },
        { "strangers", in.strangers },
        { "proofs_refused", in.proofs_refused },
        { "in_flight", in.in_flight },
        { "connections", in.port.open },
        { "cut", in.port.cut },
        { "shut", in.port.shut },
        { "batches", st.batches },
        { "batch_us", st.batches ? st.busy_ms * 1000 / st.batches : 0 },
    };

    for (int i = 0; i < FIGURES; i++)
        out[i] = all[i];
}

void
dbk_counters_say(const dbk_intake *intake, const dbk_store *store)
{
    figure all[FIGURES];
    char line[900];
    int size = 0;

    collect(intake, store, all);
    for (int i = 0; i < FIGURES; i++)
        size += snprintf(line + size, sizeof line - (size_t)size, " %s=%llu", all[i].name,
                         (unsigned long long)all[i].value);
    dbk_log(LOG_INFO, "counters%s", line);
}

static void
tell(const dbk_intake *intake, const dbk_store *store, dbk_side *side, bool accepting)
{
    figure all[FIGURES];
    char json[1024] = "{";
    int size = 1;

    collect(intake, store, all);
    for (int i = 0; i < FIGURES; i++)
        size += snprintf(json + size, sizeof json - (size_t)size, "%s\"%s\": %llu", i ? ", " : "", all[i].name,
                         (unsigned long long)all[i].value);
    snprintf(json + size, sizeof json - (size_t)size, "}");
    dbk_side_report(side, accepting, json);
}

void
dbk_counters_tick(dbk_counters *counters, int64_t tick_ms, bool accepting, const dbk_intake *intake,
                  const dbk_store *store, dbk_side *side)
{
    if (accepting != counters->accepting || tick_ms - counters->told_ms >= TELL_MS) {
        if (accepting != counters->accepting)
            dbk_log(LOG_NOTICE, "accepting=%s", accepting ? "yes" : "no");
        counters->accepting = accepting;
        counters->told_ms = tick_ms;
        tell(intake, store, side, accepting);
    }
    if (counters->said_ms == 0)
        counters->said_ms = tick_ms;
    if (tick_ms - counters->said_ms >= SAY_MS) {
        counters->said_ms = tick_ms;
        dbk_counters_say(intake, store);
    }
}
