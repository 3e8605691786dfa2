#include "clients/secretary/ask_words.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "clients/halfwidth.h"
#include "clients/secretary/members.h"
#include "clients/secretary/sheet.h"
#include "clients/words.h"
#include "clients/wrap.h"
#include "proto/text.h"

#define VALUE_BYTES 1024
#define PIECE_BYTES 200

static const dbk_field_list *
list_of(const dbk_ask *ask)
{
    return &ask->answers->shape->lists[0];
}

static const dbk_member_message *
member_of(const dbk_ask *ask, uint32_t person)
{
    return dbk_member_numbered(ask->scope, ask->answers->committee_id, ask->answers->report_date, person);
}

/* By name and code; by the roster's number when that is all that is known. */
static const char *
person_words(const dbk_ask *ask, uint32_t person, char room[DBK_MEMBER_BYTES])
{
    const dbk_member_message *member = member_of(ask, person);

    if (member)
        return dbk_member_words(member, room);
    snprintf(room, DBK_MEMBER_BYTES, _("number %u"), person);
    return room;
}

/* An answer as a person reads it. */
static const char *
value_words(const dbk_ask *ask, const dbk_field *field, const char *text, char room[VALUE_BYTES])
{
    char copy[VALUE_BYTES], words[DBK_MEMBER_BYTES];
    const dbk_sheet_field it = { .kind = field->kind, .choices = field->list, .text = copy };

    snprintf(copy, sizeof copy, "%s", text);
    if (field->kind == FIELD_PERSON && text[0])
        snprintf(room, VALUE_BYTES, "%s", person_words(ask, (uint32_t)strtoul(text, NULL, 10), words));
    else
        dbk_sheet_shown(&it, room, VALUE_BYTES);
    return room;
}

/* ------------------------------------------------------------------ lines of pieces that are not torn apart */

typedef struct { FILE *to; size_t column; } pieces;

static void
put_piece(pieces *p, const char *piece)
{
    const size_t width = dbk_text_width(piece, strlen(piece));

    if (p->column > 0 && p->column + 2 + width > DBK_WRAP_COLUMNS) {
        fputc('\n', p->to);
        p->column = 0;
    }
    fprintf(p->to, "%s%s", p->column == 0 ? "    " : "  ", piece);
    p->column += (p->column == 0 ? 4 : 2) + width;
}

static void
say_choices(const dbk_ask *ask, const dbk_field *field)
{
    size_t n;
    const dbk_code_row *rows = dbk_list_rows(field->list, &n);
    pieces p = { ask->say, 0 };
    char piece[PIECE_BYTES];

    if (field->kind == FIELD_SET) {
        snprintf(piece, sizeof piece, "0 %s", _("none"));
        put_piece(&p, piece);
    }
    for (size_t i = 0; i < n; i++) {
        snprintf(piece, sizeof piece, "%d %s", rows[i].number, dbk_words_pick(rows[i].zh, rows[i].en));
        put_piece(&p, piece);
    }
    fputc('\n', ask->say);
}

/* Everybody else of the list, by its numbers. */
static void
say_persons(const dbk_ask *ask, size_t e)
{
    pieces p = { ask->say, 0 };
    char piece[PIECE_BYTES], words[DBK_MEMBER_BYTES];

    for (size_t i = 0; i < ask->answers->list[0].n; i++) {
        if (i == e)
            continue;
        snprintf(piece, sizeof piece, "%zu %s", i + 1, person_words(ask, dbk_answers_person(ask->answers, i), words));
        put_piece(&p, piece);
    }
    fputc('\n', ask->say);
}

/* ------------------------------------------------------------------ questions */

void
dbk_ask_say_entry(const dbk_ask *ask, size_t e)
{
    char words[DBK_MEMBER_BYTES];
    const uint32_t person = dbk_answers_person(ask->answers, e);

    if (person != 0)
        fprintf(ask->say, "\n%zu/%zu  %s\n", e + 1, ask->answers->list[0].n, person_words(ask, person, words));
    else
        fprintf(ask->say, _("\n%s %zu (Enter at its first question: no more)\n"), _(list_of(ask)->label), e + 1);
}

