/*
 * The client's settings.ini: every value that is taken is one that can be used; what is refused says what and where. New
 * servers take the place of the old ones, and nothing else is changed.
 */
#include "clients/secretary/settings.h"

#include <fcntl.h>

#include "clients/secretary/sys.h"
#include "tests/fuzz/fuzz.h"

/* A folder whose settings.ini is the file in memory. */
static const char *home;
static char folder[64];
static int folder_fd;

static int
no_sync(int fd)
{
    (void)fd;
    return 0;
}

static void
remove_home(void)
{
    char path[96];

    snprintf(path, sizeof path, "%s/settings.ini", folder);
    unlink(path);
    rmdir(folder);
}

static void
open_home(const char *file)
{
    static dbk_sys_table quick;

    quick = dbk_sys_real;
    quick.fsync = no_sync;
    dbk_sys = &quick;
    char path[96];

    snprintf(folder, sizeof folder, "/tmp/dbk-fuzz-XXXXXX");
    home = mkdtemp(folder);
    PROVE(home != NULL && atexit(remove_home) == 0);
    snprintf(path, sizeof path, "%s/settings.ini", folder);
    PROVE(symlink(file, path) == 0);
    folder_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    PROVE(folder_fd >= 0);
    for (const char *const *name = (const char *const[]){ "DAYBOOK_ENDPOINT", "DAYBOOK_SERVER_KEY", "DAYBOOK_LANG",
                                                          NULL }; *name != NULL; name++)
        unsetenv(*name);
}

static void
prove_endpoints(const dbk_settings *settings)
{
    dbk_endpoint list[DBK_ENDPOINTS_MAX];
    dbk_err err = { DBK_OK, "" };
    const int n = dbk_settings_endpoints(settings, list, &err);

    PROVE(n >= -1 && n <= DBK_ENDPOINTS_MAX && (n >= 0 || err.code == DBK_E_CONFIG));
    for (int i = 0; i < n; i++)
        PROVE(strnlen(list[i].address, sizeof list[i].address) < sizeof list[i].address &&
              strncmp(list[i].address, "tcp://", 6) == 0 && strpbrk(list[i].address, ", \t\n") == NULL);
}

static void
prove_kept(const dbk_settings *was, const char *file)
{
    static dbk_settings is;
    dbk_endpoint list[DBK_ENDPOINTS_MAX], wanted[DBK_ENDPOINTS_MAX];

    for (size_t i = 0; i < DBK_ENDPOINTS_MAX; i++) {
        memset(&wanted[i], (int)i, sizeof wanted[i]);
        snprintf(wanted[i].address, sizeof wanted[i].address, "tcp://%0240zu:%zu", i, i + 1);
    }
    PROVE(dbk_settings_keep_endpoints(folder_fd, wanted, DBK_ENDPOINTS_MAX, NULL) == 0);
    memset(&is, 0, sizeof is);
    PROVE(dbk_settings_home(&is, home, NULL) == 0 && dbk_settings_read(&is, NULL) == 0);
    PROVE(dbk_settings_endpoints(&is, list, NULL) == DBK_ENDPOINTS_MAX);
    for (size_t i = 0; i < DBK_ENDPOINTS_MAX; i++)
        PROVE(strcmp(list[i].address, wanted[i].address) == 0 &&
              memcmp(list[i].server_key, wanted[i].server_key, DBK_KEY_BYTES) == 0);
    for (dbk_setting i = SET_ZONE; i < SET_N; i++)
        PROVE(strcmp(is.value[i], was->value[i]) == 0);
    PROVE(unlinkat(folder_fd, "settings.ini", 0) == 0 && symlinkat(file, folder_fd, "settings.ini") == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static dbk_settings settings;
    const char *file = fuzz_file(bytes, size);
    dbk_err err = { DBK_OK, "" };

    if (home == NULL)
        open_home(file);
    memset(&settings, 0, sizeof settings);
    PROVE(dbk_settings_home(&settings, home, NULL) == 0);
    if (dbk_settings_read(&settings, &err) != 0) {
        PROVE(err.code == DBK_E_CONFIG && strstr(err.text, "settings.ini") != NULL);
        return 0;
    }
    PROVE(settings.timeout_ms >= 1000 && settings.timeout_ms <= 600000);
    for (dbk_setting i = 0; i < SET_N; i++)
        PROVE(strnlen(settings.value[i], DBK_SETTING_BYTES) < DBK_SETTING_BYTES);
    prove_endpoints(&settings);
    prove_kept(&settings, file);
    return 0;
}
