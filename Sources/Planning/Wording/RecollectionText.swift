/// Lines of what is remembered, cut to the room that there is.
struct RecollectionText {
    enum Section: Hashable {
        /// `Kept: Date night, Check-in five times.`; what does not fit is counted.
        case list(lead: String, items: [String])
        /// `From the jar: “the rain on the roof”`; what does not fit is left out, with `…` in its place.
        case quote(lead: String, words: String)
    }

    let sections: [Section]

    /// The sections a line each, in at most `room` characters; `nil` where there is nothing, or no room.
    ///
    /// Each has an equal part of the room; what one leaves over goes to those after it.
    func fitted(to room: Int) -> String? {
        var lines: [String] = []
        var left = room
        let told = sections.filter { !$0.isEmpty }
        for (index, section) in told.enumerated() {
            let breaks = lines.isEmpty ? 0 : 1
            let share = (left - breaks) / (told.count - index)
            if let line = section.line(in: max(share, 0)) {
                lines.append(line)
                left -= line.count + breaks
            }
        }
        return lines.isEmpty ? nil : lines.joined(separator: "\n")
    }
}

extension RecollectionText.Section {
    /// Less than this of a quotation is not worth telling.
    private static let leastWords = 12

    fileprivate var isEmpty: Bool {
        switch self {
        case .list(_, let items): items.isEmpty
        case .quote(_, let words): words.allSatisfy(\.isWhitespace)
        }
    }

    fileprivate func line(in room: Int) -> String? {
        switch self {
        case .list(let lead, let items):
            for count in stride(from: items.count, to: 0, by: -1) {
                let rest = items.count - count
                let more = rest == 0 ? "" : " and \(rest) more"
                let line = "\(lead): \(items.prefix(count).joined(separator: ", "))\(more)."
                if line.count <= room {
                    return line
                }
            }
            return nil
        case .quote(let lead, let words):
            let words = words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            let frame = "\(lead): “”".count
            guard frame + min(words.count, Self.leastWords) <= room else {
                return nil
            }
            return "\(lead): “\(words.shortened(to: room - frame))”"
        }
    }
}

extension String {
    /// The text, or its beginning up to the end of a word and `…`, in at most so many characters.
    fileprivate func shortened(to room: Int) -> String {
        guard count > room else {
            return self
        }
        let head = prefix(max(0, room - 1))
        let whole = head.lastIndex(of: " ").map { head[..<$0] } ?? head
        return (whole.count * 2 < room ? head : whole) + "…"
    }
}
