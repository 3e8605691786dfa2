/*
 * page — a verb that shows several tables about one thing: what each asks of the database, its columns, its title.
 *
 * As a table all of it, one part under the other; as JSON and as a workbook all of it too; as CSV the one part that is
 * made for a spreadsheet. Not here: the night's page and a report's, which are laid out by themselves.
 */
#ifndef DBK_OFFICE_PAGE_H
#define DBK_OFFICE_PAGE_H

#include <stddef.h>

#include "clients/office/call.h"

#define DBK_PAGE_PARTS_MAX 5
#define DBK_PAGE_VALUES_MAX 2

typedef struct {
    const char        *key;         /* of its list in JSON, and the sheet's name */
    const char        *statement;
    size_t             n_values;    /* it takes the first so many of the page's */
    const dbk_columns *columns;
    const char        *title;       /* msgid, above the table; NULL: none */
    const char        *none;        /* msgid, in place of an empty table; NULL: nothing */
    const char        *early;       /* msgid, in place of the title while the head is not due yet; NULL: the same */
} dbk_page_part;

typedef struct {
    /* NULL: there is no head. Else part 0 is one row: `print` says it, and in JSON its members stand in the page. Its
     * second value are the committees of the place that --in names, "12,13", NULL for all. */
    void       (*print)(const dbk_rows *head);
    const char  *no_head;           /* msgid, when there is no such row */
    dbk_page_part part[DBK_PAGE_PARTS_MAX];
    size_t       n, csv;            /* parts; the one that comes as CSV */
} dbk_page;

extern const dbk_page dbk_page_roll_call, dbk_page_roll_call_persons, dbk_page_health, dbk_page_supplies,
                      dbk_page_supply_movements, dbk_page_supply_balance, dbk_page_minutes, dbk_page_decisions,
                      dbk_page_practices, dbk_page_bulletins, dbk_page_bulletin_unread, dbk_page_signup,
                      dbk_page_volunteers;

/*
 * Show it in the asked format.
 *   values   for the statements' $1 ...
 *   errors   DBK_E_INPUT: no such row for the head;  the rest as dbk_db_query
 */
int dbk_page_show(const dbk_call *call, const dbk_page *page, const char *const *values, dbk_err *err);

#endif
