/* keyring: keys change hands, and none is lost on the way; settings.ini gets its servers and keeps the rest. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clients/secretary/fresh_key.h"
#include "clients/secretary/keyring.h"
#include "clients/secretary/settings.h"
#include "clients/secretary/sys.h"
#include "tests/clients/secretary/sample.h"
#include "tests/harness/unit.h"

static dbk_keyring
new_ring(const char *name)
{
    static char paths[8][300];
    static size_t n;
    char *path = paths[n++];

    snprintf(path, sizeof paths[0], "%s/%s", unit_folder(), name);
    return (dbk_keyring){ dbk_folder_open(path, NULL), path };
}

static bool
is_there(const dbk_keyring *ring, const char *name)
{
    return faccessat(ring->folder, name, F_OK, 0) == 0;
}

static int
count(void *ctx, const dbk_keypair *pair, dbk_err *err)
{
    (void)pair, (void)err;
    ++*(int *)ctx;
    return 0;
}

static int
before(const dbk_keyring *ring)
{
    int n = 0;

    dbk_keyring_each_before(ring, count, &n, NULL);
    return n;
}

static void
load_in_use(const dbk_keyring *ring, dbk_keypair *pair)
{
    char path[400];

    snprintf(path, sizeof path, "%s/key", ring->path);
    CHECK_INT("the key in use", dbk_keypair_load(pair, path, NULL), 0);
}

static void
test_take_over(void)
{
    const dbk_keyring ring = new_ring("over");
    dbk_keypair first, again, second, used;
    struct stat st;

    CHECK_INT("made", dbk_keyring_next(&ring, "a", &first, NULL), 0);
    CHECK_INT("asked for again", dbk_keyring_next(&ring, "a", &again, NULL), 0);
    CHECK_TRUE("the same", memcmp(&first, &again, sizeof first) == 0);
    CHECK_TRUE("private", fstatat(ring.folder, "a.next", &st, 0) == 0 && (st.st_mode & 0777) == 0600);
    CHECK_INT("take over", dbk_keyring_take_over(&ring, "a", NULL), 0);
    load_in_use(&ring, &used);
    CHECK_TRUE("it is in use", memcmp(&first, &used, sizeof used) == 0);
    CHECK_TRUE("and no next one", !is_there(&ring, "a.next"));
    CHECK_INT("nothing was there before", before(&ring), 0);

    dbk_keyring_next(&ring, "b", &second, NULL);
    CHECK_TRUE("another one", memcmp(&first, &second, sizeof first) != 0);
    CHECK_INT("take over", dbk_keyring_take_over(&ring, "b", NULL), 0);
    load_in_use(&ring, &used);
    CHECK_TRUE("the second is in use", memcmp(&second, &used, sizeof used) == 0);
    CHECK_INT("the first is kept", before(&ring), 1);
    CHECK_TRUE("as that", dbk_keyring_holds(&ring, first.open) && !dbk_keyring_holds(&ring, second.open));
    CHECK_INT("no next one: nothing happens", dbk_keyring_take_over(&ring, "c", NULL), -1);
    load_in_use(&ring, &used);
    CHECK_TRUE("the second is in use still", memcmp(&second, &used, sizeof used) == 0);
}

/* The disk refuses at each step: the key in use is whole, and the next one is there to be asked with again. */
static int refuse_at, calls;

static int
failing_rename(int from_dir, const char *from, int to_dir, const char *to)
{
    return ++calls == refuse_at ? -1 : renameat(from_dir, from, to_dir, to);
}

static int
failing_fsync(int fd)
{
    return ++calls == refuse_at ? -1 : fsync(fd);
}

static void
test_disk_refuses(void)
{
    const dbk_keyring ring = new_ring("refuses");
    const dbk_sys_table *real = dbk_sys;
    dbk_sys_table failing = *real;
    dbk_keypair first, second, used;

    dbk_keyring_next(&ring, "a", &first, NULL);
    dbk_keyring_take_over(&ring, "a", NULL);
    dbk_keyring_next(&ring, "b", &second, NULL);
    failing.renameat = failing_rename;
    failing.fsync = failing_fsync;
    for (refuse_at = 1; refuse_at <= 2; refuse_at++) {
        dbk_err err = { .code = DBK_OK };

        calls = 0;
        dbk_sys = &failing;
        CHECK_INT("refused", dbk_keyring_take_over(&ring, "b", &err), -1);
        CHECK_INT("says so", err.code, DBK_E_SYSTEM);
        dbk_sys = real;
        load_in_use(&ring, &used);
        CHECK_TRUE("the first is in use", memcmp(&first, &used, sizeof used) == 0);
        CHECK_TRUE("the second is not lost", is_there(&ring, "b.next"));
    }
    CHECK_INT("in the end", dbk_keyring_take_over(&ring, "b", NULL), 0);
    CHECK_INT("the first is kept once", before(&ring), 1);
}

typedef struct { int folder; off_t bytes; } measuring;

static int
measure(void *ctx, const char *name, dbk_err *err)
{
    measuring *m = ctx;
    struct stat st;

    (void)err;
    if (strncmp(name, "unusable", 8) == 0 && fstatat(m->folder, name, &st, 0) == 0)
        m->bytes += st.st_size;
    return 0;
}

