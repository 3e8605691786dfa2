/*
 * The form without its screen: what keys do to a report, what is carried over from last night, what helps and what is
 * asked, and that a person loses at most the field that is being typed.
 */
#include "clients/secretary/fill.h"

#include "clients/secretary/night.h"
#include "clients/words.h"
#include "proto/calendar.h"
#include "tests/clients/secretary/sample.h"

static dbk_form *form;

static dbk_fill *
new_fill(void)
{
    dbk_fill *fill = malloc(sizeof *fill);

    assert(fill != NULL);
    dbk_fill_init(fill, form, SAMPLE_COMMITTEE, SAMPLE_NIGHT);
    return fill;
}

static void
free_fill(dbk_fill *fill)
{
    dbk_fill_fini(fill);
    free(fill);
}

static size_t
at(const dbk_fill *fill, const char *path)
{
    const size_t i = dbk_sheet_find(&fill->sheet, path);

    assert(i != DBK_SHEET_NONE);
    return i;
}

static const char *
text_of(const dbk_fill *fill, const char *path)
{
    return fill->sheet.field[at(fill, path)].text;
}

/* Types what a person types, character by character; false where one was not taken. */
static bool
type(dbk_fill *fill, const char *text)
{
    bool all = true;

    for (size_t n; *text; text += n) {
        char one[8] = "";

        n = (unsigned char)*text < 0x80 ? 1 : (unsigned char)*text < 0xE0 ? 2 : (unsigned char)*text < 0xF0 ? 3 : 4;
        memcpy(one, text, n);
        all = dbk_fill_type(fill, one) && all;
    }
    return all;
}

static void
fill_in(dbk_fill *fill, const char *path, const char *text)
{
    dbk_fill_go(fill, at(fill, path));
    dbk_edit_begin(&fill->edit, "");
    CHECK_TRUE(path, type(fill, text));
    dbk_fill_leave(fill);
}

/* ------------------------------------------------------------------ typing */

static void
what_may_stand_where(void)
{
    static const struct { const char *path, *typed, *stands; bool all; } rows[] = {
        { "figures.on_duty_count", "11", "11", true },
        { "figures.on_duty_count", "１２", "12", true },                /* full-width digits */
        { "figures.on_duty_count", "1a2", "12", false },
        { "figures.on_duty_count", "-1", "1", false },
        { "situation", "今日平稳。\n两岗", "今日平稳。\n两岗", true },
        { "no_case", "y", "yes", true },
        { "no_case", "否", "no", true },
        { "no_case", "x", "", false },
        { "no_case", "  ", "no", true },                                /* once yes, twice no */
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        dbk_fill *fill = new_fill();

        dbk_fill_begin(fill);
        dbk_fill_go(fill, at(fill, rows[i].path));
        CHECK_INT(rows[i].typed, type(fill, rows[i].typed), rows[i].all);
        dbk_fill_leave(fill);
        CHECK_STR(rows[i].typed, text_of(fill, rows[i].path), rows[i].stands);
        free_fill(fill);
    }
}

/* Coming back to a number and typing writes a new one; a move of the cursor first, and it is the old one that grows. */
static void
a_number_is_typed_anew(void)
{
    dbk_fill *fill = new_fill();

    dbk_fill_begin(fill);
    fill_in(fill, "figures.on_duty_count", "11");
    dbk_fill_go(fill, at(fill, "figures.on_duty_count"));
    type(fill, "9");
    CHECK_STR("anew", fill->edit.text, "9");
    dbk_fill_go(fill, at(fill, "figures.leave_count"));
    CHECK_STR("anew", text_of(fill, "figures.on_duty_count"), "9");
    CHECK_TRUE("to be saved", fill->changed);
    free_fill(fill);
}

static void
choices(void)
{
    dbk_fill *fill = new_fill();

    dbk_fill_begin(fill);
    CHECK_TRUE("a case", dbk_fill_add(fill, LIST_CASES));
    dbk_fill_go(fill, at(fill, "cases[1].category"));
    dbk_fill_choose(fill, 1);
    CHECK_STR("the first", fill->edit.text, "GATE");
    dbk_fill_choose(fill, -1);
    CHECK_STR("round", fill->edit.text, "OTHER");
    dbk_fill_choose(fill, 1);
    CHECK_STR("round", fill->edit.text, "GATE");
    CHECK_TRUE("by its number", type(fill, "3"));
    CHECK_STR("by its number", fill->edit.text, "MASK");
    CHECK_TRUE("no such number", !type(fill, "0"));
    CHECK_TRUE("no letter", !type(fill, "x"));
    CHECK_STR("stands", fill->edit.text, "MASK");
    type(fill, "１");
    dbk_fill_step(fill, 1);
    CHECK_STR("kept", text_of(fill, "cases[1].category"), "GATE");
    CHECK_STR("the next field", fill->sheet.field[fill->at].path, "cases[1].place");
    CHECK_TRUE("removed", dbk_fill_remove(fill));
    CHECK_INT("removed", fill->sheet.entries[LIST_CASES], 0);
    free_fill(fill);
}

