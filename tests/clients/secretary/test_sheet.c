/*
 * The sheet: what a person typed comes back from its YAML as it was, a record comes back as the same record, entries move
 * as a person expects, and what is wrong is found where it is.
 */
#include "clients/secretary/sheet.h"

#include <errno.h>
#include <sys/wait.h>

#include "clients/secretary/draft.h"
#include "clients/secretary/findings.h"
#include "clients/words.h"
#include "tests/clients/secretary/fault.h"
#include "tests/clients/secretary/sample.h"

static dbk_form *form;

static dbk_sheet
new_sheet(void)
{
    dbk_sheet sheet;

    dbk_sheet_init(&sheet, form, SAMPLE_COMMITTEE, SAMPLE_NIGHT);
    return sheet;
}

static void
set(dbk_sheet *sheet, const char *path, const char *text)
{
    const size_t at = dbk_sheet_find(sheet, path);

    CHECK_TRUE(path, at != DBK_SHEET_NONE);
    if (at != DBK_SHEET_NONE)
        dbk_sheet_set(sheet, at, text);
}

static const char *
get(const dbk_sheet *sheet, const char *path)
{
    const size_t at = dbk_sheet_find(sheet, path);

    return at == DBK_SHEET_NONE ? "(no such field)" : sheet->field[at].text;
}

/* The sheet written and read again. */
static dbk_sheet
again(const dbk_sheet *sheet)
{
    char *yaml = dbk_sheet_yaml(sheet, false);
    dbk_complaints found = { 0 };
    dbk_report_file *file = dbk_report_file_parse(yaml, "", &found, NULL);
    dbk_sheet copy = new_sheet();

    CHECK_TRUE(yaml, file != NULL && dbk_report_file_whole(file));
    CHECK_INT("no complaint about the writing", found.n, 0);
    dbk_sheet_take_tree(&copy, dbk_report_file_tree(file));
    dbk_report_file_close(&file);
    free(yaml);
    return copy;
}

static void
texts_come_back(void)
{
    static const char *const texts[] = {
        "平平安安", "a: b", "# no note", "- no list", "'", "\"", "\\", "yes", "no", "~", "null", "1:30", "0x10", "{", "[x]", "&a",
        "*a", "!t", "%d", "@", "`", "|", ">", "a # b", "第一行\n第二行", "第一行\n\n第三行", "  in front", "behind  \nnext",
        "a\n  b", "key: value\nother：值", "tab\there", "a\\nb", "--- \n...", "：", "？", "“引号”", "1", "007",
    };

    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        dbk_sheet sheet = new_sheet(), copy;

        set(&sheet, "situation", texts[i]);
        dbk_sheet_add(&sheet, LIST_CASES);
        set(&sheet, "cases[1].title", texts[i]);
        set(&sheet, "cases[1].story", texts[i]);
        copy = again(&sheet);
        CHECK_STR("situation", get(&copy, "situation"), texts[i]);
        CHECK_STR("title", get(&copy, "cases[1].title"), texts[i]);
        CHECK_STR("story", get(&copy, "cases[1].story"), texts[i]);
        dbk_sheet_fini(&sheet);
        dbk_sheet_fini(&copy);
    }
}

/* A number that is none is kept for its person to see, and found. */
static void
wrong_values_are_kept_and_found(void)
{
    dbk_sheet sheet = new_sheet(), copy;
    dbk_findings *found = calloc(1, sizeof *found);

    set(&sheet, "figures.on_duty_count", "1O");
    set(&sheet, "figures.assigned_count", "61");
    dbk_sheet_add(&sheet, LIST_SUPPLY_NEEDS);
    set(&sheet, "supply_needs[1].needed_by", "2020-02-30");
    copy = again(&sheet);
    CHECK_STR("kept", get(&copy, "figures.on_duty_count"), "1O");
    CHECK_STR("kept", get(&copy, "supply_needs[1].needed_by"), "2020-02-30");
    dbk_findings_look(found, &copy);
    CHECK_TRUE("a letter", dbk_findings_of(found, "figures.on_duty_count") != NULL);
    CHECK_STR("a letter", dbk_findings_of(found, "figures.on_duty_count")->code, "value");
    CHECK_STR("a range", dbk_findings_of(found, "figures.assigned_count")->code, "figure.range");
    CHECK_STR("no such day", dbk_findings_of(found, "supply_needs[1].needed_by")->code, "value");
    CHECK_STR("nothing filled", dbk_findings_of(found, "figures.leave_count")->code, "figure.required");
    CHECK_TRUE("a size", found->sealed_bytes > 20 && found->sealed_bytes < 1000);
    free(found);
    dbk_sheet_fini(&sheet);
    dbk_sheet_fini(&copy);
}

