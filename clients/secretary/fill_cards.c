/*
 * fill_cards — entries of lists: a case, an observation, a need for supplies is added or removed.
 */
#include "clients/secretary/fill_parts.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/secretary/ask_words.h"
#include "clients/words.h"
#include "proto/text.h"

#define SHOWN_BYTES 120                  /* of what was typed instead of a choice */

/* What was typed where a choice is wanted is not thrown away: it is kept, behind what was kept before. */
static void
keep_typed(dbk_edit *kept, const dbk_edit *answer)
{
    if (answer->size == 0)
        return;
    if (kept->size > 0)
        (void)dbk_edit_insert(kept, " ");
    (void)dbk_edit_insert(kept, answer->text);
}

/* Asks until it is one of the three, from 0; -1: the person would rather not. */
static int
ask_which(dbk_filling *s, dbk_edit *kept)
{
    dbk_edit *answer = malloc(sizeof *answer);
    char question[400 + SHOWN_BYTES], shown[SHOWN_BYTES];
    const char *lead = "";
    size_t number = 0;

    assert(answer != NULL);
    for (;;) {
        snprintf(question, sizeof question, "%s%s", lead,
                 _("Add what? 1 typical case, 2 observation (risk, suggestion, thanks ...), 3 supplies needed"));
        if (kept->size > 0)
            snprintf(question + strlen(question), sizeof question - strlen(question),
                     _("\nWhat you typed goes into its text: %s"),
                     dbk_text_shown(kept->text, kept->size, shown, sizeof shown));
        dbk_edit_begin(answer, "");
        if (!dbk_filling_ask_line(s, question, 0, 0, answer) || dbk_ask_number(answer->text, 3, &number))
            break;
        keep_typed(kept, answer);
        lead = _("One digit please: 1, 2 or 3. ");
    }
    free(answer);
    return (int)number - 1;
}

/* Into the longest text of the entry that begins under the cursor, which stays there. */
static void
put_into_text(dbk_fill *fill, const char *text)
{
    const dbk_sheet_field *field = fill->sheet.field;
    const size_t first = fill->at;
    size_t longest = first;

    for (size_t i = first; i < fill->sheet.n && field[i].list == field[first].list && field[i].entry == field[first].entry;
         i++)
        if ((field[i].kind == FIELD_TEXT || field[i].kind == FIELD_NARRATIVE) && field[i].most > field[longest].most)
            longest = i;
    dbk_fill_go(fill, longest);
    dbk_edit_begin(&fill->edit, text);
    dbk_fill_go(fill, first);
}

void
dbk_filling_add_card(dbk_filling *s)
{
    static const dbk_report_list lists[] = { LIST_CASES, LIST_OBSERVATIONS, LIST_SUPPLY_NEEDS };
    dbk_edit *kept = malloc(sizeof *kept);
    char shown[SHOWN_BYTES];
    int which;
    bool added;

    assert(kept != NULL);
    dbk_edit_begin(kept, "");
    dbk_fill_leave(s->fill);
    dbk_filling_save(s);
    which = ask_which(s, kept);
    added = which >= 0 && dbk_fill_add(s->fill, lists[which]);
    dbk_text_shown(kept->text, kept->size, shown, sizeof shown);
    if (added && kept->size > 0)
        put_into_text(s->fill, kept->text);
    else if (kept->size > 0)
        snprintf(s->flash, sizeof s->flash, _("nothing was added; what you typed there was: %s"), shown);
    else if (which >= 0 && !added)
        snprintf(s->flash, sizeof s->flash, "%s", _("that list is full"));
    free(kept);
    dbk_filling_save(s);
}

/* true: take it away. Anything that is neither yes nor no is asked again. */
static bool
ask_removal(dbk_filling *s, const dbk_sheet_field *field)
{
    dbk_edit *answer = malloc(sizeof *answer);
    char question[300];
    const char *lead = "";
    bool yes = false, no = false;

    assert(answer != NULL);
    while (!yes && !no) {
        snprintf(question, sizeof question, _("%sRemove %s %zu? y or n"), lead, field->section, field->entry);
        dbk_edit_begin(answer, "");
        no = !dbk_filling_ask_line(s, question, 0, 0, answer) || strcmp(answer->text, "否") == 0 ||
             answer->text[0] == 'n' || answer->text[0] == 'N';
        yes = !no && (answer->text[0] == 'y' || answer->text[0] == 'Y' || strcmp(answer->text, "是") == 0);
        lead = _("y or n, please. ");
    }
    free(answer);
    return yes;
}

void
dbk_filling_remove_card(dbk_filling *s)
{
    const dbk_sheet_field *field = &s->fill->sheet.field[s->fill->at];

    if (field->list == DBK_SHEET_NO_LIST || field->list == LIST_ANSWERS)
        snprintf(s->flash, sizeof s->flash, "%s", _("only a case, an observation or a need can be removed"));
    else if (ask_removal(s, field))
        dbk_fill_remove(s->fill);
    dbk_filling_save(s);
}
