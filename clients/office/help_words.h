/*
 * help_words — what the words and options in a verb's usage mean, in the reader's language.
 *
 * Not here: the verbs (main.c).
 */
#ifndef DBK_OFFICE_HELP_WORDS_H
#define DBK_OFFICE_HELP_WORDS_H

/* One line or two for each word and option of this usage, behind two blanks. */
void dbk_help_words(const char *usage);

#endif
