/* kind_minutes — the minutes of a meeting of the branch. */
#include "clients/secretary/kinds.h"
#include "clients/words.h"

static const dbk_field top[] = {
    DBK_FIELD_CODE(dbk_minutes, meeting, kind, N_("kind of meeting"), DBK_LIST_MEETING_KIND),
    DBK_FIELD_CODE(dbk_minutes, mode, mode, N_("how it was held"), DBK_LIST_MEETING_MODE),
    DBK_FIELD(dbk_minutes, started_at, started_at, FIELD_TIME, N_("beginning"), 1, 0),
    DBK_FIELD(dbk_minutes, ended_at, ended_at, FIELD_TIME, N_("end"), 1, 0),
    DBK_FIELD(dbk_minutes, chair, chair, FIELD_TEXT, N_("who was in the chair"), 1, DBK_NAME_MAX),
    DBK_FIELD(dbk_minutes, recorder, recorder, FIELD_TEXT, N_("who took the minutes"), 1, DBK_NAME_MAX),
    DBK_FIELD(dbk_minutes, expected, expected, FIELD_COUNT, N_("people expected"), 1, DBK_MEETING_PEOPLE_MAX),
    DBK_FIELD(dbk_minutes, present, present, FIELD_COUNT, N_("people present"), 0, DBK_MEETING_PEOPLE_MAX),
    DBK_FIELD(dbk_minutes, agenda, agenda, FIELD_NARRATIVE, N_("agenda"), DBK_AGENDA_MIN, DBK_AGENDA_MAX),
    DBK_FIELD(dbk_minutes, studied, studied, FIELD_NARRATIVE, N_("documents studied"), 0, DBK_PRACTICE_MAX),
    DBK_FIELD(dbk_minutes, next_date, next_date, FIELD_DATE, N_("next meeting"), 0, 0),
    DBK_FIELD_ELSEWHERE(absences),
    DBK_FIELD_ELSEWHERE(practices),
    DBK_FIELD_ELSEWHERE(decisions),
    DBK_FIELD_ELSEWHERE(settled),
    DBK_FIELD_ELSEWHERE(explanations),
};

static const dbk_field absence_fields[] = {
    DBK_FIELD(dbk_absence, name, name, FIELD_TEXT, N_("person's name"), 1, DBK_NAME_MAX),
    DBK_FIELD(dbk_absence, reason, reason, FIELD_TEXT, N_("why absent"), 1, DBK_NOTE_MAX),
};

static const dbk_field practice_fields[] = {
    DBK_FIELD(dbk_practice, where, where, FIELD_TEXT, N_("which committee"), 0, DBK_PLACE_MAX),
    DBK_FIELD(dbk_practice, what, what, FIELD_NARRATIVE, N_("what is done there"), DBK_PRACTICE_MIN, DBK_PRACTICE_MAX),
    DBK_FIELD(dbk_practice, effect, effect, FIELD_NARRATIVE, N_("what came of it"), 0, DBK_EFFECT_MAX),
    DBK_FIELD(dbk_practice, copy_to, copy_to, FIELD_TEXT, N_("who should do the same"), 0, DBK_PLACE_MAX),
};

static const dbk_field decision_fields[] = {
    DBK_FIELD(dbk_decision, what, what, FIELD_NARRATIVE, N_("what was decided"), DBK_DECISION_MIN, DBK_DECISION_MAX),
    DBK_FIELD(dbk_decision, owner, owner, FIELD_TEXT, N_("who does it"), 1, DBK_NAME_MAX),
    DBK_FIELD(dbk_decision, due, due, FIELD_DATE, N_("by which day"), 1, 0),
};

static const dbk_field settled_fields[] = {
    DBK_FIELD(dbk_settled, committee, committee_id, FIELD_COUNT, N_("committee it is filed under"), 1, INT32_MAX),
    DBK_FIELD(dbk_settled, date, date, FIELD_DATE, N_("date of that meeting"), 1, 0),
    DBK_FIELD(dbk_settled, part, part, FIELD_COUNT, N_("which meeting of that day"), 1, DBK_MEETINGS_MAX),
    DBK_FIELD(dbk_settled, position, position, FIELD_COUNT, N_("which decision of it"), 1, DBK_DECISIONS_MAX),
    DBK_FIELD(dbk_settled, result, result, FIELD_NARRATIVE, N_("what came of it"), DBK_DECISION_MIN, DBK_DECISION_MAX),
};

static const dbk_field_list lists[] = {
    DBK_BODY_LIST(dbk_minutes, absences, N_("absence"), absence_fields, DBK_ABSENCES_MAX, absence),
    DBK_BODY_LIST(dbk_minutes, practices, N_("practice"), practice_fields, DBK_PRACTICES_MAX, practice),
    DBK_BODY_LIST(dbk_minutes, decisions, N_("decision"), decision_fields, DBK_DECISIONS_MAX, decision),
    DBK_BODY_LIST(dbk_minutes, settled, N_("settled decision"), settled_fields, DBK_DECISIONS_MAX, settled_decision),
    DBK_BODY_EXPLANATIONS(dbk_minutes),
};

const dbk_kind_shape dbk_shape_minutes = {
    .kind = DBK_MINUTES, .verb = "minutes", .title = N_("minutes of a meeting"),
    .part = N_("which meeting of that day, from 1"), .top = top, .n_top = sizeof top / sizeof top[0],
    .lists = lists, .n_lists = sizeof lists / sizeof lists[0],
};
