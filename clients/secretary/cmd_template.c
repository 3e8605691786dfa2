#include "clients/secretary/cmd.h"

#include <stdio.h>
#include <string.h>

#include "clients/secretary/scalar.h"
#include "clients/secretary/template.h"
#include "clients/secretary/which.h"
#include "clients/words.h"

#define PATIENCE_MS 1500

typedef struct { int64_t committee; uint32_t date; } wishes;

static int
take_wish(const char *name, const char *value, wishes *w, dbk_err *err)
{
    const dbk_yaml node = { .kind = DBK_YAML_TEXT, .text = value, .key = name };
    dbk_complaints found = { 0 };

    if (strcmp(name, "date") == 0)
        dbk_scalar_date(&node, &found, &w->date);
    else if (dbk_scalar_count(&node, &found, &w->committee) && w->committee > INT32_MAX)
        dbk_complain(&found, 0, "%s", _("there is no such committee"));
    return found.n == 0 ? 0 : dbk_err_set(err, DBK_E_USAGE, "--%s", found.row[0].text);
}

static const dbk_option options[] = {
    { "committee", "N", N_("number of the committee, written into it") },
    { "date",      "D", N_("the night, such as 2020-02-18; else the present one") },
    { NULL, NULL, NULL },
};

static int
take_wishes(int argc, char **argv, wishes *w, dbk_err *err)
{
    dbk_args args = { argc, 1, argv };
    const char *name, *value;
    int rest, rc = 0;

    while (rc == 0 && (name = dbk_args_next(&args, options, &value, &rest, err)) != NULL)
        rc = take_wish(name, value, w, err);
    if (rc != 0 || rest < 0)
        return -1;
    return rest == argc ? 0 : dbk_err_set(err, DBK_E_USAGE, "%s: %s", argv[rest], _("template takes no files"));
}

/* With what earlier nights left open there, asked of the server if it can be. */
static int
print_for(dbk_desk *desk, uint32_t committee, uint32_t date, dbk_err *err)
{
    dbk_open_list open;
    const bool fresh = dbk_desk_key(desk, NULL) && dbk_open_fetch(desk, committee, date, PATIENCE_MS, NULL) == 0;

    if (dbk_open_read(&open, desk, committee, date, err) != 0)
        return -1;
    open.fresh = fresh;
    dbk_template_print(dbk_desk_form(desk), committee, date, &open, stdout);
    dbk_open_fini(&open);
    return 0;
}

static int
print_template(dbk_desk *desk, int argc, char **argv, dbk_err *err)
{
    wishes w = { 0, 0 };

    if (take_wishes(argc, argv, &w, err) != 0)
        return -1;
    if (dbk_desk_form(desk) == NULL && dbk_desk_refresh_form(desk, desk->settings.timeout_ms, err) != 0)
        return dbk_err_why(err, "%s", _("there is no form here yet, and it cannot be fetched"));
    if (w.date == 0)
        w.date = dbk_which_night(desk);
    if (w.committee == 0) {
        dbk_template_print(dbk_desk_form(desk), 0, w.date, NULL, stdout);
        return 0;
    }
    return print_for(desk, (uint32_t)w.committee, w.date, err);
}

const dbk_verb dbk_verb_template = {
    "template", print_template, true, "[--committee N] [--date D]",
    N_("print an empty report to fill in with an editor"), "", options,
    "daybook template --committee 12 > tonight.yaml",
};
