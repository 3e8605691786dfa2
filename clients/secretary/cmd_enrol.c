/*
 * enrol — an invitation is redeemed: this laptop gets a key of its own that the office knows, and learns whom to call.
 *
 * The key lies on disk before anything is asked, named after the invitation: whatever is lost, running it again with
 * the same line asks with the same key and hears the same. Settings are written before the key takes over, so that what
 * is in use is always whole.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clients/secretary/bulletins.h"
#include "clients/secretary/cmd.h"
#include "clients/secretary/draft.h"
#include "clients/secretary/fresh_key.h"
#include "clients/secretary/handed.h"
#include "clients/secretary/keyring.h"
#include "clients/secretary/scope.h"
#include "clients/secretary/sys.h"
#include "clients/words.h"
#include "clients/wrap.h"
#include "proto/calendar.h"
#include "proto/ident.h"
#include "proto/invitation.h"
#include "proto/text.h"

#define OWNER_BYTES 128
#define NAME_DIGITS 16                     /* of the code's hash, in hexadecimal */
#define ENROLLED "enrolled"                /* holds the name of the invitation that gave the key in use */

/* ------------------------------------------------------------------ the line */

static const char *const faults[] = {
    [INVITATION_SHAPE]    = N_("this is no invitation: it is one line, daybook:HOST:PORT:KEY:CODE; paste it whole"),
    [INVITATION_HOST]     = N_("the invitation names no server; paste the whole line again, "
                               "or ask the office for another"),
    [INVITATION_PORT]     = N_("the invitation's port is none; paste the whole line again, "
                               "or ask the office for another"),
    [INVITATION_KEY]      = N_("the server key in the invitation is not whole; paste the whole line again"),
    [INVITATION_CODE]     = N_("the code at the end of the invitation is not whole; paste the whole line again"),
    [INVITATION_MISTYPED] = N_("a letter or digit of the invitation is wrong; paste the line instead of typing it"),
};

static int
read_line(int argc, char **argv, dbk_invitation *invitation, dbk_err *err)
{
    dbk_invitation_fault fault;

    if (argc < 2)
        return dbk_err_set(err, DBK_E_USAGE, "%s",
                           _("give the invitation that the office sent you: daybook enrol daybook:..."));
    if (argc > 2)
        return dbk_err_set(err, DBK_E_USAGE, "%s", _("an invitation is one line without blanks; paste it whole"));
    fault = dbk_invitation_parse(argv[1], invitation);
    return fault == INVITATION_GOOD ? 0 : dbk_err_set(err, DBK_E_USAGE, "%s", _(faults[fault]));
}

/* ------------------------------------------------------------------ asking */

static const struct { const char *reason, *words, *words_since; } refusals[] = {
    { "code.unknown", N_("the server knows no such invitation; ask the office for a new one"), NULL },
    { "code.used",
      N_("this invitation was used already, with another key; if that was not you, tell the office at once"),
      N_("this invitation was used at %s, with another key; if that was not you, tell the office at once") },
    { "code.expired", N_("this invitation has expired; ask the office for a new one"),
                      N_("this invitation could be used until %s; ask the office for a new one") },
    { "key.revoked",  N_("the office has revoked the key that this invitation gave you; ask for a new invitation"),
      NULL },
    { "key.taken",    N_("the key of this laptop belongs to another person; ask the office for a new invitation"),
      NULL },
};

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static int
refused(const dbk_reply *reply, dbk_err *err)
{
    char at[DBK_INSTANT_TEXT_BYTES];

    for (size_t i = 0; reply->reason && i < sizeof refusals / sizeof refusals[0]; i++)
        if (strcmp(reply->reason, refusals[i].reason) == 0 && refusals[i].words_since && reply->has_since_ms)
            return dbk_err_set(err, DBK_E_FORBIDDEN, _(refusals[i].words_since), dbk_instant_text(reply->since_ms, at));
        else if (strcmp(reply->reason, refusals[i].reason) == 0)
            return dbk_err_set(err, DBK_E_FORBIDDEN, "%s", _(refusals[i].words));
    return dbk_err_set(err, DBK_E_FORBIDDEN, _("the server refused the invitation (%.40s); ask the office"),
                       reply->reason ? reply->reason : "?");
}
#pragma GCC diagnostic pop

static int
judge(const dbk_reply *reply, dbk_err *err)
{
    if (reply->status == DBK_FORBIDDEN)
        return refused(reply, err);
    if (reply->status == DBK_BUSY && reply->reason && strcmp(reply->reason, "enrol.slow") == 0)
        return dbk_err_set(err, DBK_E_BUSY, "%s",
                           _("too many invitations that were none came from here; try again in a minute"));
    if (reply->status == DBK_BUSY)
        return dbk_err_set(err, DBK_E_BUSY, "%s",
                           _("the server is busy; try again with the same line, it is not used up"));
    if (reply->status != DBK_ANSWER || reply->scope == NULL || reply->n_servers == 0)
        return dbk_err_set(err, DBK_E_CONFIG, "%s", _("the server's answer is none to an invitation; ask the office"));
    return 0;
}

