/*
 * The outbox's promise, broken at each of its steps in turn: acknowledged means kept, never twice, never half.
 */
#include "clients/secretary/outbox.h"

#include <dirent.h>
#include <sys/wait.h>

#include "clients/words.h"
#include "proto/calendar.h"
#include "tests/clients/secretary/fault.h"
#include "tests/clients/secretary/sample.h"

static const uint8_t key[DBK_KEY_BYTES] = { 7, 7, 7 };

typedef struct { char path[256]; int home; dbk_outbox *box; } room;

static room
open_room(void)
{
    room r;
    dbk_err err = { 0 };

    r.home = sample_home(r.path);
    r.box = dbk_outbox_open(r.home, &err);
    assert(r.box != NULL);
    return r;
}

static void
close_room(room *r)
{
    dbk_outbox_close(&r->box);
    close(r->home);
}

static int
add(dbk_outbox *box, unsigned number, uint8_t id[DBK_ID_BYTES], dbk_err *err)
{
    size_t size;
    uint8_t *sealed = sample_sealed(number, SAMPLE_COMMITTEE, SAMPLE_NIGHT, 0, id, &size);
    const int rc = dbk_outbox_add(box, key, sealed, size, err);

    free(sealed);
    return rc;
}

static size_t
count(dbk_outbox *box, item_box where, size_t *damaged)
{
    dbk_items items;
    dbk_err err = { 0 };
    size_t n;

    CHECK_INT("can be listed", dbk_outbox_list(box, where, &items, &err), 0);
    n = items.n;
    if (damaged)
        *damaged += items.damaged;
    dbk_items_fini(&items);
    return n;
}

/* Names in a folder of the home that end in `suffix` ("": all). */
static size_t
files(const room *r, const char *folder, const char *suffix)
{
    char path[300];
    size_t n = 0;
    DIR *dir;

    snprintf(path, sizeof path, "%s/%s", r->path, folder);
    dir = opendir(path);
    assert(dir != NULL);
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL; )
        n += entry->d_name[0] != '.' && strlen(entry->d_name) >= strlen(suffix) &&
             strcmp(entry->d_name + strlen(entry->d_name) - strlen(suffix), suffix) == 0;
    closedir(dir);
    return n;
}

/* ------------------------------------------------------------------ adding */

static void
comes_back_as_it_was(void)
{
    room r = open_room();
    uint8_t id[DBK_ID_BYTES];
    dbk_items items;
    dbk_err err = { 0 };
    size_t size;
    uint8_t *sealed = sample_sealed(2, 12, SAMPLE_NIGHT, 1, id, &size);

    CHECK_INT("added", dbk_outbox_add(r.box, key, sealed, size, &err), 0);
    CHECK_INT("and a later one", add(r.box, 3, id, &err), 0);
    CHECK_INT("and an earlier one", add(r.box, 1, id, &err), 0);
    dbk_outbox_close(&r.box);
    r.box = dbk_outbox_open(r.home, &err);
    CHECK_INT("listed", dbk_outbox_list(r.box, BOX_OUT, &items, &err), 0);
    CHECK_INT("all of them", items.n, 3);
    for (size_t i = 0; i < items.n; i++)
        CHECK_INT("in the order of their ids", items.row[i].id[15], i + 1);
    CHECK_INT("the same bytes", items.row[1].sealed_size == size && memcmp(items.row[1].sealed, sealed, size) == 0, 1);
    CHECK_INT("committee", items.row[1].committee_id, 12);
    CHECK_INT("date", items.row[1].report_date, SAMPLE_NIGHT);
    CHECK_TRUE("correction", items.row[1].is_correction && items.row[1].corrects[15] == 1);
    CHECK_TRUE("sealer", memcmp(items.row[1].key, key, sizeof key) == 0);
    CHECK_INT("state", dbk_item_state(&items.row[1]), ITEM_WAITING);
    dbk_items_fini(&items);
    free(sealed);
    close_room(&r);
}

