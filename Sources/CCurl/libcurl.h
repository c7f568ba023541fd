#pragma once

#include <curl/curl.h>

// CURLOPT_PROTOCOLS_STR came with 7.85, CURLOPT_QUICK_EXIT with 7.87.
#if LIBCURL_VERSION_NUM < 0x075700
#error "libcurl 7.87 or later is needed"
#endif

// libcurl is loaded when the first exchange is made, with the thirty libraries that it brings: to load them takes
// longer than the rest of a start, and a household without webhooks and mail needs none of them.

// Its functions, without the `curl_` of their names.
#define LIBCURL_FUNCTIONS(DO)                                                                      \
    DO(easy_cleanup)                                                                               \
    DO(easy_getinfo)                                                                               \
    DO(easy_header)                                                                                \
    DO(easy_init)                                                                                  \
    DO(easy_perform)                                                                               \
    DO(easy_setopt)                                                                                \
    DO(easy_strerror)                                                                              \
    DO(getdate)                                                                                    \
    DO(global_init)                                                                                \
    DO(multi_add_handle)                                                                           \
    DO(multi_cleanup)                                                                              \
    DO(multi_info_read)                                                                            \
    DO(multi_init)                                                                                 \
    DO(multi_perform)                                                                              \
    DO(multi_poll)                                                                                 \
    DO(multi_remove_handle)                                                                        \
    DO(multi_wakeup)                                                                               \
    DO(slist_append)                                                                               \
    DO(slist_free_all)

// With the types that its header gives them; to be called once `libcurl_load` has found no fault.
struct libcurl {
#define LIBCURL_DECLARE(name) __typeof__(curl_##name) *name;
    LIBCURL_FUNCTIONS(LIBCURL_DECLARE)
#undef LIBCURL_DECLARE
};

extern struct libcurl libcurl;

// Loads and prepares it the first time; NULL, or words that live as long as the program where that fails.
const char *libcurl_load(void);
