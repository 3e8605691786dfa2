/*
 * Settings: who beats whom, and every mistake with its place.
 */
#include "clients/secretary/settings.h"

#include "clients/words.h"
#include "tests/clients/secretary/sample.h"

#define KEY_A "00000000000000000000000000000000000000000000000000000000000000aa"
#define KEY_B "00000000000000000000000000000000000000000000000000000000000000bb"

static void
clear_environment(void)
{
    static const char *const names[] = { "DAYBOOK_HOME", "DAYBOOK_ENDPOINT", "DAYBOOK_SERVER_KEY", "DAYBOOK_LANG",
                                         "XDG_DATA_HOME" };

    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        unsetenv(names[i]);
}

/* Settings of a home of its own whose settings.ini holds `ini`. */
static int
read_ini(dbk_settings *settings, const char *ini, dbk_err *err)
{
    char path[256], file[300];
    FILE *to;

    close(sample_home(path));
    snprintf(file, sizeof file, "%s/settings.ini", path);
    to = fopen(file, "we");
    assert(to != NULL && fputs(ini, to) >= 0 && fclose(to) == 0);
    *err = (dbk_err){ 0 };
    if (dbk_settings_home(settings, path, err) != 0)
        return -1;
    return dbk_settings_read(settings, err);
}

static void
home(void)
{
    dbk_settings s = { 0 };
    dbk_err err = { 0 };

    clear_environment();
    setenv("HOME", "/home/somebody", 1);
    CHECK_INT("home", dbk_settings_home(&s, NULL, &err), 0);
    CHECK_STR("home", s.home, "/home/somebody/.local/share/daybook");
    setenv("XDG_DATA_HOME", "/data", 1);
    CHECK_INT("xdg", dbk_settings_home(&s, NULL, &err), 0);
    CHECK_STR("xdg", s.home, "/data/daybook");
    setenv("DAYBOOK_HOME", "/ours", 1);
    CHECK_INT("variable", dbk_settings_home(&s, NULL, &err), 0);
    CHECK_STR("variable", s.home, "/ours");
    CHECK_INT("flag", dbk_settings_home(&s, "/flag", &err), 0);
    CHECK_STR("flag", s.home, "/flag");
    clear_environment();
    unsetenv("HOME");
    CHECK_INT("nowhere", dbk_settings_home(&s, NULL, &err), -1);
    CHECK_INT("nowhere", err.code, DBK_E_USAGE);
    setenv("HOME", "/home/somebody", 1);
}

static void
who_beats_whom(void)
{
    static const char ini[] = "endpoint = tcp://file:1\nlang = en\n";
    dbk_settings s = { 0 };
    dbk_err err = { 0 };

    clear_environment();
    CHECK_INT("file", read_ini(&s, ini, &err), 0);
    CHECK_STR("file", s.value[SET_ENDPOINT], "tcp://file:1");
    CHECK_STR("default", s.value[SET_ZONE], "Asia/Shanghai");
    CHECK_INT("default", s.timeout_ms, 30000);
    setenv("DAYBOOK_ENDPOINT", "tcp://variable:1", 1);
    s = (dbk_settings){ 0 };
    CHECK_INT("variable", read_ini(&s, ini, &err), 0);
    CHECK_STR("variable", s.value[SET_ENDPOINT], "tcp://variable:1");
    s = (dbk_settings){ 0 };
    CHECK_INT("flag", dbk_settings_flag(&s, SET_ENDPOINT, "--endpoint", "tcp://flag:1", &err), 0);
    CHECK_INT("flag", read_ini(&s, ini, &err), 0);
    CHECK_STR("flag", s.value[SET_ENDPOINT], "tcp://flag:1");
    clear_environment();
    s = (dbk_settings){ 0 };
    CHECK_INT("no file is no mistake", dbk_settings_home(&s, "/nowhere/at/all", &err), 0);
    CHECK_INT("no file is no mistake", dbk_settings_read(&s, &err), 0);
}

static void
mistakes(void)
{
    static const struct { const char *name, *ini, *wanted; } rows[] = {
        { "unknown",      "endpoint = tcp://a:1\nendpiont = tcp://a:1\n",
          "settings.ini:2: there is no setting 'endpiont'" },
        { "section",      "[server]\nendpoint = tcp://a:1\n",
          "settings.ini:2: [server]: sections are not used here" },
        { "no name",      "# note\n\nnonsense\n",                         "settings.ini:3: a line is: name = value" },
        { "the first one", "nonsense\nendpiont = tcp://a:1\n",           "settings.ini:1: a line is: name = value" },
        { "twice",        "lang = en\n\nlang = zh\n",     "settings.ini:3: lang is given twice" },
        { "indented",     "lang = en\n timeout_s = 5\n", "settings.ini:2: lang is given twice, or the line is indented" },
        { "language",     "lang = de\n",                                  "settings.ini: lang is zh or en, not 'de'" },
        { "not a number", "timeout_s = soon\n", "settings.ini: timeout_s is a number from 1 to 600" },
        { "too small",    "timeout_s = 0\n", "settings.ini: timeout_s is a number from 1 to 600" },
        { "too large",    "timeout_s = 601\n", "settings.ini: timeout_s is a number from 1 to 600" },
    };

    clear_environment();
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        dbk_settings s = { 0 };
        dbk_err err;

        CHECK_INT(rows[i].name, read_ini(&s, rows[i].ini, &err), -1);
        CHECK_INT(rows[i].name, err.code, DBK_E_CONFIG);
        CHECK_HAS(rows[i].name, err.text, rows[i].wanted);
    }
}

