#include "clients/secretary/cmd.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/secretary/handin.h"
#include "clients/secretary/report_file.h"
#include "clients/words.h"
#include "clients/wrap.h"
#include "proto/calendar.h"
#include "proto/ident.h"
#include "proto/kind.h"

#define REFRESH_MS 3000

typedef struct {
    dbk_desk   *desk;
    bool        offline, asked;    /* asked: the server, who may send what */
    dbk_handin *row;               /* one a file of the command line */
    size_t      n;
} session;

/* ------------------------------------------------------------------ one file, up to the outbox */

/* Some form: the one kept here, or the one in force. Without one nothing can be kept: never "try again later". */
static const dbk_form *
any_form(session *s, dbk_err *err)
{
    const dbk_form *form = dbk_desk_form(s->desk);

    if (form)
        return form;
    if (s->offline)
        dbk_err_set(err, DBK_E_CONFIG, "%s",
                    _("there is no form here yet: fetch it once with daybook template, online"));
    else if (dbk_desk_refresh_form(s->desk, s->desk->settings.timeout_ms, err) != 0) {
        dbk_err_why(err, "%s", _("there is no form here yet, and it cannot be fetched"));
        err->code = DBK_E_CONFIG;
    }
    return dbk_desk_form(s->desk);
}

/* The form that the file names, or the one for its night. */
static int
choose_form(session *s, dbk_handin *handin, dbk_err *err)
{
    const uint32_t version = dbk_report_file_form_version(handin->file), date = dbk_report_file_date(handin->file);
    const dbk_form *form = handin->form = any_form(s, err);
    int32_t day;

    if (form == NULL)
        return -1;
    if (version == dbk_form_version(form) ||
        (version == 0 && (!dbk_day_from_ymd(date, &day) || dbk_form_serves(form, day))))
        return 0;
    if (s->offline)
        dbk_err_set(err, DBK_E_BUSY, "%s", _("offline"));
    else
        handin->own_form = dbk_desk_fetch_form(s->desk, version, version == 0 ? date : 0, s->desk->settings.timeout_ms,
                                            err);
    if (handin->own_form)
        handin->form = handin->own_form;
    else if (version != 0)
        return dbk_err_why(err, _("form %u cannot be fetched; the one kept here is form %u"), version,
                           dbk_form_version(form));
    return 0;                                  /* an old form for that night: the checker says so */
}

static void
complain(const dbk_handin *handin, dbk_complaints *found)
{
    dbk_complaints_print(found, handin->path, stderr);
    if (!dbk_report_file_whole(handin->file))
        dbk_wrap_say(stderr, _("%s: what stands behind that line can be checked once it is put right\n"), handin->path);
    dbk_wrap_say(stderr, _("%s: nothing was saved; put these lines right and submit again\n"), handin->path);
}

/* Who may send a record that has no form is the roster's to say: asked once, for a moment. */
static void
ask_rights(session *s, const dbk_handin *handin)
{
    if (s->offline || s->asked || dbk_report_file_has_form(handin->file) || dbk_desk_key(s->desk, NULL) == NULL)
        return;
    s->asked = true;
    (void)dbk_desk_refresh_scope(s->desk, REFRESH_MS, NULL);
}

static int
take_file(session *s, dbk_handin *handin, dbk_err *err)
{
    dbk_complaints *found = calloc(1, sizeof *found);
    char id[DBK_ID_TEXT_BYTES];
    int rc = -1;

    assert(found != NULL);
    if (dbk_desk_outbox(s->desk, err) && (handin->file = dbk_report_file_open(handin->path, found, err)) != NULL &&
        (!dbk_report_file_has_form(handin->file) || choose_form(s, handin, err) == 0)) {
        ask_rights(s, handin);
        rc = dbk_handin_keep(s->desk, handin, found, err);
    }
    if (rc != 0 && found->n > 0)
        complain(handin, found);
    free(found);
    if (rc == 0)
        dbk_wrap_say(stdout, _("%s: saved (%s)\n"), handin->path, dbk_id_text(handin->id, id));
    if (rc == 0 && dbk_kind_find(dbk_report_file_kind(handin->file))->confidential)
        dbk_wrap_say(stdout, _("%s is confidential: delete that file once it is delivered\n"), handin->path);
    return rc;
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
        dbk_handin *handin = &s->row[i];
        dbk_err err = { 0 };

        handin->path = paths[i];
        if (take_file(s, handin, &err) == 0) {
            kept++;
            continue;
        }
        handin->code = err.code;
        if (err.text[0] && strstr(err.text, handin->path) == NULL)
            dbk_err_why(&err, "%s", handin->path);
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
        dbk_handin_deliver(desk, s.row, s.n);
        if (desk->courier && dbk_courier_line(desk->courier) == LINE_REACHED)
            (void)dbk_desk_refresh_form(desk, REFRESH_MS, NULL);     /* tomorrow's may be another; in vain is no harm */
    } else if (kept > 0) {
        dbk_wrap_say(stdout, "%s", _("not sent: daybook flush sends it when you are online\n"));
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
