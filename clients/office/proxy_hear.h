/*
 * proxy_hear — of the dialogue of a dictation: a line that is typed, yes and no, a text that is shown.
 *
 * Not here: what is asked, and in which order (proxy_ask.c).
 */
#ifndef DBK_OFFICE_PROXY_HEAR_H
#define DBK_OFFICE_PROXY_HEAR_H

#include <stdbool.h>

#include "clients/office/proxy_ask.h"

#define DBK_PROXY_LINE_COLUMNS 78

/* What was typed, without its end; yours to free. NULL: the input ended, err says so. */
char *dbk_proxy_hear(const dbk_proxy_talk *talk, dbk_err *err);

/* Is it this sign and nothing else, in either width? Is it yes? */
bool dbk_proxy_is_sign(const char *line, const char *sign);
bool dbk_proxy_is_yes(const char *line);

/* yes, no, or what stands when nothing is said. -1: the input ended. */
int dbk_proxy_ask_yes(const dbk_proxy_talk *talk, const char *question, bool stands, dbk_err *err);

/* The one of the two in the reader's language. */
const char *dbk_proxy_text_of(const ProtobufCBinaryData *zh, const ProtobufCBinaryData *en);

/* A text behind four blanks, wrapped. */
void dbk_proxy_put_lines(const dbk_proxy_talk *talk, const char *text);

/* The whole once more, as it is read back to who dictated it. */
void dbk_proxy_read_back(const dbk_proxy_talk *talk);

#endif
