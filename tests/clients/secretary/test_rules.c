/*
 * Rules in a person's words, in both languages: figures by their labels and with what was entered, what the sum comes
 * to, and where it is put right; the checker's violation and the server's come out alike.
 */
#include "clients/rules.h"

#include "clients/finding.h"
#include "clients/secretary/kinds.h"
#include "clients/words.h"
#include "tests/clients/secretary/sample.h"

static dbk_form *form;

static dbk_figures
with(int64_t assigned, int64_t on_duty, int64_t leave)
{
    dbk_figures figures;

    dbk_figures_take(&figures, NULL);
    figures.value[1] = assigned, figures.value[2] = on_duty, figures.value[3] = leave;
    return figures;
}

static void
in_words(void)
{
    static const struct { const char *code; int64_t assigned, on_duty, leave; const char *en, *zh; } rows[] = {
        { "E03", 12, 10, 3, "on duty 10 + on leave 3 = 13, 1 more than assigned 12",
          "实到值守人数 10 + 请假 3 = 13，比应到人数 12 多 1" },
        { "E03", 12, 10, 0, "on duty 10 + on leave 0 = 10, 2 fewer than assigned 12",
          "实到值守人数 10 + 请假 0 = 10，比应到人数 12 少 2" },
        { "E03", 12, 10, 2, "on duty 10 + on leave 2 = 12; assigned 12", "实到值守人数 10 + 请假 2 = 12；应到人数 12" },
        { "E03", 12, 10, -1, "on duty 10 + on leave _ = 10 so far; assigned 12",
          "实到值守人数 10 + 请假 _ = 10（未填齐）；应到人数 12" },
        { "E03", -1, 10, 2, "on duty 10 + on leave 2 = 12; assigned _", "实到值守人数 10 + 请假 2 = 12；应到人数 _" },
        { "E02", 12, 13, -1, "on duty 13, assigned 12", "实到值守人数 13、应到人数 12" },
    };
    char room[DBK_RULE_WORDS_BYTES];

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const dbk_figures figures = with(rows[i].assigned, rows[i].on_duty, rows[i].leave);
        const dbk_rule *rule = dbk_rule_named(form, rows[i].code);

        dbk_words_init("daybook", "en");
        CHECK_STR(rows[i].code, dbk_rule_words(form, rule, &figures, room, sizeof room), rows[i].en);
        dbk_words_init("daybook", "zh");
        CHECK_STR(rows[i].code, dbk_rule_words(form, rule, &figures, room, sizeof room), rows[i].zh);
    }
    dbk_words_init("daybook", "en");
}

/* Cut, if it must be, on the border of what is a figure; never beyond the room. */
static void
a_small_room(void)
{
    const dbk_figures figures = with(12, 10, 3);
    const dbk_rule *rule = dbk_rule_named(form, "E03");
    char room[64];

    for (size_t n = 1; n < sizeof room; n++) {
        memset(room, 'x', sizeof room);
        dbk_rule_words(form, rule, &figures, room, n);
        CHECK_TRUE("ends inside", memchr(room, '\0', n) != NULL);
        CHECK_INT("nothing behind", room[n], 'x');
    }
}

static void
where_it_is_put_right(void)
{
    CHECK_STR("the last on the page", dbk_rule_place(form, dbk_rule_named(form, "E03"))->code, "leave_count");
    CHECK_STR("the last on the page", dbk_rule_place(form, dbk_rule_named(form, "E02"))->code, "on_duty_count");
    CHECK_STR("the last on the page", dbk_rule_place(form, dbk_rule_named(form, "W_REFERRED"))->code,
              "temp_abnormal_referred_count");
    CHECK_TRUE("no such rule", dbk_rule_named(form, "E99") == NULL);
}

static void
a_rule_says(void)
{
    static const struct { const char *code; bool known; const char *en, *zh; } rows[] = {
        { "W_REFERRED", true, "not everyone abnormal was referred", "有体温异常者未移送" },
        { "W_REFERRED", false, NULL, NULL },
        { "situation.brief", true, "The situation is very brief: add to it, or say that there was nothing to tell",
          "整体情况只有一两句，请再写几句；确实无事请说明" },
        { "situation.brief", false, "The situation is very brief: add to it, or say that there was nothing to tell",
          "整体情况只有一两句，请再写几句；确实无事请说明" },
        { "E99", true, NULL, NULL },
        { "", false, NULL, NULL },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const dbk_form *known = rows[i].known ? form : NULL;

        dbk_words_init("daybook", "en");
        CHECK_STR(rows[i].code, dbk_rule_sentence(known, rows[i].code), rows[i].en);
        dbk_words_init("daybook", "zh");
        CHECK_STR(rows[i].code, dbk_rule_sentence(known, rows[i].code), rows[i].zh);
    }
    dbk_words_init("daybook", "en");
}

