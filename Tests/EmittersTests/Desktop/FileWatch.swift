import Foundation
import Glibc
import TestKit

/// Says which files of a folder were written and closed, without looking.
final class FileWatch: Sendable {
    let written = EventLog<String>("the folder")
    private let descriptor: Int32

    init(_ folder: String) throws {
        descriptor = inotify_init1(Int32(IN_CLOEXEC))
        guard inotify_add_watch(descriptor, folder, UInt32(IN_CLOSE_WRITE)) >= 0 else {
            throw CocoaError(.fileReadUnknown)
        }
        Thread.detachNewThread { [descriptor, written] in
            withUnsafeTemporaryAllocation(byteCount: 4_096, alignment: 8) { buffer in
                while case let count = read(descriptor, buffer.baseAddress, buffer.count), count > 0
                {
                    var offset = 0
                    while offset < count {
                        let event = buffer.loadUnaligned(
                            fromByteOffset: offset,
                            as: inotify_event.self
                        )
                        let start = offset + MemoryLayout<inotify_event>.size
                        let name = buffer[start..<start + Int(event.len)].prefix { $0 != 0 }
                        written.append(String(decoding: name, as: UTF8.self))
                        offset = start + Int(event.len)
                    }
                }
            }
        }
    }
}
