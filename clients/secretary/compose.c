#include "clients/secretary/compose.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clients/secretary/cmd.h"
#include "clients/secretary/handin.h"
#include "clients/secretary/night.h"
#include "clients/secretary/typed_line.h"
#include "clients/words.h"
#include "clients/wrap.h"
#include "proto/calendar.h"
#include "proto/envelope.h"
#include "proto/ident.h"

#define OPEN_PATIENCE_MS 1500

/* ------------------------------------------------------------------ the form of the night */

static int
choose_form(dbk_compose *c, uint32_t version, dbk_err *err)
{
    dbk_desk *desk = c->desk;
    dbk_err why = { 0 };
    int32_t day = 0;

    if (dbk_desk_form(desk) == NULL && dbk_desk_refresh_form(desk, desk->settings.timeout_ms, err) != 0) {
        dbk_err_why(err, "%s", _("there is no form here yet, and it cannot be fetched"));
        err->code = DBK_E_CONFIG;
        return -1;
    }
    c->form = dbk_desk_form(desk);
    if (version == dbk_form_version(c->form) ||
        (version == 0 && dbk_day_from_ymd(c->which.report_date, &day) && dbk_form_serves(c->form, day)))
        return 0;
    c->own_form = dbk_desk_fetch_form(desk, version, version == 0 ? c->which.report_date : 0, desk->settings.timeout_ms,
                                      &why);
    if (c->own_form == NULL)
        return dbk_err_set(err, DBK_E_CONFIG,
                           _("the form of that night is not kept here, and it cannot be fetched: %s"), why.text);
    c->form = c->own_form;
    return 0;
}

/* ------------------------------------------------------------------ earlier nights */

/* The newest revision of each earlier night of this committee, the latest night first. */
static const dbk_item *
night_before(const dbk_compose *c, uint32_t date)
{
    const dbk_items *done = &c->evening.box[BOX_DONE];
    const dbk_item *best = NULL;

    for (size_t i = 0; i < done->n; i++) {
        const dbk_item *item = &done->row[i];

        if (item->kind == DBK_NIGHTLY_REPORT && item->committee_id == c->which.committee_id &&
            item->report_date < date && (best == NULL || item->report_date >= best->report_date))
            best = item;                               /* by id within a night: the later one is the newer revision */
    }
    return best;
}

static void
add_nights(dbk_compose *c)
{
    const dbk_item *item;
    dbk_arena arena;

    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    for (uint32_t date = c->which.report_date; (item = night_before(c, date)) != NULL; date = item->report_date) {
        const dbk_record *record = dbk_record_unpack(&arena, item->sealed, item->sealed_size, NULL);

        if (record)
            dbk_nights_add(&c->fill.nights, c->which.report_date, record);
        dbk_arena_clear(&arena);
        if (c->fill.nights.n == DBK_NIGHTS_MAX)
            break;
    }
    dbk_arena_fini(&arena);
}

int
dbk_compose_take_sealed(dbk_sheet *sheet, const uint8_t *sealed, size_t size, dbk_err *err)
{
    dbk_arena arena;
    const dbk_record *record;

    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    record = dbk_record_unpack(&arena, sealed, size, err);
    if (record)
        dbk_sheet_take_record(sheet, record);
    dbk_arena_fini(&arena);
    return record ? 0 : -1;
}

int
dbk_compose_take_item(dbk_sheet *sheet, const dbk_item *item, dbk_err *err)
{
    return dbk_compose_take_sealed(sheet, item->sealed, item->sealed_size, err);
}

/* The server is asked if it has answered a moment ago. */
static int
read_open(dbk_compose *c, dbk_err *err)
{
    const bool fresh = c->desk->reached && dbk_open_fetch(c->desk, c->which.committee_id, c->which.report_date,
                                                          OPEN_PATIENCE_MS, NULL) == 0;

    if (dbk_open_read(&c->open, c->desk, c->which.committee_id, c->which.report_date, err) != 0)
        return -1;
    c->open.fresh = fresh;
    return 0;
}

/* Of what time they are is the first thing to be said, when that is not now. */
void
dbk_compose_lay_open(dbk_compose *c)
{
    char as_of[DBK_OPEN_AS_OF_BYTES];

    dbk_open_lay(&c->open, &c->fill.sheet);
    snprintf(c->fill.notice, sizeof c->fill.notice, "%s", dbk_open_as_of(&c->open, as_of));
    if (c->open.more > 0 && as_of[0] == '\0')
        snprintf(c->fill.notice, sizeof c->fill.notice, _("%u more open items are listed when these are solved"),
                 c->open.more);
}

/* ------------------------------------------------------------------ opening */

