/*
 * presence — tells the office how far a report has come, as long as a person has it open.
 *
 * For whoever shows a report to a person, with a courier of its own while nothing is being sent. Nothing here waits,
 * and what does not get through is not made up for: the office sees when it heard last. At most two messages in any
 * minute, under 200 bytes of bodies.
 * Not here: what is delivered or held (sender.c); delivering in the background is not "opened".
 */
#ifndef DBK_SECRETARY_PRESENCE_H
#define DBK_SECRETARY_PRESENCE_H

#include "clients/secretary/courier.h"

#define DBK_OPENED  DAYBOOK__V1__PRESENCE_STATE__PRESENCE_OPENED
#define DBK_FILLING DAYBOOK__V1__PRESENCE_STATE__PRESENCE_FILLING
#define DBK_SEALED  DAYBOOK__V1__PRESENCE_STATE__PRESENCE_SEALED
#define DBK_HELD    DAYBOOK__V1__PRESENCE_STATE__PRESENCE_HELD
#define DBK_REFUSED DAYBOOK__V1__PRESENCE_STATE__PRESENCE_REFUSED

/* All zero: nothing has been said yet. */
typedef struct {
    uint32_t           committee_id, report_date;    /* YYYYMMDD */
    dbk_presence_state state;                        /* one of the five above; 0: nothing to say */
    uint32_t           percent;                      /* of the fields to be filled, 0 .. 100 */
    bool               changed;
    int64_t            said_ms[2];                   /* ticks: the last one, and the one before */
    int64_t            tried_ms;
} dbk_presence;

/* Where it stands now. Remembered; dbk_presence_tick() says it. */
void dbk_presence_set(dbk_presence *presence, uint32_t committee_id, uint32_t report_date, dbk_presence_state state,
                      uint32_t percent);

/*
 * To be called every second or so, and after every set: says what is due.
 *   courier  may be NULL: then nothing is said
 *   tick_ms  dbk_tick_ms()
 *   returns  true: a message has gone out
 */
bool dbk_presence_tick(dbk_presence *presence, dbk_courier *courier, int64_t tick_ms);

#endif
