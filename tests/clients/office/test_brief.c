/* brief: on paper every number leads to its cells, no text of people is a tag, and charts hold what is empty or huge. */
#include <stdlib.h>
#include <string.h>

#include "clients/office/brief.h"
#include "clients/words.h"
#include "tests/harness/unit.h"

#define NAMES_MAX 24

typedef const char *const line[NAMES_MAX];

static dbk_rows *
rows_of(line names, const line *rows, size_t n)
{
    size_t width = 0;

    while (width < NAMES_MAX && names[width])
        width++;
    dbk_rows *made = dbk_rows_new(names, width);

    for (size_t i = 0; i < n; i++)
        dbk_rows_add(made, rows[i]);
    return made;
}

static line head_names = { "brief_id", "report_date", "as_of", "opens", "deadline", "made_at", "made_by", "expected",
                           "reported", "on_time", "on_time_outage", "late", "missing", "excused", "returned",
                           "unexpected", "as_of_s", "opens_s", "deadline_s" };
static const line head_rows[] = {
    { "7", "2020-02-18", "2020-02-18T22:30:00+08:00", "2020-02-18T16:00:00+08:00", "2020-02-18T22:00:00+08:00",
      "2020-02-18T22:31:02+08:00", "zhang", "3", "2", "1", "0", "1", "1", "0", "0", "0", "1582036200", "1582012800",
      "1582034400" },
};
static line place_names = { "level", "name", "expected", "reported", "share", "late", "missing", "excused" };
static const line place_rows[] = { { "BRANCH", "A <b> & \"c\"", "3", "2", "2/3", "1", "1", "0" } };
static line committee_names = { "committee_id", "committee", "subdistrict", "branch", "status", "state", "state_since",
                                "percent", "held_reason", "reason", "contact", "contact_telephone", "revision",
                                "timeliness", "received_at", "received_s", "sender", "code", "entered_by_proxy",
                                "carried_date", "carried_revision", "carried_code", "carried_by_proxy" };
static const line committee_rows[] = {
    { "1", "one", "S", "B", "REPORTED", "ACCEPTED", NULL, NULL, NULL, NULL, "Li", "1", "2", "ON_TIME",
      "2020-02-18T21:40:05+08:00", "1582033205", "Wang", "4F2K9QXT", "f", NULL, NULL, NULL, NULL },
    { "2", "two", "S", "B", "REPORTED", "ACCEPTED", NULL, NULL, NULL, NULL, "Li", "1", "1", "LATE",
      "2020-02-18T22:10:00+08:00", "1582035000", "Wang", "AAAABBBB", "t", NULL, NULL, NULL, NULL },
    { "3", "<script>alert(1)</script>\x1b[31m", "S", "B", "MISSING", "FILLING", "2020-02-18T21:00:00+08:00", "62", NULL,
      NULL, "Chen", "100-3", NULL, NULL, NULL, NULL, NULL, NULL, "f", "2020-02-17", "4", "CCCCDDDD", "t" },
};
static line total_names = { "subject", "code", "group_zh", "group_en", "label_zh", "label_en", "total", "unit_zh",
                            "unit_en", "share", "not_filled", "estimate", "names", "carried_share", "by_proxy" };
static const line total_rows[] = {
    { "count", "expected", "上报", "reports", "应报", "expected", "3", "个", "c", NULL, "0", NULL, "one, two", NULL, "1" },
    { "count", "missing", "上报", "reports", "未报", "missing", "1", "个", "c", NULL, "0", NULL, "three", NULL, "0" },
    { "figure", "parcels", "快递", "parcels", "代送快递", "parcels", "1204", "件", "parcels", "2/3", "0", "1300", NULL, "1/1", "1" },
    { "figure", "masks", "快递", "parcels", "口罩", "masks", NULL, "只", "masks", "2/3", "2", NULL, NULL, "0/1", "1" },
    { "ledger.before", "hq_open_count", "台账", "ledger", "前一晚", "before", "9", "人", "p", "2/3", "0", NULL, NULL, NULL, "0" },
};
static line number_names = { "subject", "code", "committee_id", "value", "state", "revision", "receipt",
                             "entered_by_proxy" };
