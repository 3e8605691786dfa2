#include "clients/secretary/probe.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clients/words.h"

/* What the resolver and the network say, what it means, and what helps. The last row of each is for all the rest. */
typedef struct { int why; const char *words, *remedy; } sign;

#define ON_A_NETWORK N_("connect this computer to the network, then try again")

static const sign names[] = {
    { EAI_AGAIN,  N_("no name server answers"), ON_A_NETWORK },
    { EAI_NONAME, N_("there is no computer of that name"), N_("check the address in settings.ini with the office") },
    { 0,          N_("the name cannot be looked up"), N_("check the address in settings.ini with the office") },
};

static const sign connections[] = {
    { ECONNREFUSED, N_("that computer answers, but nothing listens at that port"),
      N_("check the port in settings.ini; if it is right, tell the office that the server is away") },
    { ETIMEDOUT,    N_("nobody answers"),
      N_("try another network, such as a mobile telephone's; if it is the same there, tell the office") },
    { ENETUNREACH,  N_("no network leads there"), ON_A_NETWORK },
    { ENETDOWN,     N_("the network of this computer is down"), ON_A_NETWORK },
    { EHOSTUNREACH, N_("that computer cannot be reached"), ON_A_NETWORK },
    { EACCES,       N_("this computer itself forbids it"), N_("ask who looks after this computer about its firewall") },
    { EPERM,        N_("this computer itself forbids it"), N_("ask who looks after this computer about its firewall") },
    { 0,            N_("no connection"), N_("try another network; if it is the same there, tell the office") },
};

static const sign *
sign_of(const sign *row, int why)
{
    while (row->why != 0 && row->why != why)
        row++;
    return row;
}

/* "tcp://HOST:PORT", "tcp://[::1]:PORT". */
static int
look_up(const char *endpoint, struct addrinfo **found, const char **remedy, dbk_err *err)
{
    const struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM };
    const char *from = endpoint + strlen("tcp://"), *colon = strrchr(endpoint, ':');
    char host[256];
    size_t n;
    int rc;

    if (strncmp(endpoint, "tcp://", 6) != 0 || colon == NULL || colon < from) {
        *remedy = _("put the endpoint right in settings.ini");
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
    *remedy = _(sign_of(names, rc)->remedy);
    dbk_err_set(err, DBK_E_NO_HOST, "%s: %s (%s)", host, _(sign_of(names, rc)->words),
                rc == EAI_SYSTEM ? strerror(errno) : gai_strerror(rc));
    return -1;
}

int
dbk_probe_resolve(const char *endpoint, char address[DBK_PROBE_ADDRESS_BYTES], const char **remedy, dbk_err *err)
{
    struct addrinfo *found = NULL;

    if (look_up(endpoint, &found, remedy, err) != 0)
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
dbk_probe_connect(const char *endpoint, int timeout_ms, const char **remedy, dbk_err *err)
{
    struct addrinfo *found = NULL;
    int why = ENOENT;

    if (look_up(endpoint, &found, remedy, err) != 0)
        return -1;
    for (const struct addrinfo *at = found; at && why != 0; at = at->ai_next)
        why = try_address(at, timeout_ms);
    freeaddrinfo(found);
    if (why == 0)
        return 0;
    *remedy = _(sign_of(connections, why)->remedy);
    return dbk_err_set(err, DBK_E_BUSY, "%s (%s, errno %d)", _(sign_of(connections, why)->words), strerror(why), why);
}
