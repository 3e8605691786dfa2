/*
 * The line: what is said of it is true, every wait has an end, and an answer is to the question.
 */
#include "clients/secretary/courier.h"

#include <netinet/in.h>

#include "clients/words.h"
#include "tests/clients/secretary/double.h"

static dbk_keypair own;

static dbk_courier *
courier_to(const dbk_endpoint *endpoints, size_t n)
{
    dbk_err err = { 0 };
    dbk_courier *courier = dbk_courier_open(endpoints, n, &own, &err);

    assert(courier != NULL);
    return courier;
}

/* Asks for a form; the code of the failure, or DBK_OK. */
static dbk_code
ask_form(dbk_courier *courier, int timeout_ms, dbk_err *err)
{
    Daybook__V1__FormQuery form;
    dbk_query query;
    dbk_request request;
    dbk_arena arena;
    const dbk_reply *reply;

    daybook__v1__form_query__init(&form);
    daybook__v1__query__init(&query);
    daybook__v1__request__init(&request);
    query.what_case = DAYBOOK__V1__QUERY__WHAT_FORM;
    query.form = &form;
    request.what_case = DAYBOOK__V1__REQUEST__WHAT_QUERY;
    request.query = &query;
    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    *err = (dbk_err){ 0 };
    reply = dbk_courier_ask(courier, &request, timeout_ms, &arena, err);
    CHECK_TRUE("a reply, or a reason", (reply != NULL) == (err->code == DBK_OK));
    dbk_arena_fini(&arena);
    return err->code;
}

static void
answered(void)
{
    double_server *d = double_open();
    const dbk_endpoint endpoint = double_endpoint(d);
    dbk_courier *courier = courier_to(&endpoint, 1);
    dbk_err err;
    size_t size;

    d->clock_ms = 300000;
    for (int i = 0; i < 3; i++)
        CHECK_INT("answered", ask_form(courier, 10000, &err), DBK_OK);
    CHECK_INT("by one connection, three times", d->queries, 3);
    CHECK_INT("line", dbk_courier_line(courier), LINE_REACHED);
    CHECK_TRUE("the clocks", llabs(dbk_courier_skew_ms(courier) - 300000) < 5000);
    CHECK_TRUE("its bytes", dbk_courier_last_bytes(courier, &size) != NULL && size > 0);
    dbk_courier_close(&courier);
    dbk_courier_close(&courier);
    double_close(d);
}

/* ------------------------------------------------------------------ who is not there */

/* A socket of 127.0.0.1 that listens, or only holds a port. Returns it, and its address. */
static int
plain_socket(char address[64], bool listens)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof at;
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    assert(fd >= 0 && bind(fd, (struct sockaddr *)&at, sizeof at) == 0);
    assert(!listens || listen(fd, 8) == 0);
    assert(getsockname(fd, (struct sockaddr *)&at, &size) == 0);
    snprintf(address, 64, "tcp://127.0.0.1:%d", ntohs(at.sin_port));
    return fd;
}

/* A process that sends each caller one line and hangs up. */
static pid_t
banner(int fd)
{
    const pid_t pid = fork();

    assert(pid >= 0);
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        for (;;) {
            const int peer = accept(fd, NULL, NULL);

            (void)!write(peer, "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", 32);
            close(peer);
        }
    }
    return pid;
}

static void
refused_line(const char *name, const dbk_endpoint *endpoint, int timeout_ms, dbk_line line, dbk_code code,
             const char *words)
{
    dbk_courier *courier = courier_to(endpoint, 1);
    dbk_err err;
    const int64_t start = dbk_tick_ms();

    CHECK_INT(name, ask_form(courier, timeout_ms, &err), code);
    CHECK_INT(name, dbk_courier_line(courier), line);
    CHECK_HAS(name, err.text, words);
    CHECK_HAS(name, err.text, endpoint->address);
    CHECK_TRUE(name, dbk_tick_ms() - start < timeout_ms + 3000);
    dbk_courier_close(&courier);
}

