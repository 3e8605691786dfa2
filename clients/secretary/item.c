#include "clients/secretary/item.h"

#define BACKOFF_FIRST_MS (5 * 1000)

static const item_step life[ITEM_N][EV_N] = {
    [ITEM_WAITING] = { [EV_DUE]      = { ITEM_SENT,    DO_SEND },
                       [EV_AGAIN]    = { ITEM_SENT,    DO_SEND } },         /* not dropped: it may be stored */
    [ITEM_SENT]    = { [EV_RECEIPT]  = { ITEM_DONE,    DO_FILE_DONE },
                       [EV_REJECTED] = { ITEM_REFUSED, DO_FILE_REFUSED },
                       [EV_STANDING] = { ITEM_HELD,    DO_HOLD },           /* no right, closed: may pass */
                       [EV_CONFLICT] = { ITEM_ASKING,  DO_ASK },            /* a person must choose */
                       [EV_BUSY]     = { ITEM_WAITING, DO_WAIT_LONGER },
                       [EV_SILENCE]  = { ITEM_WAITING, DO_WAIT_LONGER } },
    [ITEM_HELD]    = { [EV_DUE]      = { ITEM_SENT,    DO_SEND },
                       [EV_AGAIN]    = { ITEM_SENT,    DO_SEND },
                       [EV_DROPPED]  = { ITEM_REFUSED, DO_FILE_REFUSED } },
    [ITEM_ASKING]  = { [EV_AGAIN]    = { ITEM_SENT,    DO_SEND },           /* never by the clock */
                       [EV_DROPPED]  = { ITEM_REFUSED, DO_FILE_REFUSED } },
    [ITEM_DONE]    = { [EV_AGAIN]    = { ITEM_WAITING, DO_RETURN },
                       [EV_RESTORED] = { ITEM_WAITING, DO_RETURN } },
};

item_step
dbk_item_step(item_state state, item_event event)
{
    return life[state][event];
}

item_state
dbk_item_state_of(item_box box, item_event last)
{
    switch (box) {
    case BOX_DONE:
        return ITEM_DONE;
    case BOX_REFUSED:
        return ITEM_REFUSED;
    default:
        return last == EV_STANDING ? ITEM_HELD : last == EV_CONFLICT ? ITEM_ASKING : ITEM_WAITING;
    }
}

item_event
dbk_item_event_of(dbk_status status)
{
    switch (status) {
    case DBK_ACCEPTED:
    case DBK_DUPLICATE:
        return EV_RECEIPT;
    case DBK_REJECTED:
    case DBK_MALFORMED:
        return EV_REJECTED;
    case DBK_CONFLICT:
        return EV_CONFLICT;
    case DBK_BUSY:
        return EV_BUSY;
    case DAYBOOK__V1__STATUS__STATUS_UNSPECIFIED:
    case DBK_ANSWER:
        return EV_SILENCE;
    default:
        return EV_STANDING;
    }
}

/* Between one half of `ms` and all of it. */
static int64_t
jittered(int64_t ms, uint32_t random)
{
    return ms / 2 + (int64_t)(random % (uint64_t)(ms / 2 + 1));
}

int64_t
dbk_item_wait_ms(item_event event, uint32_t tries, uint32_t retry_after_ms, uint32_t random)
{
    int64_t ms = BACKOFF_FIRST_MS;

    if (event == EV_STANDING)
        return DBK_HELD_RETRY_MS;
    if (event == EV_BUSY && retry_after_ms > 0) {
        ms = (int64_t)retry_after_ms + random % (retry_after_ms / 4 + 1);      /* never before it is asked for */
        return ms < DBK_HELD_RETRY_MS ? ms : DBK_HELD_RETRY_MS;
    }
    while (tries-- > 1 && ms < DBK_HELD_RETRY_MS)
        ms *= 2;
    return jittered(ms < DBK_HELD_RETRY_MS ? ms : DBK_HELD_RETRY_MS, random);
}

int64_t
dbk_item_left_ms(int64_t next_try_ms, int64_t now_ms)
{
    return next_try_ms <= now_ms || next_try_ms - now_ms > DBK_HELD_RETRY_MS ? 0 : next_try_ms - now_ms;
}
