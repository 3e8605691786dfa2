/*
 * cmd_start — daybook without a verb: where things stand tonight, and what to do next.
 *
 * The server is asked, but not for long: what lies on this computer is true without it.
 */
#include "clients/secretary/cmd.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "clients/secretary/evening.h"
#include "clients/secretary/night.h"
#include "clients/secretary/open_items.h"
#include "clients/secretary/paint.h"
#include "clients/secretary/tell.h"
#include "clients/secretary/verbs.h"
#include "clients/secretary/watch.h"
#include "clients/secretary/which.h"
#include "clients/words.h"
#include "proto/calendar.h"
#include "proto/ident.h"
#include "proto/text.h"

#define PATIENCE_MS 1500
#define NAME_COLUMNS 26

/* ------------------------------------------------------------------ one report */

static void
say_waiting(const dbk_item *item, bool watched, int64_t now_ms, char *room, size_t room_bytes)
{
    char waited[DBK_NIGHT_BYTES], why[DBK_SENTENCE_BYTES], next[DBK_NIGHT_BYTES];

    snprintf(room, room_bytes, _("sealed, not delivered yet (waiting for %s: %s; %s)"),
             dbk_wait_words(now_ms - dbk_item_sealed_ms(item), waited), dbk_tell_why(item, why, sizeof why),
             dbk_tell_next(item, watched, now_ms, next, sizeof next));
}

static void
say_done(const dbk_item *item, int64_t now_ms, char *room, size_t room_bytes)
{
    char code[DBK_CODE_CHARS + 1], at[DBK_NIGHT_BYTES];

    dbk_code_make(item->id, item->hash, code);
    snprintf(room, room_bytes, _("delivered %s, telephone code %.4s %s"),
             dbk_time_words(item->note.last_try_ms, now_ms, at), code, code + 4);
}

static void
say(const dbk_evening_row *row, bool watched, int64_t now_ms, char *room, size_t room_bytes)
{
    char why[DBK_SENTENCE_BYTES], at[DBK_NIGHT_BYTES];

    switch (row->state) {
    case EVENING_DRAFT:
        snprintf(room, room_bytes, _("being filled in, saved here %s"), dbk_time_words(row->draft_ms, now_ms, at));
        break;
    case EVENING_WAITING:
        say_waiting(row->item, watched, now_ms, room, room_bytes);
        break;
    case EVENING_HELD:
        snprintf(room, room_bytes, _("held: %s"), dbk_tell_why(row->item, why, sizeof why));
        break;
    case EVENING_ASKING:
        snprintf(room, room_bytes, _("waits for your choice: %s"), dbk_tell_why(row->item, why, sizeof why));
        break;
    case EVENING_REFUSED:
        snprintf(room, room_bytes, _("refused, not sent any more: %s"), dbk_tell_why(row->item, why, sizeof why));
        break;
    case EVENING_DONE:
        say_done(row->item, now_ms, room, room_bytes);
        break;
    case EVENING_RETURNED:
        dbk_text_shown(row->returned->reason.data, row->returned->reason.len, why, sizeof why);
        snprintf(room, room_bytes, _("returned by the office: %s"), why);
        break;
    case EVENING_EMPTY:
    case EVENING_N:
        snprintf(room, room_bytes, "%s", _("not filled in yet"));
        break;
    }
}

static const dbk_paint colours[EVENING_N] = {
    [EVENING_EMPTY] = PAINT_WARN, [EVENING_DRAFT] = PAINT_WARN, [EVENING_WAITING] = PAINT_WARN,
    [EVENING_HELD] = PAINT_BAD,   [EVENING_ASKING] = PAINT_BAD, [EVENING_REFUSED] = PAINT_BAD,
    [EVENING_DONE] = PAINT_GOOD,  [EVENING_RETURNED] = PAINT_BAD,
};

