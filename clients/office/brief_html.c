/*
 * brief_html — a brief as one page for a screen and for paper.
 *
 * Every number carries the number of its note, and leads to where it is taken apart (brief_notes.c): counts to appendix 1,
 * figures and health to the column of that number in appendix 2 and 3, supplies to appendix 4.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "clients/office/brief_paper.h"
#include "clients/office/code_words.h"
#include "clients/words.h"
#include "proto/calendar.h"

#define HEADS(array) array, sizeof(array) / sizeof((array)[0])
#define FIGURE_COLUMNS 7
#define OTHER_COLUMNS 4

/* DejaVu before the generic name: WenQuanYi's degree sign comes out of weasyprint blank. */
static const char style[] =
    "body{font-family:\"Noto Sans CJK SC\",\"DejaVu Sans\",sans-serif;font-size:10.5pt;line-height:1.45;color:#1c1c1c;max-width:190mm;margin:8mm auto;"
    "padding:0 4mm}\n"
    "h1{font-size:19pt;margin:0 0 1mm}\n"
    "h2{font-size:13pt;margin:7mm 0 2mm;border-bottom:1.5pt solid #3a7d5c;break-after:avoid}\n"
    "h3{font-size:11pt;margin:4mm 0 1mm;break-after:avoid}p{margin:1mm 0}.meta{color:#555}\n"
    "table{border-collapse:collapse;width:100%;margin:1mm 0 3mm}thead{display:table-header-group}\n"
    "th,td{border:.5pt solid #bbb;padding:.6mm 1.4mm;text-align:left;vertical-align:top;overflow-wrap:anywhere}\n"
    "th{background:#eef4f0;font-weight:600;white-space:nowrap}tr,.case,figure{break-inside:avoid}\n"
    "td.n,th.n{text-align:right;white-space:nowrap;overflow-wrap:normal}tr.group th{background:#f7f7f7}\n"
    "tr.sum td,tr.sum th{border-top:1.2pt solid #444;font-weight:600}\n"
    "a{color:inherit;text-decoration:none}sup{color:#3a7d5c;font-size:6.5pt;font-weight:400;margin-left:.3mm}\n"
    ".tiles{display:table;table-layout:fixed;width:100%;border-collapse:separate;border-spacing:1mm 0;margin:3mm 0}\n"
    ".tile{display:table-cell;border:.7pt solid #bbb;padding:1.5mm 2mm}.tile b{display:block;font-size:16pt;line-height:1.2}\n"
    ".alert{border:1.6pt solid #b03a2e;color:#b03a2e}.word{color:#555}.carried{color:#555;font-style:italic}\n"
    ".nowrap{white-space:nowrap}figure{margin:2mm 0}svg{max-width:100%;height:auto}figcaption{color:#555;font-size:9pt}\n"
    ".case{margin:0 0 3mm}.case p{white-space:pre-line}\n"
    ".notes table{font-size:7.5pt;line-height:1.25}.notes th,.notes td{padding:.3mm 1mm}\n"
    ".notes th[id]{white-space:normal}\n"
    "@page{size:A4;margin:15mm 14mm 16mm;\n"
    "@bottom-center{content:counter(page) \" / \" counter(pages);font-size:8pt;color:#666}}\n"
    "@page notes{size:A4;margin:11mm 9mm 13mm}\n"
    "@media print{body{max-width:none;margin:0;padding:0}.notes{page:notes;break-before:page}}\n"
    "@media screen{.notes{overflow-x:auto}}\n"
    "@media screen and (max-width:700px){table{display:block;overflow-x:auto}.tiles{display:flex;flex-wrap:wrap;gap:2mm}\n"
    ".tile{flex:1 1 24%;min-width:16mm}}\n";

static const char *
head(const dbk_paper *p, const char *key)
{
    return dbk_paper_get(p, DBK_BRIEF_HEAD, 0, key);
}

static void
put_nothing(const dbk_paper *p, const char *text)
{
    dbk_paper_put(p, "p", "word", text);
    fputc('\n', p->to);
}

/* ---------------------------------------------------------------- the night */

static void
put_tile(const dbk_paper *p, const char *code, const char *word, bool alert)
{
    const long total = dbk_paper_total(p, "count", code);

    fprintf(p->to, "<div class=\"tile%s\"><b>", alert && total >= 0 ? " alert" : "");
    if (total >= 0)
        dbk_paper_number(p, head(p, code), (size_t)total);
    else
        dbk_html_text(p->to, head(p, code));              /* 0: nobody is in it */
    fputs("</b>", p->to);
    dbk_html_text(p->to, word);
    fputs("</div>\n", p->to);
}

