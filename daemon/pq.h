/*
 * pq — the calls that talk to PostgreSQL, through one table that tests replace.
 *
 * Every boundary at which a connection can break, be late or lie is a row here: link.c makes no other call of libpq
 * that has an effect or waits for one. What is asked of a result that is already in hand (PQgetvalue and its like) is
 * not.
 */
#ifndef DBK_DAEMON_PQ_H
#define DBK_DAEMON_PQ_H

#include <libpq-fe.h>

typedef struct {
    PGconn                   *(*connect_start)(const char *const *keywords, const char *const *values, int expand);
    PostgresPollingStatusType (*connect_poll)(PGconn *pg);
    void                      (*finish)(PGconn *pg);
    ConnStatusType            (*status)(const PGconn *pg);
    PGTransactionStatusType   (*transaction_status)(const PGconn *pg);
    char                     *(*error_message)(const PGconn *pg);
    int                       (*socket)(const PGconn *pg);
    int                       (*set_nonblocking)(PGconn *pg, int on);
    PQnoticeReceiver          (*set_notice_receiver)(PGconn *pg, PQnoticeReceiver receiver, void *arg);
    int                       (*enter_pipeline_mode)(PGconn *pg);
    int                       (*send_prepare)(PGconn *pg, const char *name, const char *sql, int n, const Oid *types);
    int                       (*send_params)(PGconn *pg, const char *sql, int n, const Oid *types,
                                             const char *const *values, const int *lengths, const int *formats,
                                             int result_format);
    int                       (*send_prepared)(PGconn *pg, const char *name, int n, const char *const *values,
                                               const int *lengths, const int *formats, int result_format);
    int                       (*pipeline_sync)(PGconn *pg);
    int                       (*flush)(PGconn *pg);
    int                       (*consume_input)(PGconn *pg);
    int                       (*is_busy)(PGconn *pg);
    PGresult                 *(*get_result)(PGconn *pg);
    PGnotify                 *(*notifies)(PGconn *pg);
    /* Of a result: what a test cannot write into one by libpq's own means. */
    char                     *(*tag)(PGresult *result);
    char                     *(*error_field)(const PGresult *result, int field);
} dbk_pq_table;

extern const dbk_pq_table  dbk_pq_real;
extern const dbk_pq_table *dbk_pq;                /* what is in use; tests point it elsewhere */

#endif
