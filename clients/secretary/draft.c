#include "clients/secretary/draft.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clients/secretary/kinds.h"
#include "clients/secretary/sys.h"
#include "clients/secretary/text_file.h"
#include "clients/words.h"
#include "proto/calendar.h"
#include "proto/kind.h"

#define FOLDER "drafts"
#define NAME_BYTES 48
#define PREFILLED "# ~"                  /* the first line; to any other reader of such a file it is a note */

struct dbk_draft {
    int  folder, lock;
    char name[NAME_BYTES];
};

static void
name_of(uint32_t committee, uint32_t date, const char *suffix, char name[NAME_BYTES])
{
    snprintf(name, NAME_BYTES, "%u-%u%s", committee, date, suffix);
}

dbk_draft *
dbk_draft_open(int home, uint32_t committee, uint32_t date, dbk_err *err)
{
    char stem[NAME_BYTES];

    name_of(committee, date, "", stem);
    return dbk_draft_open_named(home, stem, err);
}

dbk_draft *
dbk_draft_open_named(int home, const char *stem, dbk_err *err)
{
    dbk_draft *draft = malloc(sizeof *draft);
    char lock[NAME_BYTES];

    assert(draft != NULL && strlen(stem) + sizeof ".yaml" <= NAME_BYTES);
    *draft = (dbk_draft){ .folder = dbk_folder_inside(home, FOLDER, err), .lock = -1 };
    snprintf(draft->name, sizeof draft->name, "%s.yaml", stem);
    snprintf(lock, sizeof lock, "%s.lock", stem);
    if (draft->folder < 0)
        goto fail;
    draft->lock = dbk_sys->openat(draft->folder, lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (draft->lock < 0) {
        dbk_err_sys(err, _("cannot create %s"), lock);
        goto fail;
    }
    if (flock(draft->lock, LOCK_EX | LOCK_NB) == 0)
        return draft;
    if (errno == EWOULDBLOCK)
        dbk_err_set(err, DBK_E_BUSY, "%s", _("this report is open in another window: go on there, or close it first"));
    else
        dbk_err_sys(err, _("cannot lock %s"), lock);
fail:
    dbk_draft_close(&draft);
    return NULL;
}

void
dbk_draft_close(dbk_draft **draft)
{
    if (*draft == NULL)
        return;
    if ((*draft)->lock >= 0)
        close((*draft)->lock);
    if ((*draft)->folder >= 0)
        close((*draft)->folder);
    free(*draft);
    *draft = NULL;
}

/* dbk_draft_open_file(), and all that stands there as well: *text is the caller's to free. */
static int
open_text(dbk_draft *draft, dbk_report_file **file, char **text, dbk_err *err)
{
    size_t size = 0;
    dbk_err why = { 0 };
    dbk_complaints *found = calloc(1, sizeof *found);
    int rc = 0;

    assert(found != NULL);
    *text = (char *)dbk_file_read(draft->folder, draft->name, DBK_TEXT_FILE_MAX_BYTES, &size, &why);
    *file = *text ? dbk_report_file_parse(*text, draft->name, found, &why) : NULL;
    if (*file && dbk_report_file_whole(*file))
        rc = 1;
    else if (*text || why.code != DBK_E_NO_INPUT || faccessat(draft->folder, draft->name, F_OK, 0) == 0) {
        rc = dbk_err_set(err, DBK_E_INPUT, _("the draft drafts/%s cannot be read (%s): put it right, or move it away"),
                         draft->name, found->n > 0 ? found->row[0].text : why.text);
        dbk_report_file_close(file);
    }
    free(found);
    return rc;
}

int
dbk_draft_open_file(dbk_draft *draft, dbk_report_file **file, dbk_err *err)
{
    char *text;
    const int rc = open_text(draft, file, &text, err);

    free(text);
    return rc;
}

/* ------------------------------------------------------------------ what the program wrote, and nobody has touched */

static void
put_prefilled(const dbk_sheet *sheet, FILE *to)
{
    fputs(PREFILLED, to);
    for (size_t i = 0; i < sheet->n; i++)
        if (sheet->field[i].prefilled)
            fprintf(to, " %s", sheet->field[i].path);
    fputc('\n', to);
}

static void
take_prefilled(dbk_sheet *sheet, const char *text)
{
    char path[DBK_FIELD_BYTES];

    if (strncmp(text, PREFILLED " ", sizeof PREFILLED) != 0)
        return;
    for (text += sizeof PREFILLED; *text && *text != '\n'; text += strspn(text, " ")) {
        const size_t n = strcspn(text, " \n");

        snprintf(path, sizeof path, "%.*s", (int)n, text);
        const size_t at = dbk_sheet_find(sheet, path);

        if (at != DBK_SHEET_NONE && sheet->field[at].text[0])
            sheet->field[at].prefilled = true;
        text += n;
    }
}

/* ------------------------------------------------------------------ loading, saving */

int
dbk_draft_load(dbk_draft *draft, dbk_sheet *sheet, dbk_err *err)
{
    dbk_report_file *file;
    char *text;
    const int rc = open_text(draft, &file, &text, err);

    if (rc > 0) {
        dbk_sheet_take_tree(sheet, dbk_report_file_tree(file));
        take_prefilled(sheet, text);
    }
    dbk_report_file_close(&file);
    free(text);
    return rc;
}

int
dbk_draft_save_text(dbk_draft *draft, const char *text, dbk_err *err)
{
    return dbk_file_keep(draft->folder, draft->name, text, strlen(text), err);
}

int
dbk_draft_save(dbk_draft *draft, const dbk_sheet *sheet, dbk_err *err)
{
    char *yaml = dbk_sheet_yaml(sheet, false), *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);

    assert(to != NULL);
    put_prefilled(sheet, to);
    fputs(yaml, to);
    const int failed = fclose(to);

    assert(failed == 0 && text != NULL);
    const int rc = dbk_draft_save_text(draft, text, err);

    free(text);
    free(yaml);
    return rc;
}

