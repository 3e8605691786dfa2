#include "clients/secretary/cmd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/json.h"
#include "clients/secretary/draft.h"
#include "clients/secretary/evening.h"
#include "clients/secretary/findings.h"
#include "clients/secretary/night.h"
#include "clients/secretary/paint.h"
#include "clients/secretary/tell.h"
#include "clients/secretary/which.h"
#include "clients/secretary/wrap.h"
#include "clients/words.h"
#include "proto/envelope.h"
#include "proto/ident.h"
#include "proto/text.h"

#define LABEL_COLUMNS 34
#define TEXT_COLUMNS 74

/* What is shown: a sealed report, or the draft that is being written. */
typedef struct {
    dbk_sheet       sheet;
    dbk_findings    found;
    const dbk_item *item;              /* NULL: a draft */
    dbk_form       *own_form;
} showing;

/* ------------------------------------------------------------------ finding it */

/* Labels come from the form it was filled by; the one kept here serves when that one cannot be had. */
static const dbk_form *
form_for(dbk_desk *desk, uint32_t version, showing *s, dbk_err *err)
{
    const dbk_form *form = dbk_desk_form(desk);

    if (form && dbk_form_version(form) == version)
        return form;
    s->own_form = dbk_desk_fetch_form(desk, version, 0, desk->settings.timeout_ms, err);
    if (s->own_form == NULL && form)
        return form;
    if (s->own_form == NULL)
        dbk_err_why(err, "%s", _("there is no form here yet, and it cannot be fetched"));
    return s->own_form;
}

/* The server's own violations, when it refused it; else none. */
static void
take_findings(showing *s)
{
    dbk_arena arena;
    const dbk_reply *reply;

    s->found.n = 0;
    if (s->item == NULL || s->item->note.reply_size == 0)
        return;
    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    reply = dbk_reply_unpack(&arena, s->item->note.reply, s->item->note.reply_size, NULL);
    if (reply && reply->status == DBK_REJECTED)
        dbk_findings_of_reply(&s->found, reply);
    dbk_arena_fini(&arena);
}

static int
open_item(dbk_desk *desk, const dbk_item *item, showing *s, dbk_err *err)
{
    dbk_arena arena;
    const dbk_record *record;
    const dbk_form *form;
    int rc = -1;

    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    record = dbk_record_unpack(&arena, item->sealed, item->sealed_size, err);
    if (record && record->nightly_report == NULL) {
        dbk_err_set(err, DBK_E_USAGE, "%s", _("this is no nightly report; daybook status shows what became of it"));
        record = NULL;
    }
    form = record ? form_for(desk, record->form_version, s, err) : NULL;
    if (form) {
        dbk_sheet_init(&s->sheet, form, item->committee_id, item->report_date);
        dbk_sheet_take_record(&s->sheet, record);
        s->item = item;
        take_findings(s);
        rc = 0;
    }
    dbk_arena_fini(&arena);
    return rc;
}

static int
open_draft(dbk_desk *desk, const dbk_which *which, showing *s, dbk_err *err)
{
    const dbk_form *form = dbk_desk_form(desk);
    dbk_draft *draft = form ? dbk_draft_open(desk->home, which->committee_id, which->report_date, err) : NULL;
    int rc = -1;

    if (form == NULL)
        return dbk_err_set(err, DBK_E_CONFIG, "%s",
                           _("there is no form here yet: fetch it once with daybook template, online"));
    if (draft == NULL)
        return -1;
    dbk_sheet_init(&s->sheet, form, which->committee_id, which->report_date);
    if (dbk_draft_load(draft, &s->sheet, err) > 0) {
        dbk_findings_look(&s->found, &s->sheet);
        rc = 0;
    } else
        dbk_sheet_fini(&s->sheet);
    dbk_draft_close(&draft);
    return rc;
}

/* ------------------------------------------------------------------ on paper */

static void
print_finding(const dbk_findings *found, const char *path)
{
    const dbk_finding *it = dbk_findings_of(found, path);

    if (it == NULL)
        return;
    printf("%s", dbk_paint_on(stdout, it->severity == DBK_WARNING ? PAINT_WARN : PAINT_BAD));
    dbk_wrap_print(stdout, it->text, 6, TEXT_COLUMNS);
    printf("%s", dbk_paint_off(stdout));
}