/* Why there was no answer, in the words of an invitation instead of those of settings. */
static int
silence(const dbk_courier *courier, dbk_err *err)
{
    switch (dbk_courier_line(courier)) {
    case LINE_NOT_OURS:
        return dbk_err_set(err, DBK_E_CONFIG, "%s",
                           _("whoever answers there is not the server of this invitation; "
                             "ask the office for a new one"));
    case LINE_UNCHECKED:
        return dbk_err_set(err, DBK_E_BUSY, "%s", _("too many come to enrol just now; try again in a moment"));
    case LINE_NO_RIGHT:
        return dbk_err_set(err, DBK_E_CONFIG, "%s",
                           _("that is the port for reports, not for enrolling; ask the office for a new invitation"));
    default:
        return dbk_err_why(err, "%s", _("nothing is lost, try again with the same line"));
    }
}

static const dbk_reply *
redeem(const dbk_invitation *invitation, const dbk_keypair *pair, int timeout_ms, dbk_arena *arena, dbk_err *err)
{
    dbk_endpoint at = { .address = "" };
    Daybook__V1__Enrol enrol;
    dbk_request request;
    dbk_courier *courier;
    const dbk_reply *reply;

    snprintf(at.address, sizeof at.address, "tcp://%s:%u", invitation->host, invitation->port);
    memcpy(at.server_key, invitation->server_key, DBK_KEY_BYTES);
    courier = dbk_courier_open(&at, 1, pair, err);
    if (courier == NULL)
        return NULL;
    daybook__v1__enrol__init(&enrol);
    daybook__v1__request__init(&request);
    enrol.has_code = true;
    enrol.code = (ProtobufCBinaryData){ DBK_INVITATION_CODE_BYTES, (uint8_t *)invitation->code };
    request.what_case = DAYBOOK__V1__REQUEST__WHAT_ENROL;
    request.enrol = &enrol;
    reply = dbk_courier_ask(courier, &request, timeout_ms, arena, err);
    if (reply == NULL)
        silence(courier, err);
    else if (judge(reply, err) != 0)
        reply = NULL;
    dbk_courier_close(&courier);
    return reply;
}

/* ------------------------------------------------------------------ keeping */

static int
keep_servers(dbk_desk *desk, const dbk_reply *reply, dbk_err *err)
{
    dbk_endpoint list[DBK_ENDPOINTS_MAX] = { { .address = "" } };
    size_t n = 0;

    for (size_t i = 0; i < reply->n_servers && n < DBK_ENDPOINTS_MAX; i++) {
        const dbk_server *server = reply->servers[i];

        if (server->endpoint == NULL || server->key.len != DBK_KEY_BYTES || !dbk_settings_is_endpoint(server->endpoint))
            continue;
        snprintf(list[n].address, sizeof list[n].address, "%s", server->endpoint);
        memcpy(list[n++].server_key, server->key.data, DBK_KEY_BYTES);
    }
    if (n == 0)
        return dbk_err_set(err, DBK_E_CONFIG, "%s", _("the server does not say where to report; ask the office"));
    return dbk_settings_keep_endpoints(desk->home, list, n, err);
}

/* Was it this invitation that gave the key in use? */
static bool
is_enrolled(int home, const char *name)
{
    size_t size = 0;
    char *said = (char *)dbk_file_read(home, ENROLLED, 256, &size, NULL);
    const bool same = said && strncmp(said, name, strlen(name)) == 0;

    free(said);
    return same;
}

/* Is the key in use that of somebody else, as far as is known? Then which, and whose. */
static bool
is_handed_on(dbk_desk *desk, const dbk_keyring *ring, const char *person, char owner[OWNER_BYTES],
             uint8_t key[DBK_KEY_BYTES])
{
    const dbk_scope *scope = dbk_desk_scope(desk);
    char path[PATH_MAX];
    dbk_keypair pair;

    owner[0] = '\0';
    snprintf(path, sizeof path, "%s/key", desk->settings.home);
    if (dbk_keypair_load(&pair, path, NULL) == 0) {
        dbk_keyring_owner(ring, pair.open, owner, OWNER_BYTES);
        memcpy(key, pair.open, DBK_KEY_BYTES);
        if (owner[0] == '\0' && scope)                /* approved by hand: the office has told all the same */
            dbk_text_shown(scope->person.data, scope->person.len, owner, OWNER_BYTES);
    }
    dbk_keypair_wipe(&pair);
    return owner[0] != '\0' && strcmp(owner, person) != 0;
}