/* How much lies there of keys that could not be used. */
static off_t
unusable_bytes(const dbk_keyring *ring)
{
    measuring m = { ring->folder, 0 };

    dbk_folder_each(ring->folder, ".before", measure, &m, NULL);
    return m.bytes;
}

static void
test_key_that_cannot_be_used(void)
{
    const dbk_keyring ring = new_ring("unusable");
    dbk_keypair pair;

    CHECK_INT("damaged", dbk_file_keep(ring.folder, "key", "nonsense", 8, NULL), 0);
    dbk_keyring_next(&ring, "a", &pair, NULL);
    CHECK_INT("take over", dbk_keyring_take_over(&ring, "a", NULL), 0);
    CHECK_INT("what it was is kept", unusable_bytes(&ring), 8);
    CHECK_INT("and not offered", before(&ring), 0);
    CHECK_INT("damaged again", dbk_file_keep(ring.folder, "key", "nonsensenonsense", 16, NULL), 0);
    dbk_keyring_next(&ring, "c", &pair, NULL);
    CHECK_INT("take over", dbk_keyring_take_over(&ring, "c", NULL), 0);
    CHECK_INT("both are kept", unusable_bytes(&ring), 24);
    load_in_use(&ring, &pair);
    fchmodat(ring.folder, "b.next", 0600, 0);
    dbk_keyring_next(&ring, "b", &pair, NULL);
    fchmodat(ring.folder, "b.next", 0644, 0);
    CHECK_INT("a next one that others may read", dbk_keyring_next(&ring, "b", &pair, NULL), -1);
}

static void
test_owners(void)
{
    const dbk_keyring ring = new_ring("owners");
    const uint8_t one[DBK_KEY_BYTES] = { 1 }, two[DBK_KEY_BYTES] = { 2 };
    char name[40];

    CHECK_STR("nobody has said", dbk_keyring_owner(&ring, one, name, sizeof name), "");
    CHECK_INT("one", dbk_keyring_set_owner(&ring, one, "样例 甲", NULL), 0);
    CHECK_INT("two", dbk_keyring_set_owner(&ring, two, "样例乙", NULL), 0);
    CHECK_STR("one", dbk_keyring_owner(&ring, one, name, sizeof name), "样例 甲");
    CHECK_STR("two", dbk_keyring_owner(&ring, two, name, sizeof name), "样例乙");
    CHECK_INT("said anew", dbk_keyring_set_owner(&ring, one, "丙", NULL), 0);
    CHECK_STR("one", dbk_keyring_owner(&ring, one, name, sizeof name), "丙");
    CHECK_STR("two", dbk_keyring_owner(&ring, two, name, sizeof name), "样例乙");
}

static int
may_go(void *ctx, const dbk_keypair *pair, dbk_err *err)
{
    (void)pair, (void)err;
    return *(int *)ctx;
}

static void
test_sweep(void)
{
    const dbk_keyring ring = new_ring("sweep");
    dbk_outbox *box = dbk_outbox_open(ring.folder, NULL);
    dbk_keypair old, next;
    size_t size;
    uint8_t id[DBK_ID_BYTES], *sealed = sample_sealed(1, 12, 20200218, 0, id, &size);
    dbk_items items;
    int no = -1, yes = 0;

    dbk_keyring_next(&ring, "a", &old, NULL);
    dbk_keyring_take_over(&ring, "a", NULL);
    CHECK_INT("sealed", dbk_outbox_add(box, old.open, sealed, size, NULL), 0);
    dbk_keyring_next(&ring, "b", &next, NULL);
    dbk_keyring_take_over(&ring, "b", NULL);
    CHECK_INT("sweep", dbk_keyring_sweep(&ring, box, may_go, &yes, NULL), 0);
    CHECK_INT("what waits needs its key", before(&ring), 1);
    dbk_outbox_lock(box, 0, NULL);
    dbk_outbox_list(box, BOX_OUT, &items, NULL);
    CHECK_INT("delivered", dbk_outbox_file(box, &items.row[0], BOX_DONE, NULL), 0);
    CHECK_INT("sweep", dbk_keyring_sweep(&ring, box, may_go, &yes, NULL), 0);
    CHECK_INT("it may have to be sent again", before(&ring), 1);
    CHECK_INT("refused", dbk_outbox_file(box, &items.row[0], BOX_REFUSED, NULL), 0);
    CHECK_INT("sweep", dbk_keyring_sweep(&ring, box, may_go, &no, NULL), 0);
    CHECK_INT("not yet, says the server", before(&ring), 1);
    CHECK_INT("sweep", dbk_keyring_sweep(&ring, box, may_go, &yes, NULL), 0);
    CHECK_INT("nothing needs it", before(&ring), 0);
    dbk_items_fini(&items);
    dbk_outbox_close(&box);
    free(sealed);
}

