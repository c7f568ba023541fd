import Household

/// Reads `user` and `password`, of which neither stands alone.
struct LoginReader {
    let table: TableReader

    func read() -> (user: String?, password: SecretReference?) {
        let password = SecretReferenceReader(table: table).read("password")
        return (user(hasPassword: table.has("password")), password)
    }

    private func user(hasPassword: Bool) -> String? {
        guard let user = table.string("user") else {
            if hasPassword, !table.has("user") {
                table.missing("user", "whose password it is")
            }
            return nil
        }
        guard hasPassword else {
            table.missing("password", "of the user: \(SecretReferenceReader.forms)")
            return nil
        }
        guard !user.value.isEmpty,
            user.value.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0 != "\u{7f}" })
        else {
            table.findings.error("is empty, or holds a blank or a control character", at: user)
            return nil
        }
        return user.value
    }
}
