/*
 * The dialogue without a program around it: answers from a text, questions into another; what is asked, asked again,
 * gone back to and changed; and the answers as a file, there and back.
 */
#include "clients/secretary/ask.h"

#include <stdlib.h>
#include <string.h>

#include "clients/secretary/report_file.h"
#include "clients/words.h"
#include "proto/text.h"
#include "tests/clients/secretary/sample.h"

#define COMMITTEE 12

static dbk_member_message members[3], *member_list[3] = { &members[0], &members[1], &members[2] };
static dbk_posting  posting, *posting_list[1] = { &posting };
static dbk_scope    scope;
static dbk_answers  answers;
static char        *said;
static bool         whole;

static ProtobufCBinaryData
bytes(const char *text)
{
    return (ProtobufCBinaryData){ strlen(text), (uint8_t *)(uintptr_t)text };
}

/* Three people, the first and the last of one name. */
static void
make_scope(void)
{
    static const char *const names[] = { "样例甲", "样例乙", "样例甲" }, *const codes[] = { "P1", "P2", "P3" };

    for (size_t i = 0; i < 3; i++) {
        daybook__v1__member__init(&members[i]);
        members[i].person = (uint32_t)(501 + i);
        members[i].name = bytes(names[i]);
        members[i].code = bytes(codes[i]);
        members[i].valid_from = members[i].valid_to = SAMPLE_NIGHT;
    }
    daybook__v1__posting__init(&posting);
    posting.committee_id = COMMITTEE;
    posting.valid_from = posting.valid_to = SAMPLE_NIGHT;
    posting.members = member_list;
    posting.n_members = 3;
    daybook__v1__scope__init(&scope);
    scope.postings = posting_list;
    scope.n_postings = 1;
}

static void
begin(const char *verb, size_t people)
{
    const dbk_kind_shape *shape = dbk_kind_shape_named(verb);
    char number[16];

    dbk_answers_fini(&answers);
    dbk_answers_init(&answers, shape, COMMITTEE, SAMPLE_NIGHT, shape->part ? 1 : 0);
    for (size_t i = 0; i < people; i++) {
        snprintf(number, sizeof number, "%zu", 501 + i);
        dbk_answers_set(&dbk_answers_add(&answers, 0)->text[0], number);
    }
}

/* Goes on with what begin() or an earlier call left; the answers of an entry that it made, apart by "|". */
static const char *
ask(const char *lines, const dbk_answers *before, size_t e)
{
    static char text[1024];
    char *input = strdup(lines);
    FILE *from = fmemopen(input, strlen(input), "r"), *say;
    size_t size, used = 0;

    free(said);
    say = open_memstream(&said, &size);
    assert(from && say);
    dbk_ask it = { .answers = &answers, .before = before, .scope = &scope, .from = from, .say = say };

    whole = dbk_ask_run(&it);
    fclose(say);
    fclose(from);
    free(input);
    text[0] = '\0';
    for (size_t f = 0; e < answers.list[0].n && f < answers.shape->lists[0].n; f++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", f > 0 ? "|" : "",
                                 answers.list[0].row[e].text[f] ? answers.list[0].row[e].text[f] : "?");
    return text;
}

