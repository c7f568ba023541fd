import PlainText

/// An SVG picture that is made of squares and texts.
struct Picture {
    private(set) var width = 0
    private(set) var height = 0
    private let title: String
    private var body: [String] = []

    init(_ title: String) {
        self.title = title
        text(title, 16, 28, size: 16, isStrong: true)
    }

    /// A square with what is said of it to those who point at it.
    mutating func square(_ x: Int, _ y: Int, side: Int, fill: String, saying words: String) {
        reach(x + side, y + side)
        body.append(
            """
            <rect x="\(x)" y="\(y)" width="\(side)" height="\(side)" rx="2" fill="\(fill)" \
            stroke="#d0d0d0"><title>\(Self.escaped(words))</title></rect>
            """
        )
    }

    mutating func text(
        _ text: String,
        _ x: Int,
        _ y: Int,
        size: Int = 12,
        isStrong: Bool = false,
        isCentred: Bool = false
    ) {
        // About so wide as a letter of a plain face is: enough to know where the picture ends.
        reach(isCentred ? x : x + CellWidth.of(text) * size * 3 / 5, y)
        let weight = isStrong ? " font-weight=\"bold\"" : ""
        let anchor = isCentred ? " text-anchor=\"middle\"" : ""
        body.append(
            "<text x=\"\(x)\" y=\"\(y)\" font-size=\"\(size)\"\(weight)\(anchor)>"
                + "\(Self.escaped(text))</text>"
        )
    }

    /// What the colours and signs mean, in one row.
    mutating func legend(_ marks: Set<DayMark>, _ x: Int, _ y: Int) {
        var x = x
        for mark in DayMark.allCases where marks.contains(mark) {
            square(x, y, side: 14, fill: mark.colour, saying: mark.word)
            text(mark.sign, x + 7, y + 11, size: 10, isCentred: true)
            text(mark.word, x + 20, y + 11)
            x += 36 + mark.word.count * 7
        }
    }

    private mutating func reach(_ x: Int, _ y: Int) {
        width = max(width, x + 16)
        height = max(height, y + 16)
    }

    /// The whole file.
    var svg: String {
        let head = """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
            viewBox="0 0 \(width) \(height)" role="img" font-family="sans-serif" fill="#222222">
            <title>\(Self.escaped(title))</title>
            <rect width="100%" height="100%" fill="#ffffff"/>
            """
        return ([head] + body + ["</svg>"]).joined(separator: "\n") + "\n"
    }

    private static func escaped(_ text: String) -> String {
        text.withoutControls.reduce(into: "") { escaped, character in
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.append(character)
            }
        }
    }
}
