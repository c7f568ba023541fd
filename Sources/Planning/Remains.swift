/// What has to stay of an occurrence that is erased, so that nothing is told twice or lost.
package enum Remains: Hashable, Sendable {
    /// All of it: it is still open, or to come.
    case everything
    /// That it was done or skipped and when, because the next one counts from that.
    case answer
    /// Its name, so that it is not told anew under another config.
    case name
    case nothing
}
