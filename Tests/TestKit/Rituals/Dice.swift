/// Random numbers that a seed decides: SplitMix64, the same on every machine.
package struct Dice: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    package mutating func roll(_ range: ClosedRange<Int>) -> Int {
        let width = UInt64(range.upperBound - range.lowerBound + 1)
        return range.lowerBound + Int(next() % width)
    }

    package mutating func chance(_ percent: Int) -> Bool { roll(1...100) <= percent }

    /// One of the choices, of which there must be some.
    package mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
        choices[roll(0...(choices.count - 1))]
    }
}
