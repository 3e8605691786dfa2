#include "clients/secretary/cmd.h"

#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "clients/words.h"
#include "clients/wrap.h"
#include "proto/ident.h"

static void
print_key(const dbk_keypair *pair)
{
    char hex[2 * DBK_KEY_BYTES + 1], fingerprint[DBK_FINGERPRINT_BYTES];

    printf("%s\n", dbk_hex(pair->open, DBK_KEY_BYTES, hex));
    dbk_wrap_say(stdout, _("fingerprint: %s\n"), dbk_fingerprint(pair->open, fingerprint));
}

static int
keygen(dbk_desk *desk, int argc, char **argv, dbk_err *err)
{
    char path[PATH_MAX];
    dbk_keypair pair;
    int rc;

    if (dbk_args_end(argc, argv, 1, err) != 0 || dbk_desk_home(desk, err) != 0)
        return -1;
    snprintf(path, sizeof path, "%s/key", desk->settings.home);
    if (access(path, F_OK) == 0)
        return dbk_err_set(err, DBK_E_CONFIG, _("there is a key already: %s; it is never overwritten"), path);
    if (dbk_keypair_make(&pair, err) != 0)
        return -1;
    rc = dbk_keypair_save(&pair, path, err);
    if (rc == 0) {
        print_key(&pair);
        dbk_wrap_say(stdout, _("your secret key lies in %s: show it to nobody\n"), path);
        dbk_wrap_say(stdout, "%s",
                     _("next: give the office the first line, and compare the fingerprint on the telephone\n"));
    }
    dbk_keypair_wipe(&pair);
    return rc;
}

const dbk_verb dbk_verb_keygen = {
    "keygen", keygen, true, "", N_("make your key, once"), "", NULL,
    "daybook keygen",
};
