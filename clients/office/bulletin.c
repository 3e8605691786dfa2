#include "clients/office/bulletin.h"

#include <stdlib.h>
#include <string.h>

#include "clients/office/csv.h"
#include "clients/words.h"
#include "proto/calendar.h"
#include "proto/text.h"

#define BLANKS " \t"

static const struct { const char *name, *zh; } fields[DBK_BULLETIN_BODY] = {
    [DBK_BULLETIN_KIND]       = { "kind", "种类" },
    [DBK_BULLETIN_TITLE]      = { "title", "标题" },
    [DBK_BULLETIN_SOURCE]     = { "source", "发布单位" },
    [DBK_BULLETIN_URL]        = { "source_url", "网址" },
    [DBK_BULLETIN_FROM]       = { "effective_from", "生效日期" },
    [DBK_BULLETIN_SUPERSEDES] = { "supersedes", "取代" },
    [DBK_BULLETIN_AUDIENCE]   = { "audience", "范围" },
    [DBK_BULLETIN_MUST_ACK]   = { "must_ack", "须回执" },
};

/* In NFC, without blanks around it; NULL after a fault. */
static char *
take_text(const char *from, size_t bytes, dbk_text_shape shape, size_t line, dbk_faults *faults)
{
    dbk_err err = { 0 };

    while (bytes > 0 && strchr(BLANKS "\n", from[bytes - 1]))
        bytes--;
    for (; bytes > 0 && strchr(BLANKS "\n", *from); bytes--)
        from++;
    char *text = dbk_text_nfc(from, bytes, &err);

    if (text && dbk_text_check(text, strlen(text), shape, NULL) == DBK_TEXT_OK)
        return text;
    dbk_faults_add(faults, line, "%s", _("the text holds a control character"));
    free(text);
    return NULL;
}

/* Lines end in LF alone. */
static void
drop_returns(char *text)
{
    char *to = text;

    for (const char *from = text; *from; from++)
        if (!(from[0] == '\r' && from[1] == '\n'))
            *to++ = *from;
    *to = '\0';
}

static size_t
field_of(const char *name, size_t bytes)
{
    size_t i = 0;

    while (i < DBK_BULLETIN_BODY && !(strlen(fields[i].name) == bytes && strncmp(fields[i].name, name, bytes) == 0) &&
           !(strlen(fields[i].zh) == bytes && strncmp(fields[i].zh, name, bytes) == 0))
        i++;
    return i;
}

static void
unknown(const char *name, size_t bytes, size_t line, dbk_faults *faults)
{
    const char *names[DBK_BULLETIN_BODY], *nearest;
    char said[64];

    for (size_t i = 0; i < DBK_BULLETIN_BODY; i++)
        names[i] = fields[i].name;
    snprintf(said, sizeof said, "%.*s", (int)(bytes < sizeof said ? bytes : sizeof said - 1), name);
    nearest = dbk_text_nearest(said, names, DBK_BULLETIN_BODY);
    if (nearest)
        dbk_faults_add(faults, line, _("\"%s\" is unknown; did you mean \"%s\"?"), said, nearest);
    else
        dbk_faults_add(faults, line, _("\"%s\" is unknown; the lines above the text are %s ..."), said, "kind: title:");
}

/* "name: value", also with the colon of a Chinese keyboard. */
static void
take_line(dbk_bulletin_file *file, const char *line, size_t bytes, size_t number, dbk_faults *faults)
{
    const char *colon = memchr(line, ':', bytes), *wide = memmem(line, bytes, "\uFF1A", 3);
    size_t gap = 1;

    if (wide && (colon == NULL || wide < colon))
        colon = wide, gap = 3;
    if (colon == NULL) {
        dbk_faults_add(faults, number, "%s",
                       _("no \"name: value\"; an empty line stands between these lines and the text"));
        return;
    }
    size_t name_bytes = (size_t)(colon - line);

    while (name_bytes > 0 && strchr(BLANKS, line[name_bytes - 1]))
        name_bytes--;
    const size_t field = field_of(line, name_bytes);

    if (field == DBK_BULLETIN_BODY) {
        unknown(line, name_bytes, number, faults);
    } else if (file->line[field] > 0) {
        dbk_faults_add(faults, number, _("\"%s\" is there twice"), fields[field].name);
    } else {
        file->line[field] = number;
        file->value[field] = take_text(colon + gap, (size_t)(line + bytes - (colon + gap)), DBK_TEXT_LINE, number,
                                       faults);
    }
}

