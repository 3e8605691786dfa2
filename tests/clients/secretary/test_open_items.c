/*
 * Open items: what the server said and what was sealed here since make one list; it is laid on a sheet before everything
 * else, and nothing is sealed that leaves one out.
 */
#include "clients/secretary/open_items.h"

#include "clients/secretary/findings.h"
#include "clients/words.h"
#include "tests/clients/secretary/sample.h"

#define LAMP "re3da561c"                     /* 北门, 路灯不亮 */
#define SUITS "s87fafcce"                    /* protective suits, 套 */
#define LOCK "r27594473"                     /* no place, 东门门锁坏了 */
#define STILL DAYBOOK__V1__ITEM_ANSWER__STILL_THERE
#define SOLVED DAYBOOK__V1__ITEM_ANSWER__SOLVED

static const uint8_t key[DBK_KEY_BYTES] = { 7 };
static dbk_desk desk;

static void
open_desk(void)
{
    char path[256];

    close(sample_home(path));
    dbk_desk_init(&desk);
    snprintf(desk.settings.home, sizeof desk.settings.home, "%s", path);
    assert(dbk_desk_outbox(&desk, NULL) != NULL && dbk_outbox_lock(desk.outbox, 0, NULL) == 0);
}

/* ------------------------------------------------------------------ what lies there */

/* One report: what it raises and what it answers. */
typedef struct {
    unsigned    number;                      /* a greater one is later */
    uint32_t    date;
    item_event  last;                        /* EV_RECEIPT: it lies in done/ */
    int64_t     received_ms;
    bool        lamp, suits;                 /* it says so */
    const char *item;                        /* that it answers; NULL: none */
    int         answer;
} said;

static void
note_receipt(dbk_item *item, int64_t received_ms)
{
    dbk_reply reply = DAYBOOK__V1__REPLY__INIT;
    dbk_receipt receipt = DAYBOOK__V1__RECEIPT__INIT;
    uint8_t bytes[256];

    receipt.has_received_at_ms = true;
    receipt.received_at_ms = received_ms;
    reply.has_status = true;
    reply.status = DBK_ACCEPTED;
    reply.receipt = &receipt;
    assert(daybook__v1__reply__get_packed_size(&reply) <= sizeof bytes);
    dbk_note_set_reply(&item->note, bytes, daybook__v1__reply__pack(&reply, bytes));
}

static uint8_t *
sealed_of(const said *it, size_t *size)
{
    uint8_t id[DBK_ID_BYTES], *plain = sample_sealed(it->number, SAMPLE_COMMITTEE, it->date, 0, id, size), *bytes;
    dbk_observation lamp = DAYBOOK__V1__OBSERVATION__INIT, *observations[] = { &lamp };
    dbk_supply_need need = DAYBOOK__V1__SUPPLY_NEED__INIT, *needs[] = { &need };
    dbk_answered_item answer = DAYBOOK__V1__ANSWERED_ITEM__INIT, *answers[] = { &answer };
    dbk_record *record = daybook__v1__record__unpack(NULL, *size, plain);
    dbk_nightly_report *report = record->nightly_report;

    lamp.has_kind = lamp.has_place = lamp.has_text = true;
    lamp.kind = DAYBOOK__V1__OBSERVATION_KIND__RISK;
    lamp.place = sample_text("北门");
    lamp.text = sample_text("路灯不亮");
    need.has_item = need.has_unit = need.has_quantity = true;
    need.item = DAYBOOK__V1__SUPPLY_ITEM__PROTECTIVE_SUIT;
    need.unit = sample_text("套");
    need.quantity = 20;
    answer.has_item = answer.has_answer = true;
    answer.item = sample_text(it->item ? it->item : "");
    answer.answer = (Daybook__V1__ItemAnswer)it->answer;
    report->observations = observations, report->n_observations = it->lamp;
    report->supply_needs = needs, report->n_supply_needs = it->suits;
    report->answers = answers, report->n_answers = it->item != NULL;
    bytes = dbk_record_pack(record, size);
    report->n_observations = report->n_supply_needs = report->n_answers = 0;
    report->observations = NULL, report->supply_needs = NULL, report->answers = NULL;
    daybook__v1__record__free_unpacked(record, NULL);
    free(plain);
    return bytes;
}

