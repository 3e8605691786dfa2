/* kind_bulletin_read — the receipt of a bulletin: nothing is filled in, bulletins.c makes it when one is read. */
#include "clients/secretary/kinds.h"
#include "clients/words.h"

const dbk_kind_shape dbk_shape_bulletin_read = {
    .kind = DBK_BULLETIN_READ, .title = N_("bulletin read"),
};
