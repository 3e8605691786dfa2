/*
 * What the client keeps beside its outbox: the form, the scope, open items, what was handed in, bulletins, the clock, the
 * owners of keys, drafts. A file of it that is damaged is as good as none, or holds what can be shown; none ends the
 * program.
 *
 * The first byte says which file the rest is.
 */
#include <fcntl.h>

#include "clients/secretary/answers.h"
#include "clients/secretary/bulletins.h"
#include "clients/secretary/clock.h"
#include "clients/secretary/draft.h"
#include "clients/secretary/handed.h"
#include "clients/secretary/keyring.h"
#include "clients/secretary/kind_file.h"
#include "clients/secretary/open_items.h"
#include "clients/secretary/sys.h"
#include "clients/secretary/template.h"
#include "tests/clients/secretary/sample.h"
#include "tests/fuzz/fuzz.h"

#define TEXT_BYTES 4096
#define KEPT_MAX_BYTES (64u * 1024u * 1024u)

static dbk_form *form;
static dbk_complaints found;
static int home = -1;
static char folder[256], boot[64];           /* what a kept clock begins with */

static int
no_sync(int fd)
{
    (void)fd;
    return 0;
}

static void
open_home(void)
{
    static dbk_sys_table quick;

    quick = dbk_sys_real;
    quick.fsync = no_sync;
    dbk_sys = &quick;
    form = sample_form(1);
    home = sample_home(folder);
    FILE *from = fopen("/proc/sys/kernel/random/boot_id", "re");

    PROVE(from != NULL && fgets(boot, sizeof boot, from) != NULL);
    fclose(from);
    boot[strcspn(boot, "\n")] = ' ';
    PROVE(mkdirat(home, "items", 0700) == 0 && mkdirat(home, "bulletins", 0700) == 0 &&
          mkdirat(home, "drafts", 0700) == 0);
}

static void
open_desk(dbk_desk *desk)
{
    dbk_desk_init(desk);
    snprintf(desk->settings.home, sizeof desk->settings.home, "%s", folder);
}

/* A text that this program makes is one that it reads. */
static void
prove_file(char *text)
{
    dbk_err err = { DBK_OK, "" };

    found.n = found.more = 0;
    dbk_report_file *file = dbk_report_file_parse(text, "made", &found, &err);

    PROVE(file != NULL && dbk_report_file_whole(file) && found.n == 0);
    dbk_report_file_close(&file);
    free(text);
}

static void
prove_sheet(const dbk_sheet *sheet)
{
    static char room[TEXT_BYTES];

    for (size_t i = 0; i < sheet->n; i++)
        PROVE(fuzz_is_text(dbk_sheet_shown(&sheet->field[i], room, sizeof room), true));
    prove_file(dbk_sheet_yaml(sheet, false));
    prove_file(dbk_sheet_yaml(sheet, true));
}

/* ---------------------------------------------------------------- one file after the other */

static void
try_form(void)
{
    dbk_desk desk;
    char *text = NULL;
    size_t size;
    FILE *to;

    open_desk(&desk);
    const dbk_form *kept = dbk_desk_form(&desk);

    if (kept != NULL) {
        dbk_sheet sheet;

        dbk_sheet_init(&sheet, kept, SAMPLE_COMMITTEE, SAMPLE_NIGHT);
        prove_sheet(&sheet);
        dbk_sheet_fini(&sheet);
        to = open_memstream(&text, &size);
        PROVE(to != NULL);
        dbk_template_print(kept, SAMPLE_COMMITTEE, SAMPLE_NIGHT, NULL, to);
        fclose(to);
        prove_file(text);
    }
    dbk_desk_fini(&desk);
}

static void
try_scope(void)
{
    static const dbk_which which = { SAMPLE_COMMITTEE, SAMPLE_NIGHT, true };
    dbk_desk desk;

    open_desk(&desk);
    const dbk_scope *scope = dbk_desk_scope(&desk);

    for (dbk_kind kind = DBK_ROLL_CALL; scope != NULL && kind <= DBK_MINUTES; kind++) {
        char *text = NULL;
        size_t size;
        FILE *to = open_memstream(&text, &size);

        PROVE(to != NULL);
        dbk_kind_template(dbk_kind_shape_of(kind), scope, &which, 1, NULL, to);
        fclose(to);
        prove_file(text);
    }
    dbk_desk_fini(&desk);
}

static void
try_items(void)
{
    dbk_desk desk;
    dbk_open_list list;
    dbk_sheet sheet;
    char as_of[DBK_OPEN_AS_OF_BYTES];

    open_desk(&desk);
    PROVE(dbk_open_read(&list, &desk, SAMPLE_COMMITTEE, SAMPLE_NIGHT, NULL) == 0);
    for (size_t i = 0; i < list.n; i++) {
        PROVE(dbk_open_named(&list, list.row[i].name) == &list.row[i]);
        PROVE(fuzz_is_text(list.row[i].name, false) && fuzz_is_text(list.row[i].head, false));
        PROVE(fuzz_is_text(list.row[i].about, false));
    }
    PROVE(fuzz_is_text(dbk_open_as_of(&list, as_of), false));
    dbk_sheet_init(&sheet, form, SAMPLE_COMMITTEE, SAMPLE_NIGHT);
    dbk_open_lay(&list, &sheet);
    prove_sheet(&sheet);
    dbk_sheet_fini(&sheet);
    dbk_open_fini(&list);
    dbk_desk_fini(&desk);
}