static void
lay_down(const said *it)
{
    size_t size;
    uint8_t *sealed = sealed_of(it, &size);
    dbk_items out;

    assert(dbk_outbox_add(desk.outbox, key, sealed, size, NULL) == 0);
    free(sealed);
    assert(dbk_outbox_list(desk.outbox, BOX_OUT, &out, NULL) == 0);
    for (size_t i = 0; i < out.n; i++)
        if (out.row[i].id[15] == it->number) {
            out.row[i].note.last = it->last;
            if (it->last == EV_RECEIPT) {
                note_receipt(&out.row[i], it->received_ms);
                assert(dbk_outbox_mark(desk.outbox, &out.row[i], NULL) == 0);
                assert(dbk_outbox_file(desk.outbox, &out.row[i], BOX_DONE, NULL) == 0);
            } else
                assert(dbk_outbox_mark(desk.outbox, &out.row[i], NULL) == 0);
        }
    dbk_items_fini(&out);
}

/* What the server has told: the lock since the 10th, a remark of the night itself, a risk that was raised on it. */
static void
told_at(int64_t as_of_ms)
{
    dbk_open_items list = DAYBOOK__V1__OPEN_ITEMS__INIT;
    dbk_open_item item[3], *items[] = { &item[0], &item[1], &item[2] };
    char path[sizeof desk.settings.home + 20];
    uint8_t bytes[512];
    FILE *file;
    static const struct { const char *name, *text; uint32_t night; } rows[] = {
        { LOCK, "东门门锁坏了", 20200210 }, { "m00000001", "请补报", 20200218 }, { "r00000002", "今晚才报", 20200218 },
    };

    for (size_t i = 0; i < 3; i++) {
        daybook__v1__open_item__init(&item[i]);
        item[i].has_item = item[i].has_text = item[i].has_night = item[i].has_last_night = true;
        item[i].item = sample_text(rows[i].name);
        item[i].text = sample_text(rows[i].text);
        item[i].night = item[i].last_night = rows[i].night;
    }
    list.has_committee_id = list.has_as_of_ms = true;
    list.committee_id = SAMPLE_COMMITTEE;
    list.as_of_ms = as_of_ms;
    list.items = items;
    list.n_items = 3;
    snprintf(path, sizeof path, "%s/items", desk.settings.home);
    assert(mkdir(path, 0700) == 0);
    snprintf(path, sizeof path, "%s/items/%u", desk.settings.home, SAMPLE_COMMITTEE);
    assert(daybook__v1__open_items__get_packed_size(&list) <= sizeof bytes && (file = fopen(path, "we")) != NULL);
    assert(fwrite(bytes, daybook__v1__open_items__pack(&list, bytes), 1, file) == 1 && fclose(file) == 0);
}

/* ------------------------------------------------------------------ the list */

static void
names(void)
{
    char name[DBK_ITEM_CHARS + 1];

    dbk_open_risk_name(sample_text("北门"), sample_text("路灯不亮"), name);
    CHECK_STR("of a risk", name, LAMP);
    dbk_open_risk_name(sample_text(""), sample_text("东门门锁坏了"), name);
    CHECK_STR("without a place", name, LOCK);
    dbk_open_supply_name(1, sample_text("套"), name);
    CHECK_STR("of supplies", name, SUITS);
}

#define TOLD_MS INT64_C(1582000000000)
#define BEFORE_MS (TOLD_MS - 600000)
#define AFTER_MS (TOLD_MS + 600000)

