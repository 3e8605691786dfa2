#include "clients/secretary/sheet.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/fullwidth.h"
#include "clients/rules.h"
#include "clients/secretary/scalar.h"
#include "clients/words.h"
#include "proto/calendar.h"
#include "proto/ident.h"
#include "proto/text.h"

/* ------------------------------------------------------------------ the fields of a page */

static char *
copy_of(const char *text, size_t n)
{
    char *copy = malloc(n + 1);

    assert(copy != NULL);
    if (n > 0)
        memcpy(copy, text, n);
    copy[n] = '\0';
    return copy;
}

/* Makes room for `n` more fields at `at`, which the caller fills. */
static dbk_sheet_field *
insert(dbk_sheet *sheet, size_t at, size_t n)
{
    if (sheet->n + n > sheet->room) {
        sheet->room = 2 * (sheet->n + n);
        sheet->field = realloc(sheet->field, sheet->room * sizeof *sheet->field);
        assert(sheet->field != NULL);
    }
    memmove(sheet->field + at + n, sheet->field + at, (sheet->n - at) * sizeof *sheet->field);
    memset(sheet->field + at, 0, n * sizeof *sheet->field);
    sheet->n += n;
    return sheet->field + at;
}

static const char *
form_text(ProtobufCBinaryData zh, ProtobufCBinaryData en)
{
    const ProtobufCBinaryData *text = dbk_words_zh() ? &zh : &en;

    return text->len > 0 ? (const char *)text->data : "";       /* the form's texts end with NUL: proto/form.h */
}

static void
add_figures(dbk_sheet *sheet)
{
    const dbk_form_message *form = dbk_form_message_of(sheet->form);

    for (size_t g = 0; g < form->n_groups; g++)
        for (size_t i = 0; i < form->n_indicators; i++) {
            const Daybook__V1__Indicator *it = form->indicators[i];

            if (strcmp(it->group, form->groups[g]->code) != 0)
                continue;
            dbk_sheet_field *field = insert(sheet, sheet->n, 1);

            *field = (dbk_sheet_field){
                .key = it->code, .label = form_text(it->label_zh, it->label_en),
                .unit = form_text(it->unit_zh, it->unit_en),
                .section = form_text(form->groups[g]->label_zh, form->groups[g]->label_en), .kind = FIELD_COUNT,
                .required = it->required, .least = it->least, .most = it->most, .indicator = it->number,
                .list = DBK_SHEET_NO_LIST, .text = copy_of("", 0),
            };
            snprintf(field->path, sizeof field->path, "figures.%s", it->code);
        }
}

static void
describe(dbk_sheet_field *field, const dbk_field *of, const char *section)
{
    *field = (dbk_sheet_field){
        .key = of->key, .label = _(of->label), .unit = "", .section = section, .kind = of->kind, .choices = of->list,
        .required = of->least > 0, .least = (int64_t)of->least, .most = (int64_t)of->most,
        .list = DBK_SHEET_NO_LIST, .text = copy_of("", 0),
    };
    snprintf(field->path, sizeof field->path, "%s", of->name);
}

void
dbk_sheet_init(dbk_sheet *sheet, const dbk_form *form, uint32_t committee, uint32_t date)
{
    *sheet = (dbk_sheet){ .form = form, .committee_id = committee, .report_date = date };
    add_figures(sheet);
    for (size_t i = 0; i < dbk_report_top_n; i++)
        if (dbk_report_top[i].kind != FIELD_ELSEWHERE)
            describe(insert(sheet, sheet->n, 1), &dbk_report_top[i], _("the report as a whole"));
}

void
dbk_sheet_fini(dbk_sheet *sheet)
{
    for (size_t i = 0; i < sheet->n; i++)
        free(sheet->field[i].text);
    free(sheet->field);
    *sheet = (dbk_sheet){ 0 };
}

size_t
dbk_sheet_find(const dbk_sheet *sheet, const char *path)
{
    for (size_t i = 0; i < sheet->n; i++)
        if (strcmp(sheet->field[i].path, path) == 0)
            return i;
    return DBK_SHEET_NONE;
}

