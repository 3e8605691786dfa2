#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "clients/office/code_words.h"
#include "clients/office/lines.h"
#include "clients/office/report.h"
#include "clients/words.h"

#define READING_WIDTH_MAX 100        /* longer lines of prose read badly */
#define INDENT "    "
#define DOT " · "

static const char *
get(const dbk_part *part, size_t row, const char *key)
{
    const char *value = dbk_rows_get(part->rows, row, key);

    return value ? value : "";
}

/* What a column says, in the reader's language; yours to free, never NULL. */
static char *
say(const dbk_part *part, size_t row, const char *key)
{
    size_t i = 0;

    while (strcmp(part->columns->column[i].key, key) != 0)
        i++;
    char *said = dbk_output_cell(&part->columns->column[i], part->rows, row, DBK_FORMAT_TABLE);
    char *shown = dbk_lines_shown(said ? said : "");

    free(said);
    return shown;
}

static size_t
reading_width(void)
{
    const size_t width = dbk_lines_width();

    return width < READING_WIDTH_MAX ? width : READING_WIDTH_MAX;
}

/* A text in full, every line of it behind `indent`. */
static void
put_text(FILE *to, const char *text, const char *indent)
{
    char *said = strdup(text);

    assert(said);
    said = dbk_words_removed(said);
    char *wrapped = dbk_lines_wrap(said, reading_width() - strlen(indent));

    for (const char *line = wrapped; *line; ) {
        const char *stop = strchrnul(line, '\n');

        fprintf(to, "%s%.*s\n", stop > line ? indent : "", (int)(stop - line), line);
        line = *stop ? stop + 1 : stop;
    }
    free(wrapped);
    free(said);
}

static void put_line(FILE *to, const char *indent, const char *fmt, ...) DBK_PRINTF(3, 4);

static void
put_line(FILE *to, const char *indent, const char *fmt, ...)
{
    char *line = NULL;
    va_list args;

    va_start(args, fmt);
    if (vasprintf(&line, fmt, args) < 0)
        line = NULL;
    va_end(args);
    if (line)
        put_text(to, line, indent);
    free(line);
}

/* ---------------------------------------------------------------- the head */

static void
put_held(FILE *to, const dbk_part *head)
{
    char *reason = say(head, 0, "held_reason"), *since = say(head, 0, "held_since");

    if (reason[0])
        put_line(to, "", _("held: %s, since %s"), reason, since);
    free(reason);
    free(since);
}

static void
put_missing(FILE *to, const dbk_part *head)
{
    char *state = say(head, 0, "state"), *contact = say(head, 0, "contact");
    char *telephone = say(head, 0, "contact_telephone");

    put_line(to, "", _("no report (%s)"), state);
    put_held(to, head);
    if (contact[0])
        put_line(to, "", _("contact: %s %s"), contact, telephone);
    free(state);
    free(contact);
    free(telephone);
}

static void
put_receipt(FILE *to, const dbk_part *head)
{
    char *received = say(head, 0, "received_at"), *timeliness = say(head, 0, "timeliness");
    char *sender = say(head, 0, "sender"), *code = say(head, 0, "code");

    put_line(to, "", _("revision %s, received %s, %s; form version %s"), get(head, 0, "revision"), received, timeliness,
             get(head, 0, "form_version"));
    if (strcmp(get(head, 0, "entered_by_proxy"), "t") == 0)
        put_line(to, "", _("dictated by %s over the telephone, entered by %s; the original is awaited"), sender,
                 get(head, 0, "entered_by"));
    put_line(to, "", _("sent by %s; telephone code %s"), sender, code);
    put_held(to, head);
    free(received);
    free(timeliness);
    free(sender);
    free(code);
}

static bool
put_head(FILE *to, const dbk_part *head)
{
    char *committee = say(head, 0, "committee"), *subdistrict = say(head, 0, "subdistrict");
    char *branch = say(head, 0, "branch");
    const char *date = get(head, 0, "report_date");
    const bool reported = dbk_rows_get(head->rows, 0, "revision") != NULL;
    int32_t day = 0;

    dbk_day_parse(date, &day);
    put_line(to, "", _("%s %s (%s, %s)"), get(head, 0, "committee_id"), committee, subdistrict, branch);
    put_line(to, "", "%s %s", date, dbk_words_weekday(dbk_day_weekday(day)));
    if (reported)
        put_receipt(to, head);
    else
        put_missing(to, head);
    free(committee);
    free(subdistrict);
    free(branch);
    return reported;
}

