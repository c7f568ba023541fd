#include "CMicroHTTPD.h"

#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct chttpd {
    struct MHD_Daemon *daemon;
    struct chttpd_limits limits;
    chttpd_handler handler;
    void *context;
};

/// The body of a request as it comes in.
struct incoming {
    uint8_t *bytes;
    size_t length;
    int is_too_large;
};

/// The pairs of a query as they are counted out.
struct items {
    struct chttpd_item *all;
    size_t count;
    size_t capacity;
};

static enum MHD_Result take(struct chttpd *server, struct incoming *incoming, const char *bytes,
                            size_t length) {
    if (incoming->is_too_large || incoming->length + length > server->limits.body_bytes) {
        incoming->is_too_large = 1;
        return MHD_YES;
    }
    uint8_t *longer = realloc(incoming->bytes, incoming->length + length);
    if (!longer) {
        return MHD_NO;
    }
    memcpy(longer + incoming->length, bytes, length);
    incoming->bytes = longer;
    incoming->length += length;
    return MHD_YES;
}

static enum MHD_Result take_item(void *context, enum MHD_ValueKind kind, const char *name,
                                 size_t name_length, const char *value, size_t value_length) {
    (void)kind;
    struct items *items = context;
    if (items->count == items->capacity) {
        size_t capacity = items->capacity ? 2 * items->capacity : 8;
        struct chttpd_item *all = realloc(items->all, capacity * sizeof *all);
        if (!all) {
            return MHD_NO;
        }
        items->all = all;
        items->capacity = capacity;
    }
    items->all[items->count++] = (struct chttpd_item){
        .name = {name, name_length},
        .value = {value, value ? value_length : 0},
    };
    return MHD_YES;
}

static struct MHD_Response *response_to(const struct chttpd_reply *reply) {
    switch (reply->kind) {
    case CHTTPD_PIPE:
        return MHD_create_response_from_pipe(reply->file);
    case CHTTPD_FILE:
        return MHD_create_response_from_fd64(reply->body_length, reply->file);
    default:
        return MHD_create_response_from_buffer(
            reply->body_length, reply->body ? reply->body : "",
            reply->body ? MHD_RESPMEM_MUST_FREE : MHD_RESPMEM_PERSISTENT);
    }
}

static enum MHD_Result answer(struct MHD_Connection *connection, struct chttpd_reply *reply) {
    struct MHD_Response *response = response_to(reply);
    if (!response) {
        if (reply->kind == CHTTPD_BYTES) {
            free(reply->body);
        } else {
            close(reply->file);
        }
        return MHD_NO;
    }
    if (reply->kind == CHTTPD_PIPE) {
        // Hours may lie between two pieces.
        MHD_set_connection_option(connection, MHD_CONNECTION_OPTION_TIMEOUT, 0u);
    }
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, reply->content_type);
    if (reply->etag[0]) {
        MHD_add_response_header(response, MHD_HTTP_HEADER_ETAG, reply->etag);
    }
    if (reply->last_modified[0]) {
        MHD_add_response_header(response, MHD_HTTP_HEADER_LAST_MODIFIED, reply->last_modified);
    }
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
    enum MHD_Result result = MHD_queue_response(connection, reply->status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *bytes,
                              size_t *length, void **state) {
    (void)version;
    struct chttpd *server = context;
    struct incoming *incoming = *state;
    if (!incoming) {
        *state = calloc(1, sizeof *incoming);
        return *state ? MHD_YES : MHD_NO;
    }
    if (*length > 0) {
        size_t count = *length;
        *length = 0;
        return take(server, incoming, bytes, count);
    }
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct items items = {0};
    MHD_get_connection_values_n(connection, MHD_GET_ARGUMENT_KIND, take_item, &items);
    struct chttpd_request request = {
        .method = method,
        .path = url,
        .content_type = MHD_lookup_connection_value(connection, MHD_HEADER_KIND,
                                                    MHD_HTTP_HEADER_CONTENT_TYPE),
        .origin = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_ORIGIN),
        .if_none_match = MHD_lookup_connection_value(connection, MHD_HEADER_KIND,
                                                     MHD_HTTP_HEADER_IF_NONE_MATCH),
        .query = items.all,
        .query_count = items.count,
        .body = incoming->is_too_large ? NULL : incoming->bytes,
        .body_length = incoming->is_too_large ? 0 : incoming->length,
        .is_too_large = incoming->is_too_large,
        .connection_file = info ? info->connect_fd : -1,
    };
    struct chttpd_reply reply = {.status = 500};
    server->handler(server->context, &request, &reply);
    free(items.all);
    return answer(connection, &reply);
}

static void finish(void *context, struct MHD_Connection *connection, void **state,
                   enum MHD_RequestTerminationCode code) {
    (void)context;
    (void)connection;
    (void)code;
    struct incoming *incoming = *state;
    if (incoming) {
        free(incoming->bytes);
        free(incoming);
        *state = NULL;
    }
}

// libmicrohttpd hands a decoded text on as a C string, so `%00` would cut it: a path that a proxy lets
// pass by its end would be another one here. A text with a zero byte stays as it was sent.
static size_t unescape(void *context, struct MHD_Connection *connection, char *text) {
    (void)context;
    (void)connection;
    return strstr(text, "%00") ? strlen(text) : MHD_http_unescape(text);
}

struct chttpd *chttpd_start(int file, struct chttpd_limits limits, chttpd_handler handler,
                            void *context) {
    struct chttpd *server = calloc(1, sizeof *server);
    if (!server) {
        return NULL;
    }
    server->limits = limits;
    server->handler = handler;
    server->context = context;
    server->daemon = MHD_start_daemon(
        MHD_USE_POLL_INTERNAL_THREAD | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_ITC, 0, NULL, NULL,
        handle, server, MHD_OPTION_LISTEN_SOCKET, file, MHD_OPTION_NOTIFY_COMPLETED, finish, server,
        MHD_OPTION_UNESCAPE_CALLBACK, unescape, NULL, MHD_OPTION_CONNECTION_LIMIT,
        limits.connections, MHD_OPTION_CONNECTION_TIMEOUT, limits.idle_seconds,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, limits.header_bytes, MHD_OPTION_END);
    if (!server->daemon) {
        free(server);
        return NULL;
    }
    return server;
}

void chttpd_quiesce(struct chttpd *server) {
    // MHD_stop_daemon alone would shut the socket down, also for a service manager that holds it on.
    MHD_socket file = MHD_quiesce_daemon(server->daemon);
    if (file != MHD_INVALID_SOCKET) {
        close(file);
    }
}

unsigned int chttpd_connections(struct chttpd *server) {
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);
    return info ? info->num_connections : 0;
}

void chttpd_stop(struct chttpd *server) {
    chttpd_quiesce(server);
    MHD_stop_daemon(server->daemon);
    free(server);
}