size_t
dbk_sheet_figure(const dbk_sheet *sheet, uint32_t indicator)
{
    for (size_t i = 0; i < sheet->n; i++)
        if (sheet->field[i].indicator == indicator && indicator != 0)
            return i;
    return DBK_SHEET_NONE;
}

void
dbk_sheet_set(dbk_sheet *sheet, size_t i, const char *text)
{
    char *copy = copy_of(text, strlen(text));

    free(sheet->field[i].text);
    sheet->field[i].text = copy;
    sheet->field[i].prefilled = false;
}

/* ------------------------------------------------------------------ entries of lists */

/* Where the next entry of `list` would begin: behind all of it, and of the lists before it. What earlier nights left
 * open stands before everything else. */
static size_t
end_of(const dbk_sheet *sheet, dbk_report_list list)
{
    size_t at = list == LIST_ANSWERS ? 0 : sheet->n;

    while (list == LIST_ANSWERS && at < sheet->n && sheet->field[at].list == LIST_ANSWERS)
        at++;
    if (list == LIST_ANSWERS)
        return at;
    while (at > 0 && sheet->field[at - 1].list > (int)list)
        at--;
    return at;
}

static void
name_entry(dbk_sheet_field *field, dbk_report_list list, const dbk_field *of, size_t entry)
{
    field->list = (int)list;
    field->entry = entry;
    snprintf(field->path, sizeof field->path, "%s[%zu].%s", dbk_report_lists[list].key, entry, of->name);
}

size_t
dbk_sheet_add(dbk_sheet *sheet, dbk_report_list list)
{
    const dbk_field_list *of = &dbk_report_lists[list];
    const size_t at = end_of(sheet, list);

    if (sheet->entries[list] >= of->most)
        return DBK_SHEET_NONE;
    dbk_sheet_field *field = insert(sheet, at, of->n);

    sheet->entries[list]++;
    for (size_t i = 0; i < of->n; i++) {
        describe(&field[i], &of->fields[i], _(of->label));
        name_entry(&field[i], list, &of->fields[i], sheet->entries[list]);
    }
    return at;
}

void
dbk_sheet_remove(dbk_sheet *sheet, dbk_report_list list, size_t entry)
{
    const size_t n = dbk_report_lists[list].n;
    size_t at = 0;

    while (at < sheet->n && (sheet->field[at].list != (int)list || sheet->field[at].entry != entry))
        at++;
    if (at == sheet->n)
        return;
    assert(n > 0);
    for (size_t i = 0; i < n; i++)
        free(sheet->field[at + i].text);
    memmove(sheet->field + at, sheet->field + at + n, (sheet->n - at - n) * sizeof *sheet->field);
    sheet->n -= n;
    sheet->entries[list]--;
    for (size_t i = at; i < sheet->n && sheet->field[i].list == (int)list; i++)
        name_entry(&sheet->field[i], list, &dbk_report_lists[list].fields[(i - at) % n], sheet->field[i].entry - 1);
}

/* The entry that explains `rule`: the index of its first field. */
static size_t
explanation_of(const dbk_sheet *sheet, const char *rule)
{
    for (size_t i = 0; i < sheet->n; i++)
        if (sheet->field[i].list == LIST_EXPLANATIONS && strcmp(sheet->field[i].key, "rule") == 0 &&
            strcmp(sheet->field[i].text, rule) == 0)
            return i;
    return DBK_SHEET_NONE;
}

void
dbk_sheet_explain(dbk_sheet *sheet, const char *rule, const char *sentence)
{
    size_t at = explanation_of(sheet, rule);

    if (sentence[0] == '\0') {
        if (at != DBK_SHEET_NONE)
            dbk_sheet_remove(sheet, LIST_EXPLANATIONS, sheet->field[at].entry);
        return;
    }
    if (at == DBK_SHEET_NONE && (at = dbk_sheet_add(sheet, LIST_EXPLANATIONS)) == DBK_SHEET_NONE)
        return;
    dbk_sheet_set(sheet, at, rule);
    dbk_sheet_set(sheet, at + 1, sentence);
}

const char *
dbk_sheet_explanation(const dbk_sheet *sheet, const char *rule)
{
    const size_t at = explanation_of(sheet, rule);

    return at == DBK_SHEET_NONE ? "" : sheet->field[at + 1].text;
}

