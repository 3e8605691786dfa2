/*
 * curve — key files that nobody else may read, and the security options of a socket.
 *
 * Every copy of a secret that is made here is wiped before the call returns; the caller wipes its own.
 * Not here: who may connect (daemon/gate.c).
 */
#include "proto/curve.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zmq.h>

#include "proto/ident.h"

/* Without it a server whose ZAP handler is missing lets everybody in. The public header of libzmq 4.3.4 hides it with
 * the drafts; the library takes it. */
#ifndef ZMQ_ZAP_ENFORCE_DOMAIN
#define ZMQ_ZAP_ENFORCE_DOMAIN 93
#endif

#define Z85_CHARS 40
#define FILE_MAX_BYTES 4096          /* ours has under 200; other tools add a page of metadata at most */

typedef struct { char open[Z85_CHARS + 1], secret[Z85_CHARS + 1]; } z85_pair;

/* ---------------------------------------------------------------- pairs */

static int
decode(const z85_pair *text, dbk_keypair *pair)
{
    if (zmq_z85_decode(pair->open, text->open) == NULL || zmq_z85_decode(pair->secret, text->secret) == NULL)
        return -1;
    return 0;
}

int
dbk_keypair_make(dbk_keypair *pair, dbk_err *err)
{
    z85_pair text;
    int rc;

    if (zmq_curve_keypair(text.open, text.secret) != 0 || decode(&text, pair) != 0)
        rc = dbk_err_set(err, DBK_E_CONFIG, "make a key pair: %s (libzmq without CURVE?)", zmq_strerror(errno));
    else
        rc = 0;
    sodium_memzero(&text, sizeof text);
    return rc;
}

void
dbk_keypair_wipe(dbk_keypair *pair)
{
    sodium_memzero(pair, sizeof *pair);
}

/* ---------------------------------------------------------------- files */

static int
write_all(int fd, const char *text, size_t size)
{
    while (size > 0) {
        const ssize_t n = write(fd, text, size);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return -1;
        text += n;
        size -= (size_t)n;
    }
    return 0;
}

/* The name of a new file survives a power cut only when its folder is on disk too. */
static int
sync_folder_of(const char *path, dbk_err *err)
{
    char copy[PATH_MAX];
    int rc;

    snprintf(copy, sizeof copy, "%s", path);
    const char *folder = dirname(copy);
    const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0)
        return dbk_err_sys(err, "open folder %s", folder);
    rc = fsync(fd) == 0 ? 0 : dbk_err_sys(err, "sync folder %s", folder);
    close(fd);
    return rc;
}

static int
write_key_file(int fd, const dbk_keypair *pair)
{
    z85_pair z85;
    char text[256];

    zmq_z85_encode(z85.open, pair->open, DBK_KEY_BYTES);
    zmq_z85_encode(z85.secret, pair->secret, DBK_KEY_BYTES);
    const int n = snprintf(text, sizeof text,
                           "# daybook secret key: show it to nobody\n"
                           "curve\n"
                           "    public-key = \"%s\"\n"
                           "    secret-key = \"%s\"\n", z85.open, z85.secret);
    const int rc = write_all(fd, text, (size_t)n) == 0 && fsync(fd) == 0 ? 0 : -1;

    sodium_memzero(text, sizeof text);
    sodium_memzero(&z85, sizeof z85);
    return rc;
}

int
dbk_keypair_save(const dbk_keypair *pair, const char *path, dbk_err *err)
{
    const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd < 0 && errno == EEXIST)
        return dbk_err_set(err, DBK_E_CONFIG, "%s is already there: a key is never overwritten", path);
    if (fd < 0)
        return dbk_err_sys(err, "create %s", path);
    if (write_key_file(fd, pair) != 0) {
        dbk_err_sys(err, "write %s", path);
        close(fd);
        unlink(path);                      /* half a key would stand in the way of the next try */
        return -1;
    }
    if (close(fd) != 0)
        return dbk_err_sys(err, "close %s", path);
    return sync_folder_of(path, err);
}

/* What the descriptor shows cannot be exchanged behind our back, as a path can. */
static int
prove_private(int fd, const char *path, dbk_err *err)
{
    struct stat st;

    if (fstat(fd, &st) != 0)
        return dbk_err_sys(err, "stat %s", path);
    if (!S_ISREG(st.st_mode))
        return dbk_err_set(err, DBK_E_CONFIG, "%s is not a file", path);
    if (st.st_uid != geteuid())
        return dbk_err_set(err, DBK_E_CONFIG, "%s belongs to another user", path);
    if (st.st_mode & (S_IRWXG | S_IRWXO))
        return dbk_err_set(err, DBK_E_CONFIG, "%s may be read by others: make it mode 0600", path);
    return 0;
}

/* Fills `text` up to its end; returns the bytes read, or -1. */
static ssize_t
read_all(int fd, char *text, size_t room)
{
    size_t used = 0;

    while (used < room) {
        const ssize_t n = read(fd, text + used, room - used);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        used += (size_t)n;
    }
    return (ssize_t)used;
}

