#include "clients/secretary/show_page.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/json.h"
#include "clients/secretary/bulletins.h"
#include "clients/secretary/kinds.h"
#include "clients/secretary/members.h"
#include "clients/secretary/night.h"
#include "clients/secretary/paint.h"
#include "clients/secretary/remedy.h"
#include "clients/secretary/tell.h"
#include "clients/secretary/watch.h"
#include "clients/words.h"
#include "clients/wrap.h"
#include "proto/calendar.h"
#include "proto/codes.h"
#include "proto/envelope.h"
#include "proto/ident.h"
#include "proto/text.h"

#define LABEL_COLUMNS 34
#define TEXT_COLUMNS 74
#define VALUE_BYTES 8192
#define BULLETINS_MAX_BYTES (64u * 1024u * 1024u)

/* ------------------------------------------------------------------ values */

/* A person of the roster by name, as far as the office has told it. */
static const char *
value_of(dbk_desk *desk, const dbk_showing *s, const dbk_sheet_field *field, char room[VALUE_BYTES])
{
    const uint32_t number = field->kind == FIELD_PERSON ? (uint32_t)strtoul(field->text, NULL, 10) : 0;
    const dbk_member_message *member = NULL;
    char words[DBK_MEMBER_BYTES];

    if (number > 0)
        member = dbk_member_numbered(dbk_desk_scope(desk), s->sheet.committee_id, s->sheet.report_date, number);
    if (member)
        snprintf(room, VALUE_BYTES, "%s", dbk_member_words(member, words));
    else
        dbk_sheet_said(s->sheet.form, field, room, VALUE_BYTES);
    return room;
}

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

/* ------------------------------------------------------------------ field under field */

/* Empty figures stand there too: "not filled" is an answer. Empty texts of lists do not. */
static void
print_field(dbk_desk *desk, const dbk_showing *s, size_t i)
{
    const dbk_sheet_field *field = &s->sheet.field[i];
    char value[VALUE_BYTES];

    if (field->text[0] == '\0' && field->indicator == 0 && dbk_findings_of(&s->found, field->path) == NULL)
        return;
    const size_t width = dbk_text_width(field->label, strlen(field->label));

    if (field->kind == FIELD_NARRATIVE) {
        printf(_("  %s:\n"), field->label);
        dbk_wrap_print(stdout, field->text, 4, TEXT_COLUMNS);
    } else {
        const int gap = (int)(width < LABEL_COLUMNS ? LABEL_COLUMNS - width : 1), column = 2 + (int)width + gap;
        const size_t columns = dbk_wrap_columns(stdout), rest = columns < SIZE_MAX ? columns - (size_t)column : columns;

        value_of(desk, s, field, value);
        if (field->text[0] && field->unit[0])
            snprintf(value + strlen(value), VALUE_BYTES - strlen(value), " %s", field->unit);
        printf("  %s%*s", field->label, gap, "");
        dbk_wrap_go_on(stdout, field->text[0] ? value : _("(not filled)"), column, rest);
    }
    print_finding(&s->found, field->path);
}

/* ------------------------------------------------------------------ a person a paragraph */

/* The fields of one entry: the first one names the person, the rest follow each other. */
static void
print_person(dbk_desk *desk, const dbk_showing *s, size_t from, size_t to)
{
    char value[VALUE_BYTES], text[VALUE_BYTES];
    size_t used = 0;

    printf("  %s\n", value_of(desk, s, &s->sheet.field[from], value));
    text[0] = '\0';
    for (size_t i = from + 1; i < to && used < sizeof text; i++) {
        const dbk_sheet_field *field = &s->sheet.field[i];

        if (field->text[0] == '\0' || (field->kind == FIELD_BOOL && strcmp(field->text, "no") == 0))
            continue;
        value_of(desk, s, field, value);
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", used > 0 ? "; " : "",
                                 field->kind == FIELD_BOOL ? field->label : "");
        if (field->kind != FIELD_BOOL && used < sizeof text)
            used += (size_t)snprintf(text + used, sizeof text - used, "%s: %s", field->label, value);
    }
    dbk_wrap_print(stdout, text, 4, TEXT_COLUMNS);
    for (size_t i = from; i < to; i++)
        print_finding(&s->found, s->sheet.field[i].path);
}

