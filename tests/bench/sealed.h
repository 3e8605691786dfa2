/*
 * sealed — the report that every measurement sends: one header and four child rows, two cases and two observations.
 */
#ifndef DBK_TESTS_BENCH_SEALED_H
#define DBK_TESTS_BENCH_SEALED_H

#include <stddef.h>
#include <stdint.h>

/* A record of its own for each call, packed; yours to free.
 *   day   day number of the night */
uint8_t *bench_sealed(int32_t committee, int32_t day, size_t *size);

#endif