/* ------------------------------------------------------------------ from a record */

static void
take_fields(dbk_sheet *sheet, size_t at, const void *message, const dbk_field *of, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *base = message;
        protobuf_c_boolean has;

        if (of[i].kind == FIELD_ELSEWHERE)
            continue;
        memcpy(&has, base + of[i].has, sizeof has);
        if (has) {
            free(sheet->field[at].text);
            sheet->field[at].text = dbk_field_text(&of[i], base + of[i].value);
        }
        at++;
    }
}

static void
take_list(dbk_sheet *sheet, dbk_report_list list, const dbk_nightly_report *report)
{
    const dbk_field_list *of = &dbk_report_lists[list];
    const char *base = (const char *)report;
    ProtobufCMessage **messages;
    size_t n;

    memcpy(&messages, base + of->list, sizeof messages);
    memcpy(&n, base + of->count, sizeof n);
    for (size_t i = 0; i < n; i++) {
        const size_t at = dbk_sheet_add(sheet, list);

        if (at != DBK_SHEET_NONE)
            take_fields(sheet, at, messages[i], of->fields, of->n);
    }
}

void
dbk_sheet_take_record(dbk_sheet *sheet, const dbk_record *record)
{
    const dbk_nightly_report *report = record->nightly_report;

    for (size_t i = 0; report && i < report->n_figures; i++) {
        const size_t at = dbk_sheet_figure(sheet, report->figures[i]->indicator);
        char text[32];

        if (at == DBK_SHEET_NONE || !report->figures[i]->has_value)
            continue;
        snprintf(text, sizeof text, "%" PRId64, report->figures[i]->value);
        dbk_sheet_set(sheet, at, text);
    }
    if (report) {
        take_fields(sheet, dbk_sheet_find(sheet, dbk_report_top[0].name), report, dbk_report_top, dbk_report_top_n);
        for (dbk_report_list list = 0; list < N_REPORT_LISTS; list++)
            take_list(sheet, list, report);
    }
}

/* ------------------------------------------------------------------ from a file, as it stands there */

static void
take_text(dbk_sheet *sheet, size_t at, const dbk_yaml *node)
{
    if (at == DBK_SHEET_NONE || node == NULL || node->kind != DBK_YAML_TEXT)
        return;
    size_t n = strlen(node->text);

    while (n > 0 && node->text[n - 1] == '\n')           /* a text below its key ends with a newline of its own */
        n--;
    free(sheet->field[at].text);
    sheet->field[at].text = copy_of(node->text, n);
}

static void
take_entries(dbk_sheet *sheet, dbk_report_list list, const dbk_yaml *node)
{
    const dbk_field_list *of = &dbk_report_lists[list];

    for (const dbk_yaml *entry = node ? node->first : NULL; entry; entry = entry->next) {
        const size_t at = dbk_yaml_is_empty(entry) ? DBK_SHEET_NONE : dbk_sheet_add(sheet, list);

        for (size_t i = 0; at != DBK_SHEET_NONE && i < of->n; i++)
            take_text(sheet, at + i, dbk_yaml_get(entry, of->fields[i].key));
    }
}

void
dbk_sheet_take_tree(dbk_sheet *sheet, const dbk_yaml *root)
{
    const dbk_yaml *figures = dbk_yaml_get(root, "figures"), *corrects = dbk_yaml_get(root, "corrects");

    for (const dbk_yaml *node = figures ? figures->first : NULL; node; node = node->next) {
        char path[DBK_FIELD_BYTES];

        snprintf(path, sizeof path, "figures.%s", node->key ? node->key : "");
        take_text(sheet, dbk_sheet_find(sheet, path), node);
    }
    for (size_t i = 0; i < dbk_report_top_n; i++)
        if (dbk_report_top[i].kind != FIELD_ELSEWHERE)
            take_text(sheet, dbk_sheet_find(sheet, dbk_report_top[i].name), dbk_yaml_get(root, dbk_report_top[i].key));
    for (dbk_report_list list = 0; list < N_REPORT_LISTS; list++)
        take_entries(sheet, list, dbk_yaml_get(root, dbk_report_lists[list].key));
    if (corrects && corrects->kind == DBK_YAML_TEXT)
        sheet->is_correction = dbk_id_parse(corrects->text, sheet->corrects);
}

