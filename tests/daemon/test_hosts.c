#include <string.h>

#include "daemon/hosts.h"
#include "tests/harness/unit.h"

static const char *
value_of(const dbk_hosts *hosts, const char *keyword)
{
    for (size_t i = 0; dbk_hosts_keywords(hosts)[i] != NULL; i++)
        if (strcmp(dbk_hosts_keywords(hosts)[i], keyword) == 0)
            return dbk_hosts_values(hosts)[i];
    return "";
}

static const struct { const char *name, *conninfo, *host, *port; } turns[] = {
    { "one host stays", "host=a port=1", "a", "1" },
    { "two change places", "host=a,b port=1,2", "b,a", "2,1" },
    { "three turn by one", "host=alpha,b,gamma port=1,22,333", "b,gamma,alpha", "22,333,1" },
    { "one port for all stays", "host=a,b port=5432", "b,a", "5432" },
    { "no host", "dbname=daybook", "", "" },
};

static void
turns_its_hosts(void)
{
    for (size_t i = 0; i < ARRAY_LEN(turns); i++) {
        dbk_err err;
        dbk_hosts *hosts = dbk_hosts_new(turns[i].conninfo, &err);

        CHECK_TRUE(turns[i].name, hosts != NULL);
        dbk_hosts_turn(hosts);
        CHECK_STR(turns[i].name, value_of(hosts, "host"), turns[i].host);
        CHECK_STR(turns[i].name, value_of(hosts, "port"), turns[i].port);
        dbk_hosts_free(&hosts);
    }
}

static void
keeps_the_other_words(void)
{
    dbk_hosts *hosts = dbk_hosts_new("postgresql://daybook_daemon@a,b/daybook?target_session_attrs=read-write", NULL);

    CHECK_STR("from a URI", value_of(hosts, "host"), "a,b");
    CHECK_STR("which server", value_of(hosts, "target_session_attrs"), "read-write");
    CHECK_STR("which user", value_of(hosts, "user"), "daybook_daemon");
    dbk_hosts_free(&hosts);
}

static void
refuses_what_is_no_connection_string(void)
{
    dbk_err err;

    CHECK_TRUE("a word alone", dbk_hosts_new("nonsense", &err) == NULL);
    CHECK_INT("its code", err.code, DBK_E_CONFIG);
    CHECK_HAS("its words", err.text, "database: not a connection string");
    CHECK_TRUE("an unknown word", dbk_hosts_new("hots=a", &err) == NULL);
    CHECK_HAS("names it", err.text, "hots");
}

int
main(void)
{
    static const unit_test tests[] = {
        { "turns its hosts", turns_its_hosts },
        { "keeps the other words", keeps_the_other_words },
        { "refuses what is no connection string", refuses_what_is_no_connection_string },
    };

    return unit_main("hosts", tests, ARRAY_LEN(tests), 60);
}
