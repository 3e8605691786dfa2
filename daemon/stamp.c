#include "daemon/stamp.h"

#include "daemon/bulletins.h"
#include "proto/calendar.h"

void
dbk_stamp(dbk_reply *reply, const dbk_directory *directory, const uint64_t *request_id)
{
    reply->has_status = reply->has_server_now_ms = true;
    reply->server_now_ms = dbk_now_ms();
    if (request_id != NULL) {
        reply->has_request_id = true;
        reply->request_id = *request_id;
    }
    if (directory != NULL) {
        reply->has_epoch = true;
        reply->epoch = (ProtobufCBinaryData){ DBK_ID_BYTES, (uint8_t *)dbk_directory_epoch(directory) };
        reply->bulletin_serial = dbk_bulletins_serial(dbk_directory_bulletins(directory));
        reply->has_bulletin_serial = reply->bulletin_serial != 0;
    }
}

void
dbk_stamp_busy(dbk_reply *reply, const char *reason, uint32_t retry_after_ms)
{
    reply->status = DBK_BUSY;
    reply->reason = (char *)reason;
    reply->has_retry_after_ms = true;
    reply->retry_after_ms = retry_after_ms;
}
