#include "clients/secretary/sys.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clients/words.h"

static int
real_openat(int dir, const char *name, int flags, mode_t mode)
{
    return openat(dir, name, flags, mode);
}

const dbk_sys_table dbk_sys_real = {
    .openat = real_openat,
    .write = write,
    .fsync = fsync,
    .renameat = renameat,
    .unlinkat = unlinkat,
    .mkdirat = mkdirat,
};

const dbk_sys_table *dbk_sys = &dbk_sys_real;

static int
write_all(int fd, const uint8_t *bytes, size_t size)
{
    while (size > 0) {
        const ssize_t n = dbk_sys->write(fd, bytes, size);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            errno = n == 0 ? ENOSPC : errno;
            return -1;
        }
        bytes += n;
        size -= (size_t)n;
    }
    return 0;
}

/* The order is the promise: the bytes, then the name, then the folder that holds the name. */
static int
keep_under(int dir, const char *temp, const char *name, const void *bytes, size_t size, dbk_err *err)
{
    int rc = -1;
    const int fd = dbk_sys->openat(dir, temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd < 0)
        return dbk_err_sys(err, _("cannot create %s"), name);
    if (write_all(fd, bytes, size) != 0 || dbk_sys->fsync(fd) != 0) {
        dbk_err_sys(err, _("cannot write %s"), name);
        goto out;
    }
    if (dbk_sys->renameat(dir, temp, dir, name) != 0 || dbk_sys->fsync(dir) != 0) {
        dbk_err_sys(err, _("cannot write %s"), name);
        goto out;
    }
    rc = 0;
out:
    close(fd);
    if (rc != 0)
        (void)dbk_sys->unlinkat(dir, temp, 0);    /* what is left behind, the outbox sweeps away later */
    return rc;
}

int
dbk_file_keep(int dir, const char *name, const void *bytes, size_t size, dbk_err *err)
{
    static unsigned count;
    char temp[NAME_MAX];

    /* Two processes may add at once: the temporary name is the process's own. */
    snprintf(temp, sizeof temp, "%.200s-%ld-%u" DBK_TEMP_SUFFIX, name, (long)getpid(), ++count);
    return keep_under(dir, temp, name, bytes, size, err);
}

int
dbk_file_move(int from_dir, const char *from, int to_dir, const char *to, dbk_err *err)
{
    if (dbk_sys->renameat(from_dir, from, to_dir, to) != 0 || dbk_sys->fsync(to_dir) != 0 ||
        dbk_sys->fsync(from_dir) != 0)
        return dbk_err_sys(err, _("cannot move %s"), from);
    return 0;
}

int
dbk_file_remove(int dir, const char *name, dbk_err *err)
{
    if (dbk_sys->unlinkat(dir, name, 0) != 0)
        return errno == ENOENT ? 0 : dbk_err_sys(err, _("cannot remove %s"), name);
    if (dbk_sys->fsync(dir) != 0)
        return dbk_err_sys(err, _("cannot remove %s"), name);
    return 0;
}

static int
open_for_reading(int dir, const char *name, size_t most, size_t *size, dbk_err *err)
{
    struct stat st;
    /* Not blocking: a named pipe must not hold a person up. */
    const int fd = dbk_sys->openat(dir, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);

    if (fd < 0) {
        const bool his = errno == ENOENT || errno == EACCES || errno == ENOTDIR || errno == ELOOP;

        dbk_err_sys(err, _("cannot read %s"), name);
        if (err && his)
            err->code = DBK_E_NO_INPUT;
        return -1;
    }
    if (fstat(fd, &st) != 0)
        dbk_err_sys(err, _("cannot read %s"), name);
    else if (S_ISDIR(st.st_mode))
        dbk_err_set(err, DBK_E_NO_INPUT, _("%s is a folder, not a file"), name);
    else if (!S_ISREG(st.st_mode))
        dbk_err_set(err, DBK_E_NO_INPUT, _("%s is not an ordinary file"), name);
    else if ((uintmax_t)st.st_size > most)
        dbk_err_set(err, DBK_E_INPUT, _("%s is too large: %jd bytes, at most %zu"), name, (intmax_t)st.st_size, most);
    else {
        *size = (size_t)st.st_size;
        return fd;
    }
    close(fd);
    return -1;
}

uint8_t *
dbk_file_read(int dir, const char *name, size_t most, size_t *size, dbk_err *err)
{
    size_t room = 0, got = 0;
    const int fd = open_for_reading(dir, name, most, &room, err);
    uint8_t *bytes;

    if (fd < 0)
        return NULL;
    bytes = malloc(room + 1);
    if (bytes == NULL) {
        dbk_err_sys(err, _("cannot read %s"), name);
        goto out;
    }
    while (got < room) {
        const ssize_t n = read(fd, bytes + got, room - got);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            dbk_err_sys(err, _("cannot read %s"), name);
            free(bytes);
            bytes = NULL;
            goto out;
        }
        if (n == 0)
            break;                                /* it shrank meanwhile: what is there is what it is */
        got += (size_t)n;
    }
    bytes[got] = '\0';
    *size = got;
out:
    close(fd);
    return bytes;
}

int
dbk_folder_inside(int dir, const char *name, dbk_err *err)
{
    int fd;

    if (dbk_sys->mkdirat(dir, name, 0700) != 0 && errno != EEXIST)
        return dbk_err_sys(err, _("cannot create folder %s"), name);
    fd = dbk_sys->openat(dir, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    return fd >= 0 ? fd : dbk_err_sys(err, _("cannot open folder %s"), name);
}

/* Make the parents of `path`; only the last folder is ours to judge. */
static void
make_parents(const char *path)
{
    char part[PATH_MAX];

    for (const char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        snprintf(part, sizeof part, "%.*s", (int)(slash - path), path);
        (void)dbk_sys->mkdirat(AT_FDCWD, part, 0700);
    }
}

int
dbk_folder_open(const char *path, dbk_err *err)
{
    if (path[0] == '\0' || strlen(path) >= PATH_MAX)
        return dbk_err_set(err, DBK_E_USAGE, _("this is no name for a folder: '%.40s'"), path);
    make_parents(path);
    return dbk_folder_inside(AT_FDCWD, path, err);
}

static bool
ends_in(const char *name, const char *suffix)
{
    const size_t n = strlen(name), m = strlen(suffix);

    return n > m && strcmp(name + n - m, suffix) == 0;
}

int
dbk_folder_each(int folder, const char *suffix, dbk_name_seen *see, void *ctx, dbk_err *err)
{
    int rc = 0;
    const int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;

    if (dir == NULL) {
        dbk_err_sys(err, "%s", _("cannot read a folder of the outbox"));
        if (fd >= 0)
            close(fd);
        return -1;
    }
    while (rc == 0) {
        errno = 0;
        const struct dirent *entry = readdir(dir);

        if (entry == NULL) {
            rc = errno == 0 ? 0 : dbk_err_sys(err, "%s", _("cannot read a folder of the outbox"));
            break;
        }
        if (ends_in(entry->d_name, suffix))
            rc = see(ctx, entry->d_name, err);
    }
    closedir(dir);
    return rc;
}