static void
show_row(dbk_desk *desk, const dbk_evening *evening, const dbk_evening_row *row, bool watched)
{
    const bool tonight = row->report_date == evening->date;
    char name[DBK_COMMITTEE_BYTES], night[DBK_NIGHT_BYTES], words[2 * DBK_SENTENCE_BYTES];

    assert(row->state < EVENING_N);
    dbk_committee_words(dbk_desk_scope(desk), row->committee_id, name);
    say(row, watched, dbk_now_ms(), words, sizeof words);
    printf("  %s", name);
    if (tonight)
        printf("%*s", (int)(dbk_text_width(name, strlen(name)) < NAME_COLUMNS
                                ? NAME_COLUMNS - dbk_text_width(name, strlen(name)) : 1), "");
    else
        printf(", %s: ", dbk_night_words(row->report_date, night));
    printf("%s%s%s\n", dbk_paint_on(stdout, colours[row->state]), words, dbk_paint_off(stdout));
}

/* What a report that is still to be sealed has to answer. */
static void
show_open(dbk_desk *desk, const dbk_evening_row *row)
{
    dbk_open_list open;

    if ((row->state != EVENING_EMPTY && row->state != EVENING_DRAFT) ||
        dbk_open_read(&open, desk, row->committee_id, row->report_date, NULL) != 0)
        return;
    if (open.n > 0)
        printf(_("    open items of earlier nights, each to be answered: %zu\n"), open.n + open.more);
    dbk_open_fini(&open);
}

/* Roll calls, needs and other records that are not delivered yet; returns how many of them are still sent. */
static size_t
show_others(const dbk_evening *evening)
{
    static const item_box boxes[] = { BOX_OUT, BOX_REFUSED };
    size_t waiting = 0;

    for (size_t b = 0; b < sizeof boxes / sizeof boxes[0]; b++)
        for (size_t i = 0; i < evening->box[boxes[b]].n; i++) {
            const dbk_item *item = &evening->box[boxes[b]].row[i];
            char night[2 * DBK_NIGHT_BYTES], why[DBK_SENTENCE_BYTES];

            if (item->kind == DBK_NIGHTLY_REPORT || (boxes[b] == BOX_REFUSED && item->note.last != EV_REJECTED))
                continue;
            waiting += boxes[b] == BOX_OUT;
            printf("  %s: %s%s%s\n", dbk_tell_night(item, night, sizeof night),
                   dbk_paint_on(stdout, boxes[b] == BOX_OUT ? PAINT_WARN : PAINT_BAD),
                   dbk_tell_why(item, why, sizeof why), dbk_paint_off(stdout));
        }
    return waiting;
}

/* ------------------------------------------------------------------ what to do next */

/* The most pressing first. %u committee, %s " DATE" where it is another night. */
static const struct { dbk_evening_state state; const char *command, *meaning; } steps[] = {
    { EVENING_REFUSED,  "fill %u%s",                   N_("put right what was refused") },
    { EVENING_RETURNED, "correct %u%s",                N_("correct what the office has returned") },
    { EVENING_ASKING,   "correct %u%s",                N_("choose between the two reports") },
    { EVENING_DRAFT,    "fill %u%s",                   N_("go on filling in") },
    { EVENING_EMPTY,    "fill %u%s",                   N_("fill in tonight's report") },
};

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void
show_step(const char *command, const dbk_evening_row *row, bool tonight, const char *meaning)
{
    char date[16] = "", day_text[DBK_DAY_TEXT_BYTES], line[80];
    int32_t day;

    if (!tonight && dbk_day_from_ymd(row->report_date, &day))
        snprintf(date, sizeof date, " %s", dbk_day_text(day, day_text));
    snprintf(line, sizeof line, command, row->committee_id, date);
    printf("  daybook %-24s %s\n", line, meaning);
}
#pragma GCC diagnostic pop

