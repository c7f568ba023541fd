import PlainText

/// Rows of cells in columns that fit the width of the terminal.
///
/// Where all fit, each column is as wide as its widest cell. Else titles and texts wrap between words, and
/// what is long in one row moves below it, so that it takes no room from the others. No word is broken.
struct Table {
    enum Column {
        /// What is of one length in every row: a time, a state.
        case fixed
        /// The same, at the right end of its column.
        case right
        /// What names the row; it wraps.
        case title
        /// An id, a distance: of some lengths it moves below its row.
        case extra
        /// Words that take what room is left, and wrap.
        case text
    }

    struct Cell {
        var text: String
        var paint: (String) -> String

        init(_ text: String, _ paint: @escaping (String) -> String = { $0 }) {
            self.text = text.withoutControls
            self.paint = paint
        }

        fileprivate var width: Int { CellWidth.of(text) }
    }

    private static let gap = 2
    private static let indent = 2
    /// A narrower column of words would be a column of single words.
    private static let least = 16

    private let columns: [Column]
    private let total: Int
    /// The width of each column; 0 where its cells move below their rows.
    private let widths: [Int]

    init(_ columns: [Column], _ rows: [[Cell]], in context: CommandContext) {
        self.columns = columns
        let total = context.columns - Self.indent
        self.total = total
        let natural = columns.indices.map { index in rows.map { $0[index].width }.max() ?? 0 }
        guard !context.isPlain, Self.sum(natural) > total else {
            widths = natural
            return
        }
        let wrapped = columns.indices.map { index in
            switch columns[index] {
            case .title: min(natural[index], total / 2)
            case .text: min(natural[index], max(Self.least, total / 3))
            default: natural[index]
            }
        }
        let isEnough = Self.sum(wrapped) <= total
        var fitted = isEnough ? wrapped : Self.capped(wrapped, columns, rows, total)
        // What is left belongs to the title, then to the text.
        for index in columns.indices.filter({ columns[$0] == .title })
            + columns.indices.filter({ columns[$0] == .text })
        where fitted[index] > 0 {
            let left = total - Self.sum(fitted)
            fitted[index] = max(1, min(natural[index], fitted[index] + left))
        }
        widths = fitted
    }

    /// The widths where not even wrapped titles make room for every extra.
    private static func capped(
        _ wrapped: [Int],
        _ columns: [Column],
        _ rows: [[Cell]],
        _ total: Int
    ) -> [Int] {
        let cap = max(12, total / 5)
        var widths = columns.indices.map { index in
            columns[index] == .extra
                ? rows.map { $0[index].width }.filter { $0 <= cap }.max() ?? 0 : wrapped[index]
        }
        for index in columns.indices.reversed()
        where sum(widths) > total && [.extra, .text].contains(columns[index]) {
            widths[index] = 0
        }
        return widths
    }

    private static func sum(_ widths: [Int]) -> Int {
        let shown = widths.filter { $0 > 0 }
        return shown.reduce(0, +) + gap * max(0, shown.count - 1)
    }

    /// A row, in one line or more.
    func lines(_ row: [Cell]) -> [String] {
        var lines: [String] = []
        var below: [Cell] = []
        var start = Self.indent
        for (index, cell) in row.enumerated() {
            let width = widths[index]
            guard !cell.text.isEmpty else {
                start += width == 0 ? 0 : width + Self.gap
                continue
            }
            let wraps = [.title, .text].contains(columns[index])
            guard width > 0, wraps || cell.width <= width else {
                below.append(cell)
                start += width == 0 ? 0 : width + Self.gap
                continue
            }
            let pieces = wraps ? LineWrap.pieces(cell.text, cells: width) : [cell.text]
            for (number, piece) in pieces.enumerated() {
                let fitted =
                    columns[index] == .right
                    ? String(repeating: " ", count: max(0, width - CellWidth.of(piece))) + piece
                    : piece
                Self.put(cell.paint(fitted), at: start, on: number, of: &lines)
            }
            start += width + Self.gap
        }
        lines += below.flatMap(self.below)
        return lines
    }

    /// Words that belong to a row, below it.
    func below(_ cell: Cell) -> [String] {
        let title = columns.firstIndex(of: .title) ?? 0
        let start = Self.indent + widths[..<title].reduce(0) { $0 + ($1 > 0 ? $1 + Self.gap : 0) }
        return LineWrap.pieces(cell.text, cells: max(1, total + Self.indent - start)).map {
            String(repeating: " ", count: start) + cell.paint($0)
        }
    }

    /// Puts a text at a place of a line, which is filled with spaces up to there.
    private static func put(_ text: String, at start: Int, on number: Int, of lines: inout [String])
    {
        while lines.count <= number {
            lines.append("")
        }
        let missing = start - CellWidth.ofPainted(lines[number])
        lines[number] += String(repeating: " ", count: max(0, missing)) + text
    }
}
