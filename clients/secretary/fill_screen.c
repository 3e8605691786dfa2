#include "clients/secretary/fill_parts.h"

#include <curses.h>
#include <stdio.h>
#include <string.h>

#include "clients/secretary/screen_text.h"
#include "clients/words.h"

static void
take_last(dbk_filling *s)
{
    int64_t value;
    char text[32];

    if (!dbk_nights_last(&s->fill->nights, s->fill->sheet.field[s->fill->at].indicator, &value)) {
        snprintf(s->flash, sizeof s->flash, "%s", _("there is no earlier night here"));
        return;
    }
    snprintf(text, sizeof text, "%lld", (long long)value);
    dbk_edit_begin(&s->fill->edit, text);
    s->fill->fresh = true;
}

static void
take_suggestion(dbk_filling *s)
{
    int64_t value;
    char text[32];

    if (!dbk_fill_suggest(s->fill, s->fill->at, &value))
        return;
    snprintf(text, sizeof text, "%lld", (long long)value);
    dbk_edit_begin(&s->fill->edit, text);
    s->fill->fresh = true;
}

static void
show_help(void)
{
    dbk_screen_page(_("the keys"),
        _("Enter, Tab, arrows  the next or last field; PgDn, PgUp the next or last section\n"
          "F2  ^T    write a long text; in there ^E opens your own editor\n"
          "F3  ^A    add a typical case, an observation, a need for supplies\n"
          "F4  ^D    remove the one under the cursor\n"
          "F5  ^R    look it through, then seal and send\n"
          "F6  ^N    the next field that must be filled\n"
          "F7  ^W    say why, where something wants a sentence (!)\n"
          "F10 ^X ^C leave; all that was typed is kept, and daybook fill goes on there\n"
          "^Y        the same number as the evening before\n"
          "=         the number that makes the sum come out\n"
          "^Z  Esc   take back what was typed; ^Z again brings it back\n"
          "^S        not needed: every field is saved as soon as you leave it\n\n"
          "* must be filled   ~ filled in for you, Enter confirms   x wrong   ! explain"));
}

/* What is pasted may have line ends: in a line of text they are blanks, in a number nothing. */
static bool
type_pasted(dbk_filling *s, dbk_field_kind kind)
{
    if (kind != FIELD_TEXT && kind != FIELD_NARRATIVE)
        return true;
    return dbk_fill_type(s->fill, kind == FIELD_TEXT ? " " : "\n");
}

static const char *
what_stands_here(dbk_field_kind kind)
{
    switch (kind) {
    case FIELD_COUNT: return _("only digits stand here");
    case FIELD_DATE:  return _("a day is written 2020-02-18");
    case FIELD_BOOL:  return _("y for yes, n for no");
    case FIELD_CODE:  return _("a number chooses, Space the next one");
    default:          return _("this character cannot stand here, or the text is full");
    }
}

static void
type(dbk_filling *s, const char *typed)
{
    const dbk_sheet_field *field = &s->fill->sheet.field[s->fill->at];

    if (field->indicator != 0 && strcmp(typed, "=") == 0)
        take_suggestion(s);
    else if (field->indicator != 0 && dbk_filling_begin_sentence(s, typed))
        return;
    else if (!(typed[0] == '\n' ? type_pasted(s, field->kind) : dbk_fill_type(s->fill, typed)))
        snprintf(s->flash, sizeof s->flash, "%s", what_stands_here(field->kind));
}

static void
take_back(dbk_filling *s)
{
    if (!dbk_fill_undo(s->fill))
        snprintf(s->flash, sizeof s->flash, "%s", _("there is nothing to take back"));
}

/* Escape throws nothing away that cannot be had again, and says where the way out is. */
static void
escape(dbk_filling *s)
{
    if (!s->fill->taken_back && strcmp(s->fill->edit.text, s->fill->was) != 0 && dbk_fill_undo(s->fill))
        snprintf(s->flash, sizeof s->flash, "%s", _("taken back; ^Z brings it again"));
    else
        snprintf(s->flash, sizeof s->flash, "%s", _("F10 leaves the form, F5 looks it through and seals it"));
}

static void
go_to_empty(dbk_filling *s)
{
    size_t items, left;

    dbk_fill_next_empty(s->fill);
    dbk_fill_count(s->fill, &items, &left);
    if (left == 0)
        snprintf(s->flash, sizeof s->flash, "%s", _("all that must be filled is filled: F5 looks it through"));
    else if (strcmp(s->fill->sheet.field[s->fill->at].path, "no_case") == 0)
        snprintf(s->flash, sizeof s->flash, "%s", _("F3 adds a typical case; if there was none, y here"));
}

