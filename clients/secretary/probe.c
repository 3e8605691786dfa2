#include "clients/secretary/probe.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clients/words.h"

/* "tcp://HOST:PORT", "tcp://[::1]:PORT". */
static int
look_up(const char *endpoint, struct addrinfo **found, dbk_err *err)
{
    const struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM };
    const char *from = endpoint + strlen("tcp://"), *colon = strrchr(endpoint, ':');
    char host[256];
    size_t n;
    int rc;

    if (strncmp(endpoint, "tcp://", 6) != 0 || colon == NULL || colon < from) {
        dbk_err_set(err, DBK_E_CONFIG, _("this is no endpoint such as tcp://HOST:5570: %s"), endpoint);
        return -1;
    }
    n = (size_t)(colon - from);
    if (n >= 2 && from[0] == '[' && from[n - 1] == ']')
        from++, n -= 2;
    snprintf(host, sizeof host, "%.*s", (int)(n < sizeof host ? n : sizeof host - 1), from);
    rc = getaddrinfo(host, colon + 1, &hints, found);
    if (rc == 0)
        return 0;
    dbk_err_set(err, DBK_E_NO_HOST, "%s: %s", host, rc == EAI_SYSTEM ? strerror(errno) : gai_strerror(rc));
    return -1;
}

int
dbk_probe_resolve(const char *endpoint, char address[DBK_PROBE_ADDRESS_BYTES], dbk_err *err)
{
    struct addrinfo *found = NULL;

    if (look_up(endpoint, &found, err) != 0)
        return -1;
    if (getnameinfo(found->ai_addr, found->ai_addrlen, address, DBK_PROBE_ADDRESS_BYTES, NULL, 0, NI_NUMERICHOST) != 0)
        snprintf(address, DBK_PROBE_ADDRESS_BYTES, "?");
    freeaddrinfo(found);
    return 0;
}

/* 0, or the errno of what went wrong. */
static int
try_address(const struct addrinfo *at, int timeout_ms)
{
    const int fd = socket(at->ai_family, at->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, at->ai_protocol);
    struct pollfd on = { fd, POLLOUT, 0 };
    int why = 0, n;
    socklen_t room = sizeof why;

    if (fd < 0)
        return errno;
    if (connect(fd, at->ai_addr, at->ai_addrlen) == 0) {
        close(fd);
        return 0;
    }
    why = errno;
    if (why == EINPROGRESS) {
        while ((n = poll(&on, 1, timeout_ms)) < 0 && errno == EINTR)
            ;
        if (n == 0)
            why = ETIMEDOUT;
        else if (n < 0 || getsockopt(fd, SOL_SOCKET, SO_ERROR, &why, &room) != 0)
            why = errno;
    }
    close(fd);
    return why;
}

int
dbk_probe_connect(const char *endpoint, int timeout_ms, dbk_err *err)
{
    struct addrinfo *found = NULL;
    int why = ENOENT;

    if (look_up(endpoint, &found, err) != 0)
        return -1;
    for (const struct addrinfo *at = found; at && why != 0; at = at->ai_next)
        why = try_address(at, timeout_ms);
    freeaddrinfo(found);
    return why == 0 ? 0 : dbk_err_set(err, DBK_E_BUSY, "%s (errno %d)", strerror(why), why);
}