static void
private(void)
{
    room r = open_room();
    uint8_t id[DBK_ID_BYTES];
    char name[400], text[DBK_ID_TEXT_BYTES];
    struct stat st;

    CHECK_INT("added", add(r.box, 1, id, NULL), 0);
    snprintf(name, sizeof name, "%s/out", r.path);
    CHECK_INT("folder", stat(name, &st) == 0 ? (int)(st.st_mode & 0777) : -1, 0700);
    snprintf(name, sizeof name, "%s/out/%s.item", r.path, dbk_id_text(id, text));
    CHECK_INT("file", stat(name, &st) == 0 ? (int)(st.st_mode & 0777) : -1, 0600);
    close_room(&r);
}

static void
not_a_record(void)
{
    room r = open_room();
    dbk_err err = { 0 };

    CHECK_INT("refused", dbk_outbox_add(r.box, key, (const uint8_t *)"x", 1, &err), -1);
    CHECK_INT("said", err.code, DBK_E_MALFORMED);
    CHECK_INT("nothing is there", files(&r, "out", ""), 0);
    close_room(&r);
}

static void
each_step_fails(void)
{
    static const struct { const char *name; int number; } ways[] = { { "ENOSPC", ENOSPC }, { "EIO", EIO } };

    for (size_t way = 0; way < ARRAY_LEN(ways); way++) {
        bool again = true;
        int nth;

        for (nth = 1; again; nth++) {
            room r = open_room();
            uint8_t id[DBK_ID_BYTES];
            dbk_err err = { 0 };
            size_t damaged = 0;
            int rc;

            fault_arm(nth, ways[way].number);
            rc = add(r.box, 1, id, &err);
            again = fault_disarm();
            dbk_outbox_close(&r.box);
            r.box = dbk_outbox_open(r.home, &err);
            CHECK_INT("kept when it says so, and only then, and once", count(r.box, BOX_OUT, &damaged), rc == 0);
            CHECK_INT("never half", damaged, 0);
            CHECK_INT("and a failure says why", rc == 0 || strstr(err.text, strerror(ways[way].number)) != NULL, 1);
            CHECK_INT("no leftover", files(&r, "out", ".tmp"), 0);
            close_room(&r);
        }
        CHECK_TRUE("every step had its turn", nth > 5);
    }
}

static void
killed_at_each_step(void)
{
    bool again = true;

    for (int nth = 1; again; nth++) {
        room r = open_room();
        uint8_t id[DBK_ID_BYTES];
        size_t damaged = 0;
        int status;
        pid_t pid;

        fflush(NULL);
        pid = fork();
        assert(pid >= 0);
        if (pid == 0) {
            fault_arm(nth, 0);
            _exit(add(r.box, 1, id, NULL) == 0 ? 0 : 1);
        }
        assert(waitpid(pid, &status, 0) == pid);
        again = WIFSIGNALED(status);
        CHECK_TRUE("acknowledged means kept", again || count(r.box, BOX_OUT, NULL) == 1);
        CHECK_TRUE("never twice", count(r.box, BOX_OUT, &damaged) <= 1);
        CHECK_INT("never half", damaged, 0);
        close_room(&r);
    }
}

/* ------------------------------------------------------------------ notes and moves */

static void
mark_and_move(void)
{
    room r = open_room();
    uint8_t id[DBK_ID_BYTES];
    dbk_items items;
    dbk_err err = { 0 };

    CHECK_INT("added", add(r.box, 1, id, &err), 0);
    CHECK_INT("locked", dbk_outbox_lock(r.box, 0, &err), 0);
    CHECK_INT("listed", dbk_outbox_list(r.box, BOX_OUT, &items, &err), 0);
    items.row[0].note.tries = 3;
    items.row[0].note.first_try_ms = 1000;
    items.row[0].note.last = EV_STANDING;
    items.row[0].note.line = LINE_REACHED;
    items.row[0].note.next_try_ms = 5000;
    dbk_note_set_reply(&items.row[0].note, "abc", 3);
    CHECK_INT("marked", dbk_outbox_mark(r.box, &items.row[0], &err), 0);
    dbk_items_fini(&items);
    CHECK_INT("listed", dbk_outbox_list(r.box, BOX_OUT, &items, &err), 0);
    CHECK_INT("state", dbk_item_state(&items.row[0]), ITEM_HELD);
    CHECK_INT("tries", items.row[0].note.tries, 3);
    CHECK_INT("first", items.row[0].note.first_try_ms, 1000);
    CHECK_INT("next", items.row[0].note.next_try_ms, 5000);
    CHECK_INT("line", items.row[0].note.line, LINE_REACHED);
    CHECK_INT("reply", items.row[0].note.reply_size == 3 && memcmp(items.row[0].note.reply, "abc", 3) == 0, 1);
    CHECK_INT("filed", dbk_outbox_file(r.box, &items.row[0], BOX_REFUSED, &err), 0);
    CHECK_INT("knows where it is", items.row[0].box, BOX_REFUSED);
    dbk_items_fini(&items);
    CHECK_INT("nothing left", files(&r, "out", ""), 0);
    CHECK_INT("item and note", files(&r, "refused", ""), 2);
    close_room(&r);
}

