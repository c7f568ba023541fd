#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "exchange.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <sys/socket.h>
#include <unistd.h>

static size_t keep(struct exchange *exchange, const char *bytes, size_t length) {
    struct ccurl_reply *reply = &exchange->reply;
    size_t room = exchange->limits.max_reply_bytes - reply->body_length;
    size_t kept = length < room ? length : room;
    if (reply->body_length + kept > exchange->capacity) {
        size_t capacity = exchange->capacity * 2 + kept;
        if (capacity > exchange->limits.max_reply_bytes) {
            capacity = exchange->limits.max_reply_bytes;
        }
        uint8_t *grown = realloc(reply->body, capacity);
        if (grown == NULL) {
            exchange->out_of_memory = true;
            return CURL_WRITEFUNC_ERROR;
        }
        reply->body = grown;
        exchange->capacity = capacity;
    }
    if (kept > 0) {
        memcpy(reply->body + reply->body_length, bytes, kept);
        reply->body_length += kept;
    }
    if (kept < length) {
        reply->truncated = true;
        return CURL_WRITEFUNC_ERROR;
    }
    return length;
}

static size_t receive(char *bytes, size_t one, size_t length, void *context) {
    struct exchange *exchange = context;
    const struct ccurl_limits *limits = &exchange->limits;
    long status = 0;
    (void)one;
    libcurl.easy_getinfo(exchange->curl, CURLINFO_RESPONSE_CODE, &status);
    if (limits->on_bytes == NULL || status < 200 || status > 299) {
        return keep(exchange, bytes, length);
    }
    exchange->heard_ms = exchange_now_ms();
    if (limits->on_bytes(limits->context, (const uint8_t *)bytes, length) != 0) {
        exchange->reply.truncated = true;
        return CURL_WRITEFUNC_ERROR;
    }
    return length;
}

// libcurl keeps every header, also those of 1xx replies and the trailers, and bounds the first alone.
static bool takes_head(struct exchange *exchange, size_t length) {
    const size_t limit = 300 * 1024;
    exchange->head_length += length;
    exchange->head_is_too_long = exchange->head_length > limit;
    return !exchange->head_is_too_long;
}

static size_t receive_header(char *bytes, size_t one, size_t length, void *context) {
    (void)bytes, (void)one;
    return takes_head(context, length) ? length : CURL_WRITEFUNC_ERROR;
}

// Of what an SMTP server says, the last reply but the goodbye is kept: `250-` goes on, `250 ` ends.
static size_t receive_line(char *bytes, size_t one, size_t length, void *context) {
    struct exchange *exchange = context;
    struct ccurl_reply *reply = &exchange->reply;
    (void)one;
    if (!takes_head(exchange, length)) {
        return CURL_WRITEFUNC_ERROR;
    }
    if (length < 4 || memcmp(bytes, "221", 3) == 0) {
        return length;
    }
    if (exchange->reply_is_whole) {
        reply->body_length = 0;
    }
    exchange->reply_is_whole = bytes[3] == ' ';
    size_t room = exchange->limits.max_reply_bytes - reply->body_length;
    if (keep(exchange, bytes, length < room ? length : room) == CURL_WRITEFUNC_ERROR) {
        return 0;
    }
    return length;
}

int64_t exchange_now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static size_t send_body(char *bytes, size_t one, size_t length, void *context) {
    struct exchange *exchange = context;
    size_t rest = exchange->body_length - exchange->body_sent;
    size_t sent = length * one < rest ? length * one : rest;
    if (sent > 0) {
        memcpy(bytes, exchange->body + exchange->body_sent, sent);
        exchange->body_sent += sent;
    }
    return sent;
}

static bool is_allowed(struct exchange *exchange, const struct sockaddr *peer) {
    char address[INET6_ADDRSTRLEN] = "";
    if (exchange->allows_peer == NULL) {
        return true;
    }
    if (peer->sa_family == AF_INET) {
        const struct sockaddr_in *four = (const struct sockaddr_in *)peer;
        inet_ntop(AF_INET, &four->sin_addr, address, sizeof address);
    } else if (peer->sa_family == AF_INET6) {
        const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)peer;
        inet_ntop(AF_INET6, &six->sin6_addr, address, sizeof address);
    }
    return exchange->allows_peer(address) != 0;
}

// Before the connection: over SMTP libcurl says nothing between it and the login.
static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *peer) {
    struct exchange *exchange = context;
    (void)purpose;
    if (!is_allowed(exchange, &peer->addr)) {
        exchange->has_refused_peer = true;
        return CURL_SOCKET_BAD;
    }
    exchange->has_allowed_peer = true;
    int file = socket(peer->family, peer->socktype | SOCK_CLOEXEC, peer->protocol);
    return file == -1 ? CURL_SOCKET_BAD : file;
}

