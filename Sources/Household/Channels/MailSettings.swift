/// Where and how nudges are mailed.
package struct MailSettings: Hashable, Sendable {
    /// The server: `smtp://HOST:PORT`, which turns to TLS by STARTTLS, or `smtps://HOST:PORT`.
    package var url: Secret
    package var from: String
    package var recipients: [String]
    package var user: String?
    package var password: SecretReference?
    /// The bound on one whole attempt.
    package var timeout: Duration
    /// A file of certificates to trust instead of the system's.
    package var caFile: String?
    /// Whether mail may go as plain text to a server elsewhere that offers no STARTTLS.
    package var isInsecure: Bool

    package init(
        url: Secret,
        from: String,
        recipients: [String],
        user: String? = nil,
        password: SecretReference? = nil,
        timeout: Duration = .seconds(15),
        caFile: String? = nil,
        isInsecure: Bool = false
    ) {
        self.url = url
        self.from = from
        self.recipients = recipients
        self.user = user
        self.password = password
        self.timeout = timeout
        self.caFile = caFile
        self.isInsecure = isInsecure
    }
}
