#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// A C face of toml++'s parser: text in, a flat array of nodes out, each with where it was written.
//
// Lines and columns count from 1; a column is one Unicode scalar, so `ä` and `🌻` are one each.
// An end lies one column behind the last character.

typedef enum {
    CTOML_TABLE,
    CTOML_ARRAY,
    CTOML_STRING,
    CTOML_INTEGER,
    CTOML_FLOAT,
    CTOML_BOOLEAN,
    CTOML_DATE,
    CTOML_TIME,
    CTOML_DATE_TIME,
} CTOMLKind;

typedef struct {
    uint32_t line;
    uint32_t column;
} CTOMLPosition;

// A date, a time, or both; `hasOffset` only with both.
typedef struct {
    int32_t year;
    int32_t month;
    int32_t day;
    int32_t hour;
    int32_t minute;
    int32_t second;
    int32_t nanosecond;
    int32_t offsetMinutes;
    bool hasOffset;
} CTOMLMoment;

// One value. A parent comes before its children; children are in the order they were written.
typedef struct {
    CTOMLKind kind;
    int64_t parent;             // index of the table or array it lies in; -1 for the root
    const char *key;            // not terminated by NUL; null in an array and for the root
    size_t keyLength;
    CTOMLPosition keyBegin;     // zero where there is no key
    CTOMLPosition keyEnd;
    CTOMLPosition begin;        // for `[table]` and `[[table]]` the header; see also `keyBegin`
    CTOMLPosition end;
    bool isInline;              // `{ … }`, as opposed to a header or dotted keys
    const char *text;           // of a string; not terminated by NUL
    size_t textLength;
    int64_t integer;
    double real;
    bool boolean;
    CTOMLMoment moment;
} CTOMLNode;

typedef struct CTOMLDocument CTOMLDocument;

// The longest document and the deepest nesting (tables, arrays and dotted keys) that are read.
#define CTOML_MAXIMUM_LENGTH 16777216
#define CTOML_MAXIMUM_DEPTH 32

// Reads `length` bytes of TOML 1.0. Never null; release it with `ctoml_free`.
CTOMLDocument *ctoml_parse(const char *text, size_t length);
void ctoml_free(CTOMLDocument *document);

// The nodes, root first; they and their texts live as long as the document. Empty after an error.
const CTOMLNode *ctoml_nodes(const CTOMLDocument *document);
size_t ctoml_count(const CTOMLDocument *document);

// The syntax error and where it is; null where there is none.
const char *ctoml_error(const CTOMLDocument *document);
CTOMLPosition ctoml_error_position(const CTOMLDocument *document);

#ifdef __cplusplus
}
#endif