/* An input method sends a whole word: it is the word of the list, also where a digit stands in it. */
static void
choices_spelt(void)
{
    dbk_fill *fill = new_fill();

    dbk_words_init("daybook", "zh");
    dbk_fill_begin(fill);
    CHECK_TRUE("a case", dbk_fill_add(fill, LIST_CASES));
    dbk_fill_go(fill, at(fill, "cases[1].category"));
    CHECK_TRUE("whole", type(fill, "口罩预约"));
    CHECK_STR("whole", fill->edit.text, "MASK");
    CHECK_TRUE("another after it", type(fill, "门岗"));
    CHECK_STR("begun is enough", fill->edit.text, "GATE");
    CHECK_TRUE("no word goes on so", !type(fill, "岛"));
    CHECK_STR("stands", fill->edit.text, "GATE");
    CHECK_TRUE("a need", dbk_fill_add(fill, LIST_SUPPLY_NEEDS));
    dbk_fill_go(fill, at(fill, "supply_needs[1].item"));
    CHECK_TRUE("digits in a word", type(fill, "N95口罩"));
    CHECK_STR("digits in a word", fill->edit.text, "MASK_N95");
    dbk_words_init("daybook", "en");
    CHECK_TRUE("a blank in a word", type(fill, "n95 mask"));
    CHECK_STR("a blank in a word", fill->edit.text, "MASK_N95");
    free_fill(fill);
}

/* ------------------------------------------------------------------ what leaving a field brings up */

static void
a_violation_at_once(void)
{
    dbk_fill *fill = new_fill();

    dbk_fill_begin(fill);
    CHECK_STR("an empty form is no news", fill->notice, "");
    fill_in(fill, "figures.assigned_count", "12");
    fill_in(fill, "figures.on_duty_count", "11");
    CHECK_STR("nothing wrong yet", fill->notice, "");
    fill_in(fill, "figures.leave_count", "2");
    CHECK_STR("one too many, with labels and the sum", fill->notice,
              "on leave: the people must add up to those assigned "
              "(entered: on duty 11 + on leave 2 = 13, 1 more than assigned 12)");
    fill_in(fill, "figures.on_duty_count", "9");
    CHECK_HAS("still wrong, and said again", fill->notice, "= 11, 1 fewer than assigned 12)");
    fill_in(fill, "figures.on_duty_count", "11");
    CHECK_HAS("and again", fill->notice, "= 13, 1 more than");
    fill_in(fill, "figures.leave_count", "1");
    CHECK_STR("right", fill->notice, "");
    fill_in(fill, "figures.assigned_count", "99");
    CHECK_HAS("too large", fill->notice, "assigned: ");
    CHECK_HAS("too large", fill->notice, "(allowed: 0..60) (found: 99)");
    free_fill(fill);
}

static void
a_warning_asks_for_a_sentence(void)
{
    dbk_fill *fill = new_fill();

    dbk_fill_begin(fill);
    fill_in(fill, "figures.temp_check_count", "800");
    fill_in(fill, "figures.temp_abnormal_count", "2");
    CHECK_STR("not yet: one of the two is empty", fill->asking, "");
    fill_in(fill, "figures.temp_abnormal_referred_count", "1");
    CHECK_STR("asks", fill->asking, "W_REFERRED");
    dbk_fill_answer(fill, "另一人已劝返就医");
    CHECK_STR("answered", fill->asking, "");
    CHECK_INT("no warning is left", dbk_findings_count(&fill->found, DBK_WARNING), 0);
    CHECK_STR("the cursor stays", fill->sheet.field[fill->at].path, "figures.temp_abnormal_referred_count");
    free_fill(fill);
}

/* What the program wrote is a person's when they change it, or say that it is right; passing it by says nothing. */
static void
what_is_filled_in_for_you(void)
{
    dbk_fill *fill = new_fill();
    const size_t i = at(fill, "figures.assigned_count");

    dbk_sheet_set(&fill->sheet, i, "12");
    fill->sheet.field[i].prefilled = true;
    dbk_fill_begin(fill);
    dbk_fill_go(fill, i);
    dbk_fill_step(fill, 1);
    CHECK_TRUE("passed by", fill->sheet.field[i].prefilled && !fill->changed);
    dbk_fill_go(fill, i);
    dbk_fill_confirm(fill);
    CHECK_TRUE("right, and to be saved", !fill->sheet.field[i].prefilled && fill->changed);
    fill->sheet.field[i].prefilled = true;
    type(fill, "13");
    dbk_fill_step(fill, 1);
    CHECK_TRUE("another", !fill->sheet.field[i].prefilled);
    free_fill(fill);
}

