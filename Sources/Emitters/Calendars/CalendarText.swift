import CSystemd
import Glibc
package import Household

/// Reads the text of partners' calendars: from files and from addresses.
///
/// What it says of a failure names no address: whoever knows it may read the calendar.
package struct CalendarText: Sendable {
    /// The most bytes of a calendar that are read.
    static let most = 32 * 1_024 * 1_024

    /// Which state of a calendar was read.
    package enum Version: Hashable, Sendable {
        case file(changed: Int64, nanoseconds: Int64, size: Int64, number: UInt64)
        case etag(String)
    }

    package enum Outcome: Sendable {
        /// The text, and its version where the source names one.
        case read([UInt8], Version?)
        /// The calendar is as it was in the version given.
        case unchanged
        case failed(String)
    }

    private let secrets: SecretReader
    private let userAgent: String

    /// Makes a reader.
    ///
    /// - Parameters:
    ///   - secrets: Reads the addresses that are kept as secrets.
    ///   - version: The version of rituald.
    package init(secrets: SecretReader, version: String) {
        self.secrets = secrets
        userAgent = "rituald/\(version)"
    }

    /// Reads a calendar unless it is as it was in `known`.
    package func read(_ calendar: BusyCalendar, unless known: Version?) async -> Outcome {
        switch calendar {
        case .file(let path): return read(file: path, unless: known)
        case .address(let address): return await read(address, unless: known)
        case .secret(let reference):
            do {
                let kept = try secrets.read(reference).revealed
                let isWebcal = kept.lowercased().hasPrefix("webcal://")
                return await read(
                    Secret(isWebcal ? "https" + kept.dropFirst(6) : kept),
                    unless: known
                )
            } catch {
                return .failed("\(error)")
            }
        }
    }

    // MARK: - Files

    private func read(file path: String, unless known: Version?) -> Outcome {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            return .failed("'\(path)' cannot be read: \(Self.reason(errno))")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return .failed("'\(path)' is not a file")
        }
        let version = Version.file(
            changed: Int64(status.st_mtim.tv_sec),
            nanoseconds: Int64(status.st_mtim.tv_nsec),
            size: Int64(status.st_size),
            number: UInt64(status.st_ino)
        )
        guard version != known else {
            return .unchanged
        }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= Self.most {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR {
                continue
            }
            guard count >= 0 else {
                return .failed("'\(path)' cannot be read: \(Self.reason(errno))")
            }
            guard count > 0 else {
                return .read(bytes, version)
            }
            bytes += chunk[..<count]
        }
        return .failed("'\(path)' is longer than 32 MiB")
    }

    private static func reason(_ code: Int32) -> String {
        String(cString: strerror(code)).lowercased()
    }

    // MARK: - Addresses

    private func read(_ address: Secret, unless known: Version?) async -> Outcome {
        var request = HTTPRequest(method: "GET", url: address.revealed)
        request.headers = [("Accept", "text/calendar"), ("User-Agent", userAgent)]
        if case .etag(let tag) = known {
            request.headers.append(("If-None-Match", tag))
        }
        request.mostKept = Self.most
        let reply = await request.perform(HTTPPolicy(timeout: .seconds(10)))
        if let failure = reply.failure {
            return .failed("the server gave no answer: \(failure)")
        }
        switch reply.status {
        case 304 where known != nil:
            return .unchanged
        case 200 where reply.isCut:
            return .failed("the calendar is longer than 32 MiB")
        case 200:
            let tag = reply.etag.flatMap {
                $0.utf8.allSatisfy { $0 > 0x1f && $0 < 0x7f } ? $0 : nil
            }
            return .read(reply.body, tag.map { .etag($0) })
        case 301, 302, 303, 307, 308:
            return .failed(
                "the server answers \(reply.status): the calendar is at another address now"
            )
        default:
            return .failed("the server answers \(reply.status)")
        }
    }
}
