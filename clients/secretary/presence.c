#include "clients/secretary/presence.h"

#define MINUTE_MS 60000
#define TRY_AGAIN_MS 1000                  /* the connection is being made meanwhile */

void
dbk_presence_set(dbk_presence *p, uint32_t committee_id, uint32_t report_date, dbk_presence_state state,
                 uint32_t percent)
{
    p->changed = p->changed || p->state != state || p->committee_id != committee_id || p->report_date != report_date;
    p->committee_id = committee_id;
    p->report_date = report_date;
    p->state = state;
    p->percent = percent <= 100 ? percent : 100;
}

/* A change at once, the same again every minute; never a third message in one minute. */
static bool
is_due(const dbk_presence *p, int64_t tick_ms)
{
    if (p->state == 0 || (p->tried_ms != 0 && tick_ms - p->tried_ms < TRY_AGAIN_MS))
        return false;
    if (p->said_ms[1] != 0 && tick_ms - p->said_ms[1] < MINUTE_MS)
        return false;
    return p->changed || tick_ms - p->said_ms[0] >= DBK_PRESENCE_EVERY_MS;
}

bool
dbk_presence_tick(dbk_presence *p, dbk_courier *courier, int64_t tick_ms)
{
    dbk_presence_message said;
    dbk_request request;

    if (courier == NULL || !is_due(p, tick_ms))
        return false;
    p->tried_ms = tick_ms;
    daybook__v1__presence__init(&said);
    daybook__v1__request__init(&request);
    said.has_committee_id = said.has_report_date = said.has_state = said.has_percent = true;
    said.committee_id = p->committee_id;
    said.report_date = p->report_date;
    said.state = p->state;
    said.percent = p->percent;
    request.what_case = DAYBOOK__V1__REQUEST__WHAT_PRESENCE;
    request.presence = &said;
    if (!dbk_courier_tell(courier, &request))
        return false;
    p->said_ms[1] = p->said_ms[0];
    p->said_ms[0] = tick_ms;
    p->tried_ms = 0;
    p->changed = false;
    return true;
}