/* Whatever it counts can be counted on the page: what is left is a part of what is asked for. */
static void
how_much_is_left(void)
{
    dbk_fill *fill = new_fill();
    size_t items, left;

    dbk_fill_begin(fill);
    dbk_fill_count(fill, &items, &left);
    CHECK_INT("7 figures, the situation, a case or none", items, 7 + 1 + 1);
    CHECK_INT("required figures, the situation, a case or none", left, 5 + 1 + 1);
    fill_in(fill, "figures.assigned_count", "12");
    fill_in(fill, "no_case", "y");
    dbk_fill_count(fill, &items, &left);
    CHECK_INT("as many", items, 7 + 1 + 1);
    CHECK_INT("two less", left, 5);
    fill_in(fill, "figures.parcel_delivered_count", "3");
    dbk_fill_count(fill, &items, &left);
    CHECK_INT("what may stay empty was never left", left, 5);
    dbk_fill_add(fill, LIST_CASES);
    dbk_fill_count(fill, &items, &left);
    CHECK_INT("a case asks for its title, kind and story", left, 5 + 3);
    CHECK_INT("and they are asked for", items, 7 + 1 + 1 + 3);
    free_fill(fill);
}

/* One key leads from one thing that must be filled to the next, over all that may stay empty. */
static void
the_next_to_fill(void)
{
    static const char *const wanted[] = {
        "figures.assigned_count", "figures.on_duty_count", "figures.leave_count", "figures.temp_check_count",
        "figures.temp_abnormal_count", "situation",
    };
    dbk_fill *fill = new_fill();

    dbk_fill_begin(fill);
    for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
        CHECK_STR("the next", fill->sheet.field[fill->at].path, wanted[i]);
        type(fill, i + 1 < ARRAY_LEN(wanted) ? "0" : "今日一切平稳，门岗照常值守。");
        dbk_fill_next_empty(fill);
    }
    CHECK_STR("then whether there was a case", fill->sheet.field[fill->at].path, "no_case");
    type(fill, "y");
    dbk_fill_next_empty(fill);
    CHECK_STR("then nothing", fill->sheet.field[fill->at].path, "no_case");
    free_fill(fill);
}

static void
taking_back(void)
{
    dbk_fill *fill = new_fill();

    dbk_fill_begin(fill);
    CHECK_TRUE("nothing to take back", !dbk_fill_undo(fill));
    fill_in(fill, "situation", "今日平稳。");
    dbk_fill_go(fill, at(fill, "situation"));
    while (dbk_fill_erase(fill, true))
        ;
    CHECK_STR("cleared, whole characters", fill->edit.text, "");
    CHECK_TRUE("undone", dbk_fill_undo(fill) && fill->taken_back);
    CHECK_STR("undone", fill->edit.text, "今日平稳。");
    CHECK_TRUE("and again", dbk_fill_undo(fill) && !fill->taken_back);
    CHECK_STR("and again", fill->edit.text, "");
    dbk_fill_keep(fill);
    CHECK_TRUE("after a pause, too", dbk_fill_undo(fill));
    CHECK_STR("after a pause, too", fill->edit.text, "今日平稳。");
    dbk_fill_undo(fill);
    dbk_fill_step(fill, 1);
    CHECK_STR("left, and empty", text_of(fill, "situation"), "");
    CHECK_TRUE("from another field", dbk_fill_undo(fill));
    CHECK_STR("it goes there", fill->sheet.field[fill->at].path, "situation");
    dbk_fill_leave(fill);
    CHECK_STR("and has it again", text_of(fill, "situation"), "今日平稳。");
    free_fill(fill);
}

/* ------------------------------------------------------------------ the sums */

static void
sums(void)
{
    dbk_fill *fill = new_fill();
    char line[300];
    int64_t value = 0;

    dbk_fill_begin(fill);
    fill_in(fill, "figures.assigned_count", "12");
    fill_in(fill, "figures.on_duty_count", "11");
    dbk_fill_go(fill, at(fill, "figures.leave_count"));
    CHECK_STR("running", dbk_fill_sums(fill, fill->at, line, sizeof line), "on duty 11 + on leave _ = 11 so far; assigned 12");
    CHECK_TRUE("suggested", dbk_fill_suggest(fill, at(fill, "figures.leave_count"), &value));
    CHECK_INT("suggested", value, 1);
    type(fill, "4");
    CHECK_STR("with every key", dbk_fill_sums(fill, fill->at, line, sizeof line),
              "on duty 11 + on leave 4 = 15, 3 more than assigned 12");
    CHECK_STR("no sum here", dbk_fill_sums(fill, at(fill, "figures.temp_check_count"), line, sizeof line), "");
    free_fill(fill);
}

