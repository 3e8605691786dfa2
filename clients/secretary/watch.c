#include "clients/secretary/watch.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "clients/secretary/sys.h"
#include "clients/words.h"

#define NAME "watch"

int
dbk_watch_begin(int home, dbk_err *err)
{
    const int fd = dbk_sys->openat(home, NAME, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    if (fd < 0)
        return dbk_err_sys(err, _("cannot create %s"), NAME);
    if (flock(fd, LOCK_EX | LOCK_NB) == 0)
        return fd;
    if (errno == EWOULDBLOCK)
        dbk_err_set(err, DBK_E_BUSY, "%s", _("daybook flush --watch runs already"));
    else
        dbk_err_sys(err, _("cannot lock %s"), NAME);
    close(fd);
    return -1;
}

bool
dbk_watch_runs(int home)
{
    const int fd = openat(home, NAME, O_RDONLY | O_CLOEXEC);
    const bool runs = fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;

    if (fd >= 0)
        close(fd);
    return runs;
}
