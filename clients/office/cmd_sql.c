/*
 * sql — psql on the same database, as the same role, with schema office in front.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clients/office/call.h"
#include "clients/words.h"

int
dbk_cmd_sql(dbk_call *call, dbk_err *err)
{
    const char *options = getenv("PGOPTIONS");
    char *all = NULL;

    if (asprintf(&all, "%s%s-c search_path=office,pg_catalog", options ? options : "", options ? " " : "") < 0)
        return dbk_err_sys(err, "%s", "psql");
    setenv("PGOPTIONS", all, 1);
    free(all);
    if (call->conninfo)
        execlp("psql", "psql", "-d", call->conninfo, (char *)NULL);
    else
        execlp("psql", "psql", (char *)NULL);
    return dbk_err_set(err, DBK_E_CONFIG, _("psql cannot be started (%s): install postgresql-client-15"),
                       strerror(errno));
}