static const char *
hint_of(const dbk_question *q, const dbk_field *field, char room[PIECE_BYTES])
{
    room[0] = '\0';
    if (q->hint) {
        snprintf(room, PIECE_BYTES, "%s", _(q->hint));
        return room;
    }
    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_NARRATIVE:
        if (field->least > 1)
            snprintf(room, PIECE_BYTES, _("%zu to %zu characters"), field->least, field->most);
        else
            snprintf(room, PIECE_BYTES, _("at most %zu characters"), field->most);
        break;
    case FIELD_COUNT:
        snprintf(room, PIECE_BYTES, _("%zu to %zu"), field->least, field->most);
        break;
    case FIELD_BOOL:
        snprintf(room, PIECE_BYTES, "%s", _("yes or no"));
        break;
    case FIELD_TENTHS:
        snprintf(room, PIECE_BYTES, "%s", _("such as 36.5"));
        break;
    case FIELD_TIME:
        snprintf(room, PIECE_BYTES, "%s", _("such as 07:40"));
        break;
    case FIELD_DATE:
        snprintf(room, PIECE_BYTES, "%s", _("year-month-day"));
        break;
    case FIELD_PERSON:
        snprintf(room, PIECE_BYTES, "%s", _("number or name"));
        break;
    case FIELD_SET:
        snprintf(room, PIECE_BYTES, "%s", _("numbers or words"));
        break;
    default:
        snprintf(room, PIECE_BYTES, "%s", _("number or word"));
    }
    return room;
}

void
dbk_ask_prompt(const dbk_ask *ask, size_t e, const dbk_question *q, const dbk_field *field, const char *fallback)
{
    const char *now = ask->answers->list[0].row[e].text[dbk_answers_place(list_of(ask), q->key)];
    char hint[PIECE_BYTES], value[VALUE_BYTES];

    if (field->kind == FIELD_CODE || field->kind == FIELD_SET)
        say_choices(ask, field);
    else if (field->kind == FIELD_PERSON)
        say_persons(ask, e);
    hint_of(q, field, hint);
    if (fallback == NULL)
        fprintf(ask->say, _("  %s (%s): "), _(field->label), hint);
    else if (fallback[0] == '\0')
        fprintf(ask->say, _("  %s (%s; Enter: nothing): "), _(field->label), hint);
    else if (now && now[0] && q->fallback && q->fallback[0] == '\0')
        fprintf(ask->say, _("  %s (%s; - empties it) [%s]: "), _(field->label), hint,
                value_words(ask, field, fallback, value));
    else
        fprintf(ask->say, _("  %s (%s) [%s]: "), _(field->label), hint, value_words(ask, field, fallback, value));
    fflush(ask->say);
}

void
dbk_ask_say_taken(const dbk_ask *ask, const dbk_field *field, const char *text)
{
    char value[VALUE_BYTES];

    fprintf(ask->say, _("    taken: %s\n"), value_words(ask, field, text, value));
}

void
dbk_ask_say(const dbk_ask *ask, const char *sentence)
{
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);

    assert(to != NULL);
    dbk_wrap_print(to, sentence, 4, DBK_WRAP_COLUMNS - 4);
    fclose(to);
    text[2] = '!';
    fputs(text, ask->say);
    free(text);
}

static bool
is_empty(const char *text)
{
    return text == NULL || text[0] == '\0';
}

