/* err: the chain, the cut, one line, and a meaning for every code. */
#include "proto/err.h"

#include <errno.h>
#include <string.h>

#include "tests/harness/unit.h"

static void
test_chain(void)
{
    dbk_err err = { 0 };

    CHECK_INT("set returns -1", dbk_err_set(&err, DBK_E_BUSY, "write %s: %d left", "7f3c", 3), -1);
    CHECK_STR("set", err.text, "write 7f3c: 3 left");
    CHECK_INT("why returns -1", dbk_err_why(&err, "keep report %d", 12), -1);
    CHECK_INT("once more", dbk_err_why(&err, "submit"), -1);
    CHECK_STR("the way up", err.text, "submit: keep report 12: write 7f3c: 3 left");
    CHECK_INT("the code stays", err.code, DBK_E_BUSY);
    CHECK_INT("nobody listens", dbk_err_set(NULL, DBK_E_BUSY, "x"), -1);
    CHECK_INT("nobody listens", dbk_err_why(NULL, "x"), -1);
    CHECK_INT("nobody listens", dbk_err_sys(NULL, "x"), -1);
}

static void
test_sys(void)
{
    dbk_err err = { 0 };

    errno = ENOSPC;
    CHECK_INT("sys returns -1", dbk_err_sys(&err, "create %s", "out/1"), -1);
    CHECK_STR("with errno", err.text, "create out/1: No space left on device");
    CHECK_INT("its code", err.code, DBK_E_SYSTEM);
}

static void
test_one_line(void)
{
    dbk_err err = { 0 };

    dbk_err_set(&err, DBK_E_STORE, "FATAL:  no such role\nHINT:\tmake it \n\n");
    CHECK_STR("as a log wants it", err.text, "FATAL:  no such role HINT: make it");
}

/* What a library says may be nothing, or no text at all: it is kept as it is. */
static void
test_strange(void)
{
    dbk_err err = { 0 };

    dbk_err_set(&err, DBK_E_STORE, "%s", "");
    CHECK_STR("nothing", err.text, "");
    dbk_err_why(&err, "%s", "begin");
    CHECK_STR("with a reason in front of nothing", err.text, "begin: ");
    dbk_err_set(&err, DBK_E_STORE, "%s", "a\x80\x80\x80\x80");
    CHECK_STR("tails without a head", err.text, "a\x80\x80\x80\x80");
}

/* Whatever the length, the text ends on a whole character. */
static void
test_cut(void)
{
    char chinese[3 * 400 + 1] = "";
    dbk_err err = { 0 };

    for (size_t i = 0; i < 400; i++)
        strcat(chinese, "字");
    for (int shift = 0; shift < 3; shift++) {
        const char *const front[] = { "", "a", "ab" };

        dbk_err_set(&err, DBK_E_INPUT, "%s%s", front[shift], chinese);
        const size_t n = strlen(err.text);

        CHECK_TRUE("as full as it goes", n > DBK_ERR_TEXT_BYTES - 5 && n < DBK_ERR_TEXT_BYTES);
        CHECK_INT("whole characters", (n - (size_t)shift) % 3, 0);
        dbk_err_why(&err, "读入文件");
        CHECK_INT("whole after why", (strlen(err.text) - (size_t)shift - 2) % 3, 0);
        CHECK_HAS("the front is kept", err.text, "读入文件: ");
    }
}

static void
test_meaning(void)
{
    static const struct { dbk_code code; const char *name; int retry, exit_code; } wanted[] = {
        { DBK_OK,          "ok",        0, 0 },
        { DBK_E_USAGE,     "usage",     0, 64 },
        { DBK_E_INPUT,     "input",     0, 65 },
        { DBK_E_NO_INPUT,  "no-input",  0, 66 },
        { DBK_E_REJECTED,  "rejected",  0, 65 },
        { DBK_E_FORBIDDEN, "forbidden", 1, 77 },
        { DBK_E_CONFLICT,  "conflict",  0, 65 },
        { DBK_E_MALFORMED, "malformed", 0, 76 },
        { DBK_E_BUSY,      "busy",      1, 75 },
        { DBK_E_NO_HOST,   "no-host",   1, 68 },
        { DBK_E_SYSTEM,    "system",    1, 71 },
        { DBK_E_STORE,     "store",     1, 69 },
        { DBK_E_CONFIG,    "config",    0, 78 },
    };

    CHECK_INT("every code has a row", ARRAY_LEN(wanted), DBK_N_CODES);
    for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
        CHECK_STR(wanted[i].name, dbk_code_name(wanted[i].code), wanted[i].name);
        CHECK_INT(wanted[i].name, dbk_code_retry(wanted[i].code), wanted[i].retry);
        CHECK_INT(wanted[i].name, dbk_code_exit(wanted[i].code), wanted[i].exit_code);
    }
}

int
main(void)
{
    static const unit_test tests[] = {
        { "chain",    test_chain },
        { "errno",    test_sys },
        { "one line", test_one_line },
        { "strange",  test_strange },
        { "cut",      test_cut },
        { "meaning",  test_meaning },
    };

    return unit_main("proto/err", tests, ARRAY_LEN(tests), 30);
}