/* The value of `name = "value"` on a line of its own; exactly Z85_CHARS long. */
static bool
find_value(const char *text, const char *name, char value[Z85_CHARS + 1])
{
    const size_t n = strlen(name);

    for (const char *line = text; *line != '\0'; line += strcspn(line, "\n"), line += *line == '\n') {
        const char *at = line + strspn(line, " \t");

        if (strncmp(at, name, n) != 0)
            continue;
        at += n;
        at += strspn(at, " \t");
        if (*at++ != '=')
            continue;
        at += strspn(at, " \t");
        if (*at++ != '"' || strcspn(at, "\"\n") != Z85_CHARS || at[Z85_CHARS] != '"')
            continue;
        memcpy(value, at, Z85_CHARS);
        value[Z85_CHARS] = '\0';
        return true;
    }
    return false;
}

static int
parse_key_file(const char *text, dbk_keypair *pair, const char *path, dbk_err *err)
{
    z85_pair z85;
    char proof[Z85_CHARS + 1];
    int rc = -1;

    if (!find_value(text, "public-key", z85.open) || !find_value(text, "secret-key", z85.secret)) {
        dbk_err_set(err, DBK_E_CONFIG, "%s is not a key file: no public-key or no secret-key of 40 characters", path);
        goto out;
    }
    if (decode(&z85, pair) != 0 || zmq_curve_public(proof, z85.secret) != 0 || strcmp(proof, z85.open) != 0) {
        dbk_err_set(err, DBK_E_CONFIG, "%s is damaged: its public key does not belong to its secret key", path);
        goto out;
    }
    rc = 0;
out:
    sodium_memzero(&z85, sizeof z85);
    return rc;
}

int
dbk_keypair_load(dbk_keypair *pair, const char *path, dbk_err *err)
{
    char text[FILE_MAX_BYTES + 1];
    ssize_t n;
    int rc = -1;
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);      /* a FIFO must not hold us up */

    if (fd < 0)
        return dbk_err_set(err, DBK_E_NO_INPUT, "open %s: %s", path, strerror(errno));
    if (prove_private(fd, path, err) != 0)
        goto out;
    n = read_all(fd, text, FILE_MAX_BYTES);
    if (n < 0) {
        dbk_err_set(err, DBK_E_NO_INPUT, "read %s: %s", path, strerror(errno));
        goto out;
    }
    text[n] = '\0';
    rc = parse_key_file(text, pair, path, err);
out:
    sodium_memzero(text, sizeof text);
    if (rc != 0)
        dbk_keypair_wipe(pair);
    close(fd);
    return rc;
}

int
dbk_key_parse(const char *text, uint8_t key[DBK_KEY_BYTES], dbk_err *err)
{
    if (dbk_hex_parse(text, key, DBK_KEY_BYTES))
        return 0;
    return dbk_err_set(err, DBK_E_USAGE, "a key is %d hexadecimal digits; this has %zu characters", DBK_KEY_HEX_CHARS,
                       strlen(text));
}

/* ---------------------------------------------------------------- sockets */

typedef struct { int option; const void *value; size_t size; const char *name; } socket_option;

static int
set_options(void *socket, const socket_option *options, size_t n, dbk_err *err)
{
    for (size_t i = 0; i < n; i++)
        if (zmq_setsockopt(socket, options[i].option, options[i].value, options[i].size) != 0)
            return dbk_err_set(err, DBK_E_CONFIG, "set %s: %s", options[i].name, zmq_strerror(errno));
    return 0;
}

int
dbk_curve_server(void *socket, const dbk_keypair *own, const char *zap_domain, dbk_err *err)
{
    const int yes = 1;
    const socket_option options[] = {
        { ZMQ_CURVE_SERVER,       &yes,        sizeof yes,         "CURVE_SERVER" },
        { ZMQ_CURVE_SECRETKEY,    own->secret, sizeof own->secret, "CURVE_SECRETKEY" },
        { ZMQ_ZAP_DOMAIN,         zap_domain,  strlen(zap_domain), "ZAP_DOMAIN" },
        { ZMQ_ZAP_ENFORCE_DOMAIN, &yes,        sizeof yes,         "ZAP_ENFORCE_DOMAIN" },
    };

    return set_options(socket, options, sizeof options / sizeof options[0], err);
}

int
dbk_curve_client(void *socket, const dbk_keypair *own, const uint8_t server[DBK_KEY_BYTES], dbk_err *err)
{
    const socket_option options[] = {
        { ZMQ_CURVE_SERVERKEY, server,      DBK_KEY_BYTES,      "CURVE_SERVERKEY" },
        { ZMQ_CURVE_PUBLICKEY, own->open,   sizeof own->open,   "CURVE_PUBLICKEY" },
        { ZMQ_CURVE_SECRETKEY, own->secret, sizeof own->secret, "CURVE_SECRETKEY" },
    };

    return set_options(socket, options, sizeof options / sizeof options[0], err);
}