static void
move_fails_at_each_step(void)
{
    bool again = true;

    for (int nth = 1; again; nth++) {
        room r = open_room();
        uint8_t id[DBK_ID_BYTES];
        dbk_items items;
        dbk_err err = { 0 };
        size_t damaged = 0;

        CHECK_INT("added", add(r.box, 1, id, &err), 0);
        CHECK_INT("locked", dbk_outbox_lock(r.box, 0, &err), 0);
        CHECK_INT("listed", dbk_outbox_list(r.box, BOX_OUT, &items, &err), 0);
        items.row[0].note.last = EV_RECEIPT;
        fault_arm(nth, EIO);
        (void)dbk_outbox_file(r.box, &items.row[0], BOX_DONE, &err);
        again = fault_disarm();
        CHECK_INT("in exactly one place", count(r.box, BOX_OUT, &damaged) + count(r.box, BOX_DONE, &damaged), 1);
        CHECK_INT("whole", damaged, 0);
        CHECK_TRUE("never done without its receipt", count(r.box, BOX_DONE, NULL) == 0 ||
                   files(&r, "done", ".note") == 1);
        dbk_items_fini(&items);
        close_room(&r);
    }
}

static void
lock_is_one(void)
{
    room r = open_room();
    dbk_err err = { 0 };
    dbk_outbox *other = dbk_outbox_open(r.home, &err);

    CHECK_INT("the first has it", dbk_outbox_lock(r.box, 0, &err), 0);
    CHECK_INT("and has it still", dbk_outbox_lock(r.box, 0, &err), 0);
    CHECK_INT("the second waits in vain", dbk_outbox_lock(other, 60, &err), -1);
    CHECK_INT("said", err.code, DBK_E_BUSY);
    CHECK_HAS("said", err.text, "another daybook is sending");
    dbk_outbox_close(&r.box);
    CHECK_INT("until it is given back", dbk_outbox_lock(other, 0, &err), 0);
    dbk_outbox_close(&other);
    close_room(&r);
}

/* ------------------------------------------------------------------ damage, age, leftovers */

static void
spoil(const room *r, const char *folder, const uint8_t id[DBK_ID_BYTES], const char *suffix, long at, const void *bytes,
      size_t size)
{
    char name[400], text[DBK_ID_TEXT_BYTES];
    FILE *file;

    snprintf(name, sizeof name, "%s/%s/%s%s", r->path, folder, dbk_id_text(id, text), suffix);
    file = fopen(name, "r+e");
    assert(file != NULL && fseek(file, at, at < 0 ? SEEK_END : SEEK_SET) == 0 && fwrite(bytes, 1, size, file) == size);
    fclose(file);
}

static void
damaged_is_set_aside(void)
{
    room r = open_room();
    uint8_t id[DBK_ID_BYTES];
    size_t damaged = 0;

    for (unsigned number = 1; number <= 4; number++) {
        CHECK_INT("added", add(r.box, number, id, NULL), 0);
        if (number == 1)
            spoil(&r, "out", id, ".item", -1, "!", 1);                   /* its last byte is another */
        if (number == 2)
            spoil(&r, "out", id, ".item", 1000, "more", 4);              /* grown */
        if (number == 3)
            spoil(&r, "out", id, ".item", 0, "not ours", 8);
    }
    CHECK_INT("the good one is there", count(r.box, BOX_OUT, &damaged), 1);
    CHECK_INT("the others are told", damaged, 3);
    CHECK_INT("and kept for a look", files(&r, "damaged", ""), 3);
    CHECK_INT("once", count(r.box, BOX_OUT, &damaged), 1);
    CHECK_INT("once", damaged, 3);
    close_room(&r);
}

