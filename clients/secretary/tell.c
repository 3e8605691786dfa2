#include "clients/secretary/tell.h"

#include <stdlib.h>
#include <string.h>

#include "clients/secretary/kinds.h"
#include "clients/secretary/night.h"
#include "clients/words.h"
#include "clients/wrap.h"
#include "proto/calendar.h"
#include "proto/codes.h"
#include "proto/envelope.h"
#include "proto/ident.h"
#include "proto/kind.h"
#include "proto/text.h"

#define NAME_BYTES 128

static const char *
day_text(uint32_t ymd, char text[DBK_DAY_TEXT_BYTES])
{
    int32_t day;

    text[0] = '\0';
    return dbk_day_from_ymd(ymd, &day) ? dbk_day_text(day, text) : text;
}

static const char *
shown(ProtobufCBinaryData text, char *room, size_t room_bytes)
{
    return dbk_text_shown(text.data, text.len, room, room_bytes);
}

const char *
dbk_tell_night(const dbk_item *item, char *room, size_t room_bytes)
{
    char day[DBK_DAY_TEXT_BYTES], part[DBK_PART_BYTES];
    const dbk_code_row *kind = dbk_list_find(DBK_LIST_KIND, (int)item->kind);
    const int n = snprintf(room, room_bytes, _("committee %u, %s"), item->committee_id,
                           day_text(item->report_date, day));

    dbk_kind_part_words(item->kind, item->part, part);
    if (item->kind != DBK_NIGHTLY_REPORT && kind && n > 0 && (size_t)n < room_bytes)
        snprintf(room + n, room_bytes - (size_t)n, _(", %s%s%s"), dbk_words_pick(kind->zh, kind->en),
                 part[0] ? " " : "", part);
    return room;
}

/* ------------------------------------------------------------------ why */

/* By the reason that the server gives; else by the status alone. "": any reason. */
static const struct { dbk_status status; const char *reason, *words; } standing_words[] = {
    { DBK_FORBIDDEN,   "key.revoked",    N_("the office has withdrawn your key; ask the office") },
    { DBK_FORBIDDEN,   "scope.secretary", N_("only a secretary of this committee may send that; ask the office") },
    { DBK_FORBIDDEN,   "scope.person",   N_("it names a person who is not posted there on that day; "
                                            "once the office puts its roster right it goes in") },
    { DBK_FORBIDDEN,   "",               N_("you have no posting at this committee on that night; ask the office") },
    { DBK_CLOSED,      "night.unopened", N_("the office has not opened that night; check the date, or ask it") },
    { DBK_CLOSED,      "",               N_("the office has closed that night; ask it to reopen, then flush") },
    { DBK_UNSUPPORTED, "",               N_("the server does not speak this program's version; update daybook") },
    { DBK_FAULT,       "",               N_("a fault of the service, not yours; the office is alarmed") },
    { DBK_CONFLICT,    "base.unknown",   N_("the server does not know the report that this one corrects") },
};

static const char *
words_of_reply(const dbk_reply *reply)
{
    const char *reason = reply && reply->reason ? reply->reason : "";

    for (size_t i = 0; reply && i < sizeof standing_words / sizeof standing_words[0]; i++)
        if (standing_words[i].status == reply->status &&
            (standing_words[i].reason[0] == '\0' || strcmp(standing_words[i].reason, reason) == 0))
            return _(standing_words[i].words);
    return _("the server gave an answer that this program does not know; update daybook");
}

static void
why_conflict(const dbk_reply *reply, char *room, size_t room_bytes)
{
    const dbk_standing *standing = reply ? reply->standing : NULL;
    char name[NAME_BYTES], at[DBK_INSTANT_TEXT_BYTES], id[DBK_ID_TEXT_BYTES];

    if (standing == NULL || standing->record_id.len != DBK_ID_BYTES) {
        snprintf(room, room_bytes, "%s", words_of_reply(reply));
        return;
    }
    snprintf(room, room_bytes, _("another report stands for that night: revision %u, sent by %s, received %s, id %s"),
             standing->revision, shown(standing->sender, name, sizeof name),
             dbk_instant_text(standing->received_at_ms, at), dbk_id_text(standing->record_id.data, id));
}

