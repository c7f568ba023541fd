#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Exchanges over libcurl, whose own setopt is variadic and so out of Swift's reach: HTTP, and mail
// over SMTP. It is loaded when the first exchange is made; without it each one fails.
//
// Headers and trailers, or the replies of an SMTP server, have 300 KiB together: past that the exchange
// has failed, whatever its status was.
//
// What it always does: no other protocol, no redirect followed, no signal, the certificate and its
// host name verified, one connection that is not kept, no cookie, no netrc. A proxy of the
// environment is used, except where an exchange is to go directly.

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
    /// The longest time without a byte for `on_bytes`, from the start on; the transfer fails past it.
    /// 0 waits for ever.
    int64_t silence_ms;
};

/// What came of it. Neither text holds the URL, the host or anything sent.
struct ccurl_reply {
    /// The CURLcode; 0 where a whole reply, or one cut at its bound, came in.
    int code;
    /// The words for `code`, which live as long as the program.
    const char *_Nullable error;
    /// The system's errno where a connection failed, else 0.
    long os_errno;
    /// The status of HTTP, or the last one of SMTP; 0 where none came. Set beside an error where the
    /// reply broke off.
    long status;
    /// The kept part of the body, or of the last reply of an SMTP server; NULL where it is empty.
    uint8_t *_Nullable body;
    size_t body_length;
    bool truncated;
    /// Whether a connection stood, to the peer or to a proxy: then an error may be the other side's.
    bool has_connected;
    /// Whether no address of the peer was allowed; then there was no connection to it.
    bool peer_refused;
    /// The value of the header, or NULL.
    char *_Nullable content_type;
    /// The value of the header, as it was sent: seconds or an HTTP date; or NULL.
    char *_Nullable retry_after;
    /// The value of the header, which names this version of what was asked for; or NULL.
    char *_Nullable etag;
    /// The value of the header, an HTTP date; or NULL.
    char *_Nullable date;
    int64_t total_microseconds;
};

/// What is sent, where to and how. All of it is copied, and may be gone once the call returns.
struct ccurl_request {
    /// `http`, `https`, `smtp` or `smtps`; what else it says is up to libcurl.
    const char *_Nullable url;
    /// Of HTTP; not read for mail.
    const char *_Nullable method;
    /// Whole lines (`Name: value`), each but the last ended by a line feed.
    const char *_Nullable headers;
    const void *_Nullable body;
    size_t body_length;
    /// The certificates to trust instead of the distribution's.
    const char *_Nullable ca_file;
    /// Whether a proxy of the environment is passed by.
    bool is_direct;
    /// Is asked about each address of the peer before a connection to it; 0 is no. NULL allows any.
    int (*_Nullable allows_peer)(const char *address);

    /// The sender's address; NULL for HTTP.
    const char *_Nullable mail_from;
    /// The recipients' addresses, each but the last ended by a line feed.
    const char *_Nullable mail_to;
    const char *_Nullable user;
    const char *_Nullable password;
    /// Whether a connection that began as plain text must turn to TLS (STARTTLS), may, or does not.
    enum ccurl_tls { CCURL_TLS_NEVER, CCURL_TLS_OFFERED, CCURL_TLS_ALWAYS } tls;
};

/// Is called once, on a thread that all exchanges share: it must not wait for anything.
///
/// `reply` is freed once it returns.
typedef void (*ccurl_done)(void *_Nullable context, const struct ccurl_reply *reply);

/// Begins an exchange over HTTP and returns at once; `done` is called at its end, whatever it comes to.
///
/// All of them run on one thread, which lives as long as there are any. Replies may come compressed,
/// unless they are handed out as they come; what is kept is counted as it reads.
///
/// Returns a number by which the exchange can be ended early, which no other exchange ever has.
uint64_t ccurl_start(const struct ccurl_request *request,
                 struct ccurl_limits limits,
                 ccurl_done done,
                 void *_Nullable context);

/// Ends an exchange early: `done` is called for it as for one that was aborted, unless it has ended.
void ccurl_cancel(uint64_t number);

/// Makes one exchange and waits for its end: call it where blocking harms nobody.
///
/// It is the way for mail, whose farewell libcurl waits for: that may take as long as `timeout_ms`
/// once more. Whatever comes back, `ccurl_reply_free` ends `reply`. Returns `reply->code`.
int ccurl_send(const struct ccurl_request *request,
               struct ccurl_limits limits,
               struct ccurl_reply *reply);

/// Frees what `ccurl_send` put into `reply` and clears it; once for each call.
void ccurl_reply_free(struct ccurl_reply *reply);

/// Reads a date of HTTP (RFC 9110 section 5.6.7, all three forms) as seconds since 1970; -1 where it
/// is none.
int64_t ccurl_date(const char *text);

#pragma clang assume_nonnull end
