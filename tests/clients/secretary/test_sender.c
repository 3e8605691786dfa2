/*
 * From the outbox to the receipt: each answer files the item where it belongs, in order, exactly once, whatever is
 * killed on the way.
 */
#include "clients/secretary/sender.h"

#include "clients/words.h"
#include "tests/clients/secretary/double.h"
#include "tests/clients/secretary/fault.h"

#define NEWS_MAX 32

static dbk_keypair own;

typedef struct {
    char           path[256];
    int            home;
    dbk_outbox    *box;
    dbk_courier   *courier;
    double_server *server;
    unsigned       n;                                     /* news that came */
    struct { uint8_t id; item_event event; char why[160]; } news[NEWS_MAX];
} room;

static void
hear(void *ctx, const dbk_news *news)
{
    room *r = ctx;

    assert(r->n < NEWS_MAX);
    r->news[r->n].id = news->item->id[15];
    r->news[r->n].event = news->event;
    snprintf(r->news[r->n].why, sizeof r->news[0].why, "%.150s", news->err ? news->err->text : "");
    r->n++;
}

static void
connect_room(room *r)
{
    const dbk_endpoint endpoint = double_endpoint(r->server);
    dbk_err err = { 0 };

    r->box = dbk_outbox_open(r->home, &err);
    r->courier = dbk_courier_open(&endpoint, 1, &own, &err);
    assert(r->box != NULL && r->courier != NULL);
}

static void
disconnect_room(room *r)
{
    dbk_courier_close(&r->courier);
    dbk_outbox_close(&r->box);
}

static room
open_room(double_play play)
{
    room r = { .n = 0 };

    r.home = sample_home(r.path);
    r.server = double_open();
    r.server->play = (int)play;
    connect_room(&r);
    return r;
}

static void
close_room(room *r)
{
    disconnect_room(r);
    double_close(r->server);
    close(r->home);
}

static void
add(room *r, unsigned number, uint32_t committee, unsigned corrects)
{
    uint8_t id[DBK_ID_BYTES];
    dbk_err err = { 0 };
    size_t size;
    uint8_t *sealed = sample_sealed(number, committee, SAMPLE_NIGHT, corrects, id, &size);

    CHECK_INT("added", dbk_outbox_add(r->box, own.open, sealed, size, &err), 0);
    free(sealed);
}

static int
run(room *r, bool at_once, bool conflicts, const uint8_t *again, int timeout_ms, dbk_err *err)
{
    const dbk_errand errand = { at_once, conflicts, false, again, timeout_ms, hear, r };

    r->n = 0;
    *err = (dbk_err){ 0 };
    return dbk_sender_run(r->box, r->courier, own.open, &errand, err);
}

static size_t
count(room *r, item_box where)
{
    dbk_items items;
    dbk_err err = { 0 };
    size_t n;

    CHECK_INT("listed", dbk_outbox_list(r->box, where, &items, &err), 0);
    n = items.n;
    dbk_items_fini(&items);
    return n;
}

/* The state of the only item of a folder, and its note in *note (without the reply). */
static item_state
only(room *r, item_box where, dbk_note *note)
{
    dbk_items items;
    dbk_err err = { 0 };
    item_state state;

    CHECK_INT("listed", dbk_outbox_list(r->box, where, &items, &err), 0);
    CHECK_INT("one", items.n, 1);
    state = items.n == 1 ? dbk_item_state(&items.row[0]) : ITEM_NONE;
    if (items.n == 1)
        *note = items.row[0].note;
    note->reply = NULL;
    dbk_items_fini(&items);
    return state;
}

/* ------------------------------------------------------------------ one answer each */

static void
answers(void)
{
    static const struct {
        const char *name; double_play play; item_box box; item_state state; item_event event; int rc;
    } rows[] = {
        { "accepted",        PLAY_ACCEPT,        BOX_DONE,    ITEM_DONE,    EV_RECEIPT,  0  },
        { "stale first",     PLAY_STALE_FIRST,   BOX_DONE,    ITEM_DONE,    EV_RECEIPT,  0  },
        { "rejected",        PLAY_REJECT,        BOX_REFUSED, ITEM_REFUSED, EV_REJECTED, 0  },
        { "forbidden",       PLAY_FORBIDDEN,     BOX_OUT,     ITEM_HELD,    EV_STANDING, 0  },
        { "conflict",        PLAY_CONFLICT,      BOX_OUT,     ITEM_ASKING,  EV_CONFLICT, 0  },
        { "wrong receipt",   PLAY_WRONG_RECEIPT, BOX_OUT,     ITEM_WAITING, EV_SILENCE,  0  },
        { "silence",         PLAY_SILENCE,       BOX_OUT,     ITEM_WAITING, EV_SILENCE,  -1 },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        room r = open_room(rows[i].play);
        dbk_note note = { 0 };
        dbk_err err;

        add(&r, 1, 12, 0);
        CHECK_INT(rows[i].name, run(&r, true, false, NULL, rows[i].play == PLAY_SILENCE ? 2000 : 10000, &err),
                  rows[i].rc);
        CHECK_INT(rows[i].name, r.n, 1);
        CHECK_INT(rows[i].name, r.news[0].event, rows[i].event);
        CHECK_INT(rows[i].name, only(&r, rows[i].box, &note), rows[i].state);
        CHECK_INT(rows[i].name, note.tries, 1);
        CHECK_TRUE(rows[i].name, note.first_try_ms > 0 && note.first_try_ms == note.last_try_ms);
        close_room(&r);
    }
}

