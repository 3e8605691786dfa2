/*
 * limits — every size, range and time that both ends obey, with its unit in its name.
 *
 * The CHECKs of sql/migrations repeat the structural ones; tests/sql proves that they agree.
 */
#ifndef DBK_PROTO_LIMITS_H
#define DBK_PROTO_LIMITS_H

#define DBK_PROTOCOL_VERSION 1u

/*
 * Largest body frame either end sends or accepts.
 *   unit    bytes, as sent
 *   source  64 KiB of valid-looking input can ask unpack for 6 MB: see DBK_UNPACK_MAX_BYTES
 */
#define DBK_FRAME_MAX_BYTES 65536u

/* ZMQ_MAXMSGSIZE counts CURVE's overhead too; measured: 65400 passes a limit of 65536, 65536 does not. */
#define DBK_SOCKET_MAX_BYTES (DBK_FRAME_MAX_BYTES + 256)

/* A sealed record; the rest of the frame is room for the Request around it. Rule record.size. */
#define DBK_SEALED_MAX_BYTES 61440u

/*
 * What one unpacked message may allocate.
 *   unit    bytes
 *   source  a legal record of 60 KiB needs under 200 KiB; empty sub-messages grow 96-fold without a cap
 */
#define DBK_UNPACK_MAX_BYTES (1024u * 1024u)

/* Most body frames besides an empty delimiter: more is malformed. */
#define DBK_BODY_FRAMES 1

#define DBK_ID_BYTES 16          /* uuid, version 7 */
#define DBK_HASH_BYTES 32        /* BLAKE2b-256 */
#define DBK_PROOF_BYTES 32       /* of a receipt: keyed BLAKE2b-256 */
#define DBK_KEY_BYTES 32         /* CURVE, raw */
#define DBK_KEY_HEX_CHARS 64     /* how people and User-Id carry a key */
#define DBK_CODE_CHARS 8         /* telephone code */
#define DBK_HOST_MAX_CHARS 240   /* a host name in an invitation */
#define DBK_INVITATION_CODE_BYTES 16 /* the secret in an invitation, random */
#define DBK_ENROL_MAX_BYTES 1024 /* of a frame to the enrolment port */
#define DBK_INVITATION_HOURS 24  /* how long it may be redeemed */
#define DBK_FRESH_KEY_MS (60 * 1000) /* a client with a fresh key tries again that long while daemons learn of it */
#define DBK_KEYS_MAX 8           /* of one person in force at the same time; renewal makes no more */
#define DBK_PRESENCE_EVERY_MS (60 * 1000) /* an open client says where it is: at every change, and this often */

/* Figures. The form narrows these; a value outside is refused even if the form is wrong. */
#define DBK_INDICATOR_MAX 255    /* numbers 1 .. 255; the figures column is an array of this length at most */
#define DBK_FIGURE_MAX 1000000000
#define DBK_FIGURES_MAX 160      /* in one report */
#define DBK_UNKNOWN_FIGURES_MAX 32 /* numbers that the named form version does not ask for: kept and listed */
#define DBK_RULES_MAX 128        /* in one form version */
#define DBK_RULE_TERMS_MAX 16

/* Lists in one report. */
#define DBK_CASES_MAX 10
#define DBK_OBSERVATIONS_MAX 20
#define DBK_SUPPLY_NEEDS_MAX 10
#define DBK_EXPLANATIONS_MAX 32
#define DBK_ITEMS_MAX 100        /* open items of a committee that are listed, and answered in one report */
#define DBK_VIOLATIONS_MAX 64    /* shown at once; the rest is counted */

/* Texts, in characters. A *_MIN of 0 means that the text may be left out. */
#define DBK_SITUATION_MIN 10
#define DBK_SITUATION_MAX 1000
#define DBK_CASE_TITLE_MIN 4
#define DBK_CASE_TITLE_MAX 40
#define DBK_CASE_STORY_MIN 30
#define DBK_CASE_STORY_MAX 1500
#define DBK_CASE_RESULT_MAX 300
#define DBK_PLACE_MAX 60
#define DBK_OBSERVATION_MIN 5
#define DBK_OBSERVATION_MAX 500
#define DBK_SUPPLY_UNIT_MIN 1
#define DBK_SUPPLY_UNIT_MAX 8
#define DBK_SUPPLY_REASON_MAX 200
#define DBK_SUPPLY_QUANTITY_MAX 1000000
#define DBK_EXPLANATION_MIN 4
#define DBK_EXPLANATION_MAX 200
#define DBK_RULE_CODE_MAX 40
#define DBK_ITEM_CHARS 9         /* of an open item's name: a letter and 8 digits of 0-9a-f */
#define DBK_ITEM_TEXT_MAX 200    /* of the sentence beside an answer */

/* Lists of persons: roll call, health. */
#define DBK_PERSONS_MAX 60       /* in one list of a committee */
#define DBK_NOTE_MAX 60          /* characters; may be left out */
#define DBK_TEMPERATURE_MIN_TENTHS 340 /* tenths of a degree Celsius */
#define DBK_TEMPERATURE_MAX_TENTHS 420
#define DBK_FEVER_TENTHS 373     /* from here on nobody is on post, and the office is alarmed */

/* Sheets of supplies, minutes of meetings. */
#define DBK_SUPPLY_SHEETS_MAX 99 /* of a committee and day */
#define DBK_SUPPLY_MOVEMENTS_MAX 20 /* in one sheet */
#define DBK_SUPPLY_DAYS_WANTED_MAX 14 /* a need for more days of use is accepted only with a sentence */
#define DBK_MEETINGS_MAX 9       /* of a committee and day */
#define DBK_MEETING_MINUTES_MAX 360
#define DBK_MEETING_PEOPLE_MAX 500
#define DBK_ABSENCES_MAX 60
#define DBK_PRACTICES_MAX 10
#define DBK_DECISIONS_MAX 20
#define DBK_NAME_MAX 20          /* characters: a person's name as it is written down */
#define DBK_AGENDA_MIN 4
#define DBK_AGENDA_MAX 1000
#define DBK_PRACTICE_MIN 5
#define DBK_PRACTICE_MAX 500
#define DBK_EFFECT_MAX 300
#define DBK_DECISION_MIN 4
#define DBK_DECISION_MAX 200

#define DBK_BULLETIN_MAX 32767   /* greatest number of a bulletin */
#define DBK_BULLETIN_TITLE_MAX 60
#define DBK_BULLETIN_BODY_MAX 4000
#define DBK_BULLETIN_DAYS 30     /* a client that has none is sent those of so many days */

/* A record names a form version that is active on its date, or was up to this many days before. */
#define DBK_FORM_GRACE_DAYS 3

/* The business night ends at this hour of the next morning. */
#define DBK_NIGHT_ENDS_HOUR 4

/* A record that comes within this time after an outage of ours over the deadline is on time. */
#define DBK_OUTAGE_GRACE_MS (30 * 60 * 1000)

/* The client says so when the two clocks differ by more. */
#define DBK_SKEW_SHOWN_MS (120 * 1000)

/* Calendar dates that can be named at all; keeps date arithmetic inside int32. */
#define DBK_DATE_MIN 20000101u
#define DBK_DATE_MAX 20991231u

#endif
