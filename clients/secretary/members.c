#include "clients/secretary/members.h"

#include <stdio.h>
#include <string.h>

#include "clients/words.h"
#include "proto/check.h"
#include "proto/kind.h"
#include "proto/text.h"

const dbk_posting *
dbk_member_posting(const dbk_scope *scope, uint32_t committee, uint32_t date)
{
    for (size_t i = 0; scope && i < scope->n_postings; i++) {
        const dbk_posting *it = scope->postings[i];

        if (it->committee_id == committee && it->valid_from <= date && date <= it->valid_to)
            return it;
    }
    return NULL;
}

static bool
is_there(const dbk_member_message *member, uint32_t date)
{
    return member->valid_from <= date && date <= member->valid_to;
}

/* Does a row before it name the same person? */
static bool
is_repeated(const dbk_posting *posting, size_t at, uint32_t date)
{
    for (size_t i = 0; i < at; i++)
        if (posting->members[i]->person == posting->members[at]->person && is_there(posting->members[i], date))
            return true;
    return false;
}

static const dbk_member_message *
member_of(const dbk_posting *posting, uint32_t date, bool secretary, size_t wanted)
{
    for (size_t i = 0; posting && i < posting->n_members; i++)
        if (is_there(posting->members[i], date) && (bool)posting->members[i]->secretary == secretary &&
            !is_repeated(posting, i, date) && wanted-- == 0)
            return posting->members[i];
    return NULL;
}

const dbk_member_message *
dbk_member_at(const dbk_scope *scope, uint32_t committee, uint32_t date, size_t i)
{
    const dbk_posting *posting = dbk_member_posting(scope, committee, date);
    const bool only_secretaries = member_of(posting, date, false, 0) == NULL;

    return member_of(posting, date, only_secretaries, i);
}

const dbk_member_message *
dbk_member_secretary(const dbk_scope *scope, uint32_t committee, uint32_t date)
{
    return member_of(dbk_member_posting(scope, committee, date), date, true, 0);
}

const dbk_member_message *
dbk_member_numbered(const dbk_scope *scope, uint32_t committee, uint32_t date, uint32_t person)
{
    const dbk_posting *posting = dbk_member_posting(scope, committee, date);

    for (size_t i = 0; posting && i < posting->n_members; i++)
        if (posting->members[i]->person == person && is_there(posting->members[i], date))
            return posting->members[i];
    return NULL;
}

const char *
dbk_member_words(const dbk_member_message *member, char room[DBK_MEMBER_BYTES])
{
    char name[64], code[32];

    snprintf(room, DBK_MEMBER_BYTES, "%s (%s)", dbk_text_shown(member->name.data, member->name.len, name, sizeof name),
             dbk_text_shown(member->code.data, member->code.len, code, sizeof code));
    return room;
}

static bool
is_named(const dbk_kind_rules *kind, const dbk_record *record, uint32_t person)
{
    uint32_t named;

    for (size_t i = 0; kind->names(record, i, &named); i++)
        if (named == person)
            return true;
    return false;
}

void
dbk_members_look(const dbk_scope *scope, const dbk_record *record, const dbk_report_file *file, dbk_complaints *found)
{
    const dbk_kind_rules *kind = dbk_kind_find(record->kind);
    const uint32_t committee = record->committee_id, date = record->report_date;
    const dbk_member_message *member;
    char words[DBK_MEMBER_BYTES], field[DBK_FIELD_BYTES];
    uint32_t person;

    if (kind->names == NULL || dbk_member_posting(scope, committee, date) == NULL)
        return;
    for (size_t i = 0; (member = dbk_member_at(scope, committee, date, i)) != NULL; i++)
        if (!is_named(kind, record, member->person))
            dbk_complain(found, dbk_report_file_line(file, "entries"),
                         _("entries: %s, number %u, is missing: nobody is left out"), dbk_member_words(member, words),
                         member->person);
    for (size_t i = 0; kind->names(record, i, &person); i++) {
        snprintf(field, sizeof field, "entries[%zu].person", i + 1);
        if (person != 0 && dbk_member_numbered(scope, committee, date, person) == NULL)
            dbk_complain(found, dbk_report_file_line(file, field),
                         _("person: number %u is not posted at this committee on that day, as far as is known here; "
                           "if they are, ask the office to put its roster right, then try again"), person);
    }
}
