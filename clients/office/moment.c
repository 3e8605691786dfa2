#include "clients/office/moment.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "clients/words.h"
#include "proto/text.h"

#define NIGHT_ENDS_HOUR 4
#define DAY_CHARS (DBK_DAY_TEXT_BYTES - 1)
#define CLOCK_AT (DAY_CHARS + 1)

static bool
two_digits(const char *said, int most, int *value)
{
    if (said[0] < '0' || said[0] > '9' || said[1] < '0' || said[1] > '9')
        return false;
    *value = (said[0] - '0') * 10 + said[1] - '0';
    return *value <= most;
}

/* HH:MM or HH:MM:SS, and nothing behind it. */
static bool
read_clock(const char *said, int *hour, int *minute, int *second)
{
    const size_t n = strlen(said);

    *second = 0;
    if (n != sizeof "HH:MM" - 1 && n != sizeof "HH:MM:SS" - 1)
        return false;
    return two_digits(said, 23, hour) && said[2] == ':' && two_digits(said + 3, 59, minute) &&
           (n == sizeof "HH:MM" - 1 || (said[5] == ':' && two_digits(said + 6, 59, second)));
}

int
dbk_moment_night(const char *said, char night[DBK_DAY_TEXT_BYTES], dbk_err *err)
{
    char shown[DBK_ERR_TEXT_BYTES / 2];
    int32_t day;

    if (!dbk_day_parse(said, &day))
        return dbk_err_set(err, DBK_E_USAGE, _("\"%s\" is no date; write it as 2020-02-18"),
                           dbk_text_shown(said, strlen(said), shown, sizeof shown));
    dbk_day_text(day, night);
    return 0;
}

int
dbk_moment_read(const char *said, const char *night, char moment[DBK_MOMENT_BYTES], dbk_err *err)
{
    char date[DBK_DAY_TEXT_BYTES] = "", shown[DBK_ERR_TEXT_BYTES / 2];
    int hour, minute, second;
    int32_t day = 0;

    if (read_clock(said, &hour, &minute, &second)) {
        const bool known = dbk_day_parse(night, &day);

        assert(known);
        dbk_day_text(hour < NIGHT_ENDS_HOUR ? day + 1 : day, date);
    } else if (strlen(said) > DAY_CHARS && (said[DAY_CHARS] == ' ' || said[DAY_CHARS] == 'T')) {
        snprintf(date, sizeof date, "%.*s", DAY_CHARS, said);
        if (!dbk_day_parse(date, &day) || !read_clock(said + DAY_CHARS + 1, &hour, &minute, &second))
            date[0] = '\0';
    }
    if (date[0] == '\0')
        return dbk_err_set(err, DBK_E_USAGE, _("\"%s\" is no time; write it as 22:30 or 2020-02-18 22:30"),
                           dbk_text_shown(said, strlen(said), shown, sizeof shown));
    snprintf(moment, DBK_MOMENT_BYTES, "%s %02d:%02d:%02d", date, hour, minute, second);
    return 0;
}

const char *
dbk_moment_said(const char *iso, char said[DBK_MOMENT_SAID_BYTES])
{
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    const char *clock = strlen(iso) > CLOCK_AT ? iso + CLOCK_AT : "";
    int month, day;

    if (sscanf(iso, "%*4d-%2d-%2d", &month, &day) != 2 || month < 1 || month > 12 || clock[0] == '\0')
        snprintf(said, DBK_MOMENT_SAID_BYTES, "%.*s", DBK_MOMENT_SAID_BYTES - 1, iso);
    else if (dbk_words_zh())
        snprintf(said, DBK_MOMENT_SAID_BYTES, "%d月%d日 %.5s", month, day, clock);
    else
        snprintf(said, DBK_MOMENT_SAID_BYTES, "%d %s %.5s", day, months[month - 1], clock);
    return said;
}
