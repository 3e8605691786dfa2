/*
 * tell_violations — rules that are broken, as complaints with the line of the file they are about.
 *
 * Not here: the sentences (finding.c).
 */
#include <stdio.h>
#include <string.h>

#include "clients/finding.h"
#include "clients/secretary/kinds.h"
#include "clients/secretary/scalar.h"
#include "clients/secretary/tell.h"
#include "clients/words.h"
#include "proto/envelope.h"
#include "proto/text.h"

#define FIGURES "figures."

/* Where a complaint is made: of a record of that kind, in a file or in none. */
typedef struct { dbk_kind kind; const dbk_report_file *file; const dbk_form *form; } place;

/* "figures.temp_check_count" -> "temp_check_count (测温人次)"; false: it is no figure of the form. */
static bool
name_figure(const place *at, const char *field, char *room, size_t room_bytes)
{
    const bool is_figure = strncmp(field, FIGURES, strlen(FIGURES)) == 0;
    const char *code = is_figure ? field + strlen(FIGURES) : field;
    const Daybook__V1__Indicator *indicator = is_figure && at->form ? dbk_form_named(at->form, code) : NULL;
    char label[280];

    if (indicator == NULL)
        return false;
    const ProtobufCBinaryData *text = dbk_words_zh() ? &indicator->label_zh : &indicator->label_en;

    snprintf(room, room_bytes, "%s (%s)", code, dbk_text_shown(text->data, text->len, label, sizeof label));
    return true;
}

/* In a file by its key there and its label: "entries[3].state (到岗情况)"; elsewhere by words alone. */
static const dbk_field *
name_field(const place *at, const char *field, char *room, size_t room_bytes)
{
    const dbk_field_list *list;
    size_t entry;
    const dbk_field *of = dbk_kind_field(dbk_kind_shape_of(at->kind), field, &list, &entry);

    if (name_figure(at, field, room, room_bytes))
        return NULL;
    if (of == NULL)
        snprintf(room, room_bytes, "%s", field + (strncmp(field, FIGURES, strlen(FIGURES)) == 0 ? strlen(FIGURES) : 0));
    else if (at->file && list)
        snprintf(room, room_bytes, "%s[%zu].%s (%s)", list->key, entry, of->key, _(of->label));
    else if (at->file)
        snprintf(room, room_bytes, "%s (%s)", of->key, _(of->label));
    else if (list)
        snprintf(room, room_bytes, _("%s %zu, %s"), _(list->label), entry, _(of->label));
    else
        snprintf(room, room_bytes, "%s", _(of->label));
    return of;
}

static void
complain(const dbk_finding *it, const place *at, dbk_complaints *found)
{
    char name[400], words[DBK_COMPLAINT_BYTES], choices[DBK_COMPLAINT_BYTES + 40] = "", remedy[120] = "";
    const dbk_field *of = name_field(at, it->path, name, sizeof name);

    if (of && of->kind == FIELD_CODE)
        snprintf(choices, sizeof choices, _(" (allowed: %s)"), dbk_scalar_choices(of->list, words, sizeof words));
    if (it->severity == DBK_WARNING)
        snprintf(remedy, sizeof remedy, _("; if it is so, explain it below explanations, with rule: %s"), it->code);
    dbk_complain(found, at->file ? dbk_report_file_line(at->file, it->path) : 0, "%s: %s%s%s", name, it->text, choices,
                 remedy);
}

void
dbk_tell_violations(const dbk_violations *violations, const dbk_record *record, const dbk_report_file *file,
                    const dbk_form *form, dbk_complaints *found)
{
    const place at = { record->kind, file, form };
    dbk_figures figures;
    dbk_finding it;

    dbk_figures_take(&figures, record->nightly_report);
    for (size_t i = 0; i < violations->n; i++) {
        if (file && dbk_report_file_spoilt(file, violations->row[i].field))
            continue;
        dbk_finding_here(&it, &violations->row[i],
                         &(dbk_finding_scene){ record->kind, form, &figures, dbk_kind_is_choice });
        complain(&it, &at, found);
    }
    found->more += violations->more;
}

void
dbk_tell_refusal(const dbk_reply *reply, const dbk_item *item, const dbk_report_file *file, const dbk_form *form,
                 dbk_complaints *found)
{
    dbk_arena arena;
    dbk_figures figures;
    dbk_finding it;

    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    const dbk_record *record = dbk_record_unpack(&arena, item->sealed, item->sealed_size, NULL);

    if (form && (record == NULL || record->form_version != dbk_form_version(form)))
        form = NULL;                                   /* it was filled in on another form */
    dbk_figures_take(&figures, record ? record->nightly_report : NULL);
    for (size_t i = 0; i < reply->n_violations; i++) {
        dbk_finding_told(&it, reply->violations[i],
                         &(dbk_finding_scene){ item->kind, form, &figures, dbk_kind_is_choice });
        complain(&it, &(place){ item->kind, file, form }, found);
    }
    found->more += reply->violations_more;
    dbk_arena_fini(&arena);
}
