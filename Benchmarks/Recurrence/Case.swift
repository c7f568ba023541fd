import CivilTime
import Glibc

/// A rule to expand and to seek in.
struct Case {
    /// How far ahead of the start seeks go.
    static let years = [20, 2000]
    /// How many instants the answer adds up, by which engines are compared.
    static let answered = 100

    let name: String
    let start: CivilDateTime
    let rule: String
    /// The occurrences of one expansion.
    let count: Int

    /// Reads a line of `cases.tsv`.
    init(_ line: Substring) throws {
        let columns = line.split(separator: "\t").map(String.init)
        name = columns[0]
        start = try CivilDateTime(parsing: columns[1])
        rule = columns[2]
        count = Int(columns[3]) ?? 0
    }

    /// The wall time so many years after the start.
    func target(years: Int) -> CivilDateTime { start.adding(Span(months: 12 * years)) }

    /// Prints what an engine took, in nanoseconds, and what it answered.
    func report(_ engine: String, _ what: String, _ nanoseconds: Double, _ answer: Int64?) {
        print("\(engine)\t\(name)\(what)\t\(nanoseconds)\t\(answer.map(String.init) ?? "none")")
        fflush(nil)
    }
}