static void
why_done(const dbk_item *item, const dbk_reply *reply, char *room, size_t room_bytes)
{
    const dbk_receipt *receipt = reply ? reply->receipt : NULL;
    const dbk_code_row *row = receipt ? dbk_list_find(DBK_LIST_TIMELINESS, (int)receipt->timeliness) : NULL;
    char at[DBK_INSTANT_TEXT_BYTES];

    room[0] = '\0';
    if (receipt)
        /* A first report that is a later revision: the office had entered what was dictated. */
        snprintf(room, room_bytes,
                 receipt->revision > 1 && !item->is_correction
                     ? _("revision %u, %s, received %s; the office had entered figures by telephone, yours stand now")
                     : _("revision %u, %s, received %s"), receipt->revision,
                 row ? dbk_words_pick(row->zh, row->en) : "?", dbk_instant_text(receipt->received_at_ms, at));
}

static void
why_refused(const dbk_reply *reply, item_event last, char *room, size_t room_bytes)
{
    char reason[NAME_BYTES] = "";

    if (reply && reply->reason)
        dbk_text_shown(reply->reason, strlen(reply->reason), reason, sizeof reason);
    if (last != EV_REJECTED)
        snprintf(room, room_bytes, "%s", _("given up by you"));
    else if (reply && reply->status == DBK_REJECTED)
        snprintf(room, room_bytes, _("rules broken: %zu"), reply->n_violations + reply->violations_more);
    else
        snprintf(room, room_bytes, _("the server could not read it (%s)"), reason);
}

static void
why_by_event(const dbk_item *item, const dbk_reply *reply, char *room, size_t room_bytes)
{
    switch (item->note.last) {
    case EV_STANDING:
        snprintf(room, room_bytes, "%s", words_of_reply(reply));
        break;
    case EV_CONFLICT:
        why_conflict(reply, room, room_bytes);
        break;
    case EV_BUSY:
        snprintf(room, room_bytes, "%s", _("the server was busy and has confirmed nothing"));
        break;
    case EV_SILENCE:
        snprintf(room, room_bytes, "%s", dbk_line_words(item->note.line));
        break;
    case EV_RECEIPT:
        why_done(item, reply, room, room_bytes);
        break;
    default:
        snprintf(room, room_bytes, "%s",
                 item->note.tries > 0 ? _("a try was begun and not finished") : _("not sent yet"));
    }
}

const char *
dbk_tell_why(const dbk_item *item, char *room, size_t room_bytes)
{
    dbk_arena arena;
    const dbk_reply *reply;

    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    reply = item->note.reply_size > 0
                ? dbk_reply_unpack(&arena, item->note.reply, item->note.reply_size, NULL) : NULL;
    if (item->box == BOX_REFUSED)
        why_refused(reply, item->note.last, room, room_bytes);
    else
        why_by_event(item, reply, room, room_bytes);
    dbk_arena_fini(&arena);
    return room;
}

bool
dbk_tell_standing(const dbk_item *item, uint8_t id[DBK_ID_BYTES])
{
    dbk_arena arena;
    const dbk_reply *reply;
    bool told;

    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    reply = dbk_reply_unpack(&arena, item->note.reply, item->note.reply_size, NULL);
    told = reply && reply->standing && reply->standing->record_id.len == DBK_ID_BYTES;
    if (told)
        memcpy(id, reply->standing->record_id.data, DBK_ID_BYTES);
    dbk_arena_fini(&arena);
    return told;
}

/* ------------------------------------------------------------------ what comes next */

const char *
dbk_tell_next(const dbk_item *item, bool watched, int64_t now_ms, char *room, size_t room_bytes)
{
    const int64_t left_ms = dbk_item_left_ms(item->note.next_try_ms, now_ms);
    char wait[DBK_NIGHT_BYTES];

    room[0] = '\0';
    if (item->box != BOX_OUT || dbk_item_state(item) == ITEM_ASKING)
        return room;
    if (!watched)
        snprintf(room, room_bytes, "%s", _("daybook flush sends it"));
    else if (left_ms > 0)
        snprintf(room, room_bytes, _("tried again in %s"), dbk_wait_words(left_ms, wait));
    else
        snprintf(room, room_bytes, "%s", _("tried again at once"));
    return room;
}

