/*
 * cmd_show — a record is read again: what lies here, sealed or as a draft; what does not, as it stands at the server.
 */
#include "clients/secretary/cmd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/secretary/draft.h"
#include "clients/secretary/evening.h"
#include "clients/secretary/kinds.h"
#include "clients/secretary/night.h"
#include "clients/secretary/record_sheet.h"
#include "clients/secretary/scalar.h"
#include "clients/secretary/show_page.h"
#include "clients/secretary/strip.h"
#include "clients/secretary/which.h"
#include "clients/words.h"
#include "proto/envelope.h"
#include "proto/ident.h"
#include "proto/kind.h"

#define PATIENCE_MS 1500

/* What the person asked for. */
typedef struct {
    bool      json, dictate, has_id;
    uint8_t   id[DBK_ID_BYTES];
    dbk_kind  kind;
    uint32_t  part;                    /* 0: the last one of that day */
    dbk_which which;
} wishes;

/* What must live as long as it is shown. */
typedef struct {
    dbk_evening evening;
    dbk_stands  stands;
    dbk_form   *own_form;
} sources;

/* ------------------------------------------------------------------ opening it */

/* Labels come from the form it was filled by; the one kept here serves when that one cannot be had. */
static const dbk_form *
form_for(dbk_desk *desk, uint32_t version, sources *from, dbk_err *err)
{
    const dbk_form *form = dbk_desk_form(desk);

    if (form && dbk_form_version(form) == version)
        return form;
    from->own_form = dbk_desk_fetch_form(desk, version, 0, desk->settings.timeout_ms, err);
    if (from->own_form == NULL && form)
        return form;
    if (from->own_form == NULL)
        dbk_err_why(err, "%s", _("there is no form here yet, and it cannot be fetched"));
    return from->own_form;
}

static int
open_sealed(dbk_desk *desk, const uint8_t *sealed, size_t size, sources *from, dbk_showing *s, dbk_err *err)
{
    dbk_arena arena;
    const dbk_record *record;
    const dbk_form *form = NULL;
    int rc = -1;

    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    record = dbk_record_unpack(&arena, sealed, size, err);
    if (record && !dbk_kind_find(record->kind)->has_form) {
        dbk_record_sheet(&s->sheet, record);
        rc = 0;
    } else if (record && (form = form_for(desk, record->form_version, from, err)) != NULL) {
        dbk_sheet_init(&s->sheet, form, record->committee_id, record->report_date);
        dbk_sheet_take_record(&s->sheet, record);
        rc = 0;
    }
    if (rc == 0) {
        s->kind = record->kind;
        s->part = record->part;
    }
    dbk_arena_fini(&arena);
    return rc;
}

/* The server's own violations, when it refused it; else none. */
static void
take_findings(dbk_showing *s)
{
    dbk_arena arena;
    const dbk_reply *reply;

    if (s->item->note.reply_size == 0)
        return;
    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    reply = dbk_reply_unpack(&arena, s->item->note.reply, s->item->note.reply_size, NULL);
    if (reply && reply->status == DBK_REJECTED)
        dbk_findings_of_reply(&s->found, reply, s->kind, &s->sheet);
    dbk_arena_fini(&arena);
}

static int
open_item(dbk_desk *desk, const dbk_item *item, sources *from, dbk_showing *s, dbk_err *err)
{
    if (open_sealed(desk, item->sealed, item->sealed_size, from, s, err) != 0)
        return -1;
    s->item = item;
    take_findings(s);
    return 0;
}

static int
open_draft(dbk_desk *desk, const dbk_which *which, dbk_showing *s, dbk_err *err)
{
    const dbk_form *form = dbk_desk_form(desk);
    dbk_draft *draft = form ? dbk_draft_open(desk->home, which->committee_id, which->report_date, err) : NULL;
    int rc = -1;

    if (form == NULL)
        return dbk_err_set(err, DBK_E_CONFIG, "%s",
                           _("there is no form here yet: fetch it once with daybook template, online"));
    if (draft == NULL)
        return -1;
    s->kind = DBK_NIGHTLY_REPORT;
    dbk_sheet_init(&s->sheet, form, which->committee_id, which->report_date);
    if (dbk_draft_load(draft, &s->sheet, err) > 0) {
        dbk_findings_look(&s->found, &s->sheet);
        rc = 0;
    }
    dbk_draft_close(&draft);
    return rc;
}

