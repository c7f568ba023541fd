import Glibc

/// How much memory the process holds, by the kernel's own count.
enum ResidentMemory {
    /// The bytes in `/proc/self/statm` that are resident; 0 where it cannot be read.
    static var bytes: Int {
        guard let file = fopen("/proc/self/statm", "r") else {
            return 0
        }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard fgets(&line, Int32(line.count), file) != nil else {
            return 0
        }
        let text = line.prefix { $0 != 0 }.map { Character(UnicodeScalar(UInt8(bitPattern: $0))) }
        let pages = String(text).split(separator: " ").compactMap { Int($0) }
        return pages.count > 1 ? pages[1] * sysconf(Int32(_SC_PAGESIZE)) : 0
    }
}
