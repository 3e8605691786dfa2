/*
 * cmd_doctor — what a person on the telephone wants to know: each thing that a delivery needs, one line, with a verdict
 * and a remedy.
 *
 * Not here, and not in the bundle: secrets, and what reports say.
 */
#include "clients/secretary/cmd.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/utsname.h>
#include <unistd.h>
#include <zmq.h>

#include "clients/secretary/night.h"
#include "clients/secretary/paint.h"
#include "clients/secretary/probe.h"
#include "clients/secretary/remedy.h"
#include "clients/secretary/sys.h"
#include "clients/secretary/tell.h"
#include "clients/secretary/watch.h"
#include "clients/secretary/which.h"
#include "clients/words.h"
#include "clients/wrap.h"
#include "proto/calendar.h"
#include "proto/ident.h"
#include "proto/text.h"

#define CONNECT_MS 3000
#define HANDSHAKE_MS 6000
#define FREE_LEAST_BYTES (16LL * 1024 * 1024)
#define VERDICT_COLUMNS 6
#define NAME_COLUMNS 14

typedef enum { WELL, ODD, ILL } verdict;

typedef struct {
    dbk_desk *desk;
    FILE     *bundle;            /* NULL: none */
    dbk_code  first_ill;
} doctor;

/* ------------------------------------------------------------------ one verdict */

/* On a terminal wrapped, the remedy below; for a program and in the bundle one line. */
static void
write_line(FILE *to, verdict v, const char *name, const char *text, const char *remedy)
{
    static const dbk_paint colours[] = { [WELL] = PAINT_GOOD, [ODD] = PAINT_WARN, [ILL] = PAINT_BAD };
    const char *const words[] = { [WELL] = _("well"), [ODD] = _("look"), [ILL] = _("ILL") };
    const size_t word = dbk_text_width(words[v], strlen(words[v])), width = dbk_text_width(name, strlen(name));
    const size_t columns = dbk_wrap_columns(to);
    const int indent = VERDICT_COLUMNS + NAME_COLUMNS;

    fprintf(to, "%s%s%s%*s%s%*s", dbk_paint_on(to, colours[v]), words[v], dbk_paint_off(to),
            word < VERDICT_COLUMNS ? (int)(VERDICT_COLUMNS - word) : 1, "", name,
            width < NAME_COLUMNS ? (int)(NAME_COLUMNS - width) : 1, "");
    if (columns == SIZE_MAX) {
        fprintf(to, "%s%s%s\n", text, remedy[0] ? _("; ") : "", remedy);
        return;
    }
    dbk_wrap_go_on(to, text, indent, columns - (size_t)indent);
    if (remedy[0])
        dbk_wrap_print(to, remedy, indent, columns - (size_t)indent);
}

static void
say(doctor *d, verdict v, const char *name, const char *text, const char *remedy)
{
    write_line(stdout, v, name, text, remedy);
    if (d->bundle)
        write_line(d->bundle, v, name, text, remedy);
}

static void
ill(doctor *d, const char *name, const dbk_err *why, const char *remedy)
{
    if (d->first_ill == DBK_OK)
        d->first_ill = why->code;
    say(d, ILL, name, why->text, remedy);
}

/* ------------------------------------------------------------------ this computer */

static void
look_at_versions(doctor *d)
{
    struct utsname system = { 0 };
    char text[300];
    int major, minor, patch;

    zmq_version(&major, &minor, &patch);
    uname(&system);
    snprintf(text, sizeof text, "daybook %s, libzmq %d.%d.%d, libsodium %s, %.60s %.60s", DBK_VERSION, major, minor,
             patch, sodium_version_string(), system.sysname, system.release);
    say(d, zmq_has("curve") ? WELL : ILL, _("versions"), text,
        zmq_has("curve") ? "" : _("this machine's libzmq has no CURVE encryption: ask who looks after this computer"));
}

static void
look_at_home(doctor *d)
{
    dbk_err err = { 0 };
    struct stat st;
    char remedy[PATH_MAX + 200];

    if (dbk_desk_home(d->desk, &err) != 0 || fstat(d->desk->home, &st) != 0) {
        ill(d, _("folder"), &err, _("say --home FOLDER, or make it writable for yourself"));
        return;
    }
    const char *home = d->desk->settings.home;

    remedy[0] = '\0';
    if (st.st_uid != geteuid())
        snprintf(remedy, sizeof remedy, "%s", _("it belongs to another user of this computer: log in as that user, or "
                                                "say --home FOLDER"));
    else if ((st.st_mode & 077) != 0)
        snprintf(remedy, sizeof remedy, _("other users of this computer may look into it: chmod 700 %s"), home);
    say(d, remedy[0] ? ODD : WELL, _("folder"), home, remedy);
}