/* ------------------------------------------------------------------ the night that a report is for */

/* Wherever the laptop believes to be, the night is the office's: until 04:00 there, the evening before. */
static void
the_right_night(void)
{
    static const char *const zones[] = { "UTC", "Asia/Shanghai", "America/New_York" };
    static const struct { const char *name; int hour, minute; uint32_t night; } rows[] = {
        { "23:59", 23, 59, 20200218 }, { "00:00", 24, 0, 20200218 },  { "00:01", 24, 1, 20200218 },
        { "03:59", 27, 59, 20200218 }, { "04:00", 28, 0, 20200219 },  { "07:59", 31, 59, 20200219 },
    };
    char words[DBK_NIGHT_BYTES];

    for (size_t z = 0; z < ARRAY_LEN(zones); z++)
        for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
            int32_t day;

            setenv("TZ", zones[z], 1);
            CHECK_INT(zones[z], dbk_calendar_zone(DBK_ZONE_DEFAULT, NULL), 0);
            CHECK_TRUE(rows[i].name, dbk_day_from_ymd(20200218, &day));
            CHECK_INT(rows[i].name, dbk_night_now(dbk_day_at(day, rows[i].hour, rows[i].minute)), rows[i].night);
        }
    dbk_words_init("daybook", "zh");
    CHECK_STR("in words", dbk_night_words(20200218, words), "2月18日(星期二)晚班");
    CHECK_STR("a day", dbk_date_words(20200218, words), "2月18日(星期二)");
    CHECK_STR("a wait", dbk_wait_words(12 * 60 * 1000, words), "12 分钟");
    CHECK_STR("a short one", dbk_wait_words(40 * 1000, words), "40 秒");
    dbk_words_init("daybook", "en");
    CHECK_STR("in words", dbk_night_words(20200218, words), "Tuesday 18 February, evening shift");
    CHECK_STR("a day", dbk_date_words(20200218, words), "Tuesday 18 February");
}

/* ------------------------------------------------------------------ the editor of long texts */

static void
editing(void)
{
    dbk_edit *edit = malloc(sizeof *edit);
    size_t line, column;

    assert(edit != NULL);
    dbk_edit_begin(edit, "一二三四五\nab");
    dbk_edit_place(edit, 6, &line, &column);
    CHECK_INT("three lines of three, two, and ab", line, 2);
    CHECK_INT("behind ab", column, 2);
    dbk_edit_go(edit, EDIT_UP, 6);
    dbk_edit_place(edit, 6, &line, &column);
    CHECK_INT("up", line, 1);
    CHECK_INT("the same column", column, 2);
    dbk_edit_insert(edit, "中");
    CHECK_STR("inserted", edit->text, "一二三四中五\nab");
    dbk_edit_erase(edit, true);
    dbk_edit_erase(edit, false);
    CHECK_STR("erased before and behind", edit->text, "一二三四\nab");
    dbk_edit_go(edit, EDIT_HOME, 6);
    dbk_edit_erase(edit, true);
    CHECK_STR("whole characters", edit->text, "一二四\nab");
    dbk_edit_go(edit, EDIT_START, 6);
    CHECK_TRUE("nothing before the start", !dbk_edit_erase(edit, true));
    dbk_edit_go(edit, EDIT_FINISH, 6);
    CHECK_TRUE("nothing behind the end", !dbk_edit_erase(edit, false));
    dbk_edit_begin(edit, "");
    for (size_t i = 0; i < DBK_EDIT_MAX_BYTES / 3; i++)
        dbk_edit_insert(edit, "字");
    CHECK_TRUE("full", !dbk_edit_insert(edit, "字"));
    free(edit);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "what may stand where", what_may_stand_where },
        { "a number is typed anew", a_number_is_typed_anew },
        { "choices", choices },
        { "choices spelt out", choices_spelt },
        { "a violation at once", a_violation_at_once },
        { "a warning asks for a sentence", a_warning_asks_for_a_sentence },
        { "what is filled in for you", what_is_filled_in_for_you },
        { "how much is left", how_much_is_left },
        { "the next to fill", the_next_to_fill },
        { "taking back", taking_back },
        { "sums", sums },
        { "the right night", the_right_night },
        { "editing", editing },
    };
    int rc;

    sample_catalogue();
    dbk_words_init("daybook", "en");
    form = sample_form(1);
    rc = unit_main("fill", tests, ARRAY_LEN(tests), 60);
    dbk_form_close(&form);
    return rc;
}