static void
busy_is_waited_for(void)
{
    room r = open_room(PLAY_BUSY_TWICE);
    dbk_note note = { 0 };
    dbk_err err;

    add(&r, 1, 12, 0);
    CHECK_INT("delivered in the end", run(&r, false, false, NULL, 10000, &err), 0);
    CHECK_INT("done", only(&r, BOX_DONE, &note), ITEM_DONE);
    CHECK_INT("after three tries", note.tries, 3);
    CHECK_INT("told once", r.n, 1);
    close_room(&r);
}

static void
busy_for_long_is_left(void)
{
    room r = open_room(PLAY_BUSY_LONG);
    dbk_note note = { 0 };
    dbk_err err;

    add(&r, 1, 12, 0);
    CHECK_INT("answered", run(&r, false, false, NULL, 5000, &err), 0);
    CHECK_INT("told", r.n == 1 ? (int)r.news[0].event : -1, EV_BUSY);
    CHECK_INT("waits", only(&r, BOX_OUT, &note), ITEM_WAITING);
    CHECK_TRUE("not before it was asked for", note.next_try_ms - note.last_try_ms >= 60000);
    close_room(&r);
}

/* One daemon is being stopped: the next one takes the report. */
static void
stopping(void)
{
    room r = open_room(PLAY_STOPPING);
    double_server *other = double_open();
    const dbk_endpoint endpoints[2] = { double_endpoint(r.server), double_endpoint(other) };
    dbk_err err = { 0 };

    add(&r, 1, 12, 0);
    dbk_courier_close(&r.courier);
    r.courier = dbk_courier_open(endpoints, 2, &own, &err);
    CHECK_INT("delivered", run(&r, false, false, NULL, 10000, &err), 0);
    CHECK_INT("one asked the first", r.server->sealed, 1);
    CHECK_INT("the other has it", other->n, 1);
    CHECK_INT("done", count(&r, BOX_DONE), 1);
    double_close(other);
    close_room(&r);
}

/* ------------------------------------------------------------------ when */

static void
held_waits_its_time(void)
{
    room r = open_room(PLAY_FORBIDDEN);
    dbk_err err;

    add(&r, 1, 12, 0);
    run(&r, false, false, NULL, 10000, &err);
    CHECK_INT("sent", r.server->sealed, 1);
    run(&r, false, false, NULL, 10000, &err);
    CHECK_INT("not before its time", r.server->sealed, 1);
    run(&r, true, false, NULL, 10000, &err);
    CHECK_INT("at flush", r.server->sealed, 2);
    CHECK_INT("once a run", r.n, 1);
    r.server->play = PLAY_ACCEPT;
    run(&r, true, false, NULL, 10000, &err);
    CHECK_INT("and let in when it may", count(&r, BOX_DONE), 1);
    close_room(&r);
}

static void
conflict_waits_for_a_person(void)
{
    room r = open_room(PLAY_CONFLICT);
    dbk_err err;

    add(&r, 1, 12, 0);
    run(&r, true, false, NULL, 10000, &err);
    run(&r, true, false, NULL, 10000, &err);
    CHECK_INT("not sent again by itself", r.server->sealed, 1);
    run(&r, true, true, NULL, 10000, &err);
    CHECK_INT("but when asked to", r.server->sealed, 2);
    close_room(&r);
}

