#include "clients/office/page.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "clients/office/due.h"
#include "clients/office/lines.h"
#include "clients/office/near.h"
#include "clients/office/place.h"
#include "clients/words.h"
#include "proto/codes.h"
#include "proto/text.h"
#include "sql/queries.h"

/* ---------------------------------------------------------------- showing */

/* `shown` says which parts are; of a place alone those that are counted over all committees are not. */
static void
print_parts(const dbk_page *page, dbk_rows *const *rows, const dbk_place *place, const bool *shown)
{
    const size_t first = page->print != NULL;
    const bool early = first && dbk_due_at(rows[0]);

    dbk_place_print(place);
    if (first)
        page->print(rows[0]);
    for (size_t i = first; i < page->n; i++) {
        const dbk_page_part *part = &page->part[i];

        if (!shown[i] || (rows[i]->n == 0 && part->none == NULL))
            continue;
        if (i > 0)
            putchar('\n');
        if (rows[i]->n == 0)
            printf("%s", _(part->none));
        else if (part->title)
            printf(_("%s (%zu):\n"), _(early && part->early ? part->early : part->title), rows[i]->n);
        dbk_output_table(stdout, part->columns, rows[i], dbk_lines_width());
    }
}

static int
show(const dbk_call *call, const dbk_page *page, dbk_rows *const *rows, const dbk_place *place, dbk_err *err)
{
    dbk_part parts[DBK_PAGE_PARTS_MAX];
    bool shown[DBK_PAGE_PARTS_MAX];
    size_t n = 0;

    for (size_t i = 0; i < page->n; i++) {
        const bool is_head = i == 0 && page->print;

        if ((shown[i] = is_head || dbk_place_keep(place, rows[i])))
            parts[n++] = (dbk_part){ page->part[i].key, is_head, page->part[i].columns, rows[i] };
    }
    if (call->format == DBK_FORMAT_CSV)
        dbk_output_csv(stdout, page->part[page->csv].columns, rows[page->csv]);
    else if (call->format != DBK_FORMAT_TABLE)
        return dbk_call_parts(call, parts, n, err);
    else
        print_parts(page, rows, place, shown);
    return 0;
}

int
dbk_page_show(const dbk_call *call, const dbk_page *page, const char *const *values, dbk_err *err)
{
    dbk_rows *rows[DBK_PAGE_PARTS_MAX] = { NULL };
    const char *of_place[DBK_PAGE_VALUES_MAX] = { NULL };
    dbk_place place;
    int rc = -1;

    if (dbk_place_find(call, &place, err) != 0)
        goto out;
    of_place[0] = values[0];
    of_place[1] = place.ids;
    for (size_t i = 0; i < page->n; i++) {
        const dbk_page_part *part = &page->part[i];
        const bool is_head = i == 0 && page->print;

        rows[i] = dbk_db_query(call->db, part->statement, is_head ? of_place : values, part->n_values, err);
        if (rows[i] == NULL)
            goto out;
        if (i == 0 && page->print && rows[0]->n == 0) {
            dbk_err_set(err, DBK_E_INPUT, "%s", _(page->no_head));
            goto out;
        }
    }
    rc = show(call, page, rows, &place, err);
out:
    dbk_place_fini(&place);
    for (size_t i = 0; i < page->n; i++)
        dbk_rows_free(&rows[i]);
    return rc;
}

/* ---------------------------------------------------------------- what a word names */

int
dbk_call_item(const dbk_call *call, int at, const char **code, dbk_err *err)
{
    const char *said = call->word[at], *names[32];
    char shown[DBK_ERR_TEXT_BYTES / 8], what[DBK_ERR_TEXT_BYTES / 4], otherwise[DBK_ERR_TEXT_BYTES / 4];
    size_t n, known = 0;
    const dbk_code_row *items = dbk_list_rows(DBK_LIST_SUPPLY_ITEM, &n);
    const dbk_code_row *item = dbk_list_named(DBK_LIST_SUPPLY_ITEM, said);

    for (size_t i = 0; i < n && item == NULL; i++)
        if (strcmp(items[i].en, said) == 0)
            item = &items[i];
    if (item) {
        *code = item->name;
        return 0;
    }
    for (size_t i = 0; i < n && known + 2 < sizeof names / sizeof names[0]; i++) {
        names[known++] = items[i].zh;
        names[known++] = items[i].en;
    }
    dbk_text_shown(said, strlen(said), shown, sizeof shown);
    snprintf(what, sizeof what, _("there is no item \"%s\""), shown);
    snprintf(otherwise, sizeof otherwise, _("items are named as in a supply sheet, e.g. %s"),
             dbk_words_pick(items[0].zh, items[0].en));
    return dbk_near_err(said, names, known, what, otherwise, err);
}

