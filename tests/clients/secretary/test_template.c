/*
 * The template: what it prints is what the reader reads, in both languages; unfilled, it misses everything at once.
 */
#include "clients/secretary/template.h"

#include "clients/secretary/report_file.h"
#include "clients/words.h"
#include "proto/check.h"
#include "tests/clients/secretary/sample.h"

static dbk_form *form;
static char     *text;

static const char *
print(const char *lang, uint32_t committee, uint32_t date)
{
    size_t size;
    FILE *to;

    free(text);
    to = open_memstream(&text, &size);
    assert(to != NULL);
    dbk_words_init("daybook", lang);
    dbk_template_print(form, committee, date, NULL, to);
    assert(fclose(to) == 0);
    dbk_words_init("daybook", "en");
    return text;
}

/* Reads `yaml`; how many complaints and violations there are, and the codes of the latter in *codes. */
static size_t
read_back(const char *yaml, char *codes, size_t room)
{
    static dbk_violations violations;
    dbk_complaints found = { 0 };
    dbk_err err = { 0 };
    dbk_report_file *file = dbk_report_file_open(sample_file("t.yaml", yaml, strlen(yaml)), &found, &err);
    const dbk_record *record;
    size_t n = 0;

    codes[0] = '\0';
    CHECK_STR("it is a report", err.text, "");
    if (file == NULL)
        return 0;
    record = dbk_report_file_record(file, form, &found);
    dbk_check(form, record, 100, &violations);
    for (size_t i = 0; i < violations.n; i++)
        n += (size_t)snprintf(codes + n, room - n, "%s:%s ", violations.row[i].field, violations.row[i].code);
    for (size_t i = 0; i < found.n; i++)
        n += (size_t)snprintf(codes + n, room - n, "%d:%s ", found.row[i].line, found.row[i].text);
    dbk_report_file_close(&file);
    return found.n + violations.n;
}

/* The text with `value` put behind "key:"; the padding makes room. */
static void
fill(char *yaml, size_t room, const char *key, const char *value)
{
    char *at = strstr(yaml, key), *rest;

    CHECK_TRUE(key, at != NULL);
    if (at == NULL)
        return;
    at += strlen(key);
    rest = strdup(at);
    assert(rest != NULL);
    snprintf(at, room - (size_t)(at - yaml), " %s%s", value, rest);
    free(rest);
}

static void
unfilled(void)
{
    static const char *const langs[] = { "zh", "en" };
    static const char *const missing[] = {
        "figures.assigned_count:figure.required", "figures.on_duty_count:figure.required",
        "figures.leave_count:figure.required", "figures.temp_check_count:figure.required",
        "figures.temp_abnormal_count:figure.required", "situation:text.missing",
        "cases:case.none", "report_date:date.real", "committee: must be filled", "date: must be filled",
    };
    char codes[4096];

    for (size_t i = 0; i < ARRAY_LEN(langs); i++) {
        CHECK_INT(langs[i], read_back(print(langs[i], 0, 0), codes, sizeof codes), ARRAY_LEN(missing));
        for (size_t k = 0; k < ARRAY_LEN(missing); k++)
            CHECK_HAS(langs[i], codes, missing[k]);
    }
}

static void
filled(void)
{
    static char yaml[65536];
    char codes[4096];

    snprintf(yaml, sizeof yaml, "%s", print("zh", SAMPLE_COMMITTEE, SAMPLE_NIGHT));
    fill(yaml, sizeof yaml, "assigned_count:", "12");
    fill(yaml, sizeof yaml, "on_duty_count:", "11");
    fill(yaml, sizeof yaml, "leave_count:", "1");
    fill(yaml, sizeof yaml, "temp_check_count:", "800");
    fill(yaml, sizeof yaml, "temp_abnormal_count:", "0");
    fill(yaml, sizeof yaml, "situation: |\n ", "在岗十一人，请假一人，门岗测温八百人次，一切平稳有序。");
    fill(yaml, sizeof yaml, "- title:", "雨夜送药");
    fill(yaml, sizeof yaml, "category:", "HQ_SUPPLY");
    fill(yaml, sizeof yaml, "story: |\n     ", "晚上九点，隔离户来电说孩子发烧需要退烧药，值班的两位同志冒雨到药店买来，"
                                               "挂在门把手上，又在群里报了平安。");
    fill(yaml, sizeof yaml, "- kind:", "体会");
    fill(yaml, sizeof yaml, "needs_office:", "否");
    CHECK_INT("one thing is left", read_back(yaml, codes, sizeof codes), 2);
    CHECK_HAS("the observation's kind of work", codes, "observations[1].category:enum.unknown");
    CHECK_HAS("and its text", codes, "observations[1].text:text.missing");
}

/* A person reads: label, unit, limits, whether it must be filled; groups; rules; words of the lists. */
static void
says_what_is_asked(void)
{
    static const char *const zh[] = { "committee: 12", "date: 2020-02-18", "form: 1", "* 应到人数 (人) 0..60",
                                      "  代送快递 (人) 0..30000",
                                      "-- 全部", "W_REFERRED     有体温异常者未移送", "# 门岗测温, 快递代送", "# 防护服, 医用口罩" };
    static const char *const en[] = { "* assigned (people) 0..60", "-- all",
                                      "W_REFERRED     not everyone abnormal was referred",
                                      "# gate and temperature, parcels" };

    print("zh", 12, SAMPLE_NIGHT);
    for (size_t i = 0; i < ARRAY_LEN(zh); i++)
        CHECK_HAS("zh", text, zh[i]);
    print("en", 0, 0);
    for (size_t i = 0; i < ARRAY_LEN(en); i++)
        CHECK_HAS("en", text, en[i]);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "unfilled", unfilled },
        { "filled", filled },
        { "says what is asked", says_what_is_asked },
    };
    int rc;

    dbk_words_init("daybook", "en");
    form = sample_form(1);
    rc = unit_main("template", tests, ARRAY_LEN(tests), 20);
    dbk_form_close(&form);
    free(text);
    return rc;
}
