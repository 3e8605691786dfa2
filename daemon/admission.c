#include "daemon/admission.h"

#include <assert.h>
#include <string.h>

#include "proto/calendar.h"
#include "proto/kind.h"

static void
refuse(dbk_submission *s, dbk_status status, const char *reason)
{
    s->admissible = false;
    s->refusal = status;
    s->reason = reason;
}

static const char *
keep_text(dbk_arena *arena, const char *text)
{
    const size_t size = strlen(text) + 1;
    char *own = dbk_arena_take(arena, size);

    assert(own != NULL);                   /* refuse_violations() has made room */
    return memcpy(own, text, size);
}

/* The sentences belong to the form, and the form may be another by the time the verdict is in. */
static void
refuse_violations(dbk_submission *s, const dbk_violations *found)
{
    dbk_violations *own;

    s->arena.most = DBK_UNPACK_MAX_BYTES + DBK_VERDICT_MAX_BYTES;
    own = dbk_arena_take(&s->arena, sizeof *own);
    assert(own != NULL);
    own->n = found->n;
    own->more = found->more;
    for (size_t i = 0; i < found->n; i++) {
        own->row[i] = found->row[i];
        own->row[i].code = keep_text(&s->arena, found->row[i].code);
        own->row[i].text_zh = keep_text(&s->arena, found->row[i].text_zh);
        own->row[i].text_en = keep_text(&s->arena, found->row[i].text_en);
    }
    refuse(s, DBK_REJECTED, NULL);
    s->violations = own;
}

/* May the record name this person? What is proven may name everybody whom the roster still knows, posted or not. */
static bool
may_name(const dbk_directory *directory, const dbk_submission *s, int32_t person)
{
    return s->proven ? *dbk_directory_person(directory, person) != '\0'
                     : dbk_directory_may(directory, person, (int32_t)s->record->committee_id, s->day);
}

/* Is everybody whom the record names posted at its committee on its date? Who is not named at all is check's to say. */
static bool
persons_belong(const dbk_directory *directory, const dbk_kind_rules *kind, const dbk_submission *s)
{
    uint32_t person;

    for (size_t i = 0; kind->names != NULL && i < DBK_PERSONS_MAX && kind->names(s->record, i, &person); i++)
        if (person != 0 && person <= INT32_MAX && !may_name(directory, s, (int32_t)person))
            return false;
    return true;
}

/* Why this person may not send this record; NULL: may. A date that is none is check's to refuse. What is proven was let
 * in once: the committee must still be there, for the row to be about it. */
static const char *
scope_fault(const dbk_directory *directory, const dbk_submission *s)
{
    const dbk_kind_rules *kind = dbk_kind_find(s->record->kind);
    const int32_t committee = (int32_t)s->record->committee_id;

    if (s->day == 0)
        return NULL;
    if (s->proven ? !dbk_directory_has_committee(directory, committee)
                  : !dbk_directory_may(directory, s->person, committee, s->day))
        return "scope.none";
    if (kind->secretary && !s->proven && !dbk_directory_is_secretary(directory, s->person, committee, s->day))
        return "scope.secretary";
    return persons_belong(directory, kind, s) ? NULL : "scope.person";
}

/* Why its night does not take it; NULL: it does, or is not asked. */
static const char *
night_fault(const dbk_directory *directory, const dbk_submission *s, int32_t today)
{
    if (s->day == 0 || s->day > today || s->proven || dbk_kind_find(s->record->kind)->any_night)
        return NULL;
    switch (dbk_directory_night(directory, s->day, (int32_t)s->record->committee_id)) {
    case NIGHT_CLOSED:   return "night.closed";
    case NIGHT_UNOPENED: return "night.unopened";
    default:             return NULL;
    }
}

/* A proven record is never refused for good: what it breaks today it did not break when it was accepted. */
static void
refuse_content(dbk_submission *s, const dbk_violations *found)
{
    refuse_violations(s, found);
    if (s->proven)
        refuse(s, DBK_FAULT, "store.refused");
}

/* The form that a proven record names was in force when it was accepted. */
static void
forgive_inactive_form(dbk_violations *found)
{
    size_t left = 0;

    for (size_t i = 0; i < found->n; i++)
        if (strcmp(found->row[i].code, "form.inactive") != 0)
            found->row[left++] = found->row[i];
    found->n = left;
}

/* A date after today is one that the server alone can tell. */
static void
check_content(const dbk_directory *directory, const dbk_submission *s, int32_t today, dbk_violations *found)
{
    dbk_check(dbk_directory_form(directory, s->record->form_version), s->record, s->sealed_bytes, found);
    if (s->proven)
        forgive_inactive_form(found);
    if (s->day > today) {
        char limit[DBK_DAY_TEXT_BYTES], value[DBK_DAY_TEXT_BYTES];

        dbk_violations_add(found, "date.future", "report_date", dbk_day_text(today, limit), dbk_day_text(s->day, value),
                           DBK_DAY_TEXT_BYTES - 1);
    }
}

void
dbk_admission_decide(const dbk_directory *directory, const dbk_claims *claims, dbk_submission *s, dbk_member member,
                     dbk_violations *found)
{
    const int32_t today = dbk_business_day(s->received_ms);
    const char *fault;

    s->admissible = true;
    if (member.revoked || member.person == 0) {
        refuse(s, DBK_FORBIDDEN, "key.revoked");
        return;
    }
    if ((fault = scope_fault(directory, s)) != NULL) {
        refuse(s, DBK_FORBIDDEN, fault);
        return;
    }
    if ((fault = night_fault(directory, s, today)) != NULL) {
        refuse(s, DBK_CLOSED, fault);
        return;
    }
    check_content(directory, s, today, found);
    if (found->n + found->more > 0)
        refuse_content(s, found);
    else if (!s->proven)
        s->timeliness = dbk_directory_timeliness(directory, s->day, s->received_ms,
                                                 dbk_claims_first_ms(claims, s->hash));
}
