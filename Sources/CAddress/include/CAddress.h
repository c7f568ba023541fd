#pragma once

// URLs, read by libcurl, which also goes there.
//
// It is loaded when the first URL is read: with the thirty libraries that it brings, that takes longer than
// most commands do, and few of them read any.

#pragma clang assume_nonnull begin

/// The parts of a URL as libcurl reads them when it is asked to go there; NULL where there is none.
///
/// A host that is an IPv4 address in one of its older spellings (`127.1`) is in the usual one.
struct caddress {
    char *_Nullable scheme;
    char *_Nullable user;
    char *_Nullable password;
    /// Decoded; an IPv6 address in brackets and without its zone.
    char *_Nullable host;
    char *_Nullable path;
    char *_Nullable query;
    char *_Nullable fragment;
};

enum caddress_fault {
    CADDRESS_OK,
    CADDRESS_NO_HOST,
    /// The port is not between 1 and 65535.
    CADDRESS_BAD_PORT,
    CADDRESS_MALFORMED,
    /// libcurl is not there.
    CADDRESS_NO_LIBRARY,
};

/// Reads a URL of any scheme. Whatever comes back, `caddress_free` ends `address`.
enum caddress_fault caddress_read(const char *text, struct caddress *address);

void caddress_free(struct caddress *address);

#pragma clang assume_nonnull end
