/*
 * fill_ask — the draft is saved, and one line is asked for at the bottom of the screen.
 *
 * A warning wants a sentence, but opens no box by itself: figures are typed ahead, from paper and over slow lines, and a
 * box would take keys that are meant for the next fields. The warning is shown, keys go on to the form, and the box
 * opens with the first letter that no figure can have, by F7, or at the review, which lets nothing pass without it.
 */
#include "clients/secretary/fill_parts.h"

#include <assert.h>
#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/secretary/scalar.h"
#include "clients/words.h"
#include "proto/text.h"

void
dbk_filling_look(const dbk_filling *s)
{
    if (s->watcher)
        s->watcher->look(s->watcher->ctx, s->fill);
}

void
dbk_filling_save(dbk_filling *s)
{
    if (!s->fill->changed)
        return;
    s->failed = dbk_draft_save(s->draft, &s->fill->sheet, s->err) != 0;
    if (s->failed)
        return;                              /* it is still to be saved: the next field, the next pause tries again */
    *s->err = (dbk_err){ 0 };
    s->warned = false;
    dbk_filling_look(s);                     /* while it can be told that something has changed */
    s->fill->changed = false;
    dbk_instant_text(dbk_now_ms(), s->saved);
}

void
dbk_filling_save_idle(dbk_filling *s)
{
    dbk_fill_keep(s->fill);
    dbk_filling_save(s);
    dbk_filling_look(s);
}

/* Lines of a page of `most` lines that an answer takes, cut where there are more; *top is the first of those shown, so
 * that the cursor is among them. */
static int
answer_rows(const dbk_edit *answer, size_t columns, size_t most, size_t *top)
{
    size_t lines = dbk_screen_wrapped(0, 3, columns, 0, 0, answer->text), line, column;

    dbk_edit_place(answer, columns, &line, &column);
    lines = line + 1 > lines ? line + 1 : lines;               /* behind a full line, or of nothing */
    lines = lines < most ? lines : most;
    *top = line < lines ? 0 : line - lines + 1;
    return (int)lines;
}

/* The question, the answer so far, and where its cursor is: as many lines as both take, as far as there is room. */
static void
draw_question(dbk_filling *s, const char *question, const char *hint, const dbk_edit *answer)
{
    const bool large = dbk_filling_is_large();
    const size_t columns = large ? (size_t)COLS - 4 : DBK_FILL_LEAST_COLUMNS - 4;
    const int room = LINES - DBK_FILL_HEAD_LINES - 3 - (hint[0] ? 1 : 0);       /* one of the page, the rule, the keys */
    size_t top = 0, line, column;

    if (dbk_key_waits())
        return;
    if (!large) {
        dbk_filling_draw_above(s, 0);
        refresh();
        return;
    }
    int head = dbk_screen_count(question);

    head = head < room - 1 ? head : room - 1;
    const int rows = answer_rows(answer, columns, (size_t)(room - head), &top);
    int y = LINES - head - (hint[0] ? 1 : 0) - rows - 1;

    dbk_filling_draw_above(s, LINES - y + 1);

    dbk_screen_look(LOOK_WARN);
    y += dbk_screen_lines(y, head, question);
    dbk_screen_look(LOOK_DIM);
    y += hint[0] ? dbk_screen_lines(y, 1, hint) : 0;
    dbk_screen_look(LOOK_PLAIN);
    dbk_screen_put(y, 1, "> ", 2);
    dbk_screen_wrapped(y, 3, columns, top, (size_t)rows, answer->text);
    dbk_screen_keys(_("Enter done  Esc skip"));
    dbk_edit_place(answer, columns, &line, &column);
    move(y + (int)(line - top), 3 + (int)(column < columns ? column : columns));
    refresh();
}

bool
dbk_filling_ask_line(dbk_filling *s, const char *question, int64_t least, int64_t most, dbk_edit *answer)
{
    char typed[8], hint[200] = "";
    bool fits = true;

    for (;;) {
        if (most > 0)
            dbk_filling_length(answer, least, most, hint, &fits);
        draw_question(s, question, hint, answer);
        switch (dbk_key_next(typed)) {
        case ACT_ENTER:
            return true;
        case ACT_CANCEL:
        case ACT_LEAVE:
            return false;
        case ACT_RUBOUT:
            dbk_edit_erase(answer, true);
            break;
        case ACT_DELETE:
            dbk_edit_erase(answer, false);
            break;
        case ACT_LEFT:
            dbk_edit_go(answer, EDIT_LEFT, (size_t)COLS);
            break;
        case ACT_RIGHT:
            dbk_edit_go(answer, EDIT_RIGHT, (size_t)COLS);
            break;
        case ACT_HOME:
            dbk_edit_go(answer, EDIT_START, (size_t)COLS);
            break;
        case ACT_END:
            dbk_edit_go(answer, EDIT_FINISH, (size_t)COLS);
            break;
        case ACT_TYPE:
            dbk_edit_insert(answer, typed[0] == '\n' ? " " : typed);
            break;
        default:
            break;
        }
    }
}