static void
nobody(void)
{
    dbk_endpoint endpoint = { { 0 }, { 0 } };
    const int fd = plain_socket(endpoint.address, false);

    memcpy(endpoint.server_key, own.open, DBK_KEY_BYTES);
    refused_line("nothing listens", &endpoint, 1500, LINE_NOBODY, DBK_E_BUSY, "nothing listens there");
    close(fd);
}

static void
no_host(void)
{
    dbk_endpoint endpoint = { "tcp://no-such-host.invalid:5570", { 0 } };

    memcpy(endpoint.server_key, own.open, DBK_KEY_BYTES);
    refused_line("no host", &endpoint, 6000, LINE_NO_HOST, DBK_E_NO_HOST, "the host name is not known");
}

static void
not_zmq(void)
{
    dbk_endpoint endpoint = { { 0 }, { 0 } };
    const int fd = plain_socket(endpoint.address, true);
    const pid_t pid = banner(fd);

    memcpy(endpoint.server_key, own.open, DBK_KEY_BYTES);
    refused_line("a banner", &endpoint, 6000, LINE_NOT_ZMQ, DBK_E_CONFIG, "not a daybook service");
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    close(fd);
}

/* It takes the call and says nothing. */
static void
mute(void)
{
    dbk_endpoint endpoint = { { 0 }, { 0 } };
    const int fd = plain_socket(endpoint.address, true);

    memcpy(endpoint.server_key, own.open, DBK_KEY_BYTES);
    refused_line("mute", &endpoint, 1000, LINE_CONNECTED, DBK_E_BUSY, "does not answer the handshake");
    close(fd);
}

static void
wrong_server_key(void)
{
    double_server *d = double_open();
    dbk_endpoint endpoint = double_endpoint(d);

    memcpy(endpoint.server_key, own.open, DBK_KEY_BYTES);
    refused_line("wrong server key", &endpoint, 6000, LINE_NOT_OURS, DBK_E_CONFIG,
                 "server_key in the settings is wrong");
    CHECK_INT("nothing came through", d->queries, 0);
    double_close(d);
}

static void
not_approved(void)
{
    double_server *d = double_open();
    const dbk_endpoint endpoint = double_endpoint(d);

    d->zap = 400;
    refused_line("400", &endpoint, 6000, LINE_NO_RIGHT, DBK_E_FORBIDDEN, "your key is not approved yet");
    d->zap = 500;
    refused_line("500", &endpoint, 6000, LINE_UNCHECKED, DBK_E_BUSY, "could not check your key");
    double_close(d);
}

/* After 400 libzmq never calls again by itself; we do. */
static void
approved_later(void)
{
    double_server *d = double_open();
    const dbk_endpoint endpoint = double_endpoint(d);
    dbk_courier *courier = courier_to(&endpoint, 1);
    dbk_err err;

    d->zap = 400;
    CHECK_INT("before", ask_form(courier, 6000, &err), DBK_E_FORBIDDEN);
    d->zap = 200;
    CHECK_INT("after", ask_form(courier, 6000, &err), DBK_OK);
    dbk_courier_close(&courier);
    double_close(d);
}

static void
next_endpoint(void)
{
    double_server *d = double_open();
    dbk_endpoint endpoints[2] = { { { 0 }, { 0 } } };
    const int fd = plain_socket(endpoints[0].address, true);
    const pid_t pid = banner(fd);
    dbk_courier *courier;
    dbk_err err;

    memcpy(endpoints[0].server_key, own.open, DBK_KEY_BYTES);
    endpoints[1] = double_endpoint(d);
    courier = courier_to(endpoints, 2);
    CHECK_INT("the second answers", ask_form(courier, 12000, &err), DBK_OK);
    CHECK_INT("and is kept", ask_form(courier, 1000, &err), DBK_OK);
    dbk_courier_close(&courier);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    close(fd);
    double_close(d);
}