static void
go_sideways(dbk_filling *s, bool right)
{
    const dbk_field_kind kind = s->fill->sheet.field[s->fill->at].kind;

    if (kind == FIELD_CODE || kind == FIELD_BOOL)
        dbk_fill_choose(s->fill, right ? 1 : -1);
    else
        dbk_edit_go(&s->fill->edit, right ? EDIT_RIGHT : EDIT_LEFT, (size_t)COLS);
    s->fill->fresh = false;
}

/* A person who leaves while the disk refuses is told once what that would lose. */
static bool
stay_unsaved(dbk_filling *s)
{
    dbk_filling_save(s);
    if (!s->failed || s->warned || dbk_screen_called_off())
        return false;
    s->warned = true;
    snprintf(s->flash, sizeof s->flash, "%s",
             _("the disk refuses what you typed last: make room, then ^S saves it; F10 once more leaves, and loses it"));
    return true;
}

/* false: the person is done with the form, and *end says how. */
static bool
obey(dbk_filling *s, dbk_act does, const char *typed, dbk_fill_end *end)
{
    const bool narrative = s->fill->sheet.field[s->fill->at].kind == FIELD_NARRATIVE;

    switch (does) {
    case ACT_TYPE:
        type(s, typed);
        return narrative ? obey(s, dbk_filling_write(s), "", end) : true;
    case ACT_RUBOUT:       dbk_fill_erase(s->fill, true);                    return true;
    case ACT_DELETE:       dbk_fill_erase(s->fill, false);                   return true;
    case ACT_LEFT:         go_sideways(s, false);                            return true;
    case ACT_RIGHT:        go_sideways(s, true);                             return true;
    case ACT_HOME:         dbk_edit_go(&s->fill->edit, EDIT_START, 0);       return true;
    case ACT_END:          dbk_edit_go(&s->fill->edit, EDIT_FINISH, 0);      return true;
    case ACT_LAST:         take_last(s);                                     return true;
    case ACT_IDLE:         dbk_filling_save_idle(s);                         return true;
    case ACT_UNDO:         take_back(s);                                     return true;
    case ACT_CANCEL:       escape(s);                                        return true;
    case ACT_HELP:         show_help();                                      return true;
    case ACT_ADD:          dbk_filling_add_card(s);                          return true;
    case ACT_REMOVE:       dbk_filling_remove_card(s);                       return true;
    case ACT_EXPLAIN:      dbk_filling_explain(s);                           return true;
    case ACT_NEXT:
    case ACT_TAB:          dbk_fill_step(s->fill, 1);                        break;
    case ACT_BACK:         dbk_fill_step(s->fill, -1);                       break;
    case ACT_SECTION:      dbk_fill_section(s->fill, 1);                     break;
    case ACT_SECTION_BACK: dbk_fill_section(s->fill, -1);                    break;
    case ACT_EMPTY:        go_to_empty(s);                                   break;
    case ACT_ENTER:
    case ACT_LONG:
    case ACT_EDITOR:
        if (narrative)
            return obey(s, dbk_filling_write(s), "", end);
        if (does == ACT_ENTER)
            dbk_fill_confirm(s->fill);
        dbk_fill_step(s->fill, does == ACT_ENTER);
        break;
    case ACT_SAVE:
        dbk_fill_leave(s->fill);
        dbk_filling_save(s);
        if (!s->failed)
            snprintf(s->flash, sizeof s->flash, "%s",
                     _("all is saved on this computer; F5 looks it through and sends it"));
        return true;
    case ACT_REVIEW:
        *end = FILL_SEAL;
        return !dbk_filling_review(s);
    case ACT_LEAVE:
        *end = FILL_LEFT;
        dbk_fill_leave(s->fill);
        return stay_unsaved(s);
    case ACT_NONE:
        return true;
    }
    dbk_filling_save(s);
    return true;
}

dbk_fill_end
dbk_fill_screen(dbk_fill *fill, dbk_draft *draft, const char *title, const dbk_fill_watcher *watcher, dbk_err *err)
{
    dbk_filling s = { .fill = fill, .draft = draft, .title = title, .watcher = watcher, .err = err };
    dbk_fill_end end = FILL_LEFT;
    char typed[8];

    if (dbk_screen_open(err) != 0)
        return FILL_FAILED;
    dbk_fill_begin(fill);
    dbk_filling_take_back(&s);
    dbk_filling_save(&s);
    for (bool more = !s.failed; more;) {
        dbk_filling_draw(&s);
        dbk_filling_look(&s);
        const dbk_act does = dbk_key_next(typed);

        if (does != ACT_IDLE && does != ACT_NONE)
            s.flash[0] = '\0';
        more = obey(&s, does, typed, &end);
    }
    dbk_screen_close();
    return s.failed ? FILL_FAILED : end;
}