void
dbk_tell_json(const dbk_item *item, dbk_json *json)
{
    static const char *const states[ITEM_N] = {
        [ITEM_NONE] = "none", [ITEM_WAITING] = "waiting", [ITEM_SENT] = "waiting", [ITEM_HELD] = "held",
        [ITEM_ASKING] = "conflict", [ITEM_DONE] = "delivered", [ITEM_REFUSED] = "refused",
    };
    const dbk_code_row *kind = dbk_list_find(DBK_LIST_KIND, (int)item->kind);
    char id[DBK_ID_TEXT_BYTES], day[DBK_DAY_TEXT_BYTES], why[DBK_SENTENCE_BYTES], code[DBK_CODE_CHARS + 1];

    dbk_json_open(json, NULL, '{');
    dbk_json_text(json, "id", dbk_id_text(item->id, id));
    dbk_json_text(json, "kind", kind ? kind->name : NULL);
    dbk_json_number(json, "committee", item->committee_id);
    dbk_json_text(json, "date", day_text(item->report_date, day));
    dbk_json_text(json, "state", states[dbk_item_state(item)]);
    dbk_json_text(json, "reason", dbk_tell_why(item, why, sizeof why));
    dbk_json_number(json, "bytes", (int64_t)item->sealed_size);
    dbk_json_instant(json, "sealed_at_ms", dbk_item_sealed_ms(item));
    dbk_json_number(json, "tries", item->note.tries);
    dbk_json_instant(json, "last_try_ms", item->note.last_try_ms);
    dbk_json_instant(json, "next_try_ms", item->box == BOX_OUT ? item->note.next_try_ms : 0);
    dbk_code_make(item->id, item->hash, code);
    dbk_json_text(json, "telephone_code", item->box == BOX_DONE ? code : NULL);
    dbk_json_close(json, '}');
}

/* ------------------------------------------------------------------ news */

void
dbk_tell_telephone_code(const dbk_item *item, const char *indent, FILE *to)
{
    char code[DBK_CODE_CHARS + 1];

    dbk_code_make(item->id, item->hash, code);           /* the same as in the receipt, or it would not be in done/ */
    dbk_wrap_say(to, _("%stelephone code: %.4s %s\n"), indent, code, code + 4);
}

/* What a person can do about two records for one place, by the verb that its kind is filled in by. */
static void
tell_how_to_correct(const dbk_item *item, const dbk_standing *standing, FILE *to)
{
    const dbk_kind_shape *shape = dbk_kind_shape_of(item->kind);
    char id[DBK_ID_TEXT_BYTES], day[DBK_DAY_TEXT_BYTES], part[24] = "";

    if (item->part > 0)
        snprintf(part, sizeof part, "--part %u ", item->part);
    if (item->kind == DBK_NIGHTLY_REPORT)
        dbk_wrap_say(to, _("  to choose, or to see what differs: daybook correct %u %s\n"), item->committee_id,
                     day_text(item->report_date, day));
    if (shape->verb == NULL)
        dbk_wrap_say(to, _("  to correct that one: add the line corrects: %s to your file and submit it\n"),
                     dbk_id_text(standing->record_id.data, id));
    else if (shape->asked)
        dbk_wrap_say(to, _("  to choose, or to correct that one: daybook %s %s%u %s\n"), shape->verb, part,
                     item->committee_id, day_text(item->report_date, day));
    else
        dbk_wrap_say(to, _("  to correct that one, as a file: daybook %s --correct %s%u %s\n"), shape->verb, part,
                     item->committee_id, day_text(item->report_date, day));
}

static void
tell_choice(const dbk_news *news, FILE *to)
{
    const dbk_standing *standing = news->reply->standing;
    char id[DBK_ID_TEXT_BYTES];

    if (standing && standing->record_id.len == DBK_ID_BYTES)
        tell_how_to_correct(news->item, standing, to);
    dbk_wrap_say(to, _("  to let that one stand: daybook flush --drop %s\n"), dbk_id_text(news->item->id, id));
}

