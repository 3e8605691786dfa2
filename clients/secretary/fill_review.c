/*
 * fill_review — the last look before sealing: all that is wrong or wants a sentence, or that nothing does. A correction
 * with which nothing is wrong ends it at once: it is sealed below its difference (cmd_correct.c), and asked about there.
 */
#include "clients/secretary/fill_parts.h"

#include <curses.h>
#include <stdio.h>
#include <string.h>

#include "clients/words.h"

#define REVIEW_ROW_BYTES (DBK_FINDING_BYTES + 204)

static const char *
label_of(const dbk_fill *fill, const dbk_finding *it, char room[200])
{
    const size_t at = dbk_sheet_find(&fill->sheet, it->path);

    if (at == DBK_SHEET_NONE && strncmp(it->path, "cases", 5) == 0)
        snprintf(room, 200, "%s: ", _("typical case"));
    else if (at == DBK_SHEET_NONE)
        room[0] = '\0';
    else if (fill->sheet.field[at].entry > 0)
        snprintf(room, 200, "%s %zu, %s: ", fill->sheet.field[at].section, fill->sheet.field[at].entry,
                 fill->sheet.field[at].label);
    else
        snprintf(room, 200, "%s: ", fill->sheet.field[at].label);
    return room;
}

/* One finding as a line, however long. */
static const char *
row_of(const dbk_filling *s, size_t i, size_t chosen, char room[REVIEW_ROW_BYTES])
{
    const dbk_finding *it = &s->fill->found.row[i];
    char label[200];

    snprintf(room, REVIEW_ROW_BYTES, "%s%s%s", i == chosen ? "> " : "  ", label_of(s->fill, it, label), it->text);
    return room;
}

/* The first one that is shown, so that the chosen one is seen whole in `lines` lines. */
static size_t
first_shown(const dbk_filling *s, size_t chosen, int lines)
{
    char line[REVIEW_ROW_BYTES];
    size_t from = chosen;

    lines -= dbk_screen_count(row_of(s, chosen, chosen, line));
    while (from > 0 && (lines -= dbk_screen_count(row_of(s, from - 1, chosen, line))) >= 0)
        from--;
    return from;
}

static void
draw_review(const dbk_filling *s, size_t chosen)
{
    const dbk_findings *found = &s->fill->found;
    char line[REVIEW_ROW_BYTES];
    int y = DBK_FILL_HEAD_LINES + 1;

    erase();
    dbk_filling_draw_title(s);
    if (found->n == 0) {
        dbk_screen_look(LOOK_GOOD);
        dbk_screen_put(y++, 1, _("Nothing is wrong with it."), (size_t)COLS - 2);
        dbk_screen_look(LOOK_PLAIN);
        snprintf(line, sizeof line,
                 _("It measures %zu of at most %u bytes. After sealing it cannot be changed, only corrected."),
                 found->sealed_bytes, DBK_SEALED_MAX_BYTES);
        y += dbk_screen_lines(y, 2, line);
        snprintf(line, sizeof line, _("Seal the report of %s and send it?"), s->title);
        dbk_screen_look(LOOK_STRONG);
        dbk_screen_lines(y + 1, 3, line);
        dbk_screen_keys(_("F5 or Enter seal and send  Esc back to the form"));
        refresh();
        return;
    }
    snprintf(line, sizeof line, _("To be put right: %zu; to be explained: %zu"), dbk_findings_count(found, DBK_ERROR),
             dbk_findings_count(found, DBK_WARNING));
    dbk_screen_look(LOOK_STRONG);
    dbk_screen_put(y++, 1, line, (size_t)COLS - 2);
    for (size_t i = first_shown(s, chosen, LINES - 1 - y); i < found->n && y < LINES - 1; i++) {
        dbk_screen_look(found->row[i].severity == DBK_WARNING ? LOOK_WARN : LOOK_BAD);
        y += dbk_screen_lines(y, LINES - 1 - y, row_of(s, i, chosen, line));
    }
    dbk_screen_look(LOOK_PLAIN);
    dbk_screen_keys(_("arrows choose  Enter go there  Esc back to the form"));
    refresh();
}

/* Goes to what is chosen; a warning asks for its sentence at once. */
static void
go_to_finding(dbk_filling *s, const dbk_finding *it)
{
    char why[DBK_FINDING_BYTES];
    const size_t at = dbk_sheet_find(&s->fill->sheet, it->path);

    snprintf(why, sizeof why, "%s", it->text);
    if (it->severity == DBK_WARNING) {
        snprintf(s->fill->asking, sizeof s->fill->asking, "%s", it->code);
        dbk_filling_ask_sentence(s, why, "");
        return;
    }
    dbk_fill_go(s->fill, at != DBK_SHEET_NONE ? at : dbk_sheet_find(&s->fill->sheet, "no_case"));
    snprintf(s->flash, sizeof s->flash, "%s", why);
}

/* What is sealed is taken from the draft when sealing breaks: it must be there. */
static bool
is_kept(dbk_filling *s)
{
    dbk_filling_save(s);
    if (s->failed)
        snprintf(s->flash, sizeof s->flash, "%s", _("it cannot be sealed while the disk refuses it: make room, then F5"));
    return !s->failed;
}

bool
dbk_filling_review(dbk_filling *s)
{
    size_t chosen = 0;
    char typed[8];

    dbk_fill_leave(s->fill);
    dbk_filling_save(s);
    for (;;) {
        const dbk_findings *found = &s->fill->found;

        if (found->n == 0 && s->fill->correcting)
            return is_kept(s);                             /* asked once, below the difference */
        chosen = chosen < found->n ? chosen : found->n > 0 ? found->n - 1 : 0;
        draw_review(s, chosen);
        switch (dbk_key_next(typed)) {
        case ACT_NEXT:
        case ACT_TAB:
            chosen += chosen + 1 < found->n;
            break;
        case ACT_BACK:
            chosen -= chosen > 0;
            break;
        case ACT_ENTER:
        case ACT_REVIEW:
            if (found->n == 0)
                return is_kept(s);
            if (found->row[chosen].severity != DBK_WARNING) {
                go_to_finding(s, &found->row[chosen]);
                return false;
            }
            go_to_finding(s, &found->row[chosen]);
            break;
        case ACT_CANCEL:
        case ACT_LEAVE:
            return false;
        default:
            break;
        }
    }
}
