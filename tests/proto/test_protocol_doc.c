/* PROTOCOL.md says what the code does: every code, status, reason, field and limit, and the worked example. Run from
 * the top of the repository. */
#include <ctype.h>
#include <glob.h>
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
#define SOURCES_MAX_BYTES (2 * 1024 * 1024)

static char page[FILE_MAX_BYTES], header[FILE_MAX_BYTES], sources[SOURCES_MAX_BYTES];

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

/* Where reasons are given: the daemon, but for its settings, which have names with a dot too; the messages it unpacks;
 * and the two functions of the database that decide about keys. */
static void
read_sources(void)
{
    static char text[FILE_MAX_BYTES];
    glob_t found = { 0 };
    size_t length = 0;

    CHECK_INT("daemon", glob("daemon/*.c", 0, NULL, &found), 0);
    CHECK_INT("messages", glob("proto/envelope.c", GLOB_APPEND, NULL, &found), 0);
    CHECK_INT("enrolment", glob("sql/migrations/0010_enrolment.sql", GLOB_APPEND, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        if (strcmp(found.gl_pathv[i], "daemon/config.c") == 0)
            continue;
        read_file(found.gl_pathv[i], text);
        length += (size_t)snprintf(sources + length, sizeof sources - length, "%s\n", text);
        CHECK_TRUE("room", length < sizeof sources);
        if (length >= sizeof sources)
            break;
    }
    globfree(&found);
}

static void
test_read(void)
{
    read_sources();
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

/* The length of a word like "night.closed" in these quotes, which begins here; 0: it is none. */
static size_t
reason_length(const char *at, char quote)
{
    size_t n = strspn(at, "abcdefghijklmnopqrstuvwxyz_"), all;

    if (n == 0 || at[n] != '.')
        return 0;
    all = n + 1 + strspn(at + n + 1, "abcdefghijklmnopqrstuvwxyz_");
    return all > n + 1 && at[all] == quote ? all : 0;
}

/* Both ways: what the code says is on the page, as a reason or a violation; what the page has as a reason, the code
 * says. */
static void
test_reasons(void)
{
    const char *begin = strstr(page, "\n### Reasons"), *end = begin ? strstr(begin, "\n## ") : NULL;
    size_t said = 0, listed = 0;
    char word[64], row[80], literal[2][64];

    for (const char *at = sources; *at != '\0'; at++) {
        const size_t n = *at == '"' || *at == '\'' ? reason_length(at + 1, *at) : 0;

        if (n == 0 || n >= sizeof word)
            continue;
        snprintf(row, sizeof row, "\n| `%.*s` | ", (int)n, at + 1);
        CHECK_TRUE(row + 1, strstr(page, row) != NULL);
        said++;
    }
    CHECK_TRUE("some are said", said > 0);
    CHECK_TRUE("the section", end != NULL);
    for (const char *at = begin; at != NULL && (at = strstr(at, "\n| `")) != NULL && at < end; at++) {
        const size_t n = strcspn(at + 4, "`");

        snprintf(word, sizeof word, "%.*s", (int)n, at + 4);
        if (strcmp(word, "key.unknown") == 0)           /* the handshake's, a number there */
            continue;
        snprintf(literal[0], sizeof literal[0], "\"%.*s", (int)n, at + 4);
        snprintf(literal[1], sizeof literal[1], "'%.*s'", (int)n, at + 4);
        CHECK_TRUE(word, strstr(sources, literal[0]) != NULL || strstr(sources, literal[1]) != NULL);
        listed++;
    }
    CHECK_TRUE("some are listed", listed > 0);
}

/* What is asked and answered: the page names every field, as a word in code, alone or as a part of a path. */
static bool
is_named(const char *name)
{
    const size_t n = strlen(name);

    for (const char *at = page; (at = strstr(at, name)) != NULL; at += n)
        if ((at[-1] == '`' || at[-1] == '.') && !isalnum((unsigned char)at[n]) && at[n] != '_')
            return true;
    return false;
}

/* In the second column of Statuses fields stand without being marked as code. */
static bool
is_with_a_status(const char *name)
{
    const char *at = strstr(page, "\n## Statuses"), *end = at ? strstr(at, "\n### ") : NULL;
    const char *found = at ? strstr(at, name) : NULL;

    return found != NULL && found < end;
}

static void
test_fields(void)
{
    static const ProtobufCMessageDescriptor *const spoken[] = {
        &daybook__v1__request__descriptor, &daybook__v1__query__descriptor, &daybook__v1__reply__descriptor,
        &daybook__v1__key_change__descriptor,
    };

    for (size_t i = 0; i < ARRAY_LEN(spoken); i++)
        for (unsigned f = 0; f < spoken[i]->n_fields; f++) {
            const char *name = spoken[i]->fields[f].name;

            CHECK_TRUE(name, is_named(name) || is_with_a_status(name));
        }
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
        snprintf(parts, sizeof parts, kinds[i]->part_most > 0 ? "%u..%u" : "%u", kinds[i]->part_least,
                 kinds[i]->part_most);
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
    LIMIT(DBK_ENROL_MAX_BYTES),     LIMIT(DBK_FRESH_KEY_MS),         LIMIT(DBK_KEYS_MAX),
    LIMIT(DBK_PRESENCE_EVERY_MS),
    LIMIT(DBK_FIGURE_MAX),          LIMIT(DBK_FIGURES_MAX),          LIMIT(DBK_UNKNOWN_FIGURES_MAX),
    LIMIT(DBK_RULES_MAX),           LIMIT(DBK_RULE_TERMS_MAX),       LIMIT(DBK_CASES_MAX),
    LIMIT(DBK_OBSERVATIONS_MAX),    LIMIT(DBK_SUPPLY_NEEDS_MAX),     LIMIT(DBK_EXPLANATIONS_MAX),
    LIMIT(DBK_VIOLATIONS_MAX),      LIMIT(DBK_SITUATION_MIN),        LIMIT(DBK_SITUATION_MAX),
    LIMIT(DBK_CASE_TITLE_MIN),      LIMIT(DBK_CASE_TITLE_MAX),       LIMIT(DBK_CASE_STORY_MIN),
    LIMIT(DBK_CASE_STORY_MAX),      LIMIT(DBK_CASE_RESULT_MAX),      LIMIT(DBK_PLACE_MAX),
    LIMIT(DBK_OBSERVATION_MIN),     LIMIT(DBK_OBSERVATION_MAX),      LIMIT(DBK_SUPPLY_UNIT_MIN),
    LIMIT(DBK_SUPPLY_UNIT_MAX),     LIMIT(DBK_SUPPLY_REASON_MAX),    LIMIT(DBK_SUPPLY_QUANTITY_MAX),
    LIMIT(DBK_EXPLANATION_MIN),     LIMIT(DBK_EXPLANATION_MAX),      LIMIT(DBK_RULE_CODE_MAX),
    LIMIT(DBK_ITEMS_MAX),           LIMIT(DBK_ITEM_CHARS),           LIMIT(DBK_ITEM_TEXT_MAX),
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
        { "reasons",            test_reasons },
        { "fields",             test_fields },
        { "kinds",              test_kinds },
        { "limits",             test_limits },
        { "telephone code",     test_example },
    };

    return unit_main("proto/PROTOCOL.md", tests, ARRAY_LEN(tests), 30);
}
