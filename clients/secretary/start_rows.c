#include "clients/secretary/start_parts.h"

#include <stdio.h>
#include <string.h>

#include "clients/secretary/night.h"
#include "clients/secretary/open_items.h"
#include "clients/secretary/paint.h"
#include "clients/secretary/remedy.h"
#include "clients/secretary/tell.h"
#include "clients/words.h"
#include "clients/wrap.h"
#include "proto/ident.h"
#include "proto/text.h"

#define NAME_COLUMNS 26
#define INDENT 4
#define EACH_MOST 6                        /* so many reports have a line each; more are told together */

/* In the order of a page where they are told together: what wants a person first. */
static const struct { dbk_evening_state state; dbk_paint colour; const char *words; } states[] = {
    { EVENING_REFUSED,   PAINT_BAD,  N_("refused, not sent any more") },
    { EVENING_RETURNED,  PAINT_BAD,  N_("returned by the office") },
    { EVENING_ASKING,    PAINT_BAD,  N_("waits for your choice") },
    { EVENING_HELD,      PAINT_BAD,  N_("held") },
    { EVENING_REPLACED,  PAINT_WARN, N_("replaced since by a later one") },
    { EVENING_ELSEWHERE, PAINT_WARN, N_("handed in already, from another computer") },
    { EVENING_DRAFT,     PAINT_WARN, N_("being filled in") },
    { EVENING_WAITING,   PAINT_WARN, N_("sealed, not delivered yet") },
    { EVENING_EMPTY,     PAINT_WARN, N_("not filled in yet") },
    { EVENING_DONE,      PAINT_GOOD, N_("delivered") },
};

#define N_STATES (sizeof states / sizeof states[0])

/* ------------------------------------------------------------------ one report */

static void
say_waiting(const dbk_start *start, const dbk_item *item, char *room, size_t room_bytes)
{
    char waited[DBK_NIGHT_BYTES], why[DBK_SENTENCE_BYTES], next[DBK_NIGHT_BYTES];

    snprintf(room, room_bytes, _("sealed, not delivered yet (waiting for %s: %s; %s)"),
             dbk_wait_words(start->now_ms - dbk_item_sealed_ms(item), waited), dbk_tell_why(item, why, sizeof why),
             dbk_tell_next(item, start->watched, start->now_ms, next, sizeof next));
}

static void
say_done(const dbk_start *start, const dbk_item *item, char *room, size_t room_bytes)
{
    char code[DBK_CODE_CHARS + 1], at[DBK_NIGHT_BYTES];

    dbk_code_make(item->id, item->hash, code);
    snprintf(room, room_bytes, _("delivered %s, telephone code %.4s %s"),
             dbk_time_words(item->note.last_try_ms, start->now_ms, at), code, code + 4);
}

static void
say_held(const dbk_start *start, const dbk_item *item, char *room, size_t room_bytes)
{
    const dbk_remedy_view view = { start->desk, start->evening->box, start->watched, start->now_ms };
    char why[DBK_SENTENCE_BYTES], remedy[DBK_SENTENCE_BYTES];

    snprintf(room, room_bytes, _("held: %s; %s"), dbk_tell_why(item, why, sizeof why),
             dbk_remedy(&view, item, remedy, sizeof remedy));
}

/* Somebody else's stands; what was typed here is not forgotten over it. */
static void
say_elsewhere(const dbk_start *start, const dbk_evening_row *row, char *room, size_t room_bytes)
{
    char by[DBK_HANDED_BYTES], at[DBK_NIGHT_BYTES];

    dbk_handed_words(row->standing, start->now_ms, by);
    if (row->state == EVENING_REPLACED)
        snprintf(room, room_bytes, _("yours was replaced since: %s"), by);
    else if (row->draft_ms != 0)
        snprintf(room, room_bytes, _("handed in already: %s; a draft of %s lies here"), by,
                 dbk_time_words(row->draft_ms, start->now_ms, at));
    else
        snprintf(room, room_bytes, _("handed in already: %s"), by);
}

