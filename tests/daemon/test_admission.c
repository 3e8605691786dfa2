/* admission: the first reason that applies is the one that is said, and what is proven passes more easily. */
#include <string.h>

#include "daemon/admission.h"
#include "proto/calendar.h"
#include "tests/harness/unit.h"

#define NIGHT 18310                        /* 2020-02-18 */
#define DEADLINE INT64_C(1582034400000)    /* 22:00 in Shanghai */
#define HOUR INT64_C(3600000)
#define LATE DAYBOOK__V1__TIMELINESS__LATE
#define ON_TIME DAYBOOK__V1__TIMELINESS__ON_TIME

enum { SECRETARY = 1, MEMBER, OUTSIDER, OTHER, LEFT };

/* Committee 12: a secretary and a member, open on NIGHT and the night after, closed on the night before. */
static dbk_directory *
sample(void)
{
    dbk_directory *d = dbk_directory_new();

    dbk_directory_add_committee(d, 12, "甲", "康健", "一");
    for (int32_t person = SECRETARY; person <= LEFT; person++)
        dbk_directory_add_person(d, person, "P", "样例");
    dbk_directory_add_posting(d, SECRETARY, 12, NIGHT - 1, NIGHT + 6, true);
    dbk_directory_add_posting(d, MEMBER, 12, NIGHT - 1, NIGHT + 6, false);
    dbk_directory_add_posting(d, OTHER, 13, NIGHT - 1, NIGHT + 6, false);
    dbk_directory_add_posting(d, LEFT, 12, NIGHT - 9, NIGHT - 8, true);
    dbk_directory_add_night(d, NIGHT - 1, DEADLINE - 30 * HOUR, DEADLINE - 24 * HOUR, true);
    dbk_directory_add_night(d, NIGHT, DEADLINE - 6 * HOUR, DEADLINE, false);
    dbk_directory_add_night(d, NIGHT + 1, DEADLINE + 18 * HOUR, DEADLINE + 24 * HOUR, false);
    dbk_directory_seal(d);
    return d;
}

/* One record of one person: a roll call, a health report, or that a bulletin was read. */
typedef struct {
    const char *name;
    int32_t     sender, named;
    int32_t     day;                       /* 0: 2020-02-30 */
    dbk_kind    kind;
    bool        proven, good;              /* good: it keeps the rules of its kind */
    dbk_status  refusal;                   /* DBK_ACCEPTED: admissible */
    const char *reason;                    /* or the first violation's code */
} sending;

static const sending sendings[] = {
    { "a member's roll call", MEMBER, MEMBER, NIGHT, DBK_ROLL_CALL, false, true, DBK_ACCEPTED, NULL },
    { "a secretary's health report", SECRETARY, MEMBER, NIGHT, DBK_HEALTH_REPORT, false, true, DBK_ACCEPTED, NULL },
    { "a member's health report", MEMBER, MEMBER, NIGHT, DBK_HEALTH_REPORT, false, true, DBK_FORBIDDEN, "scope.secretary" },
    { "who is posted elsewhere", OTHER, MEMBER, NIGHT, DBK_ROLL_CALL, false, true, DBK_FORBIDDEN, "scope.none" },
    { "who is posted nowhere", OUTSIDER, MEMBER, NIGHT, DBK_ROLL_CALL, false, true, DBK_FORBIDDEN, "scope.none" },
    { "nobody's key", 0, MEMBER, NIGHT, DBK_ROLL_CALL, false, true, DBK_FORBIDDEN, "key.revoked" },
    { "nobody's key, proven", 0, MEMBER, NIGHT, DBK_ROLL_CALL, true, true, DBK_FORBIDDEN, "key.revoked" },
    { "about a person from elsewhere", MEMBER, OTHER, NIGHT, DBK_ROLL_CALL, false, true, DBK_FORBIDDEN, "scope.person" },
    { "a closed night", MEMBER, MEMBER, NIGHT - 1, DBK_ROLL_CALL, false, true, DBK_CLOSED, "night.closed" },
    { "read on a closed night", MEMBER, 0, NIGHT - 1, DBK_BULLETIN_READ, false, true, DBK_ACCEPTED, NULL },
    { "before its posting and its nights", MEMBER, MEMBER, NIGHT - 2, DBK_ROLL_CALL, false, true, DBK_FORBIDDEN,
      "scope.none" },
    { "scope before night before content", OTHER, OTHER, NIGHT - 1, DBK_ROLL_CALL, false, false, DBK_FORBIDDEN,
      "scope.none" },
    { "night before content", MEMBER, MEMBER, NIGHT - 1, DBK_ROLL_CALL, false, false, DBK_CLOSED, "night.closed" },
    { "content", MEMBER, MEMBER, NIGHT, DBK_ROLL_CALL, false, false, DBK_REJECTED, "roll_call.not_asked" },
    { "no such day", MEMBER, MEMBER, 0, DBK_ROLL_CALL, false, true, DBK_REJECTED, "date.real" },
    { "tomorrow", MEMBER, MEMBER, NIGHT + 1, DBK_ROLL_CALL, false, true, DBK_REJECTED, "date.future" },
    { "proven, by who has left", LEFT, MEMBER, NIGHT - 1, DBK_HEALTH_REPORT, true, true, DBK_ACCEPTED, NULL },
    { "proven, about who has left", MEMBER, LEFT, NIGHT, DBK_ROLL_CALL, true, true, DBK_ACCEPTED, NULL },
    { "proven, about nobody known", MEMBER, LEFT + 1, NIGHT, DBK_ROLL_CALL, true, true, DBK_FORBIDDEN, "scope.person" },
    { "proven, and broken now", MEMBER, MEMBER, NIGHT, DBK_ROLL_CALL, true, false, DBK_FAULT, "store.refused" },
};

