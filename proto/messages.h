/*
 * messages — short names for what protoc-c makes of daybook.proto.
 *
 * The unpacked message is the value that both ends hold: there is no second struct to keep in step with it.
 */
#ifndef DBK_PROTO_MESSAGES_H
#define DBK_PROTO_MESSAGES_H

#include "proto/daybook.pb-c.h"

typedef Daybook__V1__Request       dbk_request;
typedef Daybook__V1__Query         dbk_query;
typedef Daybook__V1__RecordQuery   dbk_record_query;
typedef Daybook__V1__ItemsQuery    dbk_items_query;
typedef Daybook__V1__HandedQuery   dbk_handed_query;
typedef Daybook__V1__Reply         dbk_reply;
typedef Daybook__V1__Status        dbk_status;
typedef Daybook__V1__Receipt       dbk_receipt;
typedef Daybook__V1__Timeliness    dbk_timeliness;
typedef Daybook__V1__Severity      dbk_severity;
typedef Daybook__V1__Violation     dbk_violation_message;
typedef Daybook__V1__Standing      dbk_standing;
typedef Daybook__V1__Scope         dbk_scope;
typedef Daybook__V1__Posting       dbk_posting;
typedef Daybook__V1__Returned      dbk_returned;
typedef Daybook__V1__Server        dbk_server;
typedef Daybook__V1__Presence      dbk_presence_message;
typedef Daybook__V1__PresenceState dbk_presence_state;
typedef Daybook__V1__KeyChange     dbk_key_change_message;
typedef Daybook__V1__Night         dbk_night;
typedef Daybook__V1__Kind          dbk_kind;
typedef Daybook__V1__Record        dbk_record;
typedef Daybook__V1__NightlyReport dbk_nightly_report;
typedef Daybook__V1__Figure        dbk_figure;
typedef Daybook__V1__Case          dbk_case;
typedef Daybook__V1__Observation   dbk_observation;
typedef Daybook__V1__SupplyNeed    dbk_supply_need;
typedef Daybook__V1__Explanation   dbk_explanation;
typedef Daybook__V1__AnsweredItem  dbk_answered_item;
typedef Daybook__V1__OpenItem      dbk_open_item;
typedef Daybook__V1__OpenItems     dbk_open_items;
typedef Daybook__V1__Handed        dbk_handed;
typedef Daybook__V1__HandedRecord  dbk_handed_record;
typedef Daybook__V1__RollCall      dbk_roll_call;
typedef Daybook__V1__RollCallEntry dbk_roll_call_entry;
typedef Daybook__V1__HealthReport  dbk_health_report;
typedef Daybook__V1__HealthEntry   dbk_health_entry;
typedef Daybook__V1__SupplySheet   dbk_supply_sheet;
typedef Daybook__V1__SupplyMovement dbk_supply_movement;
typedef Daybook__V1__Minutes       dbk_minutes;
typedef Daybook__V1__Absence       dbk_absence;
typedef Daybook__V1__Practice      dbk_practice;
typedef Daybook__V1__Decision      dbk_decision;
typedef Daybook__V1__SettledDecision dbk_settled;
typedef Daybook__V1__Bulletin      dbk_bulletin;
typedef Daybook__V1__BulletinRead  dbk_bulletin_read;
typedef Daybook__V1__Member        dbk_member_message;
typedef Daybook__V1__Form          dbk_form_message;

#define DBK_ACCEPTED    DAYBOOK__V1__STATUS__ACCEPTED
#define DBK_DUPLICATE   DAYBOOK__V1__STATUS__DUPLICATE
#define DBK_REJECTED    DAYBOOK__V1__STATUS__REJECTED
#define DBK_FORBIDDEN   DAYBOOK__V1__STATUS__FORBIDDEN
#define DBK_CLOSED      DAYBOOK__V1__STATUS__CLOSED
#define DBK_CONFLICT    DAYBOOK__V1__STATUS__CONFLICT
#define DBK_BUSY        DAYBOOK__V1__STATUS__BUSY
#define DBK_MALFORMED   DAYBOOK__V1__STATUS__MALFORMED
#define DBK_UNSUPPORTED DAYBOOK__V1__STATUS__UNSUPPORTED
#define DBK_FAULT       DAYBOOK__V1__STATUS__FAULT
#define DBK_ANSWER      DAYBOOK__V1__STATUS__ANSWER

#define DBK_NIGHTLY_REPORT DAYBOOK__V1__KIND__NIGHTLY_REPORT
#define DBK_ROLL_CALL      DAYBOOK__V1__KIND__ROLL_CALL
#define DBK_HEALTH_REPORT  DAYBOOK__V1__KIND__HEALTH_REPORT
#define DBK_SUPPLY_SHEET   DAYBOOK__V1__KIND__SUPPLY_SHEET
#define DBK_MINUTES        DAYBOOK__V1__KIND__MINUTES
#define DBK_BULLETIN_READ  DAYBOOK__V1__KIND__BULLETIN_READ
#define DBK_ERROR          DAYBOOK__V1__SEVERITY__ERROR
#define DBK_WARNING        DAYBOOK__V1__SEVERITY__WARNING

#endif