/* The person's correction of what stands goes out, and the one in conflict gives way to it. */
static void
conflict_answered_by_a_correction(void)
{
    room r = open_room(PLAY_CONFLICT);
    dbk_err err;

    memset(r.server->standing, 0, DBK_ID_BYTES);
    r.server->standing[0] = 0x01, r.server->standing[1] = 0x70, r.server->standing[6] = 0x70;
    r.server->standing[8] = 0x80, r.server->standing[15] = 99;
    add(&r, 1, 12, 0);
    run(&r, true, false, NULL, 10000, &err);
    r.server->play = PLAY_ACCEPT;
    add(&r, 2, 12, 99);
    CHECK_INT("run", run(&r, false, false, NULL, 10000, &err), 0);
    CHECK_INT("two pieces of news", r.n, 2);
    CHECK_INT("gave way", r.news[0].event, EV_DROPPED);
    CHECK_INT("delivered", r.news[1].event, EV_RECEIPT);
    CHECK_INT("kept", count(&r, BOX_REFUSED), 1);
    CHECK_INT("done", count(&r, BOX_DONE), 1);
    close_room(&r);
}

static void
dropping(void)
{
    room r = open_room(PLAY_CONFLICT);
    uint8_t id[DBK_ID_BYTES];
    dbk_err err;
    size_t size;

    add(&r, 1, 12, 0);
    free(sample_sealed(1, 12, SAMPLE_NIGHT, 0, id, &size));
    CHECK_INT("one that may be stored is not dropped", dbk_sender_drop(r.box, id, 0, &err), -1);
    CHECK_INT("said", err.code, DBK_E_USAGE);
    run(&r, true, false, NULL, 10000, &err);
    CHECK_INT("one in conflict is", dbk_sender_drop(r.box, id, 0, &err), 0);
    CHECK_INT("and kept", count(&r, BOX_REFUSED), 1);
    CHECK_INT("once", dbk_sender_drop(r.box, id, 0, &err), -1);
    close_room(&r);
}

static void
in_order(void)
{
    room r = open_room(PLAY_NO_BASE);
    dbk_err err;

    add(&r, 3, 12, 2);
    add(&r, 2, 12, 1);
    add(&r, 1, 12, 0);
    add(&r, 4, 13, 0);
    CHECK_INT("run", run(&r, false, false, NULL, 10000, &err), 0);
    CHECK_INT("all", count(&r, BOX_DONE), 4);
    for (unsigned i = 0; i < 4; i++)
        CHECK_INT("first, correction, correction of it, another committee's", r.server->stored[i].id[15], i + 1);
    close_room(&r);
}

static void
behind_a_held_one(void)
{
    room r = open_room(PLAY_FORBIDDEN);
    dbk_err err;

    add(&r, 1, 12, 0);
    add(&r, 2, 12, 1);
    CHECK_INT("run", run(&r, true, false, NULL, 10000, &err), 0);
    CHECK_INT("only the first is tried", r.server->sealed, 1);
    CHECK_INT("both are kept", count(&r, BOX_OUT), 2);
    close_room(&r);
}

static void
anothers_key(void)
{
    room r = open_room(PLAY_ACCEPT);
    uint8_t id[DBK_ID_BYTES], other[DBK_KEY_BYTES] = { 9 };
    dbk_err err = { 0 };
    size_t size;
    uint8_t *sealed = sample_sealed(1, 12, SAMPLE_NIGHT, 0, id, &size);

    CHECK_INT("added", dbk_outbox_add(r.box, other, sealed, size, &err), 0);
    CHECK_INT("run", run(&r, true, false, NULL, 10000, &err), 0);
    CHECK_INT("not ours to send", r.server->sealed, 0);
    CHECK_INT("kept", count(&r, BOX_OUT), 1);
    free(sealed);
    close_room(&r);
}

/* ------------------------------------------------------------------ again */

static void
same_bytes_again(void)
{
    room r = open_room(PLAY_ACCEPT);
    uint8_t id[DBK_ID_BYTES], unknown[DBK_ID_BYTES] = { 1 };
    dbk_err err;
    size_t size;

    add(&r, 1, 12, 0);
    free(sample_sealed(1, 12, SAMPLE_NIGHT, 0, id, &size));
    run(&r, false, false, NULL, 10000, &err);
    CHECK_INT("again", run(&r, true, false, id, 10000, &err), 0);
    CHECK_INT("a receipt", r.news[0].event, EV_RECEIPT);
    CHECK_INT("the same one record", r.server->n, 1);
    CHECK_INT("twice", r.server->stored[0].times, 2);
    CHECK_INT("done again", count(&r, BOX_DONE), 1);
    CHECK_INT("what is unknown cannot be", run(&r, true, false, unknown, 10000, &err), -1);
    CHECK_INT("said", err.code, DBK_E_USAGE);
    close_room(&r);
}

