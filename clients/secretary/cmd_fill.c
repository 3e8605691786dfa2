#include "clients/secretary/cmd.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "clients/secretary/compose.h"
#include "clients/secretary/fill_screen.h"
#include "clients/secretary/handed.h"
#include "clients/secretary/night.h"
#include "clients/secretary/presence.h"
#include "clients/secretary/tell.h"
#include "clients/secretary/which.h"
#include "clients/words.h"
#include "clients/wrap.h"
#include "proto/calendar.h"

#define PATIENCE_MS 1500
#define LAST_WORD_MS 200                 /* for a word to leave before the program ends */

/* ------------------------------------------------------------------ the right night */

/* After midnight the default is the evening before: said in words, and confirmed. */
static int
confirm_night(dbk_desk *desk, const dbk_which *which, dbk_err *err)
{
    const int64_t now_ms = dbk_desk_now_ms(desk);
    const uint32_t calendar = dbk_day_ymd(dbk_business_day(now_ms + DBK_NIGHT_ENDS_HOUR * 3600 * 1000));
    char night[DBK_NIGHT_BYTES], question[200];

    if (which->date_said || which->report_date == calendar)
        return 0;
    snprintf(question, sizeof question, _("This is the report of %s. Right? [Y/n]"),
             dbk_night_words(which->report_date, night));
    if (dbk_compose_ask(question, true))
        return 0;
    return dbk_err_set(err, DBK_E_USAGE, "%s", _("then name the night: daybook fill COMMITTEE 2020-02-18"));
}

/* At 04:00 the night changes under whoever is late: what was begun for the evening before is offered, not left behind. */
static void
offer_evening_before(const dbk_desk *desk, dbk_which *which)
{
    char night[DBK_NIGHT_BYTES], question[300];
    int32_t day;

    if (which->date_said || !dbk_day_from_ymd(which->report_date, &day) ||
        dbk_draft_exists(desk->home, which->committee_id, which->report_date) ||
        !dbk_draft_exists(desk->home, which->committee_id, dbk_day_ymd(day - 1)))
        return;
    snprintf(question, sizeof question, _("The report of %s was begun here and is not sealed. Go on with that one? [Y/n]"),
             dbk_night_words(dbk_day_ymd(day - 1), night));
    which->date_said = dbk_compose_ask(question, true);
    if (which->date_said)
        which->report_date = dbk_day_ymd(day - 1);
}

/* ------------------------------------------------------------------ may it be filled in at all */

/* A report that is sealed is corrected, not filled in again; one that was refused is put right. */
static int
look_at_newest(dbk_compose *c, dbk_err *err)
{
    const dbk_item *item = c->newest;
    const int64_t saved_ms = dbk_draft_saved_ms(c->desk->home, c->which.committee_id, c->which.report_date);
    char title[256], day[DBK_DAY_TEXT_BYTES] = "";
    int32_t number;

    if (item == NULL || item->box == BOX_REFUSED)
        return 0;
    if (saved_ms != 0 && saved_ms <= dbk_item_sealed_ms(item))
        (void)dbk_draft_remove(c->draft, NULL);        /* what is in it was sealed since */
    if (dbk_day_from_ymd(item->report_date, &number))
        dbk_day_text(number, day);
    return dbk_err_set(err, DBK_E_CONFLICT, _("%s is sealed already; to change something in it: daybook correct %u %s"),
                       dbk_compose_title(c, title, sizeof title), item->committee_id, day);
}

/* Somebody else may have handed it in: said before anything is typed, and with its time when it is not of now. */
static int
look_elsewhere(dbk_compose *c, const dbk_handed_list *handed, dbk_err *err)
{
    const dbk_standing *standing = dbk_handed_find(handed, c->which.committee_id, DBK_NIGHTLY_REPORT, 0);
    char title[256], words[DBK_HANDED_BYTES], day[DBK_DAY_TEXT_BYTES] = "";
    char said[sizeof title + sizeof words + 100];
    int32_t number;

    if (standing == NULL || dbk_evening_item(&c->evening, standing->record_id.data) != NULL)
        return 0;
    if (dbk_day_from_ymd(c->which.report_date, &number))
        dbk_day_text(number, day);
    snprintf(said, sizeof said, _("%s is handed in already: %s"), dbk_compose_title(c, title, sizeof title),
             dbk_handed_words(standing, dbk_desk_now_ms(c->desk), words));
    dbk_wrap_print(stdout, said, 0, DBK_WRAP_COLUMNS);
    if (dbk_handed_as_of(handed, dbk_desk_now_ms(c->desk), words)[0])
        dbk_wrap_say(stdout, "%s\n", words);
    dbk_wrap_say(stdout, _("to read it: daybook show %u %s\nto change something in it: daybook correct %u %s\n"),
                 c->which.committee_id, day, c->which.committee_id, day);
    if (dbk_compose_ask(_("Fill in one of your own all the same? One of the two will have to give way. [y/N]"), false))
        return 0;
    return dbk_cmd_told(err, DBK_E_CONFLICT);
}

/* From the draft; else from what was refused; else from last night. */
static int
start_from(dbk_compose *c, dbk_err *err)
{
    const int loaded = dbk_draft_load(c->draft, &c->fill.sheet, err);

    if (loaded < 0)
        return -1;
    if (loaded == 0 && c->newest && dbk_compose_take_item(&c->fill.sheet, c->newest, err) != 0)
        return -1;
    if (loaded == 0)
        dbk_nights_prefill(&c->fill.nights, &c->fill.sheet);
    dbk_compose_lay_open(c);
    return 0;
}

