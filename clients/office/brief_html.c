/*
 * brief_html — a brief as one page for a screen and for paper.
 *
 * Every number carries the number of its note, and leads to where it is taken apart: counts to appendix 1, figures and
 * health to the column of that number in appendix 2 and 3, supplies to appendix 4. There each committee stands with the
 * revision and the telephone code of the report that was counted.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "clients/office/brief.h"
#include "clients/office/code_words.h"
#include "clients/office/lines.h"
#include "clients/words.h"
#include "proto/calendar.h"
#include "proto/ident.h"

#define MATRIX_COLUMNS 10            /* figures side by side on a sheet of A4 */

typedef struct {
    FILE           *to;
    const dbk_part *parts;
    size_t         *first;           /* of the cells of each total; one more at the end */
} page;

static const char style[] =
    "body{font-family:sans-serif;font-size:10.5pt;line-height:1.45;color:#1c1c1c;max-width:190mm;margin:8mm auto;padding:0 4mm}\n"
    "h1{font-size:19pt;margin:0 0 1mm}h2{font-size:13pt;margin:7mm 0 2mm;border-bottom:1.5pt solid #3a7d5c;break-after:avoid}\n"
    "h3{font-size:11pt;margin:4mm 0 1mm;break-after:avoid}p{margin:1mm 0}.meta{color:#555}\n"
    "table{border-collapse:collapse;width:100%;margin:1mm 0 3mm}th,td{border:.5pt solid #bbb;padding:.6mm 1.4mm;text-align:left;"
    "vertical-align:top;overflow-wrap:anywhere}thead{display:table-header-group}th{background:#eef4f0;font-weight:600}\n"
    "tr,.case,figure{break-inside:avoid}td.n,th.n{text-align:right;white-space:nowrap;overflow-wrap:normal}"
    "tr.group th{background:#f7f7f7}tr.sum td,tr.sum th{border-top:1.2pt solid #444;font-weight:600}\n"
    "a{color:inherit;text-decoration:none}sup{color:#3a7d5c;font-size:6.5pt;font-weight:400;margin-left:.3mm}\n"
    ".tiles{display:flex;flex-wrap:wrap;gap:2mm;margin:3mm 0}.tile{border:.7pt solid #bbb;padding:1.5mm 3mm;min-width:20mm}"
    ".tile b{display:block;font-size:16pt;line-height:1.2}.alert{border-color:#b03a2e;color:#b03a2e}\n"
    ".word{color:#888}.carried{color:#888;font-style:italic}.nowrap{white-space:nowrap}figure{margin:2mm 0}svg{max-width:100%;height:auto}"
    "figcaption{color:#555;font-size:9pt}.case{margin:0 0 3mm}.case p{white-space:pre-line}\n"
    ".matrix{font-size:7.5pt;line-height:1.25}.matrix th,.matrix td{padding:.3mm 1mm}.matrix th{overflow-wrap:anywhere}\n"
    "section.wide{page:wide}.matrix th.n{white-space:normal}\n"
    "@page{size:A4;margin:15mm 14mm 16mm;@bottom-center{content:counter(page) \" / \" counter(pages);font-size:8pt;color:#666}}\n"
    "@page wide{size:A4;margin:11mm 9mm 13mm}\n"
    "@media print{body{max-width:none;margin:0;padding:0}section.wide{break-before:page}}\n"
    "@media screen{section.wide{overflow-x:auto}}\n";

/* ---------------------------------------------------------------- words and numbers */

void
dbk_html_text(FILE *to, const char *text)
{
    char *shown = dbk_lines_shown(text);

    for (const char *c = shown; *c; c++)
        switch (*c) {
        case '&':  fputs("&amp;", to); break;
        case '<':  fputs("&lt;", to); break;
        case '>':  fputs("&gt;", to); break;
        case '"':  fputs("&quot;", to); break;
        default:   fputc(*c, to);
        }
    free(shown);
}

static const char *
get(const page *p, int part, size_t row, const char *key)
{
    const char *said = dbk_rows_get(p->parts[part].rows, row, key);

    return said ? said : "";
}

static const char *
head(const page *p, const char *key)
{
    return get(p, DBK_BRIEF_HEAD, 0, key);
}

/* KEY_zh or KEY_en. */
static const char *
label(const page *p, int part, size_t row, const char *zh, const char *en)
{
    return get(p, part, row, dbk_words_pick(zh, en));
}

