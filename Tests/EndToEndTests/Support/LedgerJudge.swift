import Foundation
import TestKit

/// Holds a ledger and a server's record against what must have happened, in Python, without a line
/// of the daemon's own code.
struct LedgerJudge: Encodable {
    /// Between these instants, in seconds of the epoch, nothing may be missing.
    var begin: Int
    var end: Int
    /// Nudge id and channel of each request that the server got, in order.
    var received: [String] = []
    /// Decisions as the daemons logged them.
    var logged: [String] = []
    /// Copies of the ledger's folder, as each kill left it.
    var snapshots: [String] = []
    /// The ledger's folder at the end.
    var ledger: String

    struct Verdict: Decodable {
        /// What must not be; empty where all is well.
        var faults: [String]
        var decisions: Int
        /// Requests that brought a nudge again.
        var repeated: Int
        /// Attempts that a kill cut off.
        var interrupted: Int
    }

    func verdict(in folder: TemporaryFolder) async throws -> Verdict {
        let data = try JSONEncoder().encode(self)
        let path = try folder.write(String(decoding: data, as: UTF8.self), to: "record.json")
        let result = try await CommandResult.of(
            "/usr/bin/python3",
            ["-c", Self.script, path],
            environment: [:]
        )
        guard result.exit == .status(0) else {
            return Verdict(faults: ["\(result)"], decisions: 0, repeated: 0, interrupted: 0)
        }
        return try JSONDecoder().decode(Verdict.self, from: Data(result.text.utf8))
    }

    private static let script = """
        import collections, json, sqlite3, sys, time
        record = json.load(open(sys.argv[1]))
        faults = []

        def rows(folder, query):
            database = sqlite3.connect(f"{folder}/ledger.sqlite")
            try:
                return database.execute(query).fetchall()
            finally:
                database.close()

        def times(seconds):
            return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))

        decisions = rows(record["ledger"],
            "SELECT ritual || '@' || start, stage, partner, due, verdict, nudge FROM decisions")
        decided = collections.Counter(row[:3] for row in decisions)
        faults += [f"decided {n} times: {key}" for key, n in decided.items() if n > 1]
        logged = collections.Counter(record["logged"])
        faults += [f"logged {n} times: {line}" for line, n in logged.items() if n > 1]

        # Every ritual comes once a minute, at its own second.
        for second in range(record["begin"], record["end"] + 1):
            local = times(second).removesuffix(":00")
            name = f"{second % 60:02}"
            if (f"tick-{name}@{local}", "start", f"p{name}") not in decided:
                faults.append(f"lost: tick-{name}@{local}")
        for occurrence, stage, partner, due, verdict, nudge in decisions:
            if verdict not in ("fired", "late", "coalesced"):
                faults.append(f"not told: {occurrence} is {verdict}")

        in_flight = collections.Counter()
        for folder in record["snapshots"]:
            in_flight.update(name for name, in rows(folder,
                "SELECT nudge || ' ' || channel FROM deliveries WHERE state = 'sending'"))
        received = collections.Counter(record["received"])
        due = {row[5]: row[3] for row in decisions}
        for name, times_received in received.items():
            if name.split()[0] not in due:
                faults.append(f"received and never decided: {name}")
            if times_received > 1 + in_flight[name]:
                faults.append(f"received {times_received} times, in flight at "
                    f"{in_flight[name]} kills: {name}")
        deliveries = rows(record["ledger"], "SELECT nudge, channel, state FROM deliveries")
        for nudge, channel, state in deliveries:
            if state == "delivered" and f"{nudge} {channel}" not in received:
                faults.append(f"delivered and never received: {nudge} {channel}")
            if state != "delivered" and due[nudge] <= record["end"]:
                faults.append(f"still {state} at the end: {nudge} {channel}")
        told = collections.Counter(row[0] for row in deliveries)
        faults += [f"without a delivery: {row[0]}" for row in decisions
            if row[4] in ("fired", "late") and told[row[5]] != 2]
        print(json.dumps({
            "faults": faults[:20], "decisions": len(decisions),
            "repeated": sum(received.values()) - len(received),
            "interrupted": sum(in_flight.values()),
        }))
        """
}
