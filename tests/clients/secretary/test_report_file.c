/*
 * A report as people type it: what can be read is read, what cannot is told with its line, all at once.
 */
#include "clients/secretary/report_file.h"

#include "clients/secretary/tell.h"
#include "clients/words.h"
#include "proto/check.h"
#include "tests/clients/secretary/sample.h"

static dbk_form *form;

#define HEAD "committee: 12\ndate: 2020-02-18\n"
#define FIGURES "figures:\n  assigned_count: 12\n  on_duty_count: 11\n  leave_count: 1\n" \
                "  temp_check_count: 800\n  temp_abnormal_count: 0\n"
#define REST "situation: |\n  今日在岗十一人，门岗测温八百人次，一切平稳有序。\nno_case: yes\n"

static void
read_text(const char *text, size_t size, dbk_complaints *found, dbk_err *err)
{
    static dbk_violations violations;
    dbk_report_file *file = dbk_report_file_open(sample_file("report.yaml", text, size), found, err);

    if (file) {
        const dbk_record *record = dbk_report_file_record(file, form, found);

        if (dbk_report_file_whole(file)) {
            dbk_check(form, record, 100, &violations);
            dbk_tell_violations(&violations, record, file, form, found);
        }
    }
    dbk_report_file_close(&file);
}

/* "5:sentence" for each complaint, in the order of the lines, as a person sees them. */
static const char *
as_text(dbk_complaints *found)
{
    static char text[8192];
    FILE *to = fmemopen(text, sizeof text, "w");

    assert(to != NULL);
    text[0] = '\0';
    dbk_complaints_print(found, "f", to);
    fclose(to);
    return text;
}

/* ------------------------------------------------------------------ one slip, one sentence */

