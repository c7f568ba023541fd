/// Why a stage is not told.
struct Suppression: Hashable, Sendable {
    var verdict: Verdict
    var reason: String
}
