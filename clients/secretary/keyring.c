#include "clients/secretary/keyring.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clients/secretary/sys.h"
#include "clients/words.h"
#include "proto/ident.h"

#define IN_USE "key"
#define BEFORE ".before"
#define NEXT ".next"
#define OWNERS "owners"
#define OWNERS_MAX_BYTES (64 * 1024)
#define SHORT_HEX 16                     /* digits of a public key that name its file */

static const char *
path_of(const dbk_keyring *ring, const char *name, char path[PATH_MAX])
{
    snprintf(path, PATH_MAX, "%s/%s", ring->path, name);
    return path;
}

/* ------------------------------------------------------------------ the next one */

int
dbk_keyring_next(const dbk_keyring *ring, const char *name, dbk_keypair *pair, dbk_err *err)
{
    char file[NAME_MAX], path[PATH_MAX];

    snprintf(file, sizeof file, "%s" NEXT, name);
    path_of(ring, file, path);
    if (access(path, F_OK) == 0)
        return dbk_keypair_load(pair, path, err);
    if (dbk_keypair_make(pair, err) != 0)
        return -1;
    if (dbk_keypair_save(pair, path, err) == 0)
        return 0;
    dbk_keypair_wipe(pair);
    return -1;
}

/* The file of the key in use gets a second name. One that cannot be read is kept all the same: its number tells it from
 * another such, and is the same when this is done again. */
static int
set_aside(const dbk_keyring *ring, dbk_err *err)
{
    char path[PATH_MAX], hex[DBK_KEY_HEX_CHARS + 1], name[NAME_MAX];
    struct stat st = { 0 };
    dbk_keypair pair;

    if (stat(path_of(ring, IN_USE, path), &st) != 0)
        return 0;
    if (dbk_keypair_load(&pair, path, NULL) == 0)
        snprintf(name, sizeof name, "%.*s" BEFORE, SHORT_HEX, dbk_hex(pair.open, DBK_KEY_BYTES, hex));
    else
        snprintf(name, sizeof name, "unusable-%ju" BEFORE, (uintmax_t)st.st_ino);
    dbk_keypair_wipe(&pair);
    if (linkat(ring->folder, IN_USE, ring->folder, name, 0) != 0 && errno != EEXIST)
        return dbk_err_sys(err, _("keep the earlier key as %s"), name);
    return dbk_sys->fsync(ring->folder) == 0 ? 0 : dbk_err_sys(err, _("keep the earlier key as %s"), name);
}

int
dbk_keyring_take_over(const dbk_keyring *ring, const char *name, dbk_err *err)
{
    char file[NAME_MAX];

    snprintf(file, sizeof file, "%s" NEXT, name);
    if (set_aside(ring, err) != 0)
        return -1;
    return dbk_file_move(ring->folder, file, ring->folder, IN_USE, err);
}

/* ------------------------------------------------------------------ earlier ones */

typedef struct { const dbk_keyring *ring; dbk_key_seen *see; void *ctx; } walk;

static int
see_file(void *ctx, const char *name, dbk_err *err)
{
    const walk *w = ctx;
    char path[PATH_MAX];
    dbk_keypair pair;
    int rc;

    if (dbk_keypair_load(&pair, path_of(w->ring, name, path), NULL) != 0)
        return 0;
    rc = w->see(w->ctx, &pair, err);
    dbk_keypair_wipe(&pair);
    return rc;
}

int
dbk_keyring_each_before(const dbk_keyring *ring, dbk_key_seen *see, void *ctx, dbk_err *err)
{
    walk w = { ring, see, ctx };

    return dbk_folder_each(ring->folder, BEFORE, see_file, &w, err);
}

static int
is_it(void *ctx, const dbk_keypair *pair, dbk_err *err)
{
    (void)err;
    return memcmp(ctx, pair->open, DBK_KEY_BYTES) == 0;
}

bool
dbk_keyring_holds(const dbk_keyring *ring, const uint8_t key[DBK_KEY_BYTES])
{
    uint8_t wanted[DBK_KEY_BYTES];

    memcpy(wanted, key, sizeof wanted);
    return dbk_keyring_each_before(ring, is_it, wanted, NULL) == 1;
}

typedef struct { const dbk_keyring *ring; dbk_items out, done; dbk_key_seen *may_go; void *ctx; } sweeping;

static bool
has_sealed(const dbk_items *items, const uint8_t *key)
{
    for (size_t i = 0; i < items->n; i++)
        if (memcmp(items->row[i].key, key, DBK_KEY_BYTES) == 0)
            return true;
    return false;
}

