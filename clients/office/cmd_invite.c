/*
 * invite — invitations to enrol a key: made, looked at, taken back.
 *
 * The code is made here and shown once; the database hears its hash. Where the invitation leads to, the daemons have
 * written into their rows.
 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/json.h"
#include "clients/office/call.h"
#include "clients/office/lines.h"
#include "clients/words.h"
#include "proto/ident.h"
#include "proto/invitation.h"
#include "proto/text.h"
#include "sql/queries.h"

static const dbk_column invitation_columns[] = {
    { .key = "person_code", .head = N_("code"), .where = DBK_EVERYWHERE },
    { .key = "person", .head = N_("person"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1 },
    { .key = "state", .head = N_("state"), .shape = DBK_CODE, .where = DBK_EVERYWHERE, .list = "invitation" },
    { .key = "made_at", .head = N_("made"), .shape = DBK_INSTANT, .where = DBK_EVERYWHERE },
    { .key = "made_by", .head = N_("made by"), .where = DBK_IN_FILES },
    { .key = "expires_at", .head = N_("until"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
    { .key = "used_at", .head = N_("redeemed"), .shape = DBK_INSTANT, .where = DBK_EVERYWHERE },
    { .key = "used_key", .head = N_("by key"), .where = DBK_IN_FILES },
    { .key = "other_keys", .head = N_("other keys"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "other_last_at", .head = N_("the last"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
};
static const dbk_column attempt_columns[] = {
    { .key = "person_code", .head = N_("code"), .where = DBK_EVERYWHERE },
    { .key = "person", .head = N_("invited"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1 },
    { .key = "made_at", .head = N_("made"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
    { .key = "fingerprint", .head = N_("fingerprint"), .shape = DBK_FINGERPRINT, .where = DBK_EVERYWHERE },
    { .key = "public_key", .head = N_("public key"), .where = DBK_IN_FILES },
    { .key = "verdict", .head = N_("told"), .shape = DBK_CODE, .where = DBK_EVERYWHERE, .list = "attempt" },
    { .key = "first_at", .head = N_("first"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
    { .key = "last_at", .head = N_("last"), .shape = DBK_INSTANT, .where = DBK_EVERYWHERE },
    { .key = "tries", .head = N_("tries"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
};
static const dbk_columns invitations = DBK_COLUMNS(invitation_columns);
static const dbk_columns attempts = DBK_COLUMNS(attempt_columns);

/* ---------------------------------------------------------------- invite */

static int
make_invitation(const dbk_rows *port, dbk_invitation *made, dbk_err *err)
{
    const char *endpoint = dbk_rows_get(port, 0, "enrol_endpoint"), *at = endpoint, *colon = strrchr(endpoint, ':');
    char host[DBK_HOST_MAX_CHARS + 1] = "";
    uint8_t key[DBK_KEY_BYTES];

    if (strncmp(at, "tcp://", 6) == 0 && colon > (at += 6) && (size_t)(colon - at) < sizeof host)
        snprintf(host, sizeof host, "%.*s", (int)(colon - at), at);
    if (!dbk_hex_parse(dbk_rows_get(port, 0, "server_key"), key, sizeof key) ||
        dbk_invitation_make(made, host, colon ? (unsigned)strtoul(colon + 1, NULL, 10) : 0, key) != INVITATION_GOOD)
        return dbk_err_set(err, DBK_E_CONFIG,
                           _("daybookd says that keys are enrolled at %s, which no invitation can carry; "
                             "set enrol_public to tcp://HOST:PORT"), endpoint);
    return 0;
}

/* The port where keys are enrolled; NULL: err says that there is none. */
static dbk_rows *
ask_port(const dbk_call *call, dbk_err *err)
{
    dbk_rows *port = dbk_db_query(call->db, DBK_SQL_OFFICE_ENROLMENT_PORT, NULL, 0, err);

    if (port && port->n == 0) {
        dbk_rows_free(&port);
        dbk_err_set(err, DBK_E_CONFIG, "%s",
                    _("no daemon enrols keys: set enrol_listen in daybookd.ini, "
                      "or approve the key by hand with key approve"));
    }
    return port;
}

