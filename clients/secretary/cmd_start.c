/*
 * cmd_start — daybook without a verb: where things stand tonight, and what is still to be done.
 *
 * The server is asked, but not for long: what lies on this computer is true without it, and what others have handed in
 * is told with its time.
 */
#include "clients/secretary/cmd.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "clients/secretary/bulletins.h"
#include "clients/secretary/night.h"
#include "clients/secretary/open_items.h"
#include "clients/secretary/paint.h"
#include "clients/secretary/start_parts.h"
#include "clients/secretary/tell.h"
#include "clients/secretary/watch.h"
#include "clients/secretary/which.h"
#include "clients/words.h"
#include "clients/wrap.h"
#include "proto/calendar.h"

#define PATIENCE_MS 1500

/* Of a night that is closed nobody is told that what comes late is wanted. */
static void
show_night(dbk_desk *desk, uint32_t date)
{
    const dbk_scope *scope = dbk_desk_scope(desk);
    const int64_t deadline_ms = dbk_night_deadline(scope, date), now_ms = dbk_desk_now_ms(desk);
    const char *closed = dbk_night_closed_words(scope, date);
    char night[DBK_NIGHT_BYTES], at[DBK_NIGHT_BYTES], left[DBK_NIGHT_BYTES];

    printf("%s%s%s", dbk_paint_on(stdout, PAINT_STRONG), dbk_night_words(date, night), dbk_paint_off(stdout));
    if (deadline_ms > now_ms)
        printf(_(", until %s (%s left)"), dbk_time_words(deadline_ms, now_ms, at),
               dbk_wait_words(deadline_ms - now_ms, left));
    else if (deadline_ms > 0 && !closed[0])
        printf(_(", the deadline was %s: what comes now is late, and still wanted"),
               dbk_time_words(deadline_ms, now_ms, at));
    printf("\n%s\n", closed);
}

/* Asks the server, when it can be asked, and says of what time is what it does not tell. What was learned is kept. */
static void
refresh(dbk_desk *desk, dbk_handed_list *handed)
{
    char as_of[DBK_HANDED_BYTES], text[DBK_ERR_TEXT_BYTES + 400] = "";
    dbk_err err = { 0 };
    size_t fresh;

    if (dbk_desk_refresh_scope(desk, PATIENCE_MS, &err) == 0) {
        dbk_open_fetch_all(desk, dbk_which_night(desk), PATIENCE_MS);
        (void)dbk_bulletins_fetch(desk, PATIENCE_MS, &fresh, NULL);
    } else
        snprintf(text, sizeof text,
                 _("The server does not answer: %s. What follows is how things stand on this computer. "), err.text);
    dbk_handed_open(handed, desk, dbk_which_night(desk), desk->reached ? PATIENCE_MS : 0);
    const size_t used = strlen(text);

    snprintf(text + used, sizeof text - used, "%s", dbk_handed_as_of(handed, dbk_desk_now_ms(desk), as_of));
    if (text[0]) {
        dbk_wrap_print(stdout, text, 0, DBK_WRAP_COLUMNS);
        printf("\n");
    }
    dbk_tell_skew(dbk_desk_skew_ms(desk), stdout);
}

/* One thing to do: the rest comes by itself. */
static int
begin_here(void)
{
    dbk_wrap_say(stdout, "%s", _("This computer is not enrolled yet. "
                                 "Paste the line that the office has sent you behind two words:\n"));
    printf("\n  daybook enrol daybook:...\n\n");
    dbk_wrap_say(stdout, "%s", _("If you have no such line, ask the office for an invitation.\n"));
    return 0;
}

static bool
has_key(const dbk_desk *desk)
{
    char path[PATH_MAX];

    snprintf(path, sizeof path, "%s/key", desk->settings.home);
    return access(path, F_OK) == 0;
}

int
dbk_cmd_start(dbk_desk *desk, dbk_err *err)
{
    dbk_handed_list handed;
    dbk_evening evening;
    int rc;

    if (!has_key(desk))
        return begin_here();
    if (dbk_desk_key(desk, err) == NULL)
        return -1;
    refresh(desk, &handed);
    rc = dbk_evening_read(&evening, desk, dbk_which_night(desk), err);
    if (rc == 0) {
        const dbk_start start = { desk, &evening, &handed, dbk_watch_runs(desk->home), dbk_now_ms() };

        dbk_evening_heed(&evening, &handed);
        show_night(desk, evening.date);
        dbk_start_rows(&start);
        dbk_start_steps(&start);
        dbk_evening_fini(&evening);
    }
    dbk_handed_fini(&handed);
    return rc;
}
