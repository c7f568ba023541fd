import CivilTime
import Recurrence

/// Reads bytes in each way that text and zone files are read, and expands what comes of it.
///
/// The first byte chooses the way. Instants must grow, and what is printed must read as the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func recurrenceFuzzer(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    guard let way = bytes.first else { return 0 }
    let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
    switch way % 6 {
    case 0: fuzzRule(text)
    case 1: fuzzExpression(text)
    case 2: fuzzSet(text)
    case 3: fuzzZone(Array(bytes.dropFirst()))
    case 4: fuzzRule("FREQ=" + text)
    default:
        _ = try? Span(parsing: text)
        _ = try? Instant(parsing: text)
        _ = try? CivilDateTime(parsing: text)
    }
    return 0
}

private func fuzzRule(_ text: String) {
    guard let rule = try? RecurrenceRule(parsing: text) else { return }
    guard let again = try? RecurrenceRule(parsing: rule.description), again == rule else {
        fatalError("\(rule) is not read as it is printed")
    }
    let start = CivilDateTime(localSeconds: 1_772_957_640)
    for reading in [RecurrenceSet.Reading.fill, .table] {
        expand(.rule(RecurrenceSet(start: start, rule: rule, reading: reading)), in: .utc)
    }
}

private func fuzzExpression(_ text: String) {
    guard let expression = try? CalendarExpression(parsing: text) else { return }
    let form = expression.description
    guard (try? CalendarExpression(parsing: form))?.description == form else {
        fatalError("\(form) is not read as it is printed")
    }
    expand(.calendar(expression, notBefore: nil), in: .utc)
}

private func fuzzSet(_ text: String) {
    guard let set = try? RecurrenceSet(parsing: text) else { return }
    guard (try? RecurrenceSet(parsing: set.description))?.description == set.description else {
        fatalError("\(set) is not read as it is printed")
    }
    expand(.rule(set), in: .utc)
}

private func fuzzZone(_ bytes: [UInt8]) {
    guard let zone = try? Zone(identifier: "Fuzz", tzif: bytes) else { return }
    guard let rule = try? RecurrenceRule(parsing: "FREQ=HOURLY;BYMINUTE=0,30") else { return }
    let start = CivilDateTime(localSeconds: 946_684_800)
    expand(.rule(RecurrenceSet(start: start, rule: rule)), in: zone)
}

private func expand(_ schedule: Schedule, in zone: Zone) {
    for seconds in [Int64.min, 1_800_000_000, 250_000_000_000, .max] {
        var last = Instant(secondsSinceEpoch: seconds)
        for occurrence in schedule.occurrences(in: zone, after: last).prefix(40) {
            guard occurrence.instant > last else { fatalError("\(occurrence) after \(last)") }
            last = occurrence.instant
        }
    }
}