static void
look_at_disk(doctor *d)
{
    static const char probe[] = "doctor";
    struct statvfs fs;
    dbk_err err = { 0 };
    char text[200];

    if (d->desk->home < 0)
        return;
    if (dbk_file_keep(d->desk->home, probe, probe, sizeof probe, &err) != 0 ||
        dbk_file_remove(d->desk->home, probe, &err) != 0 || fstatvfs(d->desk->home, &fs) != 0) {
        ill(d, _("disk"), &err, _("nothing can be saved here: make room, or ask who looks after this computer"));
        return;
    }
    const long long room = (long long)fs.f_bavail * (long long)fs.f_frsize;

    snprintf(text, sizeof text, _("%lld MiB free, written and synced"), room / (1024 * 1024));
    say(d, room < FREE_LEAST_BYTES ? ODD : WELL, _("disk"), text, room < FREE_LEAST_BYTES ? _("make room soon") : "");
}

static void
look_at_key(doctor *d)
{
    dbk_err err = { 0 };
    const dbk_keypair *key = dbk_desk_key(d->desk, &err);
    char text[200], fingerprint[DBK_FINGERPRINT_BYTES];

    if (key == NULL) {
        ill(d, _("key"), &err, "");                      /* it says itself what helps */
        return;
    }
    snprintf(text, sizeof text, _("fingerprint %s"), dbk_fingerprint(key->open, fingerprint));
    say(d, WELL, _("key"), text, "");
}

static void
look_at_form(doctor *d)
{
    const dbk_form *form = dbk_desk_form(d->desk);
    char text[100];

    snprintf(text, sizeof text, _("form %u is kept here"), form ? dbk_form_version(form) : 0);
    if (form)
        say(d, WELL, _("form"), text, "");
    else
        say(d, ODD, _("form"), _("none is kept here yet"), _("daybook template fetches it, online"));
}

/* ------------------------------------------------------------------ the outbox, file by file */

static void
list_file(doctor *d, const dbk_remedy_view *view, const dbk_item *item)
{
    char id[DBK_ID_TEXT_BYTES], why[DBK_SENTENCE_BYTES], remedy[DBK_SENTENCE_BYTES], night[2 * DBK_NIGHT_BYTES];
    char text[DBK_SENTENCE_BYTES + 200];
    const item_state state = dbk_item_state(item);
    const bool settled = state == ITEM_DONE || (state == ITEM_REFUSED && (item->note.last != EV_REJECTED ||
                                                                         dbk_remedy_followed(view->box, item)));
    const char *folder = state == ITEM_DONE ? "done/" : item->box == BOX_OUT ? "out/" : "refused/";

    snprintf(text, sizeof text, _("%s: %s: %s"), dbk_id_text(item->id, id), dbk_tell_night(item, night, sizeof night),
             dbk_tell_why(item, why, sizeof why));
    say(d, settled ? WELL : ODD, folder, text, dbk_remedy(view, item, remedy, sizeof remedy));
}

static void
look_at_outbox(doctor *d)
{
    dbk_err err = { 0 };
    dbk_outbox *box = dbk_desk_outbox(d->desk, &err);
    const bool watched = d->desk->home >= 0 && dbk_watch_runs(d->desk->home);
    dbk_items items[BOX_N] = { { 0 } };
    const dbk_remedy_view view = { d->desk, items, watched, dbk_now_ms() };
    size_t damaged = 0, n = 0, waiting = 0;
    char text[100];

    for (item_box where = BOX_OUT; box && where < BOX_N; where++)
        if (dbk_outbox_list(box, where, &items[where], &err) != 0)
            box = NULL;
    for (item_box where = BOX_OUT; where < BOX_N; where++) {
        for (size_t i = 0; box && i < items[where].n; i++)
            list_file(d, &view, &items[where].row[i]);
        n += items[where].n;
        damaged += items[where].damaged;
    }
    for (size_t i = 0; i < items[BOX_OUT].n; i++)
        waiting += dbk_item_state(&items[BOX_OUT].row[i]) != ITEM_ASKING;
    for (item_box where = BOX_OUT; where < BOX_N; where++)
        dbk_items_fini(&items[where]);
    if (box == NULL) {
        ill(d, _("outbox"), &err, _("nothing can be kept here: see disk"));
        return;
    }
    snprintf(text, sizeof text, _("%zu reports, %zu damaged files"), n, damaged);
    say(d, damaged > 0 ? ODD : WELL, _("outbox"), text,
        damaged > 0 ? _("the damaged ones lie in damaged/: send them to the office") : "");
    say(d, waiting > 0 && !watched ? ODD : WELL, _("background"),
        watched ? _("daybook flush --watch is running")
                : waiting > 0 ? _("something waits, and nothing delivers in the background")
                              : _("nothing delivers in the background, and nothing waits"),
        watched ? "" : waiting > 0 ? _("daybook flush, or for good: systemctl --user enable --now daybook-flush") : "");
}

/* ------------------------------------------------------------------ the way to the server */

