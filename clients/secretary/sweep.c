#include "clients/secretary/sweep.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "clients/secretary/sys.h"

typedef struct { int folder; int64_t now_ms; const char *item_suffix, *note_suffix; } sweep;

static int
sweep_temporary(void *ctx, const char *name, dbk_err *err)
{
    const sweep *s = ctx;
    struct stat st;

    if (fstatat(s->folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
        s->now_ms - (int64_t)st.st_mtim.tv_sec * 1000 < DBK_LEFTOVER_MS)
        return 0;
    return dbk_file_remove(s->folder, name, err);
}

static int
sweep_note(void *ctx, const char *name, dbk_err *err)
{
    const sweep *s = ctx;
    char item[NAME_MAX];
    struct stat st;

    snprintf(item, sizeof item, "%.*s%s", (int)(strlen(name) - strlen(s->note_suffix)), name, s->item_suffix);
    if (fstatat(s->folder, item, &st, AT_SYMLINK_NOFOLLOW) == 0 || errno != ENOENT)
        return 0;
    return dbk_file_remove(s->folder, name, err);
}

int
dbk_sweep(int folder, int64_t now_ms, const char *item_suffix, const char *note_suffix, dbk_err *err)
{
    sweep s = { folder, now_ms, item_suffix, note_suffix };

    if (dbk_folder_each(folder, DBK_TEMP_SUFFIX, sweep_temporary, &s, err) != 0)
        return -1;
    return dbk_folder_each(folder, note_suffix, sweep_note, &s, err);
}
