#include "clients/secretary/cmd.h"

#include <stdio.h>
#include <string.h>

#include "clients/secretary/bulletins.h"
#include "clients/secretary/handin.h"
#include "clients/secretary/scalar.h"
#include "clients/words.h"
#include "clients/wrap.h"
#include "proto/calendar.h"
#include "proto/codes.h"
#include "proto/text.h"

#define SCOPE_TIMEOUT_MS 3000
#define KEPT_MAX_BYTES (64u * 1024u * 1024u)

static const char *
shown(ProtobufCBinaryData text, char *room, size_t room_bytes)
{
    return dbk_text_shown(text.data, text.len, room, room_bytes);
}

static const char *
kind_words(const dbk_bulletin *said)
{
    const dbk_code_row *kind = dbk_list_find(DBK_LIST_BULLETIN_KIND, (int)said->kind);

    return kind ? dbk_words_pick(kind->zh, kind->en) : "?";
}

static void
say_state(const dbk_bulletin *said)
{
    if (said->revoked)
        printf("%s", _("  revoked by the office"));
    else if (said->superseded_by != 0)
        printf(_("  void: replaced by %u"), said->superseded_by);
}

static void
print_line(const dbk_bulletin_kept *row)
{
    char title[256], at[DBK_INSTANT_TEXT_BYTES];

    printf("%c %5u  %s  %s  %s", row->read ? ' ' : '*', row->said->number,
           dbk_instant_text(row->said->published_at_ms, at),
           kind_words(row->said), shown(row->said->title, title, sizeof title));
    say_state(row->said);
    putchar('\n');
}

static void
print_whole(const dbk_bulletin *said)
{
    char text[256], day_text[DBK_DAY_TEXT_BYTES], at[DBK_INSTANT_TEXT_BYTES];
    const char *body = (const char *)said->body.data;
    int32_t day;

    printf("%s", shown(said->title, text, sizeof text));
    say_state(said);
    printf("\n%u  %s  %s", said->number, kind_words(said), dbk_instant_text(said->published_at_ms, at));
    if (said->source.len > 0)
        printf("  %s", shown(said->source, text, sizeof text));
    if (dbk_day_from_ymd(said->effective_from, &day))
        printf(_("  in force from %s"), dbk_day_text(day, day_text));
    if (said->source_url.len > 0)
        printf("\n%s", shown(said->source_url, text, sizeof text));
    printf("\n\n");
    for (size_t at_byte = 0; at_byte < said->body.len;) {          /* line by line: a newline is not made harmless */
        const char *end = memchr(body + at_byte, '\n', said->body.len - at_byte);
        const size_t n = end ? (size_t)(end - body) - at_byte : said->body.len - at_byte;
        char line[4 * DBK_BULLETIN_BODY_MAX + 1];

        printf("%s\n", dbk_text_shown(body + at_byte, n, line, sizeof line));
        at_byte += n + 1;
    }
}

static int
take_number(const char *word, uint32_t *number, dbk_err *err)
{
    const dbk_yaml node = { .kind = DBK_YAML_TEXT, .text = word, .key = _("number") };
    dbk_complaints found = { 0 };
    int64_t count = 0;

    if (!dbk_scalar_count(&node, &found, &count) || count < 1 || count > DBK_BULLETIN_MAX)
        return dbk_err_set(err, DBK_E_USAGE, "%s", found.n > 0 ? found.row[0].text : _("there is no such bulletin"));
    *number = (uint32_t)count;
    return 0;
}

static int
show_one(dbk_desk *desk, const dbk_bulletin_kept *row, size_t n, uint32_t number, bool offline, dbk_err *err)
{
    for (size_t i = 0; i < n; i++) {
        if (row[i].said->number != number)
            continue;
        print_whole(row[i].said);
        if (row[i].read)
            return 0;
        if (dbk_bulletins_read(desk, row[i].said, err) != 0)
            return dbk_err_why(err, "%s", _("that it was read could not be written down"));
        if (!offline)
            dbk_handin_deliver(desk, NULL, 0);
        return 0;
    }
    return dbk_err_set(err, DBK_E_USAGE, _("there is no bulletin %u here"), number);
}

static void
show_all(const dbk_bulletin_kept *row, size_t n)
{
    if (n == 0)
        dbk_wrap_say(stdout, "%s", _("there are no bulletins here\n"));
    else
        dbk_wrap_say(stdout, "%s", _("* not read yet. daybook bulletins NUMBER shows one, and tells the office that "
                                     "it was read\n"));
    for (size_t i = 0; i < n; i++)
        print_line(&row[i]);
}

static const dbk_option options[] = {
    { "offline", NULL, N_("do not ask the server") },
    { NULL, NULL, NULL },
};

static int
bulletins(dbk_desk *desk, int argc, char **argv, dbk_err *err)
{
    dbk_args args = { argc, 1, argv };
    dbk_bulletin_kept *row = NULL;
    const char *value;
    uint32_t number = 0;
    size_t n = 0, fresh;
    dbk_err why = { 0 };
    dbk_arena arena;
    bool offline = false;
    int rest, rc;

    while (dbk_args_next(&args, options, &value, &rest, err))
        offline = true;
    if (rest >= 0 && rest < argc && take_number(argv[rest++], &number, err) != 0)
        return -1;
    if (dbk_args_end(argc, argv, rest, err) != 0)
        return -1;
    if (!offline && (dbk_desk_refresh_scope(desk, SCOPE_TIMEOUT_MS, &why) != 0 ||
                     dbk_bulletins_fetch(desk, SCOPE_TIMEOUT_MS, &fresh, &why) != 0))
        dbk_wrap_say(stderr, _("not asked for new ones: %s\n"), why.text);
    dbk_arena_init(&arena, KEPT_MAX_BYTES);
    rc = dbk_bulletins_list(desk, &arena, &row, &n, err);
    if (rc == 0 && number != 0)
        rc = show_one(desk, row, n, number, offline, err);
    else if (rc == 0)
        show_all(row, n);
    dbk_arena_fini(&arena);
    return rc;
}

const dbk_verb dbk_verb_bulletins = {
    "bulletins", bulletins, true, "[--offline] [NUMBER]", N_("read what the office has published"),
    N_("They come with every contact and are kept here. Whoever reads one tells the\n"
       "office so, for all the committees of that key that it is for.\n"), options,
    "daybook bulletins 7",
};
