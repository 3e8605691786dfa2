/*
 * Who may send what, as far as a client knows; and what was kept of people's health, which does not lie about.
 */
#include "clients/secretary/slot.h"

#include <fcntl.h>
#include <string.h>

#include "clients/secretary/draft.h"
#include "clients/words.h"
#include "tests/clients/secretary/sample.h"

#define COMMITTEE 12

static dbk_member_message secretary, *members[1] = { &secretary };
static dbk_posting        posting, *postings[1] = { &posting };
static dbk_scope          scope;

static ProtobufCBinaryData
bytes(const char *text)
{
    return (ProtobufCBinaryData){ strlen(text), (uint8_t *)(uintptr_t)text };
}

static void
make_scope(bool is_secretary)
{
    daybook__v1__member__init(&secretary);
    secretary.person = 7;
    secretary.name = bytes("样例书记");
    secretary.code = bytes("P001");
    secretary.secretary = true;
    secretary.valid_from = secretary.valid_to = SAMPLE_NIGHT;
    daybook__v1__posting__init(&posting);
    posting.committee_id = COMMITTEE;
    posting.committee = bytes("样例居委会");
    posting.valid_from = posting.valid_to = SAMPLE_NIGHT;
    posting.secretary = is_secretary;
    posting.members = members;
    posting.n_members = 1;
    daybook__v1__scope__init(&scope);
    scope.business_date = SAMPLE_NIGHT;
    scope.postings = postings;
    scope.n_postings = 1;
}

/* says: part of the refusal; "": it may be sent, as far as is known. */
static const struct {
    const char *name; bool is_secretary, known; dbk_kind kind; uint32_t committee, date; const char *says;
} rows[] = {
    { "health by a secretary", true, true, DBK_HEALTH_REPORT, COMMITTEE, SAMPLE_NIGHT, "" },
    { "health by another", false, true, DBK_HEALTH_REPORT, COMMITTEE, SAMPLE_NIGHT,
      "for 样例居委会 (12): 样例书记 (P001)." },
    { "also when the server was not asked", false, false, DBK_HEALTH_REPORT, COMMITTEE, SAMPLE_NIGHT,
      "as it was heard last" },
    { "minutes by another", false, true, DBK_MINUTES, COMMITTEE, SAMPLE_NIGHT, "only the secretary of the branch" },
    { "a roll call by another", false, true, DBK_ROLL_CALL, COMMITTEE, SAMPLE_NIGHT, "" },
    { "not posted there", true, true, DBK_ROLL_CALL, 13, SAMPLE_NIGHT,
      "you are not posted at committee 13 on Tuesday 18 February" },
    { "not posted then", true, true, DBK_ROLL_CALL, COMMITTEE, 20200217, "you are not posted at 样例居委会 (12)" },
    { "perhaps posted since", true, false, DBK_ROLL_CALL, 13, SAMPLE_NIGHT, "" },
    { "so long ago that nobody tells", true, true, DBK_ROLL_CALL, COMMITTEE, 20200210, "" },
};

static void
who_may(void)
{
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const dbk_which which = { .committee_id = rows[i].committee, .report_date = rows[i].date };
        dbk_err err = { 0 };

        make_scope(rows[i].is_secretary);
        CHECK_INT(rows[i].name, dbk_slot_allowed(&scope, rows[i].known, rows[i].kind, &which, &err),
            rows[i].says[0] ? -1 : 0);
        CHECK_INT(rows[i].name, err.code, rows[i].says[0] ? DBK_E_FORBIDDEN : DBK_OK);
        CHECK_HAS(rows[i].name, err.text, rows[i].says);
    }
    CHECK_INT("nobody knows", dbk_slot_allowed(NULL, false, DBK_HEALTH_REPORT, &(dbk_which){ .committee_id = 1 },
        NULL), 0);
}

static int
kept(int home, const char *stem)
{
    dbk_draft *draft = dbk_draft_open_named(home, stem, NULL);
    const int there = draft != NULL && dbk_draft_kept_ms(draft) > 0;

    dbk_draft_close(&draft);
    return there;
}

static void
health_is_forgotten(void)
{
    static const char *const stems[] = { "health-12-20200210-0", "health-12-20200211-0", "rollcall-12-20200210-1" };
    const int home = open(unit_folder(), O_RDONLY | O_DIRECTORY);

    for (size_t i = 0; i < ARRAY_LEN(stems); i++) {
        dbk_draft *draft = dbk_draft_open_named(home, stems[i], NULL);

        CHECK_INT(stems[i], draft ? dbk_draft_save_text(draft, "kind: x\n", NULL) : -1, 0);
        dbk_draft_close(&draft);
    }
    CHECK_INT("forgotten", dbk_draft_forget(home, "health-", 20200211, NULL), 0);
    CHECK_INT("what is too old", kept(home, stems[0]), 0);
    CHECK_INT("not what may still be sent", kept(home, stems[1]), 1);
    CHECK_INT("nor what is nobody's health", kept(home, stems[2]), 1);
    close(home);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "who may", who_may },
        { "health is forgotten", health_is_forgotten },
    };

    dbk_words_init("daybook", "en");
    return unit_main("slot", tests, ARRAY_LEN(tests), 30);
}
