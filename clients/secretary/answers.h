/*
 * answers — a record of a kind that has no form while it is put together: every answer as a text, list by list.
 *
 * It is made from a roster, from a record that is corrected or from a file that was kept, and becomes the file that
 * daybook submit reads. A field that nobody has been asked yet is not the same as one that was left empty.
 * Pure: no screen, no disk. Not here: who asks (ask.c).
 */
#ifndef DBK_SECRETARY_ANSWERS_H
#define DBK_SECRETARY_ANSWERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "clients/secretary/kinds.h"
#include "clients/secretary/yaml_tree.h"
#include "proto/messages.h"

#define DBK_ANSWER_FIELDS_MAX 16
#define DBK_ANSWER_LISTS_MAX 5

/* Texts as a file says them, in the order of the fields; NULL: not asked yet, "": left empty. */
typedef struct { char *text[DBK_ANSWER_FIELDS_MAX]; } dbk_answer_row;

typedef struct {
    const dbk_kind_shape *shape;
    uint32_t              committee_id, report_date, part;
    bool                  is_correction;
    uint8_t               corrects[DBK_ID_BYTES];
    dbk_answer_row        top;
    struct { dbk_answer_row *row; size_t n; } list[DBK_ANSWER_LISTS_MAX];
} dbk_answers;

void dbk_answers_init(dbk_answers *answers, const dbk_kind_shape *shape, uint32_t committee, uint32_t date,
                      uint32_t part);
void dbk_answers_fini(dbk_answers *answers);

void dbk_answers_set(char **text, const char *to);                           /* copies; NULL: not asked after all */
dbk_answer_row *dbk_answers_add(dbk_answers *answers, size_t list);          /* an entry more, nothing asked yet */
void dbk_answers_remove(dbk_answers *answers, size_t list, size_t i);

void dbk_answers_copy(dbk_answers *to, const dbk_answers *from);              /* its texts, into empty answers */

/* All of a record, or of what stands in such a file, into empty answers. */
void dbk_answers_take_record(dbk_answers *answers, const dbk_record *record);
void dbk_answers_take_tree(dbk_answers *answers, const dbk_yaml *root);

/* The file; malloc'd, yours. */
char *dbk_answers_yaml(const dbk_answers *answers);

/* Where a field stands among those of a list, by its key; the key is there. */
size_t dbk_answers_place(const dbk_field_list *list, const char *key);

/* The person whom an entry of the first list is about; 0: none. */
uint32_t dbk_answers_person(const dbk_answers *answers, size_t i);

#endif
