#include "clients/secretary/start_parts.h"

#include <stdio.h>
#include <string.h>

#include "clients/secretary/kinds.h"
#include "clients/secretary/remedy.h"
#include "clients/secretary/todo.h"
#include "clients/words.h"
#include "clients/wrap.h"
#include "proto/calendar.h"
#include "proto/text.h"

#define COMMAND_COLUMNS 26

/* ------------------------------------------------------------------ one line */

/* "7, 8, 12", as much of it as fits `columns`; the rest is an ellipsis. */
static void
print_numbers(const dbk_todo *todo, size_t columns)
{
    size_t used = 0;

    for (size_t i = 0; i < todo->n; i++) {
        char number[16];
        const int n = snprintf(number, sizeof number, "%s%u", i > 0 ? ", " : "", todo->number[i]);

        used += (size_t)n;
        if (used + 3 > columns && i + 1 < todo->n) {
            printf("...");
            return;
        }
        printf("%s", number);
    }
}

static void
show_step(const char *command, const char *meaning)
{
    printf("  daybook %-*s %s\n", COMMAND_COLUMNS, command, meaning);
}

/* The command for the first, and which others there are. */
static void
show_numbered(const char *verb, const char *meaning, const dbk_todo *todo)
{
    char command[64];
    size_t used;

    if (todo->n == 0)
        return;
    snprintf(command, sizeof command, "%s %u", verb, todo->number[0]);
    used = 2 + strlen("daybook ") + COMMAND_COLUMNS + 1 + dbk_text_width(meaning, strlen(meaning));
    printf("  daybook %-*s %s", COMMAND_COLUMNS, command, meaning);
    if (todo->n > 1) {
        used += (size_t)printf(" (%zu: ", todo->n);
        print_numbers(todo, used + 12 < DBK_WRAP_COLUMNS ? DBK_WRAP_COLUMNS - used - 4 : 8);
        printf(")");
    }
    printf("\n");
}

/* ------------------------------------------------------------------ the night's reports */

/* `state` EVENING_N: whatever it is, with a correction begun and no other reason to go to it. */
typedef struct { dbk_evening_state state; const char *verb, *meaning; } step;

/* What a person must look at, the most pressing first. */
static const step pressing[] = {
    { EVENING_REFUSED,   "fill",    N_("put right what was refused") },
    { EVENING_RETURNED,  "correct", N_("correct what the office returned") },
    { EVENING_ASKING,    "correct", N_("choose between two reports") },
};

/* What the evening brings anyway. */
static const step usual[] = {
    { EVENING_N,         "correct", N_("go on with the correction") },
    { EVENING_DRAFT,     "fill",    N_("go on filling in") },
    { EVENING_EMPTY,     "fill",    N_("tonight's report") },
};

static bool
wants(const dbk_evening_row *row, const step *it)
{
    if (it->state == EVENING_N)
        return row->correcting && row->state != EVENING_RETURNED && row->state != EVENING_ASKING;
    return row->state == it->state;
}

/* Those of tonight together; of other nights the first one, with its date. */
static size_t
show_reports(const dbk_start *start, const step *it)
{
    const dbk_evening *evening = start->evening;
    dbk_todo tonight = { .n = 0 };
    bool other = false;

    for (size_t i = 0; i < evening->n; i++) {
        const dbk_evening_row *row = &evening->row[i];
        char command[64], day_text[DBK_DAY_TEXT_BYTES];
        int32_t day;

        if (!wants(row, it))
            continue;
        if (row->report_date == evening->date && tonight.n < DBK_TODO_MAX)
            tonight.number[tonight.n++] = row->committee_id;
        else if (row->report_date != evening->date && !other && dbk_day_from_ymd(row->report_date, &day)) {
            snprintf(command, sizeof command, "%s %u %s", it->verb, row->committee_id, dbk_day_text(day, day_text));
            show_step(command, _(it->meaning));
            other = true;
        }
    }
    show_numbered(it->verb, _(it->meaning), &tonight);
    return (size_t)other + (tonight.n > 0);
}

