/* curve: key files that only their owner reads, and sockets that let nobody in by mistake. */
#include "proto/curve.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zmq.h>

#include "proto/ident.h"
#include "tests/harness/unit.h"

static const char *
path_of(const char *name)
{
    static char path[512];

    snprintf(path, sizeof path, "%s/%s", unit_folder(), name);
    return path;
}

static void
write_file(const char *path, const char *text, mode_t mode)
{
    FILE *f = fopen(path, "w");

    if (f != NULL) {
        fputs(text, f);
        fclose(f);
    }
    chmod(path, mode);
}

static void
test_save_and_load(void)
{
    const char *path = path_of("key");
    dbk_keypair pair, back, none = { { 0 }, { 0 } };
    struct stat st;
    dbk_err err = { 0 };

    umask(0);                                                  /* the mode is ours, not the caller's umask's */
    CHECK_INT("made", dbk_keypair_make(&pair, &err), 0);
    CHECK_INT("saved", dbk_keypair_save(&pair, path, &err), 0);
    CHECK_INT("stat", stat(path, &st), 0);
    CHECK_INT("mode", st.st_mode & 07777, 0600);
    CHECK_INT("loaded", dbk_keypair_load(&back, path, &err), 0);
    CHECK_INT("the same", memcmp(&pair, &back, sizeof pair), 0);
    CHECK_INT("never over another", dbk_keypair_save(&pair, path, &err), -1);
    CHECK_INT("never over another", err.code, DBK_E_CONFIG);
    CHECK_HAS("never over another", err.text, "already there");
    dbk_keypair_wipe(&back);
    CHECK_INT("wiped", memcmp(&back, &none, sizeof back), 0);
}

/* Half a key would stand in the way of the next try. */
static void
test_save_on_a_full_disk(void)
{
    struct rlimit before, none;
    dbk_keypair pair;
    dbk_err err = { 0 };

    dbk_keypair_make(&pair, NULL);
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    none = before;
    none.rlim_cur = 10;
    setrlimit(RLIMIT_FSIZE, &none);
    const int rc = dbk_keypair_save(&pair, path_of("full"), &err);

    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, SIG_DFL);
    CHECK_INT("refused", rc, -1);
    CHECK_INT("refused", err.code, DBK_E_SYSTEM);
    CHECK_HAS("says what", err.text, "write ");
    CHECK_INT("nothing is left", access(path_of("full"), F_OK), -1);
    CHECK_INT("the next try", dbk_keypair_save(&pair, path_of("full"), &err), 0);
}

static void
test_save_nowhere(void)
{
    dbk_keypair pair;
    dbk_err err = { 0 };

    dbk_keypair_make(&pair, NULL);
    CHECK_INT("no such folder", dbk_keypair_save(&pair, path_of("none/key"), &err), -1);
    CHECK_INT("no such folder", err.code, DBK_E_SYSTEM);
    CHECK_HAS("no such folder", err.text, "No such file or directory");
    CHECK_INT("a dangling link", symlink("/nonexistent/key", path_of("dangling")), 0);
    CHECK_INT("a dangling link", dbk_keypair_save(&pair, path_of("dangling"), &err), -1);
    CHECK_INT("a dangling link", err.code, DBK_E_CONFIG);
}

/* The two keys of the ZeroMQ manual belong together; any other two do not. */
#define PUBLIC_KEY "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID"
#define SECRET_KEY "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs"
#define OTHER_KEY  "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"