static void
write_file(const room *r, const char *name, const void *bytes, size_t size)
{
    char path[400];
    FILE *to;

    snprintf(path, sizeof path, "%s/%s", r->path, name);
    to = fopen(path, "we");
    assert(to != NULL && fwrite(bytes, 1, size, to) == size && fclose(to) == 0);
}

/* Too large for any record of ours; and a whole record under another's name. */
static void
foreign_is_set_aside(void)
{
    static uint8_t large[ITEM_FILE_MAX_BYTES + 1];
    room r = open_room();
    uint8_t id[DBK_ID_BYTES], *sealed, *bytes;
    size_t size, damaged = 0;

    write_file(&r, "out/01700000-0000-7000-8000-0000000000aa.item", large, sizeof large);
    sealed = sample_sealed(1, SAMPLE_COMMITTEE, SAMPLE_NIGHT, 0, id, &size);
    bytes = dbk_item_file_pack(ITEM_FILE_SEALED, key, sealed, size, &size);
    write_file(&r, "out/01700000-0000-7000-8000-0000000000bb.item", bytes, size);
    CHECK_INT("neither is an item", count(r.box, BOX_OUT, &damaged), 0);
    CHECK_INT("both are told", damaged, 2);
    CHECK_INT("and kept for a look", files(&r, "damaged", ".item"), 2);
    free(bytes);
    free(sealed);
    close_room(&r);
}

/* Nothing is said to be read while a damaged file is still in the way; nothing is thrown away. */
static void
cannot_be_set_aside(void)
{
    room r = open_room();
    uint8_t id[DBK_ID_BYTES];
    dbk_items items;
    dbk_err err = { 0 };

    CHECK_INT("added", add(r.box, 1, id, NULL), 0);
    spoil(&r, "out", id, ".item", 0, "not ours", 8);
    fault_arm(2, EIO);                                       /* the rename, behind the file's opening */
    CHECK_INT("cannot be listed", dbk_outbox_list(r.box, BOX_OUT, &items, &err), -1);
    CHECK_TRUE("it had its turn", fault_disarm());
    CHECK_HAS("says why", err.text, "a damaged file cannot be set aside");
    CHECK_INT("it is where it was", files(&r, "out", ".item"), 1);
    close_room(&r);
}

/* The sender moves a file between our look at the folder and our look into it. */
static int
gone_openat(int dir, const char *name, int flags, mode_t mode)
{
    if (strstr(name, ".item") != NULL)
        unlinkat(dir, name, 0);
    return dbk_sys_real.openat(dir, name, flags, mode);
}

static void
gone_meanwhile(void)
{
    dbk_sys_table table = dbk_sys_real;
    room r = open_room();
    uint8_t id[DBK_ID_BYTES];
    size_t damaged = 0;

    table.openat = gone_openat;
    CHECK_INT("added", add(r.box, 1, id, NULL), 0);
    dbk_sys = &table;
    CHECK_INT("not there any more", count(r.box, BOX_OUT, &damaged), 0);
    dbk_sys = &dbk_sys_real;
    CHECK_INT("which is no damage", damaged, 0);
    close_room(&r);
}

static void
cannot_be_opened(void)
{
    static const char *const names[] = { "out", "done", "refused", "damaged" };

    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        room r = { .box = NULL };
        dbk_err err = { 0 };

        r.home = sample_home(r.path);
        write_file(&r, names[i], "", 0);
        r.box = dbk_outbox_open(r.home, &err);
        CHECK_TRUE(names[i], r.box == NULL && err.code == DBK_E_SYSTEM);
        CHECK_HAS(names[i], err.text, names[i]);
        close(r.home);
    }
}