static int
sweep_one(void *ctx, const dbk_keypair *pair, dbk_err *err)
{
    const sweeping *s = ctx;
    char hex[DBK_KEY_HEX_CHARS + 1], name[NAME_MAX];

    if (has_sealed(&s->out, pair->open) || has_sealed(&s->done, pair->open) || s->may_go(s->ctx, pair, NULL) != 0)
        return 0;
    snprintf(name, sizeof name, "%.*s" BEFORE, SHORT_HEX, dbk_hex(pair->open, DBK_KEY_BYTES, hex));
    return dbk_file_remove(s->ring->folder, name, err);
}

int
dbk_keyring_sweep(const dbk_keyring *ring, dbk_outbox *box, dbk_key_seen *may_go, void *ctx, dbk_err *err)
{
    sweeping s = { .ring = ring, .may_go = may_go, .ctx = ctx };
    int rc = dbk_outbox_list(box, BOX_OUT, &s.out, err);

    if (rc != 0)
        return rc;
    rc = dbk_outbox_list(box, BOX_DONE, &s.done, err);
    if (rc == 0)
        rc = dbk_keyring_each_before(ring, sweep_one, &s, err);
    dbk_items_fini(&s.out);
    dbk_items_fini(&s.done);
    return rc;
}

/* ------------------------------------------------------------------ whose they are */

/* The line that begins with the key; *size has its newline. NULL: there is none. */
static const char *
line_of(const char *text, const uint8_t key[DBK_KEY_BYTES], size_t *size)
{
    char hex[DBK_KEY_HEX_CHARS + 1];

    dbk_hex(key, DBK_KEY_BYTES, hex);
    for (const char *line = text; *line != '\0'; line += *size) {
        *size = strcspn(line, "\n");
        *size += line[*size] == '\n';
        if (strncmp(line, hex, DBK_KEY_HEX_CHARS) == 0 && line[DBK_KEY_HEX_CHARS] == ' ')
            return line;
    }
    return NULL;
}

static char *
read_owners(const dbk_keyring *ring)
{
    size_t size;

    return (char *)dbk_file_read(ring->folder, OWNERS, OWNERS_MAX_BYTES, &size, NULL);
}

const char *
dbk_keyring_owner(const dbk_keyring *ring, const uint8_t key[DBK_KEY_BYTES], char *room, size_t room_bytes)
{
    char *text = read_owners(ring);
    size_t size = 0;
    const char *line = text ? line_of(text, key, &size) : NULL;

    snprintf(room, room_bytes, "%.*s", line ? (int)strcspn(line + DBK_KEY_HEX_CHARS + 1, "\n") : 0,
             line ? line + DBK_KEY_HEX_CHARS + 1 : "");
    free(text);
    return room;
}

const char *
dbk_keyring_owner_named(const dbk_keyring *ring, const char *name, char *room, size_t room_bytes)
{
    char *text = read_owners(ring);

    room[0] = '\0';
    for (const char *line = text; line && *line; line += strcspn(line, "\n"), line += *line == '\n')
        if (strncmp(line, name, SHORT_HEX) == 0 && strcspn(line, "\n") > DBK_KEY_HEX_CHARS)
            snprintf(room, room_bytes, "%.*s", (int)strcspn(line + DBK_KEY_HEX_CHARS + 1, "\n"),
                     line + DBK_KEY_HEX_CHARS + 1);
    free(text);
    return room;
}

int
dbk_keyring_set_owner(const dbk_keyring *ring, const uint8_t key[DBK_KEY_BYTES], const char *name, dbk_err *err)
{
    char *text = read_owners(ring), hex[DBK_KEY_HEX_CHARS + 1];
    const char *all = text ? text : "";
    size_t size = 0;
    const char *line = line_of(all, key, &size);
    const size_t room = strlen(all) + DBK_KEY_HEX_CHARS + strlen(name) + 3;
    char *whole = malloc(room);
    int n, rc;

    assert(whole != NULL);
    /* First, so that it is a line of its own whatever the others look like. */
    n = snprintf(whole, room, "%s %s\n%.*s%s", dbk_hex(key, DBK_KEY_BYTES, hex), name,
                 line ? (int)(line - all) : (int)strlen(all), all, line ? line + size : "");
    rc = dbk_file_keep(ring->folder, OWNERS, whole, (size_t)n, err);
    free(whole);
    free(text);
    return rc;
}
