/*
 * replay — libFuzzer's place where there is none: every file of the folders named, and what a small damage makes of it.
 *
 * Each input is a block of its exact size, so that a sanitizer sees the first byte read too many.
 */
#include <dirent.h>

#include "tests/fuzz/fuzz.h"

#define VARIANTS_MOST 100          /* of one file: as many cuts, and as many single bits turned round */

static void
run_one(const uint8_t *bytes, size_t size, size_t turned_bit)
{
    uint8_t *exact = malloc(size > 0 ? size : 1);

    PROVE(exact != NULL);
    memcpy(exact, bytes, size);
    if (turned_bit < 8 * size)
        exact[turned_bit / 8] ^= (uint8_t)(1u << turned_bit % 8);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
}

static void
run_file(const char *path)
{
    static uint8_t bytes[1 << 20];
    FILE *file = fopen(path, "re");
    size_t size;

    PROVE(file != NULL);
    size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    run_one(bytes, size, SIZE_MAX);
    for (size_t i = 0; i < VARIANTS_MOST && i < size; i++) {
        const size_t at = size <= VARIANTS_MOST ? i : i * size / VARIANTS_MOST;

        run_one(bytes, at, SIZE_MAX);
        run_one(bytes, size, 8 * at + i % 8);
    }
}

int
main(int argc, char **argv)
{
    size_t n = 0;

    for (int i = 1; i < argc; i++) {
        DIR *folder = opendir(argv[i]);

        PROVE(folder != NULL);
        for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
            char path[4096];

            if (entry->d_name[0] == '.')
                continue;
            snprintf(path, sizeof path, "%s/%s", argv[i], entry->d_name);
            run_file(path);
            n++;
        }
        closedir(folder);
    }
    printf("%zu files replayed\n", n);
    return n > 0 ? 0 : 1;
}
