/*
 * fault — a table of system calls of which the nth fails, or kills the process, once.
 */
#ifndef DBK_TESTS_SECRETARY_FAULT_H
#define DBK_TESTS_SECRETARY_FAULT_H

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <unistd.h>

#include "clients/secretary/sys.h"

static int  fault_at, fault_seen, fault_errno;      /* fault_at 0: never; fault_errno 0: SIGKILL */
static bool fault_half;                             /* a write that fails has written half */

static inline bool
fault_now(void)
{
    if (++fault_seen != fault_at)
        return false;
    if (fault_errno == 0)
        kill(getpid(), SIGKILL);
    errno = fault_errno;
    return true;
}

static inline int
fault_openat(int dir, const char *name, int flags, mode_t mode)
{
    return fault_now() ? -1 : dbk_sys_real.openat(dir, name, flags, mode);
}

static inline ssize_t
fault_write(int fd, const void *bytes, size_t size)
{
    if (fault_seen + 1 == fault_at && fault_half)
        (void)!dbk_sys_real.write(fd, bytes, size / 2);
    return fault_now() ? -1 : dbk_sys_real.write(fd, bytes, size);
}

static inline int
fault_fsync(int fd)
{
    return fault_now() ? -1 : dbk_sys_real.fsync(fd);
}

static inline int
fault_renameat(int from_dir, const char *from, int to_dir, const char *to)
{
    return fault_now() ? -1 : dbk_sys_real.renameat(from_dir, from, to_dir, to);
}

static inline int
fault_unlinkat(int dir, const char *name, int flags)
{
    return fault_now() ? -1 : dbk_sys_real.unlinkat(dir, name, flags);
}

static inline int
fault_mkdirat(int dir, const char *name, mode_t mode)
{
    return fault_now() ? -1 : dbk_sys_real.mkdirat(dir, name, mode);
}

static const dbk_sys_table fault_table = {
    fault_openat, fault_write, fault_fsync, fault_renameat, fault_unlinkat, fault_mkdirat,
};

/* From now on the nth call fails with `number`; 0 kills. */
static inline void
fault_arm(int nth, int number)
{
    fault_at = nth;
    fault_seen = 0;
    fault_errno = number;
    fault_half = true;
    dbk_sys = &fault_table;
}

/* Back to the real ones. True while the nth call has had its turn: go on with the next. */
static inline bool
fault_disarm(void)
{
    dbk_sys = &dbk_sys_real;
    return fault_seen >= fault_at;
}

#endif
