#include "clients/secretary/ask.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "clients/secretary/ask_words.h"
#include "clients/secretary/report_file.h"
#include "clients/secretary/scalar.h"
#include "clients/secretary/typed_line.h"
#include "clients/words.h"
#include "proto/calendar.h"
#include "proto/check.h"
#include "proto/envelope.h"
#include "proto/text.h"

typedef enum { WENT_ON, WENT_BACK, ENDED } outcome;

/* ------------------------------------------------------------------ the questions of an entry */

static dbk_answer_row *
row_of(const dbk_ask *ask, size_t e)
{
    return &ask->answers->list[0].row[e];
}

static const dbk_field_list *
list_of(const dbk_ask *ask)
{
    return &ask->answers->shape->lists[0];
}

static const dbk_field *
field_of(const dbk_ask *ask, const dbk_question *q)
{
    return &list_of(ask)->fields[dbk_answers_place(list_of(ask), q->key)];
}

static char **
text_of(const dbk_ask *ask, size_t e, const dbk_question *q)
{
    return &row_of(ask, e)->text[dbk_answers_place(list_of(ask), q->key)];
}

static bool
has_word(const char *words, const char *word)
{
    const size_t n = strlen(word);

    for (const char *at = words; n > 0 && (at = strstr(at, word)) != NULL; at += n)
        if ((at == words || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
            return true;
    return false;
}

/* Is it to be asked of a row in this state? */
static bool
applies(const dbk_field_list *list, const dbk_answer_row *row, const dbk_question *q)
{
    const char *state = q->when ? row->text[dbk_answers_place(list, q->when)] : NULL;

    return q->when == NULL || (state != NULL && has_word(q->is, state));
}

static bool
is_answered(const dbk_answers *answers, const dbk_answer_row *row)
{
    const dbk_field_list *list = &answers->shape->lists[0];

    for (const dbk_question *q = answers->shape->asked; q->key; q++)
        if (applies(list, row, q) && row->text[dbk_answers_place(list, q->key)] == NULL)
            return false;
    return true;
}

void
dbk_ask_progress(const dbk_answers *answers, size_t *done, size_t *all)
{
    *done = 0;
    *all = answers->list[0].n;
    for (size_t i = 0; i < *all; i++)
        *done += is_answered(answers, &answers->list[0].row[i]);
}

static const dbk_question *
question_of(const dbk_ask *ask, size_t e, const char *key)
{
    for (const dbk_question *q = ask->answers->shape->asked; q->key; q++)
        if (strcmp(q->key, key) == 0 && applies(list_of(ask), row_of(ask, e), q))
            return q;
    return NULL;
}

/* The next one from `q` on that is to be asked; all: answered ones too. NULL: there is none. */
static const dbk_question *
next_question(const dbk_ask *ask, size_t e, const dbk_question *q, bool all)
{
    for (; q->key; q++)
        if (applies(list_of(ask), row_of(ask, e), q) && (all || *text_of(ask, e, q) == NULL))
            return q;
    return NULL;
}

/* The last one before `q` (NULL: of all) that was asked; NULL: there is none. */
static const dbk_question *
previous_question(const dbk_ask *ask, size_t e, const dbk_question *q)
{
    const dbk_question *last = NULL;

    for (const dbk_question *it = ask->answers->shape->asked; it->key && it != q; it++)
        if (applies(list_of(ask), row_of(ask, e), it))
            last = it;
    return last;
}

/* What was answered to a question that does not arise any more is no answer. */
static void
drop_answers_to_nothing(const dbk_ask *ask, size_t e)
{
    for (const dbk_question *q = ask->answers->shape->asked; q->key; q++)
        if (q->when && question_of(ask, e, q->key) == NULL)
            dbk_answers_set(text_of(ask, e, q), NULL);
}

/* ------------------------------------------------------------------ keeping */

static void
keep(const dbk_ask *ask)
{
    dbk_err why = { 0 };
    char *text;

    if (ask->draft == NULL)
        return;
    text = dbk_answers_yaml(ask->answers);
    if (dbk_draft_save_text(ask->draft, text, &why) != 0)
        fprintf(ask->say, _("  ! this answer could not be kept on the disk: %s\n"), why.text);
    free(text);
}

bool
dbk_ask_line(FILE *from, char line[DBK_ASK_LINE_BYTES])
{
    char *begin = line;

    if (!dbk_typed_line(from, line, DBK_ASK_LINE_BYTES))
        return false;
    while (*begin == ' ' || strncmp(begin, "　", strlen("　")) == 0)
        begin += *begin == ' ' ? 1 : strlen("　");
    memmove(line, begin, strlen(begin) + 1);
    for (size_t n = strlen(line); n > 0 && line[n - 1] == ' ';)
        line[--n] = '\0';
    return true;
}

/* Where nobody types, what was answered is written behind its question, so that the whole can be read. */
static bool
take_line(const dbk_ask *ask, char line[DBK_ASK_LINE_BYTES])
{
    const bool got = dbk_ask_line(ask->from, line);

    if (!ask->terminal)
        fprintf(ask->say, "%s\n", got ? line : "");
    return got;
}

/* ------------------------------------------------------------------ what the contract says of it */

static void
check(const dbk_ask *ask, dbk_violations *found)
{
    char *yaml = dbk_answers_yaml(ask->answers);
    dbk_complaints *said = calloc(1, sizeof *said);
    dbk_report_file *file;
    uint8_t id[DBK_ID_BYTES] = { 0 };
    size_t size;

    assert(said != NULL);
    found->n = found->more = 0;
    file = dbk_report_file_parse(yaml, "", said, NULL);
    assert(file != NULL);                               /* its head is always there */
    dbk_record *record = dbk_report_file_record(file, NULL, said);

    record->has_id = record->has_sealed_at_ms = true;
    record->id = (ProtobufCBinaryData){ DBK_ID_BYTES, id };
    record->sealed_at_ms = dbk_now_ms();
    free(dbk_record_pack(record, &size));
    dbk_check(NULL, record, size, found);
    dbk_report_file_close(&file);
    free(said);
    free(yaml);
}

/* Of whom it is said may be asked only later: they cannot be on post yet. */
static bool
can_wait(const dbk_ask *ask, const dbk_field *field, const char *text)
{
    const uint32_t person = field->kind == FIELD_PERSON && text ? (uint32_t)strtoul(text, NULL, 10) : 0;

    for (size_t i = 0; person != 0 && i < ask->answers->list[0].n; i++)
        if (dbk_answers_person(ask->answers, i) == person)
            return !is_answered(ask->answers, row_of(ask, i));
    return false;
}

/* Where the answer to be changed is another one than the one that the rule is about: asked first of the two. */
static const struct { const char *code, *key; } elsewhere[] = {
    { "roll_call.fever", "state" },
};

static const dbk_question *
question_at_fault(const dbk_ask *ask, size_t e, const dbk_violation *v, const dbk_question *last)
{
    const dbk_field_list *list;
    size_t entry;
    const dbk_field *field = dbk_kind_field(ask->answers->shape, v->field, &list, &entry);
    const dbk_question *q = field && list == list_of(ask) && entry == e + 1 ? question_of(ask, e, field->key) : NULL;

    if (q == NULL || *text_of(ask, e, q) == NULL || can_wait(ask, field, *text_of(ask, e, q)))
        return NULL;
    for (size_t i = 0; i < sizeof elsewhere / sizeof elsewhere[0]; i++)
        if (strcmp(elsewhere[i].code, v->code) == 0 && (last == NULL || strcmp(last->key, elsewhere[i].key) != 0))
            return question_of(ask, e, elsewhere[i].key);
    return q;
}

/* A warning is accepted with a sentence. Nothing typed: the answer is changed instead. */
static outcome
explain(const dbk_ask *ask, const dbk_violation *v, bool *explained)
{
    char sentence[DBK_ASK_LINE_BYTES];
    size_t k = 0, chars;

    *explained = false;
    while (k < ask->answers->shape->n_lists && strcmp(ask->answers->shape->lists[k].key, "explanations") != 0)
        k++;
    if (k == ask->answers->shape->n_lists)
        return WENT_ON;
    for (;;) {
        fprintf(ask->say, "%s", _("    if it is so, say why in a sentence (Enter: change the answer): "));
        fflush(ask->say);
        if (!take_line(ask, sentence))
            return ENDED;
        chars = dbk_text_chars(sentence, strlen(sentence));
        if (chars == 0)
            return WENT_ON;
        if (chars >= DBK_EXPLANATION_MIN && chars <= DBK_EXPLANATION_MAX && !dbk_scalar_is_figure(sentence))
            break;
        if (dbk_scalar_is_figure(sentence)) {              /* the next answer, typed ahead */
            fprintf(ask->say, "%s", _("  ! that is a number; here stands why\n"));
            continue;
        }
        fprintf(ask->say, _("  ! %d to %d characters, please\n"), DBK_EXPLANATION_MIN, DBK_EXPLANATION_MAX);
    }
    dbk_answer_row *row = dbk_answers_add(ask->answers, k);

    dbk_answers_set(&row->text[dbk_answers_place(&ask->answers->shape->lists[k], "rule")], v->code);
    dbk_answers_set(&row->text[dbk_answers_place(&ask->answers->shape->lists[k], "text")], sentence);
    keep(ask);
    *explained = true;
    return WENT_ON;
}

/* The first thing that is wrong with an entry as far as it is answered; NULL: nothing is. */
static const dbk_question *
first_fault(const dbk_ask *ask, size_t e, const dbk_question *last, dbk_violations *found, const dbk_violation **v)
{
    const dbk_question *q = NULL;

    check(ask, found);
    for (size_t i = 0; i < found->n && q == NULL; i++) {
        *v = &found->row[i];
        q = question_at_fault(ask, e, *v, last);
    }
    return q;
}

/* Says what is wrong with an entry; *again: which question to ask again, NULL for none. */
static outcome
judge(const dbk_ask *ask, size_t e, const dbk_question *last, const dbk_question **again)
{
    dbk_violations *found = malloc(sizeof *found);
    const dbk_violation *v = NULL;
    outcome went = WENT_ON;
    bool explained;

    assert(found != NULL);
    do {
        explained = false;
        *again = first_fault(ask, e, last, found, &v);
        if (*again != NULL)
            dbk_ask_say_violation(ask, v);
        if (*again != NULL && v->severity == DBK_WARNING)
            went = explain(ask, v, &explained);
    } while (explained && went == WENT_ON);
    free(found);
    return went;
}

/* ------------------------------------------------------------------ one answer */

/* The entry before this one to which the same question was put. "": there is none. */
static const char *
answer_before(const dbk_ask *ask, size_t e, const dbk_question *q)
{
    for (size_t i = e; i-- > 0;)
        if (applies(list_of(ask), row_of(ask, i), q) && *text_of(ask, i, q) != NULL)
            return *text_of(ask, i, q);
    return "";
}

/* What Enter means; NULL: nothing is meant by it. */
static const char *
fallback_of(const dbk_ask *ask, size_t e, const dbk_question *q)
{
    const char *now = *text_of(ask, e, q);

    if (now && now[0])
        return now;
    if (q->fallback && strcmp(q->fallback, DBK_AS_BEFORE) == 0)
        return answer_before(ask, e, q)[0] ? answer_before(ask, e, q) : NULL;
    return q->fallback;
}

/* The text of what was typed, as a file says it; NULL: it says nothing, and that was said. */
static char *
read_answer(const dbk_ask *ask, size_t e, const dbk_field *field, const char *answer)
{
    dbk_complaints *found = calloc(1, sizeof *found);
    char *tidy;

    assert(found != NULL);
    tidy = field->kind == FIELD_PERSON ? dbk_ask_person(ask, e, answer) : dbk_field_tidy(field, answer, found);
    for (size_t i = 0; i < found->n; i++)
        dbk_ask_say(ask, found->row[i].text);
    free(found);
    return tidy;
}

/* A dash empties what stands there. */
static bool
is_dash(const char *answer)
{
    return strcmp(answer, "-") == 0 || strcmp(answer, "－") == 0 || strcmp(answer, "—") == 0;
}

static bool
is_back(const char *answer)
{
    return strcmp(answer, "<") == 0 || strcmp(answer, "＜") == 0 || strcmp(answer, "《") == 0;
}

static outcome
ask_one(const dbk_ask *ask, size_t e, const dbk_question *q)
{
    const dbk_field *field = field_of(ask, q);
    const char *fallback = fallback_of(ask, e, q);
    char answer[DBK_ASK_LINE_BYTES], *tidy;

    for (;;) {
        dbk_ask_prompt(ask, e, q, field, fallback);
        if (!take_line(ask, answer))
            return ENDED;
        if (is_back(answer))
            return WENT_BACK;
        if (answer[0] == '\0' || is_dash(answer))
            tidy = strdup(answer[0] == '\0' && fallback ? fallback : "");
        else
            tidy = read_answer(ask, e, field, answer);
        if (tidy == NULL)
            continue;
        if (answer[0] == '\0' && tidy[0] != '\0')
            dbk_ask_say_taken(ask, field, tidy);
        dbk_answers_set(text_of(ask, e, q), tidy);
        free(tidy);
        drop_answers_to_nothing(ask, e);
        return WENT_ON;
    }
}

/* ------------------------------------------------------------------ one entry */

/* From `q` on, NULL: from the first one that is not answered. all: what is answered is asked again, Enter keeps it. */
static outcome
ask_entry(dbk_ask *ask, size_t e, const dbk_question *q, bool all)
{
    const dbk_question *again = q;                     /* to be asked, answered or not */

    q = q ? q : ask->answers->shape->asked;
    for (;;) {
        if (again == NULL && (q = next_question(ask, e, q, all)) == NULL)
            return WENT_ON;
        const outcome went = ask_one(ask, e, q);

        if (went == ENDED)
            return ENDED;
        if (went == WENT_BACK) {
            q = again = previous_question(ask, e, q);
            if (q == NULL)
                return WENT_BACK;
            continue;
        }
        if (ask->answers->shape->roster == NULL && q == ask->answers->shape->asked && (*text_of(ask, e, q))[0] == '\0')
            return WENT_ON;                             /* no more entries: the caller takes this one away */
        keep(ask);
        if (judge(ask, e, q, &again) == ENDED)
            return ENDED;
        q = again ? again : q + 1;
    }
}

/* ------------------------------------------------------------------ all entries */

/* All of a roster, one by one; WENT_BACK never comes out of it. */
static outcome
ask_roster(dbk_ask *ask)
{
    const size_t n = ask->answers->list[0].n;
    const dbk_question *from = NULL;
    outcome went;

    for (size_t e = 0; e < n;) {
        if (from == NULL && is_answered(ask->answers, row_of(ask, e))) {
            e++;
            continue;
        }
        dbk_ask_say_entry(ask, e);
        went = ask_entry(ask, e, from, false);
        if (went == ENDED)
            return ENDED;
        if (went == WENT_ON)
            from = NULL;
        else if (e > 0)
            from = previous_question(ask, --e, NULL);
        e += went == WENT_ON;
    }
    return WENT_ON;
}

static bool
begins_empty(const dbk_ask *ask, size_t e)
{
    const char *text = *text_of(ask, e, ask->answers->shape->asked);

    return text == NULL || text[0] == '\0';
}

/* Entry after entry until one begins empty. */
static outcome
ask_more(dbk_ask *ask)
{
    const dbk_question *from = NULL;
    outcome went;

    for (size_t e = 0; e < list_of(ask)->most;) {
        if (e == ask->answers->list[0].n)
            (void)dbk_answers_add(ask->answers, 0);
        else if (from == NULL && is_answered(ask->answers, row_of(ask, e))) {
            e++;
            continue;
        }
        dbk_ask_say_entry(ask, e);
        went = ask_entry(ask, e, from, false);
        from = NULL;
        if (went == WENT_ON && !begins_empty(ask, e)) {
            e++;
            continue;
        }
        if (begins_empty(ask, e))
            dbk_answers_remove(ask->answers, 0, e);
        if (went != WENT_BACK)
            return went;
        if (e > 0)
            from = previous_question(ask, --e, NULL);
    }
    return WENT_ON;
}

/* What could only be seen when everything was answered. */
static outcome
ask_faults(dbk_ask *ask)
{
    for (size_t e = 0; e < ask->answers->list[0].n;) {
        const dbk_question *again;

        if (judge(ask, e, NULL, &again) == ENDED)
            return ENDED;
        if (again == NULL) {
            e++;
            continue;
        }
        dbk_ask_say_entry(ask, e);
        if (ask_entry(ask, e, again, false) == ENDED)
            return ENDED;
        e = 0;                                          /* it may have to do with somebody before */
    }
    return WENT_ON;
}

/* ------------------------------------------------------------------ all of it, before it is sealed */

static outcome
change(dbk_ask *ask, const char *answer)
{
    const bool many = ask->answers->shape->roster == NULL;
    const bool removes = many && (answer[0] == '-' || strncmp(answer, "－", strlen("－")) == 0);
    size_t n = ask->answers->list[0].n, number;

    if (many && (strcmp(answer, "+") == 0 || strcmp(answer, "＋") == 0))
        return ask_more(ask);
    if (!dbk_ask_number(answer + (removes ? answer[0] == '-' ? 1 : strlen("－") : 0), n, &number)) {
        fprintf(ask->say, _("  ! a number from 1 to %zu, please\n"), n);
        return WENT_ON;
    }
    if (removes) {
        dbk_answers_remove(ask->answers, 0, number - 1);
        keep(ask);
        return WENT_ON;
    }
    dbk_ask_say_entry(ask, number - 1);
    return ask_entry(ask, number - 1, NULL, true);
}

static outcome
review(dbk_ask *ask)
{
    char answer[DBK_ASK_LINE_BYTES];

    for (;;) {
        if (ask_faults(ask) == ENDED)
            return ENDED;
        dbk_ask_say_all(ask);
        if (!take_line(ask, answer))
            return ask->terminal ? ENDED : WENT_ON;
        if (answer[0] == '\0')
            return WENT_ON;
        if (change(ask, answer) == ENDED)
            return ENDED;
    }
}

bool
dbk_ask_run(dbk_ask *ask)
{
    const bool looked_at = ask->terminal || ask->before != NULL;

    if ((ask->answers->shape->roster ? ask_roster(ask) : ask->before ? WENT_ON : ask_more(ask)) == ENDED)
        return false;
    return (looked_at ? review(ask) : ask_faults(ask)) != ENDED;
}
