/*
 * brief_notes — the appendices of a brief: every number taken apart, committee by committee, with the revision and the
 * telephone code of the report that was counted. The anchors of the notes stand here: n1, n2 ...
 */
#include <string.h>

#include "clients/office/brief_paper.h"
#include "clients/office/code_words.h"
#include "clients/words.h"

#define MATRIX_COLUMNS 10            /* figures side by side on a sheet of A4 */
#define HEADS(array) array, sizeof(array) / sizeof((array)[0])

/* ---------------------------------------------------------------- appendix 1: the committees */

/* The cell of a total at a committee; -1: none. */
static long
cell_of(const dbk_paper *p, size_t total, const char *committee)
{
    const char *subject = dbk_paper_get(p, DBK_BRIEF_TOTALS, total, "subject");

    for (size_t row = p->first[total]; row < p->first[total + 1]; row++)
        if (dbk_paper_is(p, DBK_BRIEF_NUMBERS, row, "committee_id", committee) &&
            dbk_paper_is(p, DBK_BRIEF_NUMBERS, row, "subject", subject))
            return (long)row;
    return -1;
}

/* Counts come first among the totals. */
static bool
is_count(const dbk_paper *p, size_t total)
{
    return total < p->parts[DBK_BRIEF_TOTALS].rows->n && dbk_paper_is(p, DBK_BRIEF_TOTALS, total, "subject", "count");
}

static void
put_count_notes(const dbk_paper *p)
{
    fputs("<p>", p->to);
    for (size_t total = 0; is_count(p, total); total++) {
        fprintf(p->to, "<span class=\"nowrap\" id=\"n%zu\">[%zu] ", total + 1, total + 1);
        dbk_html_label(p->to, dbk_paper_word(p, DBK_BRIEF_TOTALS, total, "label"));
        fprintf(p->to, " %s</span> &nbsp; ", dbk_paper_get(p, DBK_BRIEF_TOTALS, total, "total"));
    }
    fputs("</p>\n", p->to);
}

/* "on time", or why there is nothing that could be on time; and whether it was dictated. */
static void
put_standing(const dbk_paper *p, size_t row)
{
    const char *timeliness = dbk_paper_get(p, DBK_BRIEF_COMMITTEES, row, "timeliness");
    const char *state = dbk_paper_get(p, DBK_BRIEF_COMMITTEES, row, "state");

    fputs("<td>", p->to);
    dbk_html_label(p->to, timeliness[0] ? dbk_words_of("timeliness", timeliness) : dbk_words_of("state", state));
    dbk_paper_by_proxy(p, DBK_BRIEF_COMMITTEES, row, "entered_by_proxy");
    fputs("</td>", p->to);
}

static void
put_roster_row(const dbk_paper *p, size_t row)
{
    const char *committee = dbk_paper_get(p, DBK_BRIEF_COMMITTEES, row, "committee_id");

    fputs("<tr>", p->to);
    dbk_paper_put(p, "td", "n", committee);
    dbk_paper_put(p, "td", NULL, dbk_paper_get(p, DBK_BRIEF_COMMITTEES, row, "committee"));
    dbk_paper_put(p, "td", NULL, dbk_paper_get(p, DBK_BRIEF_COMMITTEES, row, "subdistrict"));
    dbk_paper_put(p, "td", NULL, dbk_paper_get(p, DBK_BRIEF_COMMITTEES, row, "branch"));
    put_standing(p, row);
    fputs("<td class=\"nowrap\">", p->to);
    dbk_paper_instant(p, dbk_paper_get(p, DBK_BRIEF_COMMITTEES, row, "received_at"), false);
    fputs("</td>", p->to);
    dbk_paper_put(p, "td", NULL, dbk_paper_get(p, DBK_BRIEF_COMMITTEES, row, "sender"));
    dbk_paper_put(p, "td", "n", dbk_paper_get(p, DBK_BRIEF_COMMITTEES, row, "revision"));
    fputs("<td class=\"nowrap\">", p->to);
    dbk_paper_receipt(p, dbk_paper_get(p, DBK_BRIEF_COMMITTEES, row, "code"));
    fputs("</td><td class=\"nowrap\">", p->to);
    for (size_t total = 0; is_count(p, total); total++)
        if (cell_of(p, total, committee) >= 0)
            fprintf(p->to, "[%zu] ", total + 1);
    fputs("</td></tr>\n", p->to);
}

