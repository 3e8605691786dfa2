/*
 * clock — the server's clock, as this laptop knows it: what a laptop believes the time to be decides no night.
 *
 * Each answer tells the server's time. When the two clocks are further apart than is worth mentioning, that is kept in
 * the home against the machine's running time, which nobody sets: it holds without the server too, over a sleep, and
 * when somebody puts the clock right. It ends when the machine is started again.
 */
#ifndef DBK_SECRETARY_CLOCK_H
#define DBK_SECRETARY_CLOCK_H

#include <stdint.h>

/* What an answer told: by so much the server's clock is ahead of ours. Not being able to keep it is no error. */
void dbk_clock_keep(int home, int64_t skew_ms);

/* By so much the server's clock is ahead of ours; 0: about right, or not known. */
int64_t dbk_clock_skew_ms(int home);

#endif
