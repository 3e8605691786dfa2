/*
 * settings — where the server is, in which language we speak, how long we wait.
 *
 * A flag beats the environment, the environment beats HOME/settings.ini, and that beats the default; one table holds
 * all names. A name that is not known, or a value out of range, is an error with its place.
 * Not here: the key (proto/curve.h).
 */
#ifndef DBK_SECRETARY_SETTINGS_H
#define DBK_SECRETARY_SETTINGS_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "clients/secretary/courier.h"
#include "proto/err.h"

#define DBK_SETTING_BYTES (DBK_ENDPOINTS_MAX * (sizeof ((dbk_endpoint *)0)->address + 2))        /* with ", " between */

typedef enum { SET_ENDPOINT, SET_SERVER_KEY, SET_ZONE, SET_LANG, SET_TIMEOUT, SET_N } dbk_setting;

typedef struct {
    char home[PATH_MAX / 2];                         /* the folder; set first */
    char value[SET_N][DBK_SETTING_BYTES];            /* "" where nothing was said and there is no default */
    char from[SET_N][64];                            /* who said it, for complaints; "" where nobody did */
    int  timeout_ms;                                 /* SET_TIMEOUT, 1000 .. 600000 */
} dbk_settings;

/* The folder: `flag` (NULL: none), DAYBOOK_HOME, XDG_DATA_HOME/daybook, ~/.local/share/daybook. */
int dbk_settings_home(dbk_settings *settings, const char *flag, dbk_err *err);

/* A flag of the command line. Call before dbk_settings_read(). */
int dbk_settings_flag(dbk_settings *settings, dbk_setting which, const char *flag, const char *value, dbk_err *err);

/* The rest: environment, file, defaults; then everything is looked through.
 *   errors   DBK_E_CONFIG, with file or variable */
int dbk_settings_read(dbk_settings *settings, dbk_err *err);

/* The file may say something else than before; flags and environment stay. */
int dbk_settings_read_again(dbk_settings *settings, dbk_err *err);

/* The endpoints with their keys; 0 when none is set, -1 when they do not fit together (DBK_E_CONFIG). */
int dbk_settings_endpoints(const dbk_settings *settings, dbk_endpoint list[DBK_ENDPOINTS_MAX], dbk_err *err);

/* Can it be an endpoint of ours, tcp://HOST:PORT? */
bool dbk_settings_is_endpoint(const char *said);

/* Writes them into settings.ini of the folder `home`, in the place of what it says of them; its other lines stay.
 *   n  1 .. DBK_ENDPOINTS_MAX */
int dbk_settings_keep_endpoints(int home, const dbk_endpoint *list, size_t n, dbk_err *err);

#endif
