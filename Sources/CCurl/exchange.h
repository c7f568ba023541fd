#pragma once

#include "CCurl.h"
#include "libcurl.h"

// One exchange, from its settings to its reply; CCurl.c makes it wait, loop.c runs many of them.
struct exchange {
    CURL *curl;
    struct curl_slist *headers;
    struct curl_slist *recipients;
    struct ccurl_limits limits;
    struct ccurl_reply reply;
    size_t capacity;
    uint8_t *body;
    size_t body_length;
    size_t body_sent;
    size_t head_length;
    int (*allows_peer)(const char *address);
    bool has_refused_peer;
    bool has_allowed_peer;
    bool is_mail;
    bool reply_is_whole;
    bool out_of_memory;
    bool head_is_too_long;
    ccurl_done done;
    void *context;
    uint64_t number;
    // When the last byte was handed out, by the monotonic clock; before the first, when it began.
    int64_t heard_ms;
    struct exchange *next;
};

// Never NULL but where memory has run out; then, and where `*code` says so, it cannot be performed.
struct exchange *exchange_make(const struct ccurl_request *request, struct ccurl_limits limits,
                               CURLcode *code);

// Fills in the reply once the transfer has ended.
void exchange_conclude(struct exchange *exchange, CURLcode code);

// Milliseconds of the monotonic clock.
int64_t exchange_now_ms(void);

void exchange_free(struct exchange *exchange);