static void
show_steps(const dbk_evening *evening, size_t waiting, bool watched)
{
    size_t shown = 0;

    for (size_t i = 0; i < evening->n; i++)
        waiting += evening->row[i].state == EVENING_WAITING || evening->row[i].state == EVENING_HELD;
    printf("\n%s", _("Next:\n"));
    for (size_t s = 0; s < sizeof steps / sizeof steps[0]; s++)
        for (size_t i = 0; i < evening->n; i++)
            if (evening->row[i].state == steps[s].state) {
                show_step(steps[s].command, &evening->row[i], evening->row[i].report_date == evening->date,
                          _(steps[s].meaning));
                shown++;
                break;
            }
    if (waiting > 0 && !watched) {
        printf("  daybook %-24s %s\n", "flush", _("send what waits, now"));
        shown++;
    } else if (waiting > 0 && shown == 0) {
        printf("  %s\n", _("nothing: what waits is sent by itself; leave this computer on"));
        shown++;
    }
    if (shown == 0)
        printf("  %s\n", evening->n > 0 ? _("nothing: all reports are delivered. Good night!")
                                        : _("daybook status    which committees you may report for"));
}

/* ------------------------------------------------------------------ the whole */

static void
show_night(dbk_desk *desk, uint32_t date)
{
    const int64_t deadline_ms = dbk_night_deadline(dbk_desk_scope(desk), date), now_ms = dbk_desk_now_ms(desk);
    char night[DBK_NIGHT_BYTES], at[DBK_NIGHT_BYTES], left[DBK_NIGHT_BYTES];

    printf("%s%s%s", dbk_paint_on(stdout, PAINT_STRONG), dbk_night_words(date, night), dbk_paint_off(stdout));
    if (deadline_ms > now_ms)
        printf(_(", until %s (%s left)"), dbk_time_words(deadline_ms, now_ms, at),
               dbk_wait_words(deadline_ms - now_ms, left));
    else if (deadline_ms > 0)
        printf(_(", the deadline was %s: what comes now is late, and still wanted"),
               dbk_time_words(deadline_ms, now_ms, at));
    printf("\n\n");
}

/* Asks the server, when it can be asked. What was learned is kept for the next time. */
static void
refresh(dbk_desk *desk)
{
    dbk_err err = { 0 };

    if (dbk_desk_refresh_scope(desk, PATIENCE_MS, &err) != 0)
        printf(_("The server does not answer: %s.\nWhat follows is how things stand on this computer.\n\n"), err.text);
    else
        dbk_open_fetch_all(desk, dbk_which_night(desk), PATIENCE_MS);
    dbk_tell_skew(dbk_desk_skew_ms(desk), stdout);
}

static int
begin_here(dbk_desk *desk, const dbk_err *why)
{
    printf("%s\n\n%s", why->text, _("Next:\n"));
    if (access(desk->settings.home, F_OK) != 0 || dbk_verb_named("enrol") == NULL)
        printf("  daybook %-24s %s\n", "keygen", _("make your key; the office approves it"));
    if (dbk_verb_named("enrol"))
        printf("  daybook %-24s %s\n", "enrol daybook:...", _("with the line that the office has sent you"));
    printf("  daybook %-24s %s\n", "help", _("all verbs, or more about one of them"));
    return 0;
}

int
dbk_cmd_start(dbk_desk *desk, dbk_err *err)
{
    dbk_err why = { 0 };
    dbk_evening evening;
    bool watched;

    if (dbk_desk_key(desk, &why) == NULL)
        return begin_here(desk, &why);
    refresh(desk);
    if (dbk_evening_read(&evening, desk, dbk_which_night(desk), err) != 0)
        return -1;
    watched = dbk_watch_runs(desk->home);
    show_night(desk, evening.date);
    for (size_t i = 0; i < evening.n; i++) {
        show_row(desk, &evening, &evening.row[i], watched);
        show_open(desk, &evening.row[i]);
    }
    if (evening.n == 0)
        printf("  %s\n", _("no committee of yours is known here, and nothing waits"));
    show_steps(&evening, show_others(&evening), watched);
    dbk_evening_fini(&evening);
    return 0;
}