static void
test_settings(void)
{
    static const struct { const char *was, *is; } cases[] = {
        { NULL, "E" },
        { "", "E" },
        { "lang = zh\n", "lang = zh\nE" },
        { "lang = zh", "lang = zh\nE" },
        { "; endpoint = mine\n  endpoint : a\nzone = UTC\nserver_key=b\n;end\n", "; endpoint = mine\nEzone = UTC\n;end\n" },
        { "endpoints = a\n", "endpoints = a\nE" },
        { "zone = UTC\n[old]\nendpoint = a\n", "zone = UTC\nE[old]\n" },
        { "\xEF\xBB\xBF" "endpoint = a\r\nlang = zh\r\n", "Elang = zh\r\n" },
    };
    const dbk_keyring ring = new_ring("settings");
    dbk_endpoint list[2] = { { .address = "tcp://a:1", .server_key = { 0xAB } }, { .address = "tcp://b:2" } };
    char entry[400], wanted[800], zeros[65];
    dbk_err err;

    memset(zeros, '0', 64);
    zeros[64] = '\0';
    snprintf(entry, sizeof entry, "endpoint = tcp://a:1, tcp://b:2\nserver_key = ab%.62s, %s\n", zeros, zeros);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const char *at = strchr(cases[i].is, 'E');
        size_t size;

        unlinkat(ring.folder, "settings.ini", 0);
        if (cases[i].was)
            dbk_file_keep(ring.folder, "settings.ini", cases[i].was, strlen(cases[i].was), NULL);
        CHECK_INT(cases[i].is, dbk_settings_keep_endpoints(ring.folder, list, 2, &err), 0);
        snprintf(wanted, sizeof wanted, "%.*s%s%s", (int)(at - cases[i].is), cases[i].is, entry, at + 1);
        char *found = (char *)dbk_file_read(ring.folder, "settings.ini", 4096, &size, NULL);
        CHECK_STR(cases[i].is, found, wanted);
        free(found);
    }
    unlinkat(ring.folder, "settings.ini", 0);
    mkdirat(ring.folder, "settings.ini", 0700);
    CHECK_INT("what cannot be read is not written over", dbk_settings_keep_endpoints(ring.folder, list, 1, &err), -1);
}

/* A process that runs takes up what another one has changed. */
static void
test_heed(void)
{
    const dbk_keyring ring = new_ring("heed");
    dbk_endpoint at = { .address = "tcp://a:1", .server_key = { 1 } };
    dbk_keypair next;
    dbk_desk desk;
    dbk_err err = { 0 };

    unsetenv("DAYBOOK_ENDPOINT");
    unsetenv("DAYBOOK_SERVER_KEY");
    dbk_desk_init(&desk);
    snprintf(desk.settings.home, sizeof desk.settings.home, "%s", ring.path);
    dbk_settings_keep_endpoints(ring.folder, &at, 1, &err);
    CHECK_INT("settings", dbk_settings_read(&desk.settings, &err), 0);
    dbk_keyring_next(&ring, "a", &next, NULL);
    dbk_keyring_take_over(&ring, "a", NULL);
    CHECK_TRUE("the first key", memcmp(dbk_desk_key(&desk, &err)->open, next.open, DBK_KEY_BYTES) == 0);
    CHECK_TRUE("a courier", dbk_desk_courier(&desk, &err) != NULL);
    CHECK_INT("nothing is new", dbk_fresh_key_heed(&desk, &err), 0);
    CHECK_TRUE("the courier stays", desk.courier != NULL);

    dbk_keyring_next(&ring, "b", &next, NULL);
    dbk_keyring_take_over(&ring, "b", NULL);
    CHECK_INT("a new key", dbk_fresh_key_heed(&desk, &err), 0);
    CHECK_TRUE("nobody is called with the old one", desk.courier == NULL);
    CHECK_TRUE("the second key", memcmp(dbk_desk_key(&desk, &err)->open, next.open, DBK_KEY_BYTES) == 0);

    CHECK_TRUE("a courier", dbk_desk_courier(&desk, &err) != NULL);
    at.server_key[0] = 2;
    dbk_settings_keep_endpoints(ring.folder, &at, 1, &err);
    CHECK_INT("a new server key", dbk_fresh_key_heed(&desk, &err), 0);
    CHECK_TRUE("the old server is not called any more", desk.courier == NULL);
    CHECK_INT("0200...", strncmp(desk.settings.value[SET_SERVER_KEY], "0200", 4), 0);

    unlinkat(ring.folder, "key", 0);
    CHECK_INT("no key file", dbk_fresh_key_heed(&desk, &err), 0);
    CHECK_TRUE("the one in memory still serves", dbk_desk_key(&desk, &err) != NULL);
    dbk_file_keep(ring.folder, "settings.ini", "nonsense", 8, NULL);
    CHECK_INT("settings that cannot be read", dbk_fresh_key_heed(&desk, &err), -1);
    dbk_desk_fini(&desk);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "one after the other", test_take_over },
        { "the disk refuses", test_disk_refuses },
        { "a key that cannot be used", test_key_that_cannot_be_used },
        { "whose they are", test_owners },
        { "earlier ones go", test_sweep },
        { "settings.ini", test_settings },
        { "taken up by who is running", test_heed },
    };

    return unit_main("keyring", tests, ARRAY_LEN(tests), 60);
}
