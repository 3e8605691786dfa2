#include "clients/secretary/key_change.h"

#include <string.h>

#include "clients/words.h"

static const struct { const char *reason, *words; } refusals[] = {
    { "key.revoked", N_("the office has revoked your key; ask it for an invitation") },
    { "key.taken",   N_("that key is another person's, or was revoked; ask the office for an invitation") },
    { "keys.many",   N_("you have too many keys; ask the office to revoke those that you do not use") },
};

static int
judge(const dbk_reply *reply, dbk_err *err)
{
    const char *reason = reply->reason ? reply->reason : "?";

    if (reply->status == DBK_ANSWER)
        return 0;
    if (reply->status == DBK_BUSY)
        return dbk_err_set(err, DBK_E_BUSY, "%s", _("the server is busy; nothing has changed for you, try again"));
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++)
        if (strcmp(reason, refusals[i].reason) == 0)
            return dbk_err_set(err, DBK_E_FORBIDDEN, "%s", _(refusals[i].words));
    return dbk_err_set(err, DBK_E_FORBIDDEN, _("the server does not change keys (%.40s); ask the office"), reason);
}

int
dbk_key_change(dbk_courier *courier, dbk_key_deed deed, const uint8_t key[DBK_KEY_BYTES], int timeout_ms, dbk_err *err)
{
    const ProtobufCBinaryData subject = { DBK_KEY_BYTES, (uint8_t *)key };
    dbk_key_change_message change;
    dbk_request request;
    dbk_arena arena;
    const dbk_reply *reply;
    int rc;

    daybook__v1__key_change__init(&change);
    daybook__v1__request__init(&request);
    change.what_case = deed == DBK_KEY_ADD ? DAYBOOK__V1__KEY_CHANGE__WHAT_ADD : DAYBOOK__V1__KEY_CHANGE__WHAT_RETIRE;
    if (deed == DBK_KEY_ADD)
        change.add = subject;
    else
        change.retire = subject;
    request.what_case = DAYBOOK__V1__REQUEST__WHAT_KEY_CHANGE;
    request.key_change = &change;
    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    reply = dbk_courier_ask(courier, &request, timeout_ms, &arena, err);
    rc = reply ? judge(reply, err) : -1;
    dbk_arena_fini(&arena);
    return rc;
}