static const struct { const char *name; bool told; said sealed[3]; const char *finds; } lists[] = {
    { "nothing is known", false, { { 0 } }, "" },
    { "what the server said, of earlier nights and remarks", true, { { 0 } }, LOCK " m00000001" },
    { "raised here, delivered or not", false, { { 1, 20200216, EV_NONE, 0, true, true, NULL, 0 } }, LAMP " " SUITS },
    { "raised on this very night", false, { { 1, SAMPLE_NIGHT, EV_NONE, 0, true, false, NULL, 0 } }, "" },
    { "raised on a later night", false, { { 1, 20200219, EV_NONE, 0, true, false, NULL, 0 } }, "" },
    { "the server had it when it looked", true, { { 1, 20200216, EV_RECEIPT, BEFORE_MS, true, false, NULL, 0 } },
      LOCK " m00000001" },
    { "the server has it since", true, { { 1, 20200216, EV_RECEIPT, AFTER_MS, true, false, NULL, 0 } },
      LOCK " " LAMP " m00000001" },
    { "solved by what waits here", true, { { 1, 20200217, EV_NONE, 0, false, false, LOCK, SOLVED } }, "m00000001" },
    { "solved, and the server knew better then", true,
      { { 1, 20200217, EV_RECEIPT, BEFORE_MS, false, false, LOCK, SOLVED } }, LOCK " m00000001" },
    { "solved a night after it was raised here", false,
      { { 1, 20200215, EV_NONE, 0, true, false, NULL, 0 }, { 2, 20200216, EV_NONE, 0, false, false, LAMP, SOLVED } }, "" },
    { "sealed in the other order", false,
      { { 2, 20200215, EV_NONE, 0, true, false, NULL, 0 }, { 1, 20200216, EV_NONE, 0, false, false, LAMP, SOLVED } }, "" },
    { "solved, and raised again in the same report", false,
      { { 1, 20200215, EV_NONE, 0, true, false, NULL, 0 }, { 2, 20200216, EV_NONE, 0, true, false, LAMP, SOLVED } }, LAMP },
    { "solved, and raised again later", false,
      { { 1, 20200215, EV_NONE, 0, true, false, NULL, 0 }, { 2, 20200216, EV_NONE, 0, false, false, LAMP, SOLVED },
        { 3, 20200217, EV_NONE, 0, true, false, NULL, 0 } }, LAMP },
    { "a correction takes it back", false,
      { { 1, 20200215, EV_NONE, 0, true, false, NULL, 0 }, { 2, 20200215, EV_NONE, 0, false, false, NULL, 0 } }, "" },
    { "of one in conflict nothing counts", false, { { 1, 20200215, EV_CONFLICT, 0, true, false, NULL, 0 } }, "" },
    { "still there, whatever the server said", true, { { 1, 20200217, EV_NONE, 0, false, false, "r0000000a", STILL } },
      LOCK " r0000000a m00000001" },
};

static const char *
all(const dbk_open_list *list)
{
    static char text[200];

    text[0] = '\0';
    for (size_t i = 0; i < list->n; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", i > 0 ? " " : "", list->row[i].name);
    return text;
}

static void
what_is_open(void)
{
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        dbk_open_list list;

        open_desk();
        if (lists[i].told)
            told_at(TOLD_MS);
        for (size_t k = 0; k < 3 && lists[i].sealed[k].number != 0; k++)
            lay_down(&lists[i].sealed[k]);
        CHECK_INT(lists[i].name, dbk_open_read(&list, &desk, SAMPLE_COMMITTEE, SAMPLE_NIGHT, NULL), 0);
        CHECK_STR(lists[i].name, all(&list), lists[i].finds);
        CHECK_INT(lists[i].name, list.as_of_ms, lists[i].told ? TOLD_MS : 0);
        dbk_open_fini(&list);
        CHECK_INT("another committee", dbk_open_read(&list, &desk, 13, SAMPLE_NIGHT, NULL), 0);
        CHECK_STR("hears of none", all(&list), "");
        dbk_open_fini(&list);
        dbk_desk_fini(&desk);
    }
}

static void
words(void)
{
    const said raised = { 1, 20200216, EV_NONE, 0, true, true, NULL, 0 };
    const said answered = { 2, 20200217, EV_NONE, 0, false, false, LAMP, STILL };
    dbk_open_list list;
    char as_of[DBK_OPEN_AS_OF_BYTES];

    open_desk();
    told_at(TOLD_MS);
    lay_down(&raised);
    lay_down(&answered);
    assert(dbk_open_read(&list, &desk, SAMPLE_COMMITTEE, SAMPLE_NIGHT, NULL) == 0);
    CHECK_STR("since when", dbk_open_named(&list, LAMP)->head, "risk point 02-16, 2 d old");
    CHECK_STR("what, and what was answered", dbk_open_named(&list, LAMP)->about,
              "北门: 路灯不亮 (answered last: still there)");
    CHECK_STR("how much", dbk_open_named(&list, SUITS)->about, "protective suit 20 套");
    CHECK_HAS("of when", dbk_open_as_of(&list, as_of), "2020-02-18");
    list.fresh = true;
    CHECK_STR("of now", dbk_open_as_of(&list, as_of), "");
    list.as_of_ms = 0;
    list.fresh = false;
    CHECK_HAS("never asked", dbk_open_as_of(&list, as_of), "never asked");
    dbk_open_fini(&list);
    dbk_desk_fini(&desk);
}

/* ------------------------------------------------------------------ on a sheet, and in a report */

static void
set(dbk_sheet *sheet, const char *path, const char *text)
{
    const size_t i = dbk_sheet_find(sheet, path);

    assert(i != DBK_SHEET_NONE);
    dbk_sheet_set(sheet, i, text);
}