static bool
is_same_entry(const dbk_sheet_field *a, const dbk_sheet_field *b)
{
    return a->list == b->list && a->entry == b->entry && strcmp(a->section, b->section) == 0;
}

/* Does this field begin an entry of the list that has one a person? */
static bool
begins_person(const dbk_showing *s, const dbk_sheet_field *field)
{
    const dbk_kind_shape *shape = dbk_kind_shape_of(s->kind);

    return shape->roster != NULL && field->list >= 0 && strcmp(shape->lists[field->list].key, shape->roster) == 0;
}

static void
print_heading(const dbk_sheet_field *field, bool numbered)
{
    printf("\n%s%s", dbk_paint_on(stdout, PAINT_STRONG), field->section);
    if (numbered && field->entry > 0)
        printf(" %zu", field->entry);
    printf("%s\n", dbk_paint_off(stdout));
}

static void
print_fields(dbk_desk *desk, const dbk_showing *s)
{
    const dbk_sheet_field *field = s->sheet.field;

    for (size_t i = 0, next; i < s->sheet.n; i = next) {
        const bool person = begins_person(s, &field[i]);

        for (next = i + 1; next < s->sheet.n && is_same_entry(&field[i], &field[next]);)
            next++;
        if (!person || field[i].entry == 1)
            print_heading(&field[i], !person);
        if (person)
            print_person(desk, s, i, next);
        for (size_t k = i; !person && k < next; k++)
            print_field(desk, s, k);
    }
}

/* What is about no field that stands on the page: a list, the whole record. */
static void
print_rest(const dbk_showing *s)
{
    for (size_t i = 0; i < s->found.n; i++)
        if (dbk_sheet_find(&s->sheet, s->found.row[i].path) == DBK_SHEET_NONE) {
            printf("\n");
            print_finding(&s->found, s->found.row[i].path);
        }
    if (s->found.more > 0)
        dbk_wrap_say(stdout, _("\nand %zu more\n"), s->found.more);
}

/* ------------------------------------------------------------------ the head */

static void
print_bulletin(dbk_desk *desk, uint32_t number)
{
    dbk_bulletin_kept *row = NULL;
    char title[256];
    dbk_arena arena;
    size_t n = 0;

    dbk_arena_init(&arena, BULLETINS_MAX_BYTES);
    if (dbk_bulletins_list(desk, &arena, &row, &n, NULL) == 0)
        for (size_t i = 0; i < n; i++)
            if (row[i].said->number == number)
                printf("%s\n", dbk_text_shown(row[i].said->title.data, row[i].said->title.len, title, sizeof title));
    dbk_arena_fini(&arena);
}

static void
print_title(dbk_desk *desk, const dbk_showing *s)
{
    char name[DBK_COMMITTEE_BYTES], night[DBK_NIGHT_BYTES];
    const dbk_kind_shape *shape = dbk_kind_shape_of(s->kind);
    const char *comma = dbk_words_pick("\uFF0C", ", ");
    char title[DBK_TITLE_BYTES];

    printf("%s%s%s%s", dbk_paint_on(stdout, PAINT_STRONG),
           dbk_committee_words(dbk_desk_scope(desk), s->sheet.committee_id, name), comma,
           s->kind == DBK_NIGHTLY_REPORT ? dbk_night_words(s->sheet.report_date, night)
                                         : dbk_date_words(s->sheet.report_date, night));
    if (s->kind != DBK_NIGHTLY_REPORT)
        printf("%s%s", comma, dbk_kind_title(shape, s->part, title));
    printf("%s\n", dbk_paint_off(stdout));
    if (s->kind == DBK_BULLETIN_READ)
        print_bulletin(desk, s->part);
}

