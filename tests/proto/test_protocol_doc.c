/* PROTOCOL.md says what the code does: every code, status and limit, and the worked example. Run from the top of the
 * repository. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/check.h"
#include "proto/codes.h"
#include "proto/ident.h"
#include "proto/kind.h"
#include "proto/limits.h"
#include "tests/harness/unit.h"

#define FILE_MAX_BYTES (256 * 1024)

static char page[FILE_MAX_BYTES], header[FILE_MAX_BYTES];

static void
read_file(const char *path, char text[FILE_MAX_BYTES])
{
    FILE *f = fopen(path, "r");

    CHECK_TRUE(path, f != NULL);
    if (f == NULL)
        return;
    text[fread(text, 1, FILE_MAX_BYTES - 1, f)] = '\0';
    fclose(f);
}

static void
test_read(void)
{
    read_file("proto/PROTOCOL.md", page);
    read_file("proto/limits.h", header);
    CHECK_HAS("the page", page, "# The daybook protocol, version 1\n");
}

/* The lines of the page that begin as rows of a table do, below a heading and before the next. */
static size_t
count_rows(const char *heading, const char *row_begins)
{
    const char *at = strstr(page, heading), *end = at != NULL ? strstr(at + strlen(heading), "\n#") : NULL;
    size_t n = 0;

    CHECK_TRUE(heading, at != NULL && end != NULL);
    for (; at != NULL && (at = strstr(at, row_begins)) != NULL && at < end; at++)
        n++;
    return n;
}

static void
test_violations(void)
{
    size_t n;
    const dbk_violation_code *codes = dbk_violation_codes(&n);
    char row[1024];

    for (size_t i = 0; i < n; i++) {
        snprintf(row, sizeof row, "\n| `%s` | %s | %s | %s |\n", codes[i].code,
                 codes[i].severity == DBK_ERROR ? "error" : "warning", codes[i].text_zh, codes[i].text_en);
        CHECK_TRUE(codes[i].code, strstr(page, row) != NULL);
    }
    CHECK_INT("no row more", count_rows("\n## Violations", "\n| `"), n);
}

static void
test_statuses(void)
{
    size_t n;
    const dbk_code_row *rows = dbk_list_rows(DBK_LIST_STATUS, &n);
    char row[80];

    for (size_t i = 0; i < n; i++) {
        snprintf(row, sizeof row, "\n| `%s` | ", rows[i].name);
        CHECK_TRUE(rows[i].name, strstr(page, row) != NULL);
    }
    CHECK_INT("no row more", count_rows("\n## Statuses", "\n| `"), n);
}

/* The table of kinds, as a stranger reads it. */
static void
test_kinds(void)
{
    size_t n;
    const dbk_kind_rules *const *kinds = dbk_kind_list(&n);
    char row[256], parts[32];

    for (size_t i = 0; i < n; i++) {
        const dbk_code_row *words = dbk_list_find(DBK_LIST_KIND, (int)kinds[i]->kind);
        const char *body = NULL;

        for (unsigned f = 0; f < daybook__v1__record__descriptor.n_fields; f++)
            if (daybook__v1__record__descriptor.fields[f].offset == kinds[i]->body)
                body = daybook__v1__record__descriptor.fields[f].name;
        snprintf(parts, sizeof parts, kinds[i]->part_most > 0 ? "%u..%u" : "%u", kinds[i]->part_least, kinds[i]->part_most);
        snprintf(row, sizeof row, "\n| `%s` | `%s` | %s | %s | %s | %s |\n", words->name, body, words->zh, words->en,
                 parts, kinds[i]->secretary ? "a secretary" : "anyone posted there");
        CHECK_TRUE(row + 1, strstr(page, row) != NULL);
    }
    CHECK_INT("no row more", count_rows("\n## Kinds", "\n| `"), n);
}

#define LIMIT(name) { #name, (long long)(name) }

