extension Duration {
    /// The length in whole milliseconds, rounded down and held at the ends of `Int64`.
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000)
        guard !overflow else {
            return seconds < 0 ? .min : .max
        }
        return whole.addingReportingOverflow(attoseconds / 1_000_000_000_000_000).partialValue
    }
}
