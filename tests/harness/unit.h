/*
 * unit — CUnit with its silences closed: the row's name on a failure, a true exit status, a bounded run.
 */
#ifndef DBK_TESTS_HARNESS_UNIT_H
#define DBK_TESTS_HARNESS_UNIT_H

#include <CUnit/CUnit.h>

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

typedef struct { const char *name; void (*run)(void); } unit_test;

/* Runs them as one suite and prints CUnit's table. Returns main's exit status: 0 only when every test ran and passed
 * and asserted something. `seconds` bounds the whole program. */
int unit_main(const char *suite, const unit_test *tests, size_t n, unsigned seconds);

/* Each says which row, what was found and what was wanted. They count as one assert each and go on after a failure. */
#define CHECK_INT(row, found, wanted) unit_check_int(__FILE__, __LINE__, row, (long long)(found), (long long)(wanted))
#define CHECK_STR(row, found, wanted) unit_check_str(__FILE__, __LINE__, row, found, wanted)
#define CHECK_HAS(row, found, part)   unit_check_has(__FILE__, __LINE__, row, found, part)
#define CHECK_TRUE(row, holds)        unit_check_true(__FILE__, __LINE__, row, #holds, holds)

void unit_check_int(const char *file, int line, const char *row, long long found, long long wanted);
void unit_check_str(const char *file, int line, const char *row, const char *found, const char *wanted);
void unit_check_has(const char *file, int line, const char *row, const char *found, const char *part);
void unit_check_true(const char *file, int line, const char *row, const char *expression, int holds);

/* A folder of the test's own below TMPDIR, mode 0700; removed at exit with all that is in it. Never NULL. */
const char *unit_folder(void);

#endif