static void
print_item(dbk_desk *desk, const dbk_showing *s)
{
    const dbk_item *item = s->item;
    const dbk_remedy_view view = { desk, s->box, dbk_watch_runs(desk->home), dbk_now_ms() };
    char why[DBK_SENTENCE_BYTES], id[DBK_ID_TEXT_BYTES], remedy[DBK_SENTENCE_BYTES];
    static const char *const words[ITEM_N] = {
        [ITEM_WAITING] = N_("sealed, not delivered yet"), [ITEM_SENT] = N_("sealed, not delivered yet"),
        [ITEM_HELD] = N_("held"), [ITEM_ASKING] = N_("waiting for your choice"), [ITEM_DONE] = N_("delivered"),
        [ITEM_REFUSED] = N_("refused, not sent any more"),
    };

    dbk_wrap_say(stdout, "%s: %s\n", _(words[dbk_item_state(item)]), dbk_tell_why(item, why, sizeof why));
    if (dbk_remedy(&view, item, remedy, sizeof remedy)[0])
        dbk_wrap_say(stdout, "%s\n", remedy);
    if (item->box == BOX_DONE)
        dbk_tell_telephone_code(item, "", stdout);
    dbk_wrap_say(stdout, _("id: %s\n"), dbk_id_text(item->id, id));
    if (item->is_correction)
        dbk_wrap_say(stdout, _("corrects: %s\n"), dbk_id_text(item->corrects, id));
}

static void
print_standing(const dbk_stands *stands)
{
    const dbk_code_row *row = dbk_list_find(DBK_LIST_TIMELINESS, (int)stands->timeliness);
    char at[DBK_INSTANT_TEXT_BYTES], id[DBK_ID_TEXT_BYTES];

    dbk_wrap_say(stdout,
                 _("not on this computer; as it stands at the server: revision %u, %s, received %s, sent by %s\n"),
                 stands->revision, row ? dbk_words_pick(row->zh, row->en) : "?",
                 dbk_instant_text(stands->received_at_ms, at), stands->sender);
    dbk_wrap_say(stdout, _("%stelephone code: %.4s %s\n"), "", stands->code, stands->code + 4);
    dbk_wrap_say(stdout, _("id: %s\n"), dbk_id_text(stands->id, id));
}

/* What of it may not be true any more is said before the text. */
static void
print_later(dbk_desk *desk, const dbk_showing *s)
{
    char words[DBK_HANDED_BYTES], id[DBK_ID_TEXT_BYTES];
    const int64_t now_ms = dbk_desk_now_ms(desk);

    if (s->later) {
        dbk_handed_words(s->later, now_ms, words);
        printf("%s", dbk_paint_on(stdout, PAINT_WARN));
        dbk_wrap_say(stdout, s->item && s->item->box == BOX_DONE ? _("replaced since: %s\n")
                                                                 : _("another one stands there already: %s\n"), words);
        printf("%s", dbk_paint_off(stdout));
        dbk_wrap_say(stdout, _("its id: %s\n"), dbk_id_text(s->later->record_id.data, id));
    }
    if (s->handed.date != 0 && dbk_handed_as_of(&s->handed, now_ms, words)[0])
        dbk_wrap_say(stdout, "%s\n", words);
}

void
dbk_show_page(dbk_desk *desk, const dbk_showing *s)
{
    print_title(desk, s);
    if (s->item)
        print_item(desk, s);
    else if (s->stands)
        print_standing(s->stands);
    else
        printf("%s\n", _("a draft on this computer; nobody else has seen it"));
    print_later(desk, s);
    print_fields(desk, s);
    print_rest(s);
}

/* ------------------------------------------------------------------ for a program */

static void
json_receipt(dbk_json *json, const char *key, uint32_t revision, dbk_timeliness timeliness, int64_t received_at_ms)
{
    const dbk_code_row *row = dbk_list_find(DBK_LIST_TIMELINESS, (int)timeliness);

    dbk_json_open(json, key, '{');
    dbk_json_number(json, "revision", revision);
    dbk_json_text(json, "timeliness", row ? row->name : NULL);
    dbk_json_number(json, "received_at_ms", received_at_ms);
}

