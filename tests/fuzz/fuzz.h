/*
 * fuzz — what every target needs: a promise that ends the run when it is broken, and bytes as a file.
 *
 * A target is fuzz_NAME.c with one function, LLVMFuzzerTestOneInput. With clang it is linked with libFuzzer, else with
 * replay.c, which gives it the seeds of corpus/NAME. It asserts what must hold for any bytes; not crashing is the least.
 */
#ifndef DBK_TESTS_FUZZ_H
#define DBK_TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utf8proc.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* To standard output: libFuzzer may have closed the other one, where the daemon's own log goes. */
#define PROVE(holds)                                                          \
    do {                                                                      \
        if (!(holds)) {                                                       \
            printf("%s:%d: does not hold: %s\n", __FILE__, __LINE__, #holds); \
            fflush(stdout);                                                   \
            abort();                                                          \
        }                                                                     \
    } while (0)

/* One line (or lines, when `newlines`) of UTF-8 without controls, judged by another eye than proto/text.c. */
static inline bool
fuzz_is_text(const char *text, bool newlines)
{
    const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)text;
    utf8proc_ssize_t left = (utf8proc_ssize_t)strlen(text), n;
    utf8proc_int32_t point;

    for (; left > 0; at += n, left -= n) {
        n = utf8proc_iterate(at, left, &point);
        if (n <= 0 || (utf8proc_category(point) == UTF8PROC_CATEGORY_CC && !(newlines && point == '\n')))
            return false;
    }
    return true;
}

/* The bytes as a file of mode 0600 that lives in memory; the same path at every call. */
static inline const char *
fuzz_file(const void *bytes, size_t size)
{
    static int fd = -1;
    static char path[32];

    if (fd < 0) {
        fd = memfd_create("fuzz", MFD_CLOEXEC);
        PROVE(fd >= 0 && fchmod(fd, 0600) == 0);
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    }
    PROVE(ftruncate(fd, 0) == 0 && pwrite(fd, bytes, size, 0) == (ssize_t)size);
    return path;
}

#endif