static const struct { const char *name, *text, *wanted; } slips[] = {
    { "a good one", HEAD FIGURES REST, "" },
    { "a letter in a number", HEAD "figures:\n  assigned_count: 1O\n",
      "f:4: assigned_count: '1O' has a letter in it: write digits only\n" },
    { "no for none", HEAD "figures:\n  assigned_count: no\n", "f:4: assigned_count: 'no' is no number: write 0" },
    { "a Chinese none", HEAD "figures:\n  assigned_count: 无\n", "f:4: assigned_count: '无' is no number: write 0" },
    { "not base 60", HEAD "figures:\n  assigned_count: 1:30\n", "f:4: assigned_count: '1:30' looks like a time" },
    { "not base 16", HEAD "figures:\n  assigned_count: 0x10\n", "f:4: assigned_count: '0x10' is no number here" },
    { "full-width digits", HEAD "figures:\n  assigned_count: １２\n",
      "f:4: assigned_count: '１２' is in full-width digits: write 12\n" },
    { "negative", HEAD "figures:\n  assigned_count: -3\n", "f:4: assigned_count: '-3' is below 0" },
    { "a full-width minus", HEAD "figures:\n  assigned_count: －3\n", "f:4: assigned_count: " },
    { "a decimal", HEAD "figures:\n  assigned_count: 3.5\n", "f:4: assigned_count: '3.5' has a decimal point" },
    { "spaces inside", HEAD "figures:\n  assigned_count: 1 2\n", "f:4: assigned_count: '1 2' has spaces or commas" },
    { "thousands", HEAD "figures:\n  assigned_count: 1,200\n", "f:4: assigned_count: '1,200' has spaces or commas" },
    { "a unit", HEAD "figures:\n  assigned_count: 12人\n", "f:4: assigned_count: '12人' has a unit behind it" },
    { "words", HEAD "figures:\n  assigned_count: 十二\n", "f:4: assigned_count: '十二' is no number: write digits" },
    { "beyond int64", HEAD "figures:\n  assigned_count: 99999999999999999999\n",
      "f:4: assigned_count: 99999999999999999999... is too large\n" },
    { "beyond the form", HEAD "figures:\n  assigned_count: 61\n",
      "f:4: assigned_count (assigned): The number is outside what is allowed" },
    { "a list for a number", HEAD "figures:\n  assigned_count: [1]\n",
      "f:4: assigned_count: one number is expected here\n" },
    { "no figures at all", HEAD "figures: 12\n", "f:3: figures: lines of \"name: number\" are expected" },
    { "a misspelt figure", HEAD "figures:\n  asigned_count: 12\n",
      "f:4: asigned_count: there is no such field here; is assigned_count meant?\n" },
    { "a misspelt field", HEAD "situaton: x\n", "f:3: situaton: there is no such field here; is situation meant?\n" },
    { "nothing near", HEAD "weather: fine\n", "f:3: weather: there is no such field here\n" },
    { "a figure outside figures", HEAD "figures:\nassigned_count: 12\n",
      "f:4: assigned_count belongs below figures: indent it by two spaces\n" },
    { "a key twice", HEAD "date: 2020-02-19\n", "f:3: date is here twice: line 2 has it already\n" },
    { "a figure twice", HEAD "figures:\n  leave_count: 1\n  leave_count: 2\n",
      "f:5: leave_count is here twice: line 4 has it already\n" },
    { "an alias", HEAD "situation: *x\n", "f:3: a value may not begin with & or *" },
    { "an anchor", HEAD "situation: &x 今日\n", "f:3: a value may not begin with & or *" },
    { "a tag", HEAD "situation: !今日平稳\n", "f:3: a value may not begin with !" },
    { "a known tag", HEAD "situation: !!str 今日\n", "f:3: a value may not begin with !" },
    { "an at sign", HEAD "situation: @all\n", "f:3: a value may not begin with this character" },
    { "an open quote", HEAD "situation: \"今日\nno_case: yes\n",
      "f:3: a quotation mark is opened here and never closed\n" },
    { "an open bracket", HEAD "situation: [今日\nno_case: yes\n", "f:3: a bracket is opened here and not closed" },
    { "an open bracket, at the end of the file", "situation: [今日", "f:1: a bracket is opened here and not closed" },
    { "an open bracket, one line up", "situation: {a: 1,\n  b: 2,", "f:1: a bracket is opened here and not closed" },
    { "a bracket, an entry missing", "situation: {a: 1,\n  b: 2, c:", "f:1: a bracket is opened here and not closed" },
    { "a second colon", HEAD "situation: 今日: 平稳\n", "f:3: a second colon, or indented too deep" },
    { "a wrong indent", HEAD "figures:\n  assigned_count: 12\n   on_duty_count: 12\n",
      "f:5: a second colon, or indented too deep" },
    { "a dedent too little", HEAD "figures:\n   assigned_count: 12\n  on_duty_count: 12\n",
      "f:5: wrong indent: this line must begin in the same column" },
    { "a list out of line", HEAD "cases:\n  - title: 一二三四\n - title: 五六七八\n", "f:5: wrong indent" },
    { "a line without colon", HEAD "situation\nno_case: yes\n", "f:3: this line is no \"key: value\"" },
    { "a text not indented", HEAD "situation: |\n今日平稳\n", "f:4: this line is no \"key: value\"" },
    { "a full-width colon", "committee：12\ndate: 2020-02-18\n",
      "f:1: a full-width colon (U+FF1A) after committee: write a half-width : and a space\n" },
    { "one in a list", HEAD "cases:\n  - title：一二三四五\n", "f:4: a full-width colon (U+FF1A) after title" },
    { "no space behind a colon", HEAD "figures:\n  leave_count:1\n",
      "f:4: no space after the colon: write leave_count: and a space" },
    { "a full-width hyphen", HEAD "cases:\n  －title: 一二三四五\n", "f:4: a full-width hyphen" },
    { "a tab", HEAD "figures:\n\tleave_count: 1\n", "f:4: a tab or full-width space at the beginning" },
    { "a full-width space", HEAD "figures:\n　leave_count: 1\n", "f:4: a tab or full-width space at the beginning" },
    { "a control character", HEAD "situation: 今日\x07平稳\n",
      "f:3: an invisible character (U+0007): type this line anew\n" },
    { "a bidi mark", HEAD "situation: 今日\xE2\x80\xAE平稳\n",
      "f:3: an invisible character (U+202E): type this line anew\n" },
    { "an escaped NUL", HEAD "situation: \"今日\\0平稳\"\n",
      "f:3: an invisible character (U+0000): type this line anew\n" },
    { "a date in slashes", "committee: 12\ndate: 2020/2/18\n", "f:2: date: '2020/2/18': write 2020-02-18\n" },
    { "a Chinese date", "committee: 12\ndate: 2020年2月18日\n", "f:2: date: '2020年2月18日': write 2020-02-18\n" },
    { "no such day", "committee: 12\ndate: 2020-02-30\n", "f:2: date: '2020-02-30' is no date" },
    { "no date", "committee: 12\n", "f: date: must be filled" },
    { "an empty committee", "committee:\ndate: 2020-02-18\n",
      "f:1: committee: must be filled: the number of the committee\n" },
    { "a name for a committee", "committee: 康健\ndate: 2020-02-18\n", "f:1: committee: '康健' is no number" },
    { "a wrong id", HEAD "corrects: 0191d0c4\n", "f:3: corrects: '0191d0c4' is no id of a report" },
    { "not yes or no", HEAD "no_case: maybe\n", "f:3: no_case: 'maybe': write yes or no\n" },
    { "a misspelt word", HEAD "cases:\n  - category: GAET\n", "f:4: category: there is no 'GAET'; is gate and temperature meant?\n" },
    { "an unknown word", HEAD "cases:\n  - category: 买菜做饭\n", "f:4: category: there is no '买菜做饭'; one of these is expected: gate and temperature, parcels" },
    { "a misspelt field of a case", HEAD "cases:\n  - titel: 一二三四\n",
      "f:4: titel: there is no such field here; is title meant?\n" },
    { "a text for a list", HEAD "cases: 无\n", "f:3: cases: a list is expected below it" },
    { "a list of texts", HEAD "cases:\n  - 一件好事\n", "f:4: cases: an entry is \"- key: value\"" },
    { "too deep", HEAD "a:\n b:\n  c:\n   d:\n    e:\n     f:\n      g: 1\n", "nested too deep" },
    { "two reports", HEAD "---\n" HEAD, "f:3: a second report begins here: one report a file\n" },
    { "a short case", HEAD "cases:\n  - title: 一二三\n",
      "f:4: cases[1].title (title): The text is too short: add to it (allowed: 4..40) (found: 3)\n" },
    { "the sum, where it is put right", HEAD "figures:\n  assigned_count: 12\n  on_duty_count: 9\n  leave_count: 1\n",
      "f:6: leave_count (on leave): the people must add up to those assigned "
      "(entered: on duty 9 + on leave 1 = 10, 2 fewer than assigned 12)\n" },
};