/* Other records of which the same is true, each by the command of its kind. */
static size_t
show_others(const dbk_start *start)
{
    static const item_box boxes[] = { BOX_REFUSED, BOX_OUT };
    size_t shown = 0;

    for (size_t b = 0; b < sizeof boxes / sizeof boxes[0]; b++)
        for (size_t i = 0; i < start->evening->box[boxes[b]].n; i++) {
            const dbk_item *item = &start->evening->box[boxes[b]].row[i];
            char command[128];

            if (item->kind == DBK_NIGHTLY_REPORT || dbk_remedy_command(item, command, sizeof command)[0] == '\0' ||
                dbk_remedy_followed(start->evening->box, item))
                continue;
            show_step(command, boxes[b] == BOX_REFUSED ? _("put it right") : _("choose between two"));
            shown++;
        }
    return shown;
}

/* ------------------------------------------------------------------ the rest of the day */

static const struct { dbk_kind kind; const char *meaning; } duties[] = {
    { DBK_ROLL_CALL,     N_("call the roll") },
    { DBK_HEALTH_REPORT, N_("everybody's evening health") },
};

static bool
is_duty(dbk_kind kind)
{
    for (size_t i = 0; i < sizeof duties / sizeof duties[0]; i++)
        if (duties[i].kind == kind)
            return true;
    return false;
}

static size_t
show_duties(const dbk_start *start)
{
    size_t shown = 0;
    dbk_todo todo;

    for (size_t i = 0; i < sizeof duties / sizeof duties[0]; i++) {
        dbk_todo_kind(&todo, start->desk, start->evening, start->handed, duties[i].kind);
        show_numbered(dbk_kind_shape_of(duties[i].kind)->verb, _(duties[i].meaning), &todo);
        shown += todo.n > 0;
    }
    return shown;
}

/* A record of the day that was begun and left, unless a line above asks for it anyway. */
static size_t
show_begun(const dbk_start *start)
{
    size_t shown = 0;
    dbk_todo todo;

    for (size_t i = 0; i < start->evening->n_begun; i++) {
        const dbk_draft_seen *it = &start->evening->begun[i];
        char command[96], part[24] = "", day_text[DBK_DAY_TEXT_BYTES] = "";
        int32_t day;
        bool asked = false;

        dbk_todo_kind(&todo, start->desk, start->evening, start->handed, it->kind);
        for (size_t k = 0; it->date == start->evening->date && k < todo.n; k++)
            asked = asked || (is_duty(it->kind) && todo.number[k] == it->committee_id);
        if (asked || !dbk_day_from_ymd(it->date, &day))
            continue;
        if (it->part > 0)
            snprintf(part, sizeof part, "--part %u ", it->part);
        snprintf(command, sizeof command, "%s %s%u %s", dbk_kind_shape_of(it->kind)->verb, part, it->committee_id,
                 dbk_day_text(day, day_text));
        show_step(command, _("begun, not sealed: go on"));
        shown++;
    }
    return shown;
}

static size_t
show_bulletins(const dbk_start *start)
{
    dbk_todo todo;

    dbk_todo_bulletins(&todo, start->desk);
    show_numbered("bulletins", _("read and acknowledge"), &todo);
    return todo.n > 0;
}

/* ------------------------------------------------------------------ what waits */

static size_t
count_out(const dbk_start *start, item_state state)
{
    const dbk_items *out = &start->evening->box[BOX_OUT];
    size_t n = 0;

    for (size_t i = 0; i < out->n; i++)
        n += dbk_item_state(&out->row[i]) == state;
    return n;
}

static size_t
show_waiting(const dbk_start *start, bool alone)
{
    const size_t waiting = count_out(start, ITEM_WAITING), held = count_out(start, ITEM_HELD);

    if (waiting > 0 && !start->watched)
        show_step("flush", _("send what waits, now"));
    else if (waiting > 0 && alone)
        printf("  %s\n", _("nothing: what waits is sent by itself; leave this computer on"));
    else if (held > 0 && alone)
        printf("  %s\n", _("ask the office about what is held"));
    return waiting + held;
}

/* ------------------------------------------------------------------ in the order of the day */

void
dbk_start_steps(const dbk_start *start)
{
    size_t shown = 0;

    printf("\n%s", _("Still to do:\n"));
    for (size_t i = 0; i < sizeof pressing / sizeof pressing[0]; i++)
        shown += show_reports(start, &pressing[i]);
    shown += show_others(start);
    shown += show_duties(start);
    for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++)
        shown += show_reports(start, &usual[i]);
    shown += show_begun(start);
    shown += show_bulletins(start);
    shown += show_waiting(start, shown == 0);
    if (shown == 0 && start->evening->n > 0)
        printf("  %s\n", _("nothing: all reports are delivered. Good night!"));
    else if (shown == 0)
        show_step("status", _("which committees you may report for"));
}