static bool
look_at_endpoint(doctor *d, const dbk_endpoint *endpoint)
{
    char address[DBK_PROBE_ADDRESS_BYTES], text[400];
    const char *remedy = "";
    dbk_err err = { 0 };

    if (dbk_probe_resolve(endpoint->address, address, &remedy, &err) != 0) {
        ill(d, _("name"), &err, remedy);
        return false;
    }
    snprintf(text, sizeof text, "%.255s -> %s", endpoint->address, address);
    say(d, WELL, _("name"), text, "");
    if (dbk_probe_connect(endpoint->address, CONNECT_MS, &remedy, &err) != 0) {
        ill(d, _("connection"), &err, remedy);
        return false;
    }
    say(d, WELL, _("connection"), endpoint->address, "");
    return true;
}

static void
look_at_clock(doctor *d)
{
    const int64_t skew_ms = dbk_courier_skew_ms(d->desk->courier);
    char text[200], night[DBK_NIGHT_BYTES], now[DBK_INSTANT_TEXT_BYTES];

    snprintf(text, sizeof text, _("%s here; the server is %lld s %s; the night is %s"),
             dbk_instant_text(dbk_now_ms(), now), (long long)(llabs(skew_ms) / 1000),
             skew_ms < 0 ? _("behind") : _("ahead"), dbk_night_words(dbk_which_night(d->desk), night));
    if (llabs(skew_ms) > DBK_SKEW_SHOWN_MS)
        say(d, ODD, _("clock"), text, _("set this computer's clock"));
    else
        say(d, WELL, _("clock"), text, "");
}

static void
look_at_server(doctor *d)
{
    dbk_endpoint list[DBK_ENDPOINTS_MAX] = { 0 };
    dbk_err err = { 0 };
    const int n = dbk_settings_endpoints(&d->desk->settings, list, &err);
    bool any = false;

    if (n <= 0) {
        if (n == 0)
            dbk_err_set(&err, DBK_E_CONFIG, "%s", _("no server is set"));
        ill(d, _("settings"), &err, _("an invitation of the office sets it: daybook enrol daybook:..."));
        return;
    }
    for (int i = 0; i < n; i++)
        any |= look_at_endpoint(d, &list[i]);
    if (!any || d->desk->key == NULL)                       /* why it cannot shake hands has been said */
        return;
    const int allowed_ms = d->desk->settings.timeout_ms;

    if (dbk_desk_refresh_scope(d->desk, allowed_ms < HANDSHAKE_MS ? allowed_ms : HANDSHAKE_MS, &err) != 0) {
        ill(d, _("handshake"), &err, err.code == DBK_E_FORBIDDEN ? "" :
            err.code == DBK_E_CONFIG ? _("compare the fingerprint of the server's key with the office: daybook key show")
                                     : _("try again in a few minutes; if it stays so, tell the office"));
        return;
    }
    char name[128], text[200];
    const dbk_scope *scope = dbk_desk_scope(d->desk);

    snprintf(text, sizeof text, _("the office knows this key as: %s"),
             dbk_text_shown(scope->person.data, scope->person.len, name, sizeof name));
    say(d, WELL, _("handshake"), text, "");
    look_at_clock(d);
}

/* ------------------------------------------------------------------ the verb */

static const dbk_option options[] = {
    { "bundle", "FILE", N_("write it to a new file too, to send to the office") },
    { NULL, NULL, NULL },
};

static FILE *
open_bundle(const char *path, dbk_err *err)
{
    const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    FILE *to = fd >= 0 ? fdopen(fd, "w") : NULL;

    if (to == NULL)
        dbk_err_sys(err, _("cannot create %s"), path);
    return to;
}

static int
close_bundle(FILE *bundle, const char *path, dbk_err *err)
{
    const bool failed = ferror(bundle) != 0;

    if (fclose(bundle) != 0 || failed)
        return dbk_err_sys(err, _("cannot write %s"), path);
    dbk_wrap_say(stdout, _("written to %s: no secret and no text of a report is in it\n"), path);
    return 0;
}

static int
examine(dbk_desk *desk, int argc, char **argv, dbk_err *err)
{
    static void (*const looks[])(doctor *d) = {
        look_at_versions, look_at_home, look_at_disk, look_at_key, look_at_form, look_at_outbox, look_at_server,
    };
    dbk_args args = { argc, 1, argv };
    const char *value, *path = NULL;
    doctor d = { .desk = desk };
    int rest;

    while (dbk_args_next(&args, options, &value, &rest, err))
        path = value;
    if (dbk_args_end(argc, argv, rest, err) != 0 || (path && (d.bundle = open_bundle(path, err)) == NULL))
        return -1;
    for (size_t i = 0; i < sizeof looks / sizeof looks[0]; i++)
        looks[i](&d);
    if (d.bundle && close_bundle(d.bundle, path, err) != 0)
        return -1;
    return dbk_cmd_told(err, d.first_ill);
}

const dbk_verb dbk_verb_doctor = {
    "doctor", examine, true, "[--bundle FILE]", N_("what a delivery needs, looked at one by one"),
    N_("Name, connection, handshake, key, clock, disk, outbox and each file in it: a\n"
       "verdict and a remedy for each.\n"), options,
    "daybook doctor --bundle daybook.txt",
};