static void
put(const page *p, const char *tag, const char *class, const char *text)
{
    fprintf(p->to, "<%s%s%s%s>", tag, class ? " class=\"" : "", class ? class : "", class ? "\"" : "");
    dbk_html_text(p->to, text);
    fprintf(p->to, "</%s>", tag);
}

static void
put_title(const page *p, const char *tag, const char *id, const char *text)
{
    fprintf(p->to, "<%s id=\"%s\">", tag, id);
    dbk_html_text(p->to, text);
    fprintf(p->to, "</%s>\n", tag);
}

/* The row of a total; -1: the brief has none of it. */
static long
total_of(const page *p, const char *subject, const char *code)
{
    const dbk_rows *rows = p->parts[DBK_BRIEF_TOTALS].rows;

    for (size_t row = 0; row < rows->n; row++)
        if (strcmp(dbk_rows_get(rows, row, "subject"), subject) == 0 && strcmp(dbk_rows_get(rows, row, "code"), code) == 0)
            return (long)row;
    return -1;
}

/* A number and its note. */
static void
put_number(const page *p, const char *number, size_t total)
{
    char grouped[DBK_GROUPED_BYTES];

    fprintf(p->to, "<a href=\"#n%zu\">", total + 1);
    dbk_html_text(p->to, number[0] ? dbk_grouped(number, grouped) : "-");
    fprintf(p->to, "<sup>[%zu]</sup></a>", total + 1);
}

/* 2020-02-18 22:30, or from the month on. */
static void
put_instant(const page *p, const char *iso, bool year)
{
    if (iso[0])
        fprintf(p->to, "%.*s %.5s", year ? 10 : 5, iso + (year ? 0 : 5), iso + sizeof "2020-02-18T" - 1);
}

static void
put_receipt(const page *p, const char *code)
{
    if (strlen(code) == DBK_CODE_CHARS)
        fprintf(p->to, "%.4s\u00a0%s", code, code + DBK_CODE_CHARS / 2);
    else
        dbk_html_text(p->to, code);
}

/* "revision 2, 4F2K-9QXT": where something was read. */
static void
put_source(const page *p, const char *date, const char *revision, const char *receipt)
{
    fprintf(p->to, "<span class=\"word\">%s ", date);
    fprintf(p->to, _("revision %s"), revision);
    fputc(' ', p->to);
    put_receipt(p, receipt);
    fputs("</span>", p->to);
}

/* ---------------------------------------------------------------- tables of a part, as on a terminal */

static bool
is_number(const dbk_column *column)
{
    return column->shape == DBK_NUMBER;
}

static void
put_cell(const page *p, const dbk_column *column, const dbk_rows *rows, size_t row)
{
    char *said = dbk_output_cell(column, rows, row, DBK_FORMAT_TABLE);
    char grouped[DBK_GROUPED_BYTES];

    fputs(is_number(column) ? "<td class=\"n\">" : column->fit == DBK_WHOLE ? "<td class=\"nowrap\">" : "<td>", p->to);
    if (said)
        dbk_html_text(p->to, is_number(column) ? dbk_grouped(said, grouped) : said);
    fputs("</td>", p->to);
    free(said);
}

/* `anchor`: an id for each row, with its number; NULL: none. */
static void
put_table(const page *p, const dbk_columns *columns, const dbk_rows *rows, const char *anchor)
{
    fputs("<table><thead><tr>", p->to);
    for (size_t i = 0; i < columns->n; i++)
        if (columns->column[i].where & DBK_IN_TABLE)
            put(p, "th", is_number(&columns->column[i]) ? "n" : NULL, _(columns->column[i].head));
    fputs("</tr></thead>\n", p->to);
    for (size_t row = 0; row < rows->n; row++) {
        if (anchor)
            fprintf(p->to, "<tr id=\"%s%zu\">", anchor, row + 1);
        else
            fputs("<tr>", p->to);
        for (size_t i = 0; i < columns->n; i++)
            if (columns->column[i].where & DBK_IN_TABLE)
                put_cell(p, &columns->column[i], rows, row);
        fputs("</tr>\n", p->to);
    }
    fputs("</table>\n", p->to);
}

static void
put_nothing(const page *p, const char *text)
{
    put(p, "p", "word", text);
    fputc('\n', p->to);
}

/* ---------------------------------------------------------------- the night */

static void
put_tile(const page *p, const char *code, const char *word, bool alert)
{
    const long row = total_of(p, "count", code);
    const char *number = head(p, code);

    fprintf(p->to, "<div class=\"tile%s\"><b>", alert && strcmp(number, "0") != 0 ? " alert" : "");
    if (row >= 0)
        put_number(p, number, (size_t)row);
    else
        dbk_html_text(p->to, number);
    fputs("</b>", p->to);
    dbk_html_text(p->to, word);
    fputs("</div>\n", p->to);
}

