/*
 * The daemon's configuration: what is read shows itself as a file that is read to the same; what is refused says where.
 */
#include "daemon/config.h"

#include "tests/fuzz/fuzz.h"

static char *
shown(const dbk_config *config)
{
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);

    PROVE(to != NULL);
    dbk_config_show(config, to);
    PROVE(fclose(to) == 0 && text != NULL);
    return text;
}

static void
prove_shown(const dbk_config *config)
{
    dbk_config again;
    char *text = shown(config), *text_again;

    dbk_config_default(&again);
    /* A password is left out of what is shown; and "name =;" gives a value that is a comment behind a blank. */
    if (strstr(config->database, "password") == NULL && strchr(text, ';') == NULL) {
        PROVE(dbk_config_read(&again, fuzz_file(text, strlen(text)), NULL) == 0);
        text_again = shown(&again);
        PROVE(strcmp(text, text_again) == 0);
        free(text_again);
    }
    free(text);
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
