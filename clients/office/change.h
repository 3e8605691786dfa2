/*
 * change — what a correction changed, as a person reads it: an item of office.differences in the reader's language.
 *
 * The view says each item in one line of its own, with codes and Chinese words in it. Pure.
 * Not here: what differs (the view).
 */
#ifndef DBK_OFFICE_CHANGE_H
#define DBK_OFFICE_CHANGE_H

/* `said` of the view's `field`, in words; what has another shape stays as it is. Yours to free, never NULL. */
char *dbk_change_words(const char *field, const char *said);

#endif
