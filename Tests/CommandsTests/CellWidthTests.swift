import Testing

@testable import Commands

struct CellWidthTests {
    @Test(arguments: [
        ("", 0), ("Date night", 10), ("Zoë", 3), ("Zoe\u{308}", 3), ("愛してる", 8), ("💛", 2),
        ("❤️", 2), ("👩‍❤️‍👨", 2), ("🇵🇹", 2), ("한강", 4), ("ｆｕｌｌ", 8), ("…", 1), ("a\u{200B}b", 2),
    ])
    func `a text is as wide as a terminal shows it`(text: String, cells: Int) {
        #expect(CellWidth.of(text) == cells)
    }

    @Test(arguments: [
        ("Walk", 6, "Walk  "), ("Walk", 4, "Walk"), ("Sunday walk", 7, "Sunday…"),
        ("愛してる", 5, "愛し…"), ("愛してる", 4, "愛… "), ("a\tb\u{1B}[2J", 7, "a b [2J"),
    ])
    func `a text is fitted to a width by filling or cutting`(
        text: String,
        cells: Int,
        fitted: String
    ) {
        #expect(text.fitted(to: cells) == fitted)
        #expect(CellWidth.of(text.fitted(to: cells)) == cells)
    }
}