/* What is typed for one person of one, and what their entry is then; says: part of what is said. */
static const struct { const char *name, *verb, *lines, *entry, *says; bool ends; } rows[] = {
    { "plain", "rollcall", "1\n0740\n36.5\n\n", "501|PRESENT|07:40|36.5|?|?|?|", "1/1  样例甲 (P1)\n", false },
    { "words and signs", "rollcall", "到岗\n７：４０\n３６。５度\n无事\n", "501|PRESENT|07:40|36.5|?|?|?|无事", "",
      false },
    { "on leave: no time, no temperature", "rollcall", "3\n\n", "501|ON_LEAVE|?|?|?|?|?|", "", false },
    { "left empty", "rollcall", "\n8\n\n", "501|UNREACHED|?|?|?|?|?|", "! This person has not been asked yet", false },
    { "a fever changes the state", "rollcall", "1\n7:40\n38.9\n4\n\n", "501|SICK|?|38.9|?|?|?|", "(found: 38.9)",
      false },
    { "a fever that was none", "rollcall", "1\n7:40\n38.9\n\n36.9\n\n", "501|PRESENT|07:40|36.9|?|?|?|",
      "  where they are (number or word) [present]: \n    taken: present\n", false },
    { "no point", "rollcall", "1\n7:40\n365\n36.5\n\n", "501|PRESENT|07:40|36.5|?|?|?|",
      "! temperature: '365' has no point: "
      "write 36.5\n", false },
    { "back to the state", "rollcall", "1\n<\n3\n\n", "501|ON_LEAVE|?|?|?|?|?|", "", false },
    { "back at the beginning stays there", "rollcall", "<\n3\n\n", "501|ON_LEAVE|?|?|?|?|?|", "", false },
    { "nobody else to swap with", "rollcall", "5\n样例甲\n1\n", "501|SWAPPED|?|?|?|?|?|?",
      "! that is the same person", true },
    { "the answers end", "rollcall", "1\n", "501|PRESENT|?|?|?|?|?|?", "", true },
    { "well", "health", "1\n36.4\n0\n\n\n", "501|WELL|?|36.4|none|?|no|?|?|?|", "    taken: no\n", false },
    { "not well", "health", "1\n38,9\n3\n1、2\ny\n\n", "501|RESTING|?|38.9|FEVER COUGH|?|yes|?|?|?|",
      "nobody is well:\n    choose another state (found: 38.9)\n", false },
    { "no temperature", "health", "1\n\n36\nnone\n\n\n", "501|WELL|?|36.0|none|?|no|?|?|?|",
      "! Give the temperature of the morning or of the evening", false },
    { "in hospital", "health", "4\n\n0\n\n\n", "501|IN_HOSPITAL|?||none|?|no|?|?|?|", "", false },
    { "no symptoms asked", "health", "1\n36.4\n\n0\n\n\n", "501|WELL|?|36.4|none|?|no|?|?|?|",
      "! The symptoms were not asked for", false },
};

static void
each_answer(void)
{
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        begin(rows[i].verb, 1);
        CHECK_STR(rows[i].name, ask(rows[i].lines, NULL, 0), rows[i].entry);
        CHECK_HAS(rows[i].name, said, rows[i].says);
        CHECK_INT(rows[i].name, whole, !rows[i].ends);
    }
}

static void
another_person(void)
{
    begin("rollcall", 3);
    CHECK_STR("by the name that one other has", ask("3\n\n5\n样例甲\nP3\n\n1\n\n8:00\n\n\n", NULL, 1),
        "502|SWAPPED|?|?|?|?|503|");
    CHECK_HAS("of whom there are two", said, "! 2 people on this list are called 样例甲: give the number\n");
    CHECK_TRUE("and nobody's number of the roster is seen", strstr(said, "503") == NULL);
    begin("rollcall", 3);
    CHECK_STR("one who is on leave took no shift", ask("3\n\n5\n1\n3\n\n1\n8:00\n\n\n", NULL, 1),
        "502|SWAPPED|?|?|?|?|503|");
    CHECK_HAS("which is said at once", said, "! A swap names who took the shift");
    begin("rollcall", 3);
    CHECK_STR("one who turns out to be", ask("5\n3\n\n3\n\n3\n\n2\n", NULL, 0), "501|SWAPPED|?|?|?|?|502|");
    CHECK_HAS("is asked about in the end", said,
        "\n1/3  样例甲 (P1)\n    2 样例乙 (P2)  3 样例甲 (P3)\n  who took the shift (number or "
              "name) [样例甲 (P3)]: 2\n");
    CHECK_INT("until it is right", whole, false);
}

static void
begun_before(void)
{
    size_t done, all;

    begin("rollcall", 3);
    ask("3\n\n1\n7:40\n", NULL, 0);
    dbk_ask_progress(&answers, &done, &all);
    CHECK_INT("one of", done, 1);
    CHECK_INT("three", all, 3);
    CHECK_STR("goes on where it was left", ask("36.5\n\n2\n8:00\n\n\n", NULL, 1), "502|PRESENT|07:40|36.5|?|?|?|");
    CHECK_TRUE("and asks nothing again", whole && strstr(said, "1/3") == NULL && strstr(said,
        "arrived at (such as 07:40): 8:00"));
}

