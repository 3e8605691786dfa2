/*
 * What earlier nights help with: what is carried over and what is not, between what and what a figure was, what looks
 * odd beside it; never a refusal.
 */
#include "clients/secretary/nights.h"

#include "clients/words.h"
#include "tests/clients/secretary/sample.h"

static dbk_form *form;

/* A night with these figures; a value below 0 is not filled. */
static void
add_night(dbk_nights *nights, uint32_t date, int64_t assigned, int64_t checks)
{
    dbk_record record;
    dbk_nightly_report report;
    dbk_figure figures[2], *list[2] = { &figures[0], &figures[1] };

    daybook__v1__record__init(&record);
    daybook__v1__nightly_report__init(&report);
    for (size_t i = 0; i < 2; i++)
        daybook__v1__figure__init(&figures[i]);
    figures[0].indicator = 1, figures[0].has_value = assigned >= 0, figures[0].value = assigned;
    figures[1].indicator = 8, figures[1].has_value = checks >= 0, figures[1].value = checks;
    report.n_figures = 2, report.figures = list;
    record.report_date = date;
    record.nightly_report = &report;
    dbk_nights_add(nights, SAMPLE_NIGHT, &record);
}

static void
last_and_between(void)
{
    dbk_nights nights = { 0 };
    int64_t value, least, most;

    CHECK_TRUE("none", !dbk_nights_last(&nights, 8, &value));
    add_night(&nights, SAMPLE_NIGHT - 1, 14, 800);
    CHECK_TRUE("yesterday", nights.yesterday);
    CHECK_TRUE("one night has no range", !dbk_nights_range(&nights, 8, &least, &most));
    add_night(&nights, SAMPLE_NIGHT - 2, 14, 820);
    add_night(&nights, SAMPLE_NIGHT - 3, -1, 790);
    CHECK_TRUE("last", dbk_nights_last(&nights, 8, &value));
    CHECK_INT("last", value, 800);
    CHECK_TRUE("between", dbk_nights_range(&nights, 8, &least, &most));
    CHECK_INT("least", least, 790);
    CHECK_INT("most", most, 820);
    CHECK_TRUE("of what was filled", dbk_nights_range(&nights, 1, &least, &most));
    CHECK_INT("of what was filled", least, 14);
    CHECK_TRUE("never filled", !dbk_nights_last(&nights, 32, &value));
    for (uint32_t i = 4; i < 12; i++)
        add_night(&nights, SAMPLE_NIGHT - i, 1, 1);
    CHECK_INT("no more than seven", nights.n, DBK_NIGHTS_MAX);
}

static void
carried_over(void)
{
    static const struct { const char *name; uint32_t date; const char *assigned; bool yesterday; } rows[] = {
        { "the evening before", SAMPLE_NIGHT - 1, "14", true },
        { "three nights ago", SAMPLE_NIGHT - 3, "14", false },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        dbk_nights nights = { 0 };
        dbk_sheet sheet;

        dbk_sheet_init(&sheet, form, SAMPLE_COMMITTEE, SAMPLE_NIGHT);
        add_night(&nights, rows[i].date, 14, 800);
        dbk_nights_prefill(&nights, &sheet);
        const dbk_sheet_field *assigned = &sheet.field[dbk_sheet_find(&sheet, "figures.assigned_count")];

        CHECK_INT(rows[i].name, nights.yesterday, rows[i].yesterday);
        CHECK_STR(rows[i].name, assigned->text, rows[i].assigned);
        CHECK_TRUE("marked so", assigned->prefilled);
        CHECK_STR("new every night", sheet.field[dbk_sheet_find(&sheet, "figures.temp_check_count")].text, "");
        dbk_sheet_fini(&sheet);
    }
}

static void
advice(void)
{
    static const struct {
        const char *name;
        int64_t     checks[DBK_NIGHTS_MAX];
        size_t      n;
        int64_t     tonight;
        const char *said;
    } rows[] = {
        { "as usual",       { 800, 820, 790 }, 3, 815, "" },
        { "two nights",     { 800, 820 }, 2, 8000, "" },
        { "one 0 too many", { 800, 820, 790 }, 3, 8000, "usually about 800: is there one 0 too many?" },
        { "two 0",          { 800, 820, 790 }, 3, 80000, "usually about 800: is there one 0 too many?" },
        { "far off",        { 800, 820, 790 }, 3, 500, "usually about 800: please check" },
        { "one odd night",  { 800, 9999, 790 }, 3, 800, "" },
        { "small counts",   { 3, 0, 12 }, 3, 19, "" },
        { "none, for once", { 15, 14, 16 }, 3, 0, "usually about 15: please check" },
        { "never before",   { 0, 0, 0, 0, 0, 0, 0 }, 7, 2, "0 on most of the last 7 nights: please check" },
        { "too few to say", { 0, 0, 0, 0, 0, 0 }, 6, 2, "" },
    };
    char room[200];

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        dbk_nights nights = { 0 };

        for (size_t n = 0; n < rows[i].n; n++)
            add_night(&nights, SAMPLE_NIGHT - 1 - (uint32_t)n, 14, rows[i].checks[n]);
        CHECK_STR(rows[i].name,
                  dbk_nights_advice(&nights, 8, "temp_check_count", rows[i].tonight, room, sizeof room), rows[i].said);
    }
}

static void
what_only_grows(void)
{
    dbk_nights nights = { 0 };
    char room[200];

    add_night(&nights, SAMPLE_NIGHT - 1, 14, 2480);
    CHECK_STR("more", dbk_nights_advice(&nights, 8, "pass_issued_total", 25000, room, sizeof room), "");
    CHECK_HAS("less", dbk_nights_advice(&nights, 8, "pass_issued_total", 2479, room, sizeof room),
              "smaller than the 2480 of the night before");
}

int
main(void)
{
    static const unit_test tests[] = {
        { "last and between", last_and_between },
        { "carried over", carried_over },
        { "advice", advice },
        { "what only grows", what_only_grows },
    };
    int rc;

    sample_catalogue();
    dbk_words_init("daybook", "en");
    form = sample_form(1);
    rc = unit_main("nights", tests, ARRAY_LEN(tests), 60);
    dbk_form_close(&form);
    return rc;
}
