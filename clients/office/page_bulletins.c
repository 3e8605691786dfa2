/*
 * Bulletins: which are in force, how many committees have read them, and who has not.
 */
#include "clients/office/page.h"
#include "clients/words.h"
#include "sql/queries.h"

static const dbk_column bulletin_columns[] = {
    { .key = "number", .head = N_("number"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "kind", .head = N_("kind"), .shape = DBK_WORD, .where = DBK_IN_FILES },
    { .key = "title", .head = N_("title"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 5 },
    { .key = "body", .head = N_("text"), .where = DBK_IN_FILES },
    { .key = "state", .head = N_("state"), .shape = DBK_CODE, .where = DBK_EVERYWHERE, .list = "bulletin" },
    { .key = "source", .head = N_("issued by"), .where = DBK_IN_FILES },
    { .key = "source_url", .head = N_("address"), .where = DBK_IN_FILES },
    { .key = "effective_from", .head = N_("in force from"), .where = DBK_IN_FILES },
    { .key = "supersedes", .head = N_("supersedes"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "superseded_by", .head = N_("superseded by"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "whom", .head = N_("for"), .shape = DBK_CODE, .where = DBK_IN_TABLE, .list = "audience", .fit = DBK_WRAP,
      .share = 3 },
    { .key = "audience", .head = N_("for"), .shape = DBK_CODE, .where = DBK_IN_FILES, .list = "audience" },
    { .key = "audience_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "must_ack", .head = N_("must"), .shape = DBK_BOOLEAN, .where = DBK_EVERYWHERE },
    { .key = "share", .head = N_("read by"), .where = DBK_IN_TABLE },
    { .key = "has_read", .head = N_("read by"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "concerned", .head = N_("of"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "published_at", .head = N_("published"), .shape = DBK_INSTANT, .where = DBK_EVERYWHERE },
    { .key = "published_by", .head = N_("by whom"), .where = DBK_IN_FILES },
    { .key = "revoked_at", .head = N_("revoked"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
    { .key = "revoked_by", .head = N_("revoked by"), .where = DBK_IN_FILES },
};
const dbk_columns dbk_bulletin_columns = DBK_COLUMNS(bulletin_columns);

static const dbk_column unread_columns[] = {
    { .key = "number", .head = N_("number"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE, .once = true },
    { .key = "kind", .where = DBK_IN_JSON },
    { .key = "title", .head = N_("title"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 3, .once = true },
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "committee", .head = N_("committee"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 3 },
    { .key = "subdistrict", .head = N_("subdistrict"), .where = DBK_IN_FILES },
    { .key = "branch", .head = N_("branch"), .where = DBK_IN_FILES },
    { .key = "contact", .head = N_("contact"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2 },
    { .key = "contact_telephone", .head = N_("telephone"), .where = DBK_EVERYWHERE },
    { .key = "published_at", .head = N_("published"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
    { .key = "hours", .head = N_("hours"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "overdue", .head = N_("overdue"), .shape = DBK_BOOLEAN, .where = DBK_EVERYWHERE },
};
static const dbk_columns unread = DBK_COLUMNS(unread_columns);

const dbk_page dbk_page_bulletins = {
    .n = 1, .part = { { "bulletins", DBK_SQL_OFFICE_BULLETINS, 1, &dbk_bulletin_columns, NULL,
                        N_("no such bulletin was published\n"), NULL } },
};

const dbk_page dbk_page_bulletin_unread = {
    .n = 1, .part = { { "unread", DBK_SQL_OFFICE_BULLETIN_UNREAD, 1, &unread, NULL,
                        N_("all that must be read has been read\n"), NULL } },
};
