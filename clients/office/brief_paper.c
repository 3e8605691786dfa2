#include "clients/office/brief_paper.h"

#include <stdlib.h>
#include <string.h>

#include "clients/fullwidth.h"
#include "clients/office/code_words.h"
#include "clients/office/lines.h"
#include "clients/office/moment.h"
#include "clients/words.h"
#include "proto/ident.h"

#define KEY_BYTES 64
#define ISO_TIME (sizeof "2020-02-18T" - 1)

void
dbk_html_text(FILE *to, const char *text)
{
    char *shown = dbk_words_removed(dbk_lines_shown(text));

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

void
dbk_html_label(FILE *to, const char *label)
{
    char *full = dbk_words_zh() ? dbk_fullwidth(label) : NULL;

    dbk_html_text(to, full ? full : label);
    free(full);
}

/* ---------------------------------------------------------------- what the brief says */

const char *
dbk_paper_get(const dbk_paper *p, int part, size_t row, const char *key)
{
    const char *said = dbk_rows_get(p->parts[part].rows, row, key);

    return said ? said : "";
}

const char *
dbk_paper_word(const dbk_paper *p, int part, size_t row, const char *key)
{
    char name[KEY_BYTES];

    snprintf(name, sizeof name, "%s_%s", key, dbk_words_pick("zh", "en"));
    return dbk_paper_get(p, part, row, name);
}

bool
dbk_paper_is(const dbk_paper *p, int part, size_t row, const char *key, const char *value)
{
    return strcmp(dbk_paper_get(p, part, row, key), value) == 0;
}

long
dbk_paper_total(const dbk_paper *p, const char *subject, const char *code)
{
    for (size_t row = 0; row < p->parts[DBK_BRIEF_TOTALS].rows->n; row++)
        if (dbk_paper_is(p, DBK_BRIEF_TOTALS, row, "subject", subject) &&
            dbk_paper_is(p, DBK_BRIEF_TOTALS, row, "code", code))
            return (long)row;
    return -1;
}

/* ---------------------------------------------------------------- pieces of a page */

static void
put_class(const dbk_paper *p, const char *tag, const char *class)
{
    if (class)
        fprintf(p->to, "<%s class=\"%s\">", tag, class);
    else
        fprintf(p->to, "<%s>", tag);
}

void
dbk_paper_put(const dbk_paper *p, const char *tag, const char *class, const char *text)
{
    put_class(p, tag, class);
    dbk_html_text(p->to, text);
    fprintf(p->to, "</%s>", tag);
}

void
dbk_paper_put_word(const dbk_paper *p, const char *tag, const char *class, int part, size_t row, const char *key)
{
    put_class(p, tag, class);
    dbk_html_label(p->to, dbk_paper_word(p, part, row, key));
    fprintf(p->to, "</%s>", tag);
}

void
dbk_paper_title(const dbk_paper *p, const char *tag, const char *id, const char *text)
{
    fprintf(p->to, "<%s id=\"%s\">", tag, id);
    dbk_html_text(p->to, text);
    fprintf(p->to, "</%s>\n", tag);
}

void
dbk_paper_number(const dbk_paper *p, const char *number, size_t total)
{
    char grouped[DBK_GROUPED_BYTES];

    fprintf(p->to, "<a href=\"#n%zu\">", total + 1);
    dbk_html_text(p->to, number[0] ? dbk_grouped(number, grouped) : "-");
    fprintf(p->to, "<sup>[%zu]</sup></a>", total + 1);
}

void
dbk_paper_instant(const dbk_paper *p, const char *iso, bool year)
{
    char said[DBK_MOMENT_SAID_BYTES];

    if (iso[0] && year)
        fprintf(p->to, "%.10s %.5s", iso, iso + ISO_TIME);
    else
        fputs(dbk_moment_said(iso, said), p->to);
}

void
dbk_paper_receipt(const dbk_paper *p, const char *code)
{
    if (strlen(code) == DBK_CODE_CHARS)
        fprintf(p->to, "%.4s\u00a0%s", code, code + DBK_CODE_CHARS / 2);
    else
        dbk_html_text(p->to, code);
}

void
dbk_paper_by_proxy(const dbk_paper *p, int part, size_t row, const char *key)
{
    if (dbk_paper_is(p, part, row, key, "t"))
        fprintf(p->to, " · <span class=\"nowrap\">%s</span>", _("by telephone"));
}

void
dbk_paper_source(const dbk_paper *p, int part, size_t row)
{
    fprintf(p->to, "<span class=\"word\"><span class=\"nowrap\">%s</span> <span class=\"nowrap\">",
            dbk_paper_get(p, part, row, "report_date"));
    fprintf(p->to, _("revision %s"), dbk_paper_get(p, part, row, "revision"));
    fputs("</span> <span class=\"nowrap\">", p->to);
    dbk_paper_receipt(p, dbk_paper_get(p, part, row, "receipt"));
    fputs("</span>", p->to);
    dbk_paper_by_proxy(p, part, row, "entered_by_proxy");
    fputs("</span>", p->to);
}

/* ---------------------------------------------------------------- tables */

void
dbk_paper_heads(const dbk_paper *p, const char *class, const dbk_paper_head *heads, size_t n)
{
    put_class(p, "table", class);
    fputs("<thead><tr>", p->to);
    for (size_t i = 0; i < n; i++)
        dbk_paper_put(p, "th", heads[i].number ? "n" : NULL, _(heads[i].word));
    fputs("</tr></thead>\n", p->to);
}

static void
put_cell(const dbk_paper *p, const dbk_column *column, const dbk_rows *rows, size_t row)
{
    const bool number = column->shape == DBK_NUMBER;
    char *said = dbk_output_cell(column, rows, row, DBK_FORMAT_TABLE);
    char grouped[DBK_GROUPED_BYTES];

    dbk_paper_put(p, "td", number ? "n" : column->fit == DBK_WHOLE ? "nowrap" : NULL,
                  said == NULL ? "" : number ? dbk_grouped(said, grouped) : said);
    free(said);
}

void
dbk_paper_table(const dbk_paper *p, const dbk_part *part)
{
    const dbk_columns *columns = part->columns;
    dbk_paper_head *heads = calloc(columns->n + 1, sizeof *heads);
    size_t n = 0;

    for (size_t i = 0; heads && i < columns->n; i++)
        if (columns->column[i].where & DBK_IN_TABLE)
            heads[n++] = (dbk_paper_head){ columns->column[i].head, columns->column[i].shape == DBK_NUMBER };
    dbk_paper_heads(p, NULL, heads, n);
    free(heads);
    for (size_t row = 0; row < part->rows->n; row++) {
        fputs("<tr>", p->to);
        for (size_t i = 0; i < columns->n; i++)
            if (columns->column[i].where & DBK_IN_TABLE)
                put_cell(p, &columns->column[i], part->rows, row);
        fputs("</tr>\n", p->to);
    }
    fputs("</table>\n", p->to);
}
