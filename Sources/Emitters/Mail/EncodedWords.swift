import Foundation

/// Text in a header, as RFC 2047 encodes it: `=?utf-8?B?…?=`, no word longer than 75 characters.
enum EncodedWords {
    /// So many bytes become at most 75 characters with what stands around them.
    private static let bytesInWord = 45
    private static let lineLength = 76

    /// Returns `text`, which is on one line, as it may stand behind the first `used` characters of a
    /// header's line.
    ///
    /// ASCII that fits on the line and cannot be taken for an encoded word stays as it is.
    static func write(_ text: String, after used: Int) -> String {
        let isPlain = text.utf8.allSatisfy { (0x20...0x7e).contains($0) }
        if isPlain, !text.contains("=?"), used + text.utf8.count <= lineLength {
            return text
        }
        var words: [String] = []
        var word: [UInt8] = []
        var room = bytesInWord - used
        // A word holds whole characters (section 5), so it is cut between them.
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if word.count + bytes.count > room {
                words.append(encoded(word))
                word = []
                room = bytesInWord
            }
            word += bytes
        }
        words.append(encoded(word))
        return words.joined(separator: "\r\n ")
    }

    private static func encoded(_ bytes: [UInt8]) -> String {
        "=?utf-8?B?\(Data(bytes).base64EncodedString())?="
    }
}