int
dbk_compose_open(dbk_compose *c, dbk_desk *desk, const dbk_which *which, uint32_t version, dbk_err *err)
{
    *c = (dbk_compose){ .desk = desk, .which = *which };
    if (dbk_desk_key(desk, err) == NULL || choose_form(c, version, err) != 0 ||
        dbk_evening_read(&c->evening, desk, dbk_which_night(desk), err) != 0)
        return -1;
    c->newest = dbk_evening_newest(c->evening.box, which->committee_id, which->report_date);
    dbk_fill_init(&c->fill, c->form, which->committee_id, which->report_date);
    add_nights(c);
    if (read_open(c, err) != 0)
        return -1;
    c->draft = dbk_draft_open(desk->home, which->committee_id, which->report_date, err);
    return c->draft ? 0 : -1;
}

void
dbk_compose_close(dbk_compose *c)
{
    dbk_draft_close(&c->draft);
    dbk_fill_fini(&c->fill);
    dbk_open_fini(&c->open);
    dbk_evening_fini(&c->evening);
    dbk_form_close(&c->own_form);
}

const char *
dbk_compose_title(const dbk_compose *c, char *room, size_t room_bytes)
{
    char name[DBK_COMMITTEE_BYTES], night[DBK_NIGHT_BYTES];

    snprintf(room, room_bytes, "%s, %s", dbk_committee_words(dbk_desk_scope(c->desk), c->which.committee_id, name),
             dbk_night_words(c->which.report_date, night));
    return room;
}

/* ------------------------------------------------------------------ handing in */

static void
say_kept(const dbk_compose *c, const dbk_handin *handin)
{
    char title[256], id[DBK_ID_TEXT_BYTES];

    dbk_wrap_say(stdout, _("%s: sealed and saved (%s)\n"), dbk_compose_title(c, title, sizeof title),
                 dbk_id_text(handin->id, id));
}

int
dbk_compose_hand_in(dbk_compose *c, const dbk_sheet *sheet, bool offline, dbk_err *err)
{
    char *yaml = dbk_sheet_yaml(sheet, false), title[256];
    dbk_complaints *found = calloc(1, sizeof *found);
    dbk_handin handin = { .path = dbk_compose_title(c, title, sizeof title), .form = c->form };
    int rc = -1;

    assert(found != NULL);
    handin.file = dbk_report_file_parse(yaml, handin.path, found, err);
    if (handin.file)
        rc = dbk_handin_keep(c->desk, &handin, found, err);
    if (rc != 0 && found->n > 0)
        dbk_complaints_print(found, handin.path, stderr);
    if (rc == 0) {
        say_kept(c, &handin);
        (void)dbk_draft_remove(c->draft, NULL);        /* one that stays is older than the report, and so known */
        if (offline)
            dbk_wrap_say(stdout, "%s", _("not sent: daybook flush sends it when you are online\n"));
        else
            dbk_handin_deliver(c->desk, &handin, 1);
        rc = dbk_cmd_told(err, handin.code);
    }
    dbk_report_file_close(&handin.file);
    free(found);
    free(yaml);
    return rc;
}

bool
dbk_compose_ask(const char *question, bool enter)
{
    char line[64] = "";

    if (!isatty(STDIN_FILENO))
        return false;
    printf("%s ", question);
    fflush(stdout);
    if (!dbk_typed_line(stdin, line, sizeof line))
        return false;
    if (line[0] == '\0')
        return enter;
    return line[0] == 'y' || line[0] == 'Y' || strncmp(line, "是", strlen("是")) == 0;
}

/* Every field that the change empties must be meant: one question a field, or `clear`. */
static int
confirm_cleared(const dbk_change *list, size_t n, bool clear, bool terminal, dbk_err *err)
{
    size_t cleared = 0;

    for (size_t i = 0; i < n; i++) {
        const dbk_sheet_field *field = list[i].before;
        char question[400], value[160];

        if (!dbk_change_clears(&list[i]))
            continue;
        cleared++;
        if (clear)
            continue;
        snprintf(question, sizeof question, _("%s: \"%s\" stood there, now nothing does. Meant so? [y/N]"),
                 field->label, dbk_sheet_shown(field, value, sizeof value));
        if (!terminal)
            dbk_wrap_say(stderr, _("emptied: %s\n"), field->label);
        else if (!dbk_compose_ask(question, false))
            return dbk_err_set(err, DBK_E_INPUT, _("nothing was sealed: fill %s in again"), field->label);
    }
    if (cleared > 0 && !clear && !terminal)
        return dbk_err_set(err, DBK_E_INPUT, "%s",
                           _("nothing was sealed: fields were emptied; if that is meant, add --confirm-clear"));
    return 0;
}

int
dbk_compose_agree(const dbk_change *list, size_t n, bool clear, dbk_err *err)
{
    const bool terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);

    dbk_wrap_say(stdout, _("What the correction changes (%zu):\n"), n);
    for (size_t i = 0; i < n; i++)
        dbk_change_print(&list[i], DBK_CHANGE_CORRECTION, stdout);
    if (confirm_cleared(list, n, clear, terminal, err) != 0)
        return -1;
    if (terminal && !dbk_compose_ask(_("Seal the correction and send it? [Y/n]"), true))
        return dbk_err_set(err, DBK_E_INPUT, "%s", _("nothing was sealed; what was typed is kept"));
    return 0;
}
