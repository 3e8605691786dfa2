/*
 * words — the reader's language: which one it is, the messages in it, and the words for codes that the views give.
 *
 * English msgids stand in the sources; clients/po/office.zh_CN.po has them in Chinese.
 * Not here: keys of JSON output and codes; they are never translated.
 */
#ifndef DBK_OFFICE_WORDS_H
#define DBK_OFFICE_WORDS_H

#include <libintl.h>
#include <stdbool.h>

#define DBK_TEXT_DOMAIN "daybook-office"
#define _(msgid)  dgettext(DBK_TEXT_DOMAIN, msgid)
#define N_(msgid) msgid                        /* marked here, translated where it is used */

/* Set the language of this process.
 *   wanted   "zh", "en", or NULL: as LANGUAGE, LC_ALL, LC_MESSAGES and LANG say, in gettext's order */
void dbk_words_init(const char *wanted);

bool dbk_words_zh(void);                       /* does the reader want Chinese? */

/* The one of the two in the reader's language. */
const char *dbk_words_pick(const char *zh, const char *en);

/* What a code means, e.g. ("state", "HELD"). Lists: state, held, reason, timeliness, level, severity, urgency, figure.
 *   returns  `code` itself when it is none of the list: a newer database may know more than we do */
const char *dbk_words_of(const char *list, const char *code);

const char *dbk_words_weekday(int weekday);    /* 0 Sunday .. 6 */

#endif