/* The line alone on standard output, so that it can be piped on; what it means beside it. */
static void
print_invitation(const dbk_call *call, const char *line, const dbk_rows *person, const dbk_rows *done)
{
    static const dbk_column columns[] = { { .key = "expires_at", .shape = DBK_INSTANT, .where = DBK_EVERYWHERE } };
    char *until = dbk_output_cell(&columns[0], done, 0, call->format);

    if (call->format == DBK_FORMAT_JSON) {
        dbk_json json = { .to = stdout };

        dbk_json_open(&json, NULL, '{');
        dbk_json_text(&json, "invitation", line);
        dbk_json_text(&json, "expires_at", dbk_rows_get(done, 0, "expires_at"));
        dbk_json_close(&json, '}');
    } else {
        printf("%s\n", line);
        fflush(stdout);
        fprintf(stderr, _("for %s %s alone, once, until %s; on the laptop: daybook enrol and this line\n"),
                dbk_rows_get(person, 0, "person_code"), dbk_rows_get(person, 0, "person"), until ? until : "?");
    }
    free(until);
}

int
dbk_cmd_invite(dbk_call *call, dbk_err *err)
{
    dbk_rows *person = NULL, *port = NULL, *done = NULL;
    char line[DBK_INVITATION_TEXT_BYTES], hash_hex[2 * DBK_HASH_BYTES + 1];
    uint8_t hash[DBK_HASH_BYTES];
    char *reason = call->reason ? dbk_text_nfc(call->reason, strlen(call->reason), err) : NULL;
    dbk_invitation made;
    int rc = -1;

    if ((call->reason && reason == NULL) || dbk_call_person(call, call->word[0], &person, err) != 0 ||
        (port = ask_port(call, err)) == NULL || make_invitation(port, &made, err) != 0)
        goto out;
    dbk_invitation_hash(made.code, hash);
    const char *values[] = { dbk_rows_get(person, 0, "person_code"), dbk_hex(hash, sizeof hash, hash_hex), reason ? reason : "" };

    done = dbk_db_query(call->db, DBK_SQL_OFFICE_INVITE, values, 3, err);
    if (done) {
        print_invitation(call, dbk_invitation_text(&made, line), person, done);
        rc = 0;
    }
out:
    sodium_memzero(&made, sizeof made);
    sodium_memzero(line, sizeof line);
    dbk_rows_free(&port);
    dbk_rows_free(&person);
    dbk_rows_free(&done);
    free(reason);
    return rc;
}

/* ---------------------------------------------------------------- key invitations, key withdraw */

static void
print_page(const dbk_rows *made, const dbk_rows *others)
{
    const size_t width = dbk_lines_width();

    if (made->n == 0)
        printf("%s", _("nobody was invited yet\n"));
    dbk_output_table(stdout, &invitations, made, width);
    if (others->n > 0)
        printf(_("\nother keys that came with an invitation, and were not let in (%zu):\n"), others->n);
    dbk_output_table(stdout, &attempts, others, width);
}

int
dbk_cmd_invitations(dbk_call *call, dbk_err *err)
{
    dbk_rows *made = dbk_db_query(call->db, DBK_SQL_OFFICE_INVITATIONS, NULL, 0, err);
    dbk_rows *others = made ? dbk_db_query(call->db, DBK_SQL_OFFICE_INVITATION_ATTEMPTS, NULL, 0, err) : NULL;
    const dbk_part parts[] = { { "invitations", false, &invitations, made }, { "attempts", false, &attempts, others } };
    int rc = others ? 0 : -1;

    if (others && (call->format == DBK_FORMAT_JSON || call->format == DBK_FORMAT_XLSX))
        rc = dbk_call_parts(call, parts, 2, err);
    else if (others && call->format == DBK_FORMAT_CSV)
        dbk_output_csv(stdout, &invitations, made);
    else if (others)
        print_page(made, others);
    dbk_rows_free(&made);
    dbk_rows_free(&others);
    return rc;
}

int
dbk_cmd_withdraw(dbk_call *call, dbk_err *err)
{
    dbk_rows *person = NULL, *done = NULL;

    if (dbk_call_person(call, call->word[0], &person, err) != 0)
        return -1;
    const char *values[] = { dbk_rows_get(person, 0, "person_code"), call->reason };

    done = dbk_db_query(call->db, "SELECT office.withdraw_invitations($1, $2) AS withdrawn", values, 2, err);
    const int rc = done ? 0 : -1;
    const char *n = done ? dbk_rows_get(done, 0, "withdrawn") : "";

    if (done && call->format == DBK_FORMAT_JSON) {
        dbk_json json = { .to = stdout };

        dbk_json_open(&json, NULL, '{');
        dbk_json_number(&json, "withdrawn", strtol(n, NULL, 10));
        dbk_json_close(&json, '}');
    } else if (done) {
        printf(_("invitations of %s that hold no longer: %s\n"), values[0], n);
    }
    dbk_rows_free(&person);
    dbk_rows_free(&done);
    return rc;
}
