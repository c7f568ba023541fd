#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// One HTTP exchange over libcurl, whose own setopt is variadic and so out of Swift's reach.
//
// What it always does: http and https only, no redirect followed, no signal, the certificate and
// its host name verified, one connection that is not kept, no compressed reply asked for, no
// cookie, no netrc. A proxy of the environment is used, except over a Unix socket.

#pragma clang assume_nonnull begin

/// The bounds of one exchange, and who is handed its bytes.
struct ccurl_limits {
    /// From name look-up to the last byte of the reply; 0 waits for ever.
    int64_t timeout_ms;
    /// From name look-up to the end of the TLS handshake; 0 takes libcurl's 300 seconds.
    int64_t connect_timeout_ms;
    /// The transfer ends, as a success with `truncated` set, once this much is kept.
    size_t max_reply_bytes;
    /// Is handed the body of a 2xx reply as it comes, in place of keeping it, with `context`;
    /// any answer but 0 ends the transfer, as a success with `truncated` set. NULL keeps the body.
    int (*_Nullable on_bytes)(void *_Nullable context, const uint8_t *bytes, size_t length);
    void *_Nullable context;
};

/// What came of it. Neither text holds the URL, the host or anything sent.
struct ccurl_reply {
    /// The CURLcode; 0 where a whole reply, or one cut at its bound, came in.
    int code;
    /// The words of libcurl for `code`, which live as long as the program.
    const char *_Nullable error;
    /// The system's errno where a connection failed, else 0.
    long os_errno;
    /// The HTTP status, or 0 where none came; set beside an error where the reply broke off.
    long status;
    /// The kept part of the body; NULL where it is empty.
    uint8_t *_Nullable body;
    size_t body_length;
    bool truncated;
    /// The value of the header, or NULL.
    char *_Nullable content_type;
    /// The value of the header, as it was sent: seconds or an HTTP date; or NULL.
    char *_Nullable retry_after;
    int64_t total_microseconds;
};

/// Makes one exchange and waits for its end: call it where blocking harms nobody.
///
/// `headers` are whole lines (`Name: value`), each but the last ended by a line feed. Swift strings
/// and `[UInt8]` can be passed as they are. Whatever comes back, `ccurl_reply_free` ends `reply`.
/// Returns `reply->code`.
int ccurl_perform(const char *method,
                  const char *url,
                  const char *_Nullable headers,
                  const void *_Nullable body,
                  size_t body_length,
                  const char *_Nullable unix_socket_path,
                  const char *_Nullable ca_file,
                  struct ccurl_limits limits,
                  struct ccurl_reply *reply);

/// Frees what `ccurl_perform` put into `reply` and clears it; once for each call.
void ccurl_reply_free(struct ccurl_reply *reply);

/// Such as `libcurl/7.88.1 OpenSSL/3.0.15`; lives as long as the program.
const char *ccurl_version(void);

#pragma clang assume_nonnull end
