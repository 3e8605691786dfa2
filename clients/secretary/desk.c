#include "clients/secretary/desk.h"

#include <assert.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clients/secretary/clock.h"
#include "clients/secretary/sys.h"
#include "clients/words.h"
#include "proto/calendar.h"
#include "proto/envelope.h"

void
dbk_desk_init(dbk_desk *desk)
{
    *desk = (dbk_desk){ .home = -1 };
    dbk_arena_init(&desk->scope_room, DBK_UNPACK_MAX_BYTES);
}

void
dbk_desk_fini(dbk_desk *desk)
{
    if (desk->courier && desk->home >= 0 && dbk_courier_skew_ms(desk->courier) != 0)
        dbk_clock_keep(desk->home, dbk_courier_skew_ms(desk->courier));
    dbk_courier_close(&desk->courier);
    dbk_outbox_close(&desk->outbox);
    dbk_form_close(&desk->form);
    dbk_arena_fini(&desk->scope_room);
    if (desk->key)
        dbk_keypair_wipe(desk->key);
    free(desk->key);
    if (desk->home >= 0)
        close(desk->home);
    dbk_desk_init(desk);
}

int
dbk_desk_home(dbk_desk *desk, dbk_err *err)
{
    if (desk->home < 0)
        desk->home = dbk_folder_open(desk->settings.home, err);
    return desk->home < 0 ? -1 : 0;
}

dbk_outbox *
dbk_desk_outbox(dbk_desk *desk, dbk_err *err)
{
    if (desk->outbox == NULL && dbk_desk_home(desk, err) == 0)
        desk->outbox = dbk_outbox_open(desk->home, err);
    return desk->outbox;
}

/* Of what is wrong with a key file most lies with this computer, and is put right here. */
static void
say_why_unusable(const char *path, dbk_err *err)
{
    struct stat st;

    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
        dbk_err_why(err, "%s", _("your key cannot be used"));
    else if (st.st_uid != geteuid())
        dbk_err_set(err, DBK_E_CONFIG, _("%s, your key, belongs to another user of this computer: log in as that user"),
                    path);
    else if ((st.st_mode & 077) != 0)
        dbk_err_set(err, DBK_E_CONFIG, _("others may read your secret key; make it yours alone: chmod 600 %s"), path);
    else
        dbk_err_set(err, DBK_E_CONFIG, _("%s, your key, cannot be read or is damaged: fetch it from a backup, or move "
                                         "it away and enrol again with an invitation of the office"), path);
}

const dbk_keypair *
dbk_desk_key(dbk_desk *desk, dbk_err *err)
{
    char path[PATH_MAX];
    dbk_keypair *key;

    if (desk->key)
        return desk->key;
    snprintf(path, sizeof path, "%s/key", desk->settings.home);
    if (access(path, F_OK) != 0) {
        dbk_err_set(err, DBK_E_CONFIG,
                    _("this computer is not enrolled yet (there is no key in %s): paste the office's invitation, "
                      "daybook enrol daybook:..."), desk->settings.home);
        return NULL;
    }
    key = malloc(sizeof *key);
    assert(key != NULL);
    if (dbk_keypair_load(key, path, err) != 0) {
        free(key);
        say_why_unusable(path, err);
        if (err)
            err->code = DBK_E_CONFIG;
        return NULL;
    }
    return desk->key = key;
}

dbk_courier *
dbk_desk_call_with(const dbk_desk *desk, const dbk_keypair *key, dbk_err *err)
{
    dbk_endpoint list[DBK_ENDPOINTS_MAX] = { 0 };
    const int n = dbk_settings_endpoints(&desk->settings, list, err);

    if (n == 0)
        dbk_err_set(err, DBK_E_CONFIG, _("no endpoint is set: write endpoint = tcp://HOST:5570 into %s/settings.ini"),
                    desk->settings.home);
    return n > 0 ? dbk_courier_open(list, (size_t)n, key, err) : NULL;
}

dbk_courier *
dbk_desk_courier(dbk_desk *desk, dbk_err *err)
{
    const dbk_keypair *key;

    if (desk->courier == NULL && (key = dbk_desk_key(desk, err)) != NULL)
        desk->courier = dbk_desk_call_with(desk, key, err);
    return desk->courier;
}

/* ------------------------------------------------------------------ what time it is */

int64_t
dbk_desk_skew_ms(dbk_desk *desk)
{
    const int64_t told_ms = desk->courier ? dbk_courier_skew_ms(desk->courier) : 0;

    if (told_ms != 0 || dbk_desk_home(desk, NULL) != 0)
        return told_ms;
    return dbk_clock_skew_ms(desk->home);
}

int64_t
dbk_desk_now_ms(dbk_desk *desk)
{
    return dbk_now_ms() + dbk_desk_skew_ms(desk);
}

/* ------------------------------------------------------------------ forms */