static void
try_handed(void)
{
    dbk_desk desk;
    dbk_handed_list list;
    char room[DBK_HANDED_BYTES];

    open_desk(&desk);
    dbk_handed_open(&list, &desk, SAMPLE_NIGHT, 0);
    PROVE(!list.fresh && fuzz_is_text(dbk_handed_as_of(&list, 1582035000000, room), false));
    for (size_t i = 0; list.said != NULL && i < list.said->n_records; i++) {
        const Daybook__V1__HandedRecord *row = list.said->records[i];
        const dbk_standing *standing = dbk_handed_find(&list, row->committee_id, row->kind, row->part);

        if (standing != NULL)
            PROVE(fuzz_is_text(dbk_handed_words(standing, 1582035000000, room), false));
    }
    dbk_handed_fini(&list);
    dbk_desk_fini(&desk);
}

static void
try_bulletin(void)
{
    dbk_desk desk;
    dbk_bulletin_kept *row;
    dbk_arena arena;
    size_t n;

    open_desk(&desk);
    dbk_arena_init(&arena, KEPT_MAX_BYTES);
    PROVE(dbk_bulletins_list(&desk, &arena, &row, &n, NULL) == 0 && n <= 1);
    PROVE(n == 0 || (row[0].said->number != 0 && !row[0].read));
    dbk_arena_fini(&arena);
    dbk_desk_fini(&desk);
}

static void
try_clock(void)
{
    const int64_t skew_ms = dbk_clock_skew_ms(home);

    PROVE(skew_ms == 0 || llabs(skew_ms) > DBK_SKEW_SHOWN_MS);
}

static void
try_owners(void)
{
    static const uint8_t key[DBK_KEY_BYTES] = { 7 };
    const dbk_keyring ring = { home, folder };
    char room[TEXT_BYTES];

    PROVE(strchr(dbk_keyring_owner(&ring, key, room, sizeof room), '\n') == NULL);
    PROVE(dbk_keyring_set_owner(&ring, key, "张样例", NULL) == 0);
    PROVE(strcmp(dbk_keyring_owner(&ring, key, room, sizeof room), "张样例") == 0);
}

static void
try_draft(void)
{
    dbk_err err = { DBK_OK, "" };
    dbk_draft *draft = dbk_draft_open(home, SAMPLE_COMMITTEE, SAMPLE_NIGHT, NULL);
    dbk_sheet sheet;

    PROVE(draft != NULL);
    dbk_sheet_init(&sheet, form, SAMPLE_COMMITTEE, SAMPLE_NIGHT);
    if (dbk_draft_load(draft, &sheet, &err) < 0)
        PROVE(err.code == DBK_E_INPUT && fuzz_is_text(err.text, false));
    else
        prove_sheet(&sheet);
    dbk_sheet_fini(&sheet);
    dbk_draft_close(&draft);
}

/* What was answered line by line, as each kind that is asked so would go on with it. */
static void
try_answers(void)
{
    dbk_err err = { DBK_OK, "" };
    dbk_draft *draft = dbk_draft_open_named(home, "asked", NULL);
    dbk_report_file *file;
    const int rc = dbk_draft_open_file(draft, &file, &err);

    PROVE(rc >= 0 || (err.code == DBK_E_INPUT && fuzz_is_text(err.text, false)));
    for (dbk_kind kind = DBK_ROLL_CALL; rc > 0 && kind <= DBK_MINUTES; kind++) {
        dbk_answers answers;

        dbk_answers_init(&answers, dbk_kind_shape_of(kind), SAMPLE_COMMITTEE, SAMPLE_NIGHT, kind == DBK_ROLL_CALL);
        dbk_answers_take_tree(&answers, dbk_report_file_tree(file));
        prove_file(dbk_answers_yaml(&answers));
        dbk_answers_fini(&answers);
    }
    if (rc > 0)
        dbk_report_file_close(&file);
    dbk_draft_close(&draft);
}

static const struct { const char *name, *begins; void (*look)(void); } files[] = {
    { "form", "", try_form },
    { "scope", "", try_scope },
    { "items/12", "", try_items },
    { "bulletins/3.said", "", try_bulletin },
    { "clock", boot, try_clock },
    { "owners", "", try_owners },
    { "drafts/12-20200218.yaml", "", try_draft },
    { "handed", "", try_handed },
    { "drafts/asked.yaml", "", try_answers },
};

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (home < 0)
        open_home();
    if (size == 0)
        return 0;
    const size_t which = bytes[0] % (sizeof files / sizeof files[0]);
    const int fd = openat(home, files[which].name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    PROVE(fd >= 0 && write(fd, files[which].begins, strlen(files[which].begins)) >= 0);
    PROVE(write(fd, bytes + 1, size - 1) == (ssize_t)size - 1 && close(fd) == 0);
    files[which].look();
    PROVE(unlinkat(home, files[which].name, 0) == 0);
    return 0;
}
