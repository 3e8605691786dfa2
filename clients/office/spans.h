/*
 * spans — how wide each column of a table is where the line is only so long, and which stand beside each other.
 *
 * Numbers only. What gives way first: texts, down to what reads well; then heads, in two lines; then the gap
 * between columns; then texts again; then columns go below each other, in bands, and each band repeats what says whose
 * rows they are.
 */
#ifndef DBK_OFFICE_SPANS_H
#define DBK_OFFICE_SPANS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    size_t   cell;      /* of the widest cell */
    size_t   head, head_least;      /* of the head in one line, and in two */
    size_t   good, least;   /* what the cells need to read well, and at all; `cell` where they do not give way */
    unsigned share;     /* weight in sharing what is left of the line; 0: does not give way */
    bool     stays;     /* in every band */
    size_t   width;     /* the answer */
} dbk_span;

/*
 * Settle the width of the columns of one band.
 *   order    the band's columns, as indexes into `span`; *n of them: as many from the front as fit, or all that stay
 *            and one
 *   returns  the gap between two of them
 */
size_t dbk_spans_settle(dbk_span *span, const size_t *order, size_t *n, size_t width);

#endif
