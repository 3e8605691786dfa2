/*
 * preload — faults inside real programs, by LD_PRELOAD: a disk that is full or breaks at the nth call, SIGKILL at the nth
 * call of a boundary, another clock. For tests only; the programs know nothing of it.
 *
 *   DBK_FAULTS=FILE    a page that the harness maps too: what it writes there holds from the next call on
 *
 * What is counted is one `family` of calls: those that change a disk (as clients/secretary/sys.h names them), or those that
 * talk to PostgreSQL and to the clients. The disk's calls count only for files that are made, written, moved or removed.
 * In a server of PostgreSQL `full` lets no file grow; what is there already can be written, as on a full disk.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { FAMILY_NONE, FAMILY_DISK, FAMILY_DATABASE, FAMILY_CLIENTS };
enum { DO_NOTHING, DO_FAIL, DO_KILL_BEFORE, DO_KILL_AFTER };

/* What the page holds; faults.py packs it. */
typedef struct {
    int64_t clock_ms;              /* added to the wall clock */
    int32_t family, nth;           /* which call: counted down to 1; 0: none */
    int32_t deed, number;          /* what then happens; errno for DO_FAIL */
    int32_t had;                   /* it happened */
    int32_t full;                  /* no file of a database can grow */
} page;

static volatile page *faults;

/* The real one, into a pointer to a function. */
static void
find(void *room, const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);

    if (found == NULL)
        abort();
    memcpy(room, &found, sizeof found);
}

