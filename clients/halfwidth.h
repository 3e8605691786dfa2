/*
 * halfwidth — what a Chinese input method leaves of digits and signs, made plain; for both programs.
 */
#ifndef DBK_CLIENTS_HALFWIDTH_H
#define DBK_CLIENTS_HALFWIDTH_H

#include <stdbool.h>
#include <stddef.h>

/* Copies `text` into `room` (cut at its end) with full-width letters, digits and signs made half-width.
 *   returns  true when there were any */
bool dbk_halfwidth(const char *text, char *room, size_t room_bytes);

#endif