/* Of a choice the words follow anyway, with the question. */
void
dbk_ask_say_violation(const dbk_ask *ask, const dbk_violation *v)
{
    const dbk_field_list *list;
    size_t entry;
    const dbk_field *field = dbk_kind_field(ask->answers->shape, v->field, &list, &entry);
    const bool choice = field && field->kind == FIELD_CODE;
    const bool empty = field && list == list_of(ask) && entry <= ask->answers->list[0].n &&
                       is_empty(ask->answers->list[0].row[entry - 1].text[field - list->fields]);
    char allowed[120] = "", now[200] = "", sentence[VALUE_BYTES];

    if (v->limit[0] && !choice)
        snprintf(allowed, sizeof allowed, _(" (allowed: %s)"), v->limit);
    if (v->value[0] && field && !empty && field->kind != FIELD_PERSON && (!choice || strchr(v->value, '.')))
        snprintf(now, sizeof now, _(" (found: %s)"), v->value);
    snprintf(sentence, sizeof sentence, "%s%s%s", dbk_words_pick(v->text_zh, v->text_en), allowed, now);
    dbk_ask_say(ask, sentence);
}

/* ------------------------------------------------------------------ a person of the list */

bool
dbk_ask_number(const char *answer, size_t most, size_t *number)
{
    char half[32];

    dbk_halfwidth(answer, half, sizeof half);
    if (half[0] == '\0' || strspn(half, "0123456789") != strlen(half) || strlen(half) > 4)
        return false;
    const size_t said = strtoul(half, NULL, 10);

    *number = said >= 1 && said <= most ? said : 0;
    return *number > 0;
}

static bool
is_text(ProtobufCBinaryData bytes, const char *text)
{
    return bytes.len == strlen(text) && strncasecmp((const char *)bytes.data, text, bytes.len) == 0;
}

/* By name or by code. */
static bool
is_called(const dbk_ask *ask, size_t i, const char *answer)
{
    const dbk_member_message *member = member_of(ask, dbk_answers_person(ask->answers, i));

    return member && (is_text(member->name, answer) || is_text(member->code, answer));
}

/* How many others are called so; *at is the last of them, or the person asked about when it is nobody else. */
static size_t
count_called(const dbk_ask *ask, size_t e, const char *answer, size_t *at)
{
    size_t n = 0;

    for (size_t i = 0; i < ask->answers->list[0].n; i++)
        if (i != e && is_called(ask, i, answer)) {
            n++;
            *at = i;
        }
    if (n == 0 && is_called(ask, e, answer)) {
        *at = e;
        n = 1;
    }
    return n;
}

char *
dbk_ask_person(const dbk_ask *ask, size_t e, const char *answer)
{
    size_t number = 0, at = 0;
    char sentence[VALUE_BYTES], *text = NULL, half[256];

    dbk_halfwidth(answer, half, sizeof half);
    if (dbk_ask_number(half, ask->answers->list[0].n, &number))
        at = number - 1;
    const size_t n = number > 0 ? 1 : count_called(ask, e, half, &at);

    if (n > 1)
        snprintf(sentence, sizeof sentence, _("%zu people on this list are called %s: give the number"), n, answer);
    else if (n == 0)
        snprintf(sentence, sizeof sentence, _("'%s' is nobody on this list: give a number or a name of the list"),
                 answer);
    else if (at == e)
        snprintf(sentence, sizeof sentence, "%s", _("that is the same person: give another one"));
    else if (asprintf(&text, "%u", dbk_answers_person(ask->answers, at)) >= 0)
        return text;
    dbk_ask_say(ask, sentence);
    return NULL;
}

/* ------------------------------------------------------------------ everything, before it is sealed */

/* The answers of an entry behind each other; what says "no" says nothing. */
static void
entry_words(const dbk_ask *ask, size_t e, char *room, size_t room_bytes)
{
    const dbk_field_list *list = list_of(ask);
    char value[VALUE_BYTES];
    size_t used = 0;

    room[0] = '\0';
    for (size_t f = 0; f < list->n && used < room_bytes; f++) {
        const char *text = ask->answers->list[0].row[e].text[f];
        const bool person = list->fields[f].kind == FIELD_PERSON;

        if (text == NULL || text[0] == '\0' || (person && f == 0) ||
            (list->fields[f].kind == FIELD_BOOL && strcmp(text, "no") == 0))
            continue;
        value_words(ask, &list->fields[f], text, value);
        used += (size_t)snprintf(room + used, room_bytes - used, "%s%s%s%s", used > 0 ? "; " : "",
                                 person || list->fields[f].kind == FIELD_BOOL ? _(list->fields[f].label) : "",
                                 person ? " " : "", list->fields[f].kind == FIELD_BOOL ? "" : value);
    }
}

