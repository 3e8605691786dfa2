#include "clients/secretary/editor.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clients/secretary/sys.h"
#include "clients/secretary/text_file.h"
#include "clients/words.h"

static const char *
editor_name(void)
{
    static const char *const variables[] = { "VISUAL", "EDITOR" };

    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
        const char *value = getenv(variables[i]);

        if (value && value[0])
            return value;
    }
    return "sensible-editor";
}

/* $EDITOR may hold options, so a shell reads it; the file is its first argument and never part of the command.
 *   folder   where the editor is started; AT_FDCWD: where we are */
static int
run(int folder, const char *path, dbk_err *err)
{
    const char *editor = editor_name();
    char command[PATH_MAX];
    int status = 0;
    pid_t child;

    snprintf(command, sizeof command, "exec %s \"$1\"", editor);
    child = fork();
    if (child < 0)
        return dbk_err_sys(err, _("cannot start the editor %s"), editor);
    if (child == 0) {
        if (folder != AT_FDCWD && fchdir(folder) != 0)
            _exit(127);
        execl("/bin/sh", "sh", "-c", command, "sh", path, (char *)NULL);
        _exit(127);
    }
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return 0;
    return dbk_err_set(err, DBK_E_USAGE, _("the editor %s failed; set EDITOR to one that is installed, such as nano"),
                       editor);
}

char *
dbk_editor_run(const char *text, const char *suffix, dbk_err *err)
{
    const char *folder = getenv("TMPDIR");
    char path[PATH_MAX], *back = NULL;
    const size_t n = strlen(text);
    size_t size = 0;
    int fd;

    snprintf(path, sizeof path, "%s/daybook-XXXXXX%s", folder && folder[0] ? folder : "/tmp", suffix);
    fd = mkstemps(path, (int)strlen(suffix));              /* mode 0600 */
    if (fd < 0) {
        dbk_err_sys(err, _("cannot create %s"), path);
        return NULL;
    }
    if (write(fd, text, n) != (ssize_t)n || close(fd) != 0)
        dbk_err_sys(err, _("cannot write %s"), path);
    else if (run(AT_FDCWD, path, err) == 0)
        back = (char *)dbk_file_read(AT_FDCWD, path, DBK_TEXT_FILE_MAX_BYTES, &size, err);
    unlink(path);
    return back;
}

char *
dbk_editor_keep(int folder, const char *name, const char *text, dbk_err *err)
{
    char *back;
    size_t size = 0;
    int rc;

    if (dbk_file_keep(folder, name, text, strlen(text), err) != 0)
        return NULL;
    rc = run(folder, name, err);
    back = (char *)dbk_file_read(folder, name, DBK_TEXT_FILE_MAX_BYTES, &size, rc == 0 ? err : NULL);
    if (rc != 0 && (back == NULL || strcmp(back, text) == 0)) {
        free(back);
        dbk_editor_done(folder, name);
        return NULL;
    }
    return back;
}

void
dbk_editor_done(int folder, const char *name)
{
    (void)dbk_file_remove(folder, name, NULL);
}
