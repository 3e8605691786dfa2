#include "clients/secretary/kind_file.h"

#include <stdlib.h>
#include <string.h>

#include "clients/secretary/members.h"
#include "clients/secretary/scalar.h"
#include "clients/secretary/template.h"
#include "clients/words.h"
#include "proto/calendar.h"
#include "proto/codes.h"
#include "proto/kind.h"

#define KEY_BYTES 64
#define NOTE_BYTES 256
#define ANSWER_BYTES 1024

/* ------------------------------------------------------------------ the head */

static void
put_number(FILE *to, const char *key, uint32_t number, const char *note)
{
    char text[16] = "";

    if (number != 0)
        snprintf(text, sizeof text, "%u", number);
    dbk_template_line(to, key, text, note);
}

static void
put_head(const dbk_kind_shape *shape, const dbk_which *which, uint32_t part, FILE *to)
{
    char day_text[DBK_DAY_TEXT_BYTES] = "";
    int32_t day;

    if (dbk_day_from_ymd(which->report_date, &day))
        dbk_day_text(day, day_text);
    dbk_template_line(to, "kind", dbk_list_find(DBK_LIST_KIND, (int)shape->kind)->name, _("leave as it is"));
    put_number(to, "committee", which->committee_id, _("* number of the committee"));
    dbk_template_line(to, "date", day_text, _("* year-month-day"));
    if (shape->part != NULL)
        put_number(to, "part", part, _(shape->part));
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

static void
put_field(const dbk_field *field, const char *lead, size_t indent, const char *value, bool notes, FILE *to)
{
    char key[KEY_BYTES], note[NOTE_BYTES];

    snprintf(key, sizeof key, "%s%s", lead, field->key);
    if (field->kind == FIELD_NARRATIVE && notes && strchr(lead, '-') == NULL)
        dbk_template_narrative(to, indent, field->key, field->least, field->most, _(field->label));
    else
        dbk_template_line(to, key, value, notes ? note_of(field, note) : "");
}

/* One entry. `person` NULL: an empty frame. */
static void
put_entry(const dbk_field_list *list, const dbk_member_message *person, bool notes, FILE *to)
{
    char number[16] = "", words[DBK_MEMBER_BYTES];

    if (person != NULL) {
        snprintf(number, sizeof number, "%u", person->person);
        fprintf(to, "  # %s\n", dbk_member_words(person, words));
    }
    for (size_t i = 0; i < list->n; i++) {
        if (notes)
            put_words_of(&list->fields[i], "    ", to);
        put_field(&list->fields[i], i == 0 ? "  - " : "    ", 4, i == 0 ? number : "", notes, to);
    }
}

static void
put_roster(const dbk_field_list *list, const dbk_scope *scope, const dbk_which *which, FILE *to)
{
    const dbk_member_message *person;
    size_t n = 0;

    for (size_t i = 0; i < list->n; i++)
        if (list->fields[i].kind == FIELD_CODE || list->fields[i].kind == FIELD_SET) {
            fprintf(to, "  # %s:\n", list->fields[i].key);
            put_words_of(&list->fields[i], "  ", to);
        }
    for (; (person = dbk_member_at(scope, which->committee_id, which->report_date, n)) != NULL; n++)
        put_entry(list, person, n == 0, to);
    if (n == 0)
        put_entry(list, NULL, true, to);
}

void
dbk_kind_template(const dbk_kind_shape *shape, const dbk_scope *scope, const dbk_which *which, uint32_t part, FILE *to)
{
    fprintf(to, _("# %s.  Fill it in, save it as UTF-8, then: daybook %s submit FILE\n"), _(shape->title), shape->verb);
    fputs(_("# Behind each colon a space, then the value. Half-width digits. 0 for none; nothing if it is not known.\n"
            "# * must be filled. What stands behind a # is only a note.\n\n"), to);
    put_head(shape, which, part, to);
    dbk_template_line(to, "corrects", "", _("only to correct one: its id, from daybook status"));
    fputc('\n', to);
    for (size_t i = 0; i < shape->n_top; i++)
        if (shape->top[i].kind != FIELD_ELSEWHERE) {
            put_words_of(&shape->top[i], "", to);
            put_field(&shape->top[i], "", 0, "", true, to);
        }
    for (size_t i = 0; i < shape->n_lists; i++) {
        const dbk_field_list *list = &shape->lists[i];

        fprintf(to, _("\n# %s, at most %zu: repeat the block from the - on. An empty block does not count.\n%s:\n"),
                _(list->label), list->most, list->key);
        if (shape->roster != NULL && strcmp(shape->roster, list->key) == 0)
            put_roster(list, scope, which, to);
        else
            put_entry(list, NULL, true, to);
    }
}

/* ------------------------------------------------------------------ line by line */

typedef struct { FILE *from, *say, *to; bool ended; } asking;

static bool
get_line(asking *a, char answer[ANSWER_BYTES])
{
    if (a->ended || fgets(answer, ANSWER_BYTES, a->from) == NULL) {
        a->ended = true;
        return false;
    }
    answer[strcspn(answer, "\r\n")] = '\0';
    return true;
}

static void
say_choices(const asking *a, const dbk_field *field)
{
    size_t n;
    const dbk_code_row *rows = dbk_list_rows(field->list, &n);

    fputs("   ", a->say);
    for (size_t i = 0; i < n; i++)
        fprintf(a->say, " %d %s", rows[i].number, dbk_words_pick(rows[i].zh, rows[i].en));
    fputc('\n', a->say);
}

/* A choice may be answered by its number, several by theirs; words stay as they are. */
static void
name_choices(const dbk_field *field, char answer[ANSWER_BYTES])
{
    char named[ANSWER_BYTES] = "", word[8];
    size_t used = 0, n = 0;

    if (field->kind != FIELD_CODE && field->kind != FIELD_SET)
        return;
    for (const char *at = answer; (at = dbk_scalar_word(at, word, sizeof word)) != NULL; n++) {
        const bool is_number = strspn(word, "0123456789") == strlen(word) && strlen(word) < 4;
        const dbk_code_row *row = is_number ? dbk_list_find(field->list, atoi(word)) : NULL;

        if (row == NULL || used >= sizeof named)
            return;
        used += (size_t)snprintf(named + used, sizeof named - used, "%s%s", n > 0 ? " " : "", row->name);
    }
    if ((n == 1 || (n > 1 && field->kind == FIELD_SET)) && used < sizeof named)
        memcpy(answer, named, sizeof named);
}

static bool
ask_field(asking *a, const dbk_field *field, char answer[ANSWER_BYTES])
{
    char note[NOTE_BYTES];

    for (;;) {
        dbk_complaints found = { 0 };

        if (field->kind == FIELD_CODE || field->kind == FIELD_SET)
            say_choices(a, field);
        fprintf(a->say, "  %s: ", note_of(field, note));
        fflush(a->say);
        if (!get_line(a, answer))
            return false;
        name_choices(field, answer);
        if (dbk_field_readable(field, answer, &found))
            return true;
        for (size_t i = 0; i < found.n; i++)
            fprintf(a->say, "  ! %s\n", found.row[i].text);
    }
}

/* As a YAML text between double quotes. */
static void
put_answer(asking *a, const char *lead, const char *key, const char *answer)
{
    fprintf(a->to, "%s%s: \"", lead, key);
    for (const char *c = answer; *c != '\0'; c++)
        fprintf(a->to, *c == '"' || *c == '\\' ? "\\%c" : "%c", *c);
    fputs("\"\n", a->to);
}

static const dbk_field *
field_named(const dbk_field_list *list, const char *key)
{
    for (size_t i = 0; i < list->n; i++)
        if (strcmp(list->fields[i].key, key) == 0)
            return &list->fields[i];
    return NULL;
}

/* The rest of an entry whose first line is written: false when the answers have ended. */
static bool
ask_rest(asking *a, const dbk_field_list *list, const char *const *keys)
{
    char answer[ANSWER_BYTES];

    for (; *keys != NULL; keys++) {
        if (!ask_field(a, field_named(list, *keys), answer))
            return false;
        if (answer[0] != '\0')
            put_answer(a, "    ", *keys, answer);
    }
    return true;
}

static bool
ask_roster(asking *a, const dbk_kind_shape *shape, const dbk_scope *scope, const dbk_which *which)
{
    const dbk_member_message *person;
    char words[DBK_MEMBER_BYTES];

    for (size_t i = 0; (person = dbk_member_at(scope, which->committee_id, which->report_date, i)) != NULL; i++) {
        fprintf(a->say, "%s\n", dbk_member_words(person, words));
        fprintf(a->to, "  - person: %u\n", person->person);
        if (!ask_rest(a, &shape->lists[0], shape->asked))
            return false;
    }
    return true;
}

static bool
ask_entries(asking *a, const dbk_kind_shape *shape)
{
    const dbk_field_list *list = &shape->lists[0];
    char answer[ANSWER_BYTES];

    for (size_t i = 0; i < list->most; i++) {
        fprintf(a->say, _("%s %zu; nothing: no more\n"), _(list->label), i + 1);
        if (!ask_field(a, field_named(list, shape->asked[0]), answer))
            return false;
        if (answer[0] == '\0')
            return true;
        put_answer(a, "  - ", shape->asked[0], answer);
        if (!ask_rest(a, list, shape->asked + 1))
            return false;
    }
    return true;
}

bool
dbk_kind_ask(const dbk_kind_shape *shape, const dbk_scope *scope, const dbk_which *which, uint32_t part, FILE *from,
             FILE *say, FILE *to)
{
    asking a = { from, say, to, false };

    put_head(shape, which, part, to);
    fprintf(to, "%s:\n", shape->lists[0].key);
    return shape->roster != NULL ? ask_roster(&a, shape, scope, which) : ask_entries(&a, shape);
}