static void
solving(void)
{
    static const struct {
        const char *name;
        int64_t     assigned, on_duty, leave;
        uint32_t    wanted;
        int64_t     value;
    } rows[] = {
        { "what is left", 12, 10, -1, 3, 2 },        { "the whole", -1, 10, 2, 1, 12 },
        { "two are missing", 12, -1, -1, 3, -1 },    { "less than none", 12, 13, -1, 3, -1 },
        { "more than may be", -1, 60, 1, 1, -1 },    { "no part of it", 12, 10, 2, 8, -1 },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const dbk_figures figures = with(rows[i].assigned, rows[i].on_duty, rows[i].leave);
        int64_t value = -1;
        const bool solved = dbk_rule_solve(form, dbk_rule_named(form, "E03"), &figures, rows[i].wanted, &value);

        CHECK_INT(rows[i].name, solved ? value : -1, rows[i].value);
    }
}

/* ------------------------------------------------------------------ findings */

static dbk_violation
violation(const char *field, const char *code, const char *limit, const char *value)
{
    dbk_violation v = { .severity = DBK_ERROR, .text_zh = "有误", .text_en = "it is wrong", .code = code };

    snprintf(v.field, sizeof v.field, "%s", field);
    snprintf(v.limit, sizeof v.limit, "%s", limit);
    snprintf(v.value, sizeof v.value, "%s", value);
    return v;
}

static const struct {
    const char *name, *field, *code, *limit, *value;
    bool        known;                                 /* the form */
    const char *path, *text;
} findings[] = {
    { "a rule", "figures.assigned_count", "E03", "= 12", "10 + 3 ≠ 12", true, "figures.leave_count",
      "it is wrong (entered: on duty 10 + on leave 3 = 13, 1 more than assigned 12)" },
    { "no form is known", "figures.assigned_count", "E03", "= 12", "10 + 3 ≠ 12", false, "figures.assigned_count",
      "it is wrong (allowed: = 12) (found: 10 + 3 ≠ 12)" },
    { "figures that are not here", "figures.x", "W_REFERRED", "≥ 2", "1 < 2", true, "figures.x",
      "it is wrong (allowed: ≥ 2) (found: 1 < 2)" },
    { "a bound", "figures.assigned_count", "figure.range", "0..60", "99", true, "figures.assigned_count",
      "it is wrong (allowed: 0..60) (found: 99)" },
    { "no code of a figure", "zero_report", "zero_report.alarm", "0", "temp_abnormal_count = 3", true, "zero_report",
      "it is wrong (allowed: 0) (found: abnormal temperatures = 3)" },
    { "a choice", "cases[1].category", "enum.unknown", "1..11", "99", true, "cases[1].category", "it is wrong" },
    { "what only looks like one", "situation", "text.short", "", "temp_abnormal_count", true, "situation",
      "it is wrong (found: temp_abnormal_count)" },
};

static dbk_finding_scene
scene_of(const dbk_form *known, const dbk_figures *figures)
{
    return (dbk_finding_scene){ DBK_NIGHTLY_REPORT, known, figures, dbk_kind_is_choice };
}

static void
found_here(void)
{
    const dbk_figures figures = with(12, 10, 3);
    dbk_finding it;

    for (size_t i = 0; i < ARRAY_LEN(findings); i++) {
        const dbk_violation v = violation(findings[i].field, findings[i].code, findings[i].limit, findings[i].value);

        const dbk_finding_scene scene = scene_of(findings[i].known ? form : NULL, &figures);

        dbk_finding_here(&it, &v, &scene);
        CHECK_STR(findings[i].name, it.path, findings[i].path);
        CHECK_STR(findings[i].name, it.text, findings[i].text);
        CHECK_STR(findings[i].name, it.code, findings[i].code);
    }
}

static void
told_by_the_server(void)
{
    const dbk_figures figures = with(12, 10, 3);
    dbk_finding it;

    for (size_t i = 0; i < ARRAY_LEN(findings); i++) {
        dbk_violation_message v;

        daybook__v1__violation__init(&v);
        v.field = (char *)(uintptr_t)findings[i].field;
        v.code = (char *)(uintptr_t)findings[i].code;
        v.text_en = sample_text("it is wrong");
        v.limit = sample_text(findings[i].limit);
        v.value = sample_text(findings[i].value);
        const dbk_finding_scene scene = scene_of(findings[i].known ? form : NULL, &figures);

        dbk_finding_told(&it, &v, &scene);
        CHECK_STR(findings[i].name, it.path, findings[i].path);
        CHECK_STR(findings[i].name, it.text, findings[i].text);
    }
    const dbk_finding_scene scene = scene_of(form, &figures);

    dbk_finding_told(&it, &(dbk_violation_message)DAYBOOK__V1__VIOLATION__INIT, &scene);
    CHECK_STR("an empty one", it.text, "");
}

int
main(void)
{
    static const unit_test tests[] = {
        { "in words", in_words },
        { "a small room", a_small_room },
        { "where it is put right", where_it_is_put_right },
        { "a rule says", a_rule_says },
        { "solving", solving },
        { "found here", found_here },
        { "told by the server", told_by_the_server },
    };
    int rc;

    sample_catalogue();
    dbk_words_init("daybook", "en");
    form = sample_form(1);
    rc = unit_main("rules", tests, ARRAY_LEN(tests), 60);
    dbk_form_close(&form);
    return rc;
}