static void
put_summary(const page *p)
{
    static const struct { const char *code, *word; bool alert, always; } tiles[] = {
        { "expected", N_("expected"), false, true },     { "reported", N_("reported"), false, true },
        { "on_time", N_("on time"), false, true },       { "on_time_outage", N_("on time (outage)"), false, false },
        { "late", N_("late"), true, true },              { "missing", N_("missing"), true, true },
        { "excused", N_("excused"), false, false },      { "returned", N_("returned"), true, false },
        { "unexpected", N_("not expected"), true, false },
    };
    int32_t day = 0;

    dbk_day_parse(head(p, "report_date"), &day);
    put(p, "h1", NULL, _("Nightly brief"));
    fprintf(p->to, "\n<p class=\"meta\"><b>%s %s</b> · ", head(p, "report_date"), dbk_words_weekday(dbk_day_weekday(day)));
    fprintf(p->to, "%s ", _("as of"));
    put_instant(p, head(p, "as_of"), true);
    fprintf(p->to, " · %s ", _("deadline"));
    put_instant(p, head(p, "deadline"), true);
    fprintf(p->to, " · ");
    fprintf(p->to, _("brief %s, made by "), head(p, "brief_id"));
    dbk_html_text(p->to, head(p, "made_by"));
    fputc(' ', p->to);
    put_instant(p, head(p, "made_at"), true);
    fputs("</p>\n<div class=\"tiles\">\n", p->to);
    for (size_t i = 0; i < sizeof tiles / sizeof tiles[0]; i++)
        if (tiles[i].always || strcmp(head(p, tiles[i].code), "0") != 0)
            put_tile(p, tiles[i].code, _(tiles[i].word), tiles[i].alert);
    fputs("</div>\n", p->to);
    fprintf(p->to, "<p class=\"meta\">%s</p>\n",
            _("The small number behind a number is its note: in the appendix it is taken apart, committee by committee, with "
              "the revision and the telephone code of the report that was counted."));
}

static void
put_charts(const page *p)
{
    fputs("<figure>", p->to);
    dbk_brief_chart_places(p->to, &p->parts[DBK_BRIEF_PLACES]);
    fprintf(p->to, "<figcaption>%s</figcaption></figure>\n<figure>", _("Who has reported, by subdistrict and branch (appendix 1)"));
    dbk_brief_chart_arrivals(p->to, &p->parts[DBK_BRIEF_HEAD], &p->parts[DBK_BRIEF_COMMITTEES]);
    fprintf(p->to, "<figcaption>%s</figcaption></figure>\n",
            _("When the counted reports came in; of a corrected one the revision that is counted"));
}

static void
put_reason(const page *p, size_t row)
{
    const char *held = get(p, DBK_BRIEF_COMMITTEES, row, "held_reason"), *reason = get(p, DBK_BRIEF_COMMITTEES, row, "reason");
    const char *percent = get(p, DBK_BRIEF_COMMITTEES, row, "percent");

    if (held[0])
        dbk_html_text(p->to, dbk_words_of("reason", held));
    else if (percent[0])
        fprintf(p->to, "%s%%", percent);
    else
        dbk_html_text(p->to, reason);
}

/* The committees of one status or state, with what is to be known of them. */
static void
put_those(const page *p, const char *title, const char *id, const char *key, const char *value, const char *none)
{
    const dbk_rows *rows = p->parts[DBK_BRIEF_COMMITTEES].rows;
    size_t n = 0;

    for (size_t row = 0; row < rows->n; row++)
        n += strcmp(get(p, DBK_BRIEF_COMMITTEES, row, key), value) == 0;
    if (n == 0 && none == NULL)
        return;
    put_title(p, "h2", id, title);
    if (n == 0) {
        put_nothing(p, none);
        return;
    }
    fprintf(p->to, "<table><thead><tr><th class=\"n\">%s</th><th>%s</th><th>%s</th><th>%s</th><th>%s</th><th>%s</th><th>%s</th>"
                   "<th>%s</th></tr></thead>\n", _("no."), _("committee"), _("subdistrict"), _("state"), _("since"), _("why"),
            _("contact"), _("telephone"));
    for (size_t row = 0; row < rows->n; row++) {
        if (strcmp(get(p, DBK_BRIEF_COMMITTEES, row, key), value) != 0)
            continue;
        fputs("<tr>", p->to);
        put(p, "td", "n", get(p, DBK_BRIEF_COMMITTEES, row, "committee_id"));
        put(p, "td", NULL, get(p, DBK_BRIEF_COMMITTEES, row, "committee"));
        put(p, "td", NULL, get(p, DBK_BRIEF_COMMITTEES, row, "subdistrict"));
        put(p, "td", NULL, dbk_words_of("state", get(p, DBK_BRIEF_COMMITTEES, row, "state")));
        fputs("<td class=\"nowrap\">", p->to);
        put_instant(p, get(p, DBK_BRIEF_COMMITTEES, row, "state_since"), false);
        fputs("</td><td>", p->to);
        put_reason(p, row);
        fputs("</td>", p->to);
        put(p, "td", "nowrap", get(p, DBK_BRIEF_COMMITTEES, row, "contact"));
        put(p, "td", "nowrap", get(p, DBK_BRIEF_COMMITTEES, row, "contact_telephone"));
        fputs("</tr>\n", p->to);
    }
    fputs("</table>\n", p->to);
}