static void
fill(dbk_submission *s, const sending *it, dbk_record *record, void *body)
{
    static dbk_roll_call_entry called;
    static dbk_health_entry asked;
    static dbk_roll_call_entry *calls[] = { &called };
    static dbk_health_entry *answers[] = { &asked };

    daybook__v1__record__init(record);
    record->has_id = record->has_committee_id = record->has_kind = record->has_report_date = record->has_part = true;
    record->committee_id = 12;
    record->kind = it->kind;
    record->report_date = it->day ? dbk_day_ymd(it->day) : 20200230;
    record->part = it->kind != DBK_HEALTH_REPORT;
    if (it->kind == DBK_ROLL_CALL) {
        daybook__v1__roll_call_entry__init(&called);
        called.has_person = called.has_state = called.has_arrived_at = true;
        called.person = (uint32_t)it->named;
        called.state = it->good ? DAYBOOK__V1__ROLL_CALL_STATE__PRESENT : DAYBOOK__V1__ROLL_CALL_STATE__NOT_ASKED;
        called.arrived_at = 740;
        daybook__v1__roll_call__init(record->roll_call = body);
        record->roll_call->n_entries = 1;
        record->roll_call->entries = calls;
    } else if (it->kind == DBK_HEALTH_REPORT) {
        daybook__v1__health_entry__init(&asked);
        asked.has_person = asked.has_state = asked.has_evening = asked.has_symptoms = true;
        asked.person = (uint32_t)it->named;
        asked.state = DAYBOOK__V1__HEALTH_STATE__WELL;
        asked.evening = 365;
        daybook__v1__health_report__init(record->health_report = body);
        record->health_report->n_entries = 1;
        record->health_report->entries = answers;
    } else {
        daybook__v1__bulletin_read__init(record->bulletin_read = body);
        record->bulletin_read->has_read_at_ms = true;
        record->bulletin_read->read_at_ms = DEADLINE;
    }
    s->record = record;
    s->sealed_bytes = 100;
    s->day = it->day;
    s->person = it->sender;
    s->proven = it->proven;
    s->timeliness = LATE;
    s->received_ms = DEADLINE;
}

static void
the_first_reason_is_said(void)
{
    dbk_directory *directory = sample();
    dbk_claims *claims = dbk_claims_new();
    dbk_submissions *pool = dbk_submissions_new();
    static dbk_violations found;

    for (size_t i = 0; i < ARRAY_LEN(sendings); i++) {
        const sending *it = &sendings[i];
        dbk_submission *s = dbk_submission_take(pool);
        dbk_record record;
        union { dbk_roll_call a; dbk_health_report b; dbk_bulletin_read c; } body;

        fill(s, it, &record, &body);
        dbk_admission_decide(directory, claims, s, (dbk_member){ it->sender, false }, &found);
        CHECK_INT(it->name, s->admissible, it->refusal == DBK_ACCEPTED);
        CHECK_INT(it->name, s->refusal, it->refusal == DBK_ACCEPTED ? 0 : it->refusal);
        CHECK_STR(it->name, s->refusal == DBK_REJECTED ? s->violations->row[0].code : s->reason ? s->reason : "",
                  it->reason ? it->reason : "");
        if (s->admissible)                             /* what is proven keeps what its receipt says */
            CHECK_INT(it->name, s->timeliness, it->proven || it->day < NIGHT ? LATE : ON_TIME);
        dbk_submission_give(pool, &s);
    }
    dbk_submissions_free(&pool);
    dbk_claims_free(&claims);
    dbk_directory_free(&directory);
}

static void
a_revoked_key_may_nothing(void)
{
    dbk_directory *directory = sample();
    dbk_claims *claims = dbk_claims_new();
    dbk_submissions *pool = dbk_submissions_new();
    dbk_submission *s = dbk_submission_take(pool);
    dbk_record record;
    dbk_roll_call body;
    static dbk_violations found;

    fill(s, &sendings[0], &record, &body);
    dbk_admission_decide(directory, claims, s, (dbk_member){ MEMBER, true }, &found);
    CHECK_INT("refused", s->refusal, DBK_FORBIDDEN);
    CHECK_STR("why", s->reason, "key.revoked");
    dbk_submission_give(pool, &s);
    dbk_submissions_free(&pool);
    dbk_claims_free(&claims);
    dbk_directory_free(&directory);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "the first reason is said", the_first_reason_is_said },
        { "a revoked key may nothing", a_revoked_key_may_nothing },
    };

    return dbk_calendar_zone(DBK_ZONE_DEFAULT, NULL) != 0 || unit_main("admission", tests, ARRAY_LEN(tests), 60);
}