static void
put_roster(const dbk_paper *p)
{
    static const dbk_paper_head heads[] = {
        { N_("no."), true }, { N_("committee"), false }, { N_("subdistrict"), false }, { N_("branch"), false },
        { N_("state"), false }, { N_("received"), false }, { N_("sender"), false }, { N_("revision"), true },
        { N_("telephone code"), false }, { N_("counted in note"), false },
    };

    dbk_paper_title(p, "h2", "t1", _("Appendix 1: the committees, and the revision that was counted"));
    put_count_notes(p);
    dbk_paper_heads(p, "matrix", HEADS(heads));
    for (size_t row = 0; row < p->parts[DBK_BRIEF_COMMITTEES].rows->n; row++)
        put_roster_row(p, row);
    fputs("</table>\n", p->to);
}

/* ---------------------------------------------------------------- appendix 2 and 3: numbers, committee by committee */

static void
put_value(const dbk_paper *p, size_t total, const char *committee)
{
    const long row = cell_of(p, total, committee);
    const char *value = row < 0 ? "" : dbk_paper_get(p, DBK_BRIEF_NUMBERS, (size_t)row, "value");
    char grouped[DBK_GROUPED_BYTES];

    if (row < 0 || value[0])
        dbk_paper_put(p, "td", "n", dbk_grouped(value, grouped));
    else
        dbk_paper_put(p, "td", "n word",
                      dbk_words_of("figure", dbk_paper_get(p, DBK_BRIEF_NUMBERS, (size_t)row, "state")));
}

/* What the estimate has in the place of a committee that is missing. */
static void
put_carried(const dbk_paper *p, size_t total, const char *committee)
{
    const char *code = dbk_paper_get(p, DBK_BRIEF_TOTALS, total, "code"), *value = "";
    char grouped[DBK_GROUPED_BYTES];

    for (size_t row = 0; row < p->parts[DBK_BRIEF_NUMBERS].rows->n; row++)
        if (dbk_paper_is(p, DBK_BRIEF_NUMBERS, row, "subject", "figure.carried") &&
            dbk_paper_is(p, DBK_BRIEF_NUMBERS, row, "code", code) &&
            dbk_paper_is(p, DBK_BRIEF_NUMBERS, row, "committee_id", committee))
            value = dbk_paper_get(p, DBK_BRIEF_NUMBERS, row, "value");
    dbk_paper_put(p, "td", "n carried", dbk_grouped(value, grouped));
}

/* Where a row of a matrix is read from: how a part of the brief names the record. */
typedef struct {
    int         part;
    const char *revision, *receipt, *by_proxy;
} source_keys;

static const source_keys of_cell = { DBK_BRIEF_NUMBERS, "revision", "receipt", "entered_by_proxy" },
                         of_carried = { DBK_BRIEF_COMMITTEES, "carried_revision", "carried_code", "carried_by_proxy" };

/* The committee, and which record this row is read from: that of row `source`. */
static void
put_row_head(const dbk_paper *p, size_t row, const char *carried_from, const source_keys *keys, size_t source)
{
    fputs("<tr>", p->to);
    dbk_paper_put(p, "td", "n", dbk_paper_get(p, DBK_BRIEF_COMMITTEES, row, "committee_id"));
    fputs("<td>", p->to);
    dbk_paper_put(p, "span", "nowrap", dbk_paper_get(p, DBK_BRIEF_COMMITTEES, row, "committee"));
    if (carried_from[0])
        fprintf(p->to, " <span class=\"carried\">%s %s</span>", _("carried from"), carried_from);
    fputs("</td>", p->to);
    dbk_paper_put(p, "td", "n", dbk_paper_get(p, keys->part, source, keys->revision));
    fputs("<td class=\"nowrap\">", p->to);
    dbk_paper_receipt(p, dbk_paper_get(p, keys->part, source, keys->receipt));
    dbk_paper_by_proxy(p, keys->part, source, keys->by_proxy);
    fputs("</td>", p->to);
}

static void
put_matrix_row(const dbk_paper *p, size_t row, size_t from, size_t until)
{
    const char *committee = dbk_paper_get(p, DBK_BRIEF_COMMITTEES, row, "committee_id");
    const char *carried_from = dbk_paper_get(p, DBK_BRIEF_COMMITTEES, row, "carried_date");
    const long cell = cell_of(p, from, committee);

    if (cell < 0)
        return;
    put_row_head(p, row, "", &of_cell, (size_t)cell);
    for (size_t total = from; total < until; total++)
        put_value(p, total, committee);
    fputs("</tr>\n", p->to);
    if (carried_from[0] == '\0' || !dbk_paper_is(p, DBK_BRIEF_TOTALS, from, "subject", "figure"))
        return;
    put_row_head(p, row, carried_from, &of_carried, row);
    for (size_t total = from; total < until; total++)
        put_carried(p, total, committee);
    fputs("</tr>\n", p->to);
}

