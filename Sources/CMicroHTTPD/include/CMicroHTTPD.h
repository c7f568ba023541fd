#pragma once

#include <stddef.h>
#include <stdint.h>

// A small HTTP/1.1 server over libmicrohttpd, whose own start call is variadic and so out of
// Swift's reach.
//
// It listens on a socket that the caller has made. Each connection has a thread of its own, up to a
// bound, so a slow client holds up nobody; while there is none, one thread sleeps in poll(2) without
// a time limit.

#pragma clang assume_nonnull begin

/// A text that need not end in a zero byte.
struct chttpd_text {
    const char *_Nullable bytes;
    size_t length;
};

/// One pair of a request's query, percent-decoded.
struct chttpd_item {
    struct chttpd_text name;
    struct chttpd_text value;
};

/// A whole request; what it points to lives until the handler returns.
struct chttpd_request {
    const char *method;
    const char *path;
    /// The value of that header; NULL where there is none.
    const char *_Nullable content_type;
    const char *_Nullable origin;
    const char *_Nullable if_none_match;
    const struct chttpd_item *_Nullable query;
    size_t query_count;
    const uint8_t *_Nullable body;
    size_t body_length;
    /// Set where the body was longer than the bound; then it is not there at all.
    int is_too_large;
    /// The socket of the connection, to see whether the client is still there; -1 where it is not known.
    int connection_file;
};

/// Where the body of an answer comes from.
enum chttpd_body {
    /// `body`, as a whole.
    CHTTPD_BYTES,
    /// `file`, a pipe or a socket: what is read of it goes out at once, until its other end is closed.
    CHTTPD_PIPE,
    /// `file`, whose length is `body_length`.
    CHTTPD_FILE,
};

/// The answer to a request; the content type is copied.
struct chttpd_reply {
    unsigned int status;
    char content_type[64];
    /// Sent where they are not empty.
    char etag[64];
    char last_modified[40];
    enum chttpd_body kind;
    /// Made by malloc; freed by the server.
    char *_Nullable body;
    size_t body_length;
    /// Closed by the server.
    int file;
};

/// Answers a request, on the thread of its connection. It may block.
typedef void (*chttpd_handler)(void *_Nullable context, const struct chttpd_request *request,
                               struct chttpd_reply *reply);

struct chttpd_limits {
    /// Connections beyond these are closed at once.
    unsigned int connections;
    /// A connection on which nothing moves for so long is closed.
    unsigned int idle_seconds;
    /// The longest body that is taken.
    size_t body_bytes;
    /// The memory for the request line and the headers of one connection.
    size_t header_bytes;
};

struct chttpd;

/// Serves the listening socket `file` until `chttpd_stop`; NULL where it cannot be.
struct chttpd *_Nullable chttpd_start(int file, struct chttpd_limits limits, chttpd_handler handler,
                                      void *_Nullable context);

/// Takes no new connection; those that are open go on.
void chttpd_quiesce(struct chttpd *server);

/// How many connections are open.
unsigned int chttpd_connections(struct chttpd *server);

/// Takes no new connection, waits for the requests under way, and closes the socket.
void chttpd_stop(struct chttpd *server);

#pragma clang assume_nonnull end