int
dbk_draft_remove(dbk_draft *draft, dbk_err *err)
{
    return dbk_file_remove(draft->folder, draft->name, err);
}

int
dbk_draft_folder(const dbk_draft *draft)
{
    return draft->folder;
}

const char *
dbk_draft_part(const dbk_draft *draft, const char *part, const char *suffix, char name[DBK_DRAFT_PART_BYTES])
{
    snprintf(name, DBK_DRAFT_PART_BYTES, "%.*s.%s%s", (int)strcspn(draft->name, "."), draft->name, part, suffix);
    return name;
}

static int64_t
changed_ms(int folder, const char *path)
{
    struct stat st;

    if (fstatat(folder, path, &st, 0) != 0)
        return 0;
    return (int64_t)st.st_mtim.tv_sec * 1000 + st.st_mtim.tv_nsec / 1000000;
}

int64_t
dbk_draft_saved_ms(int home, uint32_t committee, uint32_t date)
{
    char name[NAME_BYTES], path[NAME_BYTES + sizeof FOLDER];

    name_of(committee, date, ".yaml", name);
    snprintf(path, sizeof path, FOLDER "/%s", name);
    return changed_ms(home, path);
}

int64_t
dbk_draft_kept_ms(const dbk_draft *draft)
{
    return changed_ms(draft->folder, draft->name);
}

/* ------------------------------------------------------------------ all of them */

typedef struct { int folder; dbk_draft_seen *row; size_t n, most; } listing;

/* "7-20200218.yaml", "rollcall-7-20200218-1.yaml"; what a person has in another editor has a longer name. */
static bool
read_name(const char *name, dbk_draft_seen *seen)
{
    char verb[NAME_BYTES] = "";
    int end = 0;

    *seen = (dbk_draft_seen){ .kind = DBK_NIGHTLY_REPORT };
    if (sscanf(name, "%u-%8u.yaml%n", &seen->committee_id, &seen->date, &end) == 2 && end > 0 && name[end] == '\0')
        return true;
    if (strlen(name) >= sizeof verb || sscanf(name, "%[a-z]-%u-%8u-%u.yaml%n", verb, &seen->committee_id, &seen->date,
                                              &seen->part, &end) != 4 || end == 0 || name[end] != '\0')
        return false;
    const dbk_kind_shape *shape = dbk_kind_shape_named(verb);

    if (shape)
        seen->kind = shape->kind;
    return shape != NULL;
}

