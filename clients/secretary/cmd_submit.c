#include "clients/secretary/cmd.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/secretary/report_file.h"
#include "clients/secretary/seal.h"
#include "clients/secretary/sender.h"
#include "clients/secretary/tell.h"
#include "clients/words.h"
#include "proto/calendar.h"
#include "proto/check.h"
#include "proto/ident.h"

#define REFRESH_MS 3000

/* One file of the command line, and what became of it. */
typedef struct {
    const char      *path;
    dbk_report_file *file;         /* for the lines of violations */
    dbk_form        *own_form;     /* fetched for this file; NULL: the cached one serves */
    const dbk_form  *form;
    bool             kept;         /* it lies in the outbox */
    uint8_t          id[DBK_ID_BYTES];
    bool             heard;        /* there was news of it */
    dbk_code         code;
} submission;

typedef struct {
    dbk_desk   *desk;
    bool        offline;
    submission *row;
    size_t      n;
    bool        silence;           /* why nothing goes out any more has been told */
} session;

/* ------------------------------------------------------------------ one file, up to the outbox */

/* Some form: the one kept here, or the one in force. Without one nothing can be kept, so this is never "try again later". */
static const dbk_form *
any_form(session *s, dbk_err *err)
{
    const dbk_form *form = dbk_desk_form(s->desk);

    if (form)
        return form;
    if (s->offline)
        dbk_err_set(err, DBK_E_CONFIG, "%s", _("there is no form here yet: fetch it once with daybook template, online"));
    else if (dbk_desk_refresh_form(s->desk, s->desk->settings.timeout_ms, err) != 0) {
        dbk_err_why(err, "%s", _("there is no form here yet, and it cannot be fetched"));
        err->code = DBK_E_CONFIG;
    }
    return dbk_desk_form(s->desk);
}

/* The form that the file names, or the one for its night. */
static int
choose_form(session *s, submission *sub, dbk_err *err)
{
    const uint32_t version = dbk_report_file_form_version(sub->file), date = dbk_report_file_date(sub->file);
    const dbk_form *form = sub->form = any_form(s, err);
    int32_t day;

    if (form == NULL)
        return -1;
    if (version == dbk_form_version(form) ||
        (version == 0 && (!dbk_day_from_ymd(date, &day) || dbk_form_serves(form, day))))
        return 0;
    if (s->offline)
        dbk_err_set(err, DBK_E_BUSY, "%s", _("offline"));
    else
        sub->own_form = dbk_desk_fetch_form(s->desk, version, version == 0 ? date : 0, s->desk->settings.timeout_ms,
                                            err);
    if (sub->own_form)
        sub->form = sub->own_form;
    else if (version != 0)
        return dbk_err_why(err, _("form %u cannot be fetched; the one kept here is form %u"), version,
                           dbk_form_version(form));
    return 0;                                  /* an old form for that night: the checker says so */
}

static int
complain(submission *sub, dbk_complaints *found, dbk_err *err)
{
    dbk_complaints_print(found, sub->path, stderr);
    if (!dbk_report_file_whole(sub->file))
        fprintf(stderr, _("%s: what stands behind that line can be checked once it is put right\n"), sub->path);
    fprintf(stderr, _("%s: nothing was saved; put these lines right and submit again\n"), sub->path);
    return dbk_cmd_told(err, DBK_E_INPUT);
}

/* Seal what was read, unless something is wrong with it; everything that is, at once. */
static int
seal(session *s, submission *sub, dbk_complaints *found, uint8_t **sealed, size_t *size, dbk_err *err)
{
    static dbk_violations violations;
    dbk_record *record = dbk_report_file_record(sub->file, sub->form, found);

    *sealed = dbk_seal(s->desk->outbox, record, dbk_now_ms(), sub->id, size, err);
    if (*sealed == NULL)
        return -1;
    if (dbk_report_file_whole(sub->file)) {
        dbk_check(sub->form, record, *size, &violations);
        dbk_tell_violations(&violations, sub->file, sub->form, found);
    }
    if (found->n > 0)
        return complain(sub, found, err);
    return dbk_seal_allowed(s->desk->outbox, record, err);
}

static int
keep(session *s, submission *sub, dbk_complaints *found, dbk_err *err)
{
    const dbk_keypair *key = dbk_desk_key(s->desk, err);
    uint8_t *sealed = NULL;
    size_t size = 0;
    int rc = -1;

    if (key && seal(s, sub, found, &sealed, &size, err) == 0)
        rc = dbk_outbox_add(s->desk->outbox, key->open, sealed, size, err);
    free(sealed);
    if (rc != 0 && err->text[0] && err->code == DBK_E_SYSTEM)
        dbk_err_why(err, "%s", _("nothing was saved"));
    return rc;
}

static int
take_file(session *s, submission *sub, dbk_err *err)
{
    dbk_complaints *found = calloc(1, sizeof *found);
    char id[DBK_ID_TEXT_BYTES];
    int rc = -1;

    assert(found != NULL);
    if (dbk_desk_outbox(s->desk, err) && (sub->file = dbk_report_file_open(sub->path, found, err)) != NULL &&
        choose_form(s, sub, err) == 0)
        rc = keep(s, sub, found, err);
    free(found);
    sub->kept = rc == 0;
    if (rc == 0)
        printf(_("%s: saved (%s)\n"), sub->path, dbk_id_text(sub->id, id));
    return rc;
}

