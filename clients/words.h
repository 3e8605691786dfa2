/*
 * words — the reader's language: which one it is, and the messages in it; for both programs.
 *
 * English msgids stand in the sources; clients/po/secretary.zh_CN.po and office.zh_CN.po have them in Chinese. What the
 * contract carries in both languages (violations, labels, code lists) is chosen here too.
 * Not here: keys and values of files, of JSON and of the wire; they are never translated.
 */
#ifndef DBK_CLIENTS_WORDS_H
#define DBK_CLIENTS_WORDS_H

#include <libintl.h>
#include <stdbool.h>

#define _(msgid)  gettext(msgid)
#define N_(msgid) msgid                        /* marked here, translated where it is used */

/* Set the language of this process; may be called again.
 *   program  whose catalogue, "daybook" or "daybook-office"
 *   wanted   "zh", "en", or NULL: as LANGUAGE, LC_ALL, LC_MESSAGES and LANG say, in gettext's order */
void dbk_words_init(const char *program, const char *wanted);

bool dbk_words_zh(void);                       /* does the reader want Chinese? */

/* The one of the two in the reader's language. */
const char *dbk_words_pick(const char *zh, const char *en);

const char *dbk_words_weekday(int weekday);    /* 0 Sunday .. 6 */

#endif
