#include <stdio.h>
#include <string.h>

#include "daemon/config.h"
#include "tests/harness/unit.h"

static const struct { const char *name, *text; int rc; dbk_code code; const char *says; } files[] = {
    { "empty", "", 0, DBK_OK, NULL },
    { "comments", "# one\n; two\n\nlisten = tcp://127.0.0.1:1\n", 0, DBK_OK, NULL },
    { "unknown name", "listen = a\nlisen = b\n", -1, DBK_E_CONFIG, ":2: lisen: no such option" },
    { "a section", "[daemon]\nlisten = a\n", -1, DBK_E_CONFIG, "[daemon]: this file has no sections" },
    { "no value", "listen = a\nnonsense\n", -1, DBK_E_CONFIG, ":2: not a line of the form name = value" },
    { "twice", "listen = a\nlisten = b\n", -1, DBK_E_CONFIG, ":2: listen: given twice" },
    { "indented", "name = one\n  zone = UTC\n", -1, DBK_E_CONFIG, ":2: name: given twice, or the line is indented" },
    { "no number", "batch.most = many\n", -1, DBK_E_CONFIG, ":1: batch.most: \"many\" is not a whole number" },
    { "half a number", "batch.most = 5x\n", -1, DBK_E_CONFIG, "\"5x\" is not a whole number" },
    { "below", "batch.most = 0\n", -1, DBK_E_CONFIG, "batch.most: 0 is outside 1..5000" },
    { "least", "batch.most = 1\n", 0, DBK_OK, NULL },
    { "most", "batch.most = 5000\n", 0, DBK_OK, NULL },
    { "above", "batch.most = 5001\n", -1, DBK_E_CONFIG, "batch.most: 5001 is outside 1..5000" },
    { "above SNDHWM / 2", "intake.per_client = 129\n", -1, DBK_E_CONFIG, "129 is outside 1..128" },
    { "with a unit", "store.timeout_ms = 10\n", -1, DBK_E_CONFIG, "10 is outside 1000..600000 milliseconds" },
    { "too large for a number", "batch.most = 99999999999999999999\n", -1, DBK_E_CONFIG, "is not a whole number" },
};

static void
files_are_read(void)
{
    char path[300];

    snprintf(path, sizeof path, "%s/d.ini", unit_folder());
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        dbk_config config;
        dbk_err err = { .code = DBK_OK };
        FILE *file = fopen(path, "w");

        fputs(files[i].text, file);
        fclose(file);
        dbk_config_default(&config);
        CHECK_INT(files[i].name, dbk_config_read(&config, path, &err), files[i].rc);
        if (files[i].rc != 0) {
            CHECK_INT(files[i].name, err.code, files[i].code);
            CHECK_HAS(files[i].name, err.text, files[i].says);
        }
    }
}

static void
a_long_connection_string_is_read(void)
{
    char path[300], value[900], line[1000];
    dbk_config config;
    dbk_err err = { .text = "" };

    memset(value, 'h', sizeof value - 1);
    value[sizeof value - 1] = '\0';
    snprintf(line, sizeof line, "database = %s\n", value);
    snprintf(path, sizeof path, "%s/long.ini", unit_folder());
    FILE *file = fopen(path, "w");
    fputs(line, file);
    fclose(file);
    dbk_config_default(&config);
    CHECK_INT("899 bytes in a line", dbk_config_read(&config, path, &err), 0);
    CHECK_STR("899 bytes in a line", config.database, value);
}

static const struct { const char *name, *listen, *public, *enrol, *enrol_public, *says; } reachable[] = {
    { "a wildcard without enrolment", "tcp://*:5570", "", "", "", NULL },
    { "one machine", "tcp://127.0.0.1:5570", "", "tcp://127.0.0.1:5571", "", NULL },
    { "a wildcard", "tcp://*:5570", "", "tcp://127.0.0.1:5571", "", "public must be given with enrol_listen" },
    { "every address", "tcp://127.0.0.1:5570", "", "tcp://0.0.0.0:5571", "", "enrol_public must be given" },
    { "every IPv6 address", "tcp://127.0.0.1:5570", "", "tcp://[::]:5571", "", "enrol_public must be given" },
    { "said", "tcp://*:5570", "tcp://a.b:5570", "tcp://*:5571", "tcp://a.b:5571", NULL },
    { "said wrongly", "tcp://*:5570", "a.b:5570", "tcp://*:5571", "tcp://a.b:5571", "\"a.b:5570\" is no endpoint" },
};

static void
what_must_be_given_is_asked_for(void)
{
    dbk_config config;
    dbk_err err;

    dbk_config_default(&config);
    CHECK_INT("no key", dbk_config_complete(&config, &err), -1);
    CHECK_HAS("no key", err.text, "key_file must be given");
    CHECK_INT("set", dbk_config_set(&config, "key_file", "/k", &err), 0);
    CHECK_INT("set", dbk_config_complete(&config, &err), 0);
    for (size_t i = 0; i < ARRAY_LEN(reachable); i++) {
        snprintf(config.listen, sizeof config.listen, "%s", reachable[i].listen);
        snprintf(config.public, sizeof config.public, "%s", reachable[i].public);
        snprintf(config.enrol_listen, sizeof config.enrol_listen, "%s", reachable[i].enrol);
        snprintf(config.enrol_public, sizeof config.enrol_public, "%s", reachable[i].enrol_public);
        err.text[0] = '\0';
        CHECK_INT(reachable[i].name, dbk_config_complete(&config, &err), reachable[i].says ? -1 : 0);
        CHECK_HAS(reachable[i].name, err.text, reachable[i].says ? reachable[i].says : "");
    }
    CHECK_INT("not there", dbk_config_read(&config, "/no/such/file", &err), -1);
    CHECK_INT("not there", err.code, DBK_E_NO_INPUT);
}

static const struct { const char *database, *shown; } secrets[] = {
    { "host=a password=secret", "database = host=a password=...\n" },
    { "postgresql://dbk:secret@a:5432/daybook", "database = postgresql://dbk:...@a:5432/daybook\n" },
    { "postgresql://dbk:secret@a/daybook?sslpassword=secret", "database = postgresql://dbk:...@a/daybook?sslpassword=...\n" },
    { "postgresql://dbk@a:5432/daybook", "database = postgresql://dbk@a:5432/daybook\n" },
    { "postgresql://a:5432/daybook", "database = postgresql://a:5432/daybook\n" },
};

static void
a_password_is_not_shown(void)
{
    for (size_t i = 0; i < ARRAY_LEN(secrets); i++) {
        dbk_config config;
        char room[4096] = "";
        FILE *out = fmemopen(room, sizeof room, "w");

        dbk_config_default(&config);
        dbk_config_set(&config, "database", secrets[i].database, NULL);
        dbk_config_show(&config, out);
        fclose(out);
        CHECK_HAS(secrets[i].database, room, secrets[i].shown);
        CHECK_TRUE(secrets[i].database, strstr(room, "secret") == NULL);
    }
}

int
main(void)
{
    static const unit_test tests[] = {
        { "files are read", files_are_read },
        { "a long connection string is read", a_long_connection_string_is_read },
        { "what must be given is asked for", what_must_be_given_is_asked_for },
        { "a password is not shown", a_password_is_not_shown },
    };

    return unit_main("config", tests, ARRAY_LEN(tests), 60);
}
