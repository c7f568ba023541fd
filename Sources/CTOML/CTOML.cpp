#include "CTOML.h"

// Header only: the library's own object is not needed at run time. Without exceptions a syntax
// error is a value, and nothing is thrown through frames of Swift.
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#define TOML_ENABLE_WINDOWS_COMPAT 0
#define TOML_MAX_NESTED_VALUES CTOML_MAXIMUM_DEPTH
#include <toml++/toml.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

struct CTOMLDocument {
    toml::table root;
    std::vector<CTOMLNode> nodes;
    std::string error;
    CTOMLPosition errorPosition{0, 0};
};

namespace {

CTOMLPosition position(const toml::source_position &place) {
    return {place.line, place.column};
}

void set(CTOMLMoment &moment, const toml::date &date) {
    moment.year = date.year;
    moment.month = date.month;
    moment.day = date.day;
}

void set(CTOMLMoment &moment, const toml::time &time) {
    moment.hour = time.hour;
    moment.minute = time.minute;
    moment.second = time.second;
    moment.nanosecond = static_cast<int32_t>(time.nanosecond);
}

CTOMLNode scalar(const toml::node &value) {
    CTOMLNode node{};
    if (const auto *text = value.as_string()) {
        node.kind = CTOML_STRING;
        node.text = text->get().data();
        node.textLength = text->get().size();
    } else if (const auto *integer = value.as_integer()) {
        node.kind = CTOML_INTEGER;
        node.integer = integer->get();
    } else if (const auto *real = value.as_floating_point()) {
        node.kind = CTOML_FLOAT;
        node.real = real->get();
    } else if (const auto *boolean = value.as_boolean()) {
        node.kind = CTOML_BOOLEAN;
        node.boolean = boolean->get();
    } else if (const auto *date = value.as_date()) {
        node.kind = CTOML_DATE;
        set(node.moment, date->get());
    } else if (const auto *time = value.as_time()) {
        node.kind = CTOML_TIME;
        set(node.moment, time->get());
    } else if (const auto *both = value.as_date_time()) {
        node.kind = CTOML_DATE_TIME;
        set(node.moment, both->get().date);
        set(node.moment, both->get().time);
        if (both->get().offset) {
            node.moment.hasOffset = true;
            node.moment.offsetMinutes = both->get().offset->minutes;
        }
    }
    return node;
}

// toml++ keeps the keys of a table sorted by name; a reader wants them as they were written.
struct Child {
    const toml::key *key;
    const toml::node *value;
};

std::vector<Child> children(const toml::node &value) {
    std::vector<Child> found;
    if (const auto *table = value.as_table()) {
        for (auto &&[key, child] : *table) {
            found.push_back({&key, &child});
        }
        std::sort(found.begin(), found.end(), [](const Child &left, const Child &right) {
            return left.key->source().begin < right.key->source().begin;
        });
    } else if (const auto *array = value.as_array()) {
        for (auto &&child : *array) {
            found.push_back({nullptr, &child});
        }
    }
    return found;
}

bool flatten(CTOMLDocument &document, const toml::node &value, const toml::key *key,
             int64_t parent, int depth) {
    CTOMLNode node = scalar(value);
    if (const auto *table = value.as_table()) {
        node.kind = CTOML_TABLE;
        node.isInline = table->is_inline();
    } else if (value.is_array()) {
        node.kind = CTOML_ARRAY;
    }
    node.parent = parent;
    node.begin = position(value.source().begin);
    node.end = position(value.source().end);
    if (key) {
        node.key = key->str().data();
        node.keyLength = key->str().size();
        node.keyBegin = position(key->source().begin);
        node.keyEnd = position(key->source().end);
    }
    if (depth > CTOML_MAXIMUM_DEPTH) {
        document.error = "nested deeper than " + std::to_string(CTOML_MAXIMUM_DEPTH) + " levels";
        document.errorPosition = key ? node.keyBegin : node.begin;
        return false;
    }
    const auto index = static_cast<int64_t>(document.nodes.size());
    document.nodes.push_back(node);
    for (const auto &child : children(value)) {
        if (!flatten(document, *child.value, child.key, index, depth + 1)) {
            return false;
        }
    }
    return true;
}

// The end of the string that begins at `at` (a quote), or the end of the line where it is not
// closed there; the parser itself then says what is wrong.
size_t skipString(std::string_view text, size_t at) {
    const char quote = text[at];
    const std::string triple(3, quote);
    const bool isLong = text.compare(at, 3, triple) == 0;
    at += isLong ? 3 : 1;
    while (at < text.size()) {
        if (quote == '"' && text[at] == '\\') {
            at += 2;
        } else if (isLong ? text.compare(at, 3, triple) == 0 : text[at] == quote) {
            return at + (isLong ? 3 : 1);
        } else if (!isLong && text[at] == '\n') {
            return at;
        } else {
            at += 1;
        }
    }
    return text.size();
}

// Where a dotted key has too many parts, or null. toml++ 3.3 bounds nested values but not dotted
// keys, and its tables are taken down by recursion: a line of 500,000 dots would exhaust the stack.
bool findDeepKey(std::string_view text, CTOMLPosition &found) {
    CTOMLPosition here{1, 1};
    int dots = 0;
    size_t at = 0;
    const auto advance = [&](size_t end) {
        for (; at < end && at < text.size(); ++at) {
            const auto byte = static_cast<unsigned char>(text[at]);
            if (byte == '\n') {
                here = {here.line + 1, 1};
            } else if ((byte & 0xC0) != 0x80) {
                here.column += 1;
            }
        }
    };
    while (at < text.size()) {
        const char byte = text[at];
        if (byte == '#') {
            advance(std::min(text.find('\n', at), text.size()));
        } else if (byte == '"' || byte == '\'') {
            advance(skipString(text, at));
        } else {
            if (byte == '.' && ++dots > CTOML_MAXIMUM_DEPTH) {
                found = here;
                return true;
            }
            if (byte == '\n' || byte == '=' || byte == ',' || byte == '{' || byte == '[') {
                dots = 0;
            }
            advance(at + 1);
        }
    }
    return false;
}

} // namespace

CTOMLDocument *ctoml_parse(const char *text, size_t length) {
    auto *document = new CTOMLDocument();
    const std::string_view view(text ? text : "", text ? length : 0);
    if (view.size() > CTOML_MAXIMUM_LENGTH) {
        document->error = "longer than " + std::to_string(CTOML_MAXIMUM_LENGTH) + " bytes";
        document->errorPosition = {1, 1};
        return document;
    }
    if (findDeepKey(view, document->errorPosition)) {
        document->error =
            "a key of more than " + std::to_string(CTOML_MAXIMUM_DEPTH) + " dotted parts";
        return document;
    }
    auto result = toml::parse(view);
    if (!result) {
        document->error = std::string(result.error().description());
        document->errorPosition = position(result.error().source().begin);
        return document;
    }
    document->root = std::move(result).table();
    if (!flatten(*document, document->root, nullptr, -1, 0)) {
        document->nodes.clear();
    }
    return document;
}

void ctoml_free(CTOMLDocument *document) {
    delete document;
}

const CTOMLNode *ctoml_nodes(const CTOMLDocument *document) {
    return document->nodes.data();
}

size_t ctoml_count(const CTOMLDocument *document) {
    return document->nodes.size();
}

const char *ctoml_error(const CTOMLDocument *document) {
    return document->error.empty() ? nullptr : document->error.c_str();
}

CTOMLPosition ctoml_error_position(const CTOMLDocument *document) {
    return document->errorPosition;
}