/* ---------------------------------------------------------------- totals */

static void
put_total(const page *p, size_t row)
{
    const char *not_filled = get(p, DBK_BRIEF_TOTALS, row, "not_filled"), *estimate = get(p, DBK_BRIEF_TOTALS, row, "estimate");
    char grouped[DBK_GROUPED_BYTES];

    fputs("<tr>", p->to);
    put(p, "td", NULL, label(p, DBK_BRIEF_TOTALS, row, "label_zh", "label_en"));
    fputs("<td class=\"n\">", p->to);
    put_number(p, get(p, DBK_BRIEF_TOTALS, row, "total"), row);
    fputs("</td>", p->to);
    put(p, "td", "nowrap", label(p, DBK_BRIEF_TOTALS, row, "unit_zh", "unit_en"));
    put(p, "td", "n", get(p, DBK_BRIEF_TOTALS, row, "share"));
    fputs("<td class=\"n\">", p->to);
    fputs(strcmp(not_filled, "0") == 0 ? "" : not_filled, p->to);
    fputs("</td>", p->to);
    put(p, "td", "n", dbk_grouped(estimate, grouped));
    fputs("</tr>\n", p->to);
}

static void
put_totals(const page *p, const char *subject)
{
    const dbk_rows *rows = p->parts[DBK_BRIEF_TOTALS].rows;
    const char *group = "";

    fprintf(p->to, "<table><thead><tr><th>%s</th><th class=\"n\">%s</th><th>%s</th><th class=\"n\">%s</th><th class=\"n\">%s</th>"
                   "<th class=\"n\">%s</th></tr></thead>\n", _("figure"), _("total"), _("unit"), _("reported"), _("not filled"),
            _("estimate"));
    for (size_t row = 0; row < rows->n; row++) {
        if (strcmp(get(p, DBK_BRIEF_TOTALS, row, "subject"), subject) != 0)
            continue;
        if (strcmp(group, label(p, DBK_BRIEF_TOTALS, row, "group_zh", "group_en")) != 0) {
            group = label(p, DBK_BRIEF_TOTALS, row, "group_zh", "group_en");
            fputs("<tr class=\"group\"><th colspan=\"6\">", p->to);
            dbk_html_text(p->to, group);
            fputs("</th></tr>\n", p->to);
        }
        put_total(p, row);
    }
    fputs("</table>\n", p->to);
}

static void
put_figures(const page *p)
{
    const long row = total_of(p, "count", "missing");

    put_title(p, "h2", "figures", _("Figures"));
    if (row >= 0) {
        fputs("<p>", p->to);
        fprintf(p->to, _("Every sum is of %s of %s committees; missing in it: "), head(p, "reported"), head(p, "expected"));
        dbk_html_text(p->to, get(p, DBK_BRIEF_TOTALS, (size_t)row, "names"));
        fprintf(p->to, "%s</p>\n", _(". The estimate stands apart: it has the last report of the week before in their place."));
    }
    put_totals(p, "figure");
}

static void
put_ledger(const page *p)
{
    const dbk_part *off = &p->parts[DBK_BRIEF_LEDGER];

    put_title(p, "h2", "ledger", _("Home quarantine: the ledger"));
    fputs("<figure>", p->to);
    dbk_brief_chart_ledger(p->to, &p->parts[DBK_BRIEF_TOTALS]);
    fputs("</figure>\n", p->to);
    put_totals(p, "ledger.before");
    if (off->rows->n == 0) {
        put_nothing(p, _("every opening follows from the night before"));
        return;
    }
    put_title(p, "h3", "ledger-off", _("Openings that do not follow from the night before"));
    put_table(p, off->columns, off->rows, NULL);
}

