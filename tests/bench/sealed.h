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

/* The same in two pieces that are laid one behind the other: the head with an id of its own, and the body, which is always the
 * same and yours to free. A load that packs the body once costs little beside what it measures. */
#define BENCH_HEAD_MAX_BYTES 128
size_t   bench_head(uint8_t room[BENCH_HEAD_MAX_BYTES], int32_t committee, int32_t day);
uint8_t *bench_body(size_t *size);

#endif