static void
say(const dbk_start *start, const dbk_evening_row *row, char *room, size_t room_bytes)
{
    char why[DBK_SENTENCE_BYTES], at[DBK_NIGHT_BYTES];

    switch (row->state) {
    case EVENING_DRAFT:
        snprintf(room, room_bytes, _("being filled in, saved here %s"),
                 dbk_time_words(row->draft_ms, start->now_ms, at));
        break;
    case EVENING_WAITING:
        say_waiting(start, row->item, room, room_bytes);
        break;
    case EVENING_HELD:
        say_held(start, row->item, room, room_bytes);
        break;
    case EVENING_ASKING:
        snprintf(room, room_bytes, _("waits for your choice: %s"), dbk_tell_why(row->item, why, sizeof why));
        break;
    case EVENING_REFUSED:
        snprintf(room, room_bytes, _("refused, not sent any more: %s"), dbk_tell_why(row->item, why, sizeof why));
        break;
    case EVENING_DONE:
        say_done(start, row->item, room, room_bytes);
        break;
    case EVENING_RETURNED:
        dbk_text_shown(row->returned->reason.data, row->returned->reason.len, why, sizeof why);
        snprintf(room, room_bytes, _("returned by the office: %s"), why);
        break;
    case EVENING_ELSEWHERE:
    case EVENING_REPLACED:
        say_elsewhere(start, row, room, room_bytes);
        break;
    case EVENING_EMPTY:
    case EVENING_N:
        snprintf(room, room_bytes, "%s", _("not filled in yet"));
        break;
    }
}

static dbk_paint
colour_of(dbk_evening_state state)
{
    for (size_t i = 0; i < N_STATES; i++)
        if (states[i].state == state)
            return states[i].colour;
    return PAINT_WARN;
}

/* Both on one line if they fit it; else the words below. */
static void
show_line(const char *head, const char *words, dbk_paint colour)
{
    const size_t width = dbk_text_width(head, strlen(head));
    const size_t column = width < NAME_COLUMNS ? NAME_COLUMNS : width + 1;

    printf("  %s", head);
    if (column + dbk_text_width(words, strlen(words)) + 2 <= DBK_WRAP_COLUMNS)
        printf("%*s%s%s%s\n", (int)(column - width), "", dbk_paint_on(stdout, colour), words, dbk_paint_off(stdout));
    else {
        printf("\n%s", dbk_paint_on(stdout, colour));
        dbk_wrap_print(stdout, words, INDENT, DBK_WRAP_COLUMNS - INDENT);
        printf("%s", dbk_paint_off(stdout));
    }
}

/* A row of somebody else's report names its draft itself. */
static bool
names_correction(const dbk_evening_row *row)
{
    return row->correcting && row->state != EVENING_ELSEWHERE;
}

static void
show_row(const dbk_start *start, const dbk_evening_row *row)
{
    char name[DBK_COMMITTEE_BYTES], night[DBK_NIGHT_BYTES], words[2 * DBK_SENTENCE_BYTES], head[400];

    dbk_committee_words(dbk_desk_scope(start->desk), row->committee_id, name);
    if (row->report_date == start->evening->date)
        snprintf(head, sizeof head, "%s", name);
    else
        snprintf(head, sizeof head, "%s, %s:", name, dbk_night_words(row->report_date, night));
    say(start, row, words, sizeof words);
    show_line(head, words, colour_of(row->state));
    if (!names_correction(row))
        return;
    snprintf(words, sizeof words, _("a correction is begun, saved here %s: not sealed, and seen by nobody else"),
             dbk_time_words(row->draft_ms, start->now_ms, night));
    printf("%s", dbk_paint_on(stdout, PAINT_WARN));
    dbk_wrap_print(stdout, words, INDENT, DBK_WRAP_COLUMNS - INDENT);
    printf("%s", dbk_paint_off(stdout));
}

/* ------------------------------------------------------------------ many together */

/* "7, 8, 12"; what does not fit is left to an ellipsis. */
static const char *
numbers_of(const dbk_start *start, dbk_evening_state state, char *room, size_t room_bytes)
{
    size_t used = 0;

    room[0] = '\0';
    for (size_t i = 0; i < start->evening->n && used + 20 < room_bytes; i++)
        if (start->evening->row[i].state == state && start->evening->row[i].report_date == start->evening->date)
            used += (size_t)snprintf(room + used, room_bytes - used, "%s%u", used > 0 ? ", " : "",
                                     start->evening->row[i].committee_id);
    return room;
}

