/*
 * What a correction changes, field by field; what it empties is known as such.
 */
#include "clients/secretary/sheet_diff.h"

#include "clients/words.h"
#include "tests/clients/secretary/sample.h"

static dbk_form *form;

static void
set(dbk_sheet *sheet, const char *path, const char *text)
{
    dbk_sheet_set(sheet, dbk_sheet_find(sheet, path), text);
}

static const char *
printed(const dbk_change *change)
{
    static char text[2000];
    FILE *to = fmemopen(text, sizeof text, "w");

    assert(to != NULL);
    dbk_change_print(change, DBK_CHANGE_CORRECTION, to);
    fclose(to);
    return text;
}

static void
changes(void)
{
    dbk_sheet before, after;
    dbk_change *list;

    dbk_sheet_init(&before, form, SAMPLE_COMMITTEE, SAMPLE_NIGHT);
    dbk_sheet_init(&after, form, SAMPLE_COMMITTEE, SAMPLE_NIGHT);
    set(&before, "figures.leave_count", "1");
    set(&after, "figures.leave_count", "2");
    set(&before, "situation", "平稳");
    set(&after, "figures.on_duty_count", "0");
    dbk_sheet_add(&before, LIST_CASES);
    set(&before, "cases[1].title", "深夜送药");
    set(&before, "no_case", "no");
    set(&after, "no_case", "yes");
    const size_t n = dbk_sheet_diff(&before, &after, &list);

    CHECK_INT("five", n, 5);
    CHECK_STR("filled, with 0", printed(&list[0]), "on duty: (not filled) -> 0\n");
    CHECK_TRUE("filled", !dbk_change_clears(&list[0]));
    CHECK_STR("another number", printed(&list[1]), "on leave: 1 -> 2\n");
    CHECK_STR("emptied", printed(&list[2]), "the day as a whole:\n  before:\n    平稳\n  now:\n    (not filled)\n");
    CHECK_TRUE("emptied", dbk_change_clears(&list[2]));
    CHECK_STR("a choice", printed(&list[3]), "no typical case tonight: no -> yes\n");
    CHECK_STR("an entry that is gone", printed(&list[4]), "typical case 1, title: 深夜送药 -> (not filled)\n");
    CHECK_TRUE("an entry that is gone", dbk_change_clears(&list[4]));
    free(list);
    CHECK_INT("nothing", dbk_sheet_diff(&before, &before, &list), 0);
    free(list);
    dbk_sheet_fini(&before);
    dbk_sheet_fini(&after);
}

int
main(void)
{
    static const unit_test tests[] = { { "changes", changes } };
    int rc;

    dbk_words_init("daybook", "en");
    form = sample_form(1);
    rc = unit_main("sheet_diff", tests, ARRAY_LEN(tests), 60);
    dbk_form_close(&form);
    return rc;
}
