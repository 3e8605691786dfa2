/*
 * code_words — the words for codes that the views give: states, reasons, levels.
 *
 * Not here: JSON output, where a code stays a code; the contract's own lists (proto/codes.h).
 */
#ifndef DBK_OFFICE_CODE_WORDS_H
#define DBK_OFFICE_CODE_WORDS_H

/* What a code means, e.g. ("state", "HELD"). Lists: state, held, reason, timeliness, level, severity, urgency, figure;
 * of "rule" and "field" also the sentence of a rule that is the checker's own.
 *   returns  `code` itself when it is none of the list: a newer database may know more than we do */
const char *dbk_words_of(const char *list, const char *code);

/* What people wrote, where the office has removed some of it: the place says so in the reader's language. Takes `text`, yours to
 * free. */
char *dbk_words_removed(char *text);

/* Every `what` made `with`. Takes `text`, yours to free. */
char *dbk_words_replaced(char *text, const char *what, const char *with);

#endif
