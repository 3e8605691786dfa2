/* What is found in the receipt of a bulletin: rows of test_check.c. */
static const char bulletin_read_good[] =
    "id = %01%91%D0%C4%00%00%70%00%80%00%00%00%00%00%00%06; committee_id = 12; report_date = 20200218; part = 7;"
    "read_at_ms = 1582034400000";

static const row bulletin_read_rows[] = {
    { "a good receipt", "", "", NULL, NULL },
    { "of no bulletin", "part = -", "part:part.range", "1..32767", "0" },
    { "of the last one", "part = 32767", "", NULL, NULL },
    { "of one too many", "part = 32768", "part:part.range", NULL, "32768" },
    { "never read", "read_at_ms = -", "read_at_ms:bulletin.read_at", "", "0" },
    { "read before the clocks", "read_at_ms = 0", "read_at_ms:bulletin.read_at", "", "0" },
};
