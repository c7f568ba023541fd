// One exchange that is waited for.
#include "exchange.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <time.h>

// TLS writes with plain write(2): a peer that is gone would end a program that does not ignore
// SIGPIPE, so the signal is held back in this thread and taken away where it came.
static CURLcode perform_without_sigpipe(CURL *curl) {
    const struct timespec now = {0, 0};
    sigset_t pipe, before, pending;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    sigpending(&pending);
    pthread_sigmask(SIG_BLOCK, &pipe, &before);
    CURLcode code = libcurl.easy_perform(curl);
    if (!sigismember(&pending, SIGPIPE)) {
        while (sigtimedwait(&pipe, NULL, &now) > 0) {
        }
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return code;
}

int ccurl_send(const struct ccurl_request *request, struct ccurl_limits limits,
               struct ccurl_reply *reply) {
    memset(reply, 0, sizeof *reply);
    if ((reply->error = libcurl_load()) != NULL) {
        return reply->code = CURLE_FAILED_INIT;
    }
    CURLcode code = CURLE_OK;
    struct exchange *exchange = exchange_make(request, limits, &code);
    if (exchange == NULL) {
        reply->code = (int)code;
        reply->error = libcurl.easy_strerror(code);
        return reply->code;
    }
    if (code == CURLE_OK) {
        code = perform_without_sigpipe(exchange->curl);
    }
    exchange_conclude(exchange, code);
    *reply = exchange->reply;
    memset(&exchange->reply, 0, sizeof exchange->reply);
    exchange_free(exchange);
    return reply->code;
}

int64_t ccurl_date(const char *text) {
    return libcurl_load() == NULL ? libcurl.getdate(text, NULL) : -1;
}