static void
endpoints(void)
{
    static const struct { const char *name, *endpoint, *key; int n; const char *wanted; } rows[] = {
        { "none",             "",                           "",                0,  "" },
        { "one",              "tcp://a:1",                  KEY_A,             1,  "" },
        { "one key for all",  "tcp://a:1, tcp://b:2",       KEY_A,             2,  "" },
        { "a key each",       "tcp://a:1,tcp://b:2",        KEY_A "," KEY_B,   2,  "" },
        { "an IPv6 address",  "tcp://[::1]:5570",           KEY_A,             1,  "" },
        { "no key",           "tcp://a:1",                  "",                -1, "no server key is set" },
        { "half a key",       "tcp://a:1",                  "00aa",            -1, "not 64 hexadecimal digits" },
        { "too many keys",    "tcp://a:1",                  KEY_A "," KEY_B,   -1, "more server keys than endpoints" },
        { "too few keys",     "tcp://a:1,tcp://b,tcp://c:1", KEY_A "," KEY_B,  -1, "an endpoint is tcp://HOST:PORT" },
        { "two for three",    "tcp://a:1,tcp://b:1,tcp://c:1", KEY_A "," KEY_B, -1, "one server key for all" },
        { "no scheme",        "a:1",                        KEY_A,             -1, "an endpoint is tcp://HOST:PORT" },
        { "another scheme",   "http://a:1",                 KEY_A,             -1, "an endpoint is tcp://HOST:PORT" },
        { "no port",          "tcp://a",                    KEY_A,             -1, "an endpoint is tcp://HOST:PORT" },
        { "an empty port",    "tcp://a:",                   KEY_A,             -1, "an endpoint is tcp://HOST:PORT" },
        { "port 0",           "tcp://a:0",                  KEY_A,             -1, "an endpoint is tcp://HOST:PORT" },
        { "port 65535",       "tcp://a:65535",              KEY_A,             1,  "" },
        { "port 65536",       "tcp://a:65536",              KEY_A,             -1, "an endpoint is tcp://HOST:PORT" },
        { "a word for port",  "tcp://a:5570x",              KEY_A,             -1, "an endpoint is tcp://HOST:PORT" },
        { "a sign",           "tcp://a:+5570",              KEY_A,             -1, "an endpoint is tcp://HOST:PORT" },
        { "no host",          "tcp://:5570",                KEY_A,             -1, "an endpoint is tcp://HOST:PORT" },
        { "a blank inside",   "tcp://a:1 b:2",              KEY_A,             -1, "an endpoint is tcp://HOST:PORT" },
    };

    clear_environment();
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        dbk_settings s = { 0 };
        dbk_endpoint list[DBK_ENDPOINTS_MAX];
        dbk_err err = { 0 };
        char ini[1024];

        snprintf(ini, sizeof ini, "endpoint = %s\nserver_key = %s\n", rows[i].endpoint, rows[i].key);
        CHECK_INT(rows[i].name, read_ini(&s, ini, &err), 0);
        CHECK_INT(rows[i].name, dbk_settings_endpoints(&s, list, &err), rows[i].n);
        CHECK_HAS(rows[i].name, err.text, rows[i].wanted);
        if (rows[i].n == 2)
            CHECK_INT("the second's key", list[1].server_key[31], strchr(rows[i].key, ',') ? 0xBB : 0xAA);
    }
}

/* A list of keys is longer than inih's own 200 bytes a line. */
static void
long_line(void)
{
    dbk_settings s = { 0 };
    dbk_endpoint list[DBK_ENDPOINTS_MAX];
    dbk_err err;

    clear_environment();
    CHECK_INT("read", read_ini(&s, "endpoint = tcp://a:1,tcp://b:1,tcp://c:1,tcp://d:1\n"
                                   "server_key = " KEY_A "," KEY_B "," KEY_A "," KEY_B "\n", &err), 0);
    CHECK_INT("four", dbk_settings_endpoints(&s, list, &err), 4);
    CHECK_INT("the last key whole", list[3].server_key[31], 0xBB);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "home", home },
        { "who beats whom", who_beats_whom },
        { "mistakes", mistakes },
        { "endpoints", endpoints },
        { "a long line", long_line },
    };

    dbk_words_init("daybook", "en");
    return unit_main("settings", tests, ARRAY_LEN(tests), 20);
}