static void
put_supplies(const page *p)
{
    const dbk_part *part = &p->parts[DBK_BRIEF_SUPPLIES];

    put_title(p, "h2", "supplies", _("Supply gaps"));
    if (part->rows->n == 0) {
        put_nothing(p, _("nothing is short"));
        return;
    }
    fprintf(p->to, "<p class=\"meta\"><a href=\"#t4\">%s</a></p>\n",
            _("by each committee's last word; appendix 4 takes them apart"));
    put_table(p, part->columns, part->rows, NULL);
}

static void
put_case(const page *p, size_t row)
{
    fputs("<div class=\"case\"><h3>", p->to);
    fprintf(p->to, "%zu. ", row + 1);
    dbk_html_text(p->to, get(p, DBK_BRIEF_CASES, row, "title"));
    fputs("</h3><p>", p->to);
    dbk_html_text(p->to, get(p, DBK_BRIEF_CASES, row, "committee"));
    fputs(" · ", p->to);
    dbk_html_text(p->to, label(p, DBK_BRIEF_CASES, row, "category_zh", "category_en"));
    if (get(p, DBK_BRIEF_CASES, row, "place")[0])
        fputs(" · ", p->to);
    dbk_html_text(p->to, get(p, DBK_BRIEF_CASES, row, "place"));
    fputs(" · ", p->to);
    put_source(p, get(p, DBK_BRIEF_CASES, row, "report_date"), get(p, DBK_BRIEF_CASES, row, "revision"),
               get(p, DBK_BRIEF_CASES, row, "receipt"));
    fputs("</p>", p->to);
    put(p, "p", NULL, get(p, DBK_BRIEF_CASES, row, "story"));
    if (get(p, DBK_BRIEF_CASES, row, "result")[0])
        put(p, "p", "word", get(p, DBK_BRIEF_CASES, row, "result"));
    fputs("</div>\n", p->to);
}

static void
put_cases(const page *p)
{
    const size_t n = p->parts[DBK_BRIEF_CASES].rows->n;

    put_title(p, "h2", "cases", _("Cases that may be published"));
    if (n == 0)
        put_nothing(p, _("none"));
    for (size_t row = 0; row < n; row++)
        put_case(p, row);
}

static void
put_risk(const page *p, size_t row)
{
    fprintf(p->to, "<tr><td class=\"nowrap\">%s</td><td>",
            dbk_words_of("severity", get(p, DBK_BRIEF_RISKS, row, "severity")));
    dbk_html_text(p->to, get(p, DBK_BRIEF_RISKS, row, "committee"));
    fputs("</td><td>", p->to);
    dbk_html_text(p->to, get(p, DBK_BRIEF_RISKS, row, "place"));
    fputs(get(p, DBK_BRIEF_RISKS, row, "place")[0] ? _(": ") : "", p->to);
    dbk_html_text(p->to, get(p, DBK_BRIEF_RISKS, row, "text"));
    fputs("</td><td class=\"nowrap\">", p->to);
    dbk_html_text(p->to, dbk_words_of("risk", get(p, DBK_BRIEF_RISKS, row, "state")));
    fputs(get(p, DBK_BRIEF_RISKS, row, "owner")[0] ? "<br>" : "", p->to);
    dbk_html_text(p->to, get(p, DBK_BRIEF_RISKS, row, "owner"));
    fprintf(p->to, "</td><td class=\"n\">%s</td><td class=\"n\">%s</td><td>", get(p, DBK_BRIEF_RISKS, row, "nights"),
            get(p, DBK_BRIEF_RISKS, row, "age_days"));
    put_source(p, get(p, DBK_BRIEF_RISKS, row, "report_date"), get(p, DBK_BRIEF_RISKS, row, "revision"),
               get(p, DBK_BRIEF_RISKS, row, "receipt"));
    fputs("</td></tr>\n", p->to);
}

static void
put_risks(const page *p)
{
    const size_t n = p->parts[DBK_BRIEF_RISKS].rows->n;

    put_title(p, "h2", "risks", _("Risk points that are open"));
    if (n == 0) {
        put_nothing(p, _("none"));
        return;
    }
    fprintf(p->to, "<table><thead><tr><th>%s</th><th>%s</th><th>%s</th><th>%s</th><th class=\"n\">%s</th><th class=\"n\">%s</th>"
                   "<th>%s</th></tr></thead>\n", _("severity"), _("committee"), _("what was seen"), _("state"), _("nights"),
            _("days"), _("read from"));
    for (size_t row = 0; row < n; row++)
        put_risk(p, row);
    fputs("</table>\n", p->to);
}