/* Empty figures stand there too: "not filled" is an answer. Empty texts of lists do not. */
static void
print_field(const showing *s, size_t i)
{
    const dbk_sheet_field *field = &s->sheet.field[i];
    const bool opens = i == 0 || strcmp(field->section, field[-1].section) != 0 || field->entry != field[-1].entry;
    char value[8192];

    if (opens)
        printf("\n%s%s%s\n", dbk_paint_on(stdout, PAINT_STRONG), field->section, dbk_paint_off(stdout));
    if (field->text[0] == '\0' && field->indicator == 0 && dbk_findings_of(&s->found, field->path) == NULL)
        return;
    const size_t width = dbk_text_width(field->label, strlen(field->label));

    if (field->kind == FIELD_NARRATIVE) {
        printf("  %s:\n", field->label);
        dbk_wrap_print(stdout, field->text, 4, TEXT_COLUMNS);
    } else
        printf("  %s%*s%s %s\n", field->label, (int)(width < LABEL_COLUMNS ? LABEL_COLUMNS - width : 1), "",
               field->text[0] ? dbk_sheet_shown(field, value, sizeof value) : _("(not filled)"),
               field->text[0] ? field->unit : "");
    print_finding(&s->found, field->path);
}

/* What is about no field that stands on the page: a list, the whole record. */
static void
print_rest(const showing *s)
{
    for (size_t i = 0; i < s->found.n; i++)
        if (dbk_sheet_find(&s->sheet, s->found.row[i].path) == DBK_SHEET_NONE) {
            printf("\n");
            print_finding(&s->found, s->found.row[i].path);
        }
    if (s->found.more > 0)
        printf(_("\nand %zu more\n"), s->found.more);
}

static void
print_head(dbk_desk *desk, const showing *s)
{
    char name[DBK_COMMITTEE_BYTES], night[DBK_NIGHT_BYTES], why[DBK_SENTENCE_BYTES], id[DBK_ID_TEXT_BYTES];
    static const char *const words[ITEM_N] = {
        [ITEM_WAITING] = N_("sealed, not delivered yet"), [ITEM_SENT] = N_("sealed, not delivered yet"),
        [ITEM_HELD] = N_("held"), [ITEM_ASKING] = N_("waiting for your choice"), [ITEM_DONE] = N_("delivered"),
        [ITEM_REFUSED] = N_("refused, not sent any more"),
    };

    printf("%s%s, %s%s\n", dbk_paint_on(stdout, PAINT_STRONG),
           dbk_committee_words(dbk_desk_scope(desk), s->sheet.committee_id, name),
           dbk_night_words(s->sheet.report_date, night), dbk_paint_off(stdout));
    if (s->item == NULL) {
        printf("%s\n", _("a draft on this computer; nobody else has seen it"));
        return;
    }
    printf("%s: %s\n", _(words[dbk_item_state(s->item)]), dbk_tell_why(s->item, why, sizeof why));
    if (s->item->box == BOX_DONE)
        dbk_tell_telephone_code(s->item, "", stdout);
    printf(_("id: %s\n"), dbk_id_text(s->item->id, id));
    if (s->item->is_correction)
        printf(_("corrects: %s\n"), dbk_id_text(s->item->corrects, id));
}

static void
print_page(dbk_desk *desk, const showing *s)
{
    print_head(desk, s);
    for (size_t i = 0; i < s->sheet.n; i++)
        print_field(s, i);
    print_rest(s);
}

/* ------------------------------------------------------------------ for a program */

