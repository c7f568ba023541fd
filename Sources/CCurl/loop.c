// All exchanges over HTTP that are not waited for, on one thread that lives as long as there are any.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "exchange.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>

static struct {
    pthread_mutex_t lock;
    // Guarded by the lock: those that the thread has not taken up yet, and the multi handle, which
    // is there as long as the thread is.
    struct exchange *waiting;
    struct exchange **last;
    CURLM *multi;
} loop = {.lock = PTHREAD_MUTEX_INITIALIZER, .last = &loop.waiting};

static void end(struct exchange *exchange, CURLcode code) {
    exchange_conclude(exchange, code);
    exchange->done(exchange->context, &exchange->reply);
    exchange_free(exchange);
}

// Takes what waits; NULL with nothing under way ends the thread, and its multi handle with it.
static struct exchange *take(int under_way, bool *is_over) {
    CURLM *multi = NULL;
    pthread_mutex_lock(&loop.lock);
    struct exchange *taken = loop.waiting;
    loop.waiting = NULL;
    loop.last = &loop.waiting;
    *is_over = taken == NULL && under_way == 0;
    if (*is_over) {
        multi = loop.multi;
        loop.multi = NULL;
    }
    pthread_mutex_unlock(&loop.lock);
    curl_multi_cleanup(multi);
    return taken;
}

static int add_all(CURLM *multi, struct exchange *taken) {
    int added = 0;
    while (taken != NULL) {
        struct exchange *next = taken->next;
        curl_easy_setopt(taken->curl, CURLOPT_PRIVATE, taken);
        if (curl_multi_add_handle(multi, taken->curl) == CURLM_OK) {
            added += 1;
        } else {
            end(taken, CURLE_OUT_OF_MEMORY);
        }
        taken = next;
    }
    return added;
}

static int end_finished(CURLM *multi) {
    int ended = 0, left = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left)) != NULL) {
        if (message->msg != CURLMSG_DONE) {
            continue;
        }
        // The message goes with the handle.
        CURLcode code = message->data.result;
        CURL *curl = message->easy_handle;
        char *exchange = NULL;
        curl_easy_getinfo(curl, CURLINFO_PRIVATE, &exchange);
        curl_multi_remove_handle(multi, curl);
        end((struct exchange *)exchange, code);
        ended += 1;
    }
    return ended;
}

static void *run(void *context) {
    // libcurl bounds the wait by its own timers, so this is for what it does not know of.
    const int longest_wait_ms = 60 * 1000;
    CURLM *multi = context;
    pthread_setname_np(pthread_self(), "transfers");
    int under_way = 0, running = 0;
    bool is_over = false;
    struct exchange *taken;
    while ((taken = take(under_way, &is_over)), !is_over) {
        under_way += add_all(multi, taken);
        curl_multi_perform(multi, &running);
        int ended = end_finished(multi);
        under_way -= ended;
        if (ended == 0 && under_way > 0) {
            curl_multi_poll(multi, NULL, 0, longest_wait_ms, NULL);
        }
    }
    return NULL;
}

// With every signal blocked: they are for others, and SIGPIPE for nobody.
static bool start_thread(CURLM *multi) {
    pthread_attr_t attributes;
    pthread_t thread;
    sigset_t all, before;
    if (pthread_attr_init(&attributes) != 0) {
        return false;
    }
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool is_started = pthread_create(&thread, &attributes, run, multi) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    return is_started;
}

void ccurl_start(const struct ccurl_request *request, struct ccurl_limits limits, ccurl_done done,
                 void *context) {
    CURLcode code = CURLE_OK;
    struct exchange *exchange = exchange_make(request, limits, &code);
    if (exchange == NULL) {
        struct ccurl_reply reply = {.code = (int)code, .error = curl_easy_strerror(code)};
        done(context, &reply);
        return;
    }
    exchange->done = done;
    exchange->context = context;
    if (code == CURLE_OK) {
        code = curl_easy_setopt(exchange->curl, CURLOPT_ACCEPT_ENCODING, "gzip");
    }
    if (code != CURLE_OK) {
        end(exchange, code);
        return;
    }
    pthread_mutex_lock(&loop.lock);
    bool is_taken = true;
    if (loop.multi == NULL) {
        loop.multi = curl_multi_init();
        is_taken = loop.multi != NULL && start_thread(loop.multi);
        if (!is_taken) {
            curl_multi_cleanup(loop.multi);
            loop.multi = NULL;
        }
    } else {
        curl_multi_wakeup(loop.multi);
    }
    if (is_taken) {
        *loop.last = exchange;
        loop.last = &exchange->next;
    }
    pthread_mutex_unlock(&loop.lock);
    if (!is_taken) {
        end(exchange, CURLE_OUT_OF_MEMORY);
    }
}