/* What a box left by escape had in it is there again when it is asked for the same once more. */
static void
keep_unsaid(dbk_filling *s, const dbk_edit *answer)
{
    snprintf(s->unsaid_for, sizeof s->unsaid_for, "%s", s->fill->asking);
    s->unsaid = *answer;
}

static void
begin_sentence(const dbk_filling *s, const char *begun, dbk_edit *answer)
{
    const bool unsaid = strcmp(s->unsaid_for, s->fill->asking) == 0;

    dbk_edit_begin(answer, unsaid ? s->unsaid.text : dbk_sheet_explanation(&s->fill->sheet, s->fill->asking));
    (void)dbk_edit_insert(answer, begun);
}

void
dbk_filling_ask_sentence(dbk_filling *s, const char *why, const char *begun)
{
    dbk_edit *answer = malloc(sizeof *answer);
    char question[DBK_FINDING_BYTES + 400];
    size_t n = 0;
    bool answered;

    assert(answer != NULL);
    begin_sentence(s, begun, answer);
    snprintf(question, sizeof question, _("%s - please explain in one sentence:"), why);
    do {
        answered = dbk_filling_ask_line(s, question, DBK_EXPLANATION_MIN, DBK_EXPLANATION_MAX, answer);
        n = dbk_text_chars(answer->text, answer->size);
    } while (answered && n > 0 &&
             (n < DBK_EXPLANATION_MIN || n > DBK_EXPLANATION_MAX || dbk_scalar_is_figure(answer->text)));
    s->unsaid_for[0] = '\0';
    if (!answered && n > 0)
        keep_unsaid(s, answer);
    dbk_fill_answer(s->fill, answered && n > 0 ? answer->text : "");
    free(answer);
    dbk_filling_save(s);
}

/* The warning that the field under the cursor has; NULL: none. */
static const dbk_finding *
warning_here(const dbk_fill *fill)
{
    for (size_t i = 0; i < fill->found.n; i++)
        if (fill->found.row[i].severity == DBK_WARNING && dbk_fill_concerns(fill, &fill->found.row[i], fill->at))
            return &fill->found.row[i];
    return NULL;
}

void
dbk_filling_explain(dbk_filling *s)
{
    const dbk_finding *it;
    char code[sizeof s->fill->asking], why[sizeof s->fill->notice];

    memcpy(code, s->fill->asking, sizeof code);
    memcpy(why, s->fill->notice, sizeof why);
    dbk_fill_leave(s->fill);
    dbk_filling_save(s);
    if (code[0] == '\0' && (it = warning_here(s->fill)) != NULL) {
        snprintf(code, sizeof code, "%s", it->code);
        snprintf(why, sizeof why, "%s", it->text);
    }
    if (code[0] == '\0') {
        snprintf(s->flash, sizeof s->flash, "%s", _("nothing here wants a sentence"));
        return;
    }
    memcpy(s->fill->asking, code, sizeof code);
    dbk_filling_ask_sentence(s, why, "");
}

/* Letters and Chinese characters; not the signs that slip in between figures. */
static bool
is_word(const char *character)
{
    const unsigned char *c = (const unsigned char *)character;
    const bool sign = (c[0] == 0xE3 && c[1] == 0x80) || (c[0] == 0xEF && c[1] >= 0xBC);     /* 3000..303F, FF00.. */

    return c[0] < 0x80 ? (c[0] | 0x20) >= 'a' && (c[0] | 0x20) <= 'z' : !sign;
}

bool
dbk_filling_begin_sentence(dbk_filling *s, const char *character)
{
    dbk_fill *fill = s->fill;
    char why[sizeof fill->notice], begun[sizeof fill->edit.text + 8] = "";

    if (fill->asking[0] == '\0' || !is_word(character))
        return false;
    if (!fill->fresh && !fill->taken_back && strcmp(fill->edit.text, fill->was) != 0) {
        snprintf(begun, sizeof begun, "%s", fill->edit.text);      /* "3人" begins with a digit, which went to the figure */
        dbk_edit_begin(&fill->edit, fill->was);
        dbk_fill_keep(fill);
    }
    snprintf(begun + strlen(begun), sizeof begun - strlen(begun), "%s", character);
    memcpy(why, fill->notice, sizeof why);
    dbk_filling_ask_sentence(s, why, begun);
    return true;
}