/* ---------------------------------------------------------------- texts and lists */

static void
put_title(FILE *to, const char *title)
{
    fprintf(to, "\n%s\n", title);
}

static void
put_table(FILE *to, const char *title, const dbk_part *part, size_t least_rows)
{
    if (part->rows->n < least_rows)
        return;
    put_title(to, title);
    dbk_output_table(to, part->columns, part->rows, reading_width());
}

static void
put_declared(FILE *to, const dbk_part *head)
{
    if (strcmp(get(head, 0, "zero_report"), "t") == 0)
        put_line(to, "", "%s", _("zero report: nothing abnormal"));
}

/* What these columns say with dots between; what is empty is left out. Yours to free. */
static char *
joined(const dbk_part *part, size_t row, const char *const *keys, size_t n)
{
    char *line = NULL;
    size_t line_bytes = 0;
    FILE *to = open_memstream(&line, &line_bytes);

    assert(to);
    for (size_t i = 0; i < n; i++) {
        char *said = say(part, row, keys[i]);

        if (said[0])
            fprintf(to, "%s%s", ftell(to) > 0 ? DOT : "", said);
        free(said);
    }
    fclose(to);
    assert(line);
    return line;
}

static void
put_cases(FILE *to, const dbk_part *part, const dbk_part *head)
{
    static const char *const keys[] = { "category", "place" };

    put_title(to, _("Typical cases"));
    if (part->rows->n == 0)
        put_line(to, "  ", "%s", strcmp(get(head, 0, "no_case"), "t") == 0 ? _("declared: none tonight") : _("none"));
    for (size_t row = 0; row < part->rows->n; row++) {
        put_line(to, "  ", "%s. %s%s", get(part, row, "position"), get(part, row, "title"),
                 strcmp(get(part, row, "may_publish"), "t") == 0 ? _(" (may be published)") : "");
        char *line = joined(part, row, keys, sizeof keys / sizeof keys[0]);

        put_text(to, line, INDENT);
        free(line);
        put_text(to, get(part, row, "story"), INDENT);
        if (get(part, row, "result")[0])
            put_line(to, INDENT, _("result: %s"), get(part, row, "result"));
    }
}

static void
put_observation(FILE *to, const dbk_part *part, size_t row)
{
    static const char *const keys[] = { "category", "place" };
    char *line = joined(part, row, keys, sizeof keys / sizeof keys[0]);
    char *kind = say(part, row, "kind"), *severity = say(part, row, "severity");

    if (severity[0])
        put_line(to, "  ", _("%zu. %s (%s): %s"), row + 1, kind, severity, line);
    else
        put_line(to, "  ", _("%zu. %s: %s"), row + 1, kind, line);
    put_text(to, get(part, row, "text"), INDENT);
    if (strcmp(get(part, row, "needs_office"), "t") == 0)
        put_line(to, INDENT, "%s", _("needs the office"));
    free(line);
    free(kind);
    free(severity);
}

static void
put_observations(FILE *to, const dbk_part *part)
{
    if (part->rows->n == 0)
        return;
    put_title(to, _("Observations"));
    for (size_t row = 0; row < part->rows->n; row++)
        put_observation(to, part, row);
}

void
dbk_report_print(FILE *to, const dbk_part page[DBK_REPORT_PARTS])
{
    const dbk_part *head = &page[DBK_REPORT_HEAD];

    if (!put_head(to, head))
        return;
    put_declared(to, head);
    put_table(to, _("Figures"), &page[DBK_REPORT_FIGURES], 1);
    put_title(to, _("Situation"));
    put_text(to, get(head, 0, "situation"), "  ");
    put_cases(to, &page[DBK_REPORT_CASES], head);
    put_observations(to, &page[DBK_REPORT_OBSERVATIONS]);
    put_table(to, _("Supply needs"), &page[DBK_REPORT_SUPPLIES], 1);
    put_table(to, _("Answers to open items"), &page[DBK_REPORT_ANSWERS], 1);
    put_table(to, _("Explanations"), &page[DBK_REPORT_EXPLANATIONS], 1);
    put_table(to, _("Revisions"), &page[DBK_REPORT_REVISIONS], 2);
}
