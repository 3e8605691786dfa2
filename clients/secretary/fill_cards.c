/*
 * fill_cards — entries of lists: a case, an observation, a need for supplies is added or removed.
 */
#include "clients/secretary/fill_parts.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/words.h"

void
dbk_filling_add_card(dbk_filling *s)
{
    static const dbk_report_list lists[] = { LIST_CASES, LIST_OBSERVATIONS, LIST_SUPPLY_NEEDS };
    dbk_edit *answer = malloc(sizeof *answer);
    const char *refused = _("that list is full");
    const char *what = _("Add what? 1 typical case, 2 observation (risk, suggestion, thanks ...), 3 supplies needed");

    assert(answer != NULL);
    dbk_fill_leave(s->fill);
    dbk_filling_after(s);
    dbk_edit_begin(answer, "");
    if (dbk_filling_ask_line(s, what, 0, 0, answer) && answer->text[0] >= '1' && answer->text[0] <= '3' &&
        !dbk_fill_add(s->fill, lists[answer->text[0] - '1']))
        snprintf(s->flash, sizeof s->flash, "%s", refused);
    free(answer);
    dbk_filling_save(s);
}

void
dbk_filling_remove_card(dbk_filling *s)
{
    const dbk_sheet_field *field = &s->fill->sheet.field[s->fill->at];
    dbk_edit *answer = malloc(sizeof *answer);
    char question[200];

    assert(answer != NULL);
    dbk_edit_begin(answer, "");
    if (field->list == DBK_SHEET_NO_LIST || field->list == LIST_ANSWERS)
        snprintf(s->flash, sizeof s->flash, "%s", _("only a case, an observation or a need can be removed"));
    else {
        snprintf(question, sizeof question, _("Remove %s %zu? y or n"), field->section, field->entry);
        if (dbk_filling_ask_line(s, question, 0, 0, answer) &&
            (answer->text[0] == 'y' || answer->text[0] == 'Y' || strcmp(answer->text, "是") == 0))
            dbk_fill_remove(s->fill);
    }
    free(answer);
    dbk_filling_save(s);
}
