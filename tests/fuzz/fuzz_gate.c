/*
 * ZAP requests of any shape at the gate: each is answered once, at once, with its own id; 200 only for a whole request
 * with a key that is known and not revoked, or of any key at the enrolment port while that is not crowded; and then with
 * that key as the User-Id.
 *
 * Input: the frames, each with its length in front (two bytes, the higher one first).
 */
#include "daemon/gate.h"

#include <unistd.h>
#include <zmq.h>

#include "proto/ident.h"
#include "tests/fuzz/fuzz.h"

#define FRAMES_MOST 10
#define REPLY_FRAMES 6
#define GATE_FRAME_BYTES 256       /* of a request, the gate looks at that much of a frame */

typedef struct { const uint8_t *bytes; size_t size; } frame;
typedef struct { char bytes[512]; size_t size; } answer_frame;

static dbk_gate *gate;
static dbk_directory *directory;
static void *client;

static void
open_gate(void)
{
    void *zmq = zmq_ctx_new();
    uint8_t known[DBK_KEY_BYTES], revoked[DBK_KEY_BYTES];

    PROVE(zmq != NULL && (gate = dbk_gate_open(zmq, NULL)) != NULL);
    directory = dbk_directory_new();
    memset(known, 'k', sizeof known);
    memset(revoked, 'r', sizeof revoked);
    dbk_directory_add_person(directory, 1, "P1", "样例");
    dbk_directory_add_key(directory, known, 1, false);
    dbk_directory_add_key(directory, revoked, 1, true);
    dbk_directory_seal(directory);
    client = zmq_socket(zmq, ZMQ_DEALER);
    zmq_setsockopt(client, ZMQ_LINGER, &(int){ 0 }, sizeof(int));
    PROVE(zmq_connect(client, "inproc://zeromq.zap.01") == 0);
}

static size_t
cut_frames(const uint8_t *bytes, size_t size, frame frames[FRAMES_MOST])
{
    size_t n = 0;

    while (size >= 2 && n < FRAMES_MOST) {
        const size_t said = (size_t)bytes[0] << 8 | bytes[1], got = said < size - 2 ? said : size - 2;

        frames[n++] = (frame){ bytes + 2, got };
        bytes += 2 + got;
        size -= 2 + got;
    }
    return n;
}

static bool
frame_is(const frame *f, const char *text)
{
    return f->size == strlen(text) && memcmp(f->bytes, text, f->size) == 0;
}

/* What the request deserves; NULL: 200, or 500 in a crowd. */
static const char *
wanted_status(const frame *f, size_t n)
{
    if (n != 7 || !frame_is(&f[0], "1.0") || !frame_is(&f[5], "CURVE") || f[6].size != DBK_KEY_BYTES)
        return "500";
    if (frame_is(&f[2], DBK_ZAP_ENROLMENT))
        return NULL;
    if (!frame_is(&f[2], DBK_ZAP_DOMAIN))
        return "500";
    for (size_t i = 0; i < DBK_KEY_BYTES; i++)
        if (f[6].bytes[i] != 'k')
            return "400";
    return "200";
}

static void
take_answer(answer_frame answer[REPLY_FRAMES])
{
    int more = 1;

    for (size_t n = 0; more; n++) {
        size_t size = sizeof more;

        PROVE(n <= REPLY_FRAMES);
        if (n == 0) {                              /* the delimiter that REP mirrors */
            PROVE(zmq_recv(client, NULL, 0, ZMQ_DONTWAIT) == 0);
        } else {
            const int got = zmq_recv(client, answer[n - 1].bytes, sizeof answer[n - 1].bytes, ZMQ_DONTWAIT);

            PROVE(got >= 0 && (size_t)got < sizeof answer[n - 1].bytes);
            answer[n - 1].bytes[got] = '\0';
            answer[n - 1].size = (size_t)got;
        }
        zmq_getsockopt(client, ZMQ_RCVMORE, &more, &size);
        PROVE(more || n == REPLY_FRAMES);
    }
    PROVE(zmq_recv(client, NULL, 0, ZMQ_DONTWAIT) < 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    frame frames[FRAMES_MOST];
    answer_frame answer[REPLY_FRAMES];
    char hex[DBK_KEY_HEX_CHARS + 1];
    const size_t n = cut_frames(bytes, size, frames);

    if (gate == NULL)
        open_gate();
    if (n == 0)
        return 0;
    zmq_send(client, "", 0, ZMQ_SNDMORE);
    for (size_t i = 0; i < n; i++)
        zmq_send(client, frames[i].bytes, frames[i].size, i + 1 < n ? ZMQ_SNDMORE : 0);
    dbk_gate_answer(gate, directory);
    take_answer(answer);

    const char *wanted = wanted_status(frames, n), *status = answer[2].bytes;
    const size_t id_size = n < 2 ? 0 : frames[1].size < GATE_FRAME_BYTES ? frames[1].size : GATE_FRAME_BYTES;

    PROVE(strcmp(answer[0].bytes, "1.0") == 0);
    PROVE(answer[1].size == id_size && (id_size == 0 || memcmp(answer[1].bytes, frames[1].bytes, id_size) == 0));
    PROVE(wanted != NULL ? strcmp(status, wanted) == 0 : strcmp(status, "200") == 0 || strcmp(status, "500") == 0);
    PROVE(strcmp(answer[4].bytes, status[0] == '2' && n == 7 ? dbk_hex(frames[6].bytes, DBK_KEY_BYTES, hex) : "") == 0);
    PROVE(answer[5].size == 0);
    return 0;
}