static const struct { const char *name; long long value; } limits[] = {
    LIMIT(DBK_PROTOCOL_VERSION),    LIMIT(DBK_FRAME_MAX_BYTES),      LIMIT(DBK_SOCKET_MAX_BYTES),
    LIMIT(DBK_SEALED_MAX_BYTES),    LIMIT(DBK_UNPACK_MAX_BYTES),     LIMIT(DBK_BODY_FRAMES),
    LIMIT(DBK_ID_BYTES),            LIMIT(DBK_HASH_BYTES),           LIMIT(DBK_KEY_BYTES),
    LIMIT(DBK_PROOF_BYTES),
    LIMIT(DBK_KEY_HEX_CHARS),       LIMIT(DBK_CODE_CHARS),           LIMIT(DBK_INDICATOR_MAX),
    LIMIT(DBK_HOST_MAX_CHARS),      LIMIT(DBK_INVITATION_CODE_BYTES), LIMIT(DBK_INVITATION_HOURS),
    LIMIT(DBK_ENROL_MAX_BYTES),     LIMIT(DBK_FRESH_KEY_MS),        LIMIT(DBK_KEYS_MAX),             LIMIT(DBK_PRESENCE_EVERY_MS),
    LIMIT(DBK_FIGURE_MAX),          LIMIT(DBK_FIGURES_MAX),          LIMIT(DBK_UNKNOWN_FIGURES_MAX),
    LIMIT(DBK_RULES_MAX),           LIMIT(DBK_RULE_TERMS_MAX),       LIMIT(DBK_CASES_MAX),
    LIMIT(DBK_OBSERVATIONS_MAX),    LIMIT(DBK_SUPPLY_NEEDS_MAX),     LIMIT(DBK_EXPLANATIONS_MAX),
    LIMIT(DBK_VIOLATIONS_MAX),      LIMIT(DBK_SITUATION_MIN),        LIMIT(DBK_SITUATION_MAX),
    LIMIT(DBK_CASE_TITLE_MIN),      LIMIT(DBK_CASE_TITLE_MAX),       LIMIT(DBK_CASE_STORY_MIN),
    LIMIT(DBK_CASE_STORY_MAX),      LIMIT(DBK_CASE_RESULT_MAX),      LIMIT(DBK_PLACE_MAX),
    LIMIT(DBK_OBSERVATION_MIN),     LIMIT(DBK_OBSERVATION_MAX),      LIMIT(DBK_SUPPLY_UNIT_MIN),
    LIMIT(DBK_SUPPLY_UNIT_MAX),     LIMIT(DBK_SUPPLY_REASON_MAX),    LIMIT(DBK_SUPPLY_QUANTITY_MAX),
    LIMIT(DBK_EXPLANATION_MIN),     LIMIT(DBK_EXPLANATION_MAX),      LIMIT(DBK_RULE_CODE_MAX),
    LIMIT(DBK_PERSONS_MAX),         LIMIT(DBK_NOTE_MAX),             LIMIT(DBK_TEMPERATURE_MIN_TENTHS),
    LIMIT(DBK_TEMPERATURE_MAX_TENTHS), LIMIT(DBK_FEVER_TENTHS),
    LIMIT(DBK_SUPPLY_SHEETS_MAX),
    LIMIT(DBK_SUPPLY_MOVEMENTS_MAX),
    LIMIT(DBK_SUPPLY_DAYS_WANTED_MAX),
    LIMIT(DBK_MEETINGS_MAX),
    LIMIT(DBK_MEETING_MINUTES_MAX),
    LIMIT(DBK_MEETING_PEOPLE_MAX),
    LIMIT(DBK_ABSENCES_MAX),
    LIMIT(DBK_PRACTICES_MAX),
    LIMIT(DBK_DECISIONS_MAX),
    LIMIT(DBK_NAME_MAX),
    LIMIT(DBK_AGENDA_MIN),
    LIMIT(DBK_AGENDA_MAX),
    LIMIT(DBK_PRACTICE_MIN),
    LIMIT(DBK_PRACTICE_MAX),
    LIMIT(DBK_EFFECT_MAX),
    LIMIT(DBK_DECISION_MIN),
    LIMIT(DBK_DECISION_MAX),
    LIMIT(DBK_BULLETIN_MAX),
    LIMIT(DBK_BULLETIN_TITLE_MAX),
    LIMIT(DBK_BULLETIN_BODY_MAX),
    LIMIT(DBK_BULLETIN_DAYS),
    LIMIT(DBK_FORM_GRACE_DAYS),     LIMIT(DBK_NIGHT_ENDS_HOUR),      LIMIT(DBK_OUTAGE_GRACE_MS),
    LIMIT(DBK_SKEW_SHOWN_MS),       LIMIT(DBK_DATE_MIN),             LIMIT(DBK_DATE_MAX),
};

static void
test_limits(void)
{
    size_t defined = 0;
    char row[80];

    for (size_t i = 0; i < ARRAY_LEN(limits); i++) {
        snprintf(row, sizeof row, "\n| `%s` | %lld | ", limits[i].name, limits[i].value);
        CHECK_TRUE(row + 1, strstr(page, row) != NULL);
    }
    CHECK_INT("no row more", count_rows("\n## Limits", "\n| `"), ARRAY_LEN(limits));
    for (const char *at = header; (at = strstr(at, "\n#define DBK_")) != NULL; at++)
        defined++;
    CHECK_INT("every limit of limits.h, and its guard", ARRAY_LEN(limits) + 1, defined);
}

/* The example as a stranger would follow it: from the two hexadecimal numbers on the page. */
static void
test_example(void)
{
    static const char id_text[] = "0102030405060708090a0b0c0d0e0f10";
    static const char hash_text[] = "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f";
    uint8_t both[DBK_ID_BYTES + DBK_HASH_BYTES], mixed[DBK_HASH_BYTES];
    char code[DBK_CODE_CHARS + 1], text[80], begins[11];

    CHECK_HAS("id", page, id_text);
    CHECK_HAS("hash", page, hash_text);
    CHECK_TRUE("id", dbk_hex_parse(id_text, both, DBK_ID_BYTES));
    CHECK_TRUE("hash", dbk_hex_parse(hash_text, both + DBK_ID_BYTES, DBK_HASH_BYTES));
    dbk_hash(both, sizeof both, mixed);
    snprintf(text, sizeof text, "begins `%s`", dbk_hex(mixed, 5, begins));
    CHECK_HAS("step 1", page, text);
    dbk_code_make(both, both + DBK_ID_BYTES, code);
    snprintf(text, sizeof text, "The code is `%.4s %.4s`", code, code + 4);
    CHECK_HAS("step 4", page, text);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "read the page",      test_read },
        { "violations",         test_violations },
        { "statuses",           test_statuses },
        { "kinds",              test_kinds },
        { "limits",             test_limits },
        { "telephone code",     test_example },
    };

    return unit_main("proto/PROTOCOL.md", tests, ARRAY_LEN(tests), 30);
}