static int
list_one(void *ctx, const char *name, dbk_err *err)
{
    listing *list = ctx;
    dbk_draft_seen seen;

    (void)err;
    if (list->n < list->most && read_name(name, &seen) && (seen.saved_ms = changed_ms(list->folder, name)) != 0)
        list->row[list->n++] = seen;
    return 0;
}

size_t
dbk_draft_list(int home, dbk_draft_seen *seen, size_t most)
{
    listing list = { openat(home, FOLDER, O_RDONLY | O_DIRECTORY | O_CLOEXEC), seen, 0, most };

    if (list.folder < 0)
        return 0;
    (void)dbk_folder_each(list.folder, ".yaml", list_one, &list, NULL);
    close(list.folder);
    return list.n;
}

/* ------------------------------------------------------------------ of somebody else */

static int
count_one(void *ctx, const char *name, dbk_err *err)
{
    (void)name, (void)err;
    ++*(size_t *)ctx;
    return 0;
}

size_t
dbk_draft_count(int home, const char *folder)
{
    const int fd = openat(home, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    size_t n = 0;

    if (fd < 0)
        return 0;
    (void)dbk_folder_each(fd, ".yaml", count_one, &n, NULL);
    close(fd);
    return n;
}

/* Every draft of a kind that is confidential, whatever its night. */
static int
forget_confidential(int home, dbk_err *err)
{
    size_t n;
    const dbk_kind_rules *const *kinds = dbk_kind_list(&n);
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < n; i++) {
        const dbk_kind_shape *shape = dbk_kind_shape_of(kinds[i]->kind);
        char stem[NAME_BYTES];

        snprintf(stem, sizeof stem, "%s-", shape->verb ? shape->verb : "");
        if (kinds[i]->confidential)
            rc = dbk_draft_forget(home, stem, UINT32_MAX, err);
    }
    return rc;
}

int
dbk_draft_lay_aside(int home, const char *name, size_t *n, dbk_err *err)
{
    char aside[NAME_BYTES];

    *n = 0;
    if (forget_confidential(home, err) != 0)
        return -1;
    *n = dbk_draft_count(home, FOLDER);
    snprintf(aside, sizeof aside, "%s%s", name, DBK_DRAFTS_ASIDE);
    if (*n > 0 && faccessat(home, aside, F_OK, 0) == 0)          /* it was theirs once before */
        snprintf(aside, sizeof aside, "%s-%lld%s", name, (long long)dbk_now_ms(), DBK_DRAFTS_ASIDE);
    return *n == 0 ? 0 : dbk_file_move(home, FOLDER, home, aside, err);
}

bool
dbk_draft_exists(int home, uint32_t committee, uint32_t date)
{
    return dbk_draft_saved_ms(home, committee, date) != 0;
}

/* ------------------------------------------------------------------ what nobody may keep */

typedef struct { int folder; const char *stem; uint32_t date; } forgetting;

static int
forget_one(void *ctx, const char *name, dbk_err *err)
{
    const forgetting *f = ctx;
    uint32_t committee, date;

    if (strncmp(name, f->stem, strlen(f->stem)) != 0 ||
        sscanf(name + strlen(f->stem), "%u-%8u", &committee, &date) != 2 || date >= f->date)
        return 0;
    return dbk_file_remove(f->folder, name, err);
}

int
dbk_draft_forget(int home, const char *stem, uint32_t date, dbk_err *err)
{
    forgetting f = { dbk_folder_inside(home, FOLDER, err), stem, date };
    int rc = -1;

    if (f.folder >= 0) {
        rc = dbk_folder_each(f.folder, ".yaml", forget_one, &f, err);
        close(f.folder);
    }
    return rc;
}
