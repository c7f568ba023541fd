// The distribution's OpenSSL: libcurl loads the same library, so it costs the daemon nothing.
#include <openssl/evp.h>
#include <openssl/hmac.h>
