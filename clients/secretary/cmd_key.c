/*
 * key — the keys of this laptop and of the servers it trusts: shown, renewed, and a server's new one taken.
 */
#include <stdio.h>
#include <string.h>

#include "clients/secretary/cmd.h"
#include "clients/secretary/fresh_key.h"
#include "clients/secretary/key_change.h"
#include "clients/secretary/keyring.h"
#include "clients/words.h"
#include "clients/wrap.h"
#include "proto/ident.h"

#define RENEWED "renew"                    /* the name of a next key that no invitation gave */

/* ------------------------------------------------------------------ show */

static int
show_before(void *ctx, const dbk_keypair *pair, dbk_err *err)
{
    dbk_desk *desk = ctx;
    const dbk_keyring ring = { desk->home, desk->settings.home };
    char fingerprint[DBK_FINGERPRINT_BYTES], owner[128];
    dbk_items out;
    size_t waits = 0;

    if (dbk_outbox_list(dbk_desk_outbox(desk, err), BOX_OUT, &out, err) != 0)
        return -1;
    for (size_t i = 0; i < out.n; i++)
        waits += memcmp(out.row[i].key, pair->open, DBK_KEY_BYTES) == 0;
    dbk_items_fini(&out);
    dbk_wrap_say(stdout, _("earlier key: fingerprint %s, of %s, reports waiting: %zu\n"),
                 dbk_fingerprint(pair->open, fingerprint),
                 dbk_keyring_owner(&ring, pair->open, owner, sizeof owner)[0] ? owner : _("nobody known"), waits);
    return 0;
}

static int
show(dbk_desk *desk, int argc, char **argv, dbk_err *err)
{
    const dbk_keypair *key = dbk_desk_key(desk, err);
    char hex[DBK_KEY_HEX_CHARS + 1], fingerprint[DBK_FINGERPRINT_BYTES], owner[128];
    dbk_endpoint list[DBK_ENDPOINTS_MAX] = { { .address = "" } };

    (void)argv;
    if (argc > 1)
        return dbk_err_set(err, DBK_E_USAGE, "%s", _("key show takes no arguments"));
    if (key == NULL || dbk_desk_outbox(desk, err) == NULL)
        return -1;
    const dbk_keyring ring = { desk->home, desk->settings.home };

    printf("%s\n", dbk_hex(key->open, DBK_KEY_BYTES, hex));
    dbk_wrap_say(stdout, _("fingerprint: %s\n"), dbk_fingerprint(key->open, fingerprint));
    if (dbk_keyring_owner(&ring, key->open, owner, sizeof owner)[0])
        dbk_wrap_say(stdout, _("the office knows this key as: %s\n"), owner);
    if (dbk_keyring_each_before(&ring, show_before, desk, err) != 0)
        return -1;
    const int n = dbk_settings_endpoints(&desk->settings, list, err);

    for (int i = 0; i < n; i++)
        dbk_wrap_say(stdout, _("server: %s, fingerprint of its key %s\n"), list[i].address,
                     dbk_fingerprint(list[i].server_key, fingerprint));
    return n < 0 ? -1 : 0;
}

/* ------------------------------------------------------------------ renew */

static int
renew(dbk_desk *desk, int argc, char **argv, dbk_err *err)
{
    const dbk_keypair *old = dbk_desk_key(desk, err);
    dbk_courier *courier = old ? dbk_desk_courier(desk, err) : NULL;
    char owner[128], fingerprint[DBK_FINGERPRINT_BYTES];
    dbk_keypair next;
    int rc;

    (void)argv;
    if (argc > 1)
        return dbk_err_set(err, DBK_E_USAGE, "%s", _("key renew takes no arguments"));
    if (courier == NULL || dbk_desk_home(desk, err) != 0)
        return -1;
    const dbk_keyring ring = { desk->home, desk->settings.home };

    if (dbk_keyring_next(&ring, RENEWED, &next, err) != 0)
        return -1;
    rc = dbk_key_change(courier, DBK_KEY_ADD, next.open, desk->settings.timeout_ms, err);
    if (rc == 0) {
        dbk_keyring_owner(&ring, old->open, owner, sizeof owner);
        rc = owner[0] ? dbk_keyring_set_owner(&ring, next.open, owner, err) : 0;
    }
    if (rc == 0)
        rc = dbk_keyring_take_over(&ring, RENEWED, err);
    if (rc == 0) {
        dbk_wrap_say(stdout, _("a new key is in use, fingerprint %s\n"), dbk_fingerprint(next.open, fingerprint));
        dbk_wrap_say(stdout, "%s", _("what the old one has sealed is still sent with the old one\n"));
    }
    dbk_keypair_wipe(&next);
    return rc == 0 ? dbk_fresh_key_wait(desk, err) : -1;
}

/* ------------------------------------------------------------------ trust */

static bool
is_there(const dbk_endpoint *list, size_t n, const char *address, const uint8_t *key)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i].address, address) == 0 && memcmp(list[i].server_key, key, DBK_KEY_BYTES) == 0)
            return true;
    return false;
}

