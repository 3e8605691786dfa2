#include <errno.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clients/office/brief.h"
#include "clients/words.h"

#define PDF "%PDF-"              /* how each begins */

/* weasyprint reads the page from one file and writes the PDF to another: no pipe that both wait for. */
static int
convert(FILE *page, FILE *pdf, dbk_err *err)
{
    char *const argv[] = { "weasyprint", "-q", "-e", "utf-8", "-", "-", NULL };
    posix_spawn_file_actions_t files;
    int status = 0;
    pid_t pid;

    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, fileno(page), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, fileno(pdf), STDOUT_FILENO);
    const int failed = posix_spawnp(&pid, argv[0], &files, NULL, argv, environ);

    posix_spawn_file_actions_destroy(&files);
    if (failed == ENOENT)
        return dbk_err_set(err, DBK_E_CONFIG, "%s",
                           _("a PDF is made by weasyprint, which is not installed (Debian package weasyprint); "
                             "or print --format html from a browser"));
    errno = failed;
    if (failed)
        return dbk_err_sys(err, "weasyprint");
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return dbk_err_sys(err, "weasyprint");
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return dbk_err_set(err, DBK_E_SYSTEM, "%s", _("weasyprint failed; its own words are above"));
    return 0;
}

static int
copy_out(FILE *from, FILE *to, dbk_err *err)
{
    char bytes[1 << 16];
    size_t n;

    rewind(from);
    if (fread(bytes, 1, sizeof PDF - 1, from) != sizeof PDF - 1 || memcmp(bytes, PDF, sizeof PDF - 1) != 0)
        return dbk_err_set(err, DBK_E_SYSTEM, "%s", _("weasyprint failed; its own words are above"));
    rewind(from);
    while ((n = fread(bytes, 1, sizeof bytes, from)) > 0)
        fwrite(bytes, 1, n, to);
    return ferror(from) || fflush(to) != 0 ? dbk_err_sys(err, "%s", _("cannot write the output")) : 0;
}

int
dbk_brief_pdf(FILE *to, const dbk_part parts[DBK_BRIEF_PARTS], dbk_err *err)
{
    FILE *page = tmpfile(), *pdf = tmpfile();
    int rc = -1;

    if (page == NULL || pdf == NULL) {
        dbk_err_sys(err, "%s", _("cannot make a temporary file"));
        goto out;
    }
    dbk_brief_html(page, parts);
    if (fflush(page) != 0 || ferror(page)) {
        dbk_err_sys(err, "%s", _("cannot make a temporary file"));
        goto out;
    }
    rewind(page);
    rc = convert(page, pdf, err);
    if (rc == 0)
        rc = copy_out(pdf, to, err);
out:
    if (page)
        fclose(page);
    if (pdf)
        fclose(pdf);
    return rc;
}
