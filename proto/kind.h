/*
 * kind — the kinds of record: one table that both ends and the tests walk.
 *
 * A kind is a row: what its `part` counts, whether it has a form, who may send it, where its body lies, how it is
 * checked and whom it names. The row stands in the kind's own file, proto/check_<kind>.c; its names are codes.c's.
 * Not here: how it is stored (daemon/kind_<kind>.c), how it is filled in (clients/secretary/kind_<kind>.c).
 */
#ifndef DBK_PROTO_KIND_H
#define DBK_PROTO_KIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/messages.h"

typedef struct dbk_checking dbk_checking;     /* check_parts.h */

typedef struct {
    dbk_kind kind;
    bool     has_form;                      /* it is filled by a version of the form and checked against it */
    bool     secretary;                     /* only a secretary of the committee on its date may send it */
    bool     confidential;                  /* its bytes leave the client once they are receipted */
    bool     first_counts;                  /* where one stands, another says nothing new: CONFLICT is no question */
    bool     any_night;                     /* no part of what a night reports: a closed night does not hold it */
    uint32_t part_least, part_most;         /* 0 and 0: there is one a committee and date */
    size_t   body;                          /* offset in a dbk_record of the pointer to its body */
    const ProtobufCMessageDescriptor *type; /* of the body */
    size_t   explanations, n_explanations;  /* offsets in the body; 0: it takes none */
    void   (*check)(const dbk_checking *check);
    /* The i-th person that it names, into *person; false: there are no more. NULL: it names nobody. */
    bool   (*names)(const dbk_record *record, size_t i, uint32_t *person);
} dbk_kind_rules;

#define DBK_KIND_BODY(name) .body = offsetof(dbk_record, name), .type = &daybook__v1__##name##__descriptor
#define DBK_KIND_EXPLANATIONS(type) \
    .explanations = offsetof(type, explanations), .n_explanations = offsetof(type, n_explanations)

/* Every kind, in the order of its number. */
const dbk_kind_rules *const *dbk_kind_list(size_t *n);
const dbk_kind_rules *dbk_kind_find(dbk_kind kind);                       /* NULL: no such kind */

const void *dbk_kind_body(const dbk_kind_rules *kind, const dbk_record *record);    /* NULL: not there */
dbk_explanation *const *dbk_kind_explanations(const dbk_kind_rules *kind, const dbk_record *record, size_t *n);

#endif
