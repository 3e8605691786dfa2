#include "clients/secretary/report_shape.h"

#include "clients/words.h"
#include "proto/messages.h"

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

const dbk_field dbk_report_head[] = {
    DBK_FIELD_CODE(dbk_record, kind, kind, "", DBK_LIST_KIND),
    DBK_FIELD(dbk_record, committee, committee_id, FIELD_COUNT, "", 0, 0),
    DBK_FIELD(dbk_record, date, report_date, FIELD_DATE, "", 0, 0),
    DBK_FIELD(dbk_record, part, part, FIELD_COUNT, "", 0, 0),
    DBK_FIELD(dbk_record, form, form_version, FIELD_COUNT, "", 0, 0),
    DBK_FIELD(dbk_record, corrects, corrects, FIELD_ID, "", 0, 0),
};

const dbk_field dbk_report_top[DBK_REPORT_TOP_FIELDS] = {
    DBK_FIELD(dbk_nightly_report, situation, situation, FIELD_NARRATIVE, N_("the day as a whole"), DBK_SITUATION_MIN,
              DBK_SITUATION_MAX),
    DBK_FIELD(dbk_nightly_report, no_case, no_case, FIELD_BOOL, N_("no typical case tonight"), 0, 0),
    DBK_FIELD(dbk_nightly_report, zero_report, zero_report, FIELD_BOOL, N_("nothing abnormal tonight"), 0, 0),
    DBK_FIELD_ELSEWHERE(figures),
    DBK_FIELD_ELSEWHERE(cases),
    DBK_FIELD_ELSEWHERE(observations),
    DBK_FIELD_ELSEWHERE(supply_needs),
    DBK_FIELD_ELSEWHERE(explanations),
    DBK_FIELD_ELSEWHERE(answers),
};

static const dbk_field case_fields[] = {
    DBK_FIELD(dbk_case, title, title, FIELD_TEXT, N_("title"), DBK_CASE_TITLE_MIN, DBK_CASE_TITLE_MAX),
    DBK_FIELD_CODE(dbk_case, category, category, N_("kind of work"), DBK_LIST_WORK_KIND),
    DBK_FIELD(dbk_case, place, place, FIELD_TEXT, N_("place"), 0, DBK_PLACE_MAX),
    DBK_FIELD(dbk_case, story, story, FIELD_NARRATIVE, N_("what happened"), DBK_CASE_STORY_MIN, DBK_CASE_STORY_MAX),
    DBK_FIELD(dbk_case, result, result, FIELD_NARRATIVE, N_("what came of it"), 0, DBK_CASE_RESULT_MAX),
    DBK_FIELD(dbk_case, may_publish, may_publish, FIELD_BOOL, N_("may be published"), 0, 0),
};

static const dbk_field observation_fields[] = {
    DBK_FIELD_CODE(dbk_observation, kind, kind, N_("kind"), DBK_LIST_OBSERVATION_KIND),
    DBK_FIELD_CODE(dbk_observation, category, category, N_("kind of work"), DBK_LIST_WORK_KIND),
    DBK_FIELD(dbk_observation, severity, severity, FIELD_COUNT, N_("severity of a risk, 1 to 3"), 0, 3),
    DBK_FIELD(dbk_observation, place, place, FIELD_TEXT, N_("place"), 0, DBK_PLACE_MAX),
    DBK_FIELD(dbk_observation, text, text, FIELD_NARRATIVE, N_("what was observed"), DBK_OBSERVATION_MIN,
              DBK_OBSERVATION_MAX),
    DBK_FIELD(dbk_observation, needs_office, needs_office, FIELD_BOOL, N_("the office must help"), 0, 0),
};

const dbk_field dbk_supply_need_fields[DBK_SUPPLY_NEED_FIELDS] = {
    DBK_FIELD_CODE(dbk_supply_need, item, item, N_("item"), DBK_LIST_SUPPLY_ITEM),
    DBK_FIELD_WORD(dbk_supply_need, unit, unit, N_("unit"), DBK_SUPPLY_UNIT_MIN, DBK_SUPPLY_UNIT_MAX),
    DBK_FIELD(dbk_supply_need, on_hand, on_hand, FIELD_COUNT, N_("on hand"), 0, DBK_SUPPLY_QUANTITY_MAX),
    DBK_FIELD(dbk_supply_need, daily_use, daily_use, FIELD_COUNT, N_("used a day"), 0, DBK_SUPPLY_QUANTITY_MAX),
    DBK_FIELD(dbk_supply_need, quantity, quantity, FIELD_COUNT, N_("wanted"), 1, DBK_SUPPLY_QUANTITY_MAX),
    DBK_FIELD(dbk_supply_need, needed_by, needed_by, FIELD_DATE, N_("needed by"), 0, 0),
    DBK_FIELD(dbk_supply_need, urgency, urgency, FIELD_COUNT, N_("urgency, 1 to 3"), 1, 3),
    DBK_FIELD(dbk_supply_need, reason, reason, FIELD_NARRATIVE, N_("why"), 0, DBK_SUPPLY_REASON_MAX),
};

const dbk_field dbk_explanation_fields[DBK_EXPLANATION_FIELDS] = {
    DBK_FIELD(dbk_explanation, rule, rule, FIELD_TEXT, N_("rule"), 1, DBK_RULE_CODE_MAX),
    DBK_FIELD(dbk_explanation, text, text, FIELD_NARRATIVE, N_("explanation"), DBK_EXPLANATION_MIN,
              DBK_EXPLANATION_MAX),
};

/* The item is the program's: nobody types it. */
static const dbk_field answer_fields[] = {
    DBK_FIELD(dbk_answered_item, item, item, FIELD_TEXT, N_("open item"), DBK_ITEM_CHARS, DBK_ITEM_CHARS),
    DBK_FIELD_CODE(dbk_answered_item, answer, answer, N_("what became of it"), DBK_LIST_ITEM_ANSWER),
    DBK_FIELD(dbk_answered_item, text, text, FIELD_TEXT, N_("in a word"), 0, DBK_ITEM_TEXT_MAX),
};

#define DBK_LIST_OF(key, label, fields, most, type) \
    { #key, label, fields, ARRAY_LEN(fields), most, &daybook__v1__##type##__descriptor, \
      offsetof(dbk_nightly_report, key), offsetof(dbk_nightly_report, n_##key) }

const dbk_field_list dbk_report_lists[N_REPORT_LISTS] = {
    [LIST_CASES]        = DBK_LIST_OF(cases, N_("typical case"), case_fields, DBK_CASES_MAX, case),
    [LIST_OBSERVATIONS] = DBK_LIST_OF(observations, N_("observation"), observation_fields, DBK_OBSERVATIONS_MAX,
                                      observation),
    [LIST_SUPPLY_NEEDS] = DBK_LIST_OF(supply_needs, N_("supplies needed"), dbk_supply_need_fields, DBK_SUPPLY_NEEDS_MAX,
                                      supply_need),
    [LIST_EXPLANATIONS] = DBK_LIST_OF(explanations, N_("explanation"), dbk_explanation_fields, DBK_EXPLANATIONS_MAX,
                                      explanation),
    [LIST_ANSWERS]      = DBK_LIST_OF(answers, N_("open items of earlier nights"), answer_fields, DBK_ITEMS_MAX,
                                      answered_item),
};

const size_t dbk_report_head_n = ARRAY_LEN(dbk_report_head), dbk_report_top_n = ARRAY_LEN(dbk_report_top);