static void
say_line(const dbk_ask *ask, size_t e)
{
    char words[DBK_MEMBER_BYTES] = "", all[2 * VALUE_BYTES], line[3 * VALUE_BYTES], head[16], *text = NULL;
    const uint32_t person = dbk_answers_person(ask->answers, e);
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);

    assert(to != NULL);
    if (person != 0)
        person_words(ask, person, words);
    entry_words(ask, e, all, sizeof all);
    snprintf(line, sizeof line, "%s%s%s", words, words[0] ? "  " : "", all);
    dbk_wrap_print(to, line, 6, DBK_WRAP_COLUMNS - 6);
    fclose(to);
    snprintf(head, sizeof head, "%4zu", e + 1);
    memcpy(text, head, 4);
    fputs(text, ask->say);
    free(text);
}

/* The entry of the earlier record that is about the same thing; NULL: it had none. */
static const dbk_answer_row *
row_before(const dbk_ask *ask, size_t e)
{
    const uint32_t person = dbk_answers_person(ask->answers, e);

    if (person == 0)
        return e < ask->before->list[0].n ? &ask->before->list[0].row[e] : NULL;
    for (size_t i = 0; i < ask->before->list[0].n; i++)
        if (dbk_answers_person(ask->before, i) == person)
            return &ask->before->list[0].row[i];
    return NULL;
}

static void
say_change(const dbk_ask *ask, size_t e, const dbk_field *field, const char *old, const char *now, FILE *to)
{
    char words[DBK_MEMBER_BYTES], was[VALUE_BYTES], is[VALUE_BYTES];
    const uint32_t person = dbk_answers_person(ask->answers, e);

    if (person != 0)
        fprintf(to, "  %s, ", person_words(ask, person, words));
    else
        fprintf(to, "  %s %zu, ", _(list_of(ask)->label), e + 1);
    fprintf(to, "%s: %s -> %s\n", _(field->label), old[0] ? value_words(ask, field, old, was) : _("(not filled)"),
            now[0] ? value_words(ask, field, now, is) : _("(not filled)"));
}

size_t
dbk_ask_say_changes(const dbk_ask *ask, FILE *to)
{
    const dbk_field_list *list = list_of(ask);
    const size_t now_n = ask->answers->list[0].n, old_n = ask->before->list[0].n;
    size_t n = 0;

    for (size_t e = 0; e < now_n; e++) {
        const dbk_answer_row *before = row_before(ask, e);

        for (size_t f = 0; f < list->n; f++) {
            const char *old = before && before->text[f] ? before->text[f] : "";
            const char *now = ask->answers->list[0].row[e].text[f] ? ask->answers->list[0].row[e].text[f] : "";

            if (strcmp(old, now) == 0)
                continue;
            n++;
            if (to)
                say_change(ask, e, &list->fields[f], old, now, to);
        }
    }
    if (old_n > now_n && to)
        fprintf(to, _("  %zu entries less than before\n"), old_n - now_n);
    return n + (old_n > now_n ? old_n - now_n : 0);
}

void
dbk_ask_say_all(const dbk_ask *ask)
{
    const size_t n = ask->before ? dbk_ask_say_changes(ask, NULL) : 0;

    fputc('\n', ask->say);
    for (size_t e = 0; e < ask->answers->list[0].n; e++)
        say_line(ask, e);
    if (n > 0) {
        fprintf(ask->say, _("What the correction changes (%zu):\n"), n);
        dbk_ask_say_changes(ask, ask->say);
    }
    if (ask->answers->shape->roster)
        fputs(_("Enter: seal it; a number: change that line; Ctrl-D: leave it for later\n> "), ask->say);
    else
        fputs(_("Enter: seal it; a number: change that one; -number: take it out; +: one more;\n"
                "Ctrl-D: leave it for later\n> "), ask->say);
    fflush(ask->say);
}
