// URLs and dates as libcurl reads them.
#include "CCurl.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

// NULL where the URL has no such part.
static char *part(CURLU *url, CURLUPart which, CURLUcode *code) {
    char *text = NULL, *copy = NULL;
    CURLUcode answer = curl_url_get(url, which, &text, 0);
    if (answer == CURLUE_OK) {
        copy = strdup(text);
    }
    if (answer == CURLUE_OUT_OF_MEMORY || (answer == CURLUE_OK && copy == NULL)) {
        *code = CURLUE_OUT_OF_MEMORY;
    }
    curl_free(text);
    return copy;
}

enum ccurl_address_fault ccurl_address_read(const char *text, struct ccurl_address *address) {
    memset(address, 0, sizeof *address);
    CURLU *url = curl_url();
    if (url == NULL) {
        return CCURL_ADDRESS_MALFORMED;
    }
    CURLUcode code = curl_url_set(url, CURLUPART_URL, text, CURLU_NON_SUPPORT_SCHEME);
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
    curl_url_cleanup(url);
    switch (code) {
    case CURLUE_OK:
        return address->host == NULL ? CCURL_ADDRESS_NO_HOST : CCURL_ADDRESS_OK;
    case CURLUE_NO_HOST: return CCURL_ADDRESS_NO_HOST;
    case CURLUE_BAD_PORT_NUMBER: return CCURL_ADDRESS_BAD_PORT;
    default: return CCURL_ADDRESS_MALFORMED;
    }
}

void ccurl_address_free(struct ccurl_address *address) {
    free(address->scheme);
    free(address->user);
    free(address->password);
    free(address->host);
    free(address->path);
    free(address->query);
    free(address->fragment);
    memset(address, 0, sizeof *address);
}

int64_t ccurl_date(const char *text) {
    return curl_getdate(text, NULL);
}