static void
each_slip(void)
{
    for (size_t i = 0; i < ARRAY_LEN(slips); i++) {
        dbk_complaints found = { 0 };
        dbk_err err = { 0 };

        read_text(slips[i].text, strlen(slips[i].text), &found, &err);
        if (slips[i].wanted[0])
            CHECK_HAS(slips[i].name, as_text(&found), slips[i].wanted);
        else
            CHECK_STR(slips[i].name, as_text(&found), "");
    }
}

/* A value that was complained about is not complained about once more as missing. */
static void
no_echo(void)
{
    dbk_complaints found = { 0 };
    dbk_err err = { 0 };
    static const char text[] = HEAD "figures:\n  assigned_count: １２\n  on_duty_count: no\n  leave_count: 1\n"
                               "  temp_check_count: 8\n  temp_abnormal_count: 0\n" REST;

    read_text(text, sizeof text - 1, &found, &err);
    CHECK_INT("two slips, two sentences", found.n, 2);
}

static void
all_at_once(void)
{
    dbk_complaints found = { 0 };
    dbk_err err = { 0 };
    static const char text[] = "committee：12\ndate: 2020/02/18\nfigures:\n\tassigned_count: 1O\n\ton_duty_cuont: 3\n"
                               "\tleave_count: １\nsituaton: 平稳\nno_case: maybe\n";
    static const char *const lines[] = { "f:1:", "f:2:", "f:4:", "f:5:", "f:6:", "f:7:", "f:8:" };

    read_text(text, sizeof text - 1, &found, &err);
    for (size_t i = 0; i < ARRAY_LEN(lines); i++)
        CHECK_HAS("all at once", as_text(&found), lines[i]);
}

