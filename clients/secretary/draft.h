/*
 * draft — tonight's report while it is being written: one file a committee and night, on disk after every field.
 *
 * It is the same YAML that daybook submit reads, in drafts/, so that what was typed outlives this program; a note in it
 * names what the program wrote and nobody has confirmed yet. A lock beside it says that a window has it open; the lock
 * dies with its process.
 * Promise: when dbk_draft_save() returns 0, what was typed survives a power cut.
 */
#ifndef DBK_SECRETARY_DRAFT_H
#define DBK_SECRETARY_DRAFT_H

#include <stdbool.h>
#include <stdint.h>

#include "clients/secretary/sheet.h"
#include "proto/err.h"
#include "proto/messages.h"

typedef struct dbk_draft dbk_draft;

/*
 * Open the draft of a committee and night, or begin one; nothing is written yet.
 *   home     descriptor of the home folder, only borrowed
 *   errors   DBK_E_BUSY another window has it open;  DBK_E_SYSTEM the disk refused
 */
dbk_draft *dbk_draft_open(int home, uint32_t committee, uint32_t date, dbk_err *err);
/* The same for what is asked line by line; `stem` is the name of its file without the ending. */
dbk_draft *dbk_draft_open_named(int home, const char *stem, dbk_err *err);
void       dbk_draft_close(dbk_draft **draft);       /* NULL-safe; gives the lock back */

/* What was typed before, into an empty sheet.
 *   returns  1: there was something; 0: nothing; -1: err says why it cannot be read (it stays where it is) */
int dbk_draft_load(dbk_draft *draft, dbk_sheet *sheet, dbk_err *err);
int dbk_draft_save(dbk_draft *draft, const dbk_sheet *sheet, dbk_err *err);
/* Both as a file. *file is the caller's to close. */
int dbk_draft_open_file(dbk_draft *draft, dbk_report_file **file, dbk_err *err);
int dbk_draft_save_text(dbk_draft *draft, const char *text, dbk_err *err);
int dbk_draft_remove(dbk_draft *draft, dbk_err *err);            /* it was sealed, or given up */

/* A file beside it, for what a person has in another editor: its folder, and its name in there.
 *   part     what of the report it is: a path as violations name it, or a word
 *   suffix   of the file's name, such as ".txt" */
#define DBK_DRAFT_PART_BYTES (DBK_FIELD_BYTES + 40)
int         dbk_draft_folder(const dbk_draft *draft);
const char *dbk_draft_part(const dbk_draft *draft, const char *part, const char *suffix,
                           char name[DBK_DRAFT_PART_BYTES]);

/* Milliseconds since 1970 when this one was last saved; 0: there is nothing yet. */
int64_t dbk_draft_kept_ms(const dbk_draft *draft);

/* Removes what was kept under names that begin with `stem`, "health-" for one, for nights before `date` (YYYYMMDD). */
int dbk_draft_forget(int home, const char *stem, uint32_t date, dbk_err *err);

/* The laptop is another person's now: all drafts go to NAME.drafts, whole, where `daybook submit` takes them from; those
 * of confidential records are removed, nobody else may read them.
 *   n   how many there were to be laid aside */
#define DBK_DRAFTS_ASIDE ".drafts"
int dbk_draft_lay_aside(int home, const char *name, size_t *n, dbk_err *err);
/* How many lie in that folder of the home, "drafts" for one's own. */
size_t dbk_draft_count(int home, const char *folder);

/* One that lies there, of any kind and night; seen without its lock. */
typedef struct {
    dbk_kind kind;
    uint32_t committee_id, date, part;
    int64_t  saved_ms;
} dbk_draft_seen;

/* All of one's own, in no order.
 *   seen     the caller's room for `most`; more are not told
 *   returns  how many are told */
size_t dbk_draft_list(int home, dbk_draft_seen *seen, size_t most);

/* Is there one? Needs no lock. */
bool dbk_draft_exists(int home, uint32_t committee, uint32_t date);

/* Milliseconds since 1970 when it was last saved; 0: there is none. */
int64_t dbk_draft_saved_ms(int home, uint32_t committee, uint32_t date);

#endif
