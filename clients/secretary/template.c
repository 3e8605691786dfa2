#include "clients/secretary/template.h"

#include <inttypes.h>
#include <string.h>

#include "clients/words.h"
#include "proto/calendar.h"
#include "proto/codes.h"
#include "proto/limits.h"
#include "proto/text.h"

#define TEXT_BYTES 512

/* Column at which the notes begin, behind a key and room for its value. */
#define NOTE_COLUMN 38

static const char *
shown(ProtobufCBinaryData zh, ProtobufCBinaryData en, char room[TEXT_BYTES])
{
    const ProtobufCBinaryData text = dbk_words_zh() ? zh : en;

    return dbk_text_shown(text.data, text.len, room, TEXT_BYTES);
}

void
dbk_template_line(FILE *to, const char *key, const char *value, const char *note)
{
    const int n = fprintf(to, "%s:%s%s", key, value[0] ? " " : "", value);

    if (note[0])
        fprintf(to, "%*s# %s", n < NOTE_COLUMN ? NOTE_COLUMN - n : 1, "", note);
    fputc('\n', to);
}

void
dbk_template_words(FILE *to, const char *indent, dbk_list list)
{
    size_t n, column = 0;
    const dbk_code_row *rows = dbk_list_rows(list, &n);

    for (size_t i = 0; i < n; i++) {
        char word[128];
        const int bytes = snprintf(word, sizeof word, " %s%s", dbk_words_pick(rows[i].zh, rows[i].en),
                                   i + 1 < n ? "," : "");

        if (column == 0 || column + dbk_text_width(word, (size_t)bytes) > 78) {
            fprintf(to, "%s%s#", column ? "\n" : "", indent);
            column = strlen(indent) + 1;
        }
        fputs(word, to);
        column += dbk_text_width(word, (size_t)bytes);
    }
    fputc('\n', to);
}

static void
print_head(const dbk_form *form, uint32_t committee, uint32_t date, FILE *to)
{
    char number[16] = "", day_text[DBK_DAY_TEXT_BYTES] = "", version[16];
    int32_t day;

    if (committee != 0)
        snprintf(number, sizeof number, "%u", committee);
    if (date != 0 && dbk_day_from_ymd(date, &day))
        dbk_day_text(day, day_text);
    snprintf(version, sizeof version, "%u", dbk_form_version(form));
    fprintf(to, _("# Nightly report, form %u.  Fill it in, save it as UTF-8, then: daybook submit FILE\n"),
            dbk_form_version(form));
    fputs(_("# Behind each colon a space, then the value. Half-width digits. 0 for none; nothing if it is not known.\n"
            "# * must be filled. What stands behind a # is only a note.\n\n"), to);
    dbk_template_line(to, "committee", number, _("* number of the committee"));
    dbk_template_line(to, "date", day_text, _("* the night reported on: year-month-day"));
    dbk_template_line(to, "form", version, _("leave as it is"));
    dbk_template_line(to, "corrects", "", _("only to correct a report: its id, from daybook status"));
}

static void
print_indicator(const Daybook__V1__Indicator *indicator, FILE *to)
{
    char key[64], label[TEXT_BYTES], unit[TEXT_BYTES], note[3 * TEXT_BYTES];

    snprintf(key, sizeof key, "  %s", indicator->code);
    snprintf(note, sizeof note, "%s%s (%s) %" PRId64 "..%" PRId64, indicator->required ? "* " : "  ",
             shown(indicator->label_zh, indicator->label_en, label),
             shown(indicator->unit_zh, indicator->unit_en, unit), indicator->least, indicator->most);
    dbk_template_line(to, key, "", note);
}

static void
print_figures(const dbk_form *form, FILE *to)
{
    const dbk_form_message *message = dbk_form_message_of(form);
    char label[TEXT_BYTES];

    fputs("\nfigures:\n", to);
    for (size_t g = 0; g < message->n_groups; g++) {
        fprintf(to, "  # -- %s\n", shown(message->groups[g]->label_zh, message->groups[g]->label_en, label));
        for (size_t i = 0; i < message->n_indicators; i++)
            if (strcmp(message->indicators[i]->group, message->groups[g]->code) == 0)
                print_indicator(message->indicators[i], to);
    }
}

void
dbk_template_narrative(FILE *to, size_t indent, const char *key, size_t least, size_t most, const char *what)
{
    fprintf(to, _("%*s# %s%s, %zu..%zu characters; write below the next line, each line behind %zu spaces\n"),
            (int)indent, "", least > 0 ? "* " : "", what, least, most, indent + 2);
    fprintf(to, "%*s%s: |\n%*s\n", (int)indent, "", key, (int)indent + 2, "");
}

static void
print_text_line(FILE *to, const char *key, size_t least, size_t most, const char *what)
{
    char note[TEXT_BYTES];

    snprintf(note, sizeof note, _("%s%s, %zu..%zu characters, one line"), least > 0 ? "* " : "", what, least, most);
    dbk_template_line(to, key, "", note);
}

