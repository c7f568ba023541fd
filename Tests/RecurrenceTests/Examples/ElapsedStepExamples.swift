// swift-format-ignore-file
// Made by scripts/examples of the documentation: change that, then run `scripts/examples --write`.

import CivilTime
import Recurrence
import SystemZones
import Testing

/// The examples in the documentation of ElapsedStep.
@Suite struct ElapsedStepExamples {
    @Test func `ElapsedStep is as shown`() throws {
        let water = Schedule.elapsed(try ElapsedStep(step: .seconds(6 * 3600), anchor: now))
        #expect(water.next(in: newYork, after: now)?.instant == now + .seconds(6 * 3600))
    }

    @Test func `ElapsedStep.anchor is as shown`() throws {
        #expect(try ElapsedStep(step: .seconds(3600), anchor: now).anchor == now)
    }

    @Test func `ElapsedStep.init(step:anchor:) is as shown`() throws {
        let error = #expect(throws: RecurrenceError.self) {
            try ElapsedStep(step: .milliseconds(10), anchor: now)
        }
        #expect(error?.allowed == "one second or longer")
    }

    @Test func `ElapsedStep.step is as shown`() throws {
        #expect(try ElapsedStep(step: .seconds(3600), anchor: now).step == .seconds(3600))
    }
}