static bool append_lines(struct curl_slist **list, const char *lines) {
    while (lines != NULL && *lines != '\0') {
        size_t length = strcspn(lines, "\n");
        char *line = strndup(lines, length);
        struct curl_slist *longer = line == NULL ? NULL : libcurl.slist_append(*list, line);
        free(line);
        if (longer == NULL) {
            return false;
        }
        *list = longer;
        lines += length + (lines[length] == '\n');
    }
    return true;
}

static CURLcode set_http(struct exchange *exchange, const struct ccurl_request *request) {
    CURL *curl = exchange->curl;
    static const uint8_t nothing[1];
    // An empty value takes the header out: nobody here answers "100 Continue" with patience.
    exchange->headers = libcurl.slist_append(NULL, "Expect:");
    if (exchange->headers == NULL || !append_lines(&exchange->headers, request->headers)) {
        return CURLE_OUT_OF_MEMORY;
    }
    libcurl.easy_setopt(curl, CURLOPT_HTTPHEADER, exchange->headers);
    libcurl.easy_setopt(curl, CURLOPT_WRITEFUNCTION, receive);
    libcurl.easy_setopt(curl, CURLOPT_WRITEDATA, exchange);
    libcurl.easy_setopt(curl, CURLOPT_HEADERFUNCTION, receive_header);
    libcurl.easy_setopt(curl, CURLOPT_HEADERDATA, exchange);
    const char *method = request->method == NULL ? "POST" : request->method;
    if (strcmp(method, "GET") == 0 && request->body_length == 0) {
        return libcurl.easy_setopt(curl, CURLOPT_HTTPGET, 1L);
    }
    libcurl.easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)exchange->body_length);
    CURLcode code = libcurl.easy_setopt(curl, CURLOPT_POSTFIELDS,
                                     exchange->body == NULL ? nothing : exchange->body);
    if (code != CURLE_OK) {
        return code;
    }
    return libcurl.easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
}

static CURLcode set_mail(struct exchange *exchange, const struct ccurl_request *request) {
    static const long tls[] = {CURLUSESSL_NONE, CURLUSESSL_TRY, CURLUSESSL_ALL};
    CURL *curl = exchange->curl;
    if (!append_lines(&exchange->recipients, request->mail_to)) {
        return CURLE_OUT_OF_MEMORY;
    }
    libcurl.easy_setopt(curl, CURLOPT_MAIL_RCPT, exchange->recipients);
    libcurl.easy_setopt(curl, CURLOPT_USE_SSL, tls[request->tls]);
    // The wait for the server's farewell is bounded by nothing else.
    libcurl.easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT,
                     (long)(exchange->limits.timeout_ms / 1000 + 1));
    libcurl.easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    libcurl.easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)exchange->body_length);
    libcurl.easy_setopt(curl, CURLOPT_READFUNCTION, send_body);
    libcurl.easy_setopt(curl, CURLOPT_READDATA, exchange);
    libcurl.easy_setopt(curl, CURLOPT_HEADERFUNCTION, receive_line);
    libcurl.easy_setopt(curl, CURLOPT_HEADERDATA, exchange);
    CURLcode code = libcurl.easy_setopt(curl, CURLOPT_MAIL_FROM, request->mail_from);
    if (code == CURLE_OK && request->user != NULL) {
        code = libcurl.easy_setopt(curl, CURLOPT_USERNAME, request->user);
    }
    if (code == CURLE_OK && request->password != NULL) {
        code = libcurl.easy_setopt(curl, CURLOPT_PASSWORD, request->password);
    }
    return code;
}

static CURLcode set_policy(struct exchange *exchange) {
    CURL *curl = exchange->curl;
    const char *protocols = exchange->is_mail ? "smtp,smtps" : "http,https";
    CURLcode code = libcurl.easy_setopt(curl, CURLOPT_PROTOCOLS_STR, protocols);
    if (code != CURLE_OK) {
        return code;
    }
    libcurl.easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    libcurl.easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    libcurl.easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    libcurl.easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    libcurl.easy_setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    libcurl.easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
    libcurl.easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)exchange->limits.timeout_ms);
    libcurl.easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)exchange->limits.connect_timeout_ms);
    // A name server that does not answer would otherwise hold the call past its timeout.
    libcurl.easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L);
    return CURLE_OK;
}

