// URLs as libcurl reads them.
#include "CAddress.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static struct {
    __typeof__(curl_url) *make;
    __typeof__(curl_url_get) *get;
    __typeof__(curl_url_set) *set;
    __typeof__(curl_url_cleanup) *cleanup;
    __typeof__(curl_free) *release;
} libcurl;

static void load(void) {
    void *library = dlopen("libcurl.so.4", RTLD_LAZY | RTLD_LOCAL);
    if (library != NULL) {
        libcurl.make = dlsym(library, "curl_url");
        libcurl.get = dlsym(library, "curl_url_get");
        libcurl.set = dlsym(library, "curl_url_set");
        libcurl.cleanup = dlsym(library, "curl_url_cleanup");
        libcurl.release = dlsym(library, "curl_free");
    }
}

static int is_loaded(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return libcurl.make && libcurl.get && libcurl.set && libcurl.cleanup && libcurl.release;
}

// NULL where the URL has no such part.
static char *part(CURLU *url, CURLUPart which, CURLUcode *code) {
    char *text = NULL, *copy = NULL;
    CURLUcode answer = libcurl.get(url, which, &text, 0);
    if (answer == CURLUE_OK) {
        copy = strdup(text);
    }
    if (answer == CURLUE_OUT_OF_MEMORY || (answer == CURLUE_OK && copy == NULL)) {
        *code = CURLUE_OUT_OF_MEMORY;
    }
    libcurl.release(text);
    return copy;
}

enum caddress_fault caddress_read(const char *text, struct caddress *address) {
    memset(address, 0, sizeof *address);
    if (!is_loaded()) {
        return CADDRESS_NO_LIBRARY;
    }
    CURLU *url = libcurl.make();
    if (url == NULL) {
        return CADDRESS_MALFORMED;
    }
    CURLUcode code = libcurl.set(url, CURLUPART_URL, text, CURLU_NON_SUPPORT_SCHEME);
    if (code == CURLUE_OK) {
        address->scheme = part(url, CURLUPART_SCHEME, &code);
        address->user = part(url, CURLUPART_USER, &code);
        address->password = part(url, CURLUPART_PASSWORD, &code);
        address->host = part(url, CURLUPART_HOST, &code);
        address->path = part(url, CURLUPART_PATH, &code);
        address->query = part(url, CURLUPART_QUERY, &code);
        address->fragment = part(url, CURLUPART_FRAGMENT, &code);
        char *port = part(url, CURLUPART_PORT, &code);
        if (port != NULL && atoi(port) == 0) {
            code = CURLUE_BAD_PORT_NUMBER;
        }
        free(port);
    }
    libcurl.cleanup(url);
    switch (code) {
    case CURLUE_OK:
        return address->host == NULL ? CADDRESS_NO_HOST : CADDRESS_OK;
    case CURLUE_NO_HOST: return CADDRESS_NO_HOST;
    case CURLUE_BAD_PORT_NUMBER: return CADDRESS_BAD_PORT;
    default: return CADDRESS_MALFORMED;
    }
}

void caddress_free(struct caddress *address) {
    free(address->scheme);
    free(address->user);
    free(address->password);
    free(address->host);
    free(address->path);
    free(address->query);
    free(address->fragment);
    memset(address, 0, sizeof *address);
}