/* After a mistake in the YAML itself, what is missing may stand behind it: not complained about. */
static void
broken_off(void)
{
    dbk_complaints found = { 0 };
    dbk_err err = { 0 };
    static const char text[] = HEAD "figures:\n  assigned_count: 1O\nsituation: @\n";

    read_text(text, sizeof text - 1, &found, &err);
    CHECK_INT("the slip before it and itself", found.n, 2);
}

/* ------------------------------------------------------------------ files that are none */

static void
not_a_report(void)
{
    static const struct { const char *name, *text; size_t size; dbk_code code; const char *wanted; } rows[] = {
        { "GBK", "committee: 12\nsituation: \xBD\xF1\xC8\xD5\xC6\xBD\xCE\xC8\n", 0, DBK_E_INPUT,
          ":2: not UTF-8 from here on" },
        { "UTF-16", "\xFF\xFE" "c\0o\0", 6, DBK_E_INPUT, ":1: not UTF-8" },
        { "empty", "", 0, DBK_E_INPUT, "there is nothing in it" },
        { "notes only", "# nothing\n", 0, DBK_E_INPUT, "there is nothing in it" },
        { "prose", "今日平稳\n", 0, DBK_E_INPUT, "this is no report" },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        dbk_complaints found = { 0 };
        dbk_err err = { 0 };

        read_text(rows[i].text, rows[i].size ? rows[i].size : strlen(rows[i].text), &found, &err);
        CHECK_INT(rows[i].name, err.code, rows[i].code);
        CHECK_HAS(rows[i].name, err.text, rows[i].wanted);
    }
}

static void
unreadable(void)
{
    dbk_complaints found = { 0 };
    dbk_err err = { 0 };
    char *large = calloc(1, 300 * 1024);

    CHECK_TRUE("not there", dbk_report_file_open("/nowhere/at/all.yaml", &found, &err) == NULL);
    CHECK_INT("not there", err.code, DBK_E_NO_INPUT);
    CHECK_TRUE("a folder", dbk_report_file_open(unit_folder(), &found, &err) == NULL);
    CHECK_HAS("a folder", err.text, "is a folder");
    CHECK_INT("a folder", err.code, DBK_E_NO_INPUT);
    CHECK_TRUE("not a file", dbk_report_file_open("/dev/null", &found, &err) == NULL);
    CHECK_HAS("not a file", err.text, "not an ordinary file");
    memset(large, '#', 300 * 1024);
    CHECK_TRUE("too large", dbk_report_file_open(sample_file("large.yaml", large, 300 * 1024), &found, &err) == NULL);
    CHECK_HAS("too large", err.text, "too large");
    free(large);
}

/* ------------------------------------------------------------------ what is read */

