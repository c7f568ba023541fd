import CCrypto

/// The message authentication code of RFC 2104 with SHA-256.
enum HMACSHA256 {
    /// Returns the code of `message` under `key`, 32 bytes.
    static func code(of message: [UInt8], under key: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { code, count in
            var length: UInt32 = 0
            let made = HMAC(
                EVP_sha256(),
                key,
                Int32(key.count),
                message,
                message.count,
                code.baseAddress,
                &length
            )
            precondition(made != nil, "OpenSSL has no SHA-256")
            count = Int(length)
        }
    }
}