/* A restored server has lost what it had receipted: everything of the last 30 days comes again, bases first. */
static void
restored(void)
{
    room r = open_room(PLAY_NO_BASE);
    dbk_err err;

    add(&r, 1, 12, 0);
    add(&r, 2, 13, 0);
    CHECK_INT("run", run(&r, false, false, NULL, 10000, &err), 0);
    r.server->n = 0;
    memset(r.server->epoch, 0xE2, DBK_ID_BYTES);
    add(&r, 3, 12, 1);
    CHECK_INT("run", run(&r, false, false, NULL, 10000, &err), 0);
    CHECK_INT("all three are there", r.server->n, 3);
    CHECK_INT("two with the receipt that they had", r.server->earlier, 2);
    CHECK_INT("the base before its correction", r.server->stored[0].id[15], 1);
    CHECK_INT("nothing waits", count(&r, BOX_OUT), 0);
    CHECK_INT("all are done", count(&r, BOX_DONE), 3);
    CHECK_INT("nothing more to do", run(&r, true, false, NULL, 10000, &err), 0);
    CHECK_INT("quiet", r.n, 0);
    close_room(&r);
}

/* The receipt that it had goes along until it has another one, whatever is answered meanwhile and whoever asks. */
static void
restored_and_busy(void)
{
    room r = open_room(PLAY_ACCEPT);
    dbk_note note = { 0 };
    dbk_err err;

    add(&r, 1, 12, 0);
    CHECK_INT("run", run(&r, false, false, NULL, 10000, &err), 0);
    CHECK_INT("at first there is none", r.server->earlier, 0);
    r.server->n = 0;
    memset(r.server->epoch, 0xE2, DBK_ID_BYTES);
    r.server->play = PLAY_BUSY_LONG;
    add(&r, 2, 12, 1);
    CHECK_INT("run", run(&r, true, false, NULL, 2000, &err), 0);
    r.server->play = PLAY_FORBIDDEN;
    disconnect_room(&r);
    connect_room(&r);
    CHECK_INT("run", run(&r, true, false, NULL, 10000, &err), 0);
    CHECK_INT("both wait", count(&r, BOX_OUT), 2);
    const unsigned before = r.server->earlier;

    CHECK_TRUE("it went along", before > 0);
    r.server->play = PLAY_ACCEPT;
    CHECK_INT("run", run(&r, true, false, NULL, 10000, &err), 0);
    CHECK_INT("and still does", r.server->earlier, before + 1);
    CHECK_INT("all are done", count(&r, BOX_DONE), 2);
    r.server->play = PLAY_FORBIDDEN;
    add(&r, 3, 13, 0);
    CHECK_INT("run", run(&r, true, false, NULL, 10000, &err), 0);
    CHECK_INT("held", only(&r, BOX_OUT, &note), ITEM_HELD);
    CHECK_INT("what had none has none", r.server->earlier, before + 1);
    close_room(&r);
}

/* Nothing waits, and still a flush hears of it. */
static void
restored_and_nothing_waits(void)
{
    room r = open_room(PLAY_NO_BASE);
    const dbk_errand flush = { .at_once = true, .greets = true, .timeout_ms = 10000, .tell = hear, .ctx = &r };
    dbk_err err;

    add(&r, 1, 12, 0);
    add(&r, 2, 12, 1);
    CHECK_INT("run", run(&r, false, false, NULL, 10000, &err), 0);
    r.n = 0;
    CHECK_INT("the same epoch", dbk_sender_run(r.box, r.courier, own.open, &flush, &err), 0);
    CHECK_INT("quiet", r.n, 0);
    r.server->n = 0;
    memset(r.server->epoch, 0xE2, DBK_ID_BYTES);
    CHECK_INT("another epoch", dbk_sender_run(r.box, r.courier, own.open, &flush, &err), 0);
    CHECK_INT("both are there", r.server->n, 2);
    CHECK_INT("the base first", r.server->stored[0].id[15], 1);
    CHECK_INT("all are done", count(&r, BOX_DONE), 2);
    close_room(&r);
}

/* Another laptop has the base, and a restored server has not got it yet: held for the next try, not for a person. */
static void
base_on_another_laptop(void)
{
    room r = open_room(PLAY_NO_BASE);
    dbk_note note = { 0 };
    dbk_err err;

    add(&r, 2, 12, 1);
    CHECK_INT("run", run(&r, true, false, NULL, 10000, &err), 0);
    CHECK_INT("held", only(&r, BOX_OUT, &note), ITEM_HELD);
    CHECK_TRUE("with a next try", note.next_try_ms > note.last_try_ms);
    r.server->play = PLAY_ACCEPT;
    CHECK_INT("run", run(&r, true, false, NULL, 10000, &err), 0);
    CHECK_INT("delivered by itself", count(&r, BOX_DONE), 1);
    close_room(&r);
}

