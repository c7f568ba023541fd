import CSystemd

@testable import Emitters

/// What a notification server was told with `Notify`.
struct Notified: Hashable, Sendable {
    var summary: String
    var body: String
    var replaces: UInt32 = 0
    var actions: [String] = []
    var application = "rituald"
    var icon = "rituald"
    var urgency: UInt8 = 1
    /// The hints that are texts.
    var hints: [String: String] = [:]
    var isResident = false

    init(_ summary: String, _ body: String, replaces: UInt32 = 0) {
        self.summary = summary
        self.body = body
        self.replaces = replaces
    }

    /// Reads `susssasa{sv}i`.
    init(_ message: BusMessage) {
        application = message.readText() ?? "none"
        replaces = message.readNumber() ?? .max
        icon = message.readText() ?? "none"
        summary = message.readText() ?? "none"
        body = message.readText() ?? "none"
        actions = message.readTexts() ?? ["none"]
        sd_bus_message_exit_container(message.pointer)
        sd_bus_message_enter_container(message.pointer, CChar(type: "a"), "{sv}")
        while sd_bus_message_enter_container(message.pointer, CChar(type: "e"), "sv") > 0 {
            readHint(message)
            sd_bus_message_exit_container(message.pointer)
        }
    }

    private mutating func readHint(_ message: BusMessage) {
        let name = message.readText() ?? "none"
        var letter: CChar = 0
        var contents: UnsafePointer<CChar>?
        sd_bus_message_peek_type(message.pointer, &letter, &contents)
        let type = contents.map { String(cString: $0) } ?? "none"
        sd_bus_message_enter_container(message.pointer, CChar(type: "v"), type)
        switch type {
        case "s":
            hints[name] = message.readText()
        case "y":
            sd_bus_message_read_basic(message.pointer, CChar(type: "y"), &urgency)
        default:
            var flag: Int32 = 0
            sd_bus_message_read_basic(message.pointer, CChar(type: "b"), &flag)
            isResident = flag == 1
        }
        sd_bus_message_exit_container(message.pointer)
    }

    /// The same without what every notification has alike.
    var words: Notified {
        Notified(summary, body, replaces: replaces)
    }
}
