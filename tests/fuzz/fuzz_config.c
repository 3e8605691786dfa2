/*
 * The daemon's configuration: what is read shows itself as a file that is read to the same; what is refused says where.
 */
#include "daemon/config.h"

#include "tests/fuzz/fuzz.h"

static void
prove_shown(const dbk_config *config)
{
    dbk_config again;
    char *shown = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&shown, &size);

    PROVE(to != NULL);
    dbk_config_show(config, to);
    fclose(to);
    dbk_config_default(&again);
    if (strstr(config->database, "password") == NULL) {       /* which is left out of what is shown */
        PROVE(dbk_config_read(&again, fuzz_file(shown, size), NULL) == 0);
        PROVE(memcmp(config, &again, sizeof again) == 0);
    }
    free(shown);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    dbk_config config;
    dbk_err err = { DBK_OK, "" };

    dbk_config_default(&config);
    dbk_config_set(&config, "key_file", "server.key", NULL);
    const int rc = dbk_config_read(&config, fuzz_file(bytes, size), &err);

    PROVE(rc == 0 || (err.code == DBK_E_CONFIG && strncmp(err.text, "/proc/self/fd/", 14) == 0));
    PROVE(config.store_connections >= 1 && config.store_connections <= 16 && config.intake_per_client <= 128 &&
          config.batch_most >= 1 && config.retry_after_ms >= 100);
    PROVE(dbk_config_complete(&config, NULL) == 0);
    if (rc == 0)
        prove_shown(&config);
    return 0;
}
