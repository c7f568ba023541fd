import ControlAPI

/// `ritualctl next --follow`: a line whenever it changes, for a status bar.
struct NextFollower {
    let format: NextLine.Format
    let context: CommandContext

    /// Runs until nobody reads its lines any more; without a daemon there is nothing to come.
    func run() throws {
        let source = try context.follow()
        var shown: String?
        var line = NextLine(next: nil, context: context)
        while true {
            switch source.next(until: line.changes) {
            case .connected, .event, .time:
                line = NextLine(next: try next(), context: context)
            case .gone(.foreign(let user)):
                throw context.failure(.foreign(user: user))
            case .gone:
                line = NextLine(next: nil, context: context)
            case .closed:
                return
            }
            let text =
                context.isJSON
                ? try ControlJSON.text(of: NextMessage(next: line.next)) : try line.text(format)
            if text != shown {
                shown = text
                try context.say(text)
                try context.output.flush()
            }
        }
    }

    /// `nil` also where the daemon has just gone, which is told next.
    private func next() throws -> OccurrenceMessage? {
        do {
            return try context.ask(.next, for: NextMessage.self).next
        } catch let failure as CommandFailure where failure.status == .noDaemon {
            return nil
        }
    }
}
