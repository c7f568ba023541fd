import CCrypto

/// Distinguishes texts without revealing them: the first half of a SHA-256, in hexadecimal digits.
package enum Fingerprint {
    package static func of(_ texts: [String]) -> String {
        var bytes: [UInt8] = []
        for text in texts {
            bytes += Array(text.utf8) + [0]
        }
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        let isMade = EVP_Digest(bytes, bytes.count, &digest, &length, EVP_sha256(), nil)
        precondition(isMade == 1, "OpenSSL has no SHA-256")
        return Array(digest.prefix(Int(length) / 2)).hexadecimal
    }
}

extension [UInt8] {
    /// Two hexadecimal digits for each byte.
    var hexadecimal: String {
        map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
