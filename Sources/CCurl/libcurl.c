#include "libcurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

struct libcurl libcurl;

static const char *fault;

static void load(void) {
    void *library = dlopen("libcurl.so.4", RTLD_LAZY | RTLD_LOCAL);
    if (library == NULL) {
        fault = "libcurl.so.4 is not installed";
        return;
    }
    bool has_all = true;
#define LIBCURL_FIND(name) has_all &= (libcurl.name = dlsym(library, "curl_" #name)) != NULL;
    LIBCURL_FUNCTIONS(LIBCURL_FIND)
#undef LIBCURL_FIND
    if (!has_all) {
        fault = "libcurl.so.4 is older than 7.87";
        return;
    }
    CURLcode code = libcurl.global_init(CURL_GLOBAL_DEFAULT);
    fault = code == CURLE_OK ? NULL : libcurl.easy_strerror(code);
}

const char *libcurl_load(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return fault;
}
