/*
 * submission — one record on its way through the daemon: who sent it, what it says, what became of it.
 *
 * Its memory is one arena, taken from a pool and given back whole, so that a busy daemon allocates nothing per record.
 */
#ifndef DBK_DAEMON_SUBMISSION_H
#define DBK_DAEMON_SUBMISSION_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/front.h"
#include "proto/arena.h"
#include "proto/envelope.h"
#include "proto/messages.h"

/* What a record may take beside what its unpacking may: its violations with their sentences, and the reply that shows
 * them. */
#define DBK_VERDICT_MAX_BYTES (256u * 1024u)

/* What stands in the database for this record's id, or for its night. */
typedef struct {
    bool           found;
    bool           same_bytes;              /* by id: the hash agrees */
    bool           base_known;              /* by night: the record it corrects is there */
    bool           by_proxy;                /* by night: the newest was entered by the office */
    uint8_t        id[DBK_ID_BYTES];
    int32_t        person;                  /* who sent it */
    uint32_t       report_date, revision;   /* YYYYMMDD */
    int64_t        received_ms;
    dbk_timeliness timeliness;
    char           code[DBK_CODE_CHARS + 1];
} dbk_found;

typedef struct dbk_submission dbk_submission;

struct dbk_submission {
    dbk_submission    *next;                /* in whatever list it is */
    dbk_submission    *copies;              /* the same bytes, same person, in one batch: they share the verdict */

    dbk_return_address from;
    uint64_t           request_id;
    uint8_t            key[DBK_KEY_BYTES];
    int32_t            person;
    int64_t            received_ms;         /* the daemon's clock when the frame was taken, or what is proven */

    size_t             weight_bytes;        /* what the pool was told of it */
    dbk_arena          arena;               /* everything below that is a pointer lives here */
    const uint8_t     *sealed;
    size_t             sealed_bytes;
    const dbk_record  *record;
    uint8_t            hash[DBK_HASH_BYTES];
    char               code[DBK_CODE_CHARS + 1];
    int32_t            day;                 /* report_date as a day number; 0 when there is no such day */
    dbk_timeliness     timeliness;          /* should it be kept as a first report */
    bool               proven;              /* an earlier receipt of ours says these two: accepted before a restore */

    /* Decided before the database is asked. Not admissible: it is only looked up, `refusal` answers when it is not
     * there. */
    bool                  admissible;
    dbk_status            refusal;
    const char           *reason;
    const dbk_violations *violations;       /* refusal REJECTED */

    /* A first report where the newest is an entry of the office: it is written again, as a correction of that one. */
    bool    after_entry;
    uint8_t entry[DBK_ID_BYTES];

    /* Decided by the database. */
    bool      kept;                         /* inserted and committed now */
    bool      fault;                        /* the database refused what the checker allowed */
    dbk_found by_id, by_night;
};

typedef struct dbk_submissions dbk_submissions;

dbk_submissions *dbk_submissions_new(void);                             /* never NULL */
void             dbk_submissions_free(dbk_submissions **pool);
dbk_submission  *dbk_submission_take(dbk_submissions *pool);            /* zeroed, its arena empty; never NULL */
void             dbk_submission_give(dbk_submissions *pool, dbk_submission **s);
size_t           dbk_submissions_out(const dbk_submissions *pool);      /* taken and not given back */

/* It is read: from here until it is given back its memory counts. Returns what all of these hold, in bytes. */
size_t           dbk_submission_weigh(dbk_submissions *pool, dbk_submission *s);

/* A list in order of arrival. */
typedef struct { dbk_submission *first, **end; size_t n; } dbk_line;

void            dbk_line_init(dbk_line *line);
void            dbk_line_add(dbk_line *line, dbk_submission *s);
void            dbk_line_insert(dbk_line *line, dbk_submission *after, dbk_submission *s);   /* NULL: at the end */
dbk_submission *dbk_line_take(dbk_line *line);                          /* NULL: empty */
void            dbk_line_append(dbk_line *line, dbk_line *tail);        /* `tail` is empty afterwards */

#endif