static void
print_json(const showing *s)
{
    dbk_json json = { .to = stdout };

    dbk_json_open(&json, NULL, '{');
    dbk_json_open(&json, "item", '[');
    if (s->item)
        dbk_tell_json(s->item, &json);
    dbk_json_close(&json, ']');
    dbk_json_open(&json, "fields", '[');
    for (size_t i = 0; i < s->sheet.n; i++) {
        dbk_json_open(&json, NULL, '{');
        dbk_json_text(&json, "field", s->sheet.field[i].path);
        dbk_json_text(&json, "label", s->sheet.field[i].label);
        dbk_json_text(&json, "value", s->sheet.field[i].text[0] ? s->sheet.field[i].text : NULL);
        dbk_json_close(&json, '}');
    }
    dbk_json_close(&json, ']');
    dbk_json_open(&json, "violations", '[');
    for (size_t i = 0; i < s->found.n; i++) {
        dbk_json_open(&json, NULL, '{');
        dbk_json_text(&json, "field", s->found.row[i].path);
        dbk_json_text(&json, "code", s->found.row[i].code);
        dbk_json_text(&json, "severity", s->found.row[i].severity == DBK_WARNING ? "warning" : "error");
        dbk_json_text(&json, "text", s->found.row[i].text);
        dbk_json_close(&json, '}');
    }
    dbk_json_close(&json, ']');
    dbk_json_close(&json, '}');
}

/* ------------------------------------------------------------------ the verb */

static const dbk_option options[] = {
    { "id",   "ID", N_("this very one, by its id from daybook outbox") },
    { "json", NULL, N_("for programs") },
    { NULL, NULL, NULL },
};

static int
open_what(dbk_desk *desk, const dbk_evening *evening, const uint8_t *id, const dbk_which *which, showing *s,
          dbk_err *err)
{
    const dbk_item *item = id ? dbk_evening_item(evening, id)
                              : dbk_evening_newest(evening->box, which->committee_id, which->report_date);
    char night[DBK_NIGHT_BYTES];

    if (item && item->kind != DBK_NIGHTLY_REPORT)
        return dbk_err_set(err, DBK_E_USAGE, "%s",
                           _("only nightly reports are shown; daybook outbox tells of the others"));
    if (item)
        return open_item(desk, item, s, err);
    if (id)
        return dbk_err_set(err, DBK_E_NO_INPUT, "%s", _("no report with this id lies here; see daybook outbox"));
    if (dbk_draft_exists(desk->home, which->committee_id, which->report_date))
        return open_draft(desk, which, s, err);
    return dbk_err_set(err, DBK_E_NO_INPUT, _("no report of committee %u lies here for %s"), which->committee_id,
                       dbk_night_words(which->report_date, night));
}

static int
show(dbk_desk *desk, int argc, char **argv, dbk_err *err)
{
    dbk_args args = { argc, 1, argv };
    const char *value;
    uint8_t id[DBK_ID_BYTES];
    bool has_id = false, json = false;
    dbk_which which = { 0 };
    dbk_evening evening;
    showing s = { .item = NULL };
    int rest, rc;

    while (dbk_args_next(&args, options, &value, &rest, err) != NULL) {
        if (value == NULL)
            json = true;
        else if (!(has_id = dbk_id_parse(value, id)))
            return dbk_err_set(err, DBK_E_USAGE, _("'%.40s' is no id of a report; see daybook status"), value);
    }
    if (rest < 0)
        return -1;
    rc = has_id ? dbk_args_end(argc, argv, rest, err) : dbk_which_take(desk, argc, argv, rest, &which, err);
    if (rc != 0)
        return rc;
    if (dbk_evening_read(&evening, desk, dbk_which_night(desk), err) != 0)
        return -1;
    rc = open_what(desk, &evening, has_id ? id : NULL, &which, &s, err);
    if (rc == 0 && json)
        print_json(&s);
    else if (rc == 0)
        print_page(desk, &s);
    dbk_sheet_fini(&s.sheet);
    dbk_form_close(&s.own_form);
    dbk_evening_fini(&evening);
    return rc;
}

const dbk_verb dbk_verb_show = {
    "show", show, true, "[COMMITTEE] [DATE] [--json]", N_("read a report again, with its receipt or what was wrong"),
    N_("Delivered reports stay readable here for 30 days. Beside a refused one stands\n"
       "what was wrong, under the field it is about.\n"), options,
    "daybook show 12 2020-02-18",
};
