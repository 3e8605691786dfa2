/*
 * check_persons — lists whose entries are about persons of the roster: each names one, and nobody twice.
 *
 * Whether a person belongs to the committee on that date is the roster's to say, not the record's: PROTOCOL.md, "The
 * order of verdicts".
 */
#include "proto/check_parts.h"

/* A list holds DBK_PERSONS_MAX at most, so comparing each with those before it is soon done. */
static bool
stands_before(const dbk_checking *check, size_t i, uint32_t (*person_of)(const dbk_checking *check, size_t i))
{
    for (size_t k = 0; k < i; k++)
        if (person_of(check, k) == person_of(check, i))
            return true;
    return false;
}

void
dbk_check_persons(const dbk_checking *check, const char *list, size_t n,
                  uint32_t (*person_of)(const dbk_checking *check, size_t i))
{
    for (size_t i = 0; i < n; i++) {
        const dbk_field_place at = { list, i + 1, "person" };
        const uint32_t person = person_of(check, i);

        if (person == 0)
            dbk_place_say_nothing(check, "person.missing", at);
        else if (person > INT32_MAX)
            dbk_place_say_outside(check, "person.missing", at, 1, INT32_MAX, person);
        else if (stands_before(check, i, person_of))
            dbk_place_say_number(check, "person.twice", at, NULL, person);
    }
}