static void
need_flag(dbk_bulletin_file *file, dbk_faults *faults)
{
    static const char *const yes[] = { "yes", "true", "1", "是" }, *const no[] = { "no", "false", "0", "否" };
    char **said = &file->value[DBK_BULLETIN_MUST_ACK];

    for (size_t i = 0; *said && i < sizeof yes / sizeof yes[0]; i++)
        if (strcmp(*said, yes[i]) == 0 || strcmp(*said, no[i]) == 0) {
            char *made = strdup(strcmp(*said, yes[i]) == 0 ? "true" : "false");

            free(*said);
            *said = made;
            return;
        }
    if (*said)
        dbk_faults_add(faults, file->line[DBK_BULLETIN_MUST_ACK], _("must_ack \"%s\": yes or no"), *said);
}

static void
check(dbk_bulletin_file *file, dbk_faults *faults)
{
    static const int needed[] = { DBK_BULLETIN_KIND, DBK_BULLETIN_TITLE };
    const char *from = file->value[DBK_BULLETIN_FROM], *supersedes = file->value[DBK_BULLETIN_SUPERSEDES];
    int32_t day;

    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
        if (file->line[needed[i]] == 0 || (file->value[needed[i]] && file->value[needed[i]][0] == '\0'))
            dbk_faults_add(faults, file->line[needed[i]], _("\"%s\" is missing"), fields[needed[i]].name);
    if (file->value[DBK_BULLETIN_BODY] == NULL || file->value[DBK_BULLETIN_BODY][0] == '\0')
        dbk_faults_add(faults, 0, "%s", _("there is no text; it stands below an empty line"));
    if (from && !dbk_day_parse(from, &day))
        dbk_faults_add(faults, file->line[DBK_BULLETIN_FROM], _("\"%s\" is no date; write it as 2020-02-18"), from);
    if (supersedes && (supersedes[0] == '\0' || strlen(supersedes) > 5 ||
                       strspn(supersedes, "0123456789") != strlen(supersedes)))
        dbk_faults_add(faults, file->line[DBK_BULLETIN_SUPERSEDES], _("\"%s\" is no number of a bulletin"), supersedes);
    need_flag(file, faults);
}

void
dbk_bulletin_read(dbk_bulletin_file *file, const char *text, size_t bytes, dbk_faults *faults)
{
    char *made = dbk_csv_utf8(text, bytes, &bytes, faults), *at = made;
    size_t number = 1;

    *file = (dbk_bulletin_file){ .value = { NULL } };
    if (made == NULL)
        return;
    drop_returns(made);
    for (; *at; number++) {
        const size_t n = strcspn(at, "\n");

        if (strspn(at, BLANKS) >= n) {
            at += n + (at[n] != '\0');
            file->line[DBK_BULLETIN_BODY] = number + 1;
            file->value[DBK_BULLETIN_BODY] = take_text(at, strlen(at), DBK_TEXT_NARRATIVE, number + 1, faults);
            break;
        }
        take_line(file, at, n, number, faults);
        at += n + (at[n] != '\0');
    }
    check(file, faults);
    free(made);
}

void
dbk_bulletin_fini(dbk_bulletin_file *file)
{
    for (size_t i = 0; i < DBK_BULLETIN_FIELDS; i++)
        free(file->value[i]);
    *file = (dbk_bulletin_file){ .value = { NULL } };
}
