/*
 * A dictated report, as the office types it into a sheet (CSV): what is entered is what the daemon would take, and
 * nothing else than what was said; what is refused is told by line.
 *
 * The first byte says whether it corrects an entry; the rest is the file.
 */
#include "clients/office/proxy_file.h"

#include "proto/dictation.h"
#include "proto/envelope.h"
#include "proto/ident.h"
#include "tests/fuzz/fuzz.h"
#include "tests/proto/sample.h"

#define COMMITTEE 7u
#define NIGHT 20200218u

static dbk_form *form;
static dbk_arena arena;
static dbk_violations found;

/* Sealed, it is a record that breaks no rule and holds what stands on the page. */
static const dbk_record *
prove_sealed(dbk_proxy *proxy)
{
    uint8_t id[DBK_ID_BYTES];
    char room[64], wanted[64];
    size_t size;
    uint8_t *sealed = dbk_proxy_seal(proxy, 1582035000000, id, &size);
    const dbk_record *record = dbk_record_unpack(&arena, sealed, size, NULL);

    PROVE(record != NULL && memcmp(record->id.data, id, DBK_ID_BYTES) == 0);
    PROVE(record->committee_id == COMMITTEE && record->report_date == NIGHT);
    dbk_check(form, record, size, &found);
    PROVE(found.n == 0 && found.more == 0);
    for (size_t i = 0; i < record->nightly_report->n_figures; i++) {
        const dbk_figure *figure = record->nightly_report->figures[i];
        const Daybook__V1__Indicator *asked = dbk_form_number(form, figure->indicator);

        PROVE(asked != NULL && figure->value >= asked->least && figure->value <= asked->most);
        snprintf(wanted, sizeof wanted, "%lld", (long long)figure->value);
        PROVE(strcmp(dbk_proxy_get(proxy, asked->code, room, sizeof room), "") == 0);     /* a code is no path */
        snprintf(room, sizeof room, "figures.%s", asked->code);
        char said[64];
        PROVE(strcmp(dbk_proxy_get(proxy, room, said, sizeof said), wanted) == 0);
    }
    free(sealed);
    return record;
}

/* The four digits are those of exactly these figures. */
static void
prove_digits(dbk_proxy *proxy, const dbk_record *record)
{
    int64_t value[DBK_INDICATOR_MAX + 1];
    char sum[DBK_DICTATION_SUM_BYTES];
    const dbk_nightly_report *report = record->nightly_report;

    memset(value, 0xff, sizeof value);
    for (size_t i = 0; i < report->n_figures; i++)
        value[report->figures[i]->indicator] = report->figures[i]->value;
    PROVE(dbk_proxy_agrees(proxy, dbk_dictation_sum(COMMITTEE, NIGHT, value, sum)));
    sum[3] = sum[3] == '9' ? '0' : (char)(sum[3] + 1);
    PROVE(!dbk_proxy_agrees(proxy, sum));
}

/* What is told goes to standard error. */
static char *
read_told(dbk_proxy *proxy, const char *path, int *rc, dbk_err *err)
{
    FILE *const real = stderr;
    char *told = NULL;
    size_t size;

    stderr = open_memstream(&told, &size);
    PROVE(stderr != NULL);
    *rc = dbk_proxy_file_read(proxy, path, err);
    fclose(stderr);
    stderr = real;
    return told;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const uint8_t base[DBK_ID_BYTES] = { 1, 2, 3 };
    dbk_err err = { DBK_OK, "" };
    int rc;

    if (form == NULL) {
        form = sample_form_new();
        dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    }
    if (size == 0)
        return 0;
    dbk_proxy *proxy = dbk_proxy_new(form, COMMITTEE, NIGHT);

    if (bytes[0] % 2 == 1)
        dbk_proxy_correct(proxy, base);
    char *told = read_told(proxy, fuzz_file(bytes + 1, size - 1), &rc, &err);

    dbk_arena_clear(&arena);
    if (rc == 0) {
        PROVE(told[0] == '\0');
        prove_digits(proxy, prove_sealed(proxy));
    } else
        PROVE(err.code == DBK_E_INPUT && fuzz_is_text(err.text, false) && told[0] != '\0' && fuzz_is_text(told, true));
    free(told);
    dbk_proxy_free(&proxy);
    return 0;
}
