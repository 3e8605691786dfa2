/*
 * A bulletin as a person writes it: what is taken has what it needs and is text; what is refused is told by line.
 */
#include "clients/office/bulletin.h"

#include "proto/calendar.h"
#include "tests/fuzz/fuzz.h"

static dbk_faults faults;

/* Without a fault it is whole: nothing that was said is left out, and nothing is there that was not said. */
static void
prove_whole(const dbk_bulletin_file *file)
{
    const char *from = file->value[DBK_BULLETIN_FROM], *ack = file->value[DBK_BULLETIN_MUST_ACK];
    const char *supersedes = file->value[DBK_BULLETIN_SUPERSEDES];
    int32_t day;

    PROVE(file->value[DBK_BULLETIN_KIND] != NULL && file->value[DBK_BULLETIN_KIND][0] != '\0');
    PROVE(file->value[DBK_BULLETIN_TITLE] != NULL && file->value[DBK_BULLETIN_TITLE][0] != '\0');
    PROVE(file->value[DBK_BULLETIN_BODY] != NULL && file->value[DBK_BULLETIN_BODY][0] != '\0');
    PROVE(from == NULL || dbk_day_parse(from, &day));
    PROVE(ack == NULL || strcmp(ack, "true") == 0 || strcmp(ack, "false") == 0);
    PROVE(supersedes == NULL || (strtoul(supersedes, NULL, 10) <= 99999 && supersedes[0] != '\0'));
    for (size_t i = 0; i < DBK_BULLETIN_FIELDS; i++)
        PROVE((file->value[i] == NULL) == (file->line[i] == 0));
}

/* Newline and tab may stand in the body, and in nothing else. */
static void
prove_text(char *text, bool body)
{
    for (char *c = text; body && c != NULL && *c != '\0'; c++)
        *c = *c == '\t' ? ' ' : *c;
    PROVE(text == NULL || fuzz_is_text(text, body));
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    dbk_bulletin_file file;

    faults.n = faults.more = 0;
    dbk_bulletin_read(&file, (const char *)bytes, size, &faults);
    for (size_t i = 0; i < DBK_BULLETIN_FIELDS; i++)
        prove_text(file.value[i], i == DBK_BULLETIN_BODY);
    for (size_t i = 0; i < faults.n; i++)
        PROVE(fuzz_is_text(faults.row[i].text, false));
    if (faults.n == 0)
        prove_whole(&file);
    dbk_bulletin_fini(&file);
    return 0;
}
