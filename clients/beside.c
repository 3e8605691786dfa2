#include "clients/beside.h"

#include <string.h>
#include <unistd.h>

bool
dbk_beside(const char *name, char path[PATH_MAX])
{
    const ssize_t n = readlink("/proc/self/exe", path, PATH_MAX - 1);
    char *slash;

    if (n <= 0)
        return false;
    path[n] = '\0';
    slash = strrchr(path, '/');
    if (slash == NULL || (size_t)(slash + 1 - path) + strlen(name) >= PATH_MAX)
        return false;
    memcpy(slash + 1, name, strlen(name) + 1);
    return true;
}
