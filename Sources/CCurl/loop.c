// All exchanges over HTTP that are not waited for, on one thread that lives as long as there are any.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "exchange.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

static struct {
    pthread_mutex_t lock;
    // Guarded by the lock: those that the thread has not taken up yet, and the multi handle, which
    // is there as long as the thread is.
    struct exchange *waiting;
    struct exchange **last;
    CURLM *multi;
    // Guarded too: the number of the last exchange, and those of exchanges that are to end early.
    uint64_t number;
    uint64_t *cancelled;
    size_t cancelled_count;
} loop = {.lock = PTHREAD_MUTEX_INITIALIZER, .last = &loop.waiting};

static void end(struct exchange *exchange, CURLcode code) {
    exchange_conclude(exchange, code);
    exchange->done(exchange->context, &exchange->reply);
    exchange_free(exchange);
}

// Numbers that were taken from those to be cancelled; `numbers` is freed by whoever took them.
struct cancellation {
    uint64_t *numbers;
    size_t count;
};

// Takes what waits; NULL with nothing under way ends the thread, and its multi handle with it.
static struct exchange *take(bool is_idle, bool *is_over, struct cancellation *cancellation) {
    CURLM *multi = NULL;
    pthread_mutex_lock(&loop.lock);
    struct exchange *taken = loop.waiting;
    loop.waiting = NULL;
    loop.last = &loop.waiting;
    *cancellation = (struct cancellation){loop.cancelled, loop.cancelled_count};
    loop.cancelled = NULL;
    loop.cancelled_count = 0;
    *is_over = taken == NULL && is_idle;
    if (*is_over) {
        multi = loop.multi;
        loop.multi = NULL;
    }
    pthread_mutex_unlock(&loop.lock);
    libcurl.multi_cleanup(multi);
    return taken;
}

static void add_all(CURLM *multi, struct exchange *taken, struct exchange **live) {
    while (taken != NULL) {
        struct exchange *next = taken->next;
        libcurl.easy_setopt(taken->curl, CURLOPT_PRIVATE, taken);
        if (libcurl.multi_add_handle(multi, taken->curl) == CURLM_OK) {
            taken->next = *live;
            *live = taken;
        } else {
            end(taken, CURLE_OUT_OF_MEMORY);
        }
        taken = next;
    }
}

// Takes an exchange out of the transfer and of the list, and ends it.
static void take_out(CURLM *multi, struct exchange **live, struct exchange *exchange, CURLcode code) {
    while (*live != exchange) {
        live = &(*live)->next;
    }
    *live = exchange->next;
    libcurl.multi_remove_handle(multi, exchange->curl);
    end(exchange, code);
}

static void end_cancelled(CURLM *multi, struct exchange **live, struct cancellation cancellation) {
    for (size_t index = 0; index < cancellation.count; index += 1) {
        struct exchange *exchange = *live;
        while (exchange != NULL && exchange->number != cancellation.numbers[index]) {
            exchange = exchange->next;
        }
        if (exchange != NULL) {
            take_out(multi, live, exchange, CURLE_ABORTED_BY_CALLBACK);
        }
    }
    free(cancellation.numbers);
}

// Ends the exchanges that have been silent for too long, and returns how long the others may be so,
// `longest` at most.
static int end_silent(CURLM *multi, struct exchange **live, int longest) {
    int64_t now = exchange_now_ms();
    struct exchange *exchange = *live;
    while (exchange != NULL) {
        struct exchange *next = exchange->next;
        if (exchange->limits.silence_ms > 0) {
            int64_t left = exchange->heard_ms + exchange->limits.silence_ms - now;
            if (left <= 0) {
                take_out(multi, live, exchange, CURLE_OPERATION_TIMEDOUT);
            } else if (left < longest) {
                longest = (int)left;
            }
        }
        exchange = next;
    }
    return longest;
}