static void
everything(void)
{
    static const char text[] =
        "\xEF\xBB\xBF" "committee: 12   # ours\r\ndate: 2020-02-18\r\nform: 1\r\n"
        "corrects: 01700000-0000-7000-8000-000000000005\r\n"
        "figures:\r\n  assigned_count: 012\r\n  on_duty_count: '11'\r\n  leave_count:\r\n"
        "situation: |\r\n  第一行\r\n  第二行：冒号 # 不是注释\r\n\r\nno_case: no\r\nzero_report: 是\r\n"
        "cases:\r\n  - title:\r\n    story: |\r\n\r\n"
        "  - title: cafe\xCC\x81\r\n    category: gate\r\n    may_publish: TRUE\r\n"
        "observations:\r\n- kind: 风险点\r\n  category: 口罩预约\r\n  severity: 2\r\n"
        "supply_needs:\r\n  - item: PROTECTIVE_SUIT\r\n    needed_by: 2020-02-20\r\n"
        "explanations:\r\n  - {rule: W_REFERRED, text: 已送医}\r\n";
    dbk_complaints found = { 0 };
    dbk_err err = { 0 };
    dbk_report_file *file = dbk_report_file_open(sample_file("full.yaml", text, sizeof text - 1), &found, &err);
    const dbk_record *record = dbk_report_file_record(file, form, &found);
    const dbk_nightly_report *report = record->nightly_report;

    CHECK_STR("nothing to complain about", as_text(&found), "");
    CHECK_INT("committee", record->committee_id, 12);
    CHECK_INT("date", record->report_date, 20200218);
    CHECK_INT("form", record->form_version, 1);
    CHECK_INT("corrects", record->corrects.data[15], 5);
    CHECK_INT("an empty figure is not there", report->n_figures, 2);
    CHECK_INT("no octal", report->figures[0]->value, 12);
    CHECK_INT("quoted", report->figures[1]->value, 11);
    CHECK_STR("a text keeps its lines and signs", (char *)report->situation.data, "第一行\n第二行：冒号 # 不是注释");
    CHECK_TRUE("no_case is said", report->has_no_case && !report->no_case);
    CHECK_TRUE("zero_report", report->zero_report);
    CHECK_INT("an empty frame is no case", report->n_cases, 1);
    CHECK_STR("NFC", (char *)report->cases[0]->title.data, "caf\xC3\xA9");
    CHECK_INT("category", report->cases[0]->category, DAYBOOK__V1__WORK_KIND__GATE);
    CHECK_TRUE("may_publish", report->cases[0]->may_publish);
    CHECK_TRUE("place is not filled", !report->cases[0]->has_place);
    CHECK_INT("by its Chinese word", report->observations[0]->kind, DAYBOOK__V1__OBSERVATION_KIND__RISK);
    CHECK_INT("needed_by", report->supply_needs[0]->needed_by, 20200220);
    CHECK_STR("rule", (char *)report->explanations[0]->rule.data, "W_REFERRED");
    CHECK_INT("line of a title", dbk_report_file_line(file, "cases[1].title"), 19);
    CHECK_INT("line of what is not there: its case", dbk_report_file_line(file, "cases[1].place"), 19);
    CHECK_INT("line of a figure", dbk_report_file_line(file, "figures.on_duty_count"), 7);
    CHECK_INT("line of what is nowhere", dbk_report_file_line(file, "weather"), 0);
    dbk_report_file_close(&file);
}

/* Any bytes at all: an answer, never a crash; the sanitizers watch. */
static void
noise(void)
{
    char text[600];
    unsigned seed = 7;

    for (int round = 0; round < 400; round++) {
        static const char pieces[][8] = { "a", ":", " ", "\n", "  ", "- ", "|", "[", "{", "\"", "&", "*", "!", "：", "１",
                                          "\t", "\r", "#", "?", "}" };
        size_t n = 0;
        dbk_complaints found = { 0 };
        dbk_err err = { 0 };

        while (n < sizeof text - 8) {
            seed = seed * 1103515245u + 12345u;
            n += (size_t)snprintf(text + n, sizeof text - n, "%s", pieces[(seed >> 16) % ARRAY_LEN(pieces)]);
        }
        read_text(text, n, &found, &err);
        CHECK_TRUE("something is said", found.n > 0 || err.code != DBK_OK);
    }
}

int
main(void)
{
    static const unit_test tests[] = {
        { "each slip", each_slip },
        { "no echo", no_echo },
        { "all at once", all_at_once },
        { "broken off", broken_off },
        { "not a report", not_a_report },
        { "unreadable", unreadable },
        { "everything", everything },
        { "noise", noise },
    };
    int rc;

    dbk_words_init("daybook", "en");
    form = sample_form(1);
    rc = unit_main("report_file", tests, ARRAY_LEN(tests), 60);
    dbk_form_close(&form);
    return rc;
}