static void
test_contents(void)
{
    static const struct { const char *name, *text; dbk_code code; const char *says; } cases[] = {
        { "as in curve.h",   "# daybook secret key: show it to nobody\ncurve\n    public-key = \"" PUBLIC_KEY "\"\n"
                             "    secret-key = \"" SECRET_KEY "\"\n", DBK_OK, "" },
        { "of another tool", "#   ZeroMQ CURVE **Secret** Certificate\nmetadata\n    name = \"x\"\ncurve\n"
                             "\tpublic-key=\"" PUBLIC_KEY "\"\n\tsecret-key=\"" SECRET_KEY "\"", DBK_OK, "" },
        { "wrong pair",      "curve\n public-key = \"" OTHER_KEY "\"\n secret-key = \"" SECRET_KEY "\"\n",
                             DBK_E_CONFIG, "does not belong" },
        { "no secret",       "curve\n public-key = \"" PUBLIC_KEY "\"\n", DBK_E_CONFIG, "not a key file" },
        { "39 characters",   "curve\n public-key = \"" PUBLIC_KEY "\"\n"
                             " secret-key = \":)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs\"\n",
                             DBK_E_CONFIG, "not a key file" },
        { "no Z85",          "curve\n public-key = \"" PUBLIC_KEY "\"\n"
                             " secret-key = \"~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\"\n",
                             DBK_E_CONFIG, "does not belong" },
        { "empty",           "", DBK_E_CONFIG, "not a key file" },
        { "no equals sign",  "public-key \"" PUBLIC_KEY "\"\nsecret-key : \"" SECRET_KEY "\"\n",
          DBK_E_CONFIG, "not a key file" },
        { "no quotes",       "public-key = " PUBLIC_KEY "\nsecret-key = " SECRET_KEY "\n",
                             DBK_E_CONFIG, "not a key file" },
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        dbk_keypair pair, none = { { 0 }, { 0 } };
        dbk_err err = { 0 };

        write_file(path_of("contents"), cases[i].text, 0600);
        CHECK_INT(cases[i].name, dbk_keypair_load(&pair, path_of("contents"), &err) == 0, cases[i].code == DBK_OK);
        CHECK_INT(cases[i].name, err.code, cases[i].code);
        CHECK_HAS(cases[i].name, err.text, cases[i].says);
        CHECK_TRUE(cases[i].name, strstr(err.text, SECRET_KEY) == NULL);
        if (cases[i].code != DBK_OK)
            CHECK_INT(cases[i].name, memcmp(&pair, &none, sizeof pair), 0);
    }
}

static void
test_modes(void)
{
    static const struct { const char *name; mode_t mode; int good; } cases[] = {
        { "0600", 0600, 1 }, { "0400", 0400, 1 }, { "0640", 0640, 0 }, { "0604", 0604, 0 },
        { "0620", 0620, 0 }, { "0610", 0610, 0 },
    };
    dbk_keypair pair;

    dbk_keypair_make(&pair, NULL);
    dbk_keypair_save(&pair, path_of("modes"), NULL);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        dbk_err err = { 0 };

        chmod(path_of("modes"), cases[i].mode);
        CHECK_INT(cases[i].name, dbk_keypair_load(&pair, path_of("modes"), &err) == 0, cases[i].good);
        CHECK_INT(cases[i].name, err.code, cases[i].good ? DBK_OK : DBK_E_CONFIG);
    }
}

static void
test_not_a_file(void)
{
    dbk_keypair pair;
    dbk_err err = { 0 };

    CHECK_INT("not there", dbk_keypair_load(&pair, path_of("nothing"), &err), -1);
    CHECK_INT("not there", err.code, DBK_E_NO_INPUT);
    CHECK_INT("a folder", dbk_keypair_load(&pair, unit_folder(), &err), -1);
    CHECK_INT("a folder", err.code, DBK_E_CONFIG);
    CHECK_INT("make a FIFO", mkfifo(path_of("fifo"), 0600), 0);
    CHECK_INT("a FIFO does not hold us up", dbk_keypair_load(&pair, path_of("fifo"), &err), -1);
    CHECK_HAS("a FIFO", err.text, "is not a file");
    err = (dbk_err){ 0 };
    CHECK_INT("a file that cannot be read", dbk_keypair_load(&pair, "/proc/self/mem", &err), -1);
    CHECK_INT("a file that cannot be read", err.code, DBK_E_NO_INPUT);
    CHECK_HAS("a file that cannot be read", err.text, "read /proc/self/mem: ");
    if (geteuid() != 0)
        return;
    dbk_keypair_make(&pair, NULL);
    dbk_keypair_save(&pair, path_of("foreign"), NULL);
    CHECK_INT("give it away", chown(path_of("foreign"), 12345, 12345), 0);
    CHECK_INT("another's", dbk_keypair_load(&pair, path_of("foreign"), &err), -1);
    CHECK_HAS("another's", err.text, "belongs to another user");
}