int
dbk_call_branch(const dbk_call *call, int at, dbk_rows **all, const char **branch, dbk_err *err)
{
    const char *said = call->word[at], *names[64];
    char shown[DBK_ERR_TEXT_BYTES / 8], what[DBK_ERR_TEXT_BYTES / 4];
    size_t n = 0;

    if ((*all = dbk_db_query(call->db, DBK_SQL_OFFICE_BRANCHES, NULL, 0, err)) == NULL)
        return -1;
    for (size_t i = 0; i < (*all)->n; i++) {
        *branch = dbk_rows_get(*all, i, "branch");
        if (strcmp(said, *branch) == 0 || strcmp(said, dbk_rows_get(*all, i, "branch_id")) == 0)
            return 0;
        if (n < sizeof names / sizeof names[0])
            names[n++] = *branch;
    }
    dbk_text_shown(said, strlen(said), shown, sizeof shown);
    snprintf(what, sizeof what, _("there is no branch \"%s\""), shown);
    return dbk_near_err(said, names, n, what, _("give its number or exact name"), err);
}

/* ---------------------------------------------------------------- the verbs */

typedef enum { TAKES_NONE, TAKES_DATE, MAY_ITEM, MAY_BRANCH, MAY_NUMBER } taken;

/* `second` is the page's second value. */
static const struct { const char *verb; const dbk_page *page; taken takes; const char *second; } pages[] = {
    { "rollcall",           &dbk_page_roll_call,         TAKES_DATE, NULL },
    { "rollcall persons",   &dbk_page_roll_call_persons, TAKES_DATE, NULL },
    { "supplies",           &dbk_page_supplies,          MAY_ITEM,   "DONATED" },
    { "supplies movements", &dbk_page_supply_movements,  MAY_ITEM,   NULL },
    { "supplies balance",   &dbk_page_supply_balance,    MAY_ITEM,   NULL },
    { "minutes",            &dbk_page_minutes,           MAY_BRANCH, NULL },
    { "minutes decisions",  &dbk_page_decisions,         MAY_BRANCH, "all" },
    { "minutes practices",  &dbk_page_practices,         MAY_BRANCH, NULL },
    { "signup",             &dbk_page_signup,            TAKES_NONE, NULL },
    { "signup list",        &dbk_page_volunteers,        TAKES_NONE, NULL },
    { "bulletin list",      &dbk_page_bulletins,         MAY_NUMBER, NULL },
    { "bulletin unread",    &dbk_page_bulletin_unread,   MAY_NUMBER, NULL },
};

int
dbk_cmd_page(dbk_call *call, dbk_err *err)
{
    char date[DBK_DAY_TEXT_BYTES];
    const char *values[DBK_PAGE_VALUES_MAX] = { NULL };
    dbk_rows *branches = NULL;
    size_t which = 0;
    int rc = 0;

    while (strcmp(pages[which].verb, call->verb) != 0) {
        which++;
        assert(which < sizeof pages / sizeof pages[0]);
    }
    values[1] = pages[which].second;
    if (pages[which].takes == TAKES_DATE) {
        rc = dbk_call_date(call, 0, date, err);
        values[0] = date;
    } else if (call->n > 0 && pages[which].takes == MAY_ITEM) {
        rc = dbk_call_item(call, 0, &values[0], err);
    } else if (call->n > 0 && pages[which].takes == MAY_BRANCH) {
        rc = dbk_call_branch(call, 0, &branches, &values[0], err);
    } else if (call->n > 0) {
        values[0] = call->word[0];
    }
    if (rc == 0)
        rc = dbk_page_show(call, pages[which].page, values, err);
    dbk_rows_free(&branches);
    return rc;
}
