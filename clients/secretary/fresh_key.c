#include "clients/secretary/fresh_key.h"

#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/words.h"
#include "clients/wrap.h"
#include "proto/calendar.h"

#define FIRST_PAUSE_MS 250
#define PAUSE_MOST_MS 4000

/* What was opened with the old key or the old settings is closed; the outbox is the same. */
static int
start_anew(dbk_desk *desk, dbk_err *err)
{
    dbk_courier_close(&desk->courier);
    if (desk->key)
        dbk_keypair_wipe(desk->key);
    free(desk->key);
    desk->key = NULL;
    return dbk_settings_read_again(&desk->settings, err);
}

static bool
key_is_new(const dbk_desk *desk)
{
    char path[PATH_MAX];
    dbk_keypair now;
    bool is_new;

    snprintf(path, sizeof path, "%s/key", desk->settings.home);
    if (desk->key == NULL || dbk_keypair_load(&now, path, NULL) != 0)
        return false;                         /* the one that is in memory still serves */
    is_new = memcmp(now.open, desk->key->open, DBK_KEY_BYTES) != 0;
    dbk_keypair_wipe(&now);
    return is_new;
}

int
dbk_fresh_key_heed(dbk_desk *desk, dbk_err *err)
{
    static const dbk_setting servers[] = { SET_ENDPOINT, SET_SERVER_KEY };
    char was[2][DBK_SETTING_BYTES];
    bool changed = false;

    if (key_is_new(desk))
        return start_anew(desk, err);
    for (size_t i = 0; i < 2; i++)
        memcpy(was[i], desk->settings.value[servers[i]], DBK_SETTING_BYTES);
    if (dbk_settings_read_again(&desk->settings, err) != 0)
        return -1;
    for (size_t i = 0; i < 2; i++)
        changed = changed || strcmp(was[i], desk->settings.value[servers[i]]) != 0;
    if (changed)
        dbk_courier_close(&desk->courier);
    return 0;
}

int
dbk_fresh_key_wait(dbk_desk *desk, dbk_err *err)
{
    const int64_t until = dbk_tick_ms() + DBK_FRESH_KEY_MS;
    dbk_err why = { 0 };
    int pause_ms = FIRST_PAUSE_MS;

    if (start_anew(desk, err) != 0)
        return -1;
    while (dbk_desk_refresh_form(desk, desk->settings.timeout_ms, &why) != 0) {
        if (why.code != DBK_E_FORBIDDEN || dbk_tick_ms() + pause_ms >= until) {
            dbk_wrap_say(stdout, _("the server could not be asked with the new key yet: %s\n"), why.text);
            dbk_wrap_say(stdout, "%s", _("next: daybook status, in a while\n"));
            return 0;
        }
        if (pause_ms == FIRST_PAUSE_MS)
            dbk_wrap_say(stderr, _("the server does not know the new key yet; trying again for %d s\n"),
                         DBK_FRESH_KEY_MS / 1000);
        poll(NULL, 0, pause_ms);
        pause_ms = 2 * pause_ms < PAUSE_MOST_MS ? 2 * pause_ms : PAUSE_MOST_MS;
        dbk_courier_close(&desk->courier);
    }
    dbk_wrap_say(stdout, "%s", _("the server knows the new key, and tonight's form is here\n"));
    return 0;
}
