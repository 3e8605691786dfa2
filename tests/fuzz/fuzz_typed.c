/*
 * What a person types at a prompt: a night, a time, a count, a date, an id, a word of a list. What is taken is what is
 * shown of it afterwards; what is not is complained about in words that can be shown.
 *
 * The first byte says what is asked for; the rest is a line without NUL.
 */
#include "clients/office/moment.h"
#include "clients/secretary/scalar.h"

#include "proto/calendar.h"
#include "proto/ident.h"
#include "tests/fuzz/fuzz.h"

#define LINE_BYTES 512

static dbk_complaints found;

static void
try_night(const char *said)
{
    char night[DBK_DAY_TEXT_BYTES], again[DBK_DAY_TEXT_BYTES];
    dbk_err err = { DBK_OK, "" };

    if (dbk_moment_night(said, night, &err) != 0)
        PROVE(err.code == DBK_E_USAGE && fuzz_is_text(err.text, false));
    else
        PROVE(dbk_moment_night(night, again, NULL) == 0 && strcmp(night, again) == 0);
}

static void
try_moment(const char *said)
{
    char moment[DBK_MOMENT_BYTES], again[DBK_MOMENT_BYTES];
    dbk_err err = { DBK_OK, "" };

    if (dbk_moment_read(said, "2020-02-29", moment, &err) != 0)
        PROVE(err.code == DBK_E_USAGE && fuzz_is_text(err.text, false));
    else
        PROVE(dbk_moment_read(moment, "2019-12-31", again, NULL) == 0 && strcmp(moment, again) == 0);
}

static void
try_count(const dbk_yaml *node)
{
    int64_t count;

    if (dbk_scalar_count(node, &found, &count))
        PROVE(count >= 0 && count < 1000000000000000);
}

static void
try_date(const dbk_yaml *node)
{
    uint32_t ymd;
    int32_t day;

    if (dbk_scalar_date(node, &found, &ymd))
        PROVE(dbk_day_from_ymd(ymd, &day) && dbk_day_ymd(day) == ymd);
}

static void
try_tenths(const dbk_yaml *node)
{
    uint32_t tenths;

    (void)dbk_scalar_tenths(node, &found, &tenths);
}

static void
try_time(const dbk_yaml *node)
{
    uint32_t hhmm;

    (void)dbk_scalar_time(node, &found, &hhmm);
}

static void
try_id(const dbk_yaml *node)
{
    uint8_t id[DBK_ID_BYTES], again[DBK_ID_BYTES];
    char text[DBK_ID_TEXT_BYTES];

    if (!dbk_scalar_id(node, &found, id))
        return;
    const dbk_yaml shown = { .kind = DBK_YAML_TEXT, .line = 1, .text = dbk_id_text(id, text), .key = "said",
                             .key_line = 1 };

    PROVE(dbk_scalar_id(&shown, &found, again) && memcmp(id, again, sizeof id) == 0);
}

static void
try_words(const dbk_yaml *node)
{
    bool yes;
    uint32_t bits;
    int number;

    (void)dbk_scalar_bool(node, &found, &yes);
    (void)dbk_scalar_set(node, DBK_LIST_SYMPTOM, &found, &bits);
    if (dbk_scalar_code(node, DBK_LIST_WORK_KIND, &found, &number))
        PROVE(dbk_list_find(DBK_LIST_WORK_KIND, number) != NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static void (*const scalars[])(const dbk_yaml *) = { try_count, try_date, try_tenths, try_time, try_id, try_words };
    enum { N = sizeof scalars / sizeof scalars[0] };
    char line[LINE_BYTES];

    if (size == 0 || size > sizeof line || memchr(bytes + 1, '\0', size - 1) != NULL)
        return 0;
    memcpy(line, bytes + 1, size - 1);
    line[size - 1] = '\0';
    const unsigned which = bytes[0] % (N + 2);

    if (which == N)
        try_night(line);
    else if (which == N + 1)
        try_moment(line);
    else if (line[0] != '\0') {
        const dbk_yaml node = { .kind = DBK_YAML_TEXT, .line = 1, .text = line, .key = "said", .key_line = 1 };

        found.n = found.more = 0;
        scalars[which](&node);
        for (size_t i = 0; i < found.n; i++)
            PROVE(found.row[i].line == 1 && found.row[i].text[0] != '\0' && fuzz_is_text(found.row[i].text, false));
    }
    return 0;
}