static void
json_item(dbk_json *json, const dbk_item *item)
{
    dbk_arena arena;
    const dbk_reply *reply = NULL;
    const dbk_receipt *receipt;

    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    if (item && item->box == BOX_DONE && item->note.reply_size > 0)
        reply = dbk_reply_unpack(&arena, item->note.reply, item->note.reply_size, NULL);
    receipt = reply ? reply->receipt : NULL;
    dbk_json_open(json, "item", '[');
    if (item)
        dbk_tell_json(item, json);
    dbk_json_close(json, ']');
    if (receipt) {
        json_receipt(json, "receipt", receipt->revision, receipt->timeliness, receipt->received_at_ms);
        dbk_json_close(json, '}');
    } else
        dbk_json_null(json, "receipt");
    dbk_arena_fini(&arena);
}

static void
json_standing(dbk_json *json, const dbk_stands *stands)
{
    char id[DBK_ID_TEXT_BYTES];

    if (stands == NULL) {
        dbk_json_null(json, "standing");
        return;
    }
    json_receipt(json, "standing", stands->revision, stands->timeliness, stands->received_at_ms);
    dbk_json_text(json, "id", dbk_id_text(stands->id, id));
    dbk_json_text(json, "sender", stands->sender);
    dbk_json_text(json, "telephone_code", stands->code);
    dbk_json_close(json, '}');
}

static void
json_later(dbk_json *json, const dbk_showing *s)
{
    char id[DBK_ID_TEXT_BYTES], name[128];

    if (s->later == NULL) {
        dbk_json_null(json, "replaced_by");
    } else {
        dbk_json_open(json, "replaced_by", '{');
        dbk_json_text(json, "id", dbk_id_text(s->later->record_id.data, id));
        dbk_json_number(json, "revision", s->later->revision);
        dbk_json_number(json, "received_at_ms", s->later->received_at_ms);
        dbk_json_text(json, "sender", dbk_text_shown(s->later->sender.data, s->later->sender.len, name, sizeof name));
        dbk_json_close(json, '}');
    }
    if (s->handed.as_of_ms > 0)
        dbk_json_number(json, "others_as_of_ms", s->handed.as_of_ms);
    else
        dbk_json_null(json, "others_as_of_ms");
}

static void
json_fields(dbk_json *json, const dbk_sheet *sheet)
{
    dbk_json_open(json, "fields", '[');
    for (size_t i = 0; i < sheet->n; i++) {
        dbk_json_open(json, NULL, '{');
        dbk_json_text(json, "field", sheet->field[i].path);
        dbk_json_text(json, "label", sheet->field[i].label);
        dbk_json_text(json, "value", sheet->field[i].text[0] ? sheet->field[i].text : NULL);
        dbk_json_close(json, '}');
    }
    dbk_json_close(json, ']');
}

static void
json_violations(dbk_json *json, const dbk_findings *found)
{
    dbk_json_open(json, "violations", '[');
    for (size_t i = 0; i < found->n; i++) {
        dbk_json_open(json, NULL, '{');
        dbk_json_text(json, "field", found->row[i].path);
        dbk_json_text(json, "code", found->row[i].code);
        dbk_json_text(json, "severity", found->row[i].severity == DBK_WARNING ? "warning" : "error");
        dbk_json_text(json, "text", found->row[i].text);
        dbk_json_close(json, '}');
    }
    dbk_json_close(json, ']');
}

void
dbk_show_json(const dbk_showing *s)
{
    const dbk_code_row *kind = dbk_list_find(DBK_LIST_KIND, (int)s->kind);
    dbk_json json = { .to = stdout };

    dbk_json_open(&json, NULL, '{');
    dbk_json_text(&json, "kind", kind ? kind->name : NULL);
    dbk_json_number(&json, "part", s->part);
    json_item(&json, s->item);
    json_standing(&json, s->stands);
    json_later(&json, s);
    json_fields(&json, &s->sheet);
    json_violations(&json, &s->found);
    dbk_json_close(&json, '}');
}