static void
test_key_parse(void)
{
    static const char good[] = "54fcba24e93249969316fb617c872bb0c1d1ff14800427c594cbfacf1bc2d652";
    uint8_t key[DBK_KEY_BYTES];
    dbk_err err = { 0 };

    CHECK_INT("64 digits", dbk_key_parse(good, key, &err), 0);
    CHECK_INT("first byte", key[0], 0x54);
    CHECK_INT("63 digits", dbk_key_parse(good + 1, key, &err), -1);
    CHECK_INT("63 digits", err.code, DBK_E_USAGE);
    CHECK_STR("63 digits", err.text, "a key is 64 hexadecimal digits; this has 63 characters");
    CHECK_INT("Z85", dbk_key_parse(PUBLIC_KEY, key, &err), -1);
}

/* ---------------------------------------------------------------- sockets */

typedef struct { void *context, *server, *client, *events, *gate; char endpoint[128]; } stage;

static void *
open_socket(void *context, int type)
{
    void *socket = zmq_socket(context, type);
    const int no = 0, soon = 10000;

    zmq_setsockopt(socket, ZMQ_LINGER, &no, sizeof no);
    zmq_setsockopt(socket, ZMQ_RCVTIMEO, &soon, sizeof soon);
    zmq_setsockopt(socket, ZMQ_SNDTIMEO, &soon, sizeof soon);
    return socket;
}

/* A server, a client on its way to it, and the client's monitor. `gated`: somebody answers ZAP. */
static void
open_stage(stage *s, const dbk_keypair *server, const dbk_keypair *client, const uint8_t *server_key, bool gated)
{
    size_t room = sizeof s->endpoint;
    dbk_err err = { 0 };

    *s = (stage){ .context = zmq_ctx_new() };
    if (gated) {
        s->gate = open_socket(s->context, ZMQ_REP);
        CHECK_INT("bind the gate", zmq_bind(s->gate, "inproc://zeromq.zap.01"), 0);
    }
    s->server = open_socket(s->context, ZMQ_ROUTER);
    CHECK_INT(err.text, dbk_curve_server(s->server, server, "daybook", &err), 0);
    CHECK_INT("bind", zmq_bind(s->server, "tcp://127.0.0.1:*"), 0);
    zmq_getsockopt(s->server, ZMQ_LAST_ENDPOINT, s->endpoint, &room);
    s->client = open_socket(s->context, ZMQ_DEALER);
    CHECK_INT(err.text, dbk_curve_client(s->client, client, server_key, &err), 0);
    zmq_socket_monitor(s->client, "inproc://events",
                       ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL |
                       ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH);
    s->events = open_socket(s->context, ZMQ_PAIR);
    zmq_connect(s->events, "inproc://events");
    CHECK_INT("connect", zmq_connect(s->client, s->endpoint), 0);
}

static void
close_stage(stage *s)
{
    zmq_socket_monitor(s->client, NULL, 0);
    zmq_close(s->events);
    zmq_close(s->client);
    zmq_close(s->server);
    if (s->gate != NULL)
        zmq_close(s->gate);
    zmq_ctx_term(s->context);
}

/* What became of the client's handshake: one of the four events asked for. */
static int
handshake_of(stage *s)
{
    uint8_t event[6];
    uint16_t number = 0;
    char address[256];

    if (zmq_recv(s->events, event, sizeof event, 0) == sizeof event)
        memcpy(&number, event, sizeof number);
    zmq_recv(s->events, address, sizeof address, 0);
    return number;
}