static void
print_cases(FILE *to)
{
    fprintf(to, _("\n# Typical cases, at most %d: repeat the block from - title on. An empty block does not count.\n"),
            DBK_CASES_MAX);
    dbk_template_line(to, "no_case", "", _("yes, if there is no typical case tonight"));
    fputs("cases:\n", to);
    print_text_line(to, "  - title", DBK_CASE_TITLE_MIN, DBK_CASE_TITLE_MAX, _("title"));
    dbk_template_words(to, "    ", DBK_LIST_WORK_KIND);
    dbk_template_line(to, "    category", "", _("* one of the words above"));
    print_text_line(to, "    place", 0, DBK_PLACE_MAX, _("place"));
    dbk_template_narrative(to, 4, "story", DBK_CASE_STORY_MIN, DBK_CASE_STORY_MAX,
                    _("what happened; no identity or telephone numbers"));
    print_text_line(to, "    result", 0, DBK_CASE_RESULT_MAX, _("what came of it"));
    dbk_template_line(to, "    may_publish", "", _("yes or no: may it be published?"));
}

static void
print_observations(FILE *to)
{
    fprintf(to, _("\n# Observations, at most %d: risk points, suggestions, reflections, thanks\n"),
            DBK_OBSERVATIONS_MAX);
    fputs("observations:\n", to);
    dbk_template_line(to, "  - kind", "", _("* one of the words below"));
    dbk_template_words(to, "    ", DBK_LIST_OBSERVATION_KIND);
    dbk_template_line(to, "    category", "", _("* the kind of work, as above"));
    dbk_template_line(to, "    severity", "", _("of a risk point only: 1 low, 2 middle, 3 high"));
    print_text_line(to, "    place", 0, DBK_PLACE_MAX, _("place"));
    dbk_template_narrative(to, 4, "text", DBK_OBSERVATION_MIN, DBK_OBSERVATION_MAX, _("what was observed"));
    dbk_template_line(to, "    needs_office", "", _("yes or no: must the office help?"));
}

static void
print_supplies(FILE *to)
{
    fprintf(to, _("\n# Supplies that are needed, at most %d\n"), DBK_SUPPLY_NEEDS_MAX);
    fputs("supply_needs:\n", to);
    dbk_template_line(to, "  - item", "", _("* one of the words below"));
    dbk_template_words(to, "    ", DBK_LIST_SUPPLY_ITEM);
    print_text_line(to, "    unit", DBK_SUPPLY_UNIT_MIN, DBK_SUPPLY_UNIT_MAX, _("unit, such as pieces"));
    dbk_template_line(to, "    on_hand", "", _("* how many there are"));
    dbk_template_line(to, "    daily_use", "", _("* how many are used a day"));
    dbk_template_line(to, "    quantity", "", _("* how many are wanted"));
    dbk_template_line(to, "    needed_by", "", _("* by which day: year-month-day"));
    dbk_template_line(to, "    urgency", "", _("* 1 can wait, 2 soon, 3 at once"));
    print_text_line(to, "    reason", 0, DBK_SUPPLY_REASON_MAX, _("why"));
}

static void
print_explanations(const dbk_form *form, FILE *to)
{
    const dbk_form_message *message = dbk_form_message_of(form);
    char text[TEXT_BYTES];

    fputs(_("\n# Explanations. A report with one of these is only accepted with a sentence about it:\n"), to);
    for (size_t i = 0; i < message->n_rules; i++)
        if (message->rules[i]->severity == DBK_WARNING)
            fprintf(to, "#   %-14s %s\n", message->rules[i]->code,
                    shown(message->rules[i]->text_zh, message->rules[i]->text_en, text));
    fputs("explanations:\n", to);
    dbk_template_line(to, "  - rule", "", _("the word of the rule, such as W_REFERRED"));
    print_text_line(to, "    text", DBK_EXPLANATION_MIN, DBK_EXPLANATION_MAX, _("one sentence"));
}

/* Each is named already; what it is stands above it. */
static void
print_open(const dbk_open_list *open, FILE *to)
{
    char as_of[DBK_OPEN_AS_OF_BYTES];

    fputc('\n', to);
    if (dbk_open_as_of(open, as_of)[0])
        fprintf(to, "# %s\n", as_of);
    if (open->n > 0)
        fputs(_("# What earlier nights left open: give each an answer, and a sentence if there is more to say\n"), to);
    if (open->more > 0)
        fprintf(to, _("# %u more are listed when these are solved\n"), open->more);
    if (open->n > 0)
        fputs("answers:\n", to);
    for (size_t i = 0; i < open->n; i++) {
        fprintf(to, "  # %s: %s\n  - item: %s\n", open->row[i].head, open->row[i].about, open->row[i].name);
        if (i == 0)
            dbk_template_words(to, "    ", DBK_LIST_ITEM_ANSWER);
        dbk_template_line(to, "    answer", "", _("* one of the words above"));
        print_text_line(to, "    text", 0, DBK_ITEM_TEXT_MAX, _("in a word"));
    }
}

void
dbk_template_print(const dbk_form *form, uint32_t committee, uint32_t date, const dbk_open_list *open, FILE *to)
{
    print_head(form, committee, date, to);
    if (open != NULL && (open->n > 0 || !open->fresh))
        print_open(open, to);
    print_figures(form, to);
    fputc('\n', to);
    dbk_template_narrative(to, 0, "situation", DBK_SITUATION_MIN, DBK_SITUATION_MAX, _("the day as a whole"));
    dbk_template_line(to, "zero_report", "", _("yes, if nothing abnormal happened"));
    print_cases(to);
    print_observations(to);
    print_supplies(to);
    print_explanations(form, to);
}
