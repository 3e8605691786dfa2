#include "clients/secretary/sheet_diff.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "clients/words.h"
#include "clients/wrap.h"

#define TEXT_COLUMNS 72

static const char *
text_of(const dbk_sheet_field *field)
{
    return field ? field->text : "";
}

bool
dbk_change_clears(const dbk_change *change)
{
    return text_of(change->before)[0] != '\0' && text_of(change->after)[0] == '\0';
}

static const dbk_sheet_field *
same_field(const dbk_sheet *sheet, const char *path)
{
    const size_t at = dbk_sheet_find(sheet, path);

    return at == DBK_SHEET_NONE ? NULL : &sheet->field[at];
}

size_t
dbk_sheet_diff(const dbk_sheet *before, const dbk_sheet *after, dbk_change **list)
{
    dbk_change *all = calloc(before->n + after->n + 1, sizeof *all);
    size_t n = 0;

    assert(all != NULL);
    for (size_t i = 0; i < after->n; i++) {
        const dbk_sheet_field *old = same_field(before, after->field[i].path);

        if (strcmp(text_of(old), after->field[i].text) != 0)
            all[n++] = (dbk_change){ old, &after->field[i], after->form };
    }
    for (size_t i = 0; i < before->n; i++)
        if (before->field[i].text[0] != '\0' && same_field(after, before->field[i].path) == NULL)
            all[n++] = (dbk_change){ &before->field[i], NULL, before->form };
    *list = all;
    return n;
}

static void
print_long(const char *sign, const char *text, FILE *to)
{
    fprintf(to, "  %s\n", sign);
    dbk_wrap_print(to, text[0] ? text : _("(not filled)"), 4, TEXT_COLUMNS);
}

void
dbk_change_print(const dbk_change *change, dbk_change_sides sides, FILE *to)
{
    const dbk_sheet_field *field = change->after ? change->after : change->before;
    const char *none = _("(not filled)");
    char old[256], now[256];

    if (field->entry > 0)
        fprintf(to, "%s %zu, ", field->section, field->entry);
    fprintf(to, "%s:", field->label);
    if (field->kind == FIELD_NARRATIVE) {
        fputc('\n', to);
        print_long(sides == DBK_CHANGE_CONFLICT ? _("theirs:") : _("before:"), text_of(change->before), to);
        print_long(sides == DBK_CHANGE_CONFLICT ? _("yours:") : _("now:"), text_of(change->after), to);
        return;
    }
    fprintf(to, " %s -> %s\n",
            text_of(change->before)[0] ? dbk_sheet_said(change->form, change->before, old, sizeof old) : none,
            text_of(change->after)[0] ? dbk_sheet_said(change->form, change->after, now, sizeof now) : none);
}