static void
tell_kept(const dbk_news *news, FILE *to)
{
    char at[DBK_NIGHT_BYTES];

    dbk_wrap_say(to, _("  kept in your outbox; to send it again: daybook flush, or any submit after %s\n"),
                 dbk_time_words(news->item->note.next_try_ms, dbk_now_ms(), at));
}

/* Of a kind that has no form, which takes more words to name, why on a line of its own. */
static void
tell_state(const dbk_news *news, const char *state, const char *why, FILE *to)
{
    char night[NAME_BYTES];

    dbk_tell_night(news->item, night, sizeof night);
    if (news->item->kind == DBK_NIGHTLY_REPORT)
        dbk_wrap_say(to, _("%s: %s: %s\n"), state, night, why);
    else
        dbk_wrap_say(to, _("%s: %s\n  %s\n"), state, night, why);
}

void
dbk_tell_news(const dbk_news *news, FILE *to)
{
    char night[NAME_BYTES], why[DBK_SENTENCE_BYTES];

    dbk_tell_night(news->item, night, sizeof night);
    dbk_tell_why(news->item, why, sizeof why);
    if (news->event == EV_RECEIPT && dbk_kind_find(news->item->kind)->first_counts) {
        dbk_wrap_say(to, _("the office knows: %s\n"), night);
        return;
    }
    switch (news->event) {
    case EV_RECEIPT:
        tell_state(news, _("delivered"), why, to);
        dbk_tell_telephone_code(news->item, "  ", to);
        if (news->reply->status == DBK_DUPLICATE)
            dbk_wrap_say(to, "%s", _("  the server had it already; this is the same receipt\n"));
        if (news->item->box != BOX_DONE)
            dbk_wrap_say(to, "%s",
                         _("  the receipt could not be written down here; the next flush asks for it again\n"));
        break;
    case EV_REJECTED:
        tell_state(news, _("refused"), why, to);
        if (dbk_kind_find(news->item->kind)->confidential)
            dbk_wrap_say(to, "%s", _("  it is confidential: "
                                     "it lies here until the corrected one is delivered, three days at most\n"));
        break;
    case EV_STANDING:
        tell_state(news, _("held"), why, to);
        tell_kept(news, to);
        break;
    case EV_CONFLICT:
        tell_state(news, _("held"), why, to);
        tell_choice(news, to);
        break;
    case EV_BUSY:
    case EV_SILENCE:
        tell_state(news, _("not delivered yet"), news->err && news->err->text[0] ? news->err->text : why, to);
        tell_kept(news, to);
        break;
    case EV_RESTORED:
        dbk_wrap_say(to, _("the server was restored from a backup: %s is sent again to be sure\n"), night);
        break;
    case EV_DROPPED:
        dbk_wrap_say(to, _("set aside: %s: your correction takes its place\n"), night);
        break;
    default:
        break;
    }
}

dbk_code
dbk_tell_code(const dbk_news *news)
{
    switch (news->event) {
    case EV_RECEIPT:
    case EV_RESTORED:
    case EV_DROPPED:
        return DBK_OK;
    case EV_REJECTED:
        return DBK_E_REJECTED;
    case EV_CONFLICT:
        return DBK_E_CONFLICT;
    case EV_STANDING:
        return news->reply && (news->reply->status == DBK_FORBIDDEN || news->reply->status == DBK_CLOSED)
                   ? DBK_E_FORBIDDEN : DBK_E_BUSY;
    default:
        return news->err && news->err->code != DBK_OK ? news->err->code : DBK_E_BUSY;
    }
}

void
dbk_tell_skew(int64_t skew_ms, FILE *to)
{
    const int64_t minutes = llabs(skew_ms) / 60000;

    if (llabs(skew_ms) <= DBK_SKEW_SHOWN_MS)
        return;
    if (skew_ms > 0)
        dbk_wrap_say(to, _("this computer's clock is %lld min behind the server's; please set it. "
                           "The night is the server's\n"), (long long)minutes);
    else
        dbk_wrap_say(to, _("this computer's clock is %lld min ahead of the server's; please set it. "
                           "The night is the server's\n"), (long long)minutes);
}
