#include "clients/office/call.h"
#include "clients/office/near.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/words.h"
#include "proto/text.h"
#include "sql/queries.h"

#define NAMES_MAX 8                  /* committees of one name that an error lists */

int
dbk_call_date(const dbk_call *call, int at, char date[DBK_DAY_TEXT_BYTES], dbk_err *err)
{
    char shown[DBK_ERR_TEXT_BYTES / 2];
    int32_t day;

    if (at >= call->n) {
        dbk_rows *rows = dbk_db_query(call->db, "SELECT office.business_date()", NULL, 0, err);

        if (rows == NULL)
            return -1;
        snprintf(date, DBK_DAY_TEXT_BYTES, "%s", dbk_rows_get(rows, 0, "business_date"));
        dbk_rows_free(&rows);
        return 0;
    }
    if (!dbk_day_parse(call->word[at], &day))
        return dbk_err_set(err, DBK_E_USAGE, _("\"%s\" is no date; write it as 2020-02-18"),
                           dbk_text_shown(call->word[at], strlen(call->word[at]), shown, sizeof shown));
    dbk_day_text(day, date);
    return 0;
}

int
dbk_call_until(const dbk_call *call, int at, char date[DBK_DAY_TEXT_BYTES], dbk_err *err)
{
    char from[DBK_DAY_TEXT_BYTES];

    if (dbk_call_date(call, at - 1, from, err) != 0 || dbk_call_date(call, at, date, err) != 0)
        return -1;
    if (strcmp(date, from) < 0)
        return dbk_err_set(err, DBK_E_USAGE, _("%s is before %s: the first night comes first"), date, from);
    return 0;
}

/* ---------------------------------------------------------------- committees */

static int
no_committee(const dbk_rows *all, const char *said, dbk_err *err)
{
    const char **names = calloc(all->n + 1, sizeof *names);
    char shown[DBK_ERR_TEXT_BYTES / 4], what[DBK_ERR_TEXT_BYTES / 2];

    for (size_t i = 0; names && i < all->n; i++)
        names[i] = dbk_rows_get(all, i, "committee");
    dbk_text_shown(said, strlen(said), shown, sizeof shown);
    snprintf(what, sizeof what, _("there is no committee \"%s\" in the roster"), shown);
    dbk_near_err(said, names, names ? all->n : 0, what, _("give its number or exact name"), err);
    free(names);
    return -1;
}

/* "3 Tianlin, 17 Kangjian": what tells committees of one name apart. */
static int
several_committees(const dbk_rows *all, const size_t *found, size_t n, dbk_err *err)
{
    char list[DBK_ERR_TEXT_BYTES / 2] = "";

    for (size_t i = 0; i < n && i < NAMES_MAX; i++) {
        const size_t used = strlen(list);

        snprintf(list + used, sizeof list - used, "%s%s %s", i > 0 ? ", " : "",
                 dbk_rows_get(all, found[i], "committee_id"), dbk_rows_get(all, found[i], "subdistrict"));
    }
    return dbk_err_set(err, DBK_E_INPUT, _("%zu committees are called \"%s\"; give a number: %s"), n,
                       dbk_rows_get(all, found[0], "committee"), list);
}

static int
find_committee(const dbk_rows *all, const char *said, char number[DBK_NUMBER_TEXT_BYTES], dbk_err *err)
{
    size_t found[NAMES_MAX], n = 0;

    for (size_t i = 0; i < all->n; i++)
        if (strcmp(dbk_rows_get(all, i, "committee_id"), said) == 0 ||
            strcmp(dbk_rows_get(all, i, "committee"), said) == 0) {
            if (n < NAMES_MAX)
                found[n] = i;
            n++;
        }
    if (n == 0)
        return no_committee(all, said, err);
    if (n > 1)
        return several_committees(all, found, n, err);
    snprintf(number, DBK_NUMBER_TEXT_BYTES, "%s", dbk_rows_get(all, found[0], "committee_id"));
    return 0;
}

int
dbk_call_committee(const dbk_call *call, int at, char number[DBK_NUMBER_TEXT_BYTES], dbk_err *err)
{
    char *said = dbk_text_nfc(call->word[at], strlen(call->word[at]), err);
    dbk_rows *all = said ? dbk_db_query(call->db, DBK_SQL_OFFICE_COMMITTEES, NULL, 0, err) : NULL;
    const int rc = all ? find_committee(all, said, number, err) : -1;

    dbk_rows_free(&all);
    free(said);
    return rc;
}

/* ---------------------------------------------------------------- figures */