/* ---------------------------------------------------------------- appendix 1: the committees */

/* The cell of a total at a committee; -1: none. */
static long
cell_of(const page *p, size_t total, const char *committee)
{
    for (size_t row = p->first[total]; row < p->first[total + 1]; row++)
        if (strcmp(get(p, DBK_BRIEF_NUMBERS, row, "committee_id"), committee) == 0 &&
            strcmp(get(p, DBK_BRIEF_NUMBERS, row, "subject"), get(p, DBK_BRIEF_TOTALS, total, "subject")) == 0)
            return (long)row;
    return -1;
}

static void
put_counted_in(const page *p, const char *committee)
{
    const dbk_rows *totals = p->parts[DBK_BRIEF_TOTALS].rows;

    for (size_t row = 0; row < totals->n && strcmp(dbk_rows_get(totals, row, "subject"), "count") == 0; row++)
        if (cell_of(p, row, committee) >= 0)
            fprintf(p->to, "[%zu] ", row + 1);
}

static void
put_count_notes(const page *p)
{
    const dbk_rows *totals = p->parts[DBK_BRIEF_TOTALS].rows;

    fputs("<p>", p->to);
    for (size_t row = 0; row < totals->n && strcmp(dbk_rows_get(totals, row, "subject"), "count") == 0; row++) {
        fprintf(p->to, "<span class=\"nowrap\" id=\"n%zu\">[%zu] ", row + 1, row + 1);
        dbk_html_text(p->to, label(p, DBK_BRIEF_TOTALS, row, "label_zh", "label_en"));
        fprintf(p->to, " %s</span> &nbsp; ", dbk_rows_get(totals, row, "total"));
    }
    fputs("</p>\n", p->to);
}

static void
put_roster_row(const page *p, size_t row)
{
    const char *timeliness = get(p, DBK_BRIEF_COMMITTEES, row, "timeliness");

    fputs("<tr>", p->to);
    put(p, "td", "n", get(p, DBK_BRIEF_COMMITTEES, row, "committee_id"));
    put(p, "td", NULL, get(p, DBK_BRIEF_COMMITTEES, row, "committee"));
    put(p, "td", NULL, get(p, DBK_BRIEF_COMMITTEES, row, "subdistrict"));
    put(p, "td", NULL, get(p, DBK_BRIEF_COMMITTEES, row, "branch"));
    put(p, "td", "nowrap", timeliness[0] ? dbk_words_of("timeliness", timeliness)
                                         : dbk_words_of("state", get(p, DBK_BRIEF_COMMITTEES, row, "state")));
    fputs("<td class=\"nowrap\">", p->to);
    put_instant(p, get(p, DBK_BRIEF_COMMITTEES, row, "received_at"), false);
    fputs("</td>", p->to);
    put(p, "td", NULL, get(p, DBK_BRIEF_COMMITTEES, row, "sender"));
    put(p, "td", "n", get(p, DBK_BRIEF_COMMITTEES, row, "revision"));
    fputs("<td class=\"nowrap\">", p->to);
    put_receipt(p, get(p, DBK_BRIEF_COMMITTEES, row, "code"));
    fputs("</td><td class=\"nowrap\">", p->to);
    put_counted_in(p, get(p, DBK_BRIEF_COMMITTEES, row, "committee_id"));
    fputs("</td></tr>\n", p->to);
}

static void
put_roster(const page *p)
{
    put_title(p, "h2", "t1", _("Appendix 1: the committees, and the revision that was counted"));
    put_count_notes(p);
    fprintf(p->to, "<table class=\"matrix\"><thead><tr><th class=\"n\">%s</th><th>%s</th><th>%s</th><th>%s</th><th>%s</th>"
                   "<th>%s</th><th>%s</th><th class=\"n\">%s</th><th>%s</th><th>%s</th></tr></thead>\n", _("no."),
            _("committee"), _("subdistrict"), _("branch"), _("state"), _("received"), _("sender"), _("revision"),
            _("telephone code"), _("counted in note"));
    for (size_t row = 0; row < p->parts[DBK_BRIEF_COMMITTEES].rows->n; row++)
        put_roster_row(p, row);
    fputs("</table>\n", p->to);
}

/* ---------------------------------------------------------------- appendix 2 and 3: numbers, committee by committee */