static void
put_matrix_sum(const dbk_paper *p, const char *title, const char *key, size_t from, size_t until)
{
    char grouped[DBK_GROUPED_BYTES];

    fprintf(p->to, "<tr class=\"sum\"><th colspan=\"4\">%s</th>", title);
    for (size_t total = from; total < until; total++)
        dbk_paper_put(p, "td", "n", dbk_grouped(dbk_paper_get(p, DBK_BRIEF_TOTALS, total, key), grouped));
    fputs("</tr>\n", p->to);
}

static void
put_matrix_heads(const dbk_paper *p, size_t from, size_t until)
{
    fprintf(p->to, "<table class=\"matrix\"><thead><tr><th class=\"n\">%s</th><th>%s</th><th class=\"n\">%s</th><th>%s</th>",
            _("no."), _("committee"), _("revision"), _("telephone code"));
    for (size_t total = from; total < until; total++) {
        fprintf(p->to, "<th id=\"n%zu\">[%zu] ", total + 1, total + 1);
        dbk_html_label(p->to, dbk_paper_word(p, DBK_BRIEF_TOTALS, total, "label"));
        fputs("</th>", p->to);
    }
    fputs("</tr></thead>\n", p->to);
}

static void
put_matrix(const dbk_paper *p, size_t from, size_t until)
{
    dbk_paper_put_word(p, "h3", NULL, DBK_BRIEF_TOTALS, from, "group");
    put_matrix_heads(p, from, until);
    for (size_t row = 0; row < p->parts[DBK_BRIEF_COMMITTEES].rows->n; row++)
        put_matrix_row(p, row, from, until);
    put_matrix_sum(p, _("total"), "total", from, until);
    put_matrix_sum(p, _("reported"), "share", from, until);
    if (dbk_paper_is(p, DBK_BRIEF_TOTALS, from, "subject", "figure")) {
        put_matrix_sum(p, _("not filled"), "not_filled", from, until);
        put_matrix_sum(p, _("estimate, with what is carried"), "estimate", from, until);
        put_matrix_sum(p, _("carried, of the missing"), "carried_share", from, until);
    }
    if (dbk_paper_get(p, DBK_BRIEF_TOTALS, from, "by_proxy")[0] > '0')
        put_matrix_sum(p, _("by telephone"), "by_proxy", from, until);
    fputs("</table>\n", p->to);
}

/* All totals of a subject, a table a group, and none wider than a sheet. */
static void
put_matrices(const dbk_paper *p, const char *subject)
{
    const size_t n = p->parts[DBK_BRIEF_TOTALS].rows->n;
    size_t from = 0, until;

    for (; from < n; from = until) {
        const char *group = dbk_paper_get(p, DBK_BRIEF_TOTALS, from, "group_en");
        const char *its = dbk_paper_get(p, DBK_BRIEF_TOTALS, from, "subject");

        for (until = from + 1; until < n && until - from < MATRIX_COLUMNS; until++)
            if (!dbk_paper_is(p, DBK_BRIEF_TOTALS, until, "subject", its) ||
                !dbk_paper_is(p, DBK_BRIEF_TOTALS, until, "group_en", group))
                break;
        if (strcmp(its, subject) == 0)
            put_matrix(p, from, until);
    }
}

void
dbk_paper_notes(const dbk_paper *p)
{
    const dbk_part *needs = &p->parts[DBK_BRIEF_NEEDS];

    fputs("<section class=\"notes\">\n", p->to);
    put_roster(p);
    dbk_paper_title(p, "h2", "t2", _("Appendix 2: the figures, committee by committee"));
    put_matrices(p, "figure");
    put_matrices(p, "ledger.before");
    dbk_paper_title(p, "h2", "t3", _("Appendix 3: health, committee by committee; nobody is named"));
    put_matrices(p, "health");
    if (needs->rows->n > 0) {
        dbk_paper_title(p, "h2", "t4", _("Appendix 4: supplies, committee by committee"));
        dbk_paper_table(p, needs);
    }
    fputs("</section>\n", p->to);
}
