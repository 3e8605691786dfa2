#include "clients/secretary/kind_file.h"

#include <stdlib.h>
#include <string.h>

#include "clients/secretary/members.h"
#include "clients/secretary/sheet.h"
#include "clients/secretary/template.h"
#include "clients/words.h"
#include "proto/calendar.h"
#include "proto/codes.h"
#include "proto/ident.h"
#include "proto/kind.h"

#define KEY_BYTES 64
#define NOTE_BYTES 256
#define VALUE_BYTES 2048

/* ------------------------------------------------------------------ the head */

static void
put_head(const dbk_kind_shape *shape, const dbk_which *which, uint32_t part, FILE *to)
{
    const dbk_code_row *kind = dbk_list_find(DBK_LIST_KIND, (int)shape->kind);
    char day_text[DBK_DAY_TEXT_BYTES] = "", number[16] = "", words[DBK_PART_BYTES];
    int32_t day;

    if (dbk_day_from_ymd(which->report_date, &day))
        dbk_day_text(day, day_text);
    if (which->committee_id != 0)
        snprintf(number, sizeof number, "%u", which->committee_id);
    dbk_template_line(to, "kind", dbk_words_pick(kind->zh, kind->en), _("leave as it is"));
    dbk_template_line(to, "committee", number, _("* number of the committee"));
    dbk_template_line(to, "date", day_text, _("* year-month-day"));
    if (shape->part_list)
        dbk_template_words(to, "", shape->part_list);
    if (shape->part != NULL)
        dbk_template_line(to, "part", dbk_kind_part_words(shape->kind, part, words), _(shape->part));
}

/* ------------------------------------------------------------------ the template */

static const char *
note_of(const dbk_field *field, char room[NOTE_BYTES])
{
    const char *label = _(field->label);

    switch (field->kind) {
    case FIELD_TEXT:
        snprintf(room, NOTE_BYTES, _("%s%s, %zu..%zu characters, one line"), field->least > 0 ? "* " : "", label,
                 field->least, field->most);
        break;
    case FIELD_COUNT:
    case FIELD_PERSON:
        snprintf(room, NOTE_BYTES, "%s, %zu..%zu", label, field->least, field->most);
        break;
    case FIELD_BOOL:
        snprintf(room, NOTE_BYTES, _("%s: yes or no"), label);
        break;
    case FIELD_TENTHS:
        snprintf(room, NOTE_BYTES, _("%s, such as 36.5"), label);
        break;
    case FIELD_TIME:
        snprintf(room, NOTE_BYTES, _("%s, such as 07:40"), label);
        break;
    case FIELD_DATE:
        snprintf(room, NOTE_BYTES, _("%s: year-month-day"), label);
        break;
    default:
        snprintf(room, NOTE_BYTES, "%s", label);
    }
    return room;
}

static void
put_words_of(const dbk_field *field, const char *indent, FILE *to)
{
    if (field->kind == FIELD_CODE || field->kind == FIELD_SET)
        dbk_template_words(to, indent, field->list);
}

/* A value as the reader's language has it; a text keeps its quotes. */
static void
put_value(const dbk_field *field, const char *key, size_t indent, const char *value, const char *note, FILE *to)
{
    char shown[VALUE_BYTES], copy[VALUE_BYTES];
    const dbk_sheet_field it = { .kind = field->kind, .choices = field->list, .text = copy };

    if (value[0] == '\0' || (field->kind != FIELD_TEXT && field->kind != FIELD_NARRATIVE)) {
        snprintf(copy, sizeof copy, "%s", value);
        dbk_template_line(to, key, value[0] ? dbk_sheet_shown(&it, shown, sizeof shown) : "", note);
        return;
    }
    if (note[0])
        fprintf(to, "%*s# %s\n", (int)indent, "", note);
    fprintf(to, "%s:", key);
    dbk_sheet_put_value(to, field->kind, value, (int)indent);
}

static void
put_field(const dbk_field *field, const char *lead, size_t indent, const char *value, bool notes, FILE *to)
{
    char key[KEY_BYTES], note[NOTE_BYTES];

    snprintf(key, sizeof key, "%s%s", lead, field->key);
    if (field->kind == FIELD_NARRATIVE && value[0] == '\0' && notes && strchr(lead, '-') == NULL)
        dbk_template_narrative(to, indent, field->key, field->least, field->most, _(field->label));
    else
        put_value(field, key, indent, value, notes ? note_of(field, note) : "", to);
}