/* ------------------------------------------------------------------ delivering */

static void
hear(void *ctx, const dbk_news *news)
{
    session *s = ctx;
    submission *sub = NULL;

    for (size_t i = 0; i < s->n; i++)
        if (s->row[i].kept && memcmp(s->row[i].id, news->item->id, DBK_ID_BYTES) == 0)
            sub = &s->row[i];
    dbk_tell_news(news, dbk_tell_code(news) == DBK_OK ? stdout : stderr);
    s->silence |= news->event == EV_SILENCE;
    if (news->event == EV_REJECTED && news->reply) {
        dbk_complaints found = { 0 };

        dbk_tell_refusal(news->reply, sub ? sub->file : NULL, sub ? sub->form : NULL, &found);
        dbk_complaints_print(&found, sub ? sub->path : " ", stderr);
    }
    if (sub) {
        sub->heard = true;
        sub->code = dbk_tell_code(news);
    }
}

/* Those of which nothing was heard are kept all the same. */
static void
tell_unheard(session *s, const dbk_err *err)
{
    size_t waiting = 0;

    for (size_t i = 0; i < s->n; i++) {
        submission *sub = &s->row[i];

        if (!sub->kept || sub->heard)
            continue;
        sub->code = err->code != DBK_OK ? err->code : DBK_E_BUSY;
        waiting++;
        fprintf(stderr, _("%s: not sent yet: %s; it is kept in your outbox\n"), sub->path,
                err->text[0] && !s->silence ? err->text : _("it waits behind an earlier one"));
    }
    if (waiting > 0)
        fprintf(stderr, "%s", _("daybook flush sends what waits; daybook status shows it\n"));
}

static void
deliver(session *s)
{
    dbk_err err = { 0 };
    dbk_desk *desk = s->desk;
    dbk_courier *courier = dbk_desk_courier(desk, &err);
    const dbk_errand errand = { .timeout_ms = desk->settings.timeout_ms, .tell = hear, .ctx = s };

    if (courier && dbk_sender_run(desk->outbox, courier, desk->key->open, &errand, &err) == 0)
        dbk_tell_skew(dbk_courier_skew_ms(courier), stderr);
    tell_unheard(s, &err);
}

/* ------------------------------------------------------------------ the verb */

static const dbk_option options[] = {
    { "offline", NULL, N_("check, seal and keep only; daybook flush sends it") },
    { NULL, NULL, NULL },
};

static int
take_arguments(int argc, char **argv, session *s, int *rest, dbk_err *err)
{
    dbk_args args = { argc, 1, argv };
    const char *value;

    while (dbk_args_next(&args, options, &value, rest, err))
        s->offline = true;
    if (*rest < 0)
        return -1;
    return *rest < argc ? 0 : dbk_err_set(err, DBK_E_USAGE, "%s", _("submit: say which file"));
}

static size_t
take_files(session *s, char **paths)
{
    size_t kept = 0;

    for (size_t i = 0; i < s->n; i++) {
        submission *sub = &s->row[i];
        dbk_err err = { 0 };

        sub->path = paths[i];
        if (take_file(s, sub, &err) == 0) {
            kept++;
            continue;
        }
        sub->code = err.code;
        if (err.text[0] && strstr(err.text, sub->path) == NULL)
            dbk_err_why(&err, "%s", sub->path);
        if (err.text[0])
            fprintf(stderr, "%s\n", err.text);
    }
    return kept;
}

static dbk_code
first_bad(const session *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->row[i].code != DBK_OK)
            return s->row[i].code;
    return DBK_OK;
}

static void
close_files(session *s)
{
    for (size_t i = 0; i < s->n; i++) {
        dbk_report_file_close(&s->row[i].file);
        dbk_form_close(&s->row[i].own_form);
    }
    free(s->row);
}

static int
submit(dbk_desk *desk, int argc, char **argv, dbk_err *err)
{
    session s = { .desk = desk };
    size_t kept;
    int rest = 0;

    if (take_arguments(argc, argv, &s, &rest, err) != 0)
        return -1;
    s.n = (size_t)(argc - rest);
    s.row = calloc(s.n, sizeof *s.row);
    assert(s.row != NULL);
    kept = take_files(&s, argv + rest);
    if (kept > 0 && !s.offline) {
        deliver(&s);
        if (desk->courier && dbk_courier_line(desk->courier) == LINE_REACHED)
            (void)dbk_desk_refresh_form(desk, REFRESH_MS, NULL);     /* tomorrow's may be another; in vain is no harm */
    } else if (kept > 0) {
        printf("%s", _("not sent: daybook flush sends it when you are online\n"));
    }
    dbk_cmd_told(err, first_bad(&s));
    close_files(&s);
    return err->code == DBK_OK ? 0 : -1;
}

const dbk_verb dbk_verb_submit = {
    "submit", submit, true, "[--offline] FILE...", N_("check, keep and deliver reports from files"),
    N_("All that is wrong with a file is told at once, with the lines. If nothing is,\n"
       "the report is sealed, saved and sent. \"Delivered\" is said when the office's\n"
       "database has it; until then it lies in the outbox.\n"), options,
    "daybook template > tonight.yaml\nnano tonight.yaml\ndaybook submit tonight.yaml",
};
