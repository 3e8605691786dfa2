#include "clients/secretary/line.h"

#include <errno.h>
#include <zmq.h>

#include "clients/words.h"

/* An empty cell (LINE_UNTRIED, 0) leaves the line as it is; a retry after a failure must not blot out the failure. */
static const dbk_line changes[LINE_N][HEARD_N] = {
    [LINE_UNTRIED]   = { [HEARD_RETRIED] = LINE_NO_HOST,   [HEARD_DELAYED] = LINE_CALLING },
    [LINE_NO_HOST]   = { [HEARD_DELAYED] = LINE_CALLING },
    [LINE_CALLING]   = { [HEARD_CLOSED]  = LINE_NOBODY },
    [LINE_CONNECTED] = { [HEARD_BROKEN]  = LINE_NOT_OURS,  [HEARD_DENIED]    = LINE_NO_RIGHT,
                         [HEARD_UNCHECKED] = LINE_UNCHECKED, [HEARD_DISCONNECTED] = LINE_NOT_ZMQ },
    [LINE_NOT_OURS]  = { [HEARD_DENIED]  = LINE_NO_RIGHT,  [HEARD_UNCHECKED] = LINE_UNCHECKED },
    [LINE_REACHED]   = { [HEARD_DISCONNECTED] = LINE_LOST },
    [LINE_LOST]      = { [HEARD_CLOSED]  = LINE_NOBODY },
};

static const struct { int patience_ms; dbk_code code; const char *words; } lines[LINE_N] = {
    [LINE_UNTRIED]   = { -1,   DBK_E_BUSY, N_("not tried yet") },
    [LINE_NO_HOST]   = { 3000, DBK_E_NO_HOST,
                         N_("the host name is not known; check the network, and the endpoint in the settings") },
    [LINE_CALLING]   = { -1,   DBK_E_BUSY, N_("no answer from the network") },
    [LINE_NOBODY]    = { 5000, DBK_E_BUSY, N_("nothing listens there, or it cannot be reached") },
    [LINE_CONNECTED] = { -1,   DBK_E_BUSY, N_("connected, but the service does not answer the handshake") },
    [LINE_NOT_OURS]  = { 3000, DBK_E_CONFIG,
                         N_("hung up during the handshake: most likely server_key in the settings is wrong, "
                            "or this is not the daybook service") },
    [LINE_NOT_ZMQ]   = { 1000, DBK_E_CONFIG, N_("this is not a daybook service; check the endpoint") },
    [LINE_NO_RIGHT]  = { 0,    DBK_E_FORBIDDEN,
                         N_("your key is not approved yet; the office needs your public key, "
                            "which daybook status shows") },
    [LINE_UNCHECKED] = { 0,    DBK_E_BUSY, N_("the server could not check your key just now") },
    [LINE_REACHED]   = { -1,   DBK_E_BUSY, N_("reached, and your key was accepted, but no confirmation came") },
    [LINE_LOST]      = { -1,   DBK_E_BUSY, N_("the connection broke before the confirmation") },
};

dbk_heard
dbk_line_heard(uint16_t event, uint32_t value)
{
    switch (event) {
    case ZMQ_EVENT_CONNECT_DELAYED:
        return HEARD_DELAYED;
    case ZMQ_EVENT_CONNECT_RETRIED:
        return HEARD_RETRIED;
    case ZMQ_EVENT_CLOSED:
        return HEARD_CLOSED;
    case ZMQ_EVENT_CONNECTED:
        return HEARD_CONNECTED;
    case ZMQ_EVENT_DISCONNECTED:
        return HEARD_DISCONNECTED;
    case ZMQ_EVENT_HANDSHAKE_SUCCEEDED:
        return HEARD_WELCOME;
    case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL:
        return value == EAGAIN ? HEARD_MUTE : HEARD_BROKEN;
    case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL:
        return HEARD_BROKEN;
    case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH:
        return value == 400 ? HEARD_DENIED : HEARD_UNCHECKED;
    default:
        return HEARD_NOTHING;
    }
}

dbk_line
dbk_line_next(dbk_line line, dbk_heard heard)
{
    if (heard == HEARD_CONNECTED)
        return line == LINE_NOT_OURS ? line : LINE_CONNECTED;      /* the same peer will hang up again */
    if (heard == HEARD_WELCOME)
        return LINE_REACHED;
    return changes[line][heard] == LINE_UNTRIED ? line : changes[line][heard];
}

int
dbk_line_patience_ms(dbk_line line)
{
    return lines[line].patience_ms;
}

const char *
dbk_line_words(dbk_line line)
{
    return _(lines[line].words);
}

dbk_code
dbk_line_code(dbk_line line)
{
    return lines[line].code;
}
