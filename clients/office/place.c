#include "clients/office/place.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/office/code_words.h"
#include "clients/office/lines.h"
#include "clients/office/near.h"
#include "clients/words.h"
#include "proto/text.h"
#include "sql/queries.h"

/* The levels, the widest first: where a word is part of names of several, the widest is meant. */
static const struct { const char *level, *key; } levels[] = {
    { "subdistrict", "subdistrict_id" }, { "branch", "branch_id" }, { "committee", "committee_id" },
};

#define N_LEVELS (sizeof levels / sizeof levels[0])
#define SEVERAL ((size_t)-2)
#define NONE ((size_t)-1)

static char *
copy(const char *text)
{
    char *made = strdup(text);

    assert(made);
    return made;
}

/* The first committee of the only place of that level that is called so; NONE, SEVERAL. */
static size_t
look(const dbk_rows *all, size_t level, const char *said, bool whole)
{
    size_t found = NONE;

    for (size_t i = 0; i < all->n; i++) {
        const char *name = dbk_rows_get(all, i, levels[level].level), *key = dbk_rows_get(all, i, levels[level].key);
        const bool by_number = whole && level == N_LEVELS - 1 && strcmp(key, said) == 0;

        if (!by_number && (whole ? strcmp(name, said) != 0 : strstr(name, said) == NULL))
            continue;
        if (found != NONE && strcmp(key, dbk_rows_get(all, found, levels[level].key)) != 0)
            return SEVERAL;
        found = i;
    }
    return found;
}

/* Name one of these: subdistricts and branches, each once. */
static void
list_places(const dbk_rows *all, char *list, size_t bytes)
{
    size_t used = (size_t)snprintf(list, bytes, "%s", _("name a committee, or one of: ")), told_before = used;

    for (size_t level = 0; level + 1 < N_LEVELS; level++)
        for (size_t i = 0; i < all->n; i++) {
            const char *name = dbk_rows_get(all, i, levels[level].level);
            bool told = false;

            for (size_t k = 0; k < i && !told; k++)
                told = strcmp(dbk_rows_get(all, k, levels[level].level), name) == 0;
            if (!told && used < bytes)
                used += (size_t)snprintf(list + used, bytes - used, "%s%s", used > told_before ? _(", ") : "", name);
        }
}

static int
not_found(const dbk_rows *all, const char *said, bool several, dbk_err *err)
{
    char shown[DBK_ERR_TEXT_BYTES / 8], what[DBK_ERR_TEXT_BYTES / 4], otherwise[DBK_ERR_TEXT_BYTES * 5 / 8];
    const char **names;
    size_t n = 0;

    dbk_text_shown(said, strlen(said), shown, sizeof shown);
    if (several)
        return dbk_err_set(err, DBK_E_INPUT, _("--in %s: several places are called so; write more of the name, or the "
                                               "number of a committee"), shown);
    snprintf(what, sizeof what, _("--in %s: there is no such place"), shown);
    list_places(all, otherwise, sizeof otherwise);
    names = calloc(N_LEVELS * all->n + 1, sizeof *names);
    for (size_t level = 0; names && level < N_LEVELS; level++)
        for (size_t i = 0; i < all->n; i++)
            names[n++] = dbk_rows_get(all, i, levels[level].level);
    dbk_near_err(said, names, n, what, otherwise, err);
    free(names);
    return -1;
}

static void
take(const dbk_rows *all, size_t level, size_t at, dbk_place *place)
{
    size_t bytes = 0;
    FILE *to = open_memstream(&place->ids, &bytes);

    assert(to);
    place->level = levels[level].level;
    place->name = copy(dbk_rows_get(all, at, levels[level].level));
    place->key = copy(dbk_rows_get(all, at, levels[level].key));
    for (size_t i = 0; i < all->n; i++)
        if (strcmp(dbk_rows_get(all, i, levels[level].key), place->key) == 0)
            fprintf(to, "%s%s", place->n++ > 0 ? "," : "", dbk_rows_get(all, i, "committee_id"));
    fclose(to);
    assert(place->ids);
}

int
dbk_place_find(const dbk_call *call, dbk_place *place, dbk_err *err)
{
    *place = (dbk_place){ .level = NULL };
    if (call->in == NULL)
        return 0;
    char *said = dbk_text_nfc(call->in, strlen(call->in), err);
    dbk_rows *all = said ? dbk_db_query(call->db, DBK_SQL_OFFICE_COMMITTEES, NULL, 0, err) : NULL;
    bool several = false;

    for (int whole = 1; all && said[0] && whole >= 0; whole--)
        for (size_t level = 0; level < N_LEVELS && place->level == NULL; level++) {
            const size_t at = look(all, level, said, whole == 1);

            several = several || at == SEVERAL;
            if (at != NONE && at != SEVERAL)
                take(all, level, at, place);
        }
    const int rc = all == NULL ? -1 : place->level ? 0 : not_found(all, said, several, err);

    dbk_rows_free(&all);
    free(said);
    return rc;
}

void
dbk_place_fini(dbk_place *place)
{
    free(place->name);
    free(place->key);
    free(place->ids);
    *place = (dbk_place){ .level = NULL };
}

static bool
holds(const char *keys, const char *key)
{
    const size_t length = strlen(key);

    for (const char *at = keys; (at = strstr(at, key)) != NULL; at += length)
        if ((at == keys || at[-1] == ',') && (at[length] == ',' || at[length] == '\0'))
            return true;
    return false;
}

void
dbk_place_keep_by(const char *keys, dbk_rows *rows, const char *column)
{
    size_t kept = 0;

    for (size_t row = 0; row < rows->n; row++) {
        const char *key = dbk_rows_get(rows, row, column);

        if (key && holds(keys, key))
            dbk_rows_move(rows, row, kept++);
    }
    dbk_rows_cut(rows, kept);
}

bool
dbk_place_keep(const dbk_place *place, dbk_rows *rows)
{
    if (place->level == NULL)
        return true;
    if (!dbk_rows_has(rows, "committee_id"))
        return false;
    dbk_place_keep_by(place->ids, rows, "committee_id");
    return true;
}

int
dbk_place_keep_totals(const dbk_place *place, const char *level, dbk_rows *totals, dbk_err *err)
{
    const bool of_committees = strcmp(level, "committee") == 0;

    if (place->level == NULL)
        return 0;
    const bool of_places = strcmp(level, "subdistrict") == 0 || strcmp(level, "branch") == 0;

    if (!of_committees && strcmp(level, place->level) != 0)
        return dbk_err_set(err, DBK_E_USAGE,
                           of_places ? _("--in %s: that is a %s, and each line here is a %s; name one of those")
                                     : _("--in %s: that is a %s, and each line here is a %s; by %s, committee and campaign "
                                         "it is counted, and by trend night after night"),
                           place->name, dbk_words_of("by", place->level), dbk_words_of("by", level), place->level);
    dbk_place_keep_by(of_committees ? place->ids : place->key, totals, "key");
    return 0;
}

void
dbk_place_print(const dbk_place *place)
{
    if (place->level)
        dbk_lines_say(_("in %s (%s) alone, committees: %zu\n"), place->name, dbk_words_of("by", place->level), place->n);
}