static void
entries(void)
{
    dbk_sheet sheet = new_sheet();
    const size_t before = sheet.n;

    for (int i = 0; i < DBK_CASES_MAX; i++)
        CHECK_TRUE("room", dbk_sheet_add(&sheet, LIST_CASES) != DBK_SHEET_NONE);
    CHECK_TRUE("full", dbk_sheet_add(&sheet, LIST_CASES) == DBK_SHEET_NONE);
    dbk_sheet_add(&sheet, LIST_OBSERVATIONS);
    set(&sheet, "cases[3].title", "three");
    set(&sheet, "cases[4].title", "four");
    set(&sheet, "observations[1].text", "seen");
    dbk_sheet_remove(&sheet, LIST_CASES, 3);
    CHECK_STR("the next one moves up", get(&sheet, "cases[3].title"), "four");
    CHECK_STR("others stay", get(&sheet, "observations[1].text"), "seen");
    CHECK_STR("one less", get(&sheet, "cases[10].title"), "(no such field)");
    for (size_t i = DBK_CASES_MAX - 1; i > 0; i--)
        dbk_sheet_remove(&sheet, LIST_CASES, i);
    dbk_sheet_remove(&sheet, LIST_OBSERVATIONS, 1);
    CHECK_INT("as before", sheet.n, before);
    dbk_sheet_explain(&sheet, "W_REFERRED", "都已电话联系");
    dbk_sheet_explain(&sheet, "W_REFERRED", "都已上门联系");
    CHECK_STR("one sentence a rule", dbk_sheet_explanation(&sheet, "W_REFERRED"), "都已上门联系");
    CHECK_INT("one sentence a rule", sheet.entries[LIST_EXPLANATIONS], 1);
    dbk_sheet_explain(&sheet, "W_REFERRED", "");
    CHECK_INT("taken away", sheet.n, before);
    dbk_sheet_fini(&sheet);
}

/* From a record to a sheet to a file to a record: the same bytes. */
static void
a_record_comes_back(void)
{
    dbk_sheet sheet = new_sheet(), copy = new_sheet();
    dbk_complaints said = { 0 };
    char *yaml;
    dbk_report_file *file;
    dbk_record *record, *other;
    size_t n, m;
    uint8_t *bytes, *others, id[DBK_ID_BYTES] = { 1 };

    set(&sheet, "figures.on_duty_count", "11");
    set(&sheet, "situation", "今日平稳。\n两岗值守。");
    set(&sheet, "no_case", "no");
    dbk_sheet_add(&sheet, LIST_CASES);
    set(&sheet, "cases[1].title", "深夜送药");
    set(&sheet, "cases[1].category", "HQ_SUPPLY");
    set(&sheet, "cases[1].may_publish", "yes");
    dbk_sheet_add(&sheet, LIST_SUPPLY_NEEDS);
    set(&sheet, "supply_needs[1].needed_by", "2020-02-20");
    set(&sheet, "supply_needs[1].quantity", "50");
    yaml = dbk_sheet_yaml(&sheet, true);
    file = dbk_report_file_parse(yaml, "", &said, NULL);
    record = dbk_report_file_record(file, form, &said);
    record->has_id = true, record->id = (ProtobufCBinaryData){ DBK_ID_BYTES, id };
    bytes = dbk_record_pack(record, &n);
    dbk_sheet_take_record(&copy, record);
    char *yaml_again = dbk_sheet_yaml(&copy, false);
    dbk_report_file *file_again = dbk_report_file_parse(yaml_again, "", &said, NULL);

    other = dbk_report_file_record(file_again, form, &said);
    other->has_id = true, other->id = (ProtobufCBinaryData){ DBK_ID_BYTES, id };
    others = dbk_record_pack(other, &m);
    CHECK_INT("no complaint", said.n, 0);
    CHECK_TRUE("the same record", n == m && memcmp(bytes, others, n) == 0);
    free(bytes), free(others), free(yaml), free(yaml_again);
    dbk_report_file_close(&file);
    dbk_report_file_close(&file_again);
    dbk_sheet_fini(&sheet);
    dbk_sheet_fini(&copy);
}

