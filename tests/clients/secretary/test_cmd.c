/*
 * The verbs as a person meets them: exit codes, and the sentences that matter, against a stand-in of the server.
 */
#include "clients/secretary/verbs.h"

#include "clients/words.h"
#include "tests/clients/secretary/double.h"
#include "tests/clients/secretary/fault.h"

#define GOOD "committee: 12\ndate: 2020-02-18\n" \
             "figures:\n  assigned_count: 12\n  on_duty_count: 11\n  leave_count: 1\n" \
             "  temp_check_count: 800\n  temp_abnormal_count: 0\n" \
             "situation: |\n  今日在岗十一人，门岗测温八百人次，一切平稳有序。\nno_case: yes\n"

typedef struct {
    double_server *server;          /* NULL: none */
    char           path[256];       /* the home */
    char           said[16384];     /* all that the last verb printed */
    dbk_err        err;
} room;

/* Runs one verb with a desk of its own, as a new process would; the exit status. */
static int
verb(room *r, int argc, const char **argv)
{
    char file[300];
    dbk_desk desk;
    const int out = dup(1), errors = dup(2), to = open((snprintf(file, sizeof file, "%s/said", unit_folder()), file),
                                                       O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    char *copies[16];
    ssize_t n;
    int rc;

    assert(out >= 0 && errors >= 0 && to >= 0 && argc < 16);
    for (int i = 0; i < argc; i++)
        copies[i] = strdup(argv[i]);
    fflush(NULL);
    dup2(to, 1), dup2(to, 2);
    r->err = (dbk_err){ 0 };
    dbk_desk_init(&desk);
    rc = dbk_settings_home(&desk.settings, r->path, &r->err);
    if (rc == 0)
        rc = dbk_settings_read(&desk.settings, &r->err);
    if (rc == 0)
        rc = dbk_verb_named(argv[0])->run(&desk, argc, copies, &r->err);
    if (rc != 0 && r->err.text[0])
        fprintf(stderr, "daybook: %s\n", r->err.text);
    dbk_desk_fini(&desk);
    fflush(NULL);
    dup2(out, 1), dup2(errors, 2);
    close(out), close(errors);
    n = pread(to, r->said, sizeof r->said - 1, 0);
    r->said[n > 0 ? n : 0] = '\0';
    close(to);
    for (int i = 0; i < argc; i++)
        free(copies[i]);
    return rc == 0 ? 0 : dbk_code_exit(r->err.code);
}

/* VERB(&r, "submit", file): what the person types behind `daybook`. */
#define VERB(room, ...) \
    verb(room, (int)(sizeof((const char *[]){ __VA_ARGS__ }) / sizeof(char *)), (const char *[]){ __VA_ARGS__ })

static void
write_settings(room *r, const char *endpoint)
{
    char file[300], hex[65];
    FILE *to;

    snprintf(file, sizeof file, "%s/settings.ini", r->path);
    to = fopen(file, "we");
    assert(to != NULL);
    fprintf(to, "endpoint = %s\nserver_key = %s\ntimeout_s = 3\n", endpoint,
            dbk_hex(r->server->key.open, DBK_KEY_BYTES, hex));
    fclose(to);
}

static room
open_room(double_play play)
{
    room r = { .server = double_open() };

    close(sample_home(r.path));
    r.server->play = (int)play;
    write_settings(&r, r.server->address);
    CHECK_INT("keygen", VERB(&r, "keygen"), 0);
    return r;
}

static void
close_room(room *r)
{
    double_close(r->server);
}

/* The id in "saved (ID)". */
static const char *
saved_id(const room *r)
{
    static char id[DBK_ID_TEXT_BYTES];
    const char *at = strstr(r->said, "saved (");

    snprintf(id, sizeof id, "%.36s", at ? at + 7 : "");
    return id;
}

/* ------------------------------------------------------------------ keygen */

static void
keygen(void)
{
    room r = open_room(PLAY_ACCEPT);
    char first[65];

    snprintf(first, sizeof first, "%.64s", r.said);
    CHECK_INT("64 digits", strspn(first, "0123456789abcdef"), 64);
    CHECK_HAS("fingerprint", r.said, "fingerprint: ");
    CHECK_INT("never again", VERB(&r, "keygen"), 78);
    CHECK_HAS("never again", r.said, "there is a key already");
    CHECK_INT("status", VERB(&r, "status", "--offline"), 0);
    CHECK_HAS("the same key", r.said, first);
    CHECK_INT("usage", VERB(&r, "keygen", "now"), 64);
    close_room(&r);
}

/* ------------------------------------------------------------------ submit */

static void
delivered(void)
{
    room r = open_room(PLAY_ACCEPT);
    const char *file = sample_file("good.yaml", GOOD, strlen(GOOD));

    CHECK_INT("delivered", VERB(&r, "submit", file), 0);
    CHECK_HAS("saved first", r.said, "good.yaml: saved (");
    CHECK_HAS("then delivered", r.said, "delivered: committee 12, 2020-02-18: revision 1, on time, received ");
    CHECK_HAS("with its code", r.said, "  telephone code: ");
    CHECK_INT("once more is refused here", VERB(&r, "submit", file), 65);
    CHECK_HAS("and says what to write", r.said, "to correct it, add this line: corrects: ");
    CHECK_INT("nothing was sent for it", r.server->sealed, 1);
    CHECK_INT("nothing waits", VERB(&r, "flush"), 0);
    CHECK_HAS("nothing waits", r.said, "the outbox is empty");
    close_room(&r);
}

static void
corrected(void)
{
    room r = open_room(PLAY_NO_BASE);
    char text[2048];

    CHECK_INT("offline", VERB(&r, "template"), 0);                     /* fetches the form */
    CHECK_INT("the first, offline", VERB(&r, "submit", "--offline", sample_file("a.yaml", GOOD, strlen(GOOD))), 0);
    CHECK_HAS("kept", r.said, "not sent: daybook flush sends it when you are online");
    snprintf(text, sizeof text, GOOD "corrects: %s\n", saved_id(&r));
    CHECK_INT("its correction, offline", VERB(&r, "submit", "--offline", sample_file("b.yaml", text, strlen(text))), 0);
    CHECK_INT("both go out", VERB(&r, "flush"), 0);
    CHECK_HAS("in order", r.said, "revision 1");
    CHECK_HAS("in order", r.said, "revision 2");
    CHECK_INT("two", r.server->n, 2);
    close_room(&r);
}

static void
same_bytes_again(void)
{
    room r = open_room(PLAY_ACCEPT);
    char id[DBK_ID_TEXT_BYTES];

    CHECK_INT("delivered", VERB(&r, "submit", sample_file("good.yaml", GOOD, strlen(GOOD))), 0);
    snprintf(id, sizeof id, "%s", saved_id(&r));
    CHECK_INT("again", VERB(&r, "flush", "--again", id), 0);
    CHECK_HAS("the same receipt", r.said, "this is the same receipt");
    CHECK_INT("one record", r.server->n, 1);
    CHECK_INT("no such id", VERB(&r, "flush", "--again", "0191d0c4-0000-7000-8000-000000000000"), 64);
    CHECK_INT("no id", VERB(&r, "flush", "--again", "0191"), 64);
    close_room(&r);
}

static void
not_delivered(void)
{
    static const struct { const char *name; double_play play; int zap, exit; const char *said; } rows[] = {
        { "rejected",     PLAY_REJECT,        200, 65,
          "good.yaml:5: on_duty_count (on duty): more on duty than assigned (entered: on duty 11, assigned 12)" },
        { "forbidden",    PLAY_FORBIDDEN,     200, 77, "held: committee 12, 2020-02-18: you have no posting" },
        { "conflict",     PLAY_CONFLICT,      200, 65, "sent by 张三(样例)" },
        { "silence",      PLAY_SILENCE,       200, 75, "no confirmation came" },
        { "wrong receipt", PLAY_WRONG_RECEIPT, 200, 75, "not counted as delivered" },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        room r = open_room(rows[i].play);

        CHECK_INT(rows[i].name, VERB(&r, "submit", sample_file("good.yaml", GOOD, strlen(GOOD))), rows[i].exit);
        CHECK_HAS(rows[i].name, r.said, "saved (");
        CHECK_HAS(rows[i].name, r.said, rows[i].said);
        CHECK_TRUE(rows[i].name, strstr(r.said, "delivered: committee") == NULL);
        CHECK_INT(rows[i].name, VERB(&r, "status"), 0);
        CHECK_HAS(rows[i].name, r.said, "committee 12, 2020-02-18");
        close_room(&r);
    }
}

static void
key_not_approved(void)
{
    room r = open_room(PLAY_ACCEPT);

    CHECK_INT("the form first", VERB(&r, "template"), 0);
    r.server->zap = 400;
    CHECK_INT("kept", VERB(&r, "submit", sample_file("good.yaml", GOOD, strlen(GOOD))), 77);
    CHECK_HAS("why", r.said, "your key is not approved yet");
    CHECK_HAS("and what next", r.said, "kept in your outbox; to send it again: daybook flush");
    r.server->zap = 200;
    CHECK_INT("once it is", VERB(&r, "flush"), 0);
    CHECK_HAS("delivered", r.said, "delivered: ");
    close_room(&r);
}

static void
server_away(void)
{
    room r = open_room(PLAY_ACCEPT);

    CHECK_INT("the form first", VERB(&r, "template"), 0);
    double_stop(r.server);
    CHECK_INT("kept", VERB(&r, "submit", sample_file("good.yaml", GOOD, strlen(GOOD))), 75);
    CHECK_HAS("why", r.said, "nothing listens there");
    CHECK_INT("status does not fail for it", VERB(&r, "status"), 0);
    CHECK_HAS("one waits", r.said, "waiting to be sent: 1");
    CHECK_HAS("why", r.said, "nothing listens there");
    double_start(r.server);
    CHECK_INT("once it is back", VERB(&r, "flush"), 0);
    CHECK_INT("one record", r.server->n, 1);
    close_room(&r);
}

/* What a person typed is safe before anything else can go wrong. */
static void
no_settings(void)
{
    room r = open_room(PLAY_ACCEPT);
    char file[300];

    CHECK_INT("the form first", VERB(&r, "template"), 0);
    snprintf(file, sizeof file, "%s/settings.ini", r.path);
    CHECK_INT("no settings", unlink(file), 0);
    CHECK_INT("kept", VERB(&r, "submit", sample_file("good.yaml", GOOD, strlen(GOOD))), 78);
    CHECK_HAS("saved", r.said, "saved (");
    CHECK_HAS("why it is not sent", r.said, "no endpoint is set: write endpoint = ");
    close_room(&r);
}

static void
bad_files(void)
{
    room r = open_room(PLAY_ACCEPT);
    const char *bad = "committee: 12\ndate: 2020-02-18\nfigures:\n  assigned_count: １２\n";
    char good[512];

    CHECK_INT("not there", VERB(&r, "submit", "/nowhere/at/all.yaml"), 66);
    CHECK_INT("a folder", VERB(&r, "submit", unit_folder()), 66);
    CHECK_INT("no file", VERB(&r, "submit"), 64);
    CHECK_INT("no such option", VERB(&r, "submit", "--now", "x"), 64);
    CHECK_INT("wrong", VERB(&r, "submit", sample_file("bad.yaml", bad, strlen(bad))), 65);
    CHECK_HAS("where", r.said, "bad.yaml:4: assigned_count: '１２' is in full-width digits: write 12");
    CHECK_HAS("and what is missing, at once", r.said, "on_duty_count (on duty): This figure must be filled");
    CHECK_HAS("nothing is promised", r.said, "nothing was saved");
    snprintf(good, sizeof good, "%s", sample_file("good.yaml", GOOD, strlen(GOOD)));
    CHECK_INT("the good one goes out, the first bad one decides", VERB(&r, "submit", "/nowhere", good), 66);
    CHECK_INT("the good one goes out", r.server->n, 1);
    close_room(&r);
}

static void
full_disk(void)
{
    room r = open_room(PLAY_ACCEPT);
    bool again = true;

    CHECK_INT("the form first", VERB(&r, "template"), 0);
    for (int nth = 1; again; nth++) {
        const char *file = sample_file("good.yaml", GOOD, strlen(GOOD));
        int status;

        fault_arm(nth, ENOSPC);
        status = VERB(&r, "submit", "--offline", file);
        again = fault_disarm();
        if (status == 0)
            break;
        CHECK_TRUE("not saved is not said to be saved", strstr(r.said, "saved (") == NULL);
        CHECK_INT("nothing is half there", VERB(&r, "status", "--offline"), 0);
        CHECK_HAS("nothing is there", r.said, "the outbox is empty");
    }
    CHECK_TRUE("in the end it is", again == false || strstr(r.said, "saved (") != NULL);
    close_room(&r);
}

/* ------------------------------------------------------------------ flush, status, template */

static void
a_choice(void)
{
    room r = open_room(PLAY_CONFLICT);
    char id[DBK_ID_TEXT_BYTES];

    CHECK_INT("held", VERB(&r, "submit", sample_file("good.yaml", GOOD, strlen(GOOD))), 65);
    snprintf(id, sizeof id, "%s", saved_id(&r));
    CHECK_HAS("one way", r.said, "add the line corrects: 5a5a5a5a-");
    CHECK_HAS("the other", r.said, "to let that one stand: daybook flush --drop ");
    CHECK_INT("not sent by itself", VERB(&r, "flush"), 75);
    CHECK_HAS("told", r.said, "waiting for your choice: 1");
    CHECK_INT("sent when asked to", VERB(&r, "flush", "--conflicts"), 65);
    CHECK_INT("twice in all", r.server->sealed, 2);
    CHECK_INT("given up", VERB(&r, "flush", "--drop", id), 0);
    CHECK_INT("nothing waits", VERB(&r, "flush"), 0);
    CHECK_INT("but it is kept", VERB(&r, "status", "--offline"), 0);
    CHECK_HAS("but it is kept", r.said, "given up by you");
    close_room(&r);
}

static void
clocks(void)
{
    room r = open_room(PLAY_ACCEPT);

    r.server->clock_ms = 10 * 60 * 1000;
    CHECK_INT("delivered all the same", VERB(&r, "submit", sample_file("good.yaml", GOOD, strlen(GOOD))), 0);
    CHECK_HAS("told", r.said, "this computer's clock is ");
    CHECK_HAS("told", r.said, "behind the server's");
    close_room(&r);
}

static void
forms(void)
{
    room r = open_room(PLAY_ACCEPT);
    static const char other[] = GOOD "form: 2\n";

    CHECK_INT("no form, offline", VERB(&r, "submit", "--offline", sample_file("a.yaml", GOOD, strlen(GOOD))), 78);
    CHECK_HAS("what to do", r.said, "fetch it once with daybook template");
    CHECK_INT("another version, which there is not", VERB(&r, "submit", sample_file("b.yaml", other, strlen(other))),
              78);
    CHECK_HAS("said", r.said, "form 2 cannot be fetched; the one kept here is form 1");
    r.server->form_version = 2;
    CHECK_INT("which there is", VERB(&r, "submit", sample_file("b.yaml", other, strlen(other))), 0);
    CHECK_INT("the new one is kept", VERB(&r, "template", "--committee", "12", "--date", "2020-02-18"), 0);
    CHECK_HAS("the new one is kept", r.said, "form: 2");
    CHECK_HAS("filled in", r.said, "committee: 12");
    CHECK_HAS("filled in", r.said, "date: 2020-02-18");
    CHECK_INT("no date", VERB(&r, "template", "--date", "2020/2/18"), 64);
    CHECK_HAS("what to write", r.said, "write 2020-02-18");
    close_room(&r);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "keygen", keygen },
        { "delivered", delivered },
        { "corrected", corrected },
        { "the same bytes again", same_bytes_again },
        { "not delivered", not_delivered },
        { "key not approved", key_not_approved },
        { "server away", server_away },
        { "no settings", no_settings },
        { "bad files", bad_files },
        { "full disk", full_disk },
        { "a choice", a_choice },
        { "clocks", clocks },
        { "forms", forms },
    };

    unsetenv("DAYBOOK_ENDPOINT");
    unsetenv("DAYBOOK_SERVER_KEY");
    unsetenv("DAYBOOK_LANG");
    dbk_words_init("daybook", "en");
    assert(dbk_calendar_zone(DBK_ZONE_DEFAULT, NULL) == 0);
    return unit_main("cmd", tests, ARRAY_LEN(tests), 300);
}