/* ------------------------------------------------------------------ to a file */

/* Between double quotes, where everything that YAML could read otherwise is escaped. */
static void
put_quoted(FILE *to, const char *text)
{
    fputc('"', to);
    for (; *text; text++)
        if (*text == '"' || *text == '\\')
            fprintf(to, "\\%c", *text);
        else if (*text == '\n')
            fputs("\\n", to);
        else if (*text == '\t')
            fputs("\\t", to);
        else
            fputc(*text, to);
    fputc('"', to);
}

/* May the text stand below its key, line by line? A line that begins or ends with a blank would not come back. */
static bool
fits_block(const char *text)
{
    if (strchr(text, '\t') || strchr(text, '\r'))
        return false;
    for (const char *line = text; ; line++) {
        const size_t n = strcspn(line, "\n");

        if (n == 0 || line[0] == ' ' || line[n - 1] == ' ')
            return false;
        line += n;
        if (*line == '\0')
            return true;
    }
}

static void
put_block(FILE *to, const char *text, int indent)
{
    fputs(" |\n", to);
    for (;; text++) {
        const size_t n = strcspn(text, "\n");

        fprintf(to, "%*s%.*s\n", indent, "", (int)n, text);
        text += n;
        if (*text == '\0')
            return;
    }
}

void
dbk_sheet_put_value(FILE *to, dbk_field_kind kind, const char *text, int indent)
{
    static const char safe[] = "0123456789-_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const bool plain = text[strspn(text, safe)] == '\0';

    if (text[0] == '\0')
        fputc('\n', to);
    else if (kind == FIELD_NARRATIVE && fits_block(text))
        put_block(to, text, indent + 2);
    else if (plain && kind != FIELD_TEXT && kind != FIELD_NARRATIVE)
        fprintf(to, " %s\n", text);
    else {
        fputc(' ', to);
        put_quoted(to, text);
        fputc('\n', to);
    }
}

static void
put_figure(FILE *to, const dbk_sheet_field *field, bool notes)
{
    char label[256];
    const int n = fprintf(to, "  %s:%s%s", field->key, field->text[0] ? " " : "",
                          field->text[strspn(field->text, "0123456789")] == '\0' ? field->text : "");

    if (field->text[strspn(field->text, "0123456789")] != '\0')
        put_quoted(to, field->text);
    if (notes)
        fprintf(to, "%*s# %s%s %" PRId64 "..%" PRId64, n < 38 ? 38 - n : 1, "", field->required ? "* " : "  ",
                dbk_text_shown(field->label, strlen(field->label), label, sizeof label), field->least, field->most);
    fputc('\n', to);
}

/* What an open item is, for an editor. */
static void
put_about(FILE *to, const dbk_sheet_field *field)
{
    char head[256], about[1024];

    fprintf(to, "  # %s: %s\n", dbk_text_shown(field->label, strlen(field->label), head, sizeof head),
            dbk_text_shown(field->about, strlen(field->about), about, sizeof about));
}

static void
put_entry_field(FILE *to, const dbk_sheet *sheet, size_t i, bool notes)
{
    const dbk_sheet_field *field = &sheet->field[i];
    const bool opens_list = i == 0 || sheet->field[i - 1].list != field->list;
    const bool opens_entry = opens_list || sheet->field[i - 1].entry != field->entry;

    if (opens_list)
        fprintf(to, "%s:\n", dbk_report_lists[field->list].key);
    if (notes && field->about)
        put_about(to, field);
    fprintf(to, "%s%s:", opens_entry ? "  - " : "    ", field->key);
    dbk_sheet_put_value(to, field->kind, field->text, 4);
}

static void
put_head(FILE *to, const dbk_sheet *sheet)
{
    char day_text[DBK_DAY_TEXT_BYTES] = "", id[DBK_ID_TEXT_BYTES];
    int32_t day;

    if (dbk_day_from_ymd(sheet->report_date, &day))
        dbk_day_text(day, day_text);
    fprintf(to, "committee: %" PRIu32 "\ndate: %s\nform: %" PRIu32 "\n", sheet->committee_id, day_text,
            dbk_form_version(sheet->form));
    if (sheet->is_correction)
        fprintf(to, "corrects: %s\n", dbk_id_text(sheet->corrects, id));
}