const dbk_form *
dbk_desk_form(dbk_desk *desk)
{
    size_t size = 0;
    uint8_t *bytes;

    if (desk->form || dbk_desk_home(desk, NULL) != 0)
        return desk->form;
    bytes = dbk_file_read(desk->home, "form", DBK_FRAME_MAX_BYTES, &size, NULL);
    if (bytes)
        desk->form = dbk_form_open(bytes, size, NULL);
    free(bytes);
    return desk->form;
}

/* The Form of an answer, packed and opened again: the bytes on disk are those that the program believes in. */
static dbk_form *
form_of(const dbk_reply *reply, dbk_err *err)
{
    uint8_t *bytes;
    size_t size;
    dbk_form *form;

    if (reply->status != DBK_ANSWER || reply->form == NULL) {
        dbk_err_set(err, DBK_E_CONFIG, "%s", _("the server has no such form"));
        return NULL;
    }
    size = protobuf_c_message_get_packed_size(&reply->form->base);
    bytes = malloc(size);
    assert(bytes != NULL);
    protobuf_c_message_pack(&reply->form->base, bytes);
    form = dbk_form_open(bytes, size, err);
    free(bytes);
    return form;
}

dbk_form *
dbk_desk_fetch_form(dbk_desk *desk, uint32_t version, uint32_t date, int timeout_ms, dbk_err *err)
{
    Daybook__V1__FormQuery asked;
    dbk_query query;
    dbk_courier *courier = dbk_desk_courier(desk, err);
    dbk_arena arena;
    const dbk_reply *reply;
    dbk_form *form = NULL;

    if (courier == NULL)
        return NULL;
    daybook__v1__form_query__init(&asked);
    daybook__v1__query__init(&query);
    asked.has_version = version != 0;
    asked.version = version;
    asked.has_date = date != 0;
    asked.date = date;
    query.what_case = DAYBOOK__V1__QUERY__WHAT_FORM;
    query.form = &asked;
    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    reply = dbk_courier_query(courier, &query, timeout_ms, &arena, err);
    if (reply)
        form = form_of(reply, err);
    dbk_arena_fini(&arena);
    return form;
}

int
dbk_desk_refresh_form(dbk_desk *desk, int timeout_ms, dbk_err *err)
{
    dbk_form *form = dbk_desk_fetch_form(desk, 0, 0, timeout_ms, err);
    const void *bytes;
    size_t size;

    if (form == NULL)
        return -1;
    dbk_form_close(&desk->form);
    desk->form = form;
    bytes = dbk_form_bytes(form, &size);
    /* Not being able to keep it costs one more question tomorrow, nothing else. */
    if (dbk_desk_home(desk, NULL) == 0)
        (void)dbk_file_keep(desk->home, "form", bytes, size, NULL);
    return 0;
}

/* ------------------------------------------------------------------ what this key may report for */

static void
take_scope(dbk_desk *desk, const void *bytes, size_t size)
{
    dbk_arena_clear(&desk->scope_room);
    desk->scope = daybook__v1__scope__unpack(&desk->scope_room.allocator, size, bytes);
}

const dbk_scope *
dbk_desk_scope(dbk_desk *desk)
{
    size_t size = 0;
    uint8_t *bytes;

    if (desk->scope || dbk_desk_home(desk, NULL) != 0)
        return desk->scope;
    bytes = dbk_file_read(desk->home, "scope", DBK_FRAME_MAX_BYTES, &size, NULL);
    if (bytes)
        take_scope(desk, bytes, size);
    free(bytes);
    return desk->scope;
}

void
dbk_desk_keep_scope(dbk_desk *desk, const dbk_scope *scope)
{
    const size_t size = protobuf_c_message_get_packed_size(&scope->base);
    uint8_t *bytes = malloc(size + 1);

    assert(bytes != NULL);
    protobuf_c_message_pack(&scope->base, bytes);
    take_scope(desk, bytes, size);
    /* Not being able to keep it costs one more question tomorrow, nothing else. */
    if (dbk_desk_home(desk, NULL) == 0)
        (void)dbk_file_keep(desk->home, "scope", bytes, size, NULL);
    free(bytes);
}

int
dbk_desk_refresh_scope(dbk_desk *desk, int timeout_ms, dbk_err *err)
{
    dbk_arena arena;
    dbk_courier *courier = dbk_desk_courier(desk, err);
    const dbk_reply *reply;
    int rc = -1;

    if (courier == NULL)
        return -1;
    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    reply = dbk_courier_ask_scope(courier, timeout_ms, &arena, err);
    if (reply && reply->scope) {
        dbk_desk_keep_scope(desk, reply->scope);
        rc = 0;
    } else if (reply)
        dbk_err_set(err, DBK_E_BUSY, "%s", _("it does not tell your committees just now"));
    desk->reached = desk->reached || reply != NULL;
    dbk_arena_fini(&arena);
    return rc;
}
