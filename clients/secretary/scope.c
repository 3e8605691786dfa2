#include "clients/secretary/scope.h"

#include <string.h>

#include "clients/words.h"
#include "clients/wrap.h"
#include "proto/calendar.h"
#include "proto/ident.h"
#include "proto/text.h"

#define SHOWN_BYTES 2048                 /* 200 characters of a stranger's text, made harmless */

static const char *
shown(ProtobufCBinaryData text, char *room, size_t room_bytes)
{
    return dbk_text_shown(text.data, text.len, room, room_bytes);
}

static const char *
date_text(uint32_t ymd, char text[DBK_DAY_TEXT_BYTES])
{
    int32_t day;

    return dbk_day_from_ymd(ymd, &day) ? dbk_day_text(day, text) : "?";
}

/* `text` and blanks up to `columns` on the screen; Chinese takes two a character. */
static void
print_padded(const char *text, size_t columns, FILE *to)
{
    const size_t width = dbk_text_width(text, strlen(text));

    fprintf(to, "%s%*s", text, (int)(width < columns ? columns - width : 1), "");
}

static void
show_posting(const dbk_posting *posting, FILE *to)
{
    char text[128], from[DBK_DAY_TEXT_BYTES], until[DBK_DAY_TEXT_BYTES];

    fprintf(to, "  %4u  ", posting->committee_id);
    print_padded(shown(posting->committee, text, sizeof text), 24, to);
    print_padded(shown(posting->subdistrict, text, sizeof text), 14, to);
    fprintf(to, _("%s to %s\n"), date_text(posting->valid_from, from), date_text(posting->valid_to, until));
}

void
dbk_scope_show(const dbk_scope *scope, FILE *to)
{
    char name[128], day[DBK_DAY_TEXT_BYTES];

    dbk_wrap_say(to, _("the office knows this key as: %s\n"), shown(scope->person, name, sizeof name));
    dbk_wrap_say(to, _("tonight is %s, form %u\n"), date_text(scope->business_date, day), scope->form_version);
    dbk_wrap_say(to, _("committees it may report for: %zu\n"), scope->n_postings);
    for (size_t i = 0; i < scope->n_postings; i++)
        show_posting(scope->postings[i], to);
}

void
dbk_scope_show_returned(const dbk_scope *scope, FILE *to)
{
    char day[DBK_DAY_TEXT_BYTES], at[DBK_INSTANT_TEXT_BYTES], reason[SHOWN_BYTES], id[DBK_ID_TEXT_BYTES];

    if (scope->n_returned > 0)
        dbk_wrap_say(to, _("returned by the office, to be corrected: %zu\n"), scope->n_returned);
    for (size_t i = 0; i < scope->n_returned; i++) {
        const dbk_returned *r = scope->returned[i];

        dbk_wrap_say(to, _("  committee %u, %s, returned %s\n"), r->committee_id, date_text(r->report_date, day),
                     dbk_instant_text(r->returned_at_ms, at));
        dbk_wrap_say(to, _("    why: %s\n"), shown(r->reason, reason, sizeof reason));
        if (r->record_id.len == DBK_ID_BYTES)
            dbk_wrap_say(to, _("    to correct it, submit a report with corrects: %s\n"),
                         dbk_id_text(r->record_id.data, id));
    }
}