static void
put_tiles(const dbk_paper *p)
{
    static const struct { const char *code, *word; bool alert, always; } tiles[] = {
        { "expected", N_("expected"), false, true },     { "reported", N_("reported"), false, true },
        { "on_time", N_("on time"), false, true },       { "on_time_outage", N_("on time (outage)"), false, false },
        { "late", N_("late"), true, true },              { "missing", N_("missing"), true, true },
        { "excused", N_("excused"), false, false },      { "returned", N_("returned"), true, false },
        { "unexpected", N_("not expected"), true, false },
    };

    fputs("<div class=\"tiles\">\n", p->to);
    for (size_t i = 0; i < sizeof tiles / sizeof tiles[0]; i++)
        if (tiles[i].always || dbk_paper_total(p, "count", tiles[i].code) >= 0)
            put_tile(p, tiles[i].code, _(tiles[i].word), tiles[i].alert);
    fputs("</div>\n", p->to);
}

static void
put_summary(const dbk_paper *p)
{
    int32_t day = 0;

    dbk_day_parse(head(p, "report_date"), &day);
    dbk_paper_put(p, "h1", NULL, _("Nightly brief"));
    fprintf(p->to, "\n<p class=\"meta\"><b>%s %s</b> · %s ", head(p, "report_date"),
            dbk_words_weekday(dbk_day_weekday(day)), _("as of"));
    dbk_paper_instant(p, head(p, "as_of"), true);
    fprintf(p->to, " · %s ", _("deadline"));
    dbk_paper_instant(p, head(p, "deadline"), true);
    fputs(" · ", p->to);
    fprintf(p->to, _("brief %s, made by "), head(p, "brief_id"));
    dbk_html_text(p->to, head(p, "made_by"));
    fputc(' ', p->to);
    dbk_paper_instant(p, head(p, "made_at"), true);
    fputs("</p>\n", p->to);
    put_tiles(p);
    dbk_paper_put(p, "p", "meta",
                  _("The small number behind a number is its note: in the appendix it is taken apart, committee by "
                    "committee, with the revision and the telephone code of the report that was counted."));
    fputc('\n', p->to);
}

static void
put_charts(const dbk_paper *p)
{
    fputs("<figure>", p->to);
    dbk_brief_chart_places(p->to, &p->parts[DBK_BRIEF_PLACES]);
    dbk_paper_put(p, "figcaption", NULL, _("Who has reported, by subdistrict and branch (appendix 1)"));
    fputs("</figure>\n<figure>", p->to);
    dbk_brief_chart_arrivals(p->to, &p->parts[DBK_BRIEF_HEAD], &p->parts[DBK_BRIEF_COMMITTEES]);
    dbk_paper_put(p, "figcaption", NULL,
                  _("When the counted reports came in; of a corrected one the revision that is counted"));
    fputs("</figure>\n", p->to);
}

/* Why it is held, how much of it is filled, or what the office wrote. */
static void
put_reason(const dbk_paper *p, size_t row)
{
    const char *held = dbk_paper_get(p, DBK_BRIEF_COMMITTEES, row, "held_reason");
    const char *percent = dbk_paper_get(p, DBK_BRIEF_COMMITTEES, row, "percent");

    if (held[0])
        dbk_html_text(p->to, dbk_words_of("reason", held));
    else if (percent[0])
        fprintf(p->to, "%s%%", percent);
    else
        dbk_html_text(p->to, dbk_paper_get(p, DBK_BRIEF_COMMITTEES, row, "reason"));
}