static void
laid_on_a_sheet(void)
{
    dbk_form *form = sample_form(1);
    dbk_sheet sheet;
    dbk_open_list list;
    dbk_findings *found = calloc(1, sizeof *found);

    assert(found != NULL);
    open_desk();
    told_at(TOLD_MS);
    assert(dbk_open_read(&list, &desk, SAMPLE_COMMITTEE, SAMPLE_NIGHT, NULL) == 0);
    dbk_sheet_init(&sheet, form, SAMPLE_COMMITTEE, SAMPLE_NIGHT);
    dbk_sheet_add(&sheet, LIST_ANSWERS);                        /* from a draft: not open any more, and never answered */
    set(&sheet, "answers[1].item", "r000000ff");
    dbk_sheet_add(&sheet, LIST_ANSWERS);                        /* the same, but answered */
    set(&sheet, "answers[2].item", "r000000fe");
    set(&sheet, "answers[2].answer", "SOLVED");
    dbk_sheet_add(&sheet, LIST_CASES);
    dbk_open_lay(&list, &sheet);
    dbk_open_lay(&list, &sheet);                                /* once more is no more */
    CHECK_INT("two of the list, one that was answered", sheet.entries[LIST_ANSWERS], 3);
    CHECK_STR("before everything else", sheet.field[0].path, "answers[1].item");
    CHECK_STR("what was answered stays", sheet.field[0].text, "r000000fe");
    CHECK_STR("the oldest first", sheet.field[dbk_sheet_find(&sheet, "answers[2].item")].text, LOCK);
    CHECK_STR("with its words", sheet.field[dbk_sheet_find(&sheet, "answers[2].item")].about, "东门门锁坏了");
    CHECK_TRUE("then the figures", sheet.field[9].indicator != 0);
    dbk_findings_look(found, &sheet);
    CHECK_STR("not answered", dbk_findings_of(found, "answers[2].answer")->code, "item.answer");
    set(&sheet, "answers[2].answer", "STILL_THERE");
    dbk_findings_look(found, &sheet);
    CHECK_TRUE("answered", dbk_findings_of(found, "answers[2].answer") == NULL);
    free(found);
    dbk_sheet_fini(&sheet);
    dbk_open_fini(&list);
    dbk_desk_fini(&desk);
    dbk_form_close(&form);
}

/* From the sheet to the file and back, and what the file leaves out. */
static void
in_a_file(void)
{
    dbk_form *form = sample_form(1);
    dbk_sheet sheet;
    dbk_open_list list;
    dbk_complaints found = { 0 };
    char *yaml;

    open_desk();
    told_at(TOLD_MS);
    assert(dbk_open_read(&list, &desk, SAMPLE_COMMITTEE, SAMPLE_NIGHT, NULL) == 0);
    dbk_sheet_init(&sheet, form, SAMPLE_COMMITTEE, SAMPLE_NIGHT);
    dbk_open_lay(&list, &sheet);
    set(&sheet, "answers[1].answer", "ESCALATED");
    set(&sheet, "answers[1].text", "物业说: \"没有备件\"");
    dbk_sheet_remove(&sheet, LIST_ANSWERS, 2);
    yaml = dbk_sheet_yaml(&sheet, true);
    CHECK_HAS("what it is, for an editor", yaml, "  # risk point 02-10, 8 d old: 东门门锁坏了\n  - item: ");
    dbk_report_file *file = dbk_report_file_parse(yaml, "", &found, NULL);
    const dbk_record *record = dbk_report_file_record(file, form, &found);

    CHECK_INT("good as a file", found.n, 0);
    CHECK_INT("one answer", record->nightly_report->n_answers, 1);
    CHECK_INT("escalated", record->nightly_report->answers[0]->answer, DAYBOOK__V1__ITEM_ANSWER__ESCALATED);
    CHECK_INT("looked at", dbk_open_look(&desk, record, file, &found, NULL), 0);
    CHECK_INT("one is left out", found.n, 1);
    CHECK_HAS("which", found.row[0].text, "m00000001");
    CHECK_HAS("and what it says", found.row[0].text, "请补报");
    CHECK_INT("where the answers begin", found.row[0].line, dbk_report_file_line(file, "answers"));
    dbk_report_file_close(&file);
    free(yaml);
    dbk_sheet_fini(&sheet);
    dbk_open_fini(&list);
    dbk_desk_fini(&desk);
    dbk_form_close(&form);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "names",              names },
        { "what is open",       what_is_open },
        { "words",              words },
        { "laid on a sheet",    laid_on_a_sheet },
        { "in a file",          in_a_file },
    };

    dbk_words_init("daybook", "en");
    return unit_main("open_items", tests, ARRAY_LEN(tests), 60);
}
