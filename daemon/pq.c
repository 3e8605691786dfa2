#include "daemon/pq.h"

const dbk_pq_table dbk_pq_real = {
    .connect_start = PQconnectStartParams,
    .connect_poll = PQconnectPoll,
    .finish = PQfinish,
    .status = PQstatus,
    .transaction_status = PQtransactionStatus,
    .error_message = PQerrorMessage,
    .socket = PQsocket,
    .set_nonblocking = PQsetnonblocking,
    .set_notice_receiver = PQsetNoticeReceiver,
    .enter_pipeline_mode = PQenterPipelineMode,
    .send_prepare = PQsendPrepare,
    .send_params = PQsendQueryParams,
    .send_prepared = PQsendQueryPrepared,
    .pipeline_sync = PQpipelineSync,
    .flush = PQflush,
    .consume_input = PQconsumeInput,
    .is_busy = PQisBusy,
    .get_result = PQgetResult,
    .notifies = PQnotifies,
    .tag = PQcmdStatus,
    .error_field = PQresultErrorField,
};

const dbk_pq_table *dbk_pq = &dbk_pq_real;