static void
put_committee(const dbk_paper *p, size_t row)
{
    fputs("<tr>", p->to);
    dbk_paper_put(p, "td", "n", dbk_paper_get(p, DBK_BRIEF_COMMITTEES, row, "committee_id"));
    dbk_paper_put(p, "td", "nowrap", dbk_paper_get(p, DBK_BRIEF_COMMITTEES, row, "committee"));
    dbk_paper_put(p, "td", "nowrap", dbk_paper_get(p, DBK_BRIEF_COMMITTEES, row, "subdistrict"));
    dbk_paper_put(p, "td", NULL, dbk_words_of("state", dbk_paper_get(p, DBK_BRIEF_COMMITTEES, row, "state")));
    fputs("<td class=\"nowrap\">", p->to);
    dbk_paper_instant(p, dbk_paper_get(p, DBK_BRIEF_COMMITTEES, row, "state_since"), false);
    fputs("</td><td>", p->to);
    put_reason(p, row);
    fputs("</td>", p->to);
    dbk_paper_put(p, "td", "nowrap", dbk_paper_get(p, DBK_BRIEF_COMMITTEES, row, "contact"));
    dbk_paper_put(p, "td", "nowrap", dbk_paper_get(p, DBK_BRIEF_COMMITTEES, row, "contact_telephone"));
    fputs("</tr>\n", p->to);
}

/* The committees of which `key` says `value`. Nothing at all when there are none, or the sentence `none`. */
static void
put_those(const dbk_paper *p, const char *id, const char *title, const char *key, const char *value, const char *none)
{
    static const dbk_paper_head heads[] = {
        { N_("no."), true }, { N_("committee"), false }, { N_("subdistrict"), false }, { N_("state"), false },
        { N_("since"), false }, { N_("why"), false }, { N_("contact"), false }, { N_("telephone"), false },
    };
    const size_t n = p->parts[DBK_BRIEF_COMMITTEES].rows->n;
    size_t found = 0;

    for (size_t row = 0; row < n; row++)
        found += dbk_paper_is(p, DBK_BRIEF_COMMITTEES, row, key, value);
    if (found > 0 || none)
        dbk_paper_title(p, "h2", id, title);
    if (found == 0 && none)
        put_nothing(p, none);
    if (found == 0)
        return;
    dbk_paper_heads(p, NULL, HEADS(heads));
    for (size_t row = 0; row < n; row++)
        if (dbk_paper_is(p, DBK_BRIEF_COMMITTEES, row, key, value))
            put_committee(p, row);
    fputs("</table>\n", p->to);
}

/* ---------------------------------------------------------------- totals */

static void
put_total(const dbk_paper *p, size_t row, bool figures)
{
    const char *not_filled = dbk_paper_get(p, DBK_BRIEF_TOTALS, row, "not_filled");
    char grouped[DBK_GROUPED_BYTES];

    fputs("<tr>", p->to);
    dbk_paper_put_word(p, "td", NULL, DBK_BRIEF_TOTALS, row, "label");
    fputs("<td class=\"n\">", p->to);
    dbk_paper_number(p, dbk_paper_get(p, DBK_BRIEF_TOTALS, row, "total"), row);
    fputs("</td>", p->to);
    dbk_paper_put_word(p, "td", "nowrap", DBK_BRIEF_TOTALS, row, "unit");
    dbk_paper_put(p, "td", "n", dbk_paper_get(p, DBK_BRIEF_TOTALS, row, "share"));
    if (figures) {
        dbk_paper_put(p, "td", "n", strcmp(not_filled, "0") == 0 ? "" : not_filled);
        dbk_paper_put(p, "td", "n", dbk_grouped(dbk_paper_get(p, DBK_BRIEF_TOTALS, row, "estimate"), grouped));
        dbk_paper_put(p, "td", "n", dbk_paper_get(p, DBK_BRIEF_TOTALS, row, "carried_share"));
    }
    fputs("</tr>\n", p->to);
}

/* All of a subject; of figures the name of each group above them, who left them empty, and the estimate with how many it carries. */
static void
put_totals(const dbk_paper *p, const char *subject)
{
    static const dbk_paper_head heads[] = {
        { N_("figure"), false }, { N_("total"), true }, { N_("unit"), false }, { N_("reported"), true },
        { N_("not filled"), true }, { N_("estimate"), true }, { N_("carried, of the missing"), true },
    };
    const bool figures = strcmp(subject, "figure") == 0;
    const char *group = "";

    dbk_paper_heads(p, NULL, heads, figures ? FIGURE_COLUMNS : OTHER_COLUMNS);
    for (size_t row = 0; row < p->parts[DBK_BRIEF_TOTALS].rows->n; row++) {
        const char *its = dbk_paper_word(p, DBK_BRIEF_TOTALS, row, "group");

        if (!dbk_paper_is(p, DBK_BRIEF_TOTALS, row, "subject", subject))
            continue;
        if (figures && strcmp(group, its) != 0) {
            fprintf(p->to, "<tr class=\"group\"><th colspan=\"%d\">", FIGURE_COLUMNS);
            dbk_html_label(p->to, its);
            fputs("</th></tr>\n", p->to);
        }
        group = its;
        put_total(p, row, figures);
    }
    fputs("</table>\n", p->to);
}

