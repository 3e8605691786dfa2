/* bulletins: one is marked as read only when its receipts are in the outbox. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clients/secretary/bulletins.h"
#include "proto/curve.h"
#include "tests/harness/unit.h"

#define DAMAGE "out/damage.item"             /* a folder where a file should be: the outbox cannot be read */

static void
begin(dbk_desk *desk, const char *name)
{
    dbk_keypair pair;
    char path[sizeof desk->settings.home + 8];

    dbk_desk_init(desk);
    snprintf(desk->settings.home, sizeof desk->settings.home, "%s/%s", unit_folder(), name);
    CHECK_INT("home", dbk_desk_home(desk, NULL), 0);
    snprintf(path, sizeof path, "%s/key", desk->settings.home);
    CHECK_INT("a key", dbk_keypair_make(&pair, NULL), 0);
    CHECK_INT("a key", dbk_keypair_save(&pair, path, NULL), 0);
    dbk_keypair_wipe(&pair);
}

static size_t
receipts(dbk_desk *desk)
{
    dbk_items out;
    size_t n;

    CHECK_INT("the outbox", dbk_outbox_list(dbk_desk_outbox(desk, NULL), BOX_OUT, &out, NULL), 0);
    n = out.n;
    dbk_items_fini(&out);
    return n;
}

static bool
is_marked(const dbk_desk *desk)
{
    return faccessat(desk->home, "bulletins/7.read", F_OK, 0) == 0;
}

static void
the_mark_comes_after_the_receipts(void)
{
    dbk_desk desk;
    dbk_err err = { 0 };
    dbk_bulletin said;
    uint32_t committees[] = { 12, 13 };

    daybook__v1__bulletin__init(&said);
    said.has_number = true;
    said.number = 7;
    said.n_committees = ARRAY_LEN(committees);
    said.committees = committees;
    begin(&desk, "marks");
    CHECK_TRUE("an outbox", dbk_desk_outbox(&desk, NULL) != NULL);
    CHECK_INT("damage", mkdirat(desk.home, DAMAGE, 0700), 0);
    CHECK_INT("not read: nobody knows what waits", dbk_bulletins_read(&desk, &said, &err), -1);
    CHECK_TRUE("and it says why", err.code != DBK_OK && err.text[0] != '\0');
    CHECK_INT("not marked", is_marked(&desk), false);
    CHECK_INT("mended", unlinkat(desk.home, DAMAGE, AT_REMOVEDIR), 0);
    CHECK_INT("read", dbk_bulletins_read(&desk, &said, &err), 0);
    CHECK_INT("one a committee", receipts(&desk), 2);
    CHECK_INT("marked", is_marked(&desk), true);
    CHECK_INT("unmarked", unlinkat(desk.home, "bulletins/7.read", 0), 0);
    CHECK_INT("read again", dbk_bulletins_read(&desk, &said, &err), 0);
    CHECK_INT("one a committee, ever", receipts(&desk), 2);
    CHECK_INT("marked again", is_marked(&desk), true);
    dbk_desk_fini(&desk);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "the mark comes after the receipts", the_mark_comes_after_the_receipts },
    };

    return unit_main("secretary/bulletins", tests, ARRAY_LEN(tests), 60);
}