static int end_finished(CURLM *multi, struct exchange **live) {
    int ended = 0, left = 0;
    CURLMsg *message;
    while ((message = libcurl.multi_info_read(multi, &left)) != NULL) {
        if (message->msg != CURLMSG_DONE) {
            continue;
        }
        // The message goes with the handle.
        CURLcode code = message->data.result;
        CURL *curl = message->easy_handle;
        char *exchange = NULL;
        libcurl.easy_getinfo(curl, CURLINFO_PRIVATE, &exchange);
        take_out(multi, live, (struct exchange *)exchange, code);
        ended += 1;
    }
    return ended;
}

static void *run(void *context) {
    // libcurl bounds the wait by its own timers, so this is for what it does not know of.
    const int longest_wait_ms = 60 * 1000;
    CURLM *multi = context;
    pthread_setname_np(pthread_self(), "transfers");
    int running = 0;
    bool is_over = false;
    struct exchange *taken, *live = NULL;
    struct cancellation cancellation = {NULL, 0};
    while ((taken = take(live == NULL, &is_over, &cancellation)), !is_over) {
        add_all(multi, taken, &live);
        end_cancelled(multi, &live, cancellation);
        libcurl.multi_perform(multi, &running);
        int ended = end_finished(multi, &live);
        int wait_ms = end_silent(multi, &live, longest_wait_ms);
        if (ended == 0 && live != NULL) {
            libcurl.multi_poll(multi, NULL, 0, wait_ms, NULL);
        }
    }
    free(cancellation.numbers);
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

uint64_t ccurl_start(const struct ccurl_request *request, struct ccurl_limits limits, ccurl_done done,
                 void *context) {
    const char *fault = libcurl_load();
    if (fault != NULL) {
        struct ccurl_reply reply = {.code = CURLE_FAILED_INIT, .error = fault};
        done(context, &reply);
        return 0;
    }
    CURLcode code = CURLE_OK;
    struct exchange *exchange = exchange_make(request, limits, &code);
    if (exchange == NULL) {
        struct ccurl_reply reply = {.code = (int)code, .error = libcurl.easy_strerror(code)};
        done(context, &reply);
        return 0;
    }
    exchange->done = done;
    exchange->context = context;
    exchange->heard_ms = exchange_now_ms();
    if (code == CURLE_OK && limits.on_bytes == NULL) {
        code = libcurl.easy_setopt(exchange->curl, CURLOPT_ACCEPT_ENCODING, "gzip");
    }
    if (code != CURLE_OK) {
        end(exchange, code);
        return 0;
    }
    pthread_mutex_lock(&loop.lock);
    uint64_t number = loop.number += 1;
    exchange->number = number;
    bool is_taken = true;
    if (loop.multi == NULL) {
        loop.multi = libcurl.multi_init();
        is_taken = loop.multi != NULL && start_thread(loop.multi);
        if (!is_taken) {
            libcurl.multi_cleanup(loop.multi);
            loop.multi = NULL;
        }
    } else {
        libcurl.multi_wakeup(loop.multi);
    }
    if (is_taken) {
        *loop.last = exchange;
        loop.last = &exchange->next;
    }
    pthread_mutex_unlock(&loop.lock);
    if (!is_taken) {
        end(exchange, CURLE_OUT_OF_MEMORY);
    }
    return number;
}

void ccurl_cancel(uint64_t number) {
    pthread_mutex_lock(&loop.lock);
    if (loop.multi != NULL) {
        size_t count = loop.cancelled_count + 1;
        uint64_t *numbers = realloc(loop.cancelled, count * sizeof *numbers);
        // Without memory for that it ends by itself, at its timeout.
        if (numbers != NULL) {
            numbers[count - 1] = number;
            loop.cancelled = numbers;
            loop.cancelled_count = count;
            libcurl.multi_wakeup(loop.multi);
        }
    }
    pthread_mutex_unlock(&loop.lock);
}