static const line number_rows[] = {
    { "count", "expected", "1", "1", "NUMBER", "2", "4F2K9QXT", "f" },
    { "count", "expected", "2", "1", "NUMBER", "1", "AAAABBBB", "t" },
    { "count", "expected", "3", "1", "NUMBER", NULL, NULL, NULL },
    { "count", "missing", "3", "1", "NUMBER", NULL, NULL, NULL },
    { "figure", "parcels", "1", "1200", "NUMBER", "2", "4F2K9QXT", "f" },
    { "figure", "parcels", "2", "4", "NUMBER", "1", "AAAABBBB", "t" },
    { "figure", "parcels", "3", NULL, "NOT_REPORTED", NULL, NULL, NULL },
    { "figure", "masks", "1", NULL, "NOT_FILLED", "2", "4F2K9QXT", "f" },
    { "figure", "masks", "2", NULL, "NOT_FILLED", "1", "AAAABBBB", "t" },
    { "figure", "masks", "3", NULL, "NOT_REPORTED", NULL, NULL, NULL },
    { "figure.carried", "parcels", "3", "96", "NUMBER", "4", "CCCCDDDD", "t" },
    { "ledger.before", "hq_open_count", "1", "9", "NUMBER", "1", "EEEEFFFF", "f" },
};
static line case_names = { "committee", "title", "category_zh", "category_en", "place", "story", "result", "report_date",
                           "revision", "receipt", "entered_by_proxy" };
static const line case_rows[] = {
    { "one", "A & B", "门岗", "gate", "<gate>", "first\nsecond", "", "2020-02-18", "2", "4F2K9QXT", "t" },
};
static line risk_names = { "committee", "severity", "place", "text", "state", "owner", "nights", "age_days", "report_date",
                           "revision", "receipt" };
static line none_names = { "none" };

static void
make_parts(dbk_part parts[DBK_BRIEF_PARTS])
{
    for (size_t i = 0; i < DBK_BRIEF_PARTS; i++)
        parts[i] = (dbk_part){ .key = "part", .rows = NULL };
    parts[DBK_BRIEF_HEAD].rows = rows_of(head_names, head_rows, ARRAY_LEN(head_rows));
    parts[DBK_BRIEF_PLACES].rows = rows_of(place_names, place_rows, ARRAY_LEN(place_rows));
    parts[DBK_BRIEF_COMMITTEES].rows = rows_of(committee_names, committee_rows, ARRAY_LEN(committee_rows));
    parts[DBK_BRIEF_TOTALS].rows = rows_of(total_names, total_rows, ARRAY_LEN(total_rows));
    parts[DBK_BRIEF_NUMBERS].rows = rows_of(number_names, number_rows, ARRAY_LEN(number_rows));
    parts[DBK_BRIEF_CASES].rows = rows_of(case_names, case_rows, ARRAY_LEN(case_rows));
    parts[DBK_BRIEF_RISKS].rows = rows_of(risk_names, NULL, 0);
    for (size_t i = 0; i < DBK_BRIEF_PARTS; i++)
        if (parts[i].rows == NULL)
            parts[i].rows = rows_of(none_names, NULL, 0);
}

/* The page as a text; yours to free. */
static char *
page_of(const dbk_part parts[DBK_BRIEF_PARTS])
{
    char *text = NULL;
    size_t bytes = 0;
    FILE *to = open_memstream(&text, &bytes);

    dbk_brief_html(to, parts);
    fclose(to);
    return text;
}