static void
what_changes(void)
{
    dbk_answers before;
    char *yaml = NULL;
    dbk_complaints found = { 0 };

    begin("rollcall", 2);
    ask("1\n7:40\n36.5\n\n1\n\n36.6\n\n", NULL, 0);
    yaml = dbk_answers_yaml(&answers);
    dbk_report_file *file = dbk_report_file_parse(yaml, "f", &found, NULL);

    dbk_answers_init(&before, answers.shape, COMMITTEE, SAMPLE_NIGHT, 1);
    dbk_answers_take_tree(&before, dbk_report_file_tree(file));
    CHECK_STR("as a file and back", ask("\n", &before, 1), "502|PRESENT|07:40|36.6|?|?|?|");
    CHECK_TRUE("nothing changes", whole && strstr(said, "What the correction changes") == NULL);
    CHECK_STR("one line", ask("7\n2\n3\n事假\n\n", &before, 1), "502|ON_LEAVE|?|?|?|?|?|事假");
    CHECK_HAS("no such line", said, "! a number from 1 to 2, please");
    CHECK_HAS("is shown", said,
        "What the correction changes (4):\n  样例乙 (P2), where they are: present -> on leave\n");
    CHECK_HAS("what is emptied too", said, "  样例乙 (P2), temperature: 36.6 -> (not filled)\n");
    dbk_report_file_close(&file);
    dbk_answers_fini(&before);
    free(yaml);
}

static void
supplies(void)
{
    begin("supply", 0);
    CHECK_STR("a need", ask("1\n套\n3\n2\n20\n2020-02-19\n2\n不足\n\n", NULL, 0),
        "PROTECTIVE_SUIT|套|3|2|20|2020-02-19|2|不足");
    CHECK_INT("and no other", answers.list[0].n, 1);
    begin("supply", 0);
    ask("1\n套\n3\n2\n200\n\n20\n2020-02-19\n1\n提前\n提前备货\n\n\n", NULL, 0);
    CHECK_HAS("a warning may be heeded", said, "(Enter: change the answer): \n  wanted (1 to 1000000) [200]: 20\n");
    CHECK_HAS("or explained, in so many words", said, "  ! 4 to 200 characters, please\n");
    CHECK_INT("once", answers.list[2].n, 1);
    CHECK_STR("by its rule", answers.list[2].row[0].text[0], "supply.urgency_low");
    CHECK_TRUE("whole", whole);
    begin("supply", 0);
    CHECK_STR("a number is no unit", ask("1\n100\n１００\n套\n3\n2\n20\n2020-02-19\n2\n不足\n\n", NULL, 0),
        "PROTECTIVE_SUIT|套|3|2|20|2020-02-19|2|不足");
    CHECK_HAS("and it is said", said, "! unit: \"100\" is a number; a word stands here, such as box, bottle, piece\n");
    begin("supply", 0);
    ask("1\n套\n3\n2\n200\n2020\n20\n2020-02-19\n1\n提前备货\n\n\n", NULL, 0);
    CHECK_HAS("a number is no reason", said, "  ! that is a number; here stands why\n");
}

/* In Chinese nothing is said in another language, and no line is wider than a screen in either. */
static void
reads_well(void)
{
    for (int zh = 0; zh < 2; zh++) {
        dbk_words_init("daybook", zh ? "zh" : "en");
        begin("rollcall", 3);
        ask("x\n\n1\n\nx\n7:40\nx\n45\n38.9\n5\nx\n样例甲\n2\n\n1\n\n\n\n3\n\n", NULL, 0);
        for (char *line = strtok(said, "\n"); line; line = strtok(NULL, "\n"))
            CHECK_TRUE(line, dbk_text_width(line, strlen(line)) <= 80 && strstr(line, "entries") == NULL &&
                       strstr(line, "arrived_at") == NULL && strstr(line, "PRESENT") == NULL);
    }
    dbk_words_init("daybook", "en");
}

int
main(void)
{
    static const unit_test tests[] = {
        { "each answer", each_answer },
        { "another person", another_person },
        { "begun before", begun_before },
        { "what changes", what_changes },
        { "supplies", supplies },
        { "reads well", reads_well },
    };

    make_scope();
    dbk_words_init("daybook", "en");
    return unit_main("ask", tests, ARRAY_LEN(tests), 30);
}