static int
add(dbk_endpoint list[DBK_ENDPOINTS_MAX], size_t *n, const char *address, const uint8_t *key, dbk_err *err)
{
    if (is_there(list, *n, address, key))
        return 0;
    if (*n == DBK_ENDPOINTS_MAX)
        return dbk_err_set(err, DBK_E_CONFIG, _("more than %d servers; take one away with key trust --drop HEX"),
                           DBK_ENDPOINTS_MAX);
    snprintf(list[*n].address, sizeof list[*n].address, "%s", address);
    memcpy(list[(*n)++].server_key, key, DBK_KEY_BYTES);
    return 0;
}

static size_t
drop(dbk_endpoint *list, size_t n, const uint8_t *key)
{
    size_t left = 0;

    for (size_t i = 0; i < n; i++)
        if (memcmp(list[i].server_key, key, DBK_KEY_BYTES) != 0)
            list[left++] = list[i];
    return left;
}

typedef struct { bool drops; uint8_t key[DBK_KEY_BYTES]; const char *address; } wish;

static int
take_wish(int argc, char **argv, wish *w, dbk_err *err)
{
    static const dbk_option options[] = { { "drop", NULL, "" }, { NULL, NULL, NULL } };
    dbk_args args = { argc, 1, argv };
    const char *value, *hex;
    int rest;

    w->drops = false;
    while (dbk_args_next(&args, options, &value, &rest, err))
        w->drops = true;
    if (rest < 0)
        return -1;
    hex = rest < argc ? argv[rest] : NULL;
    w->address = argc - rest > 1 ? argv[rest + 1] : NULL;
    if (hex == NULL || argc - rest > (w->drops ? 1 : 2))
        return dbk_err_set(err, DBK_E_USAGE, "%s",
                           _("it is: daybook key trust HEX [tcp://HOST:PORT], or key trust --drop HEX"));
    if (dbk_key_parse(hex, w->key, NULL) != 0)
        return dbk_err_set(err, DBK_E_USAGE, _("'%.70s' is no key of a server: 64 hexadecimal digits"), hex);
    if (w->address && !dbk_settings_is_endpoint(w->address))
        return dbk_err_set(err, DBK_E_USAGE, _("an endpoint is tcp://HOST:PORT, not '%.60s'"), w->address);
    return 0;
}

static int
trust(dbk_desk *desk, int argc, char **argv, dbk_err *err)
{
    dbk_endpoint list[DBK_ENDPOINTS_MAX] = { { .address = "" } };
    char fingerprint[DBK_FINGERPRINT_BYTES];
    wish w;

    if (take_wish(argc, argv, &w, err) != 0 || dbk_desk_home(desk, err) != 0)
        return -1;
    const int had = dbk_settings_endpoints(&desk->settings, list, err);
    size_t n = had > 0 ? (size_t)had : 0;

    if (had < 0)
        return -1;
    if (w.drops && (n = drop(list, n, w.key)) == (size_t)had)
        return dbk_err_set(err, DBK_E_USAGE, "%s", _("no server with this key is trusted; see daybook key show"));
    if (w.drops && n == 0)
        return dbk_err_set(err, DBK_E_USAGE, "%s", _("that is the only server; trust its new key first"));
    if (!w.drops && w.address == NULL && n == 0)
        return dbk_err_set(err, DBK_E_USAGE, "%s",
                           _("no server is known yet: say which, daybook key trust HEX tcp://HOST:PORT"));
    for (int i = 0; !w.drops && w.address == NULL && i < had; i++)
        if (add(list, &n, list[i].address, w.key, err) != 0)
            return -1;
    if (w.address && add(list, &n, w.address, w.key, err) != 0)
        return -1;
    if (dbk_settings_keep_endpoints(desk->home, list, n, err) != 0)
        return -1;
    printf(w.drops ? _("not trusted any more: fingerprint %s\n")
                   : _("trusted: fingerprint %s; compare it with the office's\n"),
           dbk_fingerprint(w.key, fingerprint));
    return 0;
}

/* ------------------------------------------------------------------ the verb */

static int
run(dbk_desk *desk, int argc, char **argv, dbk_err *err)
{
    static const struct { const char *name; int (*run)(dbk_desk *, int, char **, dbk_err *); } words[] = {
        { "show", show }, { "renew", renew }, { "trust", trust },
    };

    for (size_t i = 0; argc > 1 && i < sizeof words / sizeof words[0]; i++)
        if (strcmp(argv[1], words[i].name) == 0)
            return words[i].run(desk, argc - 1, argv + 1, err);
    return dbk_err_set(err, DBK_E_USAGE, "%s", _("it is: daybook key show, key renew, or key trust HEX"));
}

const dbk_verb dbk_verb_key = {
    "key", run, true, "show | renew | trust HEX [ENDPOINT]", N_("your key and the servers' keys"),
    N_("show            your key, earlier ones, the servers you trust\n"
       "renew           a new key, which the old one vouches for\n"
       "trust HEX       a new key of the server, at the endpoints known or at ENDPOINT\n"
       "trust --drop HEX  trust that one no longer\n"), NULL,
    "daybook key show\ndaybook key trust 5f3c... tcp://daybook.example.org:5570",
};
