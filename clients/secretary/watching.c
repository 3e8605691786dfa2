/*
 * watching — daybook flush --watch: deliver in the background, for as long as this process lives.
 *
 * It sleeps until the next item is due or something changes in out/, holds the sender's lock only while it sends, and
 * remembers nothing: what is due is read from the notes of the items each time.
 */
#include "clients/secretary/watching.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "clients/secretary/rounds.h"
#include "clients/secretary/watch.h"
#include "clients/words.h"
#include "clients/wrap.h"
#include "proto/calendar.h"

/* Settings, keys and the outbox are looked at again this often, whatever happens. */
#define LONGEST_SLEEP_MS (15 * 60 * 1000)
/* After a failure that names no time of its own: no key approved yet, the disk is full. */
#define FAILED_SLEEP_MS (60 * 1000)

typedef struct { int lock, signals, changes; } watching;

static int
open_watch(watching *w, dbk_desk *desk, dbk_err *err)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    *w = (watching){ -1, -1, -1 };
    if (dbk_desk_outbox(desk, err) == NULL || (w->lock = dbk_watch_begin(desk->home, err)) < 0)
        return -1;
    if (sigprocmask(SIG_BLOCK, &set, NULL) != 0 || (w->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK)) < 0)
        return dbk_err_sys(err, "signalfd");
    w->changes = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (w->changes < 0)
        return dbk_err_sys(err, "inotify");
    char path[sizeof desk->settings.home + 8];

    snprintf(path, sizeof path, "%s/out", desk->settings.home);
    /* An item arrives by rename. Its note changes by our own hand only: that wakes nobody. */
    return inotify_add_watch(w->changes, path, IN_MOVED_TO) >= 0 ? 0 : dbk_err_sys(err, "inotify %s", path);
}

static void
close_watch(watching *w)
{
    const int all[] = { w->lock, w->signals, w->changes };

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (all[i] >= 0)
            close(all[i]);
}

/*
 * How long until the next item is due; the longest sleep when nothing waits. One that is due and was passed over waits
 * behind another, which has a time of its own, or for a key that is not here: to look again at once would help neither.
 */
static int64_t
until_due(dbk_desk *desk)
{
    const int64_t now_ms = dbk_now_ms();
    int64_t least = LONGEST_SLEEP_MS;
    dbk_err err = { 0 };
    dbk_outbox *box = dbk_desk_outbox(desk, &err);
    dbk_items out = { 0 };

    if (box == NULL || dbk_outbox_list(box, BOX_OUT, &out, &err) != 0)
        return FAILED_SLEEP_MS;
    for (size_t i = 0; i < out.n; i++) {
        const int64_t wait = dbk_item_left_ms(out.row[i].note.next_try_ms, now_ms);

        if (dbk_item_step(dbk_item_state(&out.row[i]), EV_DUE).deed == DO_SEND && wait > 0 && wait < least)
            least = wait;
    }
    dbk_items_fini(&out);
    return least;
}

/* Only a new item is news: the temporary files and notes of a delivery end otherwise. */
static bool
has_new_item(int changes)
{
    char room[4096] __attribute__((aligned(__alignof__(struct inotify_event))));
    bool found = false;

    for (ssize_t n; (n = read(changes, room, sizeof room)) > 0; )
        for (char *at = room; at < room + n; ) {
            const struct inotify_event *event = (const struct inotify_event *)(const void *)at;
            const size_t length = event->len > 0 ? strlen(event->name) : 0;

            found = found || (length > 5 && strcmp(event->name + length - 5, ".item") == 0);
            at += sizeof *event + event->len;
        }
    return found;
}

/* false: a signal asks us to end. */
static bool
sleep_until(const watching *w, int64_t ms)
{
    const int64_t until = dbk_tick_ms() + ms;
    struct pollfd on[] = { { w->signals, POLLIN, 0 }, { w->changes, POLLIN, 0 } };

    for (int64_t left = ms; left > 0; left = until - dbk_tick_ms()) {
        if (poll(on, 2, (int)left) < 0 && errno != EINTR)
            return false;
        if (on[0].revents)
            return false;
        if (on[1].revents && has_new_item(w->changes))
            return true;
    }
    return true;
}

int
dbk_watching_run(dbk_desk *desk, const dbk_errand *errand, dbk_err *err)
{
    watching w;
    dbk_err why = { 0 }, last = { 0 };
    bool more = open_watch(&w, desk, err) == 0;
    const int rc = more ? 0 : -1;

    if (more)
        dbk_wrap_say(stdout, "%s", _("delivering in the background; Ctrl-C ends it\n"));
    while (more) {
        why = (dbk_err){ 0 };
        const int failed = dbk_rounds_run(desk, errand, &why);

        if (failed != 0 && strcmp(why.text, last.text) != 0)
            fprintf(stderr, "daybook: %s\n", why.text);          /* once, not at every try */
        last = why;
        if (failed == 0 && desk->outbox)
            (void)dbk_outbox_clean(desk->outbox, dbk_now_ms(), NULL);
        dbk_outbox_close(&desk->outbox);                         /* gives the sender's lock back while we sleep */
        dbk_courier_close(&desk->courier);                       /* an idle line costs the server a connection */
        int64_t due_ms = until_due(desk);

        dbk_outbox_close(&desk->outbox);
        if (failed != 0 && due_ms > FAILED_SLEEP_MS)
            due_ms = FAILED_SLEEP_MS;
        more = sleep_until(&w, due_ms);
    }
    close_watch(&w);
    return rc;
}
