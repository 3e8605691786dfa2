/*
 * The client's settings.ini: every value that is taken is one that can be used; what is refused says what and where.
 */
#include "clients/secretary/settings.h"

#include "tests/fuzz/fuzz.h"

/* A folder whose settings.ini is the file in memory. */
static const char *home;
static char folder[64];

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
    char path[96];

    snprintf(folder, sizeof folder, "/tmp/dbk-fuzz-XXXXXX");
    home = mkdtemp(folder);
    PROVE(home != NULL && atexit(remove_home) == 0);
    snprintf(path, sizeof path, "%s/settings.ini", folder);
    PROVE(symlink(file, path) == 0);
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
    return 0;
}
