/* kind: a kind of record is one file in each room, a migration, and a row in each table. Run from the top of the
 * repository: it walks the table of kinds and looks for each of them. */
#include "proto/kind.h"

#include <ctype.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/codes.h"
#include "tests/harness/unit.h"

/* "roll_call" of ROLL_CALL. */
static void
small(const char *name, char room[64])
{
    size_t i = 0;

    for (; name[i] != '\0' && i < 63; i++)
        room[i] = (char)tolower((unsigned char)name[i]);
    room[i] = '\0';
}

static bool
there_is(const char *pattern)
{
    glob_t found;
    const bool any = glob(pattern, 0, NULL, &found) == 0;

    globfree(&found);
    return any;
}

static bool
stands_in(const char *path, const char *text)
{
    FILE *f = fopen(path, "r");
    char *all = calloc(1, 1 << 19);
    bool there = false;

    if (f != NULL && all != NULL && fread(all, 1, (1 << 19) - 1, f) > 0)
        there = strstr(all, text) != NULL;
    if (f != NULL)
        fclose(f);
    free(all);
    return there;
}

static void
test_one_file_on_each_side(void)
{
    static const struct { const char *before, *behind, *instead_for_the_report; } files[] = {
        { "proto/check_", ".c",                   NULL },
        { "daemon/kind_", ".c",                   NULL },
        { "clients/secretary/kind_", ".c",        NULL },
        { "sql/migrations/[0-9]*_", ".sql",       "sql/migrations/0001_tables.sql" },
        { "tests/proto/rows_", ".h",              "tests/proto/test_check.c" },
    };
    static const struct { const char *table, *before, *behind; } tables[] = {
        { "proto/kind.c",             "&dbk_kind_", "," },
        { "daemon/kinds.c",           "dbk_", "_projections" },
        { "clients/secretary/kinds.c", "&dbk_shape_", "," },
    };
    size_t n;
    const dbk_kind_rules *const *kinds = dbk_kind_list(&n);
    char name[64], text[128];

    for (size_t k = 0; k < n; k++) {
        small(dbk_list_find(DBK_LIST_KIND, (int)kinds[k]->kind)->name, name);
        for (size_t i = 0; i < ARRAY_LEN(files); i++) {
            snprintf(text, sizeof text, "%s%s%s", files[i].before, name, files[i].behind);
            CHECK_TRUE(text, there_is(kinds[k]->kind == DBK_NIGHTLY_REPORT && files[i].instead_for_the_report != NULL
                                          ? files[i].instead_for_the_report : text));
        }
        for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
            snprintf(text, sizeof text, "%s%s%s", tables[i].before, name, tables[i].behind);
            CHECK_TRUE(text, stands_in(tables[i].table, text));
        }
    }
}

static void
test_rows(void)
{
    size_t n;
    const dbk_kind_rules *const *kinds = dbk_kind_list(&n);

    for (size_t k = 0; k < n; k++) {
        const char *name = dbk_list_find(DBK_LIST_KIND, (int)kinds[k]->kind)->name;

        CHECK_TRUE(name, dbk_kind_find(kinds[k]->kind) == kinds[k]);
        CHECK_TRUE(name, kinds[k]->part_least <= kinds[k]->part_most && kinds[k]->part_most <= INT16_MAX);
        CHECK_TRUE(name, kinds[k]->body != 0 && kinds[k]->type != NULL && kinds[k]->check != NULL);
        CHECK_TRUE("what is confidential takes no explanations", !kinds[k]->confidential || kinds[k]->explanations == 0);
        for (size_t i = 0; i < k; i++)
            CHECK_TRUE(name, kinds[i]->body != kinds[k]->body && kinds[i]->type != kinds[k]->type);
    }
    CHECK_TRUE("no kind", dbk_kind_find(DAYBOOK__V1__KIND__KIND_UNSPECIFIED) == NULL);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "one file on each side", test_one_file_on_each_side },
        { "rows",                  test_rows },
    };

    return unit_main("proto/kind", tests, ARRAY_LEN(tests), 30);
}