/* What does not lie here may stand at the server, sent from another computer; nothing of it is kept. */
static int
open_standing(dbk_desk *desk, const wishes *w, sources *from, dbk_showing *s, dbk_err *err)
{
    const dbk_kind_rules *rules = dbk_kind_find(w->kind);
    const dbk_slot slot = { w->which.committee_id, w->which.report_date, w->kind,
                            w->part > 0 ? w->part : rules->part_least };
    const dbk_kind_shape *shape = dbk_kind_shape_of(w->kind);
    char night[DBK_NIGHT_BYTES];
    dbk_err why = { 0 };

    if (dbk_stands_fetch(&from->stands, desk, &slot, desk->settings.timeout_ms, &why) != 0)
        return dbk_err_set(err, DBK_E_NO_INPUT,
                           _("no %s of committee %u lies here for %s, and the server does not show one: %s"),
                           _(shape->title), w->which.committee_id, dbk_night_words(w->which.report_date, night),
                           why.text);
    if (!from->stands.there)
        return dbk_err_set(err, DBK_E_NO_INPUT, _("there is no %s of committee %u for %s"), _(shape->title),
                           w->which.committee_id, dbk_night_words(w->which.report_date, night));
    if (from->stands.sealed == NULL)
        return dbk_err_set(err, DBK_E_NO_INPUT, "%s", _("the office has removed its texts for good"));
    s->stands = &from->stands;
    return open_sealed(desk, from->stands.sealed, from->stands.sealed_size, from, s, err);
}

/* ------------------------------------------------------------------ finding it */

/* The last one sealed here of a kind that has no form. */
static const dbk_item *
newest_of(const dbk_evening *evening, const wishes *w)
{
    const dbk_item *newest = NULL;

    for (item_box where = BOX_OUT; where < BOX_N; where++)
        for (size_t i = 0; i < evening->box[where].n; i++) {
            const dbk_item *item = &evening->box[where].row[i];

            if (item->kind == w->kind && item->committee_id == w->which.committee_id &&
                item->report_date == w->which.report_date && (w->part == 0 || item->part == w->part) &&
                (newest == NULL || memcmp(item->id, newest->id, DBK_ID_BYTES) > 0))
                newest = item;
        }
    return newest;
}

static int
open_what(dbk_desk *desk, const wishes *w, sources *from, dbk_showing *s, dbk_err *err)
{
    const dbk_which *which = &w->which;
    const dbk_item *item;

    if (w->has_id)
        item = dbk_evening_item(&from->evening, w->id);
    else if (w->kind == DBK_NIGHTLY_REPORT)
        item = dbk_evening_newest(from->evening.box, which->committee_id, which->report_date);
    else
        item = newest_of(&from->evening, w);
    if (item)
        return open_item(desk, item, from, s, err);
    if (w->has_id)
        return dbk_err_set(err, DBK_E_NO_INPUT, "%s", _("no report with this id lies here; see daybook outbox"));
    if (w->kind == DBK_NIGHTLY_REPORT && dbk_draft_exists(desk->home, which->committee_id, which->report_date))
        return open_draft(desk, which, s, err);
    return open_standing(desk, w, from, s, err);
}

/* ------------------------------------------------------------------ the verb */

static const dbk_option options[] = {
    { "kind", "KIND", N_("rollcall, health, supply, minutes or bulletins") },
    { "part", "N",    N_("which one of that day; else the last") },
    { "id",   "ID",   N_("this very one, by its id from daybook outbox") },
    { "dictate", NULL, N_("figures to be read out by telephone, with check digits") },
    { "json", NULL,   N_("for programs") },
    { NULL, NULL, NULL },
};

/* By the verb it is filled in by, or by its name in Chinese or in files. */
static int
take_kind(const char *word, dbk_kind *kind, dbk_err *err)
{
    const dbk_kind_shape *shape = dbk_kind_shape_named(word);
    const dbk_code_row *row = dbk_list_named(DBK_LIST_KIND, word);

    if (shape)
        *kind = shape->kind;
    else if (strcmp(word, "bulletins") == 0)
        *kind = DBK_BULLETIN_READ;
    else if (row)
        *kind = (dbk_kind)row->number;
    else
        return dbk_err_set(err, DBK_E_USAGE, _("'%.40s' is no kind: rollcall, health, supply, minutes or bulletins"),
                           word);
    return 0;
}

