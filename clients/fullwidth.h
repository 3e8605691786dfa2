/*
 * fullwidth — punctuation as Chinese is set: full-width where it touches a Chinese word; for both programs.
 *
 * Sentences that come from the database have half-width commas, colons, brackets and quotation marks in them. What touches
 * no Chinese word (12:30, 1,204, host:port, an option, a code) stays as it is. Of a pair both are made full-width, or
 * neither.
 */
#ifndef DBK_CLIENTS_FULLWIDTH_H
#define DBK_CLIENTS_FULLWIDTH_H

/* The text so; yours to free, never NULL. */
char *dbk_fullwidth(const char *text);

#endif