static int
several_figures(const dbk_rows *found, const char *said, dbk_err *err)
{
    char list[DBK_ERR_TEXT_BYTES / 2] = "", shown[DBK_ERR_TEXT_BYTES / 8];

    for (size_t i = 0; i < found->n && i < NAMES_MAX; i++) {
        const size_t used = strlen(list);

        snprintf(list + used, sizeof list - used, "%s%s", i > 0 ? ", " : "",
                 dbk_rows_get(found, i, dbk_words_pick("label_zh", "label_en")));
    }
    return dbk_err_set(err, DBK_E_INPUT, _("\"%s\" is part of the names of %zu figures: %s"),
                       dbk_text_shown(said, strlen(said), shown, sizeof shown), found->n, list);
}

static int
no_figure(const dbk_call *call, const char *said, dbk_err *err)
{
    const char *any = "", **names = NULL;
    char shown[DBK_ERR_TEXT_BYTES / 8], what[DBK_ERR_TEXT_BYTES / 4];
    dbk_rows *all = dbk_db_query(call->db, DBK_SQL_OFFICE_FIGURE, &any, 1, err);

    if (all == NULL)
        return -1;
    names = calloc(all->n + 1, sizeof *names);
    for (size_t i = 0; names && i < all->n; i++)
        names[i] = dbk_rows_get(all, i, dbk_words_pick("label_zh", "label_en"));
    snprintf(what, sizeof what, _("there is no figure \"%s\""),
             dbk_text_shown(said, strlen(said), shown, sizeof shown));
    dbk_near_err(said, names, names ? all->n : 0, what, _("form show lists them"), err);
    free(names);
    dbk_rows_free(&all);
    return -1;
}

int
dbk_call_figure(const dbk_call *call, const char *said, char **code, dbk_err *err)
{
    dbk_rows *found = dbk_db_query(call->db, DBK_SQL_OFFICE_FIGURE, &said, 1, err);
    int rc = -1;

    *code = NULL;
    if (found && (said[0] == '\0' || found->n == 0))
        no_figure(call, said, err);
    else if (found && found->n > 1 && dbk_rows_get(found, 0, "exact")[0] != 't')
        several_figures(found, said, err);
    else if (found && (*code = strdup(dbk_rows_get(found, 0, "code"))) != NULL)
        rc = 0;
    dbk_rows_free(&found);
    return rc;
}

/* ---------------------------------------------------------------- persons */

/* "P012 Wang Fang (12 Tianlin, 100-2112)", one after the other. */
static void
list_persons(const dbk_rows *found, size_t n, char *list, size_t bytes)
{
    list[0] = '\0';
    for (size_t i = 0; i < n && i < NAMES_MAX; i++) {
        const size_t used = strlen(list);
        const char *posted = dbk_rows_get(found, i, "posted"), *telephone = dbk_rows_get(found, i, "telephone");

        snprintf(list + used, bytes - used, "%s%s %s (%s; %s)", i > 0 ? ", " : "", dbk_rows_get(found, i, "person_code"),
                 dbk_rows_get(found, i, "person"), posted ? posted : "", telephone ? telephone : "");
    }
}

/* Is it one person? A code is one's own; of a name there may be several. */
static int
one_person(const dbk_rows *found, const char *said, dbk_err *err)
{
    char list[DBK_ERR_TEXT_BYTES * 3 / 4], shown[DBK_ERR_TEXT_BYTES / 8];
    size_t exact = 0;

    while (exact < found->n && dbk_rows_get(found, exact, "exact")[0] == 't')
        exact++;
    if (exact == 1 || (exact > 0 && strcmp(dbk_rows_get(found, 0, "person_code"), said) == 0))
        return 0;
    dbk_text_shown(said, strlen(said), shown, sizeof shown);
    list_persons(found, exact > 0 ? exact : found->n, list, sizeof list);
    if (exact > 1)
        return dbk_err_set(err, DBK_E_INPUT, _("%zu persons are called \"%s\"; give a code: %s"), exact, shown, list);
    if (found->n > 0)
        return dbk_err_set(err, DBK_E_INPUT, _("nobody is called \"%s\"; give the code or the whole name: %s"), shown, list);
    return dbk_err_set(err, DBK_E_INPUT, _("there is no person \"%s\" in the roster; roster list says who is posted"),
                       shown);
}

int
dbk_call_person(const dbk_call *call, const char *said, dbk_rows **person, dbk_err *err)
{
    char *text = dbk_text_nfc(said, strlen(said), err);
    const char *values[] = { text };

    *person = text ? dbk_db_query(call->db, DBK_SQL_OFFICE_PERSONS, values, 1, err) : NULL;
    const int rc = *person ? one_person(*person, text, err) : -1;

    if (rc != 0)
        dbk_rows_free(person);
    free(text);
    return rc;
}
