// CURLOPT_PROTOCOLS_STR came with 7.85, CURLOPT_QUICK_EXIT with 7.87.
#include "CCurl.h"

#include <curl/curl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#if LIBCURL_VERSION_NUM < 0x075700
#error "libcurl 7.87 or later is needed"
#endif

struct exchange {
    CURL *curl;
    const struct ccurl_limits *limits;
    struct ccurl_reply *reply;
    size_t capacity;
    bool out_of_memory;
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static CURLcode global_code;

static void initialise(void) {
    global_code = curl_global_init(CURL_GLOBAL_DEFAULT);
}

static size_t keep(struct exchange *exchange, const char *bytes, size_t length) {
    struct ccurl_reply *reply = exchange->reply;
    size_t room = exchange->limits->max_reply_bytes - reply->body_length;
    size_t kept = length < room ? length : room;
    if (reply->body_length + kept > exchange->capacity) {
        size_t capacity = exchange->capacity * 2 + kept;
        if (capacity > exchange->limits->max_reply_bytes) {
            capacity = exchange->limits->max_reply_bytes;
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
    const struct ccurl_limits *limits = exchange->limits;
    long status = 0;
    (void)one;
    curl_easy_getinfo(exchange->curl, CURLINFO_RESPONSE_CODE, &status);
    if (limits->on_bytes == NULL || status < 200 || status > 299) {
        return keep(exchange, bytes, length);
    }
    if (limits->on_bytes(limits->context, (const uint8_t *)bytes, length) != 0) {
        exchange->reply->truncated = true;
        return CURL_WRITEFUNC_ERROR;
    }
    return length;
}

static char *header_value(CURL *curl, const char *name) {
    struct curl_header *header = NULL;
    if (curl_easy_header(curl, name, 0, CURLH_HEADER, -1, &header) != CURLHE_OK) {
        return NULL;
    }
    return strdup(header->value);
}

static struct curl_slist *header_list(const char *lines, bool *failed) {
    // An empty value takes the header out: nobody here answers "100 Continue" with patience.
    struct curl_slist *list = curl_slist_append(NULL, "Expect:");
    *failed = list == NULL;
    while (!*failed && lines != NULL && *lines != '\0') {
        size_t length = strcspn(lines, "\n");
        char *line = strndup(lines, length);
        struct curl_slist *longer = line == NULL ? NULL : curl_slist_append(list, line);
        free(line);
        *failed = longer == NULL;
        list = longer == NULL ? list : longer;
        lines += length + (lines[length] == '\n');
    }
    return list;
}

static CURLcode set_request(CURL *curl, const char *method, const char *url,
                            const void *body, size_t body_length) {
    static const uint8_t nothing[1];
    CURLcode code = curl_easy_setopt(curl, CURLOPT_URL, url);
    if (code != CURLE_OK) {
        return code;
    }
    if (strcmp(method, "GET") == 0 && body_length == 0) {
        return curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
    }
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body_length);
    code = curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body_length == 0 ? nothing : body);
    if (code != CURLE_OK) {
        return code;
    }
    return curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
}

static CURLcode set_manners(CURL *curl, const struct ccurl_limits *limits) {
    CURLcode code = curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    if (code != CURLE_OK) {
        return code;
    }
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)limits->timeout_ms);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)limits->connect_timeout_ms);
    // A name server that does not answer would otherwise hold the call past its timeout.
    curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L);
    return CURLE_OK;
}

static CURLcode set_way(CURL *curl, const char *unix_socket_path, const char *ca_file) {
    CURLcode code = CURLE_OK;
    if (unix_socket_path != NULL) {
        curl_easy_setopt(curl, CURLOPT_PROXY, "");
        code = curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH, unix_socket_path);
    }
    if (code == CURLE_OK && ca_file != NULL) {
        code = curl_easy_setopt(curl, CURLOPT_CAINFO, ca_file);
    }
    return code;
}

// TLS writes with plain write(2): a peer that is gone would end a program that does not ignore
// SIGPIPE, so the signal is held back in this thread and taken away where it came.
static CURLcode perform_without_sigpipe(CURL *curl) {
    const struct timespec now = {0, 0};
    sigset_t pipe, before, pending;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    sigpending(&pending);
    pthread_sigmask(SIG_BLOCK, &pipe, &before);
    CURLcode code = curl_easy_perform(curl);
    if (!sigismember(&pending, SIGPIPE)) {
        while (sigtimedwait(&pipe, NULL, &now) > 0) {
        }
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return code;
}

static void read_reply(CURL *curl, const struct exchange *exchange, CURLcode code) {
    struct ccurl_reply *reply = exchange->reply;
    curl_off_t total = 0;
    bool cut = code == CURLE_WRITE_ERROR && reply->truncated;
    reply->code = exchange->out_of_memory ? CURLE_OUT_OF_MEMORY : cut ? CURLE_OK : (int)code;
    reply->error = reply->code == CURLE_OK ? NULL : curl_easy_strerror((CURLcode)reply->code);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply->status);
    curl_easy_getinfo(curl, CURLINFO_OS_ERRNO, &reply->os_errno);
    curl_easy_getinfo(curl, CURLINFO_TOTAL_TIME_T, &total);
    reply->total_microseconds = total;
    reply->content_type = header_value(curl, "Content-Type");
    reply->retry_after = header_value(curl, "Retry-After");
}

int ccurl_perform(const char *method, const char *url, const char *headers, const void *body,
                  size_t body_length, const char *unix_socket_path, const char *ca_file,
                  struct ccurl_limits limits, struct ccurl_reply *reply) {
    memset(reply, 0, sizeof *reply);
    pthread_once(&once, initialise);
    CURL *curl = global_code == CURLE_OK ? curl_easy_init() : NULL;
    struct exchange exchange = {.curl = curl, .limits = &limits, .reply = reply};
    if (curl == NULL) {
        reply->code = CURLE_FAILED_INIT;
        reply->error = curl_easy_strerror(CURLE_FAILED_INIT);
        return reply->code;
    }
    bool failed = false;
    struct curl_slist *list = header_list(headers, &failed);
    CURLcode code = failed ? CURLE_OUT_OF_MEMORY
                           : set_request(curl, method, url, body, body_length);
    code = code == CURLE_OK ? set_manners(curl, &limits) : code;
    code = code == CURLE_OK ? set_way(curl, unix_socket_path, ca_file) : code;
    if (code == CURLE_OK) {
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, receive);
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, &exchange);
        code = perform_without_sigpipe(curl);
    }
    read_reply(curl, &exchange, code);
    curl_slist_free_all(list);
    curl_easy_cleanup(curl);
    return reply->code;
}

void ccurl_reply_free(struct ccurl_reply *reply) {
    free(reply->body);
    free(reply->content_type);
    free(reply->retry_after);
    memset(reply, 0, sizeof *reply);
}

const char *ccurl_version(void) {
    pthread_once(&once, initialise);
    return curl_version();
}
