#include "clients/secretary/which.h"

#include <stdio.h>
#include <string.h>

#include "clients/secretary/cmd.h"
#include "clients/secretary/night.h"
#include "clients/secretary/scalar.h"
#include "clients/words.h"
#include "proto/calendar.h"

uint32_t
dbk_which_night(dbk_desk *desk)
{
    const dbk_scope *scope = dbk_desk_scope(desk);
    int32_t day;

    if (desk->reached && scope && dbk_day_from_ymd(scope->business_date, &day))
        return scope->business_date;
    return dbk_night_now(dbk_desk_now_ms(desk));
}

static int
take_committee(const char *word, dbk_which *which, dbk_err *err)
{
    const dbk_yaml node = { .kind = DBK_YAML_TEXT, .text = word, .key = _("committee") };
    dbk_complaints found = { 0 };
    int64_t number = 0;

    if (dbk_scalar_count(&node, &found, &number) && (number < 1 || number > INT32_MAX))
        dbk_complain(&found, 0, "%s", _("there is no such committee"));
    which->committee_id = (uint32_t)number;
    return found.n == 0 ? 0 : dbk_err_set(err, DBK_E_USAGE, "%s", found.row[0].text);
}

static int
take_date(const char *word, dbk_which *which, dbk_err *err)
{
    const dbk_yaml node = { .kind = DBK_YAML_TEXT, .text = word, .key = _("date") };
    dbk_complaints found = { 0 };

    which->date_said = dbk_scalar_date(&node, &found, &which->report_date);
    return found.n == 0 ? 0 : dbk_err_set(err, DBK_E_USAGE, "%s", found.row[0].text);
}

/* The only committee of the night, or all of them by name. */
static int
choose_committee(dbk_desk *desk, const char *verb, dbk_which *which, dbk_err *err)
{
    const dbk_scope *scope = dbk_desk_scope(desk);
    char names[400] = "", name[DBK_COMMITTEE_BYTES];
    size_t n = 0, used = 0;

    for (size_t i = 0; scope && i < scope->n_postings; i++) {
        const dbk_posting *posting = scope->postings[i];

        if (which->report_date < posting->valid_from || which->report_date > posting->valid_to)
            continue;
        n++;
        which->committee_id = posting->committee_id;
        if (used < sizeof names)
            used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", used > 0 ? ", " : "",
                                     dbk_committee_words(scope, posting->committee_id, name));
    }
    if (n == 1)
        return 0;
    if (n > 1)
        return dbk_err_set(err, DBK_E_USAGE, _("say which committee, by its number: %s"), names);
    return dbk_err_set(err, DBK_E_USAGE, _("say which committee: daybook %s NUMBER"), verb);
}

int
dbk_which_take(dbk_desk *desk, int argc, char **argv, int rest, dbk_which *which, dbk_err *err)
{
    const bool only_date = rest < argc && strchr(argv[rest], '-') != NULL;      /* "2020-02-18" is no committee */

    *which = (dbk_which){ .report_date = dbk_which_night(desk) };
    if (rest < argc && !only_date && take_committee(argv[rest++], which, err) != 0)
        return -1;
    if (rest < argc && take_date(argv[rest++], which, err) != 0)
        return -1;
    if (dbk_args_end(argc, argv, rest, err) != 0)
        return -1;
    return which->committee_id != 0 ? 0 : choose_committee(desk, argv[0], which, err);
}
