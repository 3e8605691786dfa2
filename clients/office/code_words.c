#include "clients/office/code_words.h"

#include <string.h>

#include "clients/words.h"
#include "proto/codes.h"

static const struct { const char *list, *code, *word; } codes[] = {
    { "state",    "ACCEPTED",       N_("accepted") },
    { "state",    "RETURNED",       N_("returned") },
    { "state",    "EXCUSED",        N_("excused") },
    { "state",    "HELD",           N_("held") },
    { "state",    "REFUSED",        N_("has errors") },
    { "state",    "SEALED",         N_("sealed, on its way") },
    { "state",    "FILLING",        N_("being filled") },
    { "state",    "OPENED",         N_("opened") },
    { "state",    "NOT_SEEN",       N_("nothing seen") },
    { "state",    "NOT_EXPECTED",   N_("not expected") },
    { "state",    "MISSING",        N_("not reported") },
    { "held",     "FORBIDDEN",      N_("no right") },
    { "held",     "CLOSED",         N_("night closed") },
    { "held",     "CONFLICT",       N_("another report stands") },
    { "held",     "FAULT",          N_("fault of the service") },
    { "invitation", "OPEN",        N_("not redeemed") },
    { "invitation", "USED",        N_("redeemed") },
    { "invitation", "EXPIRED",     N_("expired") },
    { "attempt",  "used",          N_("used already") },
    { "attempt",  "expired",       N_("expired") },
    { "reason",   "key.revoked",    N_("key revoked") },
    { "reason",   "scope.none",     N_("sender not posted there") },
    { "reason",   "night.closed",   N_("night is closed") },
    { "reason",   "night.unopened", N_("no such night") },
    { "reason",   "stands",         N_("another report stands") },
    { "reason",   "base.stale",     N_("corrects an older revision") },
    { "reason",   "base.unknown",   N_("corrects an unknown report") },
    { "reason",   "store.refused",  N_("fault of the service") },
    { "level",    "NIGHT",          N_("the whole night") },
    { "level",    "SUBDISTRICT",    N_("subdistrict") },
    { "level",    "BRANCH",         N_("branch") },
    { "level",    "COMMITTEE",      N_("committee") },
    { "severity", "1",              N_("low") },
    { "severity", "2",              N_("middle") },
    { "severity", "3",              N_("high") },
    { "urgency",  "1",              N_("can wait") },
    { "urgency",  "2",              N_("soon") },
    { "urgency",  "3",              N_("at once") },
    { "risk",     "OPEN",           N_("open") },
    { "risk",     "ASSIGNED",       N_("assigned") },
    { "risk",     "CLOSED",         N_("closed") },
    { "risk",     "RAISED_AGAIN",   N_("raised again") },
    { "risk",     "ESCALATED",      N_("waits for the office") },
    { "risk",     "SOLVED",         N_("solved") },
    { "item",     "RISK",           N_("risk point") },
    { "item",     "SUPPLY",         N_("supply need") },
    { "item",     "REMARK",         N_("remark") },
    { "item",     "RETURNED",       N_("returned report") },
    { "proxy",    "WAITING",        N_("awaited") },
    { "proxy",    "ENTERED_AGAIN",  N_("entered again") },
    { "proxy",    "ORIGINAL_HERE",  N_("here") },
    { "status",   "REPORTED",       N_("reported") },
    { "status",   "MISSING",        N_("missing") },
    { "status",   "EXCUSED",        N_("excused") },
    { "doctor",   "OK",             N_("good") },
    { "doctor",   "WARN",           N_("look at it") },
    { "doctor",   "BAD",            N_("bad") },
    { "part",     "CASE",           N_("case") },
    { "part",     "SITUATION",      N_("situation") },
    { "part",     "RISK",           N_("risk point") },
    { "part",     "SUGGESTION",     N_("suggestion") },
    { "part",     "REFLECTION",     N_("reflection") },
    { "part",     "THANKS",         N_("thanks") },
    { "reconcile", "HEADCOUNT",     N_("heads: roster and report") },
    { "reconcile", "NO_REPORT",     N_("no report") },
    { "reconcile", "NOT_ASKED",     N_("not called") },
    { "reconcile", "UNREACHED",     N_("not reached") },
    { "need",     "OPEN",           N_("open") },
    { "need",     "PROMISED",       N_("promised") },
    { "need",     "SENT",           N_("on the way") },
    { "need",     "RECEIVED",       N_("come in") },
    { "need",     "CLOSED",         N_("settled") },
    { "bulletin", "IN_FORCE",       N_("in force") },
    { "bulletin", "SUPERSEDED",     N_("superseded") },
    { "bulletin", "REVOKED",        N_("revoked") },
    { "audience", "all",            N_("all") },
    { "audience", "subdistrict",    N_("subdistrict") },
    { "audience", "branch",         N_("branch") },
    { "audience", "committee",      N_("committee") },
    { "figure",   "NOT_FILLED",     N_("not filled") },
    { "figure",   "NOT_ASKED",      N_("not asked") },
    { "figure",   "NOT_REPORTED",   N_("not reported") },
    { "figure",   "EXCUSED",        N_("excused") },
};

const char *
dbk_words_of(const char *list, const char *code)
{
    if (strcmp(list, "timeliness") == 0) {
        const dbk_code_row *row = dbk_list_named(DBK_LIST_TIMELINESS, code);

        return row ? dbk_words_pick(row->zh, row->en) : code;
    }
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        if (strcmp(codes[i].list, list) == 0 && strcmp(codes[i].code, code) == 0)
            return _(codes[i].word);
    return code;
}