static void
show_together(const dbk_start *start, size_t which)
{
    const dbk_evening_row *first = NULL;
    char numbers[400], words[2 * DBK_SENTENCE_BYTES];
    size_t n = 0;

    for (size_t i = 0; i < start->evening->n; i++) {
        const dbk_evening_row *row = &start->evening->row[i];

        if (row->state != states[which].state || row->report_date != start->evening->date)
            continue;
        first = n == 0 ? row : first;
        n++;
    }
    if (n == 1)
        show_row(start, first);
    if (n < 2)
        return;
    printf("  %s%s%s: %zu (", dbk_paint_on(stdout, states[which].colour), _(states[which].words), dbk_paint_off(stdout),
           n);
    printf("%s)\n", numbers_of(start, states[which].state, numbers, sizeof numbers));
    if (states[which].state == EVENING_EMPTY || states[which].state == EVENING_DONE ||
        states[which].state == EVENING_DRAFT)
        return;
    const int used = snprintf(words, sizeof words, "%u: ", first->committee_id);

    say(start, first, words + used, sizeof words - (size_t)used);
    dbk_wrap_print(stdout, words, INDENT, DBK_WRAP_COLUMNS - INDENT);
}

/* Beside the states: whatever is true of what was sealed stays true. */
static void
show_corrections(const dbk_start *start)
{
    char numbers[400];
    size_t n = 0, used = 0;

    numbers[0] = '\0';
    for (size_t i = 0; i < start->evening->n; i++) {
        const dbk_evening_row *row = &start->evening->row[i];

        if (!names_correction(row) || row->report_date != start->evening->date || used + 20 > sizeof numbers)
            continue;
        used += (size_t)snprintf(numbers + used, sizeof numbers - used, "%s%u", n++ > 0 ? ", " : "", row->committee_id);
    }
    if (n > 0)
        printf("  %s%s%s: %zu (%s)\n", dbk_paint_on(stdout, PAINT_WARN), _("correction begun, not sealed"),
               dbk_paint_off(stdout), n, numbers);
}

/* ------------------------------------------------------------------ what hangs on them */

/* What reports that are still to be sealed have to answer. */
static void
show_open(const dbk_start *start)
{
    size_t items = 0, committees = 0;

    for (size_t i = 0; i < start->evening->n; i++) {
        const dbk_evening_row *row = &start->evening->row[i];
        dbk_open_list open;

        if ((row->state != EVENING_EMPTY && row->state != EVENING_DRAFT) ||
            dbk_open_read(&open, start->desk, row->committee_id, row->report_date, NULL) != 0)
            continue;
        committees += open.n > 0;
        items += open.n + open.more;
        dbk_open_fini(&open);
    }
    if (items > 0)
        dbk_wrap_say(stdout, _("  open items of earlier nights, each to be answered: %zu, at %zu committees\n"), items,
                     committees);
}

/* Roll calls, needs and other records that are not delivered yet. */
static void
show_others(const dbk_start *start)
{
    static const item_box boxes[] = { BOX_OUT, BOX_REFUSED };

    for (size_t b = 0; b < sizeof boxes / sizeof boxes[0]; b++)
        for (size_t i = 0; i < start->evening->box[boxes[b]].n; i++) {
            const dbk_item *item = &start->evening->box[boxes[b]].row[i];
            char night[2 * DBK_NIGHT_BYTES], why[DBK_SENTENCE_BYTES];

            if (item->kind == DBK_NIGHTLY_REPORT ||
                (boxes[b] == BOX_REFUSED && (item->note.last != EV_REJECTED ||
                                             dbk_remedy_followed(start->evening->box, item))))
                continue;
            dbk_tell_night(item, night, sizeof night);
            dbk_tell_why(item, why, sizeof why);
            show_line(night, why, boxes[b] == BOX_OUT ? PAINT_WARN : PAINT_BAD);
        }
}

void
dbk_start_rows(const dbk_start *start)
{
    const dbk_evening *evening = start->evening;
    size_t tonight = 0;

    for (size_t i = 0; i < evening->n; i++)
        tonight += evening->row[i].report_date == evening->date;
    for (size_t i = 0; tonight > EACH_MOST && i < N_STATES; i++)
        show_together(start, i);
    if (tonight > EACH_MOST)
        show_corrections(start);
    for (size_t i = 0; i < evening->n; i++)
        if (tonight <= EACH_MOST || evening->row[i].report_date != evening->date)
            show_row(start, &evening->row[i]);
    if (evening->n == 0)
        printf("  %s\n", _("by the roster kept here no committee is yours tonight, and nothing waits"));
    show_open(start);
    show_others(start);
}