/* The server goes and comes back while we wait: the question is put again on the new connection. */
static void
comes_back(void)
{
    double_server *d = double_open();
    const dbk_endpoint endpoint = double_endpoint(d);
    dbk_courier *courier = courier_to(&endpoint, 1);
    dbk_err err;
    pid_t starter;

    CHECK_INT("at first", ask_form(courier, 6000, &err), DBK_OK);
    double_stop(d);
    dbk_courier_rest(courier, 50);
    fflush(NULL);
    starter = fork();                         /* the test itself is busy asking */
    assert(starter >= 0);
    if (starter == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        poll(NULL, 0, 300);
        double_start(d);
        for (;;)
            pause();
    }
    CHECK_INT("after it came back", ask_form(courier, 9000, &err), DBK_OK);
    dbk_courier_close(&courier);
    kill(starter, SIGKILL);                   /* and the server with it */
    waitpid(starter, NULL, 0);
    munmap(d, sizeof *d);
}

/* ------------------------------------------------------------------ the table behind it */

static void
line_table(void)
{
    static const struct { const char *name; dbk_line from; dbk_heard heard; dbk_line to; } rows[] = {
        { "retry before any call: no name",     LINE_UNTRIED,   HEARD_RETRIED,      LINE_NO_HOST },
        { "called",                             LINE_UNTRIED,   HEARD_DELAYED,      LINE_CALLING },
        { "a name at last",                     LINE_NO_HOST,   HEARD_DELAYED,      LINE_CALLING },
        { "closed while calling",               LINE_CALLING,   HEARD_CLOSED,       LINE_NOBODY },
        { "a retry keeps the reason",           LINE_NOBODY,    HEARD_RETRIED,      LINE_NOBODY },
        { "a call keeps the reason",            LINE_NOBODY,    HEARD_DELAYED,      LINE_NOBODY },
        { "somebody after all",                 LINE_NOBODY,    HEARD_CONNECTED,    LINE_CONNECTED },
        { "hung up in the handshake",           LINE_CONNECTED, HEARD_BROKEN,       LINE_NOT_OURS },
        { "no answer in the handshake",         LINE_CONNECTED, HEARD_MUTE,         LINE_CONNECTED },
        { "hung up without a handshake",        LINE_CONNECTED, HEARD_DISCONNECTED, LINE_NOT_ZMQ },
        { "key refused",                        LINE_CONNECTED, HEARD_DENIED,       LINE_NO_RIGHT },
        { "key not checked",                    LINE_CONNECTED, HEARD_UNCHECKED,    LINE_UNCHECKED },
        { "the next call does not clear it",    LINE_NOT_OURS,  HEARD_CONNECTED,    LINE_NOT_OURS },
        { "welcome",                            LINE_CONNECTED, HEARD_WELCOME,      LINE_REACHED },
        { "welcome clears everything",          LINE_NOT_OURS,  HEARD_WELCOME,      LINE_REACHED },
        { "lost",                               LINE_REACHED,   HEARD_DISCONNECTED, LINE_LOST },
        { "lost, and nobody there any more",    LINE_LOST,      HEARD_CLOSED,       LINE_NOBODY },
        { "nothing means nothing",              LINE_REACHED,   HEARD_NOTHING,      LINE_REACHED },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        CHECK_INT(rows[i].name, dbk_line_next(rows[i].from, rows[i].heard), rows[i].to);
    for (dbk_line line = LINE_UNTRIED; line < LINE_N; line++) {
        CHECK_TRUE("has words", dbk_line_words(line)[0] != '\0');
        CHECK_TRUE("is a failure", dbk_line_code(line) != DBK_OK);
        for (dbk_heard heard = HEARD_NOTHING; heard < HEARD_N; heard++)
            CHECK_TRUE("leads somewhere", dbk_line_next(line, heard) < LINE_N);
    }
}

int
main(void)
{
    static const unit_test tests[] = {
        { "the table of the line", line_table },
        { "answered", answered },
        { "nobody", nobody },
        { "no host", no_host },
        { "not a ZeroMQ service", not_zmq },
        { "mute", mute },
        { "wrong server key", wrong_server_key },
        { "not approved", not_approved },
        { "approved later", approved_later },
        { "next endpoint", next_endpoint },
        { "comes back", comes_back },
    };

    dbk_words_init("daybook", "en");
    assert(dbk_keypair_make(&own, NULL) == 0);
    return unit_main("courier", tests, ARRAY_LEN(tests), 180);
}