static CURLcode set_way(struct exchange *exchange, const struct ccurl_request *request) {
    CURL *curl = exchange->curl;
    CURLcode code = libcurl.easy_setopt(curl, CURLOPT_URL, request->url);
    if (code == CURLE_OK && request->is_direct) {
        code = libcurl.easy_setopt(curl, CURLOPT_PROXY, "");
    }
    if (code == CURLE_OK && request->ca_file != NULL) {
        code = libcurl.easy_setopt(curl, CURLOPT_CAINFO, request->ca_file);
        // The distribution's folder of certificates would be trusted beside it.
        libcurl.easy_setopt(curl, CURLOPT_CAPATH, NULL);
    }
    if (code == CURLE_OK) {
        exchange->allows_peer = request->allows_peer;
        libcurl.easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
        code = libcurl.easy_setopt(curl, CURLOPT_OPENSOCKETDATA, exchange);
    }
    return code;
}

struct exchange *exchange_make(const struct ccurl_request *request, struct ccurl_limits limits,
                               CURLcode *code) {
    struct exchange *exchange = calloc(1, sizeof *exchange);
    *code = exchange == NULL ? CURLE_OUT_OF_MEMORY : CURLE_OK;
    if (exchange == NULL) {
        return NULL;
    }
    exchange->limits = limits;
    exchange->is_mail = request->mail_from != NULL;
    exchange->body_length = request->body_length;
    exchange->body = request->body_length == 0 ? NULL : malloc(request->body_length);
    exchange->curl = libcurl.easy_init();
    if (exchange->curl == NULL || (exchange->body == NULL && request->body_length > 0)) {
        *code = CURLE_OUT_OF_MEMORY;
        return exchange;
    }
    if (exchange->body != NULL) {
        memcpy(exchange->body, request->body, request->body_length);
    }
    *code = set_policy(exchange);
    if (*code == CURLE_OK) {
        *code = set_way(exchange, request);
    }
    if (*code == CURLE_OK) {
        *code = exchange->is_mail ? set_mail(exchange, request) : set_http(exchange, request);
    }
    return exchange;
}

static char *header_value(CURL *curl, const char *name) {
    struct curl_header *header = NULL;
    if (libcurl.easy_header(curl, name, 0, CURLH_HEADER, -1, &header) != CURLHE_OK) {
        return NULL;
    }
    return strdup(header->value);
}

void exchange_conclude(struct exchange *exchange, CURLcode code) {
    struct ccurl_reply *reply = &exchange->reply;
    CURL *curl = exchange->curl;
    bool cut = code == CURLE_WRITE_ERROR && reply->truncated;
    reply->code = exchange->out_of_memory ? CURLE_OUT_OF_MEMORY : cut ? CURLE_OK : (int)code;
    reply->error = reply->code == CURLE_OK ? NULL : libcurl.easy_strerror((CURLcode)reply->code);
    // An address that is allowed and does not answer may do so next time.
    if (reply->code != CURLE_OK && exchange->has_refused_peer && !exchange->has_allowed_peer) {
        reply->peer_refused = true;
    }
    if (curl == NULL) {
        return;
    }
    curl_off_t total = 0, connect = 0;
    libcurl.easy_getinfo(curl, CURLINFO_CONNECT_TIME_T, &connect);
    reply->has_connected = connect > 0;
    libcurl.easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply->status);
    libcurl.easy_getinfo(curl, CURLINFO_OS_ERRNO, &reply->os_errno);
    libcurl.easy_getinfo(curl, CURLINFO_TOTAL_TIME_T, &total);
    reply->total_microseconds = total;
    // Out of memory is what libcurl says of one line of more than 100 KiB.
    if (exchange->head_is_too_long || code == CURLE_OUT_OF_MEMORY) {
        // Whoever talks like that has answered nothing.
        reply->code = CURLE_FILESIZE_EXCEEDED;
        reply->error = "the headers are longer than 300 KiB";
        reply->status = 0;
        reply->body_length = 0;
    } else if (!exchange->is_mail) {
        reply->content_type = header_value(curl, "Content-Type");
        reply->retry_after = header_value(curl, "Retry-After");
        reply->etag = header_value(curl, "ETag");
        reply->date = header_value(curl, "Date");
    }
}

void ccurl_reply_free(struct ccurl_reply *reply) {
    free(reply->body);
    free(reply->content_type);
    free(reply->retry_after);
    free(reply->etag);
    free(reply->date);
    memset(reply, 0, sizeof *reply);
}

void exchange_free(struct exchange *exchange) {
    if (exchange == NULL) {
        return;
    }
    libcurl.easy_cleanup(exchange->curl);
    libcurl.slist_free_all(exchange->headers);
    libcurl.slist_free_all(exchange->recipients);
    ccurl_reply_free(&exchange->reply);
    free(exchange->body);
    free(exchange);
}
