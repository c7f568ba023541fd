// swift-format-ignore-file
// Made by scripts/examples of the documentation: change that, then run `scripts/examples --write`.

import CivilTime
import Recurrence
import SystemZones
import Testing

/// The examples in the documentation of Span.
@Suite struct SpanExamples {
    @Test func `Span is as shown`() throws {
        #expect(try Span(parsing: "3w").days == 21)
        #expect(try Span(parsing: "1h 30min").description == "90m")
    }

    @Test func `Span.days is as shown`() throws {
        #expect(try Span(parsing: "2 weeks 1 day").days == 15)
    }

    @Test func `Span.description is as shown`() throws {
        #expect(Span(months: 24).description == "2 years")
        #expect(Span(days: 1, seconds: 5400).description == "1d 90m")
    }

    @Test func `Span.init(months:days:seconds:) is as shown`() throws {
        #expect(Span(days: 2, seconds: 3600).description == "2d 1h")
    }

    @Test func `Span.init(parsing:) is as shown`() throws {
        #expect(try Span(parsing: "P1Y2M") == Span(months: 14))
        #expect(try Span(parsing: "-90m") == Span(seconds: -5400))
        #expect((try? Span(parsing: "soon")) == nil)
    }

    @Test func `Span.isZero is as shown`() throws {
        #expect(try Span(parsing: "0m").isZero)
    }

    @Test func `Span.months is as shown`() throws {
        #expect(try Span(parsing: "1 year 2 months").months == 14)
    }

    @Test func `Span.negated is as shown`() throws {
        #expect(Span(days: 3).negated == Span(days: -3))
    }

    @Test func `Span.seconds is as shown`() throws {
        #expect(try Span(parsing: "1h 30min").seconds == 5400)
    }

    @Test func `Span.zero is as shown`() throws {
        #expect(Span.zero.description == "0m")
    }
}