char *
dbk_sheet_yaml(const dbk_sheet *sheet, bool notes)
{
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);

    assert(to != NULL);
    put_head(to, sheet);
    for (size_t i = 0; i < sheet->n; i++) {
        const dbk_sheet_field *field = &sheet->field[i];

        if (field->indicator != 0 && (i == 0 || sheet->field[i - 1].indicator == 0))
            fputs("figures:\n", to);
        if (field->indicator != 0)
            put_figure(to, field, notes);
        else if (field->list != DBK_SHEET_NO_LIST)
            put_entry_field(to, sheet, i, notes);
        else {
            fprintf(to, "%s:", field->key);
            dbk_sheet_put_value(to, field->kind, field->text, 0);
        }
    }
    const int failed = fclose(to);

    assert(failed == 0 && text != NULL);
    return text;
}

/* ------------------------------------------------------------------ for a reader */

/* Words apart by blanks, each in the reader's language; what is no word of the list stays as it is. */
static void
show_set(const dbk_sheet_field *field, char *room, size_t room_bytes)
{
    size_t used = 0;

    if (strcmp(field->text, "none") == 0) {
        snprintf(room, room_bytes, "%s", _("none"));
        return;
    }
    room[0] = '\0';
    for (const char *at = field->text; *at && used < room_bytes; at += strspn(at, " ")) {
        const size_t n = strcspn(at, " ");
        char word[64];
        const dbk_code_row *row;

        snprintf(word, sizeof word, "%.*s", (int)n, at);
        row = dbk_list_named(field->choices, word);
        used += (size_t)snprintf(room + used, room_bytes - used, "%s%s", used > 0 ? ", " : "",
                                 row ? dbk_words_pick(row->zh, row->en) : word);
        at += n;
    }
}

const char *
dbk_sheet_shown(const dbk_sheet_field *field, char *room, size_t room_bytes)
{
    const dbk_code_row *row = field->kind == FIELD_CODE ? dbk_list_named(field->choices, field->text) : NULL;

    if (field->about)
        snprintf(room, room_bytes, "%s", field->about);
    else if (field->kind == FIELD_SET)
        show_set(field, room, room_bytes);
    else if (row)
        snprintf(room, room_bytes, "%s", dbk_words_pick(row->zh, row->en));
    else if (field->kind == FIELD_BOOL && (strcmp(field->text, "yes") == 0 || strcmp(field->text, "no") == 0))
        snprintf(room, room_bytes, "%s", field->text[0] == 'y' ? _("yes") : _("no"));
    else
        dbk_text_shown(field->text, strlen(field->text), room, room_bytes);
    return room;
}

const char *
dbk_sheet_said(const dbk_form *form, const dbk_sheet_field *field, char *room, size_t room_bytes)
{
    const bool is_rule = strncmp(field->path, "explanations[", strlen("explanations[")) == 0 &&
                         strcmp(field->key, "rule") == 0;
    const char *sentence = is_rule ? dbk_rule_sentence(form, field->text) : NULL;

    if (sentence == NULL)
        return dbk_sheet_shown(field, room, room_bytes);
    char *set = dbk_words_zh() ? dbk_fullwidth(sentence) : NULL;

    snprintf(room, room_bytes, _("%s (%s)"), set ? set : sentence, field->text);
    free(set);
    return room;
}

bool
dbk_sheet_field_number(const dbk_sheet_field *field, int64_t *value)
{
    const dbk_yaml node = { .kind = DBK_YAML_TEXT, .text = field->text, .key = field->key };

    return field->text[0] != '\0' && dbk_scalar_count(&node, NULL, value);
}

void
dbk_sheet_figures(const dbk_sheet *sheet, dbk_figures *figures)
{
    dbk_figures_take(figures, NULL);
    for (size_t i = 0; i < sheet->n; i++)
        if (sheet->field[i].indicator != 0)
            (void)dbk_sheet_field_number(&sheet->field[i], &figures->value[sheet->field[i].indicator]);
}