/* A note that is whole and says what no daybook writes: an event that there is not, or less than a note. */
static void
note_of_nothing(size_t body_size)
{
    static const uint8_t body[36] = { [7] = EV_N };
    room r = open_room();
    uint8_t id[DBK_ID_BYTES], *bytes;
    char name[100], text[DBK_ID_TEXT_BYTES];
    size_t size, damaged = 0;

    CHECK_INT("added", add(r.box, 1, id, NULL), 0);
    bytes = dbk_item_file_pack(ITEM_FILE_NOTE, key, body, body_size, &size);
    snprintf(name, sizeof name, "out/%s.note", dbk_id_text(id, text));
    write_file(&r, name, bytes, size);
    CHECK_INT("the item is good", count(r.box, BOX_OUT, &damaged), 1);
    CHECK_INT("the note is none", damaged, 1);
    free(bytes);
    close_room(&r);
}

static void
notes_of_nothing(void)
{
    note_of_nothing(36);
    note_of_nothing(35);
}

/* An item whose note is damaged may have been tried: it still goes out, and is not counted as untouched. */
static void
damaged_note(void)
{
    room r = open_room();
    uint8_t id[DBK_ID_BYTES];
    dbk_items items;
    dbk_err err = { 0 };

    CHECK_INT("added", add(r.box, 1, id, &err), 0);
    CHECK_INT("locked", dbk_outbox_lock(r.box, 0, &err), 0);
    CHECK_INT("listed", dbk_outbox_list(r.box, BOX_OUT, &items, &err), 0);
    CHECK_INT("marked", dbk_outbox_mark(r.box, &items.row[0], &err), 0);
    dbk_items_fini(&items);
    spoil(&r, "out", id, ".note", -1, "!", 1);
    CHECK_INT("listed", dbk_outbox_list(r.box, BOX_OUT, &items, &err), 0);
    CHECK_INT("the item is good", items.n, 1);
    CHECK_INT("the note is aside", items.damaged, 1);
    CHECK_INT("a try may have begun", items.row[0].note.tries, 1);
    CHECK_INT("it waits", dbk_item_state(&items.row[0]), ITEM_WAITING);
    dbk_items_fini(&items);
    close_room(&r);
}

/* Files one item as done, tried `age_ms` ago, with a receipt or without. */
static void
put_done(room *r, unsigned number, int64_t age_ms, bool receipted)
{
    uint8_t id[DBK_ID_BYTES], *bytes;
    dbk_items items;
    dbk_reply reply;
    dbk_receipt receipt;
    dbk_err err = { 0 };
    size_t size;

    daybook__v1__reply__init(&reply);
    daybook__v1__receipt__init(&receipt);
    reply.has_status = receipt.has_report_date = true;
    reply.status = DBK_ACCEPTED;
    receipt.report_date = SAMPLE_NIGHT;
    reply.receipt = receipted ? &receipt : NULL;
    bytes = dbk_reply_pack(&reply, &size);
    CHECK_INT("added", add(r->box, number, id, &err), 0);
    CHECK_INT("listed", dbk_outbox_list(r->box, BOX_OUT, &items, &err), 0);
    items.row[0].note.last = EV_RECEIPT;
    items.row[0].note.last_try_ms = dbk_now_ms() - age_ms;
    dbk_note_set_reply(&items.row[0].note, bytes, size);
    CHECK_INT("filed", dbk_outbox_file(r->box, &items.row[0], BOX_DONE, &err), 0);
    dbk_items_fini(&items);
    free(bytes);
}