/* ------------------------------------------------------------------ faults and deaths */

static void
disk_fails_at_each_step(void)
{
    bool again = true;

    for (int nth = 1; again; nth++) {
        room r = open_room(PLAY_ACCEPT);
        dbk_err err;

        add(&r, 1, 12, 0);
        fault_arm(nth, ENOSPC);
        (void)run(&r, true, false, NULL, 10000, &err);
        again = fault_disarm();
        CHECK_INT("in exactly one place", count(&r, BOX_OUT) + count(&r, BOX_DONE), 1);
        CHECK_TRUE("delivered is only said when it is", r.n == 0 || r.news[0].event != EV_RECEIPT || r.server->n == 1);
        disconnect_room(&r);
        connect_room(&r);
        CHECK_INT("then flush", run(&r, true, false, NULL, 10000, &err), 0);
        CHECK_INT("done", count(&r, BOX_DONE), 1);
        CHECK_INT("nothing waits", count(&r, BOX_OUT), 0);
        CHECK_INT("stored once", r.server->n, 1);
        close_room(&r);
    }
}

static void
killed_at_each_step(void)
{
    bool again = true;
    int nth;

    for (nth = 1; again; nth++) {
        room r = open_room(PLAY_ACCEPT);
        dbk_err err;
        int status;
        pid_t pid;

        add(&r, 1, 12, 0);
        disconnect_room(&r);
        fflush(NULL);
        pid = fork();
        assert(pid >= 0);
        if (pid == 0) {
            connect_room(&r);
            fault_arm(nth, 0);
            status = run(&r, true, false, NULL, 10000, &err);
            disconnect_room(&r);
            _exit(status == 0 ? 0 : 1);
        }
        assert(waitpid(pid, &status, 0) == pid);
        again = WIFSIGNALED(status);
        CHECK_TRUE("killed, or finished", again || WEXITSTATUS(status) == 0);
        connect_room(&r);
        CHECK_INT("then flush", run(&r, true, false, NULL, 10000, &err), 0);
        CHECK_INT("delivered", count(&r, BOX_DONE), 1);
        CHECK_INT("nothing waits", count(&r, BOX_OUT), 0);
        CHECK_INT("exactly once", r.server->n, 1);
        close_room(&r);
    }
    CHECK_TRUE("every step had its turn", nth > 10);
}

/* Answered by nobody, stored all the same: the next try hears DUPLICATE. */
static void
lost_answer(void)
{
    room r = open_room(PLAY_SILENCE);
    dbk_note note = { 0 };
    dbk_err err;

    add(&r, 1, 12, 0);
    r.server->play = PLAY_SILENCE;
    CHECK_INT("no answer", run(&r, true, false, NULL, 2000, &err), -1);
    CHECK_HAS("said", err.text, "no confirmation came");
    CHECK_INT("kept", only(&r, BOX_OUT, &note), ITEM_WAITING);
    CHECK_INT("how the line was", note.line, LINE_REACHED);
    CHECK_INT("stored", r.server->n, 1);
    r.server->play = PLAY_ACCEPT;
    CHECK_INT("then", run(&r, true, false, NULL, 10000, &err), 0);
    CHECK_INT("stored once", r.server->n, 1);
    CHECK_INT("done", count(&r, BOX_DONE), 1);
    close_room(&r);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "answers", answers },
        { "busy is waited for", busy_is_waited_for },
        { "busy for long is left", busy_for_long_is_left },
        { "stopping", stopping },
        { "held waits its time", held_waits_its_time },
        { "a conflict waits for a person", conflict_waits_for_a_person },
        { "a conflict answered by a correction", conflict_answered_by_a_correction },
        { "dropping", dropping },
        { "in order", in_order },
        { "behind a held one", behind_a_held_one },
        { "another's key", anothers_key },
        { "the same bytes again", same_bytes_again },
        { "a restored server", restored },
        { "a restored server, and it is busy", restored_and_busy },
        { "a restored server, and nothing waits", restored_and_nothing_waits },
        { "a base on another laptop", base_on_another_laptop },
        { "the disk fails at each step", disk_fails_at_each_step },
        { "killed at each step", killed_at_each_step },
        { "a lost answer", lost_answer },
    };

    dbk_words_init("daybook", "en");
    assert(dbk_keypair_make(&own, NULL) == 0);
    return unit_main("sender", tests, ARRAY_LEN(tests), 300);
}
