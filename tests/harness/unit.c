#include "tests/harness/unit.h"

#include <CUnit/Basic.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[256];

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st, (void)type, (void)ftw;
    return remove(path);
}

static void
remove_folder(void)
{
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *
unit_folder(void)
{
    if (folder[0] == '\0') {
        const char *base = getenv("TMPDIR");

        snprintf(folder, sizeof folder, "%s/dbk-test-XXXXXX", base ? base : "/tmp");
        if (mkdtemp(folder) == NULL) {
            perror(folder);
            exit(1);
        }
        atexit(remove_folder);
    }
    return folder;
}

static void
say(int holds, const char *file, int line, const char *text)
{
    CU_assertImplementation(holds ? CU_TRUE : CU_FALSE, (unsigned)line, text, file, "", CU_FALSE);
}

void
unit_check_int(const char *file, int line, const char *row, long long found, long long wanted)
{
    char text[512];

    snprintf(text, sizeof text, "%s: found %lld, wanted %lld", row, found, wanted);
    say(found == wanted, file, line, text);
}

void
unit_check_str(const char *file, int line, const char *row, const char *found, const char *wanted)
{
    char text[2048];
    const int same = found == NULL || wanted == NULL ? found == wanted : strcmp(found, wanted) == 0;

    snprintf(text, sizeof text, "%s: found «%s», wanted «%s»", row, found ? found : "(null)", wanted ? wanted : "(null)");
    say(same, file, line, text);
}

void
unit_check_has(const char *file, int line, const char *row, const char *found, const char *part)
{
    char text[4096];

    snprintf(text, sizeof text, "%s: «%s» does not have «%s»", row, found ? found : "(null)", part);
    say(found != NULL && strstr(found, part) != NULL, file, line, text);
}

void
unit_check_true(const char *file, int line, const char *row, const char *expression, int holds)
{
    char text[512];

    snprintf(text, sizeof text, "%s: %s", row, expression);
    say(holds, file, line, text);
}

int
unit_main(const char *suite, const unit_test *tests, size_t n, unsigned seconds)
{
    CU_ErrorCode rc;
    const char *kind = getenv("KIND");
    int ok;

    alarm(kind != NULL && strcmp(kind, "valgrind") == 0 ? 20 * seconds : seconds);
    if (CU_initialize_registry() != CUE_SUCCESS)
        return 1;
    CU_pSuite s = CU_add_suite(suite, NULL, NULL);
    for (size_t i = 0; i < n; i++)
        if (s == NULL || CU_add_test(s, tests[i].name, tests[i].run) == NULL) {
            CU_cleanup_registry();
            return 1;
        }
    CU_basic_set_mode(CU_BRM_NORMAL);
    rc = CU_basic_run_tests();
    /* CU_basic_run_tests() is 0 with failing assertions, and a suite that could not start fails nothing: count. */
    ok = rc == CUE_SUCCESS && CU_get_number_of_failures() == 0 && CU_get_number_of_failure_records() == 0 &&
         CU_get_number_of_suites_failed() == 0 && CU_get_number_of_tests_run() == n && CU_get_number_of_asserts() > 0;
    printf("%s: %zu passed, %u failed\n", suite, n - CU_get_number_of_tests_failed(), CU_get_number_of_tests_failed());
    CU_cleanup_registry();
    return ok ? 0 : 1;
}
