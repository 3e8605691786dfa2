/*
 * board — the whole campaign on one page: a line a committee, a sign a night.
 *
 * Signs stand for themselves; colour is only added on a terminal that shows it, and not when NO_COLOR is set.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/office/call.h"
#include "clients/office/due.h"
#include "clients/office/lines.h"
#include "clients/office/moment.h"
#include "clients/office/pager.h"
#include "clients/office/place.h"
#include "clients/words.h"
#include "sql/queries.h"

#define NAME_WIDTH 20
#define HEAD_WIDTH (NAME_WIDTH + 5)
#define SIGN_WIDTH 2

static const struct { const char *state, *timeliness, *sign, *colour, *meaning; } signs[] = {
    { "ACCEPTED",     "ON_TIME",        "●", "32", N_("on time") },
    { "ACCEPTED",     "ON_TIME_OUTAGE", "◐", "36", N_("on time (outage)") },
    { "ACCEPTED",     "LATE",           "▲", "33", N_("late") },
    { "RETURNED",     NULL,             "↩", "35", N_("returned") },
    { "EXCUSED",      NULL,             "–", "90", N_("excused") },
    { "HELD",         NULL,             "!", "31", N_("held") },
    { "NOT_EXPECTED", NULL,             " ", "0",  N_("not expected") },
    { NULL,           NULL,             "✗", "31", N_("missing") },      /* whatever else is known of it */
    { NULL,           NULL,             "○", "0",  N_("not due yet") },  /* the same, before the deadline */
};

#define N_SIGNS (sizeof signs / sizeof signs[0])
#define NOT_DUE (N_SIGNS - 1)

static const dbk_column board_columns[] = {
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "committee", .head = N_("committee"), .where = DBK_IN_FILES },
    { .key = "report_date", .head = N_("date"), .where = DBK_IN_FILES },
    { .key = "state", .head = N_("state"), .shape = DBK_CODE, .where = DBK_IN_FILES, .list = "state" },
    { .key = "timeliness", .head = N_("timeliness"), .shape = DBK_CODE, .where = DBK_IN_FILES, .list = "timeliness" },
    { .key = "due_at", .head = N_("not due before"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
};
static const dbk_columns board = DBK_COLUMNS(board_columns);

static size_t
sign_of(const dbk_rows *rows, size_t row)
{
    const char *state = dbk_rows_get(rows, row, "state"), *timeliness = dbk_rows_get(rows, row, "timeliness");
    size_t i = 0;

    while (signs[i].state && (strcmp(signs[i].state, state) != 0 ||
                              (signs[i].timeliness && (!timeliness || strcmp(signs[i].timeliness, timeliness) != 0))))
        i++;
    return signs[i].state == NULL && dbk_rows_get(rows, row, "due_at") ? NOT_DUE : i;
}

static void
put_sign(size_t sign, bool colour)
{
    if (colour)
        printf("\033[%sm%s\033[0m", signs[sign].colour, signs[sign].sign);
    else
        fputs(signs[sign].sign, stdout);
}

/* Tens and units of the days, one above the other, so that a night takes two columns. */
static void
put_days(const dbk_rows *rows, size_t from, size_t to)
{
    for (size_t digit = 8; digit <= 9; digit++) {
        printf("%*s", HEAD_WIDTH, "");
        for (size_t i = from; i < to; i++)
            printf(" %c", dbk_rows_get(rows, i, "report_date")[digit]);
        putchar('\n');
    }
}

/* As many in a line as fit. */
static void
put_legend(const dbk_rows *rows, const size_t *seen, bool colour, size_t width)
{
    const char *due_at = dbk_due_at(rows);
    char hour[DBK_MOMENT_SAID_BYTES], early[128];
    size_t used = 0;

    snprintf(early, sizeof early, _("not due yet, until %s"), due_at ? dbk_moment_said(due_at, hour) : "");

    for (size_t i = 0; i < N_SIGNS; i++) {
        char text[160];

        if (seen[i] == 0 || signs[i].sign[0] == ' ')
            continue;
        snprintf(text, sizeof text, " %s %zu", i == NOT_DUE ? early : _(signs[i].meaning), seen[i]);
        const size_t needs = 1 + dbk_lines_widest(text);

        if (used > 0)
            fputs(used + SIGN_WIDTH + needs > width ? "\n" : "  ", stdout);
        used = used > 0 && used + SIGN_WIDTH + needs <= width ? used + SIGN_WIDTH + needs : needs;
        put_sign(i, colour);
        fputs(text, stdout);
    }
    putchar('\n');
}

static void
put_committee(const dbk_rows *rows, size_t row)
{
    char *name = dbk_lines_cut(dbk_rows_get(rows, row, "committee"), NAME_WIDTH);

    printf("%4s %s%*s", dbk_rows_get(rows, row, "committee_id"), name, (int)(NAME_WIDTH - dbk_lines_widest(name)), "");
    free(name);
}

/* Nights `from` up to `to` of every committee. */
static void
put_nights(const dbk_rows *rows, size_t nights, size_t from, size_t to, bool colour)
{
    put_days(rows, from, to);
    for (size_t first = 0; first < rows->n; first += nights) {
        put_committee(rows, first);
        for (size_t i = from; i < to; i++) {
            putchar(' ');
            put_sign(sign_of(rows, first + i), colour);
        }
        putchar('\n');
    }
    putchar('\n');
}

/* Rows come committee by committee, each with the same nights; as many nights beside each other as the line holds. */
static void
print_board(const dbk_rows *rows)
{
    const bool colour = dbk_pager_shows_colour();
    const size_t width = dbk_lines_width(), most = (width - HEAD_WIDTH) / SIGN_WIDTH;
    size_t nights = 0, seen[N_SIGNS] = { 0 };

    while (nights < rows->n &&
           strcmp(dbk_rows_get(rows, nights, "committee_id"), dbk_rows_get(rows, 0, "committee_id")) == 0)
        nights++;
    assert(nights > 0);
    for (size_t row = 0; row < rows->n; row++)
        seen[sign_of(rows, row)]++;
    for (size_t from = 0; from < nights; from += most)
        put_nights(rows, nights, from, from + most < nights ? from + most : nights, colour);
    put_legend(rows, seen, colour, width);
}

int
dbk_cmd_board(dbk_call *call, dbk_err *err)
{
    char first[DBK_DAY_TEXT_BYTES], last[DBK_DAY_TEXT_BYTES];
    const char *values[] = { call->n > 0 ? first : NULL, call->n > 1 ? last : NULL };
    dbk_place place;

    if ((call->n > 0 && dbk_call_date(call, 0, first, err) != 0) ||
        (call->n > 1 && dbk_call_until(call, 1, last, err) != 0))
        return -1;
    const bool found = dbk_place_find(call, &place, err) == 0;
    dbk_rows *rows = found ? dbk_db_query(call->db, DBK_SQL_OFFICE_BOARD, values, 2, err) : NULL;
    int rc = rows ? 0 : -1;

    if (rows)
        dbk_place_keep(&place, rows);
    if (rows && call->format == DBK_FORMAT_TABLE)
        dbk_place_print(&place);
    if (rows && call->format == DBK_FORMAT_TABLE && rows->n > 0)
        print_board(rows);
    else if (rows)
        rc = dbk_call_show(call, "board", N_("no night of these has begun\n"), &board, rows, err);
    dbk_place_fini(&place);
    dbk_rows_free(&rows);
    return rc;
}