static void
put_value(const page *p, size_t total, const char *committee)
{
    const long row = cell_of(p, total, committee);
    char grouped[DBK_GROUPED_BYTES];

    if (row < 0)
        fputs("<td></td>", p->to);
    else if (get(p, DBK_BRIEF_NUMBERS, (size_t)row, "value")[0])
        put(p, "td", "n", dbk_grouped(get(p, DBK_BRIEF_NUMBERS, (size_t)row, "value"), grouped));
    else
        put(p, "td", "n word", dbk_words_of("figure", get(p, DBK_BRIEF_NUMBERS, (size_t)row, "state")));
}

/* What the estimate has in the place of one that is missing. */
static void
put_carried(const page *p, size_t total, const char *committee)
{
    const dbk_rows *rows = p->parts[DBK_BRIEF_NUMBERS].rows;
    char grouped[DBK_GROUPED_BYTES];

    for (size_t row = 0; row < rows->n; row++)
        if (strcmp(dbk_rows_get(rows, row, "subject"), "figure.carried") == 0 &&
            strcmp(dbk_rows_get(rows, row, "code"), get(p, DBK_BRIEF_TOTALS, total, "code")) == 0 &&
            strcmp(dbk_rows_get(rows, row, "committee_id"), committee) == 0) {
            put(p, "td", "n carried", dbk_grouped(dbk_rows_get(rows, row, "value"), grouped));
            return;
        }
    fputs("<td></td>", p->to);
}

static void
put_row_head(const page *p, size_t row, const char *note, const char *revision, const char *receipt)
{
    put(p, "td", "n", get(p, DBK_BRIEF_COMMITTEES, row, "committee_id"));
    fputs("<td>", p->to);
    dbk_html_text(p->to, get(p, DBK_BRIEF_COMMITTEES, row, "committee"));
    if (note[0])
        fprintf(p->to, " <span class=\"carried\">%s %s</span>", _("carried from"), note);
    fputs("</td>", p->to);
    put(p, "td", "n", revision);
    fputs("<td class=\"nowrap\">", p->to);
    put_receipt(p, receipt);
    fputs("</td>", p->to);
}

/* The revision and code that the cells of these totals are from, at one committee. */
static void
put_matrix_row(const page *p, size_t row, size_t from, size_t until)
{
    const char *committee = get(p, DBK_BRIEF_COMMITTEES, row, "committee_id");
    const long cell = cell_of(p, from, committee);

    if (cell < 0)
        return;
    fputs("<tr>", p->to);
    put_row_head(p, row, "", get(p, DBK_BRIEF_NUMBERS, (size_t)cell, "revision"),
                 get(p, DBK_BRIEF_NUMBERS, (size_t)cell, "receipt"));
    for (size_t total = from; total < until; total++)
        put_value(p, total, committee);
    fputs("</tr>\n", p->to);
    if (strcmp(get(p, DBK_BRIEF_TOTALS, from, "subject"), "figure") != 0 ||
        get(p, DBK_BRIEF_COMMITTEES, row, "carried_date")[0] == '\0')
        return;
    fputs("<tr>", p->to);
    put_row_head(p, row, get(p, DBK_BRIEF_COMMITTEES, row, "carried_date"), get(p, DBK_BRIEF_COMMITTEES, row, "carried_revision"),
                 get(p, DBK_BRIEF_COMMITTEES, row, "carried_code"));
    for (size_t total = from; total < until; total++)
        put_carried(p, total, committee);
    fputs("</tr>\n", p->to);
}

static void
put_matrix_sum(const page *p, const char *title, const char *key, size_t from, size_t until)
{
    char grouped[DBK_GROUPED_BYTES];

    fprintf(p->to, "<tr class=\"sum\"><th colspan=\"4\">%s</th>", title);
    for (size_t total = from; total < until; total++)
        put(p, "td", "n", dbk_grouped(get(p, DBK_BRIEF_TOTALS, total, key), grouped));
    fputs("</tr>\n", p->to);
}