/* What was here for the one before is not for the next one: neither to be read nor to be sealed unawares. */
static int
hand_on(dbk_desk *desk, const dbk_keyring *ring, const char *person, dbk_err *err)
{
    char owner[OWNER_BYTES], hex[NAME_DIGITS + 1];
    uint8_t key[DBK_KEY_BYTES];
    size_t drafts;

    if (!is_handed_on(desk, ring, person, owner, key))
        return 0;
    dbk_hex(key, NAME_DIGITS / 2, hex);
    if (dbk_keyring_set_owner(ring, key, owner, err) != 0 || dbk_bulletins_forget(desk, err) != 0 || dbk_handed_forget(desk->home, err) != 0 ||
        dbk_draft_lay_aside(desk->home, hex, &drafts, err) != 0)
        return -1;
    if (drafts > 0)
        dbk_wrap_say(stdout,
                     _("drafts of %s were laid aside: %zu, in %s/%s%s; "
                       "daybook submit FILE seals one of them in your name\n"),
                     owner, drafts, desk->settings.home, hex, DBK_DRAFTS_ASIDE);
    return 0;
}

static int
keep(dbk_desk *desk, const dbk_keyring *ring, const char *name, const dbk_keypair *pair, const dbk_reply *reply,
     dbk_err *err)
{
    char person[128];

    dbk_text_shown(reply->scope->person.data, reply->scope->person.len, person, sizeof person);
    if (keep_servers(desk, reply, err) != 0 || dbk_keyring_set_owner(ring, pair->open, person, err) != 0)
        return -1;
    if (is_enrolled(desk->home, name))
        return 0;
    if (hand_on(desk, ring, person, err) != 0)
        return -1;
    if (dbk_keyring_take_over(ring, name, err) != 0)
        return -1;
    return dbk_file_keep(desk->home, ENROLLED, name, strlen(name), err);
}

/* ------------------------------------------------------------------ the verb */

/* The key that asks: the one that has this invitation already, or a new one. */
static int
key_for(const dbk_desk *desk, const dbk_keyring *ring, const char *name, dbk_keypair *pair, dbk_err *err)
{
    char path[PATH_MAX];

    if (!is_enrolled(desk->home, name))
        return dbk_keyring_next(ring, name, pair, err);
    snprintf(path, sizeof path, "%s/key", desk->settings.home);
    return dbk_keypair_load(pair, path, err);
}

static int
enrol(dbk_desk *desk, const dbk_invitation *invitation, dbk_err *err)
{
    const dbk_keyring ring = { desk->home, desk->settings.home };
    uint8_t hash[DBK_HASH_BYTES];
    char name[NAME_DIGITS + 1];
    const dbk_reply *reply;
    dbk_keypair pair;
    dbk_arena arena;
    int rc = -1;

    dbk_invitation_hash(invitation->code, hash);
    dbk_hex(hash, NAME_DIGITS / 2, name);
    if (key_for(desk, &ring, name, &pair, err) != 0)
        return -1;
    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    reply = redeem(invitation, &pair, desk->settings.timeout_ms, &arena, err);
    if (reply)
        rc = keep(desk, &ring, name, &pair, reply, err);
    if (rc == 0) {
        dbk_desk_keep_scope(desk, reply->scope);
        dbk_wrap_say(stdout, "%s", _("enrolled: this laptop has a key of its own now\n"));
        dbk_scope_show(reply->scope, stdout);
    }
    dbk_arena_fini(&arena);
    dbk_keypair_wipe(&pair);
    return rc;
}

static int
run(dbk_desk *desk, int argc, char **argv, dbk_err *err)
{
    dbk_invitation invitation = { .port = 0 };

    if (read_line(argc, argv, &invitation, err) != 0 || dbk_desk_home(desk, err) != 0 ||
        enrol(desk, &invitation, err) != 0 || dbk_fresh_key_wait(desk, err) != 0)
        return -1;
    dbk_wrap_say(stdout, "%s", _("Next: type daybook; it tells what is to be done tonight.\n"));
    return 0;
}

const dbk_verb dbk_verb_enrol = {
    "enrol", run, true, "INVITATION", N_("let the server know this laptop, once"),
    N_("The office sends you one line; it holds for 24 hours. A key is made here, the\n"
       "server learns of it, and you are told for which committees and dates you may\n"
       "report. If no answer comes, run it again with the same line.\n"), NULL,
    "daybook enrol daybook:daybook.example.org:5571:9QV...:7KD...",
};