static void
cleaning(void)
{
    room r = open_room();
    uint8_t id[DBK_ID_BYTES];
    char name[400];
    dbk_err err = { 0 };
    const struct timespec old[2] = { { 1000, 0 }, { 1000, 0 } };

    CHECK_INT("locked", dbk_outbox_lock(r.box, 0, &err), 0);
    put_done(&r, 1, DBK_DONE_KEPT_MS + 60000, true);
    put_done(&r, 2, DBK_DONE_KEPT_MS - 60000, true);
    put_done(&r, 3, DBK_DONE_KEPT_MS + 60000, false);
    CHECK_INT("added", add(r.box, 4, id, &err), 0);
    snprintf(name, sizeof name, "%s/out/young.tmp", r.path);
    close(open(name, O_CREAT | O_WRONLY, 0600));
    snprintf(name, sizeof name, "%s/out/old.tmp", r.path);
    close(open(name, O_CREAT | O_WRONLY, 0600));
    CHECK_INT("made old", utimensat(AT_FDCWD, name, old, 0), 0);
    CHECK_INT("cleaned", dbk_outbox_clean(r.box, dbk_now_ms(), &err), 0);
    CHECK_INT("the young and the one without receipt stay", count(r.box, BOX_DONE, NULL), 2);
    CHECK_INT("and their notes only", files(&r, "done", ".note"), 2);
    CHECK_INT("what waits stays", count(r.box, BOX_OUT, NULL), 1);
    CHECK_INT("someone may be writing that", files(&r, "out", ".tmp"), 1);
    close_room(&r);
}

