import Foundation
import PlainText

/// JSON as every channel writes it: on one line, with sorted keys, the same bytes each time.
///
/// What a terminal would act on is written as `\u009b`: a channel's output may be shown on one.
enum WireJSON {
    static func bytes(of value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = try encoder.encode(value)
        let text = String(decoding: data, as: UTF8.self)
        guard text.unicodeScalars.contains(where: \.isControlling) else {
            return [UInt8](data)
        }
        // Such a character stands nowhere but inside of a JSON string.
        var escaped = ""
        for scalar in text.unicodeScalars {
            if scalar.isControlling {
                let digits = String(scalar.value, radix: 16)
                escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                escaped.unicodeScalars.append(scalar)
            }
        }
        return [UInt8](escaped.utf8)
    }
}