static void
on_paper(void)
{
    static const struct { const char *name, *part; } rows[] = {
        { "a number and its note", "<a href=\"#n3\">1,204<sup>[3]</sup></a>" },
        { "the note: its column", "<th id=\"n3\">[3] parcels</th>" },
        { "a cell, with revision and code", "one</span></td><td class=\"n\">2</td><td class=\"nowrap\">4F2K"
                                            "\u00a09QXT</td><td class=\"n\">1,200</td>" },
        { "not filled is a word", "<td class=\"n word\">not filled</td>" },
        { "not reported is another", "<td class=\"n word\">not reported</td>" },
        { "what is carried stands apart", "carried from 2020-02-17</span>" },
        { "with its revision, and that it was dictated",
          "<td class=\"n\">4</td><td class=\"nowrap\">CCCC\u00a0DDDD · <span class=\"nowrap\">by telephone</span></td>"
          "<td class=\"n carried\">96</td>" },
        { "how many of the missing it carries", "<td class=\"n\">1,300</td><td class=\"n\">1/1</td>" },
        { "a cell of a report that was dictated", "AAAA\u00a0BBBB · <span class=\"nowrap\">by telephone</span></td><td class=\"n\">4</td>" },
        { "how many are dictated in a sum", "<th colspan=\"4\">by telephone</th><td class=\"n\">1</td><td class=\"n\">1</td>" },
        { "a case that was dictated", "4F2K\u00a09QXT</span> · <span class=\"nowrap\">by telephone</span>" },
        { "and a list of them", "<h2 id=\"by-telephone\">Dictated over the telephone and entered by the office</h2>" },
        { "sums beside their hole", "<td class=\"n\">2/3</td>" },
        { "a sum of nothing is no 0", "<a href=\"#n4\">-<sup>[4]</sup></a>" },
        { "counted in", "[1] [2] </td>" },
        { "dictated", "late · <span class=\"nowrap\">by telephone</span>" },
        { "how far it has come", "<td>being filled</td><td class=\"nowrap\">18 Feb 21:00</td><td>62%</td>" },
        { "a name is no tag", "&lt;script&gt;alert(1)&lt;/script&gt;" },
        { "in a picture neither", "A &lt;b&gt; &amp; &quot;c&quot;" },
        { "a story keeps its lines", "first\nsecond" },
    };
    dbk_part parts[DBK_BRIEF_PARTS];

    make_parts(parts);
    char *text = page_of(parts), *again = page_of(parts);

    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        CHECK_HAS(rows[i].name, text, rows[i].part);
    CHECK_TRUE("no tag of people", strstr(text, "<script") == NULL && strstr(text, "<gate>") == NULL);
    CHECK_TRUE("no escape", strchr(text, '\x1b') == NULL);
    CHECK_STR("the same bytes again", again, text);
    free(text);
    free(again);
    dbk_brief_free(parts);
}

static void
numbers(void)
{
    static const struct { const char *number, *grouped; } rows[] = {
        { "0", "0" }, { "999", "999" }, { "1000", "1,000" }, { "1204", "1,204" }, { "1234567", "1,234,567" },
        { "-1204", "-1,204" }, { "-12", "-12" }, { "", "" }, { "1.5", "1.5" }, { "2/3", "2/3" }, { "-", "-" },
        { "9223372036854775807", "9,223,372,036,854,775,807" },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char grouped[DBK_GROUPED_BYTES];

        CHECK_STR(rows[i].number, dbk_grouped(rows[i].number, grouped), rows[i].grouped);
    }
}

/* Nothing reported, nobody expected, as of the hour at which the night opens: bars and a curve of no length, and no
 * division by it. */
static void
empty_charts(void)
{
    static const line nobody[] = {
        { "7", "2020-02-18", "2020-02-18T16:00:00+08:00", "2020-02-18T16:00:00+08:00", "2020-02-18T22:00:00+08:00",
          "2020-02-18T22:31:02+08:00", "zhang", "0", "0", "0", "0", "0", "0", "0", "0", "0", "1582012800", "1582012800",
          "1582034400" },
    };
    static const line nothing[] = { { "BRANCH", "A", "0", "0", "0/0", "0", "0", "0" } };
    const dbk_part head = { .rows = rows_of(head_names, nobody, 1) }, places = { .rows = rows_of(place_names, nothing, 1) };
    const dbk_part committees = { .rows = rows_of(committee_names, NULL, 0) };
    const dbk_part totals = { .rows = rows_of(total_names, NULL, 0) };
    const dbk_part *const all[] = { &head, &places, &committees, &totals };
    char *text = NULL;
    size_t bytes = 0;
    FILE *to = open_memstream(&text, &bytes);

    dbk_brief_chart_places(to, &places);
    dbk_brief_chart_arrivals(to, &head, &committees);
    dbk_brief_chart_ledger(to, &totals);
    fclose(to);
    CHECK_HAS("the curve lies on the ground, and ends where the brief knows no more", text,
              "points=\"40,146 40,146\"/>");
    CHECK_HAS("what is not known is no 0", text, ">-</text>");
    free(text);
    for (size_t i = 0; i < ARRAY_LEN(all); i++) {
        dbk_rows *rows = (dbk_rows *)all[i]->rows;

        dbk_rows_free(&rows);
    }
}

static const unit_test tests[] = {
    { "on paper", on_paper }, { "numbers", numbers }, { "empty charts", empty_charts },
};

int
main(void)
{
    dbk_words_init("daybook-office", "en");
    return unit_main("office/brief", tests, ARRAY_LEN(tests), 30);
}