/* Whatever step fails, it is told, and the next try goes on from there. */
static void
cleaning_fails(void)
{
    int nth = 0, rc;

    do {
        room r = open_room();
        uint8_t id[DBK_ID_BYTES];
        char name[400];
        const struct timespec old[2] = { { 1000, 0 }, { 1000, 0 } };
        dbk_err err = { 0 };

        CHECK_INT("locked", dbk_outbox_lock(r.box, 0, &err), 0);
        put_done(&r, 1, DBK_DONE_KEPT_MS + 60000, true);
        put_done(&r, 2, 0, true);
        CHECK_INT("added", add(r.box, 3, id, &err), 0);
        snprintf(name, sizeof name, "%s/out/old.tmp", r.path);
        close(open(name, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
        CHECK_INT("made old", utimensat(AT_FDCWD, name, old, 0), 0);
        fault_arm(++nth, EIO);
        rc = dbk_outbox_clean(r.box, dbk_now_ms(), &err);
        CHECK_INT("told", rc, fault_disarm() ? -1 : 0);
        CHECK_INT("the next try", dbk_outbox_clean(r.box, dbk_now_ms(), &err), 0);
        CHECK_INT("the young one stays", count(r.box, BOX_DONE, NULL), 1);
        CHECK_INT("what waits stays", count(r.box, BOX_OUT, NULL), 1);
        CHECK_INT("the leftover is gone", files(&r, "out", ".tmp"), 0);
        close_room(&r);
    } while (rc != 0 && nth < 100);
    CHECK_TRUE("at last nothing fails", rc == 0 && nth > 4);
}

/* A health report of committee 12, or another, refused so long ago. */
static void
put_refused_health(room *r, unsigned number, uint32_t committee, int64_t ago_ms)
{
    dbk_record record = DAYBOOK__V1__RECORD__INIT;
    dbk_health_report body = DAYBOOK__V1__HEALTH_REPORT__INIT;
    uint8_t id[DBK_ID_BYTES], *sealed;
    dbk_items items;
    dbk_err err = { 0 };
    size_t size;

    dbk_id_make(id, 1000 + number);
    record.has_id = record.has_kind = record.has_committee_id = record.has_report_date = true;
    record.id = (ProtobufCBinaryData){ DBK_ID_BYTES, id };
    record.kind = DBK_HEALTH_REPORT;
    record.committee_id = committee;
    record.report_date = SAMPLE_NIGHT;
    record.health_report = &body;
    sealed = dbk_record_pack(&record, &size);
    CHECK_INT("added", dbk_outbox_add(r->box, key, sealed, size, &err), 0);
    free(sealed);
    CHECK_INT("listed", dbk_outbox_list(r->box, BOX_OUT, &items, &err), 0);
    assert(items.n == 1);
    items.row[0].note.last = EV_REJECTED;
    items.row[0].note.last_try_ms = dbk_now_ms() - ago_ms;
    CHECK_INT("refused", dbk_outbox_file(r->box, &items.row[0], BOX_REFUSED, &err), 0);
    dbk_items_fini(&items);
}

static void
refused_health_does_not_lie_about(void)
{
    room r = open_room();
    dbk_items items;
    dbk_err err = { 0 };

    CHECK_INT("locked", dbk_outbox_lock(r.box, 0, &err), 0);
    put_refused_health(&r, 1, 12, DBK_REFUSED_KEPT_MS + 60000);
    put_refused_health(&r, 2, 12, DBK_REFUSED_KEPT_MS - 60000);
    put_refused_health(&r, 3, 13, 0);
    CHECK_INT("cleaned", dbk_outbox_clean(r.box, dbk_now_ms(), &err), 0);
    CHECK_INT("the old one is gone, the others can still be put right", count(r.box, BOX_REFUSED, NULL), 2);
    CHECK_INT("and its note", files(&r, "refused", ".note"), 2);
    CHECK_INT("listed", dbk_outbox_list(r.box, BOX_REFUSED, &items, &err), 0);
    CHECK_INT("one of that place is delivered", dbk_outbox_forget_refused(r.box, &items.row[0], dbk_now_ms(), &err), 0);
    dbk_items_fini(&items);
    CHECK_INT("that of another committee stays", count(r.box, BOX_REFUSED, NULL), 1);
    CHECK_INT("and its note", files(&r, "refused", ".note"), 1);
    close_room(&r);
}

/* What may not lie about goes with its note; whatever step fails, it is told, and the next try goes on from there. */
static void
forgets(void)
{
    int nth = 0, rc;

    do {
        room r = open_room();
        uint8_t id[DBK_ID_BYTES];
        dbk_items items;
        dbk_err err = { 0 };

        CHECK_INT("added", add(r.box, 1, id, &err), 0);
        CHECK_INT("locked", dbk_outbox_lock(r.box, 0, &err), 0);
        CHECK_INT("listed", dbk_outbox_list(r.box, BOX_OUT, &items, &err), 0);
        CHECK_INT("marked", dbk_outbox_mark(r.box, &items.row[0], &err), 0);
        fault_arm(++nth, EIO);
        rc = dbk_outbox_forget(r.box, &items.row[0], &err);
        CHECK_INT("told", rc, fault_disarm() ? -1 : 0);
        CHECK_INT("the next try", dbk_outbox_forget(r.box, &items.row[0], &err), 0);
        CHECK_INT("nothing left", files(&r, "out", ""), 0);
        dbk_items_fini(&items);
        close_room(&r);
    } while (rc != 0 && nth < 100);
    CHECK_TRUE("at last nothing fails", rc == 0 && nth == 5);
}

static void
epoch(void)
{
    room r = open_room();
    uint8_t known[DBK_ID_BYTES], first[DBK_ID_BYTES] = { 1, 2, 3 };
    dbk_err err = { 0 };

    CHECK_TRUE("none yet", !dbk_outbox_epoch(r.box, known));
    CHECK_INT("locked", dbk_outbox_lock(r.box, 0, &err), 0);
    CHECK_INT("remembered", dbk_outbox_set_epoch(r.box, first, &err), 0);
    CHECK_TRUE("known", dbk_outbox_epoch(r.box, known) && memcmp(known, first, sizeof first) == 0);
    close_room(&r);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "comes back as it was", comes_back_as_it_was },
        { "private", private },
        { "not a record", not_a_record },
        { "each step of adding fails", each_step_fails },
        { "killed at each step of adding", killed_at_each_step },
        { "mark and move", mark_and_move },
        { "each step of moving fails", move_fails_at_each_step },
        { "the lock is one", lock_is_one },
        { "damaged files are set aside", damaged_is_set_aside },
        { "foreign files are set aside", foreign_is_set_aside },
        { "a damaged file cannot be set aside", cannot_be_set_aside },
        { "gone meanwhile", gone_meanwhile },
        { "cannot be opened", cannot_be_opened },
        { "damaged note", damaged_note },
        { "notes of nothing", notes_of_nothing },
        { "cleaning fails", cleaning_fails },
        { "forgets", forgets },
        { "refused health does not lie about", refused_health_does_not_lie_about },
        { "cleaning", cleaning },
        { "epoch", epoch },
    };

    dbk_words_init("daybook", "en");
    return unit_main("outbox", tests, ARRAY_LEN(tests), 120);
}