#define REAL(name)                      \
    static __typeof__(name) *next;      \
    if (next == NULL)                   \
        find(&next, #name)

__attribute__((constructor)) static void
map_page(void)
{
    const char *path = getenv("DBK_FAULTS");
    const int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    void *at = fd >= 0 ? mmap(NULL, sizeof(page), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) : MAP_FAILED;

    if (at != MAP_FAILED)
        faults = at;
    if (fd >= 0)
        close(fd);
}

/* Is it this call's turn? DO_KILL_BEFORE does not come back. */
static int
deed_of(int family)
{
    if (faults == NULL || faults->family != family || faults->nth <= 0 || --faults->nth > 0)
        return DO_NOTHING;
    faults->had = 1;
    if (faults->deed == DO_KILL_BEFORE)
        kill(getpid(), SIGKILL);
    if (faults->deed == DO_FAIL)
        errno = faults->number;
    return faults->deed;
}

#define AROUND(family, type, failed, call)                  \
    do {                                                    \
        const int deed_ = deed_of(family);                  \
        if (deed_ == DO_FAIL)                               \
            return failed;                                  \
        type result_ = call;                                \
        if (deed_ == DO_KILL_AFTER)                         \
            kill(getpid(), SIGKILL);                        \
        return result_;                                     \
    } while (0)

/* ---------------------------------------------------------------- the disk of a client */

#define FILES_MAX 64
static bool made[FILES_MAX];           /* descriptors of files that are being written */

int
openat(int dir, const char *name, int flags, ...)
{
    REAL(openat);
    va_list rest;
    mode_t mode;
    int fd, deed = DO_NOTHING;

    va_start(rest, flags);
    mode = (flags & O_CREAT) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    if (flags & O_CREAT)
        deed = deed_of(FAMILY_DISK);
    if (deed == DO_FAIL)
        return -1;
    fd = next(dir, name, flags, mode);
    if (deed == DO_KILL_AFTER)
        kill(getpid(), SIGKILL);
    if (fd >= 0 && fd < FILES_MAX)
        made[fd] = flags & O_CREAT && (flags & O_ACCMODE) == O_WRONLY;
    return fd;
}

ssize_t
write(int fd, const void *bytes, size_t size)
{
    REAL(write);
    if (faults == NULL || fd < 0 || fd >= FILES_MAX || !made[fd])
        return next(fd, bytes, size);
    if (faults->family == FAMILY_DISK && faults->nth == 1 && faults->deed != DO_KILL_AFTER)
        (void)!next(fd, bytes, size / 2);          /* a disk that fills up takes the first half */
    AROUND(FAMILY_DISK, ssize_t, -1, next(fd, bytes, size));
}

int
fsync(int fd)
{
    REAL(fsync);
    AROUND(FAMILY_DISK, int, -1, next(fd));
}

int
renameat(int from_dir, const char *from, int to_dir, const char *to)
{
    REAL(renameat);
    AROUND(FAMILY_DISK, int, -1, next(from_dir, from, to_dir, to));
}

int
unlinkat(int dir, const char *name, int flags)
{
    REAL(unlinkat);
    AROUND(FAMILY_DISK, int, -1, next(dir, name, flags));
}

int
mkdirat(int dir, const char *name, mode_t mode)
{
    REAL(mkdirat);
    AROUND(FAMILY_DISK, int, -1, next(dir, name, mode));
}

/* ---------------------------------------------------------------- the disk of a server */

static bool
would_grow(int fd, off_t offset, size_t size)
{
    struct stat st;

    if (faults == NULL || !faults->full || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || offset + (off_t)size <= st.st_size)
        return false;
    faults->had = 1;
    errno = ENOSPC;
    return true;
}

ssize_t
pwrite(int fd, const void *bytes, size_t size, off_t offset)
{
    REAL(pwrite);
    return would_grow(fd, offset, size) ? -1 : next(fd, bytes, size, offset);
}

ssize_t
pwrite64(int fd, const void *bytes, size_t size, off64_t offset)
{
    REAL(pwrite64);
    return would_grow(fd, offset, size) ? -1 : next(fd, bytes, size, offset);
}

/* ---------------------------------------------------------------- the daemon's boundaries; types as libpq and libzmq have them */

int PQflush(void *pg);
int PQsendQueryPrepared(void *pg, const char *name, int n, const char *const *values, const int *lengths, const int *formats,
                        int result_format);
int PQpipelineSync(void *pg);
int PQconsumeInput(void *pg);
void *PQgetResult(void *pg);
int zmq_send(void *socket, const void *bytes, size_t size, int flags);
int zmq_msg_recv(void *message, void *socket, int flags);

int
PQsendQueryPrepared(void *pg, const char *name, int n, const char *const *values, const int *lengths, const int *formats,
                    int result_format)
{
    REAL(PQsendQueryPrepared);
    AROUND(FAMILY_DATABASE, int, 0, next(pg, name, n, values, lengths, formats, result_format));
}

int
PQpipelineSync(void *pg)
{
    REAL(PQpipelineSync);
    AROUND(FAMILY_DATABASE, int, 0, next(pg));
}

int
PQflush(void *pg)
{
    REAL(PQflush);
    AROUND(FAMILY_DATABASE, int, -1, next(pg));
}

int
PQconsumeInput(void *pg)
{
    REAL(PQconsumeInput);
    AROUND(FAMILY_DATABASE, int, 0, next(pg));
}

void *
PQgetResult(void *pg)
{
    REAL(PQgetResult);
    AROUND(FAMILY_DATABASE, void *, NULL, next(pg));
}

int
zmq_send(void *socket, const void *bytes, size_t size, int flags)
{
    REAL(zmq_send);
    AROUND(FAMILY_CLIENTS, int, -1, next(socket, bytes, size, flags));
}

int
zmq_msg_recv(void *message, void *socket, int flags)
{
    REAL(zmq_msg_recv);
    AROUND(FAMILY_CLIENTS, int, -1, next(message, socket, flags));
}

/* ---------------------------------------------------------------- the wall clock */

int
clock_gettime(clockid_t clock, struct timespec *at)
{
    REAL(clock_gettime);
    const int rc = next(clock, at);

    if (rc == 0 && clock == CLOCK_REALTIME && faults != NULL && faults->clock_ms != 0) {
        const int64_t ms = (int64_t)at->tv_sec * 1000 + at->tv_nsec / 1000000 + faults->clock_ms;

        at->tv_sec = (time_t)(ms / 1000);
        at->tv_nsec = (long)(ms % 1000) * 1000000;
    }
    return rc;
}
