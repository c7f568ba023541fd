import PlainText

package struct ScreenSize: Hashable, Sendable {
    package var columns: Int
    package var rows: Int

    package init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }
}

/// What a screen shows: rows of text, each piece of it with a look.
package struct ScreenFrame: Hashable, Sendable {
    package enum Look: Hashable, Sendable {
        case plain, strong, faint
    }

    package struct Piece: Hashable, Sendable {
        var text: String
        var look: Look

        init(_ text: String, _ look: Look = .plain) {
            self.text = text
            self.look = look
        }
    }

    /// A row of the screen, from its left edge.
    package struct Row: Hashable, Sendable {
        var pieces: [Piece]

        init(_ pieces: [Piece] = []) {
            self.pieces = pieces
        }

        var text: String { pieces.map(\.text).joined() }
    }

    var rows: [Row]
    /// Whether all of it is shown in reverse.
    var isReversed = false
    /// Whether looks are shown.
    var isStyled = true

    /// Each row as it is written to a terminal so many columns wide.
    ///
    /// A piece has lost its control characters before; this is the only place that writes escape sequences.
    func lines(columns: Int) -> [String] {
        rows.map { row in
            let painted = row.pieces.map(paint).joined()
            guard isReversed else {
                // What was there goes first: at the last column, erasing would take the last letter too.
                return "\u{1B}[2K" + painted
            }
            let fill = String(repeating: " ", count: max(0, columns - CellWidth.of(row.text)))
            return "\u{1B}[7m" + row.text.withoutControls + fill + "\u{1B}[0m"
        }
    }

    private func paint(_ piece: Piece) -> String {
        let text = piece.text.withoutControls
        guard isStyled, !text.isEmpty else {
            return text
        }
        return switch piece.look {
        case .plain: text
        case .strong: "\u{1B}[1m\(text)\u{1B}[0m"
        case .faint: "\u{1B}[2m\(text)\u{1B}[0m"
        }
    }
}
