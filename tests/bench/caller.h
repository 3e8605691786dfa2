/*
 * caller — what every program has in common that stands for many clients: a clock, a sorted list of times, key files by number, a
 * client's socket. Whatever fails ends the program, with its name and the reason on stderr.
 */
#ifndef DBK_TESTS_BENCH_CALLER_H
#define DBK_TESTS_BENCH_CALLER_H

#include <stddef.h>
#include <stdint.h>

#include "proto/curve.h"

_Noreturn void bench_fail(const char *why);
void          *bench_room(size_t n, size_t size);      /* zeroed, never NULL */
int64_t        bench_now_us(void);                     /* monotonic */
void           bench_sort(int64_t *us, size_t n);      /* ascending */

/* FOLDER/1.key, FOLDER/2.key and so on. */
char *bench_key_path(const char *folder, int number, char path[512]);
void  bench_key_load(const char *path, dbk_keypair *pair);

/* A client's socket that keeps nothing when it closes; between the two calls options may be set. */
void *bench_socket(void *zmq);
void  bench_connect(void *socket, const dbk_keypair *own, const uint8_t server[DBK_KEY_BYTES], const char *endpoint);

/* A packed request for a version of the form, 0: today's; yours to free. Any key may ask, and 99, which is none, has a short answer. */
uint8_t *bench_form_query(uint32_t version, size_t *size);

#endif
