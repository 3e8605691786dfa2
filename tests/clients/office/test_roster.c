/* roster: what only the file can tell, and the JSON of the rest. */
#include <stdlib.h>
#include <string.h>

#include "clients/office/roster.h"
#include "clients/words.h"
#include "tests/harness/unit.h"

#define HEAD "committee_id,committee,subdistrict,branch,batch,batch_from,batch_to,person_code,person,secretary," \
             "valid_from,valid_to"
#define ROW "1,a,b,c,1,d,e,P1,f,yes,g,h"
#define JSON_TAIL "\"subdistrict\":\"b\",\"branch\":\"c\",\"batch\":\"1\",\"batch_from\":\"d\"," \
                  "\"batch_to\":\"e\",\"person_code\":\"P1\",\"person\":\"f\"," \
                  "\"secretary\":\"yes\",\"valid_from\":\"g\",\"valid_to\":\"h\"}"

#define ONE "[{\"line\":2,\"committee_id\":\"1\",\"committee\":\"a\"," JSON_TAIL "]"

static const struct { const char *name, *file, *json, *fault; size_t faults; } files[] = {
    { "empty", "", NULL, "the file is empty", 1 },
    { "a head alone", HEAD, "[]", NULL, 0 },
    { "a row", HEAD "\n" ROW, ONE, NULL, 0 },
    { "trimmed, NFC, escaped", HEAD "\n1, e\u0301\"\" ,b,c,1,d,e,P1,f,yes,g,h",
      "[{\"line\":2,\"committee_id\":\"1\",\"committee\":\"\u00E9\\\"\\\"\"," JSON_TAIL "]",
      "a quote inside a field", 1 },
    { "heads with blanks", " committee_id ,committee" "\n", NULL, "\"subdistrict\" is missing", 10 },
    { "empty fields behind the last", HEAD "\n" ROW ",,", ONE,
      NULL, 0 },
    { "a field too many", HEAD "\n" ROW ",x", "[]", "13 fields, the head has 12", 1 },
    { "a field too few", HEAD "\n1,a", "[]", "2 fields, the head has 12", 1 },
    { "a line end in a cell", HEAD "\n1,\"a\nb\",b,c,1,d,e,P1,f,yes,g,h", "[]", "holds a line end", 1 },
    { "an unknown column", HEAD ",telefone", NULL, "did you mean \"telephone\"?", 1 },
    { "a column twice", HEAD ",batch", NULL, "\"batch\" is there twice", 1 },
    { "good rows around a bad one", HEAD "\n" ROW "\nx\n", ONE,
      "1 fields", 1 },
};

static void
as_json(void)
{
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        dbk_faults faults = { .n = 0 };
        dbk_csv csv;

        dbk_csv_read(&csv, files[i].file, strlen(files[i].file), &faults);
        char *json = dbk_roster_json(&csv, &faults);

        CHECK_STR(files[i].name, json, files[i].json);
        CHECK_INT(files[i].name, faults.n, files[i].faults);
        if (files[i].fault)
            CHECK_HAS(files[i].name, faults.n > 0 ? faults.row[0].text : "", files[i].fault);
        free(json);
        dbk_csv_fini(&csv);
    }
}

static void
many_faults(void)
{
    dbk_faults faults = { .n = 0 };
    char said[64 * 1024] = "";
    FILE *to = fmemopen(said, sizeof said, "w");

    for (size_t line = DBK_FAULTS_MAX + 5; line > 0; line--)
        dbk_faults_add(&faults, line, "fault %zu \x1b", line);
    CHECK_INT("kept", faults.n, DBK_FAULTS_MAX);
    dbk_faults_print(&faults, to);
    fclose(to);
    CHECK_INT("sorted", strncmp(said, "line 6: fault 6 \uFFFD\nline 7:", 22), 0);
    CHECK_HAS("the rest is counted", said, "and 5 more\n");
}

static const unit_test tests[] = {
    { "a file as JSON", as_json },
    { "more faults than are kept", many_faults },
};

int
main(void)
{
    dbk_words_init("daybook-office", "en");
    return unit_main("office/roster", tests, ARRAY_LEN(tests), 30);
}