static const char *
value_in(const dbk_answer_row *row, size_t i)
{
    return row && row->text[i] ? row->text[i] : "";
}

/* One entry; `values` NULL: an empty frame. */
static void
put_entry(const dbk_field_list *list, const dbk_answer_row *values, bool notes, FILE *to)
{
    for (size_t i = 0; i < list->n; i++) {
        if (notes)
            put_words_of(&list->fields[i], "    ", to);
        put_field(&list->fields[i], i == 0 ? "  - " : "    ", 4, value_in(values, i), notes, to);
    }
}

static void
put_person(const dbk_field_list *list, const dbk_member_message *person, const dbk_answers *values, bool notes,
           FILE *to)
{
    char number[16], words[DBK_MEMBER_BYTES];
    dbk_answer_row row = { .text = { NULL } };

    for (size_t i = 0; values && i < values->list[0].n; i++)
        if (dbk_answers_person(values, i) == person->person)
            row = values->list[0].row[i];
    snprintf(number, sizeof number, "%u", person->person);
    row.text[0] = number;
    fprintf(to, "  # %s\n", dbk_member_words(person, words));
    put_entry(list, &row, notes, to);
}

static void
put_roster(const dbk_field_list *list, const dbk_scope *scope, const dbk_which *which, const dbk_answers *values,
           FILE *to)
{
    const dbk_member_message *person;
    size_t n = 0;

    for (size_t i = 0; i < list->n; i++)
        if (list->fields[i].kind == FIELD_CODE || list->fields[i].kind == FIELD_SET) {
            fprintf(to, "  # %s (%s):\n", list->fields[i].key, _(list->fields[i].label));
            put_words_of(&list->fields[i], "  ", to);
        }
    for (; (person = dbk_member_at(scope, which->committee_id, which->report_date, n)) != NULL; n++)
        put_person(list, person, values, n == 0, to);
    if (n == 0)
        put_entry(list, NULL, true, to);
}

static void
put_list(const dbk_kind_shape *shape, size_t k, const dbk_answers *values, FILE *to)
{
    const dbk_field_list *list = &shape->lists[k];

    for (size_t i = 0; values && i < values->list[k].n; i++)
        put_entry(list, &values->list[k].row[i], i == 0, to);
    if (values == NULL || values->list[k].n == 0)
        put_entry(list, NULL, true, to);
}

void
dbk_kind_template(const dbk_kind_shape *shape, const dbk_scope *scope, const dbk_which *which, uint32_t part,
                  const dbk_answers *values, FILE *to)
{
    char id[DBK_ID_TEXT_BYTES] = "";

    fprintf(to, _("# %s.  Fill it in, save it as UTF-8, then: daybook %s submit FILE\n"), _(shape->title), shape->verb);
    fputs(_("# Behind each colon a space, then the value. Half-width digits. 0 for none; nothing if it is not known.\n"
            "# * must be filled. What stands behind a # is only a note.\n\n"), to);
    put_head(shape, which, part, to);
    if (values && values->is_correction)
        dbk_id_text(values->corrects, id);
    dbk_template_line(to, "corrects", id, id[0] ? _("leave as it is")
                                                : _("only to correct one: its id, from daybook status"));
    fputc('\n', to);
    for (size_t i = 0; i < shape->n_top; i++)
        if (shape->top[i].kind != FIELD_ELSEWHERE) {
            put_words_of(&shape->top[i], "", to);
            put_field(&shape->top[i], "", 0, value_in(values ? &values->top : NULL, i), true, to);
        }
    for (size_t k = 0; k < shape->n_lists; k++) {
        const dbk_field_list *list = &shape->lists[k];

        fprintf(to, _("\n# %s, at most %zu: repeat the block from the - on. An empty block does not count.\n%s:\n"),
                _(list->label), list->most, list->key);
        if (shape->roster != NULL && strcmp(shape->roster, list->key) == 0)
            put_roster(list, scope, which, values, to);
        else
            put_list(shape, k, values, to);
    }
    fprintf(to, _("\n# That is the whole page. Into a file: the same command with  > %s.yaml  behind it;\n"
                  "# fill that in with an editor; then: daybook %s submit %s.yaml\n"), shape->verb, shape->verb,
            shape->verb);
}
