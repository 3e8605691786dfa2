#include "clients/office/code_words.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/rules.h"
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
    { "reconcile", "NO_REPORT_YET", N_("no report yet") },
    { "reconcile", "NOT_ASKED_YET", N_("not called yet") },
    { "reconcile", "HEALTH_MISSING_YET", N_("no health report yet") },
    { "reconcile", "UNREACHED",     N_("not reached") },
    { "reconcile", "POSTED_TWICE",  N_("posted twice") },
    { "reconcile", "CALLED_TWICE",  N_("on post in two shifts") },
    { "reconcile", "HEALTH_MISSING", N_("in no health report") },
    { "reconcile", "HEALTH_TWICE",  N_("in two health reports") },
    { "reconcile", "NOT_ON_ROSTER", N_("not on the roster there") },
    { "signup",   "SIGNED",         N_("signed up") },
    { "signup",   "SELECTED",       N_("in a batch") },
    { "signup",   "POSTED",         N_("will be posted") },
    { "signup",   "ACTIVE",         N_("posted now") },
    { "signup",   "ENDED",          N_("has been posted") },
    { "signup",   "WITHDRAWN",      N_("withdrawn") },
    { "volunteer", "SELECTED_NOT_POSTED", N_("in a batch, and not posted") },
    { "volunteer", "POSTED_NOT_SIGNED", N_("posted, and never signed up") },
    { "volunteer", "BATCH",         N_("another batch") },
    { "volunteer", "BRANCH",        N_("another branch") },
    { "volunteer", "TWO_BRANCHES",  N_("in two branches on one day") },
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
    { "figure",   "REMOVED",        N_("removed") },
    { "figure",   "NOT_ASKED",      N_("not asked") },
    { "figure",   "NOT_REPORTED",   N_("not reported") },
    { "figure",   "EXCUSED",        N_("excused") },
    { "by",        "committee",    N_("committee") },
    { "by",        "subdistrict",  N_("subdistrict") },
    { "by",        "branch",       N_("branch") },
    { "by",        "batch",        N_("batch") },
    { "by",        "night",        N_("night") },
    { "by",        "week",         N_("week") },
    { "by",        "campaign",     N_("campaign") },
    { "act",       "open_nights",       N_("nights opened") },
    { "act",       "close_night",       N_("night closed") },
    { "act",       "reopen",            N_("night reopened") },
    { "act",       "approve_key",       N_("key approved") },
    { "act",       "revoke_key",        N_("key revoked") },
    { "act",       "import_roster",     N_("roster imported") },
    { "act",       "invite",            N_("invitation made") },
    { "act",       "withdraw_invitations", N_("invitations withdrawn") },
    { "act",       "redeem",            N_("invitation redeemed") },
    { "act",       "add_key",           N_("key added") },
    { "act",       "retire_key",        N_("key retired") },
    { "act",       "move_need",         N_("supply step") },
    { "act",       "publish_bulletin",  N_("bulletin published") },
    { "act",       "revoke_bulletin",   N_("bulletin revoked") },
    { "act",       "return_report",     N_("report returned") },
    { "act",       "excuse",            N_("excused") },
    { "act",       "withdraw_excuse",   N_("excuse withdrawn") },
    { "act",       "enter_outage",      N_("line failure entered") },
    { "act",       "redact",            N_("text removed") },
    { "act",       "purge",             N_("texts purged") },
    { "act",       "assign_risk",       N_("risk assigned") },
    { "act",       "close_risk",        N_("risk closed") },
    { "act",       "note_backup",       N_("backup noted") },
    { "act",       "load_form",         N_("form loaded") },
    { "act",       "import_volunteers", N_("volunteers imported") },
    { "act",       "enter_by_proxy",    N_("entered by telephone") },
    { "act",       "make_remark",       N_("remark made") },
    { "act",       "withdraw_remark",   N_("remark withdrawn") },
    { "act",       "make_brief",        N_("brief made") },
    { "check",     "daemons",           N_("daemons") },
    { "check",     "outages",           N_("outages") },
    { "check",     "held",              N_("held records") },
    { "check",     "unexpected",        N_("outside the roster") },
    { "check",     "outside_form",      N_("outside the form") },
    { "check",     "open_nights",       N_("open nights") },
    { "check",     "backup",            N_("backup") },
    { "field",     "situation",         N_("situation") },
    { "field",     "case",              N_("case") },
    { "field",     "no_case",           N_("no typical case") },
    { "field",     "zero_report",       N_("zero report") },
    { "field",     "risk",              N_("risk point") },
    { "field",     "suggestion",        N_("suggestion") },
    { "field",     "reflection",        N_("reflection") },
    { "field",     "thanks",            N_("thanks") },
    { "field",     "supply",            N_("supply need") },
    { "field",     "answer",            N_("answer") },
    { "field",     "explanation",       N_("explanation") },
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
    const char *sentence = strcmp(list, "rule") == 0 || strcmp(list, "field") == 0 ? dbk_rule_sentence(NULL, code) : NULL;

    return sentence ? sentence : code;
}

/* ---------------------------------------------------------------- texts that are gone */

char *
dbk_words_replaced(char *text, const char *what, const char *with)
{
    char *made = NULL, *at = strstr(text, what);
    size_t bytes = 0;

    if (at == NULL)
        return text;
    FILE *to = open_memstream(&made, &bytes);

    assert(to);
    for (const char *from = text; from; ) {
        fprintf(to, "%.*s%s", at ? (int)(at - from) : (int)strlen(from), from, at ? with : "");
        from = at ? at + strlen(what) : NULL;
        at = from ? strstr(from, what) : NULL;
    }
    fclose(to);
    assert(made);
    free(text);
    return made;
}

/* The longer and the shorter of the texts that the database puts in their place (daybook.blank). */
static const struct { const char *stored, *zh, *en; } removed[] = {
    { "(此处文字已由办公室依规定隐去,何人因何隐去见操作留痕,原回执仍然有效。)",
      "（此处文字已由办公室依规定隐去，何人因何隐去见操作留痕，原回执仍然有效。）",
      "(the office has removed this text; the audit says who and why, and the receipt stays good)" },
    { "(已隐去)", "（已隐去）", "(removed)" },
};

char *
dbk_words_removed(char *text)
{
    for (size_t i = 0; i < sizeof removed / sizeof removed[0]; i++)
        text = dbk_words_replaced(text, removed[i].stored, dbk_words_pick(removed[i].zh, removed[i].en));
    return text;
}
