/// A value that is used but never shown: it prints as `<redacted>`.
package struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The value itself, for the one place that sends it.
    package let revealed: String

    package init(_ value: String) {
        revealed = value
    }

    /// The text that is shown in place of a secret.
    package static let shown = "<redacted>"

    package var description: String { Self.shown }
    package var debugDescription: String { Self.shown }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Where a secret is kept; never the config itself.
package enum SecretReference: Hashable, Sendable {
    /// A file of that name in `$CREDENTIALS_DIRECTORY` (systemd's `LoadCredential=`).
    case credential(String)
    /// A file that only its owner may read.
    case file(String)
}
