/* kind_bulletin_read — the receipt of a bulletin: nothing is filled in, bulletins.c makes it when one is read. */
#include "clients/secretary/kinds.h"
#include "clients/words.h"

static const dbk_field top[] = {
    DBK_FIELD(dbk_bulletin_read, read_at, read_at_ms, FIELD_INSTANT, N_("read at"), 0, 0),
};

const dbk_kind_shape dbk_shape_bulletin_read = {
    .kind = DBK_BULLETIN_READ, .title = N_("bulletin read"), .part = N_("number of the bulletin"), .top = top,
    .n_top = sizeof top / sizeof top[0],
};