static void
drafts(void)
{
    char path[256];
    const int home = sample_home(path);
    dbk_err err = { 0 };
    dbk_draft *draft = dbk_draft_open(home, 12, SAMPLE_NIGHT, &err), *second;
    dbk_sheet sheet = new_sheet(), copy = new_sheet();
    const size_t first = dbk_sheet_find(&sheet, "figures.assigned_count");

    CHECK_TRUE("opens", draft != NULL);
    CHECK_INT("nothing yet", dbk_draft_load(draft, &copy, &err), 0);
    CHECK_TRUE("nothing yet", !dbk_draft_exists(home, 12, SAMPLE_NIGHT));
    set(&sheet, "situation", "写到一半");
    dbk_sheet_set(&sheet, first, "12");
    sheet.field[first].prefilled = true;
    dbk_sheet_set(&sheet, first + 1, "11");
    CHECK_INT("saved", dbk_draft_save(draft, &sheet, &err), 0);
    CHECK_TRUE("saved", dbk_draft_exists(home, 12, SAMPLE_NIGHT));
    second = dbk_draft_open(home, 12, SAMPLE_NIGHT, &err);
    CHECK_TRUE("a second window is told", second == NULL && err.code == DBK_E_BUSY);
    second = dbk_draft_open(home, 13, SAMPLE_NIGHT, &err);
    CHECK_TRUE("another report is another draft", second != NULL);
    dbk_draft_close(&second);
    dbk_draft_close(&draft);
    draft = dbk_draft_open(home, 12, SAMPLE_NIGHT, &err);
    CHECK_INT("it is there again", dbk_draft_load(draft, &copy, &err), 1);
    CHECK_STR("it is there again", get(&copy, "situation"), "写到一半");
    CHECK_TRUE("what the program wrote, too", copy.field[first].prefilled && strcmp(copy.field[first].text, "12") == 0);
    CHECK_TRUE("and what a person did", !copy.field[first + 1].prefilled);
    CHECK_INT("removed", dbk_draft_remove(draft, &err), 0);
    CHECK_TRUE("removed", !dbk_draft_exists(home, 12, SAMPLE_NIGHT));
    dbk_draft_close(&draft);
    dbk_sheet_fini(&sheet);
    dbk_sheet_fini(&copy);
    close(home);
}

/* What the draft on disk says of the day; it must be whole. */
static const char *
draft_says(int home)
{
    static char text[200];
    dbk_err err = { 0 };
    dbk_draft *draft = dbk_draft_open(home, 12, SAMPLE_NIGHT, &err);
    dbk_sheet sheet = new_sheet();

    CHECK_TRUE("the lock has died with its process", draft != NULL);
    CHECK_INT("whole", dbk_draft_load(draft, &sheet, &err), 1);
    snprintf(text, sizeof text, "%s", get(&sheet, "situation"));
    dbk_draft_close(&draft);
    dbk_sheet_fini(&sheet);
    return text;
}

/* Saves "new" over "old" while the nth call to the disk fails, or kills. Returns what saving said, -1 when killed. */
static int
save_broken(int home, int nth, int number, bool *more)
{
    int status = 0;
    const pid_t child = fork();

    if (child == 0) {
        dbk_draft *draft = dbk_draft_open(home, 12, SAMPLE_NIGHT, NULL);
        dbk_sheet sheet = new_sheet();

        set(&sheet, "situation", "new");
        fault_arm(nth, number);
        const int rc = dbk_draft_save(draft, &sheet, NULL);
        const int struck = fault_disarm() ? 2 : 0;

        dbk_draft_close(&draft);
        dbk_sheet_fini(&sheet);
        _exit((rc == 0 ? 0 : 1) + struck);
    }
    assert(child > 0 && waitpid(child, &status, 0) == child);
    *more = !WIFEXITED(status) || WEXITSTATUS(status) >= 2;
    return WIFEXITED(status) && WEXITSTATUS(status) % 2 == 0 ? 0 : -1;
}

/* kill -9, or a full disk, at each step of saving: what was saved before stands, or what is saved now, whole. */
static void
saving_breaks_at_each_step(void)
{
    static const int numbers[] = { 0, ENOSPC, EIO };

    for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
        bool more = true;
        int nth = 1;

        for (; more; nth++) {
            char path[256];
            const int home = sample_home(path);
            dbk_draft *draft = dbk_draft_open(home, 12, SAMPLE_NIGHT, NULL);
            dbk_sheet sheet = new_sheet();

            set(&sheet, "situation", "old");
            CHECK_INT("the old one", dbk_draft_save(draft, &sheet, NULL), 0);
            dbk_draft_close(&draft);
            dbk_sheet_fini(&sheet);
            const int rc = save_broken(home, nth, numbers[i], &more);
            const char *says = draft_says(home);

            CHECK_TRUE("one of the two", strcmp(says, "old") == 0 || strcmp(says, "new") == 0);
            if (rc == 0)
                CHECK_STR("saved means kept", says, "new");
            close(home);
        }
        CHECK_TRUE("every step had its turn", nth > 4);
    }
}

int
main(void)
{
    static const unit_test tests[] = {
        { "texts come back", texts_come_back },
        { "wrong values are kept and found", wrong_values_are_kept_and_found },
        { "entries", entries },
        { "a record comes back", a_record_comes_back },
        { "drafts", drafts },
        { "saving breaks at each step", saving_breaks_at_each_step },
    };
    int rc;

    dbk_words_init("daybook", "en");
    form = sample_form(1);
    rc = unit_main("sheet", tests, ARRAY_LEN(tests), 60);
    dbk_form_close(&form);
    return rc;
}
