/*
 * The files of the outbox: a damaged one is never taken as whole, and is set aside, not lost.
 *
 * The first five bytes say what the rest is and what is done to it: 0 these are the bytes of a file; 1 a body, of which
 * a whole file is made; 2 such a file with bits turned round, 3 cut, 4 grown. Then two bytes where, one byte what.
 */
#include "clients/secretary/item_file.h"

#include <fcntl.h>

#include "clients/secretary/outbox.h"
#include "clients/secretary/sys.h"
#include "tests/clients/secretary/sample.h"
#include "tests/fuzz/fuzz.h"

#define HEAD_BYTES 5
#define GROWN_MOST 64

enum { RAW, WHOLE, TURNED, CUT, GROWN, DEEDS };

typedef struct { uint8_t *bytes; size_t size; } file_bytes;

static int home = -1;
static dbk_outbox *box;

/* ---------------------------------------------------------------- a disk that need not survive a power cut */

static int
no_sync(int fd)
{
    (void)fd;
    return 0;
}

static void
open_box(void)
{
    static dbk_sys_table quick;
    char path[256];

    quick = dbk_sys_real;
    quick.fsync = no_sync;
    dbk_sys = &quick;
    home = sample_home(path);
    box = dbk_outbox_open(home, NULL);
    PROVE(box != NULL);
}

static int
remove_one(void *folder, const char *name, dbk_err *err)
{
    (void)err;
    return unlinkat(*(int *)folder, name, 0);
}

/* What was set aside is what was there. */
static int
same_bytes(void *wanted, const char *name, dbk_err *err)
{
    const file_bytes *file = wanted;
    char path[512];
    size_t size;

    (void)err;
    snprintf(path, sizeof path, "damaged/%s", name);
    uint8_t *bytes = dbk_file_read(home, path, 1 << 20, &size, NULL);

    PROVE(bytes != NULL && size == file->size && memcmp(bytes, file->bytes, size) == 0);
    free(bytes);
    return 0;
}

static void
empty(const char *name)
{
    int folder = openat(home, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    PROVE(folder >= 0 && dbk_folder_each(folder, ".item", remove_one, &folder, NULL) == 0);
    close(folder);
}

/* ---------------------------------------------------------------- what must hold */

/* What the head proves can be packed to the same bytes: there is one file for a key and a body, and no other. */
static const uint8_t *
prove_canonical(item_file_kind kind, const file_bytes *file, size_t *body_size)
{
    uint8_t key[DBK_KEY_BYTES];
    const uint8_t *body = dbk_item_file_open(kind, file->bytes, file->size, key, body_size);

    if (body != NULL) {
        size_t size;
        uint8_t *again = dbk_item_file_pack(kind, key, body, *body_size, &size);

        PROVE(size == file->size && memcmp(again, file->bytes, size) == 0);
        free(again);
    }
    return body;
}

static void
prove_note(const uint8_t *body, size_t size)
{
    dbk_note note;

    if (dbk_note_unpack(body, size, &note)) {
        size_t again_size;
        uint8_t *again = dbk_note_pack(&note, &again_size);

        PROVE(again_size == size && memcmp(again, body, size) == 0);
        PROVE(note.last < EV_N && note.line < LINE_N);
        free(again);
    }
    dbk_note_fini(&note);
}

/* Put where an item would lie, the file is an item, byte for byte, or lies in damaged/, byte for byte. */
static void
prove_kept(const file_bytes *file, const uint8_t *body, size_t body_size)
{
    static dbk_arena arena;
    const dbk_record *record = NULL;
    char id[DBK_ID_TEXT_BYTES] = "01910000-0000-7000-8000-000000000000", name[64];
    dbk_items items;

    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    if (body != NULL && (record = dbk_record_unpack(&arena, body, body_size, NULL)) != NULL)
        dbk_id_text(record->id.data, id);
    snprintf(name, sizeof name, "out/%s.item", id);

    const int fd = openat(home, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    PROVE(fd >= 0 && write(fd, file->bytes, file->size) == (ssize_t)file->size && close(fd) == 0);
    PROVE(dbk_outbox_list(box, BOX_OUT, &items, NULL) == 0);
    PROVE(items.n == (record != NULL) && items.damaged == (record == NULL));
    if (record != NULL)
        PROVE(items.row[0].sealed_size == body_size && memcmp(items.row[0].sealed, body, body_size) == 0 &&
              memcmp(items.row[0].id, record->id.data, DBK_ID_BYTES) == 0);
    else {
        int folder = openat(home, "damaged", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        file_bytes wanted = *file;

        PROVE(folder >= 0 && dbk_folder_each(folder, ".item", same_bytes, &wanted, NULL) == 0);
        close(folder);
    }
    dbk_items_fini(&items);
    dbk_arena_fini(&arena);
    empty("out");
    empty("damaged");
}

/* Changes the file. False when it is the same as before. */
static bool
damage(file_bytes *file, uint8_t deed, size_t at, uint8_t what)
{
    at %= file->size;
    switch (deed) {
    case TURNED:
        file->bytes[at] ^= what;
        return what != 0;
    case CUT:
        file->size = at;
        return true;
    case GROWN:
        memset(file->bytes + file->size, what, at % GROWN_MOST);
        file->size += at % GROWN_MOST;
        return at % GROWN_MOST > 0;
    default:
        return false;
    }
}

static void
try_made(const uint8_t head[HEAD_BYTES], const uint8_t *body, size_t body_size)
{
    static const uint8_t key[DBK_KEY_BYTES] = { 7 };
    file_bytes file;
    size_t inside_size = 0;

    file.bytes = dbk_item_file_pack(ITEM_FILE_SEALED, key, body, body_size, &file.size);
    file.bytes = realloc(file.bytes, file.size + GROWN_MOST);
    PROVE(file.bytes != NULL);
    const bool damaged = damage(&file, head[0] % DEEDS, (size_t)head[1] << 8 | head[2], head[3]);
    const uint8_t *inside = prove_canonical(ITEM_FILE_SEALED, &file, &inside_size);

    PROVE((inside == NULL) == damaged);
    prove_kept(&file, inside, inside_size);
    free(file.bytes);
}

static void
try_raw(const uint8_t *bytes, size_t size)
{
    file_bytes file = { malloc(size + 1), size };
    size_t body_size = 0;
    const uint8_t *body;

    PROVE(file.bytes != NULL);
    memcpy(file.bytes, bytes, size);
    prove_note(bytes, size);
    prove_canonical(ITEM_FILE_NOTE, &file, &body_size);
    body = prove_canonical(ITEM_FILE_SEALED, &file, &body_size);
    prove_kept(&file, body, body_size);
    free(file.bytes);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (box == NULL)
        open_box();
    if (size < HEAD_BYTES)
        return 0;
    if (bytes[0] % DEEDS == RAW)
        try_raw(bytes + HEAD_BYTES, size - HEAD_BYTES);
    else
        try_made(bytes, bytes + HEAD_BYTES, size - HEAD_BYTES);
    return 0;
}
