/*
 * open_words — an open item as a person reads it, and where it is answered.
 */
#include "clients/secretary/open_items.h"

#include <stdio.h>
#include <string.h>

#include "clients/words.h"
#include "proto/calendar.h"
#include "proto/codes.h"
#include "proto/text.h"

#define TEXT_BYTES 768                   /* 160 characters of a stranger's text, made harmless */

static const char *
kind_words(char letter)
{
    static const struct { char letter; const char *words; } kinds[] = {
        { 'r', N_("risk point") }, { 's', N_("supplies needed") }, { 'm', N_("remark") },
        { 'b', N_("returned report") },
    };

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (kinds[i].letter == letter)
            return _(kinds[i].words);
    return _("open item");
}

const char *
dbk_open_head(const dbk_open *item, uint32_t date, char room[DBK_OPEN_HEAD_BYTES])
{
    int32_t since = 0, night = 0;
    char day[DBK_DAY_TEXT_BYTES] = "";

    if (dbk_day_from_ymd(item->said.night, &since) && dbk_day_from_ymd(date, &night))
        dbk_day_text(since, day);
    snprintf(room, DBK_OPEN_HEAD_BYTES, _("%s %s, %d d old"), kind_words(item->name[0]), day[0] ? day + 5 : "?",
             (int)(night - since));
    return room;
}

/* How much of what is needed, and why. */
static void
put_supply(const dbk_open_item *said, const char *why, char *room, size_t room_bytes)
{
    const dbk_code_row *what = dbk_list_find(DBK_LIST_SUPPLY_ITEM, (int)said->supply);
    char unit[64];

    snprintf(room, room_bytes, "%s %u %s%s%s", what ? dbk_words_pick(what->zh, what->en) : "?", said->quantity,
             dbk_text_shown(said->unit.data, said->unit.len, unit, sizeof unit), why[0] ? ": " : "", why);
}

const char *
dbk_open_about(const dbk_open *item, char room[DBK_OPEN_ABOUT_BYTES])
{
    const dbk_open_item *said = &item->said;
    const dbk_code_row *answer = dbk_list_find(DBK_LIST_ITEM_ANSWER, (int)said->answer);
    char text[TEXT_BYTES], place[TEXT_BYTES / 2];
    int n;

    dbk_text_shown(said->text.data, said->text.len, text, sizeof text);
    dbk_text_shown(said->place.data, said->place.len, place, sizeof place);
    if (item->name[0] == 's')
        put_supply(said, text, room, DBK_OPEN_ABOUT_BYTES);
    else
        snprintf(room, DBK_OPEN_ABOUT_BYTES, "%.300s%s%.600s", place, place[0] ? ": " : "",
                 text[0] ? text : _("its words are not known here"));
    n = (int)strlen(room);
    if (answer)
        snprintf(room + n, DBK_OPEN_ABOUT_BYTES - (size_t)n, _(" (answered last: %s)"),
                 dbk_words_pick(answer->zh, answer->en));
    return room;
}

const char *
dbk_open_as_of(const dbk_open_list *list, char room[DBK_OPEN_AS_OF_BYTES])
{
    char at[DBK_INSTANT_TEXT_BYTES];

    room[0] = '\0';
    if (list->as_of_ms == 0)
        snprintf(room, DBK_OPEN_AS_OF_BYTES, "%s",
                 _("what earlier nights left open is known from this computer alone: the server was never asked"));
    else if (!list->fresh)
        snprintf(room, DBK_OPEN_AS_OF_BYTES, _("what earlier nights left open is as the server said at %s"),
                 dbk_instant_text(list->as_of_ms, at));
    return room;
}

/* ------------------------------------------------------------------ on a sheet */

/* Is this the field that names an open item? Its answer and its sentence follow. */
static bool
is_name(const dbk_sheet_field *field)
{
    return field->list == LIST_ANSWERS && strcmp(field->key, "item") == 0;
}

static bool
stands_there(const dbk_sheet *sheet, const char *name)
{
    for (size_t i = 0; i < sheet->n; i++)
        if (is_name(&sheet->field[i]) && strcmp(sheet->field[i].text, name) == 0)
            return true;
    return false;
}

void
dbk_open_lay(const dbk_open_list *list, dbk_sheet *sheet)
{
    for (size_t i = sheet->n; i-- > 0;)
        if (is_name(&sheet->field[i]) && sheet->field[i + 1].text[0] == '\0' &&
            dbk_open_named(list, sheet->field[i].text) == NULL)
            dbk_sheet_remove(sheet, LIST_ANSWERS, sheet->field[i].entry);
    for (size_t i = 0; i < list->n; i++) {
        const size_t at = stands_there(sheet, list->row[i].name) ? DBK_SHEET_NONE : dbk_sheet_add(sheet, LIST_ANSWERS);

        if (at != DBK_SHEET_NONE)
            dbk_sheet_set(sheet, at, list->row[i].name);
    }
    for (size_t i = 0; i < sheet->n; i++) {
        const dbk_open *open = is_name(&sheet->field[i]) ? dbk_open_named(list, sheet->field[i].text) : NULL;

        if (open) {
            sheet->field[i].label = open->head;
            sheet->field[i].about = open->about;
        }
    }
}
