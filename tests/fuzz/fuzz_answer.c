/*
 * What a server says of a record, and what a person is told of it: nothing that is shown harms a terminal, and only a
 * receipt that proves itself is one.
 *
 * The first byte says where the record lies and what happened to it, the second how the line was; the rest is a Reply.
 */
#include "clients/finding.h"
#include "clients/secretary/handed.h"
#include "clients/secretary/remedy.h"
#include "clients/secretary/tell.h"
#include "proto/codes.h"
#include "proto/envelope.h"
#include "tests/clients/secretary/sample.h"
#include "tests/fuzz/fuzz.h"

#define NOW_MS 1582035000000
#define HEAD_BYTES 2

static dbk_form *form;
static dbk_arena arena;
static dbk_desk desk;
static dbk_item item;
static dbk_complaints found;

static void
lay_item(void)
{
    char path[256];

    form = sample_form(1);
    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    dbk_desk_init(&desk);
    desk.home = sample_home(path);
    snprintf(desk.settings.home, sizeof desk.settings.home, "%s", path);
    item.sealed = sample_sealed(7, SAMPLE_COMMITTEE, SAMPLE_NIGHT, 0, item.id, &item.sealed_size);
    item.kind = DBK_NIGHTLY_REPORT;
    item.committee_id = SAMPLE_COMMITTEE;
    item.report_date = SAMPLE_NIGHT;
    dbk_hash(item.sealed, item.sealed_size, item.hash);
}

static void
prove_sentences(void)
{
    static const dbk_items box[BOX_N];
    const dbk_remedy_view view = { &desk, box, true, NOW_MS };
    char room[DBK_SENTENCE_BYTES];

    PROVE(fuzz_is_text(dbk_tell_why(&item, room, sizeof room), false));
    PROVE(fuzz_is_text(dbk_tell_next(&item, true, NOW_MS, room, sizeof room), false));
    PROVE(fuzz_is_text(dbk_remedy(&view, &item, room, sizeof room), false));
    PROVE(fuzz_is_text(dbk_remedy_command(&item, room, sizeof room), false));
}

static void
prove_json(void)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);

    PROVE(to != NULL);
    dbk_tell_json(&item, &(dbk_json){ .to = to });
    PROVE(fclose(to) == 0 && size > 2 && text[size - 1] == '\n' && fuzz_is_text(text, true));
    free(text);
}

static void
prove_news(const dbk_reply *reply, item_event event)
{
    const dbk_news news = { &item, event, reply, NULL };
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);

    PROVE(to != NULL);
    dbk_tell_news(&news, to);
    PROVE(fclose(to) == 0 && fuzz_is_text(text, true));
    PROVE(dbk_tell_code(&news) < DBK_N_CODES);
    free(text);
}

static void
prove_violations(const dbk_reply *reply)
{
    static dbk_finding finding;

    found.n = found.more = 0;
    dbk_tell_refusal(reply, &item, NULL, form, &found);
    PROVE(found.n + found.more == reply->n_violations + reply->violations_more);
    for (size_t i = 0; i < found.n; i++)
        PROVE(fuzz_is_text(found.row[i].text, false));
    for (size_t i = 0; i < reply->n_violations; i++) {
        dbk_finding_told(&finding, reply->violations[i], &(dbk_finding_scene){ item.kind, form, NULL, NULL });
        PROVE(fuzz_is_text(finding.text, false) && fuzz_is_text(finding.code, false));
        PROVE(fuzz_is_text(finding.path, false));
    }
}

/* By another eye than the sender's. */
static void
prove_receipt(const dbk_receipt *receipt)
{
    char code[DBK_CODE_CHARS + 1];

    if (!dbk_receipt_proves(receipt, &item))
        return;
    dbk_code_make(item.id, item.hash, code);
    PROVE(strcmp(receipt->code, code) == 0 && memcmp(receipt->record_id.data, item.id, DBK_ID_BYTES) == 0);
}

static void
prove_standing(const dbk_reply *reply)
{
    char room[DBK_HANDED_BYTES];
    uint8_t id[DBK_ID_BYTES];
    const bool told = dbk_tell_standing(&item, id);

    PROVE(told == (reply->standing != NULL && reply->standing->record_id.len == DBK_ID_BYTES));
    if (reply->standing != NULL)
        PROVE(fuzz_is_text(dbk_handed_words(reply->standing, NOW_MS, room), false));
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (form == NULL)
        lay_item();
    dbk_arena_clear(&arena);
    if (size < HEAD_BYTES)
        return 0;
    const dbk_reply *reply = dbk_reply_unpack(&arena, bytes + HEAD_BYTES, size - HEAD_BYTES, NULL);

    item.box = bytes[0] % BOX_N;
    item.note.last = bytes[0] / BOX_N % EV_N;
    item.note.line = bytes[1] % LINE_N;
    item.note.tries = bytes[1] / LINE_N;
    dbk_note_set_reply(&item.note, bytes + HEAD_BYTES, size - HEAD_BYTES);
    prove_sentences();
    prove_json();
    if (reply != NULL) {
        prove_news(reply, dbk_item_event_of(reply->status));
        prove_violations(reply);
        prove_receipt(reply->receipt);
        prove_standing(reply);
    }
    dbk_note_fini(&item.note);
    return 0;
}