/* Answers one ZAP request with 200 and `user`; notes the domain and the key that it was asked about. */
static void
let_in(void *gate, const char *user, char domain[64], uint8_t key[DBK_KEY_BYTES])
{
    char frame[7][64];
    int size[7] = { 0 };
    const char *const head[] = { "1.0", NULL, "200", "", user, "" };

    for (int i = 0; i < 7; i++)
        size[i] = zmq_recv(gate, frame[i], sizeof frame[i], 0);
    CHECK_INT("the key is raw", size[6], DBK_KEY_BYTES);
    memcpy(key, frame[6], DBK_KEY_BYTES);
    snprintf(domain, 64, "%.*s", size[2], frame[2]);
    for (int i = 0; i < 6; i++) {
        const char *const part = i == 1 ? frame[1] : head[i];      /* the request's id goes back as it came */

        zmq_send(gate, part, i == 1 ? (size_t)size[1] : strlen(part), i < 5 ? ZMQ_SNDMORE : 0);
    }
}

static void
test_let_in(void)
{
    dbk_keypair server, client;
    uint8_t asked[DBK_KEY_BYTES];
    char domain[64];
    zmq_msg_t message;
    stage s;

    dbk_keypair_make(&server, NULL);
    dbk_keypair_make(&client, NULL);
    open_stage(&s, &server, &client, server.open, true);
    let_in(s.gate, "somebody", domain, asked);
    CHECK_INT("the handshake", handshake_of(&s), ZMQ_EVENT_HANDSHAKE_SUCCEEDED);
    CHECK_STR("the domain", domain, "daybook");
    CHECK_INT("the client's key", memcmp(asked, client.open, sizeof asked), 0);
    CHECK_INT("send", zmq_send(s.client, "report", 6, 0), 6);
    zmq_msg_init(&message);
    zmq_msg_recv(&message, s.server, 0);
    CHECK_INT("the body", zmq_msg_recv(&message, s.server, 0), 6);
    CHECK_STR("User-Id", zmq_msg_gets(&message, "User-Id"), "somebody");
    zmq_msg_close(&message);
    close_stage(&s);
}

/* libzmq lets everybody in when nobody answers ZAP. Ours does not. */
static void
test_no_gate(void)
{
    dbk_keypair server, client;
    stage s;

    dbk_keypair_make(&server, NULL);
    dbk_keypair_make(&client, NULL);
    open_stage(&s, &server, &client, server.open, false);
    CHECK_INT("refused", handshake_of(&s), ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL);
    close_stage(&s);
}

static void
test_wrong_server_key(void)
{
    dbk_keypair server, client;
    stage s;

    dbk_keypair_make(&server, NULL);
    dbk_keypair_make(&client, NULL);
    open_stage(&s, &server, &client, client.open, true);
    CHECK_INT("refused", handshake_of(&s), ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL);
    close_stage(&s);
}

static void
test_refused_option(void)
{
    dbk_keypair pair;
    dbk_err err = { 0 };

    dbk_keypair_make(&pair, NULL);
    CHECK_INT("no socket", dbk_curve_server(NULL, &pair, "daybook", &err), -1);
    CHECK_HAS("it says which option", err.text, "set CURVE_SERVER: ");
    CHECK_INT("nor for a client", dbk_curve_client(NULL, &pair, pair.open, &err), -1);
    CHECK_HAS("it says which option", err.text, "set CURVE_SERVERKEY: ");
    CHECK_INT("a setting", err.code, DBK_E_CONFIG);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "save and load",      test_save_and_load },
        { "save nowhere",       test_save_nowhere },
        { "save on a full disk", test_save_on_a_full_disk },
        { "contents",           test_contents },
        { "modes",              test_modes },
        { "not a file of ours", test_not_a_file },
        { "a key as digits",    test_key_parse },
        { "let in",             test_let_in },
        { "no gate, no entry",  test_no_gate },
        { "wrong server key",   test_wrong_server_key },
        { "a refused option",   test_refused_option },
    };

    return unit_main("proto/curve", tests, ARRAY_LEN(tests), 120);
}