static void
put_names(const dbk_paper *p, size_t total)
{
    static const dbk_column names = { .key = "names", .shape = DBK_NAMES };
    char *said = dbk_output_cell(&names, p->parts[DBK_BRIEF_TOTALS].rows, total, DBK_FORMAT_TABLE);

    dbk_html_text(p->to, said ? said : "");
    free(said);
}

static void
put_figures(const dbk_paper *p)
{
    const long missing = dbk_paper_total(p, "count", "missing");

    dbk_paper_title(p, "h2", "figures", _("Figures"));
    if (missing >= 0) {
        fputs("<p>", p->to);
        fprintf(p->to, _("Every sum is of %s of %s committees; missing in it: "), head(p, "reported"), head(p, "expected"));
        put_names(p, (size_t)missing);
        fprintf(p->to, "%s</p>\n",
                _(". The estimate stands apart: it has the last report of the week before in their place."));
    }
    put_totals(p, "figure");
}

static void
put_ledger(const dbk_paper *p)
{
    const dbk_part *off = &p->parts[DBK_BRIEF_LEDGER];

    dbk_paper_title(p, "h2", "ledger", _("Home quarantine: the ledger"));
    fputs("<figure>", p->to);
    dbk_brief_chart_ledger(p->to, &p->parts[DBK_BRIEF_TOTALS]);
    fputs("</figure>\n", p->to);
    put_totals(p, "ledger.before");
    if (off->rows->n == 0) {
        put_nothing(p, _("every opening follows from the night before, where that was reported"));
        return;
    }
    dbk_paper_title(p, "h3", "ledger-off", _("Openings that do not follow from the night before"));
    dbk_paper_table(p, off);
}

static void
put_supplies(const dbk_paper *p)
{
    dbk_paper_title(p, "h2", "supplies", _("Supply gaps"));
    if (p->parts[DBK_BRIEF_SUPPLIES].rows->n == 0) {
        put_nothing(p, _("nothing is short"));
        return;
    }
    fputs("<p class=\"meta\"><a href=\"#t4\">", p->to);
    dbk_html_text(p->to, _("by each committee's last word; appendix 4 takes them apart"));
    fputs("</a></p>\n", p->to);
    dbk_paper_table(p, &p->parts[DBK_BRIEF_SUPPLIES]);
}

/* ---------------------------------------------------------------- cases and risk points */

static void
put_case(const dbk_paper *p, size_t row)
{
    const char *place = dbk_paper_get(p, DBK_BRIEF_CASES, row, "place");
    const char *result = dbk_paper_get(p, DBK_BRIEF_CASES, row, "result");

    fprintf(p->to, "<div class=\"case\"><h3>%zu. ", row + 1);
    dbk_html_text(p->to, dbk_paper_get(p, DBK_BRIEF_CASES, row, "title"));
    fputs("</h3><p>", p->to);
    dbk_html_text(p->to, dbk_paper_get(p, DBK_BRIEF_CASES, row, "committee"));
    fputs(" · ", p->to);
    dbk_html_label(p->to, dbk_paper_word(p, DBK_BRIEF_CASES, row, "category"));
    fputs(place[0] ? " · " : "", p->to);
    dbk_html_text(p->to, place);
    fputs(" · ", p->to);
    dbk_paper_source(p, DBK_BRIEF_CASES, row);
    fputs("</p>", p->to);
    dbk_paper_put(p, "p", NULL, dbk_paper_get(p, DBK_BRIEF_CASES, row, "story"));
    if (result[0])
        dbk_paper_put(p, "p", "word", result);
    fputs("</div>\n", p->to);
}

static void
put_cases(const dbk_paper *p)
{
    const size_t n = p->parts[DBK_BRIEF_CASES].rows->n;

    dbk_paper_title(p, "h2", "cases", _("Cases that may be published"));
    if (n == 0)
        put_nothing(p, _("none"));
    for (size_t row = 0; row < n; row++)
        put_case(p, row);
}

