import PlainText
import Sessions

/// What a screen shows of a session: a function of the session, of the moment and of the screen's size.
struct SessionScreen {
    let session: Session
    let size: ScreenSize
    /// What is said at the end, beneath the rest.
    var closing: [String] = []
    private let words: SessionWords

    init(_ session: Session, size: ScreenSize, closing: [String] = []) {
        self.session = session
        self.size = size
        self.closing = closing
        words = SessionWords(session.plan)
    }

    /// Lines that belong together; what matters least goes first where there is no room.
    private struct Block {
        var rows: [ScreenFrame.Row]
        /// The greater, the later it goes.
        var weight: Int
        /// Whether it stands right below the one before.
        var isClose = false
    }

    private typealias Row = ScreenFrame.Row
    private typealias Piece = ScreenFrame.Piece

    /// So much stands left of every row, where the screen is not a very narrow one.
    private var margin: Int { size.columns < 30 ? 0 : 2 }
    /// How wide the text is; longer lines are hard to read.
    private var width: Int { max(1, min(size.columns - 2 * margin, 76)) }

    var rows: [ScreenFrame.Row] {
        let keys = keyRows
        var blocks = fit(body + [Block(rows: keys, weight: Self.weightOfKeys)])
        let last = blocks.last?.weight == Self.weightOfKeys ? blocks.removeLast().rows : []
        let used = blocks.reduce(last.count) { $0 + $1.rows.count }
        // Empty rows part the blocks as far as there is room, and the keys stand at the bottom.
        var spare = max(0, size.rows - used)
        var rows: [Row] = []
        for block in blocks {
            if !block.isClose, spare > (last.isEmpty ? 0 : 1) {
                rows.append(Row())
                spare -= 1
            }
            rows += block.rows
        }
        if !last.isEmpty {
            rows += Array(repeating: Row(), count: spare) + last
        }
        return rows.map(indented)
    }

    private static let weightOfKeys = 4

    private func indented(_ row: ScreenFrame.Row) -> ScreenFrame.Row {
        row.pieces.isEmpty || margin == 0
            ? row : Row([Piece(String(repeating: " ", count: margin))] + row.pieces)
    }

    /// Takes rows away until the rest has room, at the end of the lightest block first.
    private func fit(_ blocks: [Block]) -> [Block] {
        var blocks = blocks.filter { !$0.rows.isEmpty }
        while blocks.reduce(0, { $0 + $1.rows.count }) > size.rows {
            guard let place = blocks.indices.min(by: { blocks[$0].weight < blocks[$1].weight })
            else {
                break
            }
            blocks[place].rows.removeLast()
            if let row = blocks[place].rows.last, let piece = row.pieces.last {
                blocks[place].rows[blocks[place].rows.count - 1].pieces = [
                    Piece((piece.text + " …").cut(to: width), piece.look)
                ]
            } else {
                blocks.remove(at: place)
            }
        }
        return blocks
    }
}

extension SessionScreen {
    private var body: [Block] {
        let prompts = Block(rows: prompts, weight: 3)
        switch session.phase {
        case .ready:
            return [header(words.whole), prompts] + [
                Block(rows: words.parts.flatMap { text($0) }, weight: 5),
                Block(rows: words.first.map { text($0, .faint) } ?? [], weight: 0),
            ]
        case .running, .paused:
            return session.plan.isSilent
                ? [header(words.place(session))] + time
                : [header(words.place(session)), prompts] + turn + time + [after]
        case .ended:
            return [
                header(""),
                Block(
                    rows: text(SessionWords.ended, .strong) + text(words.together(session.led)),
                    weight: 8
                ),
                Block(rows: [bar], weight: 5),
                Block(rows: closing.flatMap { text($0, .faint) }, weight: 7),
            ]
        }
    }

    /// The title at the left, and what stands at the right, for which a short title leaves room.
    private func header(_ right: String) -> Block {
        let wanted = min(CellWidth.of(words.title), width / 2)
        let right = right.cut(to: max(0, width - wanted - 2))
        let end = CellWidth.of(right)
        let title = words.title.cut(to: width - (end == 0 ? 0 : end + 2))
        guard end > 0 else {
            return Block(rows: [Row([Piece(title, .strong)])], weight: 6)
        }
        let gap = String(repeating: " ", count: max(0, width - CellWidth.of(title) - end))
        return Block(
            rows: [Row([Piece(title, .strong), Piece(gap), Piece(right, .faint)])],
            weight: 6
        )
    }

    private var prompts: [ScreenFrame.Row] {
        let rows = session.current.prompts.map { text($0) }
        return Array(rows.joined(separator: rows.count > 3 ? [] : [Row()]))
    }

    private var turn: [Block] {
        let turn = session.current
        return [
            Block(rows: text(words.who(turn), .strong), weight: 8),
            Block(rows: text(turn.topic), weight: 2, isClose: true),
            Block(
                rows: words.listener(turn).map { text($0, .faint) } ?? [],
                weight: 1,
                isClose: true
            ),
        ]
    }

    private var time: [Block] {
        let clock = SessionWords.clock(session.left)
        var blocks = [Block(rows: digits(clock), weight: 9)]
        if case .paused(let away) = session.phase {
            let said = away.map(SessionWords.away) ?? SessionWords.paused
            blocks.append(Block(rows: text(said, .strong), weight: 7, isClose: away == nil))
        }
        return blocks + [Block(rows: [bar], weight: 5)]
    }

    private var after: Block {
        Block(rows: words.after(session).map { text($0, .faint) } ?? [], weight: 0, isClose: true)
    }

    /// The clock, in high digits where there is room for them.
    private func digits(_ clock: String) -> [ScreenFrame.Row] {
        let lines = ClockDigits.lines(clock)
        let isRoomy = size.rows >= 20 && lines.allSatisfy { CellWidth.of($0) <= width }
        return isRoomy
            ? lines.map { Row([Piece($0)]) } : [Row([Piece(clock.cut(to: width), .strong)])]
    }

    private var bar: ScreenFrame.Row {
        let done = min(width, max(0, Int(session.progress * Double(width))))
        return Row([
            Piece(String(repeating: "█", count: done)),
            Piece(String(repeating: "░", count: width - done), .faint),
        ])
    }

    /// The keys in one row where they fit into one, else in as few as they take.
    private var keyRows: [ScreenFrame.Row] {
        let keys = SessionWords.keys(session.phase)
        let isWide = CellWidth.of(keys.joined(separator: "   ")) <= width
        let gap = String(repeating: " ", count: isWide ? 3 : 2)
        var lines: [String] = []
        for key in keys {
            if let line = lines.last, CellWidth.of(line + gap + key) <= width {
                lines[lines.count - 1] = line + gap + key
            } else {
                lines.append(key.cut(to: width))
            }
        }
        return lines.map { Row([Piece($0, .faint)]) }
    }

    /// A text in rows of the width, broken between words; a longer word is cut.
    private func text(_ text: String, _ look: ScreenFrame.Look = .plain) -> [ScreenFrame.Row] {
        let text = text.withoutControls
        return text.isEmpty
            ? []
            : LineWrap.pieces(text, cells: width).map { Row([Piece($0.cut(to: width), look)]) }
    }
}