static void
put_matrix(const page *p, size_t from, size_t until)
{
    const bool figures = strcmp(get(p, DBK_BRIEF_TOTALS, from, "subject"), "figure") == 0;

    put(p, "h3", NULL, label(p, DBK_BRIEF_TOTALS, from, "group_zh", "group_en"));
    fprintf(p->to, "<table class=\"matrix\"><thead><tr><th class=\"n\">%s</th><th>%s</th><th class=\"n\">%s</th><th>%s</th>", _("no."),
            _("committee"), _("revision"), _("telephone code"));
    for (size_t total = from; total < until; total++) {
        fprintf(p->to, "<th id=\"n%zu\">[%zu] ", total + 1, total + 1);
        dbk_html_text(p->to, label(p, DBK_BRIEF_TOTALS, total, "label_zh", "label_en"));
        fputs("</th>", p->to);
    }
    fputs("</tr></thead>\n", p->to);
    for (size_t row = 0; row < p->parts[DBK_BRIEF_COMMITTEES].rows->n; row++)
        put_matrix_row(p, row, from, until);
    put_matrix_sum(p, _("total"), "total", from, until);
    put_matrix_sum(p, _("reported"), "share", from, until);
    if (figures) {
        put_matrix_sum(p, _("not filled"), "not_filled", from, until);
        put_matrix_sum(p, _("estimate, with what is carried"), "estimate", from, until);
    }
    fputs("</table>\n", p->to);
}

/* All totals of a subject, a table a group, and no wider than a sheet. */
static void
put_matrices(const page *p, const char *subject)
{
    const size_t n = p->parts[DBK_BRIEF_TOTALS].rows->n;
    size_t from = 0;

    while (from < n) {
        size_t until = from + 1;

        while (until < n && until - from < MATRIX_COLUMNS &&
               strcmp(get(p, DBK_BRIEF_TOTALS, until, "subject"), get(p, DBK_BRIEF_TOTALS, from, "subject")) == 0 &&
               strcmp(get(p, DBK_BRIEF_TOTALS, until, "group_en"), get(p, DBK_BRIEF_TOTALS, from, "group_en")) == 0)
            until++;
        if (strcmp(get(p, DBK_BRIEF_TOTALS, from, "subject"), subject) == 0)
            put_matrix(p, from, until);
        from = until;
    }
}

static void
put_appendices(const page *p)
{
    const dbk_part *needs = &p->parts[DBK_BRIEF_NEEDS];

    fputs("<section class=\"wide\">\n", p->to);
    put_roster(p);
    fputs("</section>\n<section class=\"wide\">\n", p->to);
    put_title(p, "h2", "t2", _("Appendix 2: the figures, committee by committee"));
    put_matrices(p, "figure");
    put_matrices(p, "ledger.before");
    fputs("</section>\n<section class=\"wide\">\n", p->to);
    put_title(p, "h2", "t3", _("Appendix 3: health, committee by committee; nobody is named"));
    put_matrices(p, "health");
    if (needs->rows->n > 0) {
        put_title(p, "h2", "t4", _("Appendix 4: supplies, committee by committee"));
        put_table(p, needs->columns, needs->rows, NULL);
    }
    fputs("</section>\n", p->to);
}

/* Where the cells of each total begin: both lists are in one order. What the estimate carries has no total of its own. */
static size_t *
first_cells(const dbk_rows *totals, const dbk_rows *numbers)
{
    size_t *first = calloc(totals->n + 1, sizeof *first), row = 0;

    assert(first);
    for (size_t total = 0; total < totals->n; total++) {
        while (row < numbers->n && (strcmp(dbk_rows_get(numbers, row, "subject"), dbk_rows_get(totals, total, "subject")) != 0 ||
                                    strcmp(dbk_rows_get(numbers, row, "code"), dbk_rows_get(totals, total, "code")) != 0))
            row++;
        first[total] = row;
    }
    first[totals->n] = numbers->n;
    return first;
}

void
dbk_brief_html(FILE *to, const dbk_part parts[DBK_BRIEF_PARTS])
{
    page p = { to, parts, first_cells(parts[DBK_BRIEF_TOTALS].rows, parts[DBK_BRIEF_NUMBERS].rows) };

    fprintf(to, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
                "<meta name=\"viewport\" content=\"width=device-width\">\n<title>%s %s</title>\n<style>\n%s</style>\n</head>\n<body>\n",
            dbk_words_pick("zh-CN", "en"), _("Nightly brief"), head(&p, "report_date"), style);
    put_summary(&p);
    put_charts(&p);
    put_those(&p, _("Missing"), "missing", "status", "MISSING", _("nobody is missing"));
    put_those(&p, _("Excused"), "excused", "status", "EXCUSED", NULL);
    put_those(&p, _("Returned, waiting for a correction"), "returned", "state", "RETURNED", NULL);
    put_those(&p, _("Late"), "late", "timeliness", "LATE", NULL);
    put_figures(&p);
    put_ledger(&p);
    put_title(&p, "h2", "health", _("Health"));
    put_totals(&p, "health");
    put_supplies(&p);
    put_cases(&p);
    put_risks(&p);
    put_appendices(&p);
    fputs("</body>\n</html>\n", to);
    free(p.first);
}