/* A closed night takes nothing: known before anything is typed. */
static void
say_closed(dbk_compose *c)
{
    char before[sizeof c->fill.notice];

    if (dbk_night_closed_words(dbk_desk_scope(c->desk), c->which.report_date)[0] == '\0')
        return;
    memcpy(before, c->fill.notice, sizeof before);
    snprintf(c->fill.notice, sizeof c->fill.notice, "%s%s%s",
             _("the office has closed that night: it waits unless it is open again"),
             before[0] ? dbk_words_pick("；", "; ") : "", before);
}

/* Nobody is known to have been faster, as of some time ago. */
static void
say_as_of(dbk_compose *c, const dbk_handed_list *handed)
{
    char words[DBK_HANDED_BYTES];
    const size_t used = strlen(c->fill.notice);

    dbk_handed_as_of(handed, dbk_desk_now_ms(c->desk), words);
    snprintf(c->fill.notice + used, sizeof c->fill.notice - used, "%s%s",
             used > 0 && words[0] ? dbk_words_pick("；", "; ") : "", words);
}

/* ------------------------------------------------------------------ what the office sees meanwhile */

typedef struct { const dbk_compose *compose; bool offline; dbk_presence presence; bool looked, typed; } sight;

static void
tell_office(sight *s, dbk_presence_state state, uint32_t percent)
{
    dbk_presence_set(&s->presence, s->compose->which.committee_id, s->compose->which.report_date, state, percent);
    /* The courier is the desk's own: with a renewed key it is another one. */
    (void)dbk_presence_tick(&s->presence, s->offline ? NULL : dbk_desk_courier(s->compose->desk, NULL), dbk_tick_ms());
}

static void
look(void *ctx, const dbk_fill *fill)
{
    sight *s = ctx;
    size_t items, left;

    dbk_fill_count(fill, &items, &left);
    s->typed = s->typed || (s->looked && (fill->changed || fill->unchecked));    /* the first look is before any key */
    s->looked = true;
    tell_office(s, s->typed ? DBK_FILLING : DBK_OPENED,
                (uint32_t)(100 * (items - left) / items));
}

/* ------------------------------------------------------------------ the verb */

static const dbk_option options[] = {
    { "offline", NULL, N_("seal and keep only; daybook flush sends it") },
    { NULL, NULL, NULL },
};

static int
fill_in(dbk_compose *c, bool offline, dbk_err *err)
{
    sight seen = { .compose = c, .offline = offline };
    const dbk_fill_watcher watcher = { look, &seen };
    char title[256];
    int rc;

    switch (dbk_fill_screen(&c->fill, c->draft, dbk_compose_title(c, title, sizeof title), &watcher, err)) {
    case FILL_SEAL:
        tell_office(&seen, DBK_SEALED, 100);
        rc = dbk_compose_hand_in(c, &c->fill.sheet, offline, err);
        if (rc != 0 && err->code == DBK_E_REJECTED && !offline && c->desk->courier) {
            tell_office(&seen, DBK_REFUSED, 100);
            dbk_courier_rest(c->desk->courier, LAST_WORD_MS);
        }
        return rc;
    case FILL_LEFT:
        dbk_wrap_say(stdout, _("%s: not sealed yet. All that was typed is kept; go on with: daybook fill %u\n"), title,
                     c->which.committee_id);
        return 0;
    case FILL_FAILED:
        break;
    }
    return -1;
}

static int
fill(dbk_desk *desk, int argc, char **argv, dbk_err *err)
{
    dbk_args args = { argc, 1, argv };
    const char *value;
    dbk_handed_list handed;
    dbk_which which;
    dbk_compose compose;
    bool offline = false;
    int rest, rc = -1;

    while (dbk_args_next(&args, options, &value, &rest, err))
        offline = true;
    if (rest < 0)
        return -1;
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return dbk_err_set(err, DBK_E_USAGE, "%s",
                           _("the form needs a terminal; without one: daybook template, an editor, daybook submit"));
    if (!offline && dbk_desk_key(desk, err))
        (void)dbk_desk_refresh_scope(desk, PATIENCE_MS, NULL);
    dbk_tell_skew(dbk_desk_skew_ms(desk), stdout);
    if (dbk_which_take(desk, argc, argv, rest, &which, err) != 0)
        return -1;
    offer_evening_before(desk, &which);
    if (confirm_night(desk, &which, err) != 0)
        return -1;
    dbk_handed_open(&handed, desk, which.report_date, desk->reached ? PATIENCE_MS : 0);
    if (dbk_compose_open(&compose, desk, &which, 0, err) == 0 && look_at_newest(&compose, err) == 0 &&
        look_elsewhere(&compose, &handed, err) == 0 && start_from(&compose, err) == 0) {
        say_closed(&compose);
        say_as_of(&compose, &handed);
        rc = fill_in(&compose, offline, err);
    }
    dbk_compose_close(&compose);
    dbk_handed_fini(&handed);
    return rc;
}

const dbk_verb dbk_verb_fill = {
    "fill", fill, true, "[--offline] [COMMITTEE] [DATE]", N_("fill in tonight's report on the screen"),
    N_("Every field is saved on this computer as soon as it is left: leave when you\n"
       "like, and go on later with the same command. What is wrong is said at once. At\n"
       "the end the report is looked through, sealed and sent. Before 04:00 it is for\n"
       "the evening before.\n"), options,
    "daybook fill 12",
};