static int
take_part(const char *word, uint32_t *part, dbk_err *err)
{
    const dbk_yaml node = { .kind = DBK_YAML_TEXT, .text = word, .key = "part" };
    dbk_complaints found = { 0 };
    int64_t number = 0;

    if (!dbk_scalar_count(&node, &found, &number) || number < 1 || number > INT16_MAX)
        return dbk_err_set(err, DBK_E_USAGE, "--%s", found.n > 0 ? found.row[0].text : "part");
    *part = (uint32_t)number;
    return 0;
}

static int
take_wishes(dbk_desk *desk, int argc, char **argv, wishes *w, dbk_err *err)
{
    dbk_args args = { argc, 1, argv };
    const char *name, *value;
    int rest;

    while ((name = dbk_args_next(&args, options, &value, &rest, err)) != NULL) {
        if (value == NULL)
            *(strcmp(name, "json") == 0 ? &w->json : &w->dictate) = true;
        else if (strcmp(name, "kind") == 0 && take_kind(value, &w->kind, err) != 0)
            return -1;
        else if (strcmp(name, "part") == 0 && take_part(value, &w->part, err) != 0)
            return -1;
        else if (strcmp(name, "id") == 0 && !(w->has_id = dbk_id_parse(value, w->id)))
            return dbk_err_set(err, DBK_E_USAGE, _("'%.40s' is no id of a report; see daybook status"), value);
    }
    if (rest < 0)
        return -1;
    return w->has_id ? dbk_args_end(argc, argv, rest, err) : dbk_which_take(desk, argc, argv, rest, &w->which, err);
}

/* Has somebody handed in another one since? What was fetched a moment ago is what stands. */
static void
look_for_later(dbk_desk *desk, dbk_showing *s)
{
    const dbk_standing *standing;

    if (s->stands != NULL || s->kind == DBK_BULLETIN_READ)
        return;
    dbk_handed_open(&s->handed, desk, s->sheet.report_date, dbk_desk_key(desk, NULL) ? PATIENCE_MS : 0);
    standing = dbk_handed_find(&s->handed, s->sheet.committee_id, s->kind, s->part);
    if (standing != NULL && (s->item == NULL || dbk_handed_replaces(standing, s->item)))
        s->later = standing;
}

static int
show(dbk_desk *desk, int argc, char **argv, dbk_err *err)
{
    wishes w = { .kind = DBK_NIGHTLY_REPORT };
    sources from = { .own_form = NULL };
    dbk_showing s = { .item = NULL };
    int rc;

    if (take_wishes(desk, argc, argv, &w, err) != 0)
        return -1;
    if (dbk_evening_read(&from.evening, desk, dbk_which_night(desk), err) != 0)
        return -1;
    s.box = from.evening.box;
    rc = open_what(desk, &w, &from, &s, err);
    if (rc == 0 && !w.dictate)
        look_for_later(desk, &s);
    if (rc == 0 && w.dictate && s.sheet.form == NULL)
        rc = dbk_err_set(err, DBK_E_USAGE, "%s", _("only a nightly report is dictated"));
    else if (rc == 0 && w.dictate)
        dbk_strip_print(&s.sheet, stdout);
    else if (rc == 0 && w.json)
        dbk_show_json(&s);
    else if (rc == 0)
        dbk_show_page(desk, &s);
    dbk_sheet_fini(&s.sheet);
    dbk_handed_fini(&s.handed);
    dbk_form_close(&from.own_form);
    dbk_stands_fini(&from.stands);
    dbk_evening_fini(&from.evening);
    return rc;
}

const dbk_verb dbk_verb_show = {
    "show", show, true, "[--kind KIND] [--dictate] [--json] [COMMITTEE] [DATE]",
    N_("read a report again, with its receipt or what was wrong"),
    N_("Delivered reports stay readable here for 30 days; what was sent from another\n"
       "computer is fetched. Beside a refused one stands what was wrong, under the field\n"
       "it is about. A health report leaves this computer with its receipt.\n"), options,
    "daybook show 12 2020-02-18\ndaybook show --kind rollcall 12",
};