static void
put_risk(const dbk_paper *p, size_t row)
{
    const char *place = dbk_paper_get(p, DBK_BRIEF_RISKS, row, "place");
    const char *owner = dbk_paper_get(p, DBK_BRIEF_RISKS, row, "owner");

    fputs("<tr>", p->to);
    dbk_paper_put(p, "td", "nowrap", dbk_words_of("severity", dbk_paper_get(p, DBK_BRIEF_RISKS, row, "severity")));
    dbk_paper_put(p, "td", "nowrap", dbk_paper_get(p, DBK_BRIEF_RISKS, row, "committee"));
    fputs("<td>", p->to);
    dbk_html_text(p->to, place);
    fputs(place[0] ? _(": ") : "", p->to);
    dbk_html_text(p->to, dbk_paper_get(p, DBK_BRIEF_RISKS, row, "text"));
    fputs("</td><td class=\"nowrap\">", p->to);
    dbk_html_text(p->to, dbk_words_of("risk", dbk_paper_get(p, DBK_BRIEF_RISKS, row, "state")));
    fputs(owner[0] ? "<br>" : "", p->to);
    dbk_html_text(p->to, owner);
    fputs("</td>", p->to);
    dbk_paper_put(p, "td", "n", dbk_paper_get(p, DBK_BRIEF_RISKS, row, "nights"));
    dbk_paper_put(p, "td", "n", dbk_paper_get(p, DBK_BRIEF_RISKS, row, "age_days"));
    fputs("<td>", p->to);
    dbk_paper_source(p, DBK_BRIEF_RISKS, row);
    fputs("</td></tr>\n", p->to);
}

static void
put_risks(const dbk_paper *p)
{
    static const dbk_paper_head heads[] = {
        { N_("severity"), false }, { N_("committee"), false }, { N_("what was seen"), false }, { N_("state"), false },
        { N_("nights"), true }, { N_("days"), true }, { N_("read from"), false },
    };
    const size_t n = p->parts[DBK_BRIEF_RISKS].rows->n;

    dbk_paper_title(p, "h2", "risks", _("Risk points that are open"));
    if (n == 0) {
        put_nothing(p, _("none"));
        return;
    }
    dbk_paper_heads(p, NULL, HEADS(heads));
    for (size_t row = 0; row < n; row++)
        put_risk(p, row);
    fputs("</table>\n", p->to);
}

/* ---------------------------------------------------------------- the page */

/* Where the cells of each total begin: both lists are in one order. What the estimate carries has no total of its own. */
static size_t *
first_cells(const dbk_rows *totals, const dbk_rows *numbers)
{
    size_t *first = calloc(totals->n + 1, sizeof *first), row = 0;

    assert(first);
    for (size_t total = 0; total < totals->n; total++) {
        const char *subject = dbk_rows_get(totals, total, "subject"), *code = dbk_rows_get(totals, total, "code");

        while (row < numbers->n && (strcmp(dbk_rows_get(numbers, row, "subject"), subject) != 0 ||
                                    strcmp(dbk_rows_get(numbers, row, "code"), code) != 0))
            row++;
        first[total] = row;
    }
    first[totals->n] = numbers->n;
    return first;
}

void
dbk_brief_html(FILE *to, const dbk_part parts[DBK_BRIEF_PARTS])
{
    dbk_paper p = { to, parts, first_cells(parts[DBK_BRIEF_TOTALS].rows, parts[DBK_BRIEF_NUMBERS].rows) };

    fprintf(to, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
                "<meta name=\"viewport\" content=\"width=device-width\">\n<title>%s %s</title>\n"
                "<style>\n%s</style>\n</head>\n<body>\n",
            dbk_words_pick("zh-CN", "en"), _("Nightly brief"), head(&p, "report_date"), style);
    put_summary(&p);
    put_charts(&p);
    put_those(&p, "missing", _("Missing"), "status", "MISSING", _("nobody is missing"));
    put_those(&p, "excused", _("Excused"), "status", "EXCUSED", NULL);
    put_those(&p, "returned", _("Returned, waiting for a correction"), "state", "RETURNED", NULL);
    put_those(&p, "by-telephone", _("Dictated over the telephone and entered by the office"), "entered_by_proxy", "t", NULL);
    put_those(&p, "late", _("Late"), "timeliness", "LATE", NULL);
    put_figures(&p);
    put_ledger(&p);
    dbk_paper_title(&p, "h2", "health", _("Health"));
    put_totals(&p, "health");
    put_supplies(&p);
    put_cases(&p);
    put_risks(&p);
    dbk_paper_notes(&p);
    fputs("</body>\n</html>\n", to);
    free(p.first);
}
