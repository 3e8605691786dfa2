/* What is found in a health report: rows of test_check.c. */
static const char health_report_good[] =
    "id = %01%91%D0%C4%00%00%70%00%80%00%00%00%00%00%00%03; committee_id = 12; report_date = 20200218;"
    "entries[1].person = 7; entries[1].state = 1; entries[1].morning = 364; entries[1].evening = 366;"
    "entries[1].symptoms = 0;"
    "entries[2].person = 8; entries[2].state = 2; entries[2].evening = 371; entries[2].symptoms = 6;"
    "entries[2].household_symptom = 1; entries[2].note = 在家观察";

static const row health_report_rows[] = {
    { "a good health report", "", "", NULL, NULL },
    { "there is one a day", "part = 1", "part:part.range", "0..0", "1" },
    { "nobody", "entries = *0", "entries:list.empty", "", "" },
    { "61", "entries = *61", NULL, "0..60", "61" },
    { "who?", "entries[1].person = 0", "entries[1].person:person.missing", "", "" },
    { "twice", "entries[2].person = 7", "entries[2].person:person.twice", "", "7" },
    { "no state", "entries[1].state = -", "entries[1].state:enum.unknown", "1..4", "0" },
    { "an unknown state", "entries[1].state = 5", "entries[1].state:enum.unknown", "1..4", "5" },
    { "not measured in the morning", "entries[1].morning = -", "", NULL, NULL },
    { "not measured in the evening", "entries[1].evening = -", "", NULL, NULL },
    { "not measured at all", "entries[2].evening = -", "entries[2].evening:health.temperature", "", "" },
    { "not measured, in hospital", "entries[2].evening = -; entries[2].state = 4", "", NULL, NULL },
    { "33.9 in the morning", "entries[1].morning = 339", "entries[1].morning:temperature.range", "34.0..42.0", "33.9" },
    { "34.0 and 37.2", "entries[1].morning = 340; entries[1].evening = 372", "", NULL, NULL },
    { "42.0, watched", "entries[2].evening = 420", "", NULL, NULL },
    { "42.1", "entries[2].evening = 421", "entries[2].evening:temperature.range", NULL, "42.1" },
    { "37.3 and well", "entries[1].evening = 373", "entries[1].state:health.alarm", "", "37.3" },
    { "37.3 in the morning and well", "entries[1].morning = 373", "entries[1].state:health.alarm", "", "37.3" },
    { "37.3 and watched", "entries[2].evening = 373", "", NULL, NULL },
    { "a contact and well", "entries[1].contact_confirmed = 1", "entries[1].state:health.alarm", "", "" },
    { "a contact, resting", "entries[1].contact_confirmed = 1; entries[1].state = 3", "", NULL, NULL },
    { "no contact", "entries[1].contact_confirmed = 0", "", NULL, NULL },
    { "not asked for symptoms", "entries[1].symptoms = -", "entries[1].symptoms:health.symptoms", "", "" },
    { "all symptoms", "entries[2].symptoms = 63", "", NULL, NULL },
    { "a symptom too many", "entries[2].symptoms = 64", "entries[2].symptoms:health.symptoms", "0..63", "64" },
    { "a note of 61", "entries[2].note = *61", "entries[2].note:text.long", "0..60", "61" },
    { "nothing is only a warning", "entries[2].note = 13800138000", "", NULL, NULL },
};
